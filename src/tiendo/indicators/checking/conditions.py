"""Conditions between the indicators of one body and period, in the language of formulas."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tiendo.domain.formulas import (
    Call,
    Explained,
    Formula,
    Number,
    Operation,
    Place,
    Plan,
    Reference,
    Unit,
    build_world,
    canonical_text,
    check_formula,
    explain,
    find_references,
    load_functions,
    parse_formula,
    vietnamese_text,
)
from tiendo.domain.formulas import Indicator as Known
from tiendo.domain.formulas.functions import Kind
from tiendo.domain.formulas.nodes import walk
from tiendo.domain.formulas.values import Reading
from tiendo.domain.periods import Cadence
from tiendo.indicators.breakdowns import breakdown_of
from tiendo.indicators.checking.places import Figure, Name, Surroundings, spot_of
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.formula_book import known_as, known_indicators, read
from tiendo.indicators.models import CheckKind, CheckRule, CheckSeverity, IndicatorVersion, Origin
from vanban.quantities import Missing, format_number

# What looks beyond the body and the period.
_FAR = {Kind.CHILDREN, Kind.COUNT, Kind.RATIO, Kind.SHIFT, Kind.YEAR, Kind.WINDOW}
_HUNDRED = Decimal(100)


def _as_figure(condition: Formula) -> Formula:
    """The condition as what formulas can be: a number, one where it holds."""
    sides = (condition.root, Number(Decimal(1)), Number(Decimal(0)))
    return Formula(condition.text, Call("if", sides, condition.root.span))


def check_condition(text: str, version: IndicatorVersion) -> str:
    """The canonical text of a condition on an indicator.

    Errors: FormulaRefusal: what is wrong in it; IndicatorError condition_reach,
    condition_computed, condition_of_others, frequency_differs. Cost: four queries.
    """
    condition = parse_formula(text)
    check_formula(_as_figure(condition), known_indicators())
    for node, _depth in walk(condition.root):
        if isinstance(node, Call) and load_functions()[node.function].kind in _FAR:
            raise IndicatorError("condition_reach", function=load_functions()[node.function].vi)
    codes = {reference.code for reference in find_references(condition.root)}
    if version.indicator.code not in codes:
        raise IndicatorError("condition_of_others", code=version.indicator.code)
    _check_named(codes, version)
    return canonical_text(condition.root)


def _check_named(codes: Collection[str], version: IndicatorVersion) -> None:
    """All that is named is entered, as often as the indicator."""
    found = IndicatorVersion.objects.filter(indicator__code__in=codes).select_related("indicator")
    latest = {each.indicator.code: each for each in found.order_by("indicator", "number")}
    for code, named in sorted(latest.items()):
        if named.origin == Origin.FORMULA:
            raise IndicatorError("condition_computed", code=code)
        if named.frequency != version.frequency:
            raise IndicatorError(
                "frequency_differs",
                code=code,
                theirs=named.get_frequency_display(),
                ours=version.get_frequency_display(),
            )


@dataclass(frozen=True, slots=True)
class Condition:
    """A rule's condition, ready to be looked at. ``names``: what it names, those of the rule's
    own indicator first."""

    rule: CheckRule
    plan: Plan
    references: Mapping[Reference, Name]
    cadence: Cadence

    @property
    def names(self) -> Sequence[Name]:
        """What it names, the rule's own indicator first."""
        own = self.rule.indicator_id
        return sorted(set(self.references.values()), key=lambda name: (name[0] != own, name))

    def fails(self, row: Figure, around: Surroundings) -> IndicatorError | None:
        """What is wrong where the condition does not hold.

        Missing: nothing is said where a figure lacks, or the condition has no answer. A warning is
        told once, of the rule's own indicator where it is looked at.
        """
        if (row.indicator_id, row.breakdown) not in self.references.values():
            return None
        blocks = self.rule.severity == CheckSeverity.BLOCK
        if not blocks and not around.tells(row, self.names):
            return None
        world = build_world([(row.organisation_id, None)], self.cadence, row.period_start, width=1)
        entries = {
            reference: [_reading(around.value(spot_of(row), name))]
            for reference, name in self.references.items()
        }
        found = explain(self.plan, world, entries, Place(0, 0))
        if found.value.reading != Decimal(0):
            return None
        left, right, words = _sides(found.root.inputs[0])
        return IndicatorError("inconsistent", condition=words, left=left, right=right)


def _reading(value: Decimal | None) -> Reading:
    return Missing.NO_DATA if value is None else value


def conditions_of(
    rules: Sequence[CheckRule], versions: Mapping[str, IndicatorVersion]
) -> list[Condition]:
    """The conditions of rules; ``versions``: a definition of each indicator named, by its code.
    One that names what is there no longer says nothing."""
    made = []
    for rule in rules:
        condition = read(rule.formula)
        references = find_references(condition.root)
        if not all(reference.code in versions for reference in references):
            continue
        known: dict[str, Known] = {
            reference.code: known_as(versions[reference.code]) for reference in references
        }
        named = {
            reference: (
                versions[reference.code].indicator_id,
                breakdown_of(dict(reference.filters)),
            )
            for reference in references
        }
        cadence = Cadence(versions[references[0].code].frequency)
        made.append(Condition(rule, check_formula(_as_figure(condition), known), named, cadence))
    return made


def require_unnamed(code: str) -> None:
    """Errors: IndicatorError named_by_rule where a condition in force of another indicator names
    one. Cost: one query."""
    rules = CheckRule.objects.filter(kind=CheckKind.CONSISTENCY, validity__endswith=None)
    others = rules.exclude(indicator__code=code).select_related("indicator")
    users = sorted({rule.indicator.code for rule in others if code in codes_of(rule)})
    if users:
        raise IndicatorError("named_by_rule", code=code, users=", ".join(users))


def codes_of(rule: CheckRule) -> frozenset[str]:
    """The codes that a condition names."""
    return frozenset(reference.code for reference in find_references(read(rule.formula).root))


def _sides(step: Explained) -> tuple[str, str, str]:
    """Both sides of the comparison that does not hold, as people read them, and its words."""
    while isinstance(step.node, Call) and step.inputs:
        failing = (below for below in step.inputs if below.value.reading is False)
        below = next(failing, None)
        if below is None:
            break
        step = below
    words = vietnamese_text(step.node)
    if not isinstance(step.node, Operation):
        return words, "", words
    left, right = step.inputs
    return _figure(left), _figure(right), words


def _figure(step: Explained) -> str:
    reading, unit = step.value.reading, step.value.unit
    if not isinstance(reading, Decimal):
        return vietnamese_text(step.node)
    return _in_unit(reading, unit)


def _in_unit(value: Decimal, unit: Unit | None) -> str:
    is_percent = unit is not None and unit.is_percent
    shown = (value * _HUNDRED if is_percent else value).normalize()
    whole = shown.quantize(Decimal(1)) if shown == shown.to_integral_value() else shown
    number = format_number(whole)
    if is_percent:
        return f"{number}%"
    return f"{number} {unit.shown}" if unit is not None and not unit.is_pure else number
