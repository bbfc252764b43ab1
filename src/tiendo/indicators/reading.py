"""A cell as it was typed becomes a figure, or is refused with what to do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tiendo.domain import clock
from tiendo.domain.closing import find_closing_rules
from tiendo.domain.periods import Cadence, Period, period_label
from tiendo.domain.readings import Reading, UnreadableFigure, read_figure
from tiendo.indicators.breakdowns import is_breakdown
from tiendo.indicators.definitions import Definitions, is_own_period, reports
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.models import IndicatorVersion, Origin
from tiendo.organisations.models import Organisation

if TYPE_CHECKING:
    from tiendo.indicators.actions.observing import Cell


@dataclass(frozen=True, slots=True)
class ReadCell:
    """What a cell says. Missing: ``reading`` is None where it declares that there is no figure."""

    reading: Reading | None
    as_of: dt.date
    is_late: bool


def read_cell(cell: Cell, definitions: Definitions) -> ReadCell:
    """The figure of a cell with its day.

    Errors: IndicatorError, for the indicator, the period, the body, the breakdown, the day or
    what was typed.
    """
    version = definitions.on(cell.indicator, cell.period)
    words = period_label(Cadence(version.frequency), cell.period)
    _check_place(cell, version, words)
    window, is_late = _timing(cell, version, words)
    return ReadCell(_reading(cell, version), _as_of(cell, window, words), is_late)


def _check_place(cell: Cell, version: IndicatorVersion, words: str) -> None:
    code = cell.indicator.code
    if version.origin != Origin.ENTERED:
        raise IndicatorError("computed", code=code)
    if not is_own_period(version, cell.period):
        frequency = version.get_frequency_display()
        raise IndicatorError("period_unknown", period=words, frequency=frequency, code=code)
    if not _exists_in(cell.organisation, cell.period):
        raise IndicatorError("body_not_valid", body=cell.organisation.name, period=words)
    if not reports(cell.organisation, version):
        raise IndicatorError("body_not_reporting", body=cell.organisation.name, code=code)
    if not is_breakdown(cell.breakdown, version):
        raise IndicatorError("breakdown_unknown", breakdown=cell.breakdown, code=code)


def _exists_in(body: Organisation, period: Period) -> bool:
    """Whether the body was there on some day of the period."""
    lower, upper = body.validity.lower, body.validity.upper
    return (lower is None or lower <= period.end) and (upper is None or period.start < upper)


def _timing(cell: Cell, version: IndicatorVersion, words: str) -> tuple[Period, bool]:
    """The days whose data count, and whether the figure comes late. Errors: IndicatorError."""
    rule = find_closing_rules(version.closing).on(cell.period)
    window, today = rule.window(cell.period), clock.today()
    if today < window.start:
        raise IndicatorError("period_future", period=words)
    last_day = rule.last_entry_day(cell.period)
    is_late = today > last_day
    if is_late and not cell.reason.strip():
        raise IndicatorError("period_closed", period=words, last_day=f"{last_day:%d/%m/%Y}")
    return window, is_late


def _as_of(cell: Cell, window: Period, words: str) -> dt.date:
    last = min(window.end, clock.today())
    if cell.as_of is None:
        return last
    if not window.start <= cell.as_of <= last:
        raise IndicatorError(
            "as_of_outside",
            day=f"{cell.as_of:%d/%m/%Y}",
            period=words,
            start=f"{window.start:%d/%m/%Y}",
            end=f"{last:%d/%m/%Y}",
        )
    return cell.as_of


def _reading(cell: Cell, version: IndicatorVersion) -> Reading | None:
    if cell.is_missing:
        if not cell.note.strip():
            raise IndicatorError("reason_missing")
        return None
    try:
        return read_figure(cell.raw, unit=version.unit)
    except UnreadableFigure as unreadable:
        raise IndicatorError.of(unreadable) from None
