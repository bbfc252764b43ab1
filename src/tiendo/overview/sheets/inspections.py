"""The inspections of which a person sees anything, the newest first."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.inspections.models import Inspection, State
from tiendo.inspections.queries import list_inspections
from tiendo.overview import conditions as those
from tiendo.overview.asking import Asked, View

CONDITIONS = (
    those.sought(),
    those.choice("trang_thai", _("Trạng thái"), dict(State.choices)),
)


def build(asked: Asked) -> Sheet:
    """The inspections of the filter. Cost: two queries for each five hundred."""
    rows = _rows(asked)
    return Sheet(VIEW.name, str(VIEW.title), _columns(), rows, None, asked.stated(CONDITIONS))


def count(asked: Asked) -> int:
    """How many inspections there will be. Cost: one query."""
    return _found(asked).count()


VIEW = View(
    "kiem-tra",
    _("Các cuộc kiểm tra"),
    "task.view",
    build,
    count,
    conditions=CONDITIONS,
    has_day=False,
    has_knowledge=False,
)


def _found(asked: Asked) -> QuerySet[Inspection]:
    values = asked.values
    return list_inspections(
        asked.actor, state=values.get("trang_thai", ""), text=values.get("q", "")
    )


def _columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("code", _g("Mã"), width=14),
        SheetColumn("title", _g("Cuộc kiểm tra"), width=60),
        SheetColumn("programme", _g("Chương trình"), width=24),
        SheetColumn("issuer", _g("Cơ quan kiểm tra"), width=28),
        SheetColumn("bodies", _g("Cơ quan được kiểm tra"), width=44),
        SheetColumn("planned_start", _g("Dự kiến từ ngày"), CellKind.DAY, 12),
        SheetColumn("planned_end", _g("Dự kiến đến ngày"), CellKind.DAY, 12),
        SheetColumn("state", _g("Trạng thái"), width=20),
        SheetColumn("decision", _g("Quyết định"), width=18),
        SheetColumn("decided_on", _g("Ngày quyết định"), CellKind.DAY, 12),
        SheetColumn("conclusion", _g("Kết luận"), width=18),
        SheetColumn("concluded_on", _g("Ngày kết luận"), CellKind.DAY, 12),
    )


def _rows(asked: Asked) -> Iterator[Values]:
    for row in _found(asked).iterator(chunk_size=500):
        yield (
            row.code,
            row.title,
            str(row.programme) if row.programme else "",
            row.issuer.name,
            "; ".join(item.organisation.name for item in row.bodies.all()),
            row.planned_start,
            row.planned_end,
            row.get_state_display(),
            row.decision_number,
            row.decision_date,
            row.conclusion_number,
            row.conclusion_date,
        )
