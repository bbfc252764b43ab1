"""Forecasts are made by a job, of what is confirmed, and kept; pages never fit a line."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from tiendo.domain import clock
from tiendo.domain.forecasting import INTERVAL, STRAIGHT_LINE, Point, bounds_of, days_ahead, expect
from tiendo.domain.parameters import parameter_on
from tiendo.domain.periods import Cadence
from tiendo.domain.readings import PERCENT
from tiendo.indicators.aims import targets_on
from tiendo.indicators.models import (
    Forecast,
    ForecastPoint,
    ForecastState,
    IndicatorVersion,
    ValueState,
)
from tiendo.indicators.permissions import settled_values
from tiendo.indicators.trajectories import Series, version_on, versions_of

# So many indicators are looked at at once.
_CHUNK = 100


@dataclass(frozen=True, slots=True)
class Rules:
    """How forecasts are made on a day."""

    least: int
    most: int
    most_ahead: int
    years_beyond: int
    level: Decimal

    @classmethod
    def on(cls, day: dt.date) -> Rules:
        """Those in force on a day."""
        return cls(
            parameter_on("forecast_least_points", day),
            parameter_on("forecast_most_points", day),
            parameter_on("forecast_most_days_ahead", day),
            parameter_on("forecast_years_beyond", day),
            Decimal(parameter_on("forecast_interval_percent", day)) / 100,
        )


@dataclass(frozen=True, slots=True)
class _Basis:
    """What a forecast is made of. Missing: ``days`` is empty where nothing is to be foreseen."""

    series: Series
    points: tuple[Point, ...]
    days: tuple[dt.date, ...]
    is_share: bool

    def digest(self, rules: Rules) -> str:
        """What tells this basis from another one."""
        facts = [
            [[point.day.isoformat(), str(point.value.normalize())] for point in self.points],
            [day.isoformat() for day in self.days],
            [STRAIGHT_LINE, INTERVAL, rules.least, str(rules.level), self.is_share],
        ]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def make_forecasts() -> int:
    """Forecast every indicator of a body with a target in force whose confirmed values, targets or
    rules are not those of its last forecast; the number of forecasts made.

    Cost: four queries for each hundred indicators, and one for each thousand rows.
    """
    today = clock.today()
    rules, wanted = Rules.on(today), _wanted(today)
    indicators = sorted({indicator for indicator, _body in wanted})
    made = 0
    for start in range(0, len(indicators), _CHUNK):
        some = set(indicators[start : start + _CHUNK])
        chosen = {series: days for series, days in wanted.items() if series[0] in some}
        made += _make(chosen, rules, today)
    return made


def _wanted(today: dt.date) -> dict[Series, list[dt.date]]:
    """What has a target in numbers, with the last days of its targets."""
    wanted: defaultdict[Series, list[dt.date]] = defaultdict(list)
    found = targets_on(today).filter(value__isnull=False)
    for indicator, body, day in found.values_list("indicator", "organisation", "last_day"):
        wanted[indicator, body] += [day] if day is not None else []
    return dict(wanted)


@transaction.atomic
def _make(wanted: Mapping[Series, Sequence[dt.date]], rules: Rules, today: dt.date) -> int:
    known = _digests(wanted)
    new = []
    for basis in _bases(wanted, rules, today):
        digest = basis.digest(rules)
        if known.get(basis.series, "") != digest and (basis.points or basis.series in known):
            new.append((_forecast(basis, digest, rules), basis))
    Forecast.objects.bulk_create([forecast for forecast, _basis in new], batch_size=1000)
    points = [
        point
        for forecast, basis in new
        if forecast.state == ForecastState.MADE
        for point in _points(forecast, basis, rules)
    ]
    ForecastPoint.objects.bulk_create(points, batch_size=1000)
    return len(new)


def _digests(wanted: Mapping[Series, object]) -> dict[Series, str]:
    """The digests of the last forecasts."""
    rows = (
        Forecast.objects.filter(
            indicator__in={indicator for indicator, _body in wanted},
            organisation__in={body for _indicator, body in wanted},
        )
        .order_by("indicator_id", "organisation_id", "-made_at", "-pk")
        .distinct("indicator_id", "organisation_id")
    )
    found = rows.values_list("indicator", "organisation", "digest")
    return {(indicator, body): digest for indicator, body, digest in found}


def _bases(
    wanted: Mapping[Series, Sequence[dt.date]], rules: Rules, today: dt.date
) -> Iterator[_Basis]:
    versions = versions_of({indicator for indicator, _body in wanted})
    known = _known(wanted, versions, today)
    for series, last_days in wanted.items():
        if series[0] not in versions:
            continue
        version = version_on(versions[series[0]], today)
        points = tuple(known.get(series, ())[-rules.most :])
        after = points[-1].day if points else today
        days = _days(version, after, last_days, rules)
        yield _Basis(series, points, days, version.unit == PERCENT)


def _known(
    wanted: Mapping[Series, object], versions: Mapping[int, Sequence[IndicatorVersion]], on: dt.date
) -> Mapping[Series, list[Point]]:
    """The confirmed values of periods that are over, in the unit of today, in order of days."""
    rows = settled_values().filter(
        breakdown="",
        state=ValueState.VALUE,
        period_end__lt=on,
        indicator__in={indicator for indicator, _body in wanted},
        organisation__in={body for _indicator, body in wanted},
    )
    found: defaultdict[Series, list[Point]] = defaultdict(list)
    fields = ("indicator", "organisation", "period_end", "value")
    for indicator, body, day, value in rows.order_by("period_end").values_list(*fields):
        if value is not None and (indicator, body) in wanted:
            own, now = (version_on(versions[indicator], each) for each in (day, on))
            if own.unit == now.unit:
                found[indicator, body].append(Point(day, value))
    return found


def _days(
    version: IndicatorVersion, after: dt.date, last_days: Sequence[dt.date], rules: Rules
) -> tuple[dt.date, ...]:
    """The days to be foreseen: the ends of coming periods, and those of the targets."""
    until = max(last_days, default=after)
    until = until.replace(year=until.year + rules.years_beyond, day=min(until.day, 28))
    ahead = days_ahead(Cadence(version.frequency), after=after, until=until, most=rules.most_ahead)
    return tuple(sorted({*ahead, *(day for day in last_days if day > after)}))


def _forecast(basis: _Basis, digest: str, rules: Rules) -> Forecast:
    points = basis.points
    is_enough = len(points) >= rules.least
    return Forecast(
        indicator_id=basis.series[0],
        organisation_id=basis.series[1],
        state=ForecastState.MADE if is_enough else ForecastState.TOO_FEW,
        method=STRAIGHT_LINE,
        points=len(points),
        least=rules.least,
        first_day=points[0].day if points else None,
        last_day=points[-1].day if points else None,
        level=rules.level,
        digest=digest,
        made_at=clock.now(),
    )


def _points(forecast: Forecast, basis: _Basis, rules: Rules) -> Iterator[ForecastPoint]:
    bounds = bounds_of([point.value for point in basis.points], is_share=basis.is_share)
    for each in expect(basis.points, basis.days, level=rules.level, bounds=bounds):
        yield ForecastPoint(
            forecast=forecast, day=each.day, value=each.value, low=each.low, high=each.high
        )
