"""Gathering over whole columns: for every body its children, for every period those before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import accumulate
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
    for body, children in enumerate(world.children):
        for period in range(world.width):
            cells = _existing([child * world.width + period for child in children], world)
            sheet.put(body * world.width + period, *_gathered(function, column, cells))
    return sheet.column()


def gather_ratios(top: Column, bottom: Column, world: World) -> Column:
    """Sum over sum of the children of each body that have both figures."""
    sheet = _Sheet(world.size)
    for body, children in enumerate(world.children):
        for period in range(world.width):
            cells = _existing([child * world.width + period for child in children], world)
            sheet.put(body * world.width + period, *_ratio(top, bottom, cells))
    return sheet.column()


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
    sheet = _Sheet(world.size)
    odd = {cell // world.width for cell in (*column.missing, *column.partial, *world.outside)}
    is_year = function == "year_to_date"
    lengths = [world.place_in_year(p) + 1 if is_year else count for p in range(world.width)]
    for body in range(len(world.bodies)):
        if is_year and body not in odd and lengths[0] == 1:
            _fill_years(sheet, column, body * world.width, lengths)
            continue
        if is_year and lengths[0] == 1 and not column.partial and not world.outside:
            _fill_odd_years(sheet, column, body * world.width, lengths)
            continue
        for period, length in enumerate(lengths):
            cell = body * world.width + period
            unseen = max(0, length - period - 1)
            cells = _existing(range(cell - length + 1 + unseen, cell + 1), world)
            sheet.put(cell, *_gathered(function, column, cells, unseen))
    return sheet.column()


def _fill_years(sheet: _Sheet, column: Column, first: int, lengths: list[int]) -> None:
    """Running sums of a body whose figures are all there."""
    starts = [period for period, length in enumerate(lengths) if length == 1]
    for start, end in zip(starts, [*starts[1:], len(lengths)], strict=True):
        held = slice(first + start, first + end)
        sheet.values[held] = accumulate(column.values[held])


def _fill_odd_years(sheet: _Sheet, column: Column, first: int, lengths: list[int]) -> None:
    """Running sums of a body some of whose figures are missing."""
    missing, values = column.missing, column.values
    total, known, lost = _ZERO, 0, list[Missing]()
    for cell, length in enumerate(lengths, first):
        if length == 1:
            total, known, lost = _ZERO, 0, []
        if cell in missing:
            lost.append(missing[cell])
        else:
            total += values[cell]
            known += 1
        if known and not lost:
            sheet.values[cell] = total
            continue
        expected = known + sum(state is not Missing.NOT_DUE for state in lost)
        sheet.put(cell, total if known else state_of_none(lost), Coverage(known, expected))


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
    lost = [missing[cell] for cell in cells if cell in missing] + [Missing.NO_DATA] * unseen
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
