"""One row of a file becomes a cell as a person would type it, or is refused by its cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from tiendo.accounts.actor import Actor
from tiendo.composer.sheet_reading import Scalar
from tiendo.domain import clock
from tiendo.domain.periods import Period
from tiendo.domain.readings import PERCENT
from tiendo.indicators.actions.cells import Cell
from tiendo.indicators.definitions import Definitions, figure_asked_by
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.files.errors import FigureFileError
from tiendo.indicators.files.heads import PLACES, Head
from tiendo.indicators.files.packing import Line, Rows
from tiendo.indicators.files.periods import read_period
from tiendo.indicators.models import FigureFile, Indicator
from tiendo.indicators.permissions import Place, may_of, owners_of
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import Resolution, resolve_bodies
from vanban.dates import parse_date
from vanban.quantities import format_number, format_percent

LONGEST = 2000
_CODE, _UNIT, _BODY, _PERIOD = (PLACES[h] for h in (Head.CODE, Head.UNIT, Head.BODY, Head.PERIOD))
_BREAKDOWN, _VALUE, _AS_OF = (PLACES[h] for h in (Head.BREAKDOWN, Head.VALUE, Head.AS_OF))
_MISSING, _REASON, _NOTE, _REVISION = (
    PLACES[h] for h in (Head.MISSING, Head.REASON, Head.NOTE, Head.REVISION)
)


class CellRefused(Exception):
    """A cell of a row that says nothing usable."""

    def __init__(self, head: Head, error: FigureFileError | IndicatorError) -> None:
        super().__init__()
        self.head, self.error = head, error


class RowReader:
    """Reads the rows of one file; what many of them name is found once."""

    def __init__(self, file: FigureFile, chunks: Sequence[Rows], by: Actor) -> None:
        self._by = by
        self._default_body = file.organisation
        start, end = file.period_start, file.period_end
        self._default_period = Period(start, end) if start and end else None
        codes, names = _named_in(chunks, _CODE), _named_in(chunks, _BODY)
        self.indicators = {row.code: row for row in Indicator.objects.filter(code__in=codes)}
        self.definitions = Definitions.of({row.pk for row in self.indicators.values()})
        self.bodies: Mapping[str, Resolution] = (
            resolve_bodies(names, clock.today()) if names else {}
        )
        self._units = _Units(self.definitions)
        self._owners = owners_of({row.pk for row in self.indicators.values()})
        self._may: dict[Place, bool] = {}
        self._periods: dict[str, Period | None] = {}

    def cell(self, line: Line) -> Cell:
        """The cell of a row. Errors: CellRefused."""
        cells = line.cells
        if line.unsaved:
            head = list(Head)[line.unsaved[0]]
            raise CellRefused(head, FigureFileError("formula_unsaved"))
        indicator = self._indicator(cells[_CODE])
        period = self._period(cells[_PERIOD])
        body = self.body(cells[_BODY], indicator, period)
        self._units.check(cells[_UNIT], indicator, period)
        missing = _text(cells[_MISSING], Head.MISSING)
        value = cells[_VALUE]
        is_missing = value in (None, "")
        note = missing if is_missing else _text(cells[_NOTE], Head.NOTE)
        return Cell(
            indicator,
            body,
            period,
            "" if is_missing else raw_of(value, self._units.of(indicator, period)),
            _plain(cells[_BREAKDOWN]),
            is_missing,
            note,
            _day(cells[_AS_OF]),
            _text(cells[_REASON], Head.REASON),
            _revision(cells[_REVISION]),
        )

    def _indicator(self, value: Scalar) -> Indicator:
        code = _plain(value)
        if not code:
            raise CellRefused(Head.CODE, FigureFileError("code_missing"))
        found = self.indicators.get(code)
        if found is None:
            raise CellRefused(Head.CODE, FigureFileError("code_unknown", raw=code[:60]))
        return found

    def body(self, value: Scalar, indicator: Indicator, period: Period) -> Organisation:
        """The body that a row names, or that of the file. Errors: CellRefused."""
        name = _plain(value)
        body = self._named(name) if name else self._unnamed(indicator, period)
        place = indicator.pk, body.pk
        if place not in self._may:
            self._may[place] = may_of(self._by, "observation.enter", place, self._owners)
        if not self._may[place]:
            raise CellRefused(Head.BODY, FigureFileError("body_not_yours", body=body.name))
        return body

    def _unnamed(self, indicator: Indicator, period: Period) -> Organisation:
        """Whose figure the file's body gives where a row names nobody: its own, or that of the
        subject of what it owns; what is not defined then is told elsewhere."""
        try:
            version = self.definitions.on(indicator, period)
        except IndicatorError:
            return self._default_body
        return figure_asked_by(version, self._default_body) or self._default_body

    def _named(self, name: str) -> Organisation:
        found = self.bodies[name]
        if found.organisation is None:
            near = ", ".join(f"“{body.name}”" for body in found.candidates[:2])
            error = FigureFileError("body_unknown", raw=name[:80], near=f": {near}" if near else "")
            raise CellRefused(Head.BODY, error)
        return found.organisation

    def _period(self, value: Scalar) -> Period:
        if isinstance(value, dt.date):
            raise CellRefused(
                Head.PERIOD, FigureFileError("period_is_day", raw=f"{value:%d/%m/%Y}")
            )
        text = _plain(value)
        if not text:
            if self._default_period is None:
                raise CellRefused(Head.PERIOD, FigureFileError("period_missing"))
            return self._default_period
        if text not in self._periods:
            self._periods[text] = read_period(text)
        found = self._periods[text]
        if found is None:
            raise CellRefused(Head.PERIOD, FigureFileError("period_unreadable", raw=text[:60]))
        return found


class _Units:
    """The units of indicators by period, held against what a file says of them."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._found: dict[tuple[int, Period], str] = {}

    def of(self, indicator: Indicator, period: Period) -> str:
        """The unit; empty where the indicator is not defined then, which is told elsewhere."""
        key = indicator.pk, period
        if key not in self._found:
            try:
                self._found[key] = self._definitions.on(indicator, period).unit
            except IndicatorError:
                self._found[key] = ""
        return self._found[key]

    def check(self, value: Scalar, indicator: Indicator, period: Period) -> None:
        """Refuse a row that names another unit. Errors: CellRefused."""
        given = _plain(value)
        if not given:
            return
        unit = self.of(indicator, period)
        # Templates name what a share is of behind its unit.
        if unit and given.casefold() != unit.casefold() and not given.startswith(f"{unit} "):
            raise CellRefused(
                Head.UNIT, FigureFileError("unit_differs", given=given[:40], unit=unit)
            )


