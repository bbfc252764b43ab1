"""A formula computed for every body and period at once, column by column.

Figures that are missing stand in the columns as "not a number", which arithmetic passes on by
itself; why they are missing is kept beside, by cell. So the decimals run through the interpreter's
own loops, and only what is missing costs more. No figure ever becomes a float.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from tiendo.domain.formulas.values import ARITHMETIC, Reading
from tiendo.domain.formulas.world import Column, World, joined
from vanban.quantities import Missing

Entries = Mapping[Reference, Sequence[Reading] | Column]
OVER_CHILDREN = frozenset({Kind.CHILDREN, Kind.COUNT, Kind.RATIO})
_CELLS_AT_ONCE = 2000
# What is replaced by each fallback.
REPLACED = {
    "coalesce": frozenset(Missing),
    "if_no_data": frozenset({Missing.NO_DATA}),
    "if_undefined": frozenset({Missing.UNDEFINED}),
}
_HUNDREDTH = Decimal("0.01")


def evaluate(plan: Plan, world: World, entries: Entries) -> Column:
    """The figure of a formula in every cell of a world, in the unit of the plan.

    ``entries``: by reference (code and filters), the figures in the unit of the dictionary in the
    order of cells; where a reference has none, nobody reported.
    Errors: TypeError, ValueError where an entry is neither a finite decimal nor a state, or there
    are more or fewer entries than cells.
    """
    for name, given in entries.items():
        if _length(given) != world.size:
            raise ValueError(f"{world.size} cells, but {_length(given)} entries of {name.code}")
    with localcontext(ARITHMETIC):
        return _whole(plan.root, world, entries)


def _length(given: Sequence[Reading] | Column) -> int:
    return len(given.values if isinstance(given, Column) else given)


def _whole(step: Step, world: World, entries: Entries) -> Column:
    """The column of a step over the whole world, made some bodies at a time.

    Intermediate figures of a few bodies stay in the cache of the processor; those of a country do
    not, and cost twice the time. What is gathered over children needs all bodies and comes first.
    """
    held = {id(family): _over_children(family, world, entries) for family in _families(step)}
    parts = world.parts(_CELLS_AT_ONCE)
    size = parts[0].size
    cut_entries = {name: _cut(entries[name], size) for name in _named(step) if name in entries}
    cut_held = {key: column.parts(size) for key, column in held.items()}
    return joined(
        _Evaluation(
            part,
            {name: next(cut) for name, cut in cut_entries.items()},
            {key: next(cut) for key, cut in cut_held.items()},
        ).taken(step)
        for part in parts
    )


def _cut(given: Sequence[Reading] | Column, size: int) -> Iterator[Column]:
    """Entries as columns of ``size`` cells, looked at when their turn comes."""
    if isinstance(given, Column):
        return given.parts(size)
    starts = range(0, len(given), size or 1)
    return (Column.of(given[start : start + size]) for start in starts)


def _families(step: Step) -> Iterator[Step]:
    """The outermost steps that gather over children."""
    waiting = [step]
    while waiting:
        at = waiting.pop()
        if isinstance(at.node, Call) and _kind(at.node) in OVER_CHILDREN:
            yield at
        else:
            waiting.extend(at.inputs)


def _named(step: Step) -> set[Reference]:
    """What is named outside the steps that gather over children."""
    found: set[Reference] = set()
    waiting = [step]
    while waiting:
        at = waiting.pop()
        if isinstance(at.node, Reference):
            found.add(at.node)
        elif not (isinstance(at.node, Call) and _kind(at.node) in OVER_CHILDREN):
            waiting.extend(at.inputs)
    return found


def _over_children(step: Step, world: World, entries: Entries) -> Column:
    inputs = [_whole(below, world, entries) for below in step.inputs]
    node = step.node
    if not isinstance(node, Call):
        raise TypeError("only functions gather")
    if _kind(node) is Kind.RATIO:
        return gather_ratios(inputs[0], inputs[1], world)
    is_figure = node.function == "count_children" and step.inputs[0].unit is not None
    return gather_children("count_figures" if is_figure else node.function, inputs[0], world)


def evaluate_all(
    plans: Mapping[str, Plan], order: Iterable[str], world: World, entries: Entries
) -> dict[str, Column]:
    """The figures of several formulas by code, each computed of those before it in the order."""
    known: dict[Reference, Sequence[Reading] | Column] = dict(entries)
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


@dataclass(frozen=True, slots=True)
class _Evaluation:
    """The columns of steps over some bodies; ``held``: those gathered before, by the step's id."""

    world: World
    entries: Mapping[Reference, Column]
    held: Mapping[int, Column]

    def taken(self, step: Step) -> Column:
        """The column of a step in the unit in which the step above takes it."""
        column = self.column(step)
        if step.factor == ONE:
            return column
        values = [*map(operator.mul, column.values, repeat(step.factor))]
        return Column(values, column.missing, column.partial)

    def column(self, step: Step) -> Column:
        """The column of a step in its own unit."""
        node = step.node
        if isinstance(node, Number):
            return Column([number_of(node)] * self.world.size, {})
        if isinstance(node, Reference):
            return self.entries.get(node) or Column.of(self.world.readings({}))
        if id(step) in self.held:
            return self.held[id(step)]
        inputs = [self.taken(below) for below in step.inputs]
        match node:
            case Negation():
                return apply_each(operator.neg, inputs[0])
            case Operation(sign):
                return operate(sign, inputs[0], inputs[1])
            case Call():
                return self.called(node, step.count, inputs)

    def called(self, node: Call, count: int, inputs: list[Column]) -> Column:
        """The column of a function that needs no other bodies."""
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
            case Kind.SHIFT:
                back = 1 if node.function == "previous" else self.world.a_year
                return shift(inputs[0], back, self.world)
            case Kind.SAME if node.function == "abs":
                return apply_each(abs, inputs[0])
            case Kind.SAME:
                return round_all(inputs[0], count)
            case _:
                return gather_windows(node.function, inputs[0], count, self.world)
