"""A passage made from words that somebody copied out of a document."""

from __future__ import annotations

import re

from django.db import transaction

from tiendo.documents.clauses import Clauses
from tiendo.documents.models import Document, Passage
from tiendo.documents.passages import Wanted, make_passages
from tiendo.documents.queries import newest_texts, whole_text
from tiendo.documents.readings import load_text
from vanban.models import Span

LEAST_LETTERS = 8


@transaction.atomic
def quote_document(document: Document, words: str) -> Passage | None:
    """The passage that quotes words of a document as they stand, line breaks aside; its first place
    where they stand in several.

    Missing: None where no reading of the document holds them, or where they are too few to tell
    one place. Cost: two queries for each rendition looked through, two for the passage.
    """
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    if len(pattern) < LEAST_LETTERS:
        return None
    for light in newest_texts(document):
        version = whole_text(light.pk)
        if found := re.search(pattern, version.content):
            path = Clauses(version).path_at(found.start())
            wanted = Wanted(Span(found.start(), found.end()), path=path)
            made = make_passages(version, load_text(version), [wanted])
            return made[found.start(), found.end()]
    return None
