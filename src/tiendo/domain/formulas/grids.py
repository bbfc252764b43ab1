"""A formula computed for every body and period at once, column by column.

Figures that are missing stand in the columns as "not a number", which arithmetic passes on by
itself; why they are missing is kept beside, by cell. So the decimals run through the interpreter's
own loops, and only what is missing costs more. No figure ever becomes a float.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from decimal import Decimal, localcontext
from itertools import repeat

from tiendo.domain.formulas.checking import Plan, Step
from tiendo.domain.formulas.columns import (
    apply_each,
    choose,
    has_figure,
    join_conditions,
    operate,
    pick_extreme,
    replace_missing,
    round_all,
    shift,
)
from tiendo.domain.formulas.functions import Kind, load_functions
from tiendo.domain.formulas.gathered import gather_children, gather_ratios, gather_windows
from tiendo.domain.formulas.nodes import Call, Negation, Number, Operation, Reference
from tiendo.domain.formulas.units import ONE
from tiendo.domain.formulas.values import ARITHMETIC
from tiendo.domain.formulas.world import Column, World
from vanban.quantities import Missing

Entries = Mapping[Reference, Column]
# What is replaced by each fallback.
REPLACED = {
    "coalesce": frozenset(Missing),
    "if_no_data": frozenset({Missing.NO_DATA}),
    "if_undefined": frozenset({Missing.UNDEFINED}),
}
_HUNDREDTH = Decimal("0.01")


def evaluate(plan: Plan, world: World, entries: Entries) -> Column:
    """The figure of a formula in every cell of a world, in the unit of the plan.

    ``entries``: by reference (code and filters), the figures in the unit of the dictionary; where
    a reference has none, nobody reported.
    """
    with localcontext(ARITHMETIC):
        return _taken(plan.root, world, entries)


def evaluate_all(
    plans: Mapping[str, Plan], order: Iterable[str], world: World, entries: Entries
) -> dict[str, Column]:
    """The figures of several formulas by code, each computed of those before it in the order."""
    known = dict(entries)
    found: dict[str, Column] = {}
    for code in order:
        found[code] = known[Reference(code)] = evaluate(plans[code], world, known)
    return found


def reach_of(step: Step, a_year: int) -> int:
    """How many periods before the first one asked for a world has to begin."""
    below = max((reach_of(inner, a_year) for inner in step.inputs), default=0)
    if not isinstance(step.node, Call):
        return below
    match step.node.function:
        case "previous":
            return below + 1
        case "same_period_last_year":
            return below + a_year
        case "year_to_date":
            return below + a_year - 1
        case _:
            return below + max(0, step.count - 1 if _kind(step.node) is Kind.WINDOW else 0)


def number_of(node: Number) -> Decimal:
    """The figure of a number in its unit: 25 % is 0.25."""
    return node.value * _HUNDREDTH if node.unit == "%" else node.value


def _kind(node: Call) -> Kind:
    return load_functions()[node.function].kind


def _taken(step: Step, world: World, entries: Entries) -> Column:
    """The column of a step in the unit in which the step above takes it."""
    column = _column(step, world, entries)
    if step.factor == ONE:
        return column
    values = [*map(operator.mul, column.values, repeat(step.factor))]
    return Column(values, column.missing, column.partial)


def _column(step: Step, world: World, entries: Entries) -> Column:
    node = step.node
    if isinstance(node, Number):
        return Column([number_of(node)] * world.size, {})
    if isinstance(node, Reference):
        return entries.get(node) or world.column({})
    inputs = [_taken(below, world, entries) for below in step.inputs]
    match node:
        case Negation():
            return apply_each(operator.neg, inputs[0])
        case Operation(sign):
            return operate(sign, *inputs)
        case Call():
            return _called(node, step, inputs, world)


def _called(node: Call, step: Step, inputs: list[Column], world: World) -> Column:
    """The column of a function that looks at one cell at a time."""
    match _kind(node):
        case Kind.CHOICE:
            return choose(*inputs)
        case Kind.LOGIC:
            return join_conditions(node.function, inputs)
        case Kind.HAS:
            return has_figure(inputs[0])
        case Kind.FALLBACK:
            return replace_missing(REPLACED[node.function], *inputs)
        case Kind.EXTREME:
            return pick_extreme(node.function, inputs)
        case Kind.SAME if node.function == "abs":
            return apply_each(abs, inputs[0])
        case Kind.SAME:
            return round_all(inputs[0], step.count)
        case kind:
            return _gathered(kind, node, step, inputs, world)


def _gathered(kind: Kind, node: Call, step: Step, inputs: list[Column], world: World) -> Column:
    """The column of a function that looks at other bodies or periods."""
    match kind:
        case Kind.SHIFT:
            return shift(inputs[0], 1 if node.function == "previous" else world.a_year, world)
        case Kind.RATIO:
            return gather_ratios(inputs[0], inputs[1], world)
        case Kind.YEAR | Kind.WINDOW:
            return gather_windows(node.function, inputs[0], step.count, world)
        case _:
            is_figure = node.function == "count_children" and step.inputs[0].unit is not None
            function = "count_figures" if is_figure else node.function
            return gather_children(function, inputs[0], world)
