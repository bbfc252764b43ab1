"""Reading reports: the list, one report, its figures, and what a figure was computed from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.composer.model import Figure, OfficialDocument
from tiendo.documents.models import StoredFile
from tiendo.reporting.models import Figure as FigureRow
from tiendo.reporting.models import Report
from tiendo.reporting.snapshot import load_document


class PrintedRow(NamedTuple):
    """One figure as it is printed. Missing: see ``Figure``."""

    key: str
    label: str
    printed: str
    value: Decimal | None
    value_state: str
    unit: str


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """What a list of reports is narrowed to; empty values narrow nothing."""

    programme: int | None = None
    state: str = ""


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


def printed_figures(report: Report) -> list[PrintedRow]:
    """The figures of a report as its page prints them, without their records. Cost: one query."""
    return [PrintedRow(*row) for row in figures_of(report).values_list(*PrintedRow._fields)]


def composed_document(
    report: Report, figures: Sequence[FigureRow] | Sequence[PrintedRow]
) -> OfficialDocument:
    """The document of a report as it was composed, its figures as printed.

    What each was computed from is left to ``lineage.trace``.
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
