"""Figures unlike their own series, or unlike those of other bodies in the period."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.domain.outliers import Outlook, Scale, look_at
from tiendo.domain.parameters import parameter_on
from tiendo.domain.periods import ONE_DAY, Period
from tiendo.indicators.checking.places import Figure
from tiendo.indicators.definitions import Definitions
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.figures import print_value
from tiendo.indicators.formula_book import unit_of
from tiendo.indicators.models import IndicatorValue, IndicatorVersion
from tiendo.indicators.permissions import settled_values, visible_values

# An indicator, a body and a breakdown; an indicator, the first day of a period and a breakdown.
_Series = tuple[int, int, str]
_Peers = tuple[int, dt.date, str]
_LONGEST_PERIOD_DAYS = 366
# From so many bodies on.
_MANY = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """From when on a figure is outlying: as parameters had it on a day."""

    threshold: Decimal
    least: int
    periods: int
    most: int

    @classmethod
    def on(cls, day: dt.date) -> Bar:
        """The bar of a day."""
        return cls(
            Decimal(parameter_on("outlier_threshold_tenths", day)) / 10,
            parameter_on("outlier_least_others", day),
            parameter_on("outlier_series_periods", day),
            parameter_on("outlier_most_cells", day),
        )

    def look_at(self, value: Decimal, others: Sequence[Decimal]) -> Outlook:
        """A value beside others."""
        return look_at(value, others, threshold=self.threshold, least=self.least)


@dataclass(frozen=True, slots=True)
class Outlying:
    """What figures are compared with: earlier values of the same body, and those of other bodies
    in the same period, both as far as they rest on confirmed figures: a mistake that nobody
    answered for yet is no measure, and what others have not confirmed is not told by a median.
    Bodies are compared by shares and rates only, whose size does not follow theirs."""

    bar: Bar
    definitions: Definitions
    series: Mapping[_Series, Sequence[tuple[dt.date, Decimal]]]
    peers: Mapping[_Peers, Sequence[tuple[int, Decimal]]]
    scales: dict[_Peers, Scale] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Sequence[Figure], definitions: Definitions | None = None) -> Outlying:
        """Cost: two queries, and four for definitions that are not given; none for more figures
        than are looked at while they are saved."""
        bar = Bar.on(clock.today())
        rows = [row for row in rows if row.value is not None]
        if not rows or len(rows) > bar.most:
            return cls.nothing()
        indicators = {row.indicator_id for row in rows}
        if definitions is None or indicators - definitions.versions.keys():
            definitions = Definitions.of(indicators)
        rates = {pk for pk in indicators if _is_rate(definitions.versions[pk][-1])}
        peers = _peers([row for row in rows if row.indicator_id in rates])
        return cls(bar, definitions, _series(rows, bar), peers)

    @classmethod
    def nothing(cls) -> Outlying:
        """Nothing to compare with."""
        return cls(Bar.on(clock.today()), Definitions({}), {}, {})

    def look_at(self, row: Figure) -> list[IndicatorError]:
        """What is odd about a figure, with what it was compared with."""
        if row.value is None:
            return []
        found = (
            (code, outlook)
            for code, outlook in self.outlooks(row).items()
            if outlook.is_outlying and outlook.center is not None
        )
        if row.indicator_id not in self.definitions.versions:
            return []
        version = self.definitions.on(row.indicator, Period(row.period_start, row.period_end))
        return [
            IndicatorError(
                code,
                value=print_value(row.value, version),
                count=outlook.count,
                center=print_value(outlook.center or Decimal(0), version),
            )
            for code, outlook in found
        ]

    def outlooks(self, row: Figure) -> dict[str, Outlook]:
        """A figure beside its series and beside its peers, by the code of what would be said."""
        if row.value is None:
            return {}
        own = self.series.get((row.indicator_id, row.organisation_id, row.breakdown), ())
        earlier = [value for start, value in own if start < row.period_start]
        return {
            "outlying_series": self.bar.look_at(row.value, earlier[-self.bar.periods :]),
            "outlying_peers": self._among_peers(row, row.value),
        }

    def _among_peers(self, row: Figure, value: Decimal) -> Outlook:
        """Of many bodies one does not move the scale: they share it, own figures and all."""
        key = (row.indicator_id, row.period_start, row.breakdown)
        same = self.peers.get(key, ())
        if len(same) <= _MANY:
            others = [each for body, each in same if body != row.organisation_id]
            return self.bar.look_at(value, others)
        if key not in self.scales:
            self.scales[key] = Scale.of([each for _body, each in same], self.bar.least)
        return self.scales[key].look_at(value, self.bar.threshold)


def _is_rate(version: IndicatorVersion) -> bool:
    return unit_of(version).is_pure


def _series(rows: Sequence[Figure], bar: Bar) -> dict[_Series, list[tuple[dt.date, Decimal]]]:
    first = min(row.period_start for row in rows)
    found = (
        settled_values()
        .filter(
            indicator__in={row.indicator_id for row in rows},
            organisation__in={row.organisation_id for row in rows},
            breakdown__in={row.breakdown for row in rows},
            period_start__lt=max(row.period_start for row in rows),
            period_start__gte=first - bar.periods * _LONGEST_PERIOD_DAYS * ONE_DAY,
            value__isnull=False,
        )
        .values_list("indicator", "organisation", "breakdown", "period_start", "value")
    )
    series: defaultdict[_Series, list[tuple[dt.date, Decimal]]] = defaultdict(list)
    for indicator, body, breakdown, start, value in found.order_by("period_start"):
        if value is not None:
            series[indicator, body, breakdown].append((start, value))
    return dict(series)


def _peers(rows: Sequence[Figure]) -> dict[_Peers, list[tuple[int, Decimal]]]:
    if not rows:
        return {}
    found = (
        settled_values()
        .filter(
            indicator__in={row.indicator_id for row in rows},
            period_start__in={row.period_start for row in rows},
            breakdown__in={row.breakdown for row in rows},
            value__isnull=False,
        )
        .values_list("indicator", "period_start", "breakdown", "organisation", "value")
    )
    peers: defaultdict[_Peers, list[tuple[int, Decimal]]] = defaultdict(list)
    for indicator, start, breakdown, body, value in found:
        if value is not None:
            peers[indicator, start, breakdown].append((body, value))
    return dict(peers)


@dataclass(frozen=True, slots=True)
class Outlier:
    """A value that a person should look at, and why."""

    value: IndicatorValue
    version: IndicatorVersion
    words: tuple[str, ...]


def find_outlying(
    actor: Actor, indicators: Iterable[int], *, since: dt.date | None = None
) -> list[Outlier]:
    """The values of indicators, of periods from a day on, that lie far from their series or their
    peers; of those whom the actor may see. Cost: seven queries."""
    wanted = list(indicators)
    rows = visible_values(actor).filter(indicator__in=wanted, value__isnull=False)
    if since is not None:
        rows = rows.filter(period_end__gte=since)
    found = list(rows.select_related("indicator", "organisation").order_by("-period_start", "pk"))
    bar = Bar.on(clock.today())
    definitions = Definitions.of(wanted)
    outlying = Outlying(bar, definitions, *_all_around(found, bar, definitions))
    made = []
    for value in found:
        if words := tuple(str(error) for error in outlying.look_at(value)):
            period = Period(value.period_start, value.period_end)
            made.append(Outlier(value, definitions.on(value.indicator, period), words))
    return made


def _all_around(
    rows: Sequence[IndicatorValue], bar: Bar, definitions: Definitions
) -> tuple[dict[_Series, list[tuple[dt.date, Decimal]]], dict[_Peers, list[tuple[int, Decimal]]]]:
    if not rows:
        return {}, {}
    rates = {pk for pk, versions in definitions.versions.items() if _is_rate(versions[-1])}
    return _series(rows, bar), _peers([row for row in rows if row.indicator_id in rates])
