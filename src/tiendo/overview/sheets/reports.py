"""The reports that were compiled, the newest first."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.overview import conditions as those
from tiendo.overview.asking import Asked, View
from tiendo.reporting.models import Report, ReportState
from tiendo.reporting.queries import ReportFilter, list_reports

CONDITIONS = (
    those.programme(),
    those.choice("trang_thai", _("Trạng thái"), dict(ReportState.choices)),
)


def build(asked: Asked) -> Sheet:
    """The reports of the filter. Cost: one query."""
    rows = _rows(asked)
    return Sheet(VIEW.name, str(VIEW.title), _columns(), rows, None, asked.stated(CONDITIONS))


def count(asked: Asked) -> int:
    """How many reports there will be. Cost: one query."""
    return _found(asked).count()


VIEW = View(
    "bao-cao",
    _("Các báo cáo đã lập"),
    "report.view",
    build,
    count,
    conditions=CONDITIONS,
    has_day=False,
    has_knowledge=False,
)


def _found(asked: Asked) -> QuerySet[Report]:
    values = asked.values
    narrowed = ReportFilter(those.id_in(values, "chuong_trinh"), values.get("trang_thai", ""))
    return list_reports(asked.actor, narrowed)


def _columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("title", _g("Báo cáo"), width=60),
        SheetColumn("programme", _g("Chương trình"), width=28),
        SheetColumn("period_start", _g("Kỳ từ ngày"), CellKind.DAY, 12),
        SheetColumn("period_end", _g("Kỳ đến ngày"), CellKind.DAY, 12),
        SheetColumn("as_of", _g("Số liệu đến ngày"), CellKind.DAY, 12),
        SheetColumn("state", _g("Trạng thái"), width=16),
        SheetColumn("corrects", _g("Đính chính"), width=40),
        SheetColumn("created_by", _g("Người lập"), width=24),
        SheetColumn("created_at", _g("Lập lúc"), CellKind.MOMENT, 17),
        SheetColumn("approved_by", _g("Người duyệt"), width=24),
        SheetColumn("approved_at", _g("Duyệt lúc"), CellKind.MOMENT, 17),
    )


def _rows(asked: Asked) -> Iterator[Values]:
    for row in _found(asked).iterator(chunk_size=500):
        yield (
            row.title,
            str(row.programme),
            row.period_start,
            row.period_end,
            row.as_of,
            row.get_state_display(),
            row.corrects.title if row.corrects else "",
            str(row.created_by),
            row.created_at,
            str(row.approved_by) if row.approved_by else "",
            row.approved_at,
        )
