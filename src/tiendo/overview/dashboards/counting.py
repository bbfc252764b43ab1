"""The block of counts: official columns of a filter, their share, what a week changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from tiendo.composer.sheets import Behind, CellKind, Sheet, SheetColumn, Value, Values
from tiendo.overview.dashboards.contents import Content
from tiendo.overview.dashboards.looking import Look
from tiendo.overview.filters import JOINED, STATUS
from tiendo.overview.sheets.counting import rate_value
from tiendo.reporting.formulas import (
    AWAITING_ALL,
    FORMULAS,
    NOT_STARTED,
    OFFICIAL,
    OWN_COLUMNS,
    TOTAL,
    Count,
)
from tiendo.reporting.measures import STORED_PLACES
from tiendo.tasks.queries import OfficialCounts
from vanban.quantities import Missing

RATE = "on_time_rate"
COUNTS: Mapping[str, Count] = {
    count.code: count for count in (TOTAL, *OFFICIAL, NOT_STARTED, AWAITING_ALL, *OWN_COLUMNS)
}


def build(look: Look, config: Mapping[str, Any]) -> Content:
    """The counts chosen. Cost: one query for each filter, two with the change of a week."""
    values: Mapping[str, str] = config.get("values", {})
    now = look.counts(values)
    before = look.counts_week_ago(values) if config.get("change") else None
    codes = [code for code in config.get("counts", ()) if code in COUNTS or code == RATE]
    rows = tuple(_row(code, now, before, values, config) for code in codes)
    sheet = Sheet(
        "so-lieu",
        _("Số liệu"),
        tuple(_columns(codes, config)),
        rows,
        stated=look.asked(values).stated(),
    )
    return Content(sheet, codes=tuple(codes))


def _columns(codes: list[str], config: Mapping[str, Any]) -> Iterator[SheetColumn]:
    said = "; ".join(f"{_label(code)}: {_formula(code)}" for code in codes)
    yield SheetColumn("what", _("Số liệu"), width=36)
    yield SheetColumn("number", _("Số việc"), CellKind.COUNT, 12, said)
    if _has_share(config):
        yield SheetColumn(
            "share",
            _("Tỷ lệ"),
            CellKind.RATIO,
            12,
            _("Số của dòng chia cho tổng số; dòng Tỷ lệ đúng hạn theo công thức của nó"),
        )
    if config.get("change"):
        yield SheetColumn(
            "change",
            _("So với tuần trước"),
            CellKind.COUNT,
            12,
            _("Số của ngày đang xem trừ số của bảy ngày trước đó"),
        )


def _row(
    code: str,
    now: OfficialCounts,
    before: OfficialCounts | None,
    values: Mapping[str, str],
    config: Mapping[str, Any],
) -> Values:
    number = _number(code, now)
    row: list[Value | Behind] = [_label(code), Behind(number, {**values, **_statuses(code)})]
    if _has_share(config):
        row.append(_share(code, number, now))
    if before is not None:
        row.append(number - _number(code, before))
    return tuple(row)


def _has_share(config: Mapping[str, Any]) -> bool:
    return bool(config.get("share")) or RATE in config.get("counts", ())


def _label(code: str) -> str:
    return _("Tỷ lệ đúng hạn") if code == RATE else COUNTS[code].label


def _formula(code: str) -> str:
    return str(FORMULAS[f"tasks.{code}"])


def _number(code: str, counts: OfficialCounts) -> int:
    """The count of a code; beside the rate stands what it is made of: those done on time."""
    if code == RATE:
        return counts.on_time_rate.numerator
    return counts.total if code == TOTAL.code else counts.of(*COUNTS[code].statuses)


def _statuses(code: str) -> dict[str, str]:
    if code == TOTAL.code:
        return {}
    count = COUNTS["done_on_time"] if code == RATE else COUNTS[code]
    return {STATUS: JOINED.join(count.statuses)}


def _share(code: str, number: int, counts: OfficialCounts) -> Value:
    if code == RATE:
        return rate_value(counts.on_time_rate)
    if not counts.total:
        return Missing.UNDEFINED
    return (Decimal(number) / counts.total).quantize(STORED_PLACES, ROUND_HALF_UP)
