"""An appendix that came as a file of its own: its rows carry out clauses of the document's body.

The two are read and reviewed in runs of their own; here they are tied, so that none counts twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from tiendo.domain.likeness import match_rows
from tiendo.intake.models import Draft, DraftKind, DraftState, ExtractionRun, RunState
from tiendo.tasks.models import Task

_READ = (RunState.REVIEW, RunState.APPROVED)
_GONE = (DraftState.REJECTED, DraftState.MERGED, DraftState.SPLIT)


def link_across_files(run: ExtractionRun) -> int:
    """Suggest for rows of an appendix file the clause of the body each carries out; the number.

    Called for the run of either file, whichever is read later. Rows a person or their own file
    linked already stay. Cost: four queries at most.
    """
    if run.text.rendition.part == "body":
        others = _runs(run, is_body=False)
        return _link(_open_rows(others), _clauses([run])) if others else 0
    return _link(_open_rows([run]), _clauses(_runs(run, is_body=True)[:1]))


def covered_elsewhere(run: ExtractionRun) -> frozenset[int]:
    """The ids of a run's clauses that accepted rows of another file carry out."""
    rows = Draft.objects.filter(details__run=run, state=DraftState.ACCEPTED).exclude(run=run)
    return frozenset(rows.values_list("details_id", flat=True))


def repeated_task(draft: Draft) -> Task | None:
    """The task that stands already for a draft: of its own words in an earlier reading, or of the
    clause it carries out; None where there is none."""
    clause = draft.details
    if draft.repeats is not None or clause is None:
        return draft.repeats
    return clause.task or clause.repeats


def clauses_for(run: ExtractionRun) -> list[Draft]:
    """The clauses of the document's body that rows of a run can carry out, in order.

    Those of the run itself; for an appendix that came as a file of its own, those of the body's.
    """
    if run.text.rendition.part == "body":
        return _clauses([run])
    return _clauses([run, *_runs(run, is_body=True)[:1]])


def siblings(run: ExtractionRun) -> list[ExtractionRun]:
    """The newest run of each other file of the document, the body first."""
    found = (
        ExtractionRun.objects.filter(text__rendition__document_id=run.text.rendition.document_id)
        .exclude(text__rendition_id=run.text.rendition_id)
        .exclude(state=RunState.REPLACED)
        .select_related("text__rendition")
        .defer("text__content", "text__structure", "text__parsed")
        .annotate(
            is_body=Q(text__rendition__part="body"),
            total=Count("drafts"),
            reviewed=Count("drafts", filter=~Q(drafts__state=DraftState.PROPOSED)),
        )
        .order_by("-is_body", "text__rendition__part", "-created_at", "-pk")
    )
    newest: dict[int, ExtractionRun] = {}
    for other in found:
        newest.setdefault(other.text.rendition_id, other)
    return list(newest.values())


def outline_for(run: ExtractionRun) -> Sequence[dict[str, Any]]:
    """The outline whose units group the tasks of a run: that of the body, also for an appendix."""
    if run.text.rendition.part != "body":
        for body in _runs(run, is_body=True)[:1]:
            return list(body.text.parsed.get("outline", ()))
    return list(run.text.parsed.get("outline", ()))


def _runs(run: ExtractionRun, *, is_body: bool) -> list[ExtractionRun]:
    """The runs over the other files of the document that have been read, newest first."""
    found = ExtractionRun.objects.filter(
        text__rendition__document_id=run.text.rendition.document_id, state__in=_READ
    ).exclude(text__rendition_id=run.text.rendition_id)
    if is_body:
        found = found.filter(text__rendition__part="body")
    else:
        found = found.exclude(text__rendition__part="body").filter(state=RunState.REVIEW)
    return list(found.select_related("text__rendition").order_by("-created_at", "-pk"))


def _clauses(runs: Iterable[ExtractionRun]) -> list[Draft]:
    clauses = Draft.objects.filter(run__in=list(runs), kind=DraftKind.TASK, part="body")
    return list(clauses.exclude(state__in=_GONE).order_by("order"))


def _open_rows(runs: Iterable[ExtractionRun]) -> list[Draft]:
    rows = Draft.objects.filter(run__in=list(runs), kind=DraftKind.TASK, details=None)
    return list(rows.exclude(part="body").exclude(state__in=_GONE).order_by("order"))


def _link(rows: Sequence[Draft], clauses: Sequence[Draft]) -> int:
    if not rows or not clauses:
        return 0
    matches = match_rows([row.title for row in rows], [clause.title for clause in clauses])
    for index, match in matches.items():
        rows[index].details = clauses[match.clause]
        rows[index].details_score = Decimal(str(round(match.score, 3)))
    linked = [rows[index] for index in matches]
    Draft.objects.bulk_update(linked, ["details", "details_score"], batch_size=500)
    return len(linked)
