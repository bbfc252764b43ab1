"""The words of documents that records come from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from tiendo.documents.models import Document, Passage
from tiendo.reporting.lineage.records import SourceClause
from tiendo.tasks.models import TaskSource
from vanban.dates import format_date

_LONGEST = 600


def clause_of(passage: Passage | None) -> tuple[SourceClause, ...]:
    """The clause a passage quotes; () without one. The passage brings its document along."""
    if passage is None:
        return ()
    document = passage.text.rendition.document
    quote = " ".join(passage.quote.split())
    if len(quote) > _LONGEST:
        quote = f"{quote[:_LONGEST].rstrip()}…"
    return (SourceClause(quote, document_words(document), document.pk, passage.path, passage.page),)


def document_words(document: Document) -> str:
    """ "Kế hoạch số 146/KH-UBND ngày 25/6/2025", or the title of one without number."""
    number = document.number_raw or document.number
    name = f"{document.type_name} số {number}".strip() if number else document.title
    day = f" ngày {format_date(document.issued_on)}" if document.issued_on and number else ""
    return f"{name}{day}"


def clauses_of_tasks(ids: Iterable[int]) -> Mapping[int, tuple[SourceClause, ...]]:
    """The source clauses of each task. Cost: one query."""
    found: defaultdict[int, list[SourceClause]] = defaultdict(list)
    rows = TaskSource.objects.filter(task__in=list(ids)).select_related(
        "passage__text__rendition__document"
    )
    rows = rows.defer("passage__text__content", "passage__text__structure", "passage__text__parsed")
    for row in rows.order_by("task_id", "order", "pk"):
        found[row.task_id].extend(clause_of(row.passage))
    return {task: tuple(clauses) for task, clauses in found.items()}
