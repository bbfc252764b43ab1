"""Which stretches of a document's text are marked, for its page and for the review page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.documents.models import DocumentLink, Passage, TextVersion
from tiendo.intake.models import Draft, DraftKind
from tiendo.tasks.models import TaskSource
from tiendo.tasks.queries import visible_tasks
from tiendo.workspace.document_text import Mark

_ASKED = re.compile(r"(\d{1,9})-(\d{1,9})")
_FOUND = (("deadlines", "deadline"), ("money", "money"))


def document_marks(text: TextVersion, actor: Actor, asked: str = "") -> list[Mark]:
    """Citations with links, passages with the tasks one may see, and a stretch asked for.

    ``asked``: "START-END", as in ?o=120-188. Cost: three queries.
    """
    marks = [*_citations(text), *_passages(text, actor), *_findings(text)]
    found = _ASKED.fullmatch(asked)
    if found:
        start, end = int(found[1]), int(found[2])
        marks.append(Mark(start, end, "asked", anchor=f"o-{start}-{end}"))
    return marks


def review_marks(text: TextVersion, drafts: Iterable[Draft]) -> list[Mark]:
    """The drafts of a run, paired with their cards, and what was found in them. Cost: one query."""
    marks = [*_citations(text), *_findings(text)]
    for draft in drafts:
        span = draft.extracted.get("span")
        if span:
            kind = "target" if draft.kind == DraftKind.TARGET else "task"
            anchor = f"o-{span[0]}-{span[1]}"
            words = draft.path or draft.no
            marks.append(Mark(span[0], span[1], kind, anchor, pair=f"d{draft.pk}", title=words))
    return marks


def _citations(text: TextVersion) -> Iterable[Mark]:
    links = DocumentLink.objects.filter(passage__text=text).select_related("passage", "cited")
    for link in links:
        passage = link.passage
        url = reverse("document", args=[link.cited_id]) if link.cited_id else ""
        words = str(link.cited) if link.cited else _("Chưa có trong kho")
        yield Mark(passage.start, passage.end, "citation", f"p-{passage.pk}", url=url, title=words)


def _passages(text: TextVersion, actor: Actor) -> Iterable[Mark]:
    """Passages that visible tasks come from; one passage may have several tasks."""
    sources = TaskSource.objects.filter(
        passage__text=text, task__in=visible_tasks(actor)
    ).select_related("passage", "task")
    by_passage: dict[Passage, list[TaskSource]] = {}
    for source in sources:
        by_passage.setdefault(source.passage, []).append(source)
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
