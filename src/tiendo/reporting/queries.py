"""Reading reports: the list, one report, its figures, and what a figure was computed from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.composer.model import Figure, OfficialDocument
from tiendo.documents.models import StoredFile
from tiendo.domain import clock
from tiendo.domain.status import Status
from tiendo.reporting.hindrances import notes_of
from tiendo.reporting.measures import DIFFICULTY, EVIDENCE, OCCURRENCE, UPDATE
from tiendo.reporting.models import Figure as FigureRow
from tiendo.reporting.models import Report
from tiendo.reporting.snapshot import load_document
from tiendo.tasks.models import Evidence, Occurrence, ProgressUpdate
from tiendo.tasks.queries import visible_tasks, with_lead, with_status

_THEN = ("pk", "code", "title", "lead_name", "status")
_NOW = ("pk", "status")


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """What a list of reports is narrowed to; empty values narrow nothing."""

    programme: int | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class Lineage:
    """One record a figure was computed from.

    ``note`` are the words of an update or the symbol of a document. Missing: ``now`` where the
    task has no status today, the task's own fields where the reader may not see it.
    """

    record_id: int
    task_id: int | None
    code: str
    title: str
    lead: str
    then: Status | None
    now: Status | None
    note: str = ""

    @property
    def has_changed(self) -> bool:
        """Whether the task stands elsewhere today than in the report."""
        return self.now is not None and self.now != self.then


def list_reports(actor: Actor, narrowed: ReportFilter) -> QuerySet[Report]:
    """The reports a person may see, the newest first, without their content.

    Errors: PermissionRefused.
    """
    actor.require("report.view")
    listed = Report.objects.select_related("programme", "created_by", "approved_by", "corrects")
    if narrowed.programme is not None:
        listed = listed.filter(programme_id=narrowed.programme)
    if narrowed.state:
        listed = listed.filter(state=narrowed.state)
    return listed.defer("content", "checks", "narrative").order_by("-created_at", "-pk")


def may_read_report(actor: Actor, report: Report) -> bool:
    """Whether somebody may read a report: who reads all, and of a body's own report its people.

    Cost: none.
    """
    if actor.may("report.view"):
        return True
    return report.body_id is not None and actor.may("submission.view", at=report.body_id)


def report_of(actor: Actor, pk: int) -> Report:
    """One report with what its page names. Errors: PermissionRefused; DoesNotExist.

    Cost: one query.
    """
    report = Report.objects.select_related(
        "programme__coordinator",
        "issuer",
        "body",
        "outline",
        "document",
        "created_by",
        "approved_by",
        "corrects",
    ).get(pk=pk)
    if not may_read_report(actor, report):
        raise PermissionRefused("report.view")
    return report


def figures_of(report: Report) -> QuerySet[FigureRow]:
    """The figures of a report in the order in which they are printed. Cost: one query."""
    return report.figures.order_by("order")


def composed_document(report: Report, figures: Sequence[FigureRow]) -> OfficialDocument:
    """The document of a report as it was composed, its figures as printed.

    What each was computed from is left to ``lineage_of``.
    """
    printed = (Figure(row.key, row.printed, row.value, row.unit or None) for row in figures)
    return load_document(report.content, printed)


def file_of(report: Report) -> StoredFile | None:
    """The written file of a report; None where it has none. Cost: one query."""
    return (
        StoredFile.objects.filter(rendition__document=report.document_id, rendition__kind="docx")
        .order_by("-rendition__added_at", "-pk")
        .first()
    )


def lineage_of(actor: Actor, figure: FigureRow, ids: Sequence[int]) -> list[Lineage]:
    """The records of a figure, of those asked for, in the figure's order.

    Cost: at most three queries.
    """
    report = figure.report
    origins = _origins(figure.record_type, ids)
    task_ids = [task for task, _ in origins.values()]
    then = with_status(visible_tasks(actor, report.as_of), report.as_of, report.known_at)
    then = with_lead(then, report.as_of)
    seen = {row["pk"]: row for row in then.filter(pk__in=task_ids).values(*_THEN)}
    today = with_status(visible_tasks(actor), clock.today()).filter(pk__in=task_ids)
    now = dict(today.values_list(*_NOW))
    return [_lineage(pk, *origins[pk], seen, now) for pk in ids if pk in origins]


def _origins(record_type: str, ids: Sequence[int]) -> Mapping[int, tuple[int, str]]:
    """The task of each record, and what the record itself says."""
    if record_type == UPDATE:
        updates = ProgressUpdate.objects.filter(pk__in=ids)
        rows = updates.values_list("pk", "task_id", "difficulty", "proposal", "done")
        return {pk: (task, " · ".join(filter(None, words))) for pk, task, *words in rows}
    if record_type == EVIDENCE:
        evidence = Evidence.objects.filter(pk__in=ids)
        pieces = evidence.values_list("pk", "task_id", "document_number")
        return {pk: (task, number) for pk, task, number in pieces}
    if record_type == OCCURRENCE:
        occurrences = Occurrence.objects.filter(pk__in=ids).values_list("pk", "task_id", "label")
        return {pk: (task, label) for pk, task, label in occurrences}
    if record_type == DIFFICULTY:
        return notes_of(ids)
    return {pk: (pk, "") for pk in ids}


def _lineage(
    record_id: int,
    task_id: int,
    note: str,
    seen: Mapping[int, Mapping[str, str | None]],
    now: Mapping[int, str | None],
) -> Lineage:
    row = seen.get(task_id)
    if row is None:
        # A record of no task at all names none; what is said of a task unseen is not told.
        return Lineage(record_id, None, "", "", "", None, None, "" if task_id else note)
    present = now.get(task_id)
    return Lineage(
        record_id=record_id,
        task_id=task_id,
        code=row["code"] or "",
        title=row["title"] or "",
        lead=row["lead_name"] or "",
        then=Status(row["status"]) if row["status"] else None,
        now=Status(present) if present else None,
        note=note,
    )
