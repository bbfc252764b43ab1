"""Where a document says given words: the passage of what somebody wrote down beside it."""

from __future__ import annotations

from tiendo.documents.anchoring import Quoted, find_quotes
from tiendo.documents.clauses import Clauses
from tiendo.documents.models import Document, Passage, TextVersion
from tiendo.documents.passages import Wanted, make_passages
from tiendo.documents.queries import newest_texts, whole_text
from tiendo.documents.readings import load_text
from vanban.models import Span


def passage_saying(document: Document, words: str) -> Passage | None:
    """The passage of a document that says these words, or most of them; None where none does.

    Cost: one query, two for each file until it is found, two to keep it.
    """
    found = (_in_text(whole_text(light.pk), words) for light in newest_texts(document))
    return next((passage for passage in found if passage is not None), None)


def _in_text(text: TextVersion, words: str) -> Passage | None:
    anchor = find_quotes(text.content, [Quoted(words.strip(), "", "", 0)]).get(0)
    if anchor is None:
        return None
    span = Span(anchor.start, anchor.end)
    wanted = Wanted(span, text.rendition.part, Clauses(text).path_at(anchor.start))
    return make_passages(text, load_text(text), [wanted])[anchor.start, anchor.end]
