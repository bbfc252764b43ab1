"""Where formulas are computed: bodies with who stands above them, periods one after the other, and
the figures of one indicator laid over both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from typing import TypeVar, cast

from tiendo.domain.formulas.values import Coverage, Reading
from tiendo.domain.periods import Cadence, Period, periods_from
from vanban.quantities import Missing

NAN = Decimal("NaN")
PERIODS_A_YEAR = {
    Cadence.MONTHLY: 12,
    Cadence.QUARTERLY: 4,
    Cadence.HALFYEARLY: 2,
    Cadence.YEARLY: 1,
}


@dataclass(frozen=True, slots=True)
class World:
    """Bodies × periods. A cell is a position: that of its body times ``width``, plus its period's.

    ``parents``: by position of a body, the position of the one right above, or None.
    ``waiting``: from this position on periods are not yet due. ``outside``: cells in which the body
    does not exist, which are neither counted nor expected when gathering.
    """

    bodies: tuple[int, ...]
    parents: tuple[int | None, ...]
    cadence: Cadence
    periods: tuple[Period, ...]
    waiting: int
    outside: frozenset[int] = frozenset()
    children: tuple[tuple[int, ...], ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        below: list[list[int]] = [[] for _body in self.bodies]
        for position, parent in enumerate(self.parents):
            if parent is not None:
                below[parent].append(position)
        object.__setattr__(self, "children", tuple(map(tuple, below)))

    @property
    def width(self) -> int:
        """How many periods there are."""
        return len(self.periods)

    @property
    def size(self) -> int:
        """How many cells there are."""
        return len(self.bodies) * len(self.periods)

    @property
    def a_year(self) -> int:
        """How many periods make a year."""
        return PERIODS_A_YEAR[self.cadence]

    def place_in_year(self, period: int) -> int:
        """How many periods of the same year lie before a period."""
        months = 12 // self.a_year
        return (self.periods[period].start.month - 1) // months

    def absent(self, cell: int) -> Missing:
        """Why there is no figure where nobody entered one."""
        return Missing.NOT_DUE if cell % self.width >= self.waiting else Missing.NO_DATA

    def parts(self, most: int) -> list[World]:
        """The world cut into runs of bodies of about ``most`` cells, each of equal length but the
        last; who stands above whom is left out."""
        length = max(1, most // max(1, self.width))
        if len(self.bodies) <= length:
            return [self]
        return [self._part(start, length) for start in range(0, len(self.bodies), length)]

    def _part(self, start: int, length: int) -> World:
        bodies = self.bodies[start : start + length]
        first, end = start * self.width, (start + length) * self.width
        outside = frozenset(cell - first for cell in self.outside if first <= cell < end)
        parents = (None,) * len(bodies)
        return World(bodies, parents, self.cadence, self.periods, self.waiting, outside)

    def readings(self, entered: Mapping[tuple[int, int], Reading]) -> list[Reading]:
        """What stands in each cell, by entries at (place of the body, place of the period)."""
        cells = {body * self.width + period: reading for (body, period), reading in entered.items()}
        return [cells[cell] if cell in cells else self.absent(cell) for cell in range(self.size)]


def build_world(
    bodies: Sequence[tuple[int, int | None]],
    cadence: Cadence,
    first_day: dt.date,
    *,
    width: int,
    waiting: int | None = None,
) -> World:
    """The world of bodies (each with the one above it) and ``width`` periods from the first day on.

    A body above that is not among them counts as none. Errors: ValueError for days and weeks,
    which do not fall into years.
    """
    if cadence not in PERIODS_A_YEAR:
        raise ValueError(f"formulas are computed by month or longer, not {cadence}")
    places = {body: position for position, (body, _above) in enumerate(bodies)}
    return World(
        bodies=tuple(body for body, _above in bodies),
        parents=tuple(None if above is None else places.get(above) for _body, above in bodies),
        cadence=cadence,
        periods=tuple(islice(periods_from(cadence, first_day), width)),
        waiting=width if waiting is None else waiting,
    )


@dataclass(frozen=True, slots=True)
class Column:
    """One figure for each cell of a world, in the order of cells.

    ``values``: the figures (true or false of a condition); not a number where one is missing.
    ``missing``: why, by cell. ``partial``: by cell, the coverage of what is not complete.
    A column is never changed once it is made.
    """

    values: list[Decimal | bool]
    missing: Mapping[int, Missing]
    partial: Mapping[int, Coverage] = field(default_factory=dict)

    @classmethod
    def of(cls, readings: Iterable[Reading]) -> Column:
        """The column of readings. Errors: TypeError for anything but a decimal or a state, floats
        above all; ValueError for a decimal that is no finite number."""
        values = [*readings]
        missing = {i: r for i, r in enumerate(values) if r.__class__ is not Decimal}
        for cell, reading in missing.items():
            if not isinstance(reading, Missing):
                raise TypeError(f"neither a decimal nor a state: {reading!r}")
            values[cell] = ZERO
        if not all(map(Decimal.is_finite, cast(list[Decimal], values))):
            raise ValueError("a figure is a finite number")
        for cell in missing:
            values[cell] = NAN
        return cls(cast(list[Decimal | bool], values), cast(dict[int, Missing], missing))

    def parts(self, size: int) -> Iterator[Column]:
        """The column cut into runs of ``size`` cells."""
        if len(self.values) <= size:
            return iter([self])
        missing = _cut(self.missing, size, len(self.values))
        partial = _cut(self.partial, size, len(self.values))
        return (
            Column(self.values[at * size : (at + 1) * size], missing[at], partial[at])
            for at in range(len(missing))
        )

    def reading(self, cell: int) -> Reading | bool:
        """What stands in one cell."""
        return self.missing[cell] if cell in self.missing else self.values[cell]

    def readings(self) -> list[Reading]:
        """What stands in each cell, in order; for columns of figures."""
        told = cast(list[Reading], [*self.values])
        for cell, state in self.missing.items():
            told[cell] = state
        return told


ZERO = Decimal(0)
_Held = TypeVar("_Held")


def _cut(cells: Mapping[int, _Held], size: int, total: int) -> list[dict[int, _Held]]:
    cut: list[dict[int, _Held]] = [{} for _start in range(0, total, size)]
    for cell, held in cells.items():
        at, rest = divmod(cell, size)
        cut[at][rest] = held
    return cut


def joined(columns: Iterable[Column]) -> Column:
    """One column of several, end to end."""
    first, *others = columns
    if not others:
        return first
    values: list[Decimal | bool] = []
    missing: dict[int, Missing] = {}
    partial: dict[int, Coverage] = {}
    for column in (first, *others):
        start = len(values)
        missing.update(
            zip(map(start.__add__, column.missing), column.missing.values(), strict=True)
        )
        partial.update(
            zip(map(start.__add__, column.partial), column.partial.values(), strict=True)
        )
        values += column.values
    return Column(values, missing, partial)
