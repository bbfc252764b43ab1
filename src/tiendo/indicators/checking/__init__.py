"""A figure held against the rules of its indicator, with the arithmetic told."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from tiendo.domain.periods import Period
from tiendo.indicators.checking.bounds import jumps, out_of_range, start_before
from tiendo.indicators.checking.conditions import Condition, codes_of, conditions_of
from tiendo.indicators.checking.parts import parts_differ
from tiendo.indicators.checking.places import Figure, Surroundings
from tiendo.indicators.definitions import Definitions, holds_on
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.models import (
    CheckKind,
    CheckRule,
    CheckSeverity,
    Indicator,
    IndicatorValue,
    IndicatorVersion,
)
from tiendo.indicators.outlying import Outlying

Place = tuple[int, int, dt.date, str]
_ENDLESS = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Checker:
    """The rules of some indicators, and the values that they compare with."""

    rules: Mapping[int, Sequence[CheckRule]]
    conditions: Sequence[Condition]
    before: Mapping[Place, Decimal]
    around: Surroundings
    definitions: Definitions
    outlying: Outlying

    @classmethod
    def of(
        cls,
        rows: Sequence[Figure],
        definitions: Definitions | None = None,
        *,
        rules: Sequence[CheckRule] | None = None,
        with_outliers: bool = True,
    ) -> Checker:
        """What is needed to look at rows, by the rules of their indicators or by some rules alone.

        Cost: constant: two queries without rules, and at the most twelve.
        """
        indicators = {row.indicator_id for row in rows}
        own, across = _rules_of(rows, indicators) if rules is None else _parted(rules)
        named = _named(across)
        known = {*indicators, *(indicator.pk for indicator in named.values())}
        if definitions is None or known - definitions.versions.keys():
            definitions = Definitions.of(known) if own or across else Definitions({})
        latest = {
            code: definitions.versions[indicator.pk][-1]
            for code, indicator in named.items()
            if indicator.pk in definitions.versions
        }
        conditions = conditions_of(across, latest)
        wanted = {rule.indicator_id for each in own.values() for rule in each if _is_parts(rule)}
        wanted |= {name[0] for condition in conditions for name in condition.names}
        return cls(
            own,
            conditions,
            _values_before(rows, own, definitions),
            Surroundings.of(rows, wanted),
            definitions,
            Outlying.of(rows, definitions)
            if rules is None and with_outliers
            else Outlying.nothing(),
        )

    def look_at(self, row: Figure) -> tuple[list[IndicatorError], list[IndicatorError]]:
        """What blocks a row, and what it is only warned of."""
        blocking: list[IndicatorError] = []
        warning: list[IndicatorError] = []
        for rule, error in self.failing(row):
            (blocking if rule.severity == CheckSeverity.BLOCK else warning).append(error)
        if not blocking:
            warning += self.outlying.look_at(row)
        return blocking, warning

    def failing(self, row: Figure) -> list[tuple[CheckRule, IndicatorError]]:
        """The rules that a row fails, with what is wrong."""
        if row.value is None:
            return []
        found = []
        for rule in self.rules.get(row.indicator_id, ()):
            if holds_on(rule.validity, row.period_end) and (error := self._fails(rule, row)):
                found.append((rule, error))
        for condition in self.conditions:
            if holds_on(condition.rule.validity, row.period_end) and (
                error := condition.fails(row, self.around)
            ):
                found.append((condition.rule, error))
        return found

    def _fails(self, rule: CheckRule, row: Figure) -> IndicatorError | None:
        if row.value is None:
            return None
        version = self.definitions.on(row.indicator, Period(row.period_start, row.period_end))
        if rule.kind == CheckKind.RANGE:
            return out_of_range(rule, row.value, version)
        if rule.kind == CheckKind.JUMP:
            return jumps(rule, row.value, self.before.get(_place_before(row, version)), version)
        return parts_differ(rule, row, version, self.around)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Values of which no rule says anything."""

    low: Decimal
    high: Decimal

    def hold(self, value: Decimal) -> bool:
        """Whether a value lies within."""
        return self.low <= value <= self.high


def plain_bounds(indicators: Collection[Indicator]) -> dict[int, Bounds]:
    """The bounds of indicators whose rules look at one value alone; others have none.

    Cost: three queries.
    """
    codes = {indicator.code: indicator.pk for indicator in indicators}
    own, across = _rules_among(codes, set(codes.values()))
    watched = {codes[code] for rule in across for code in codes_of(rule) if code in codes}
    found = {}
    for pk in set(codes.values()) - watched:
        rules = own.get(pk, ())
        if all(rule.kind == CheckKind.RANGE for rule in rules):
            lows = [rule.low for rule in rules if rule.low is not None]
            highs = [rule.high for rule in rules if rule.high is not None]
            found[pk] = Bounds(max(lows, default=-_ENDLESS), min(highs, default=_ENDLESS))
    return found


def _rules_of(
    rows: Sequence[Figure], indicators: Collection[int]
) -> tuple[dict[int, list[CheckRule]], list[CheckRule]]:
    """The rules of the indicators, and the conditions that name one of them."""
    if not rows:
        return {}, []
    return _rules_among({row.indicator.code for row in rows}, indicators)


def _rules_among(
    codes: Collection[str], indicators: Collection[int]
) -> tuple[dict[int, list[CheckRule]], list[CheckRule]]:
    found = CheckRule.objects.filter(
        Q(indicator__in=indicators) | Q(kind=CheckKind.CONSISTENCY)
    ).select_related("dimension", "indicator")
    own, across = _parted(found.prefetch_related("dimension__items"))
    return own, [rule for rule in across if not codes_of(rule).isdisjoint(codes)]


def _parted(
    rules: Iterable[CheckRule],
) -> tuple[dict[int, list[CheckRule]], list[CheckRule]]:
    own: defaultdict[int, list[CheckRule]] = defaultdict(list)
    across = []
    for rule in rules:
        if rule.kind == CheckKind.CONSISTENCY:
            across.append(rule)
        else:
            own[rule.indicator_id].append(rule)
    return dict(own), across


def _named(rules: Sequence[CheckRule]) -> dict[str, Indicator]:
    codes = {code for rule in rules for code in codes_of(rule)}
    if not codes:
        return {}
    return Indicator.objects.in_bulk(list(codes), field_name="code")


def _is_parts(rule: CheckRule) -> bool:
    return rule.kind == CheckKind.PARTS


def _place_before(row: Figure, version: IndicatorVersion) -> Place:
    start = start_before(row.period_start, version)
    return row.indicator_id, row.organisation_id, start, row.breakdown


def _values_before(
    rows: Sequence[Figure], rules: Mapping[int, Sequence[CheckRule]], definitions: Definitions
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