def _named_in(chunks: Sequence[Rows], place: int) -> set[str]:
    """What a column names."""
    said: set[str] = set()
    for rows in chunks:
        column = rows.columns[place]
        said |= set(map(_plain, column if rows.has_flags else set(column)))
    return said - {""}


def raw_of(value: Scalar, unit: str) -> str:
    """What a cell holds as a person would type it. A number kept by the spreadsheet under a
    percentage may be a ratio or not: below one that cannot be told. Errors: CellRefused."""
    if type(value) is str:
        return value
    if isinstance(value, dt.date | dt.time):
        shown = f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else f"{value:%H:%M}"
        raise CellRefused(Head.VALUE, FigureFileError("value_is_day", raw=shown))
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise CellRefused(Head.VALUE, FigureFileError("value_is_no_figure", raw=str(value)))
    number = Decimal(str(value))
    if 0 < abs(number) <= 1 and unit == PERCENT:
        error = FigureFileError(
            "share_unclear",
            raw=format_number(number),
            percent=format_percent(number / 100),
            ratio=format_percent(number),
        )
        raise CellRefused(Head.VALUE, error)
    return format_number(number)


def _plain(value: Scalar) -> str:
    if type(value) is str:
        return value.strip()
    if value is None:
        return ""
    return str(int(value) if isinstance(value, float) and value.is_integer() else value)


def _text(value: Scalar, head: Head) -> str:
    text = _plain(value)
    if len(text) > LONGEST:
        raise CellRefused(head, FigureFileError("text_too_long", most=LONGEST))
    return text


def _day(value: Scalar) -> dt.date | None:
    if isinstance(value, dt.date) or value in (None, ""):
        return value or None  # type: ignore[return-value]
    found = parse_date(_plain(value))
    if found is None:
        raise CellRefused(Head.AS_OF, FigureFileError("day_unreadable", raw=_plain(value)[:40]))
    return found


def _revision(value: Scalar) -> int:
    text = _plain(value)
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise CellRefused(Head.REVISION, FigureFileError("revision_unreadable", raw=text[:40]))
    return int(text)
