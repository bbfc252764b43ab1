"""The starter dictionary beside the one that is there: what would be made, what is there, what
differs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from tiendo.domain.formulas import find_references, parse_formula
from tiendo.domain.periods import Cadence, Period, period_around
from tiendo.domain.readings import PERCENT, UnreadableFigure, read_figure
from tiendo.indicators.actions.cells import Cell
from tiendo.indicators.actions.defining import Definition
from tiendo.indicators.actions.observing import in_force
from tiendo.indicators.actions.rules import RuleFields
from tiendo.indicators.actions.targeting import TargetFields
from tiendo.indicators.breakdowns import breakdown_of
from tiendo.indicators.figures import printed
from tiendo.indicators.loading.comparing import Present
from tiendo.indicators.loading.rows import (
    Change,
    DimensionRow,
    FieldChange,
    IndicatorRow,
    ItemRow,
    Standing,
    Subject,
    TargetRow,
    target_words,
)
from tiendo.indicators.models import (
    CheckKind,
    CheckRule,
    CheckSeverity,
    Comparator,
    Dimension,
    Direction,
    Indicator,
    Obligation,
    Observation,
)
from tiendo.indicators.models.dictionary import Frequency
from tiendo.indicators.naming import NamedThing
from tiendo.indicators.starter import (
    Starter,
    StarterFigure,
    StarterIndicator,
    StarterRule,
    StarterTarget,
    read_starter,
)
from tiendo.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Takers:
    """Whose the dictionary becomes: who owns its indicators, the body of the province that its
    targets bind and its figures are of, and the one of the country.

    Missing: ``nation`` None where nobody follows the country's targets: they are left out then, and
    the owner's are the figures.
    """

    owner: Organisation
    province: Organisation
    nation: Organisation | None = None


@dataclass(frozen=True, slots=True)
class StarterPlan:
    """What would become of each row, with the rows themselves."""

    changes: tuple[Change, ...]
    dimensions: tuple[DimensionRow, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()
    targets: tuple[TargetRow, ...] = ()
    rules: tuple[StarterRule, ...] = ()
    figures: tuple[tuple[StarterFigure, Organisation], ...] = ()
    bodies: dict[str, Organisation] = field(default_factory=dict)


def plan_starter(takers: Takers, codes: Collection[str] | None = None) -> StarterPlan:
    """What would become of the starter's rows, or of those of some indicators. Cost: ten queries
    at the most."""
    starter = read_starter()
    chosen = [row for row in starter.indicators if codes is None or row.code in codes]
    present, bodies = Present.load(), _bodies(starter)
    dimensions = _dimensions(starter, chosen)
    indicators = tuple(indicator_row(row, takers) for row in chosen)
    targets = tuple(
        target_row(row, target, body)
        for row in chosen
        for target in row.targets
        if (body := takers.nation if row.is_national else takers.province) is not None
    )
    wanted = {row.code for row in chosen}
    figures = tuple(
        (figure, body)
        for figure in starter.figures
        if figure.code in wanted
        and (body := bodies.get(figure.body) if figure.body else takers.province) is not None
    )
    rules = tuple(
        rule for rule in starter.rules if rule.code in wanted and _is_askable(rule, wanted)
    )
    changes = (
        *map(present.dimension, dimensions),
        *(_defined(present, row) for row in indicators),
        *map(present.target, targets),
        *_rule_changes(rules),
        *_figure_changes(figures, present),
    )
    return StarterPlan(changes, dimensions, indicators, targets, rules, figures, bodies)


def _defined(present: Present, row: IndicatorRow) -> Change:
    """An indicator that is there belongs to who has it: another owner is no change."""
    held = present.versions.get(row.code)
    owner = held.indicator.owner if held else row.owner
    return present.indicator(IndicatorRow(row.code, row.definition, row.dimensions, owner))


def _bodies(starter: Starter) -> dict[str, Organisation]:
    slugs = {figure.body for figure in starter.figures}
    slugs |= {name.body for figure in starter.figures for name in figure.names}
    return Organisation.objects.in_bulk(list(slugs - {""}), field_name="slug")


def _dimensions(starter: Starter, chosen: Sequence[StarterIndicator]) -> tuple[DimensionRow, ...]:
    used = {code for row in chosen for code in row.dimensions}
    return tuple(
        DimensionRow(
            row.code,
            row.name,
            tuple(ItemRow(code, name, order) for order, (code, name) in enumerate(row.items, 1)),
        )
        for row in starter.dimensions
        if row.code in used
    )


def indicator_row(row: StarterIndicator, takers: Takers) -> IndicatorRow:
    """An indicator of the starter as a definition."""
    starter = read_starter()
    told = {figure.code for figure in starter.figures} | set(starter.computed)
    definition = Definition(
        name=row.name,
        unit=row.unit,
        unit_base=row.unit_base,
        decimals=row.decimals,
        direction=Direction(row.direction),
        frequency=Frequency(row.frequency),
        formula=row.formula,
        data_source=row.watched_by,
        source=row.source or (starter.figures_source if row.code in told else ""),
        is_verified=row.is_verified,
        subject=takers.nation or takers.owner if row.is_national else takers.province,
    )
    return IndicatorRow(row.code, definition, row.dimensions, takers.owner)


def target_row(row: StarterIndicator, target: StarterTarget, body: Organisation) -> TargetRow:
    """A target of the starter, its printed figures read."""
    high = target.high
    fields = TargetFields(
        comparator=Comparator(target.comparator),
        value=read_figure(target.value, unit=row.unit).value if target.value else None,
        high=read_figure(high, unit=row.unit).value if high else None,
        wording=target.wording,
        source=target.source,
        last_day=dt.date(target.by, 12, 31) if target.by else None,
        obligation=Obligation(target.obligation),
        is_verified=target.is_verified,
    )
    if not fields.wording:
        fields = replace(fields, wording=target_words(fields, row.unit))
    return TargetRow(row.code, row.unit, body, fields)


def rule_fields(rule: StarterRule, dimensions: Mapping[str, Dimension]) -> RuleFields:
    """A rule of the starter; bounds of shares are printed as percentages."""
    unit = _units()[rule.code]
    low, high = (
        read_figure(raw, unit=unit).value if raw else None for raw in (rule.low, rule.high)
    )
    return RuleFields(
        kind=CheckKind(rule.kind),
        severity=CheckSeverity(rule.severity),
        source=rule.source,
        low=low,
        high=high,
        formula=rule.formula,
        dimension=dimensions.get(rule.dimension),
    )


@cache
def _units() -> dict[str, str]:
    return {row.code: row.unit for row in read_starter().indicators}


def _is_askable(rule: StarterRule, wanted: Collection[str]) -> bool:
    """Whether all that a condition names is taken too."""
    if not rule.formula:
        return True
    named = find_references(parse_formula(rule.formula).root)
    return all(reference.code in wanted for reference in named)


def _rule_changes(rules: Sequence[StarterRule]) -> list[Change]:
    """A rule of the kind that was ever set is there, also where it was changed or ended since."""
    found = CheckRule.objects.filter(indicator__code__in={rule.code for rule in rules})
    held = set(found.values_list("indicator__code", "kind"))
    return [
        Change(
            Subject.RULE,
            rule.code,
            f"{CheckKind(rule.kind).label} · {CheckSeverity(rule.severity).label}",
            Standing.SAME if (rule.code, rule.kind) in held else Standing.NEW,
        )
        for rule in rules
    ]


def figure_cell(
    plan: StarterPlan,
    indicator: Indicator,
    frequency: str,
    figure: StarterFigure,
    body: Organisation,
) -> Cell:
    """A figure of the starter as it would be typed, with the names behind it."""
    names = (NamedThing(one.name, one.place, plan.bodies.get(one.body)) for one in figure.names)
    return Cell(
        indicator,
        body,
        _period(frequency, figure),
        figure.raw,
        breakdown_of(figure.parts),
        note=figure.note,
        as_of=figure.as_of,
        reason=read_starter().figures_source,
        names=tuple(names),
    )


def _period(frequency: str, figure: StarterFigure) -> Period:
    return period_around(Cadence(frequency), figure.as_of)


def _figure_changes(
    figures: Sequence[tuple[StarterFigure, Organisation]], present: Present
) -> list[Change]:
    """What becomes of figures; one that is there is never written over."""
    cells = {
        place: Cell(
            version.indicator,
            body,
            _period(version.frequency, figure),
            breakdown=breakdown_of(figure.parts),
        )
        for place, (figure, body) in enumerate(figures)
        if (version := present.versions.get(figure.code))
    }
    held = in_force(list(cells.values())) if cells else {}
    return [
        _figure_change(
            figure, body, held.get(cells[place].key) if place in cells else None, present
        )
        for place, (figure, body) in enumerate(figures)
    ]


def _figure_change(
    figure: StarterFigure, body: Organisation, held: Observation | None, present: Present
) -> Change:
    words = [body.name, f"{figure.as_of:%d/%m/%Y}", breakdown_of(figure.parts)]
    title = " · ".join([figure.raw, *(word for word in words if word)])
    if held is None:
        return Change(Subject.FIGURE, figure.code, title, Standing.NEW)
    version = present.versions[figure.code]
    try:
        reading = read_figure(figure.raw, unit=version.unit)
    except UnreadableFigure:
        return Change(Subject.FIGURE, figure.code, title, Standing.DIFFERS)
    if (reading.value, str(reading.qualifier)) == (held.value, held.qualifier):
        return Change(Subject.FIGURE, figure.code, title, Standing.SAME)
    unit = "%" if version.unit == PERCENT else ""
    change = FieldChange("", printed(held, version), figure.raw + unit)
    return Change(Subject.FIGURE, figure.code, title, Standing.DIFFERS, (change,))
