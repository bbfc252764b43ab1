"""The figures in force on a day, the latest entered first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.domain.periods import Period
from tiendo.indicators.figures import printed
from tiendo.indicators.models import Observation, ObservationState
from tiendo.indicators.observed import RETURNED, FigureFilter, Listed, find_figures, listed
from tiendo.overview import conditions as those
from tiendo.overview.asking import Asked, View
from tiendo.overview.sheets.indicators import period_words, unit_words
from vanban.quantities import Missing

STATES: Mapping[str, str | Promise] = {
    **dict(ObservationState.choices),
    RETURNED: _("Bị trả lại"),
}
CONDITIONS = (
    those.sought(label=_("Tìm mã, tên chỉ tiêu")),
    those.body("co_quan", _("Cơ quan")),
    those.choice("trang_thai", _("Trạng thái"), STATES),
)
_CHUNK = 500


def build(asked: Asked) -> Sheet:
    """The figures of the filter. Cost: five queries for each five hundred."""
    rows = _rows(asked)
    return Sheet(VIEW.name, str(VIEW.title), _columns(), rows, None, asked.stated(CONDITIONS))


def count(asked: Asked) -> int:
    """How many figures there will be. Cost: one query."""
    return found_of(asked).count()


VIEW = View("so-lieu", _("Số liệu"), "indicator.view", build, count, conditions=CONDITIONS)


def found_of(asked: Asked) -> QuerySet[Observation]:
    """The figures that are asked for."""
    values = asked.values
    narrowed = FigureFilter(
        text=values.get("q", ""),
        body=those.id_in(values, "co_quan"),
        state=values.get("trang_thai", ""),
    )
    found = find_figures(asked.actor, narrowed, asked.day, asked.known_at)
    return found.select_related("indicator", "organisation", "entered_by")


def _columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("code", _g("Mã chỉ tiêu"), width=12),
        SheetColumn("name", _g("Chỉ tiêu"), width=60),
        SheetColumn("part", _g("Phân tổ"), width=20),
        SheetColumn("body", _g("Cơ quan"), width=36),
        SheetColumn("period", _g("Kỳ"), width=16),
        SheetColumn("value", _g("Số liệu"), width=20),
        SheetColumn("unit", _g("Đơn vị tính"), width=16),
        SheetColumn("as_of", _g("Số liệu đến ngày"), CellKind.DAY, 12),
        SheetColumn("state", _g("Trạng thái"), width=20),
        SheetColumn("late", _g("Nhập muộn"), width=10),
        SheetColumn("note", _g("Ghi chú"), width=36),
        SheetColumn("revision", _g("Lần nhập"), CellKind.COUNT, 8),
        SheetColumn("entered_by", _g("Người nhập"), width=24),
        SheetColumn("entered_at", _g("Nhập lúc"), CellKind.MOMENT, 18),
    )


def _rows(asked: Asked) -> Iterator[Values]:
    found, start = found_of(asked), 0
    while rows := list(found[start : start + _CHUNK]):
        yield from map(_values, listed(asked.actor, rows))
        start += _CHUNK


def _values(each: Listed) -> Values:
    row, version = each.row, each.version
    state: str = getattr(row, "state_then", row.state)
    value: str | Missing = Missing.NO_DATA
    if row.value is not None:
        value = printed(row, version) if version else str(row.value)
    return (
        row.indicator.code,
        version.name if version else "",
        row.breakdown,
        row.organisation.name,
        period_words(Period(row.period_start, row.period_end)),
        value,
        unit_words(version) if version else "",
        row.as_of,
        str(ObservationState(state).label),
        _g("Có") if row.is_late else "",
        row.note,
        row.revision,
        row.entered_by.full_name,
        row.entered_at,
    )
