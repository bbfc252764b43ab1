"""Which stretches of a document's text are marked, for its page and for the review page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tiendo.accounts.actor import Actor
from tiendo.documents.models import DocumentLink, Passage, TextVersion
from tiendo.documents.queries import links_of, passages_again
from tiendo.intake.models import Draft, DraftKind
from tiendo.tasks.models import TaskSource
from tiendo.tasks.queries import visible_tasks
from tiendo.workspace.document_doubts import Doubt, doubts_of
from tiendo.workspace.document_text import Mark

_ASKED = re.compile(r"(\d{1,9})-(\d{1,9})")
_FOUND = (("deadlines", "deadline"), ("money", "money"))


def asked_span(asked: str) -> tuple[int, int] | None:
    """The stretch an address asks for: "120-188" in ?o=120-188; None where it asks for none."""
    found = _ASKED.fullmatch(asked)
    return (int(found[1]), int(found[2])) if found else None


def document_marks(
    text: TextVersion,
    actor: Actor,
    links: Sequence[DocumentLink],
    doubts: Sequence[Doubt] = (),
    asked: str = "",
) -> list[Mark]:
    """Citations with links, passages with the tasks one may see, doubts, and a stretch asked for.

    Cost: two queries.
    """
    marks = [*_citations(links), *_passages(text, actor), *_findings(text), *_doubts(doubts)]
    span = asked_span(asked)
    if span:
        marks.append(Mark(*span, "asked", anchor=f"o-{span[0]}-{span[1]}"))
    return marks


def review_marks(text: TextVersion, drafts: Iterable[Draft]) -> list[Mark]:
    """The drafts of a run, paired with their cards, and what was found in them. Cost: one query."""
    marks = [*_citations(links_of(text)), *_findings(text), *_doubts(doubts_of(text))]
    for draft in drafts:
        span = draft.extracted.get("span")
        if span:
            kind = "target" if draft.kind == DraftKind.TARGET else "task"
            anchor = f"o-{span[0]}-{span[1]}"
            words = draft.path or draft.no
            marks.append(Mark(span[0], span[1], kind, anchor, pair=f"d{draft.pk}", title=words))
    return marks


def _citations(links: Iterable[DocumentLink]) -> Iterable[Mark]:
    for link in links:
        passage = link.passage
        url = reverse("document", args=[link.cited_id]) if link.cited_id else ""
        yield Mark(
            passage.start,
            passage.end,
            "citation",
            f"p-{passage.pk}",
            url=url,
            title=_link_words(link),
        )


def _link_words(link: DocumentLink) -> str:
    if link.cited is not None:
        return str(link.cited)
    count = len(link.candidates)
    if count:
        words = ngettext("Khớp %(count)d văn bản", "Khớp %(count)d văn bản", count)
        return words % {"count": count}
    return _("Chưa có trong kho")


def _passages(text: TextVersion, actor: Actor) -> Iterable[Mark]:
    """Passages that visible tasks come from, also those cited in an earlier reading of the file."""
    again = passages_again(text)
    sources = TaskSource.objects.filter(
        passage__text__rendition_id=text.rendition_id, task__in=visible_tasks(actor)
    ).select_related("passage", "task")
    by_passage: dict[Passage, list[TaskSource]] = {}
    for source in sources:
        here = again.get(source.passage_id, source.passage)
        if here.text_id == text.pk:
            by_passage.setdefault(here, []).append(source)
    for passage, rows in by_passage.items():
        words = "; ".join(str(row.task) for row in rows)
        yield Mark(
            passage.start,
            passage.end,
            "task",
            f"p-{passage.pk}",
            pair=f"p{passage.pk}",
            title=words,
        )


def _findings(text: TextVersion) -> Iterable[Mark]:
    for key, kind in _FOUND:
        for item in text.parsed.get(key, ()):
            start, end = item["span"]
            yield Mark(start, end, kind, title=str(item.get("key") or item.get("raw") or ""))


def _doubts(doubts: Iterable[Doubt]) -> Iterable[Mark]:
    for doubt in doubts:
        if doubt.span is not None:
            kind = "doubt" if doubt.is_misread else "odd"
            yield Mark(*doubt.span, kind, doubt.anchor, title=doubt.words)
