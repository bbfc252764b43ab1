"""A formula against the dictionary: names, groups, conditions and units, before it is computed.

Checking gives a ``Plan``: the tree again, each step with its unit and with the factor that brings
its figure into the unit in which the step above works.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from tiendo.domain.formulas.functions import Kind, load_functions
from tiendo.domain.formulas.nodes import (
    COMPARING,
    Call,
    Formula,
    Negation,
    Node,
    Number,
    Operation,
    Reference,
    Sign,
)
from tiendo.domain.formulas.reading import whole_number
from tiendo.domain.formulas.refusals import FormulaRefusal
from tiendo.domain.formulas.units import (
    ONE,
    OPEN,
    PURE,
    Unit,
    divided,
    factor_between,
    multiplied,
    read_unit,
)
from tiendo.domain.formulas.values import ARITHMETIC
from tiendo.domain.formulas.writing import canonical_text

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Indicator:
    """What checking must know of an indicator: its unit, its groups with their values.

    Missing: ``root`` is None for one that is entered, or whose formula is not at hand.
    """

    unit: Unit
    groups: Mapping[str, frozenset[str]]
    is_computed: bool = False
    root: Node | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A node that was checked.

    Units: figures of the step are in ``unit``; ``factor`` times them is what the step above takes.
    Missing: ``unit`` is None for a condition. ``count``: the whole number some functions are given.
    """

    node: Node
    unit: Unit | None
    inputs: tuple[Step, ...] = ()
    factor: Decimal = ONE
    count: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A checked formula, ready to be computed; its results are in ``unit``."""

    formula: Formula
    root: Step
    unit: Unit


def check_formula(
    formula: Formula, dictionary: Mapping[str, Indicator], declared: Unit | None = None
) -> Plan:
    """The plan of a formula whose result is in ``declared``, or in the unit that comes out.

    Errors: FormulaRefusal with the place in the text.
    """
    with localcontext(ARITHMETIC):
        root = _number(_step(formula.root, dictionary))
        unit = _unit(root)
        if declared is None:
            return Plan(formula, root, PURE if unit.is_open else unit)
        if declared.is_percent:
            _refuse_hundred(formula.root)
        if not _fits(unit, declared):
            raise FormulaRefusal(
                "unit_of_result",
                span=formula.root.span,
                computed=unit.shown,
                declared=declared.shown,
            )
        return Plan(formula, _in_unit(root, declared), declared)


def _step(node: Node, dictionary: Mapping[str, Indicator]) -> Step:
    match node:
        case Number(value, unit):
            return Step(node, _unit_of_number(node, value, unit))
        case Reference():
            return _reference(node, dictionary)
        case Negation(of):
            inner = _number(_step(of, dictionary))
            return Step(node, inner.unit, (inner,))
        case Operation(sign, left, right):
            sides = _step(left, dictionary), _step(right, dictionary)
            return _operation(node, sign, *map(_number, sides))
        case Call(function, arguments):
            known = load_functions()[function]
            literal = known.literal
            steps = [
                _step(argument, dictionary)
                for at, argument in enumerate(arguments)
                if literal is None or at != literal.at
            ]
            count = (whole_number(arguments[literal.at]) or 0) if literal else 0
            return replace(_CHECKS[known.kind](node, steps), count=count)


def _unit_of_number(node: Number, value: Decimal, words: str) -> Unit:
    if not words:
        return PURE if value else OPEN
    try:
        return read_unit(words)
    except FormulaRefusal as refusal:
        raise FormulaRefusal("unknown_unit", span=node.span, unit=words) from refusal


def _reference(node: Reference, dictionary: Mapping[str, Indicator]) -> Step:
    indicator = dictionary.get(node.code)
    if indicator is None:
        raise FormulaRefusal("unknown_indicator", span=node.span, code=node.code)
    if node.filters and indicator.is_computed:
        raise FormulaRefusal(
            "filter_on_computed",
            span=node.span,
            code=node.code,
            found=canonical_text(node),
            instead=_text_within(_opened(node, node.filters, dictionary)),
        )
    for group, value in node.filters:
        _check_group(node, indicator.groups, group, value)
    return Step(node, indicator.unit)


def _text_within(node: Node) -> str:
    """The text as it can stand for a name in a formula."""
    text = canonical_text(node)
    return f"({text})" if isinstance(node, Operation | Negation) else text


def _opened(
    node: Node, filters: tuple[tuple[str, str], ...], dictionary: Mapping[str, Indicator]
) -> Node:
    """What a computed indicator comes down to, each entered one of these groups only."""

    def opened(below: Node) -> Node:
        return _opened(below, filters, dictionary)

    match node:
        case Reference(code):
            known = dictionary.get(code)
            if known is not None and known.root is not None:
                return opened(known.root)
            return replace(node, filters=filters)
        case Negation(of):
            return replace(node, of=opened(of))
        case Operation(_sign, left, right):
            return replace(node, left=opened(left), right=opened(right))
        case Call(_function, arguments):
            return replace(node, arguments=tuple(map(opened, arguments)))
        case _:
            return node


def _check_group(
    node: Reference, groups: Mapping[str, frozenset[str]], group: str, value: str
) -> None:
    if group not in groups:
        raise FormulaRefusal(
            "unknown_group", span=node.span, code=node.code, group=group, known=_list(groups)
        )
    if value not in groups[group]:
        raise FormulaRefusal(
            "unknown_group_value",
            span=node.span,
            code=node.code,
            group=group,
            value=value,
            known=_list(groups[group]),
        )


def _list(names: Mapping[str, object] | frozenset[str]) -> str:
    return ", ".join(sorted(names)) or "không có"


def _operation(node: Operation, sign: Sign, left: Step, right: Step) -> Step:
    if sign in (Sign.TIMES, Sign.OVER):
        return _product(node, sign, left, right)
    unit, sides = _alike(node, [left, right])
    return Step(node, None if sign in COMPARING else unit, sides)


def _product(node: Operation, sign: Sign, left: Step, right: Step) -> Step:
    """Pure numbers of a scale (per ten thousand) are made plain before they multiply."""
    (first, left), (second, right) = _plain(left), _plain(right)
    over = sign is Sign.OVER
    unit = divided(first, second) if over else multiplied(first, second)
    if unit.is_pure:
        left = replace(left, factor=left.factor * factor_between(unit, PURE))
        unit = _share(first, second, over)
    elif second.is_pure:
        unit = first
    elif first.is_pure and not over:
        unit = second
    return Step(node, unit, (left, right))


def _share(first: Unit, second: Unit, over: bool) -> Unit:
    """A share of something, times or through a bare number, stays a share of it."""
    if first.base and second == PURE:
        return first
    return second if second.base and first == PURE and not over else PURE


def _plain(step: Step) -> tuple[Unit, Step]:
    """The step brought to scale 1 where it is a pure number, and its unit then."""
    unit = _unit(step)
    if not unit.is_pure:
        return unit, step
    return replace(unit, scale=PURE.scale, is_open=False), _in_unit(step, PURE)


def _alike(node: Node, steps: Sequence[Step]) -> tuple[Unit, tuple[Step, ...]]:
    """The unit of the first that has one, and all steps in it. Errors: units, bases differ."""
    units = [_unit(step) for step in steps if not _unit(step).is_open] or [OPEN]
    wanted = units[0]
    named = next((unit for unit in units if unit.base), wanted)
    for unit in units:
        if unit.dimension != wanted.dimension:
            _refuse_units("units_differ", node, wanted, unit)
        if unit.base not in ("", named.base):
            _refuse_units("bases_differ", node, named, unit)
    if named.base:
        wanted = named if named.scale == wanted.scale else replace(wanted, base=named.base, text="")
    return wanted, tuple(_in_unit(step, wanted) for step in steps)


def _refuse_units(code: str, node: Node, left: Unit, right: Unit) -> None:
    raise FormulaRefusal(code, span=node.span, left=left.shown, right=right.shown)


def _fits(given: Unit, wanted: Unit) -> bool:
    if given.is_open or wanted.is_open:
        return True
    bases_fit = given.base == wanted.base or not (given.base and wanted.base)
    return given.dimension == wanted.dimension and bases_fit


def _in_unit(step: Step, unit: Unit) -> Step:
    """The step, its figures brought to the scale of a unit."""
    if _unit(step).is_open or unit.is_open:
        return step
    return replace(step, factor=step.factor * factor_between(_unit(step), unit))


def _unit(step: Step) -> Unit:
    if step.unit is None:
        raise FormulaRefusal("number_needed", span=step.node.span)
    return step.unit


def _number(step: Step) -> Step:
    _unit(step)
    return step


def _truth(step: Step) -> Step:
    if step.unit is not None:
        raise FormulaRefusal("truth_needed", span=step.node.span)
    return step


def _choice(node: Call, steps: list[Step]) -> Step:
    condition, *sides = steps
    unit, alike = _alike(node, sides)
    return Step(node, unit, (_truth(condition), *alike))


def _fallback(node: Call, steps: list[Step]) -> Step:
    return Step(node, *_alike(node, steps))


def _logic(node: Call, steps: list[Step]) -> Step:
    return Step(node, None, tuple(map(_truth, steps)))


def _has(node: Call, steps: list[Step]) -> Step:
    return Step(node, None, tuple(map(_number, steps)))


def _same(node: Call, steps: list[Step]) -> Step:
    return Step(node, _unit(steps[0]), (steps[0],))


def _count(node: Call, steps: list[Step]) -> Step:
    return Step(node, read_unit("đơn vị"), (steps[0],))


def _ratio(node: Call, steps: list[Step]) -> Step:
    (first, top), (second, bottom) = map(_plain, steps)
    unit = divided(first, second)
    if unit.is_pure:
        top = replace(top, factor=top.factor * factor_between(unit, PURE))
        unit = PURE
    elif second.is_pure:
        unit = first
    return Step(node, unit, (top, bottom))


_CHECKS: Mapping[Kind, Callable[[Call, list[Step]], Step]] = {
    Kind.CHOICE: _choice,
    Kind.LOGIC: _logic,
    Kind.HAS: _has,
    Kind.FALLBACK: _fallback,
    Kind.EXTREME: _fallback,
    Kind.SAME: _same,
    Kind.CHILDREN: _same,
    Kind.COUNT: _count,
    Kind.RATIO: _ratio,
    Kind.SHIFT: _same,
    Kind.YEAR: _same,
    Kind.WINDOW: _same,
}


def _refuse_hundred(root: Node) -> None:
    """A share made a percentage by hand would be shown a hundred times too large."""
    top = root
    while isinstance(top, Call) and top.function == "round":
        top = top.arguments[0]
    if not isinstance(top, Operation) or top.sign is not Sign.TIMES:
        return
    for side in (top.left, top.right):
        if isinstance(side, Number) and side.value == _HUNDRED and not side.unit:
            raise FormulaRefusal("hundred_times", span=side.span)
