"""Gathering over whole columns: for every body its children, for every period those before it."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from tiendo.domain.formulas.gathering import gather, gather_ratio
from tiendo.domain.formulas.values import (
    Coverage,
    Reading,
    least_complete,
    state_of_none,
    strongest,
)
from tiendo.domain.formulas.world import NAN, Column, World
from vanban.quantities import Missing

_ZERO = Decimal(0)


class _Sheet:
    """A column that is being filled; what is not filled is undefined."""

    def __init__(self, size: int) -> None:
        self.values: list[Any] = [NAN] * size
        self.missing: dict[int, Missing] = {}
        self.partial: dict[int, Coverage] = {}

    def put(self, cell: int, reading: Reading, coverage: Coverage | None) -> None:
        if isinstance(reading, Missing):
            self.missing[cell] = reading
        else:
            self.values[cell] = reading
        if coverage is not None and not coverage.is_complete:
            self.partial[cell] = coverage

    def column(self) -> Column:
        return Column(self.values, self.missing, self.partial)


def gather_children(function: str, column: Column, world: World) -> Column:
    """What a function makes of the children of each body; undefined where there are none."""
    sheet = _Sheet(world.size)
    for first, children in _families(world, sheet):
        for period in range(world.width):
            cells = _existing([child + period for child in children], world)
            sheet.put(first + period, *_gathered(function, column, cells))
    return sheet.column()


def gather_ratios(top: Column, bottom: Column, world: World) -> Column:
    """Sum over sum of the children of each body that have both figures."""
    sheet = _Sheet(world.size)
    for first, children in _families(world, sheet):
        for period in range(world.width):
            cells = _existing([child + period for child in children], world)
            sheet.put(first + period, *_ratio(top, bottom, cells))
    return sheet.column()


def _families(world: World, sheet: _Sheet) -> Iterator[tuple[int, list[int]]]:
    """The first cell of each body that has children, and those of its children; the others are
    undefined."""
    width = world.width
    for body, children in enumerate(world.children):
        if children:
            yield body * width, [child * width for child in children]
        else:
            cells = range(body * width, body * width + width)
            sheet.missing.update(dict.fromkeys(cells, Missing.UNDEFINED))


def _ratio(top: Column, bottom: Column, cells: list[int]) -> tuple[Reading, Coverage]:
    pairs: list[tuple[Reading, Reading]] = []
    lost: list[Missing] = []
    for cell in cells:
        high, low = top.reading(cell), bottom.reading(cell)
        if isinstance(high, Missing) and isinstance(low, Missing):
            lost.append(strongest(high, low))
        elif isinstance(high, Missing) or isinstance(low, Missing):
            lost.append(cast(Missing, high if isinstance(high, Missing) else low))
        else:
            pairs.append((Decimal(high), Decimal(low)))
    reading, coverage = gather_ratio(pairs, lost)
    return reading, _with_parts(coverage, (top, bottom), cells)


def gather_windows(function: str, column: Column, count: int, world: World) -> Column:
    """What a function makes of the periods up to each one: the year's, or the last ``count``."""
    is_year = function == "year_to_date"
    lengths = [world.place_in_year(p) + 1 if is_year else count for p in range(world.width)]
    if is_year and lengths[:1] == [1] and not column.partial and not world.outside:
        return _running_years(column, lengths, world)
    sheet = _Sheet(world.size)
    for body in range(len(world.bodies)):
        for period, length in enumerate(lengths):
            cell = body * world.width + period
            unseen = max(0, length - period - 1)
            cells = _existing(range(cell - length + 1 + unseen, cell + 1), world)
            sheet.put(cell, *_gathered(function, column, cells, unseen))
    return sheet.column()


def _running_years(column: Column, lengths: list[int], world: World) -> Column:
    """Sums of the year as they grow, for periods that begin with a year.

    The sums of all bodies grow together, period by period; what is missing adds nothing to them,
    and where it leaves its mark is told afterwards for the bodies that have gaps.
    """
    sheet = _Sheet(world.size)
    adding: list[Any] = [*column.values]
    for cell in column.missing:
        adding[cell] = _ZERO
    running: list[Any] = []
    for period, length in enumerate(lengths):
        added = adding[period :: world.width]
        running = added if length == 1 else [*map(operator.add, running, added)]
        sheet.values[period :: world.width] = running
    _tell_gaps(sheet, column.missing, lengths)
    return sheet.column()


def _tell_gaps(sheet: _Sheet, missing: Mapping[int, Missing], lengths: list[int]) -> None:
    """Which sums of years lack figures, and which have none at all: from the first gap of each body
    on, as before it nothing lacks."""
    width, told = len(lengths), -1
    for gap in sorted(missing):
        if gap // width != told:
            told = gap // width
            _tell_gaps_from(gap, sheet, missing, lengths)


def _tell_gaps_from(
    gap: int, sheet: _Sheet, missing: Mapping[int, Missing], lengths: list[int]
) -> None:
    partial, offset = sheet.partial, gap - gap % len(lengths)
    known, due = lengths[gap - offset] - 1, 0
    lost: list[Missing] = []
    for cell, length in enumerate(lengths[gap - offset :], gap):
        if length == 1:
            known, due, lost = 0, 0, []
        if cell not in missing:
            known += 1
        else:
            due += missing[cell] is not Missing.NOT_DUE
            if not known:
                lost.append(missing[cell])
                sheet.values[cell] = NAN
                sheet.missing[cell] = state_of_none(lost)
        if due:
            partial[cell] = _SHARES[known, known + due]


class _Shares(dict[tuple[int, int], Coverage]):
    """Each share once: the same few come again for thousands of bodies."""

    def __missing__(self, share: tuple[int, int]) -> Coverage:
        self[share] = found = Coverage(*share)
        return found


# As many as there are pairs of places in a year.
_SHARES = _Shares()


def _existing(cells: Sequence[int], world: World) -> list[int]:
    if not world.outside:
        return [*cells]
    return [cell for cell in cells if cell not in world.outside]


def _gathered(
    function: str, column: Column, cells: list[int], unseen: int = 0
) -> tuple[Reading, Coverage | None]:
    """What is made of some cells; ``unseen``: how many more lie before the first period."""
    missing, values = column.missing, column.values
    known = [values[cell] for cell in cells if cell not in missing]
    lost = [Missing.NO_DATA] * unseen
    if len(known) < len(cells):
        lost += [missing[cell] for cell in cells if cell in missing]
    reading, coverage = gather(function, known, lost)
    if function == "last":
        newest = next((cell for cell in reversed(cells) if cell not in missing), -1)
        return reading, column.partial.get(newest)
    if coverage is None:
        return reading, None
    return reading, _with_parts(coverage, (column,), cells)


def _with_parts(coverage: Coverage, columns: Iterable[Column], cells: list[int]) -> Coverage:
    """The least complete of a coverage and those of the figures gathered."""
    for column in columns:
        if column.partial:
            for cell in cells:
                if cell in column.partial:
                    coverage = least_complete(coverage, column.partial[cell])
    return coverage
