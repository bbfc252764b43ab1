"""A cell as it was typed becomes a figure, or is refused with what to do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tiendo.domain import clock
from tiendo.domain.closing import find_closing_rules
from tiendo.domain.formulas.world import PERIODS_A_YEAR
from tiendo.domain.periods import Cadence, Period, period_around, period_label
from tiendo.domain.readings import Reading, UnreadableFigure, read_figure
from tiendo.indicators.breakdowns import is_breakdown
from tiendo.indicators.definitions import Definitions, is_own_period, reports
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.models import IndicatorVersion, Origin
from tiendo.organisations.models import Organisation

if TYPE_CHECKING:
    from tiendo.indicators.actions.cells import Cell


@dataclass(frozen=True, slots=True)
class ReadCell:
    """What a cell says. Missing: ``reading`` is None where it declares that there is no figure."""

    reading: Reading | None
    as_of: dt.date
    is_late: bool


def read_cell(cell: Cell, definitions: Definitions) -> ReadCell:
    """The figure of a cell with its day. Errors: as ``CellReader.read``."""
    return CellReader(definitions).read(cell)


@dataclass(frozen=True, slots=True)
class _Terms:
    """What holds for every figure of an indicator in a period."""

    version: IndicatorVersion
    words: str
    is_own: bool


class CellReader:
    """Reads cells one after the other; what many of them share is found once.

    It is for one action: the day and the definitions are those of its beginning.
    """

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self._today = clock.today()
        self._terms: dict[tuple[int, Period], _Terms] = {}
        self._windows: dict[tuple[str, Period], tuple[Period, dt.date]] = {}
        self._exists: dict[tuple[int, Period], bool] = {}
        self._reports: dict[tuple[int, int], bool] = {}
        self._breakdowns: dict[tuple[int, str], bool] = {}
        self._readings: dict[tuple[str, str], Reading] = {}

    def read(self, cell: Cell) -> ReadCell:
        """The figure of a cell with its day.

        Errors: IndicatorError, for the indicator, the period, the body, the breakdown, the day or
        what was typed.
        """
        terms = self._terms_of(cell)
        self._check_place(cell, terms)
        reading = self._reading(cell, terms.version)
        window, is_late = self._timing(cell, terms)
        return ReadCell(reading, self._as_of(cell, window, terms.words), is_late)

    def _terms_of(self, cell: Cell) -> _Terms:
        key = cell.indicator.pk, cell.period
        if key not in self._terms:
            version = self.definitions.on(cell.indicator, cell.period)
            is_own = is_own_period(version, cell.period)
            self._terms[key] = _Terms(version, _called(cell.period, version, is_own), is_own)
        return self._terms[key]

    def _check_place(self, cell: Cell, terms: _Terms) -> None:
        code, version = cell.indicator.code, terms.version
        if version.origin != Origin.ENTERED:
            raise IndicatorError("computed", code=code)
        if not terms.is_own:
            frequency = version.get_frequency_display().lower()
            cadence = Cadence(version.frequency)
            example = period_label(cadence, period_around(cadence, cell.period.start))
            raise IndicatorError(
                "period_unknown",
                period=terms.words,
                frequency=frequency,
                code=code,
                example=example,
            )
        if not self.exists_in(cell.organisation, cell.period):
            raise IndicatorError("body_not_valid", body=cell.organisation.name, period=terms.words)
        if not self.is_reporting(cell.organisation, version):
            raise IndicatorError("body_not_reporting", body=cell.organisation.name, code=code)
        if not self._is_breakdown(cell.breakdown, version):
            raise IndicatorError("breakdown_unknown", breakdown=cell.breakdown, code=code)

    def exists_in(self, body: Organisation, period: Period) -> bool:
        """Whether a body was there on some day of a period."""
        key = body.pk, period
        if key not in self._exists:
            self._exists[key] = _exists_in(body, period)
        return self._exists[key]

    def is_reporting(self, body: Organisation, version: IndicatorVersion) -> bool:
        """Whether a body is one that has figures of a definition."""
        key = body.pk, version.pk
        if key not in self._reports:
            self._reports[key] = reports(body, version)
        return self._reports[key]

    def _is_breakdown(self, breakdown: str, version: IndicatorVersion) -> bool:
        key = version.pk, breakdown
        if key not in self._breakdowns:
            self._breakdowns[key] = is_breakdown(breakdown, version)
        return self._breakdowns[key]

    def _timing(self, cell: Cell, terms: _Terms) -> tuple[Period, bool]:
        """The days whose data count, and whether the figure comes late. Errors: IndicatorError."""
        window, last_day = self._window(terms.version.closing, cell.period)
        if self._today < window.start:
            raise IndicatorError("period_future", period=terms.words)
        is_late = self._today > last_day
        if is_late and not cell.reason.strip():
            raise IndicatorError(
                "period_closed", period=terms.words, last_day=f"{last_day:%d/%m/%Y}"
            )
        return window, is_late

    def _window(self, closing: str, period: Period) -> tuple[Period, dt.date]:
        key = closing, period
        if key not in self._windows:
            rule = find_closing_rules(closing).on(period)
            self._windows[key] = rule.window(period), rule.last_entry_day(period)
        return self._windows[key]

    def _as_of(self, cell: Cell, window: Period, words: str) -> dt.date:
        last = min(window.end, self._today)
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

    def _reading(self, cell: Cell, version: IndicatorVersion) -> Reading | None:
        if cell.is_missing:
            if not cell.note.strip():
                raise IndicatorError("reason_missing")
            return None
        key = version.unit, cell.raw
        if key not in self._readings:
            try:
                self._readings[key] = read_figure(cell.raw, unit=version.unit)
            except UnreadableFigure as unreadable:
                raise IndicatorError.of(unreadable) from None
        return self._readings[key]


def _called(period: Period, version: IndicatorVersion, is_own: bool) -> str:
    """The code of a period; of one that is none of the definition, by the frequency it is of."""
    cadences = [Cadence(version.frequency)] if is_own else list(PERIODS_A_YEAR)
    for cadence in cadences:
        if period_around(cadence, period.start) == period:
            return period_label(cadence, period)
    return f"{period.start:%d/%m/%Y} – {period.end:%d/%m/%Y}"


def _exists_in(body: Organisation, period: Period) -> bool:
    """Whether the body was there on some day of the period."""
    lower, upper = body.validity.lower, body.validity.upper
    return (lower is None or lower <= period.end) and (upper is None or period.start < upper)
