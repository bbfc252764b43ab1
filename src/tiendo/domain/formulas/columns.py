"""What is done with whole columns of figures. Missing figures stand as "not a number" (conditions
as false), which has no meaning of its own: the states beside the figures decide."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from decimal import (
    ROUND_HALF_UP,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
    getcontext,
)
from itertools import compress, repeat
from typing import Any, TypeVar, cast

from tiendo.domain.formulas.nodes import COMPARING, Sign
from tiendo.domain.formulas.values import Coverage, least_complete, round_to, strongest
from tiendo.domain.formulas.world import NAN, Column, World
from vanban.quantities import Missing

_Held = TypeVar("_Held")
_SIGNS: Mapping[Sign, Callable[[Any, Any], Any]] = {
    Sign.PLUS: operator.add,
    Sign.MINUS: operator.sub,
    Sign.TIMES: operator.mul,
    Sign.OVER: operator.truediv,
    Sign.EQ: operator.eq,
    Sign.NE: operator.ne,
    Sign.LT: operator.lt,
    Sign.LE: operator.le,
    Sign.GT: operator.gt,
    Sign.GE: operator.ge,
}


def apply_each(change: Callable[[Any], Any], column: Column) -> Column:
    """The column with each figure changed by something that needs no other."""
    return Column([*map(change, column.values)], column.missing, column.partial)


def operate(sign: Sign, left: Column, right: Column) -> Column:
    """Two columns with a sign between; undefined wherever the right side of "/" is zero."""
    getcontext().clear_flags()
    values = [*map(_SIGNS[sign], left.values, right.values)]
    missing = _merged(left.missing, right.missing)
    partial = _least(left.partial, right.partial)
    if sign in COMPARING:
        for cell in missing:
            values[cell] = False
        return Column(values, missing, partial)
    flags = getcontext().flags
    if sign is Sign.OVER and (left.missing or flags[DivisionByZero] or flags[InvalidOperation]):
        # Undefined whatever is divided, missing figures included; "not a number" is not zero.
        zeros = compress(range(len(values)), map(operator.not_, right.values))
        missing = _with_undefined(values, missing, zeros)
    if flags[Overflow]:
        lost = (i for i, value in enumerate(values) if value.is_infinite())
        missing = _with_undefined(values, missing, lost)
    return Column(values, missing, partial)


def _with_undefined(
    values: list[Any], missing: Mapping[int, Missing], cells: Iterable[int]
) -> Mapping[int, Missing]:
    """The states with some cells undefined, whose figures lose their meaning."""
    undefined = dict.fromkeys(cells, Missing.UNDEFINED)
    for cell in undefined:
        values[cell] = NAN
    return {**missing, **undefined} if undefined else missing


def _merged(first: Mapping[int, Missing], second: Mapping[int, Missing]) -> Mapping[int, Missing]:
    if not first or not second:
        return first or second
    merged = {**first, **second}
    for cell in first.keys() & second.keys():
        merged[cell] = strongest(first[cell], second[cell])
    return merged


def _least(first: Mapping[int, Coverage], second: Mapping[int, Coverage]) -> Mapping[int, Coverage]:
    if not first or not second:
        return first or second
    merged = {**first, **second}
    for cell in first.keys() & second.keys():
        merged[cell] = least_complete(first[cell], second[cell])
    return merged


def choose(condition: Column, yes: Column, no: Column) -> Column:
    """By cell the one column or the other; missing where the condition is."""
    chosen = [
        left if is_so else right
        for is_so, left, right in zip(condition.values, yes.values, no.values, strict=True)
    ]
    missing = {
        **{cell: state for cell, state in yes.missing.items() if condition.values[cell]},
        **{cell: state for cell, state in no.missing.items() if not condition.values[cell]},
        **condition.missing,
    }
    for cell in condition.missing:
        chosen[cell] = NAN
    asked = {
        **{cell: part for cell, part in yes.partial.items() if condition.values[cell]},
        **{cell: part for cell, part in no.partial.items() if not condition.values[cell]},
    }
    for cell in condition.missing:
        asked.pop(cell, None)
    return Column(chosen, missing, _least(condition.partial, asked))


def join_conditions(function: str, inputs: list[Column]) -> Column:
    """Conditions joined by and, or; or the contrary of one."""
    first, *others = inputs
    if function == "not":
        values: list[Any] = [*map(operator.not_, first.values)]
        for cell in first.missing:
            values[cell] = False
        return Column(values, first.missing, first.partial)
    join = operator.and_ if function == "and" else operator.or_
    for other in others:
        first = Column(
            [*map(join, first.values, other.values)],
            _merged(first.missing, other.missing),
            _least(first.partial, other.partial),
        )
    return _masked(first, False)


def _masked(column: Column, value: Decimal | bool) -> Column:
    """The column with a value of no meaning in each cell whose figure is missing."""
    for cell in column.missing:
        column.values[cell] = value
    return column


def has_figure(column: Column) -> Column:
    """Whether there is a figure, by cell; never missing."""
    values: list[Any] = [True] * len(column.values)
    for cell in column.missing:
        values[cell] = False
    return Column(values, {}, column.partial)


def replace_missing(replaced: frozenset[Missing], column: Column, other: Column) -> Column:
    """The column, another one where it is missing so; coverage of what was replaced is kept."""
    cells = [cell for cell, state in column.missing.items() if state in replaced]
    if not cells:
        return column
    values, missing, partial = [*column.values], {**column.missing}, {**column.partial}
    for cell in cells:
        values[cell] = other.values[cell]
        del missing[cell]
        if cell in other.missing:
            missing[cell] = other.missing[cell]
    used = {cell: other.partial[cell] for cell in cells if cell in other.partial}
    return Column(values, missing, _least(partial, used))


def pick_extreme(function: str, inputs: list[Column]) -> Column:
    """The least or greatest of several columns, by cell; missing where one is."""
    pick: Callable[[Any, Any], Any] = min if function == "min" else max
    first, *others = inputs
    for other in others:
        first = Column(
            [*map(pick, first.values, other.values)],
            _merged(first.missing, other.missing),
            _least(first.partial, other.partial),
        )
    return _masked(first, NAN)


def round_all(column: Column, places: int) -> Column:
    """The column rounded to some decimals, halves away from zero."""
    getcontext().clear_flags()
    step = Decimal(1).scaleb(-places)
    quantize: Callable[..., Any] = Decimal.quantize
    values = [*map(quantize, column.values, repeat(step), repeat(ROUND_HALF_UP))]
    if getcontext().flags[InvalidOperation]:
        values = [round_to(value, step) for value in cast(list[Decimal], column.values)]
    return Column(values, column.missing, column.partial)


def shift(column: Column, back: int, world: World) -> Column:
    """What stood some periods before; before the first period there is no data."""
    width = world.width
    back = min(back, width)
    values = ([NAN] * back + column.values)[: world.size]
    missing = _moved(column.missing, back, width)
    partial = _moved(column.partial, back, width)
    for start in range(0, world.size, width):
        for cell in range(start, start + back):
            values[cell] = NAN
            missing[cell] = Missing.NO_DATA
    return Column(values, missing, partial)


def _moved(cells: Mapping[int, _Held], back: int, width: int) -> dict[int, _Held]:
    return {cell + back: held for cell, held in cells.items() if cell % width + back < width}
