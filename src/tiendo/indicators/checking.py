"""A figure held against the rules of its indicator, with the arithmetic told."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tiendo.domain.periods import ONE_DAY, Cadence, Period, period_around
from tiendo.indicators.definitions import Definitions, holds_on
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.figures import print_value
from tiendo.indicators.models import (
    CheckKind,
    CheckRule,
    CheckSeverity,
    IndicatorValue,
    IndicatorVersion,
    Observation,
)
from vanban.quantities import Missing, format_percent

Place = tuple[int, int, dt.date, str]


@dataclass(frozen=True, slots=True)
class Checker:
    """The rules of some indicators, and the values before those to be looked at."""

    rules: dict[int, list[CheckRule]]
    before: dict[Place, Decimal]
    definitions: Definitions

    @classmethod
    def of(cls, rows: Sequence[Observation]) -> Checker:
        """What is needed to look at rows. Cost: six queries at the most, one without rules."""
        indicators = {row.indicator_id for row in rows}
        rules: defaultdict[int, list[CheckRule]] = defaultdict(list)
        for rule in CheckRule.objects.filter(indicator__in=indicators):
            rules[rule.indicator_id].append(rule)
        definitions = Definitions.of(list(rules))
        return cls(dict(rules), _values_before(rows, rules, definitions), definitions)

    def look_at(self, row: Observation) -> tuple[list[IndicatorError], list[IndicatorError]]:
        """What blocks a row, and what it is only warned of."""
        blocking: list[IndicatorError] = []
        warning: list[IndicatorError] = []
        for rule in self.rules.get(row.indicator_id, ()):
            error = self._fails(rule, row)
            if error is not None:
                (blocking if rule.severity == CheckSeverity.BLOCK else warning).append(error)
        return blocking, warning

    def _fails(self, rule: CheckRule, row: Observation) -> IndicatorError | None:
        if row.value is None or not holds_on(rule.validity, row.period_end):
            return None
        version = self.definitions.on(row.indicator, Period(row.period_start, row.period_end))
        if rule.kind == CheckKind.RANGE:
            return _out_of_range(rule, row.value, version)
        if rule.kind == CheckKind.JUMP:
            return _jumps(rule, row.value, self.before.get(_place_before(row, version)), version)
        return None


def _out_of_range(
    rule: CheckRule, value: Decimal, version: IndicatorVersion
) -> IndicatorError | None:
    is_low = rule.low is not None and value < rule.low
    is_high = rule.high is not None and value > rule.high
    if not is_low and not is_high:
        return None
    low, high = (
        Missing.UNDEFINED.words if bound is None else print_value(bound, version)
        for bound in (rule.low, rule.high)
    )
    return IndicatorError("out_of_range", value=print_value(value, version), low=low, high=high)


def _jumps(
    rule: CheckRule, value: Decimal, before: Decimal | None, version: IndicatorVersion
) -> IndicatorError | None:
    """A change beyond the bounds; from nothing, no ratio is known, which is no failure."""
    if before is None or before == 0:
        return None
    change = (value - before) / abs(before)
    is_low = rule.low is not None and change < -rule.low
    is_high = rule.high is not None and change > rule.high
    if not is_low and not is_high:
        return None
    bound = rule.low if is_low else rule.high
    return IndicatorError(
        "jumps",
        value=print_value(value, version),
        before=print_value(before, version),
        change=format_percent(change),
        bound=format_percent(bound or Decimal(0)),
    )


def _place_before(row: Observation, version: IndicatorVersion) -> Place:
    earlier = period_around(Cadence(version.frequency), row.period_start - ONE_DAY)
    return row.indicator_id, row.organisation_id, earlier.start, row.breakdown


def _values_before(
    rows: Sequence[Observation], rules: dict[int, list[CheckRule]], definitions: Definitions
) -> dict[Place, Decimal]:
    """The values of the periods before, of indicators that are watched for jumps."""
    watched = {pk for pk, found in rules.items() if any(r.kind == CheckKind.JUMP for r in found)}
    looked = [row for row in rows if row.indicator_id in watched]
    if not looked:
        return {}
    places = {
        _place_before(row, definitions.on(row.indicator, Period(row.period_start, row.period_end)))
        for row in looked
    }
    found = IndicatorValue.objects.filter(
        indicator__in=watched,
        organisation__in={row.organisation_id for row in looked},
        period_start__in={place[2] for place in places},
        value__isnull=False,
    ).values_list("indicator", "organisation", "period_start", "breakdown", "value")
    return {
        (indicator, body, start, breakdown): value
        for indicator, body, start, breakdown, value in found
        if value is not None
    }
