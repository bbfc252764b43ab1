"""The dictionary of indicators: each with its unit, its latest value and its nearest target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db.models import QuerySet
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.domain.periods import Period, period_label
from tiendo.indicators.aims import print_target
from tiendo.indicators.computing import cadence_of
from tiendo.indicators.dictionary import (
    UNMEASURED,
    WITHOUT_TARGET,
    WITHOUT_VALUE,
    IndicatorFilter,
    IndicatorRow,
    read_rows,
    select_indicators,
)
from tiendo.indicators.known_values import print_figure
from tiendo.indicators.models import IndicatorState, IndicatorVersion, Origin
from tiendo.indicators.models.dictionary import Frequency
from tiendo.overview import conditions as those
from tiendo.overview.asking import Asked, View
from tiendo.tasks.recurrence import period_name
from vanban.quantities import Missing

LACKS = {
    UNMEASURED: _("Mục tiêu chưa có số liệu"),
    WITHOUT_VALUE: _("Chưa có số liệu nào"),
    WITHOUT_TARGET: _("Chưa có mục tiêu"),
}
VERIFIED = {"roi": _("Đã kiểm chứng"), "chua": _("Chưa kiểm chứng")}
CONDITIONS = (
    those.sought(label=_("Tìm mã, tên chỉ tiêu")),
    those.body("chu_quan", _("Đơn vị theo dõi")),
    those.body("co_quan", _("Số liệu của cơ quan")),
    those.programme("chuong_trinh", _("Mục tiêu của chương trình")),
    those.choice("trang_thai", _("Trạng thái"), dict(IndicatorState.choices)),
    those.choice("kiem_chung", _("Kiểm chứng"), VERIFIED),
    those.choice("nguon", _("Cách có số liệu"), dict(Origin.choices)),
    those.choice("ky", _("Kỳ số liệu"), dict(Frequency.choices)),
    those.choice("thieu", _("Còn thiếu"), LACKS),
)
_CHUNK = 500


def build(asked: Asked) -> Sheet:
    """The indicators of the filter. Cost: five queries for each five hundred."""
    rows = _rows(asked)
    return Sheet(VIEW.name, str(VIEW.title), _columns(), rows, None, asked.stated(CONDITIONS))


def count(asked: Asked) -> int:
    """How many indicators there will be. Cost: one query."""
    return found_of(asked).count()


VIEW = View(
    "chi-tieu",
    _("Danh mục chỉ tiêu"),
    "indicator.view",
    build,
    count,
    conditions=CONDITIONS,
)


def narrowed_by(values: Mapping[str, str]) -> IndicatorFilter:
    """The filter of kept values."""
    verified = values.get("kiem_chung")
    return IndicatorFilter(
        text=values.get("q", ""),
        owner=those.id_in(values, "chu_quan"),
        body=those.id_in(values, "co_quan"),
        programme=those.id_in(values, "chuong_trinh"),
        state=values.get("trang_thai", ""),
        origin=values.get("nguon", ""),
        frequency=values.get("ky", ""),
        is_verified=None if verified is None else verified == "roi",
        lacks=values.get("thieu", ""),
    )


def found_of(asked: Asked) -> QuerySet[IndicatorVersion]:
    """The definitions that are asked for."""
    filtered = narrowed_by(asked.values)
    return select_indicators(asked.actor, filtered, asked.day, asked.known_at, asked.ordering)


def rows_of(asked: Asked, versions: QuerySet[IndicatorVersion]) -> list[IndicatorRow]:
    """Some of them with their values and targets. Cost: four queries."""
    filtered = narrowed_by(asked.values)
    return read_rows(asked.actor, versions, filtered, asked.day, asked.known_at)


def unit_words(version: IndicatorVersion) -> str:
    """The unit with what a share is of: "% GRDP"."""
    return f"{version.unit} {version.unit_base}".strip()


def period_words(period: Period) -> str:
    """The period as people call it: "Quý III/2025"."""
    return period_name(period_label(cadence_of(period), period))


def _columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("code", _g("Mã"), width=12),
        SheetColumn("name", _g("Chỉ tiêu"), width=60),
        SheetColumn("unit", _g("Đơn vị tính"), width=18),
        SheetColumn("frequency", _g("Kỳ số liệu"), width=14),
        SheetColumn("direction", _g("Chiều tốt"), width=18),
        SheetColumn("owner", _g("Đơn vị theo dõi"), width=30),
        SheetColumn("value", _g("Số liệu mới nhất"), width=20),
        SheetColumn("period", _g("Kỳ của số liệu"), width=16),
        SheetColumn("body", _g("Số liệu của"), width=26),
        SheetColumn("target", _g("Mục tiêu gần nhất"), width=30),
        SheetColumn("last_day", _g("Hạn mục tiêu"), CellKind.DAY, 12),
        SheetColumn("state", _g("Trạng thái"), width=16),
        SheetColumn("verified", _g("Kiểm chứng"), width=16),
    )


def _rows(asked: Asked) -> Iterator[Values]:
    found, start = found_of(asked), 0
    while rows := rows_of(asked, found[start : start + _CHUNK]):
        yield from map(_values, rows)
        start += _CHUNK


def _values(row: IndicatorRow) -> Values:
    version, figure, target = row.version, row.figure, row.target
    owner = version.indicator.owner
    return (
        version.indicator.code,
        version.name,
        unit_words(version),
        version.get_frequency_display(),
        version.get_direction_display(),
        owner.short_name or owner.name,
        print_figure(figure, row.figure_version) if figure else Missing.NO_DATA,
        period_words(figure.period) if figure else None,
        (figure.organisation.short_name or figure.organisation.name) if figure else None,
        print_target(target, version) if target else _g("Chưa có mục tiêu"),
        target.last_day if target else None,
        version.indicator.get_state_display(),
        str(VERIFIED["roi" if version.is_verified else "chua"]),
    )
