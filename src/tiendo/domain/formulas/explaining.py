"""One figure explained: the formula again, every step with its figure, down to the entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import partial, reduce
from typing import cast

from tiendo.domain.formulas.checking import Plan, Step
from tiendo.domain.formulas.functions import Kind, load_functions
from tiendo.domain.formulas.gathering import gather, gather_ratio
from tiendo.domain.formulas.grids import REPLACED, Entries, number_of
from tiendo.domain.formulas.nodes import (
    Call,
    Negation,
    Node,
    Number,
    Operation,
    Reference,
    Sign,
)
from tiendo.domain.formulas.values import (
    ARITHMETIC,
    Coverage,
    Reading,
    Value,
    least_complete,
    round_to,
    strongest,
)
from tiendo.domain.formulas.world import Column, World
from tiendo.domain.formulas.writing import canonical_text
from vanban.quantities import Missing

_Known = Decimal | bool


@dataclass(frozen=True, slots=True)
class Place:
    """A body and a period, by their positions in the world."""

    body: int
    period: int


@dataclass(frozen=True, slots=True)
class Explained:
    """One step of a computation with what it was made of.

    Units: ``value`` is in its own unit; ``factor`` times it entered the step above.
    Missing: ``place`` is None before the first period that is known.
    What several steps took is one object below each of them: sums of sums over periods share most
    of their entries, so whoever shows a tree opens it step by step.
    """

    node: Node
    place: Place | None
    value: Value
    inputs: tuple[Explained, ...] = ()
    factor: Decimal = Decimal(1)

    @property
    def text(self) -> str:
        """The step as it is stored."""
        return canonical_text(self.node)

    @property
    def taken(self) -> Reading | bool:
        """What entered the step above."""
        return _scaled(self.value.reading, self.factor)

    def entries(self) -> Iterator[Explained]:
        """The entries it comes down to, each place once for each time the formula names it."""
        waiting, seen = [self], set[int]()
        while waiting:
            step = waiting.pop()
            if id(step) in seen:
                continue
            seen.add(id(step))
            if isinstance(step.node, Reference):
                yield step
            waiting.extend(reversed(step.inputs))


@dataclass(frozen=True, slots=True)
class Explanation:
    """A figure in the unit of its plan, and the computation it came from."""

    value: Value
    root: Explained


def explain(plan: Plan, world: World, entries: Entries, place: Place) -> Explanation:
    """The figure of a formula at one place with all it was computed of.

    It is the figure that ``evaluate`` gives there. Sides that were not chosen are not shown.
    """
    with localcontext(ARITHMETIC):
        root = _Explainer(world, entries).explain(plan.root, place)
        return Explanation(Value(root.taken, plan.unit, root.value.coverage), root)


class _Explainer:
    def __init__(self, world: World, entries: Entries) -> None:
        self.world = world
        self.entries = entries
        self.known: dict[tuple[int, Place], Explained] = {}

    def explain(self, step: Step, place: Place) -> Explained:
        """The step at a place, computed once however often it is asked for."""
        key = (id(step), place)
        if key not in self.known:
            self.known[key] = self._explained(step, place)
        return self.known[key]

    def _explained(self, step: Step, place: Place) -> Explained:
        if place.period < 0:
            return Explained(step.node, None, Value(Missing.NO_DATA, step.unit), (), step.factor)
        reading, coverage, inputs = self._computed(step, place)
        value = Value(_finite(reading), step.unit, coverage)
        return Explained(step.node, place, value, tuple(inputs), step.factor)

    def _computed(self, step: Step, place: Place) -> _Computed:
        match step.node:
            case Number():
                return number_of(step.node), None, ()
            case Reference():
                return self._entry(step.node, place)
            case Call() as node:
                return self._called(node, step, place)
            case Negation():
                return _strict(self._inputs(step, place), lambda known: -known[0])
            case Operation(sign):
                return _operation(sign, self._inputs(step, place))

    def _inputs(self, step: Step, place: Place) -> list[Explained]:
        return [self.explain(below, place) for below in step.inputs]

    def _entry(self, node: Reference, place: Place) -> _Computed:
        cell = self._cell(place)
        column = self.entries.get(node)
        if column is None:
            return self.world.absent(cell), None, ()
        if isinstance(column, Column):
            return column.reading(cell), column.partial.get(cell), ()
        return column[cell], None, ()

    def _called(self, node: Call, step: Step, place: Place) -> _Computed:
        match load_functions()[node.function].kind:
            case Kind.CHOICE:
                return self._choice(step, place)
            case Kind.FALLBACK:
                return self._fallback(node, step, place)
            case Kind.HAS:
                inner = self.explain(step.inputs[0], place)
                return not isinstance(inner.taken, Missing), inner.value.coverage, [inner]
            case Kind.SHIFT:
                back = 1 if node.function == "previous" else self.world.a_year
                inner = self.explain(step.inputs[0], _earlier(place, back))
                return inner.taken, inner.value.coverage, [inner]
            case Kind.RATIO:
                return self._ratio(step, place)
            case Kind.CHILDREN | Kind.COUNT | Kind.YEAR | Kind.WINDOW:
                return self._gathered(node, step, place)
            case _:
                compute = partial(_simple, node.function, step.count)
                return _strict(self._inputs(step, place), compute)

    def _choice(self, step: Step, place: Place) -> _Computed:
        condition = self.explain(step.inputs[0], place)
        if isinstance(condition.taken, Missing):
            return condition.taken, condition.value.coverage, [condition]
        chosen = self.explain(step.inputs[1 if condition.taken else 2], place)
        return chosen.taken, _least([condition, chosen]), [condition, chosen]

    def _fallback(self, node: Call, step: Step, place: Place) -> _Computed:
        first = self.explain(step.inputs[0], place)
        if first.taken not in REPLACED[node.function]:
            return first.taken, first.value.coverage, [first]
        other = self.explain(step.inputs[1], place)
        return other.taken, _least([first, other]), [first, other]

    def _gathered(self, node: Call, step: Step, place: Place) -> _Computed:
        inner = step.inputs[0]
        inputs = [self.explain(inner, at) for at in self._places(node, step, place)]
        is_figure = node.function == "count_children" and inner.unit is not None
        function = "count_figures" if is_figure else node.function
        taken = [given.taken for given in inputs]
        known = [reading for reading in taken if not isinstance(reading, Missing)]
        lost = [reading for reading in taken if isinstance(reading, Missing)]
        reading, coverage = gather(function, known, lost)
        if function == "last":
            newest = [given for given in inputs if not isinstance(given.taken, Missing)][-1:]
            return reading, _least(newest), inputs
        return reading, coverage and _least(inputs, coverage), inputs

    def _ratio(self, step: Step, place: Place) -> _Computed:
        pairs: list[tuple[Reading, Reading]] = []
        lost: list[Missing] = []
        inputs: list[Explained] = []
        for at in self._children(place):
            both = [self.explain(inner, at) for inner in step.inputs]
            inputs.extend(both)
            state = _missing_of(both)
            if state is None:
                pairs.append((cast(Reading, both[0].taken), cast(Reading, both[1].taken)))
            else:
                lost.append(state)
        reading, coverage = gather_ratio(pairs, lost)
        return reading, _least(inputs, coverage), inputs

    def _places(self, node: Call, step: Step, place: Place) -> list[Place]:
        kind = load_functions()[node.function].kind
        if kind in (Kind.CHILDREN, Kind.COUNT):
            return self._children(place)
        before = self.world.place_in_year(place.period) if kind is Kind.YEAR else step.count - 1
        places = [_earlier(place, back) for back in range(before, -1, -1)]
        return [at for at in places if at.period < 0 or not self._is_outside(at)]

    def _children(self, place: Place) -> list[Place]:
        children = (Place(child, place.period) for child in self.world.children[place.body])
        return [child for child in children if not self._is_outside(child)]

    def _is_outside(self, place: Place) -> bool:
        return self._cell(place) in self.world.outside

    def _cell(self, place: Place) -> int:
        return place.body * self.world.width + place.period


_Computed = tuple[Reading | bool, Coverage | None, Sequence[Explained]]
_SIGNS: Mapping[Sign, Callable[[Decimal, Decimal], _Known]] = {
    Sign.PLUS: lambda left, right: left + right,
    Sign.MINUS: lambda left, right: left - right,
    Sign.TIMES: lambda left, right: left * right,
    Sign.OVER: lambda left, right: left / right,
    Sign.EQ: lambda left, right: left == right,
    Sign.NE: lambda left, right: left != right,
    Sign.LT: lambda left, right: left < right,
    Sign.LE: lambda left, right: left <= right,
    Sign.GT: lambda left, right: left > right,
    Sign.GE: lambda left, right: left >= right,
}


def _operation(sign: Sign, inputs: list[Explained]) -> _Computed:
    if sign is Sign.OVER and inputs[1].taken == 0:
        return Missing.UNDEFINED, _least(inputs), inputs
    return _strict(inputs, lambda known: _SIGNS[sign](*known))


def _simple(function: str, count: int, known: list[Decimal]) -> _Known:
    match function:
        case "min":
            return min(known)
        case "max":
            return max(known)
        case "abs":
            return abs(known[0])
        case "round":
            return round_to(known[0], Decimal(1).scaleb(-count))
        case "and":
            return all(known)
        case "or":
            return any(known)
        case _:
            return not known[0]


def _strict(inputs: list[Explained], compute: Callable[[list[Decimal]], _Known]) -> _Computed:
    """A figure where all inputs are; otherwise the strongest of what is missing."""
    state = _missing_of(inputs)
    if state is not None:
        return state, _least(inputs), inputs
    return compute([cast(Decimal, step.taken) for step in inputs]), _least(inputs), inputs


def _missing_of(inputs: list[Explained]) -> Missing | None:
    states = [step.taken for step in inputs if isinstance(step.taken, Missing)]
    return reduce(strongest, states) if states else None


def _least(inputs: Iterable[Explained], own: Coverage | None = None) -> Coverage | None:
    known = [step.value.coverage for step in inputs if step.value.coverage is not None]
    return reduce(least_complete, known if own is None else [own, *known]) if known else own


def _finite(reading: Reading | bool) -> Reading | bool:
    """Undefined where arithmetic had no answer (more digits than there are)."""
    is_lost = isinstance(reading, Decimal) and not reading.is_finite()
    return Missing.UNDEFINED if is_lost else reading


def _scaled(reading: Reading | bool, factor: Decimal) -> Reading | bool:
    if isinstance(reading, Missing | bool) or factor == 1:
        return reading
    return ARITHMETIC.multiply(reading, factor)


def _earlier(place: Place, back: int) -> Place:
    return Place(place.body, place.period - back)
