"""Reports and their figures behind the figures of a report compiled from them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.reporting.gathering.sources import OWED
from tiendo.reporting.lineage.records import Compared, Deed, Record, RecordState, in_order
from tiendo.reporting.models import Figure, OwedReport, Report
from vanban.dates import format_date

FIGURE, REPORT = "reporting.figure", "reporting.report"


def _readable(actor: Actor) -> QuerySet[Report]:
    """The reports somebody may read, without what they say."""
    found = Report.objects.select_related("issuer", "approved_by", "created_by", "corrected_by")
    found = found.defer("content", "checks", "narrative")
    if actor.may("report.view"):
        return found
    return found.filter(Q(body__in=actor.bodies_for("submission.view")))


def trace_figures(actor: Actor, figure: Figure, ids: Sequence[int]) -> list[Record]:
    """Figures of other reports, each leading on to its own page. Cost: two queries."""
    rows = {row.pk: row for row in Figure.objects.filter(pk__in=ids).defer("record_ids")}
    reports = _readable(actor).in_bulk({row.report_id for row in rows.values()})
    told = {
        pk: _figure(row, reports[row.report_id])
        for pk, row in rows.items()
        if row.report_id in reports
    }
    return in_order(FIGURE, Figure, ids, told)


def _figure(row: Figure, report: Report) -> Record:
    unit = f" {row.unit}" if row.unit and row.value is not None else ""
    return Record(
        record_id=row.pk,
        record_type=FIGURE,
        state=_state(report),
        code=row.key,
        title=row.label,
        lead=report.issuer.name,
        note=report.title,
        page=("report-figure", (report.pk, row.key)),
        values=(Compared(_("Giá trị"), f"{row.printed}{unit}", f"{row.printed}{unit}"),),
        entered=Deed(str(report.created_by), report.created_at, report.issuer.name),
        confirmed=_approved(report),
    )


def trace_reports(actor: Actor, figure: Figure, ids: Sequence[int]) -> list[Record]:
    """Reports that were compiled into this one. Cost: two queries."""
    told = {
        pk: Record(
            record_id=pk,
            record_type=REPORT,
            state=_state(report),
            title=report.title,
            lead=report.issuer.name,
            page=("report", (pk,)),
            entered=Deed(str(report.created_by), report.created_at, report.issuer.name),
            confirmed=_approved(report),
        )
        for pk, report in _readable(actor).in_bulk(ids).items()
    }
    return in_order(REPORT, Report, ids, told)


def trace_owed(actor: Actor, figure: Figure, ids: Sequence[int]) -> list[Record]:
    """Bodies that owed a report, as it stood when it was compiled. Cost: two queries."""
    rows = OwedReport.objects.select_related("body").filter(report__in=_readable(actor))
    told = {
        pk: Record(
            record_id=pk,
            record_type=OWED,
            title=row.body.name,
            note=_handing(row),
        )
        for pk, row in rows.in_bulk(ids).items()
    }
    return in_order(OWED, OwedReport, ids, told)


def _handing(row: OwedReport) -> str:
    """How it stood, with the days: "Đã gửi, đã tiếp nhận; hạn nộp 10/6/2025; gửi ngày …"."""
    parts = [row.get_state_display()]
    parts.append(_("hạn nộp %s") % format_date(row.last_day))
    if row.sent_on is not None:
        words = _("gửi muộn ngày %s") if row.is_late else _("gửi ngày %s")
        parts.append(words % format_date(row.sent_on))
    return "; ".join(parts)


def _state(report: Report) -> RecordState:
    """A report that was corrected says something else today."""
    return RecordState.CHANGED if hasattr(report, "corrected_by") else RecordState.SAME


def _approved(report: Report) -> Deed | None:
    if report.approved_at is None:
        return None
    return Deed(str(report.approved_by), report.approved_at)
