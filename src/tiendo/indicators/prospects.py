"""What is expected of targets, read from the forecasts that a job made."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from tiendo.domain import clock
from tiendo.domain.achievement import Aim, Verdict, is_reached
from tiendo.indicators.models import Forecast, ForecastPoint, ForecastState
from tiendo.indicators.trajectories import Series, Trajectory, aim_of


@dataclass(frozen=True, slots=True)
class Prospect:
    """What is expected of a target: the value on its last day with its interval, and on which day
    the line reaches it.

    Missing: ``expected`` is None where the forecast does not go so far or the target states no day;
    ``reached_on`` where it is reached already, or not ``until`` where the forecast goes.
    """

    forecast: Forecast
    expected: ForecastPoint | None = None
    reached_on: dt.date | None = None
    until: dt.date | None = None

    @property
    def is_made(self) -> bool:
        """Whether there was enough to go by."""
        return self.forecast.state == ForecastState.MADE


def prospects_of(
    rows: Sequence[Trajectory], day: dt.date, known_at: dt.datetime | None = None
) -> dict[int, Prospect]:
    """What is expected, by the id of the target; nothing where there is no forecast of the figures
    up to the day that was made by the moment. Cost: two queries."""
    forecasts = _forecasts({_series(row) for row in rows}, day, known_at)
    expected = _expected(forecasts.values())
    return {
        row.target.pk: _prospect(row, forecast, expected.get(forecast.pk, ()))
        for row in rows
        if (forecast := forecasts.get(_series(row))) is not None
    }


def forecast_of(
    series: Series, day: dt.date, known_at: dt.datetime | None = None
) -> tuple[Forecast | None, list[ForecastPoint]]:
    """The last forecast of an indicator of a body from the figures up to a day, made by a moment,
    with its points.

    Cost: two queries.
    """
    forecast = _forecasts({series}, day, known_at).get(series)
    return (forecast, _expected([forecast])[forecast.pk]) if forecast else (None, [])


def _series(row: Trajectory) -> Series:
    return row.target.indicator_id, row.target.organisation_id


def _forecasts(
    series: Collection[Series], day: dt.date, known_at: dt.datetime | None
) -> Mapping[Series, Forecast]:
    found = Forecast.objects.filter(
        indicator__in={indicator for indicator, _body in series},
        organisation__in={body for _indicator, body in series},
    )
    if known_at is not None:
        found = found.filter(made_at__lt=known_at)
    if day < clock.today():
        found = found.filter(Q(last_day__isnull=True) | Q(last_day__lte=day))
    last = found.order_by("indicator_id", "organisation_id", "-made_at", "-pk")
    chosen = last.distinct("indicator_id", "organisation_id")
    return {(row.indicator_id, row.organisation_id): row for row in chosen}


def _expected(forecasts: Iterable[Forecast]) -> defaultdict[int, list[ForecastPoint]]:
    made = [row.pk for row in forecasts if row.state == ForecastState.MADE]
    points: defaultdict[int, list[ForecastPoint]] = defaultdict(list)
    for point in ForecastPoint.objects.filter(forecast__in=made).order_by("forecast", "day"):
        points[point.forecast_id].append(point)
    return points


def _prospect(row: Trajectory, forecast: Forecast, points: Sequence[ForecastPoint]) -> Prospect:
    aim = aim_of(row.target)
    at_end = next((point for point in points if point.day == row.target.last_day), None)
    until = points[-1].day if points else None
    if aim is None or row.verdict is Verdict.ACHIEVED:
        return Prospect(forecast, at_end, None, until)
    return Prospect(forecast, at_end, _reached_on(points, aim), until)


def _reached_on(points: Sequence[ForecastPoint], aim: Aim) -> dt.date | None:
    """The first day on which the line through the points satisfies a target, or passes an exact
    one."""
    before: ForecastPoint | None = None
    for point in points:
        bound = aim.value
        if aim.high is not None and before is not None and before.value > aim.high:
            bound = aim.high
        if before is not None and (before.value - bound) * (point.value - bound) < 0:
            gone = (bound - before.value) / (point.value - before.value)
            return before.day + dt.timedelta(days=math.ceil(gone * (point.day - before.day).days))
        if is_reached(point.value, aim):
            return point.day
        before = point
    return None
