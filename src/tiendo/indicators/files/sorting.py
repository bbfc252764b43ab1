"""The rows of a long file nothing can be said of are told apart from those to be looked at.

Rows of one kind differ in body, value and note alone. The first of a kind is read as any row is;
where it is good, so is each other of a body that may have such a figure, with a value that reads
and that no rule can say anything of. Whatever else there may be to say, this does not say it: such
a row is looked at by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import repeat

from tiendo.accounts.actor import Actor
from tiendo.composer.sheet_reading import Scalar
from tiendo.domain.periods import Period
from tiendo.domain.readings import UnreadableFigure, read_figure
from tiendo.indicators.actions.cells import Alike, Plain
from tiendo.indicators.actions.observing import first_revision
from tiendo.indicators.checking import Bounds, plain_bounds
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.files.heads import PLACES, Head
from tiendo.indicators.files.packing import Line, Rows
from tiendo.indicators.files.rows import LONGEST, CellRefused, RowReader, raw_of
from tiendo.indicators.models import Entry, IndicatorVersion
from tiendo.indicators.reading import CellReader
from tiendo.organisations.models import Organisation

_OWN = {Head.NAME, Head.LAST, Head.BODY, Head.VALUE, Head.NOTE}
_SHARED = tuple(PLACES[head] for head in Head if head not in _OWN)
_BODY, _VALUE, _NOTE = PLACES[Head.BODY], PLACES[Head.VALUE], PLACES[Head.NOTE]
_Bodies = Mapping[Scalar, Organisation]


@dataclass(frozen=True, slots=True)
class _Kind:
    """Rows that share what their first was found good for. ``bodies``: by what names them."""

    alike: Alike
    unit: str
    bodies: _Bodies
    bounds: Bounds


class Sorter:
    """Tells the plain rows of one file."""

    def __init__(self, rows: RowReader, by: Actor) -> None:
        self._rows, self._by = rows, by
        self._reader = CellReader(rows.definitions)
        self._bounds = plain_bounds(rows.indicators.values())
        self._own = {
            name: found.organisation
            for name, found in rows.bodies.items()
            if found.organisation and by.may("observation.enter", at=found.organisation.pk)
        }
        # None for kinds that are never plain.
        self._kinds: dict[tuple[Scalar, ...], _Kind | None] = {}
        self._there: dict[Period, set[str]] = {}
        self._reporting: dict[int, set[str]] = {}

    def sort(self, rows: Rows) -> Iterable[Plain | None]:
        """The rows in their order, None for each that is to be looked at."""
        if rows.has_flags:
            return repeat(None, len(rows.numbers))
        columns = rows.columns
        keys = zip(*(columns[place] for place in _SHARED), strict=True)
        own = zip(rows.numbers, keys, columns[_BODY], columns[_VALUE], columns[_NOTE], strict=True)
        kinds = self._kinds
        return (
            self._plain(number, kind, name, value, note)
            if (kind := kinds[key] if key in kinds else self._kind(key, rows.line(place)))
            and place not in rows.unsaved
            else None
            for place, (number, key, name, value, note) in enumerate(own)
        )

    def _kind(self, key: tuple[Scalar, ...], line: Line) -> _Kind | None:
        """The kind of a row; it is not known where the row is refused for what is its own."""
        try:
            cell = self._rows.cell(line)
            made = first_revision(self._by, cell, Entry.SHEET, self._reader)
        except CellRefused as refused:
            if refused.head not in _OWN:
                self._kinds[key] = None
            return None
        except IndicatorError:
            return None
        bounds = self._bounds.get(cell.indicator.pk)
        if bounds is None or cell.is_missing or cell.seen:
            self._kinds[key] = None
            return None
        version = self._rows.definitions.on(cell.indicator, cell.period)
        place = cell.indicator.pk, cell.period.start, cell.period.end, cell.breakdown
        alike = Alike(cell, made, place)
        found = self._kinds[key] = _Kind(
            alike, version.unit, self._may(cell.period, version), bounds
        )
        return found

    def _may(self, period: Period, version: IndicatorVersion) -> _Bodies:
        """The bodies that may have figures of a definition in a period, by what names them."""
        own, reader = self._own, self._reader
        if period not in self._there:
            self._there[period] = {
                name for name, body in own.items() if reader.exists_in(body, period)
            }
        if version.pk not in self._reporting:
            self._reporting[version.pk] = {
                name for name, body in own.items() if reader.is_reporting(body, version)
            }
        return {name: own[name] for name in self._there[period] & self._reporting[version.pk]}

    def _plain(
        self, number: int, kind: _Kind, name: Scalar, value: Scalar, note: Scalar
    ) -> Plain | None:
        body = kind.bodies.get(name)
        if body is None or (raw := _typed(value, kind.unit)) is None:
            return None
        try:
            reading = read_figure(raw, unit=kind.unit)
        except UnreadableFigure:
            return None
        if not kind.bounds.hold(reading.value):
            return None
        if note is None:
            note = ""
        if type(note) is not str or len(note) > LONGEST:
            return None
        return Plain(number, kind.alike, body, raw, reading, note.strip())


def _typed(value: Scalar, unit: str) -> str | None:
    try:
        return raw_of(value, unit)
    except CellRefused:
        return None
