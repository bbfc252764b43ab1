"""A target period by period: what was asked for, what was measured, what is expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tiendo.accounts.actor import Actor
from tiendo.domain.achievement import required_on
from tiendo.indicators.known_values import (
    Figure,
    entries_known,
    figure_known,
    figure_of,
    values_on,
)
from tiendo.indicators.models import Forecast, ForecastPoint, IndicatorVersion
from tiendo.indicators.prospects import forecast_of
from tiendo.indicators.recomputing import figures_apart
from tiendo.indicators.trajectories import Trajectory, aim_of, known_value, version_on, versions_of


@dataclass(frozen=True, slots=True)
class Step:
    """A day on the way of a target, mostly the last of a period.

    Missing: ``figure`` is None for what is to come or was never told, ``required`` where there is
    no path, ``expected`` before the forecast begins, ``baseline`` on other days than its own.
    """

    day: dt.date
    version: IndicatorVersion
    figure: Figure | None = None
    required: Decimal | None = None
    expected: ForecastPoint | None = None
    baseline: Decimal | None = None

    @property
    def gap(self) -> Decimal | None:
        """The value measured less the value required; None where one of them lacks."""
        value = known_value(self.figure)
        return None if value is None or self.required is None else value - self.required


@dataclass(frozen=True, slots=True)
class Path:
    """The way of a target with the forecast it goes on with. Missing: None where none was made."""

    steps: tuple[Step, ...]
    forecast: Forecast | None


def path_of(
    actor: Actor, row: Trajectory, day: dt.date, known_at: dt.datetime | None = None
) -> Path:
    """The days of a target in order, up to its last or that of its forecast within it.

    Cost: four queries.
    """
    target, aim = row.target, aim_of(row.target)
    series = (target.indicator_id, target.organisation_id)
    versions = versions_of({target.indicator_id}, known_at)[target.indicator_id]
    forecast, points = forecast_of(series, day, known_at)
    figures = {_day_of(each): each for each in figures_of(actor, row, day, known_at)}
    expected = {point.day: point for point in points if _is_within(point.day, row, figures)}
    turning = {each for each in (target.baseline_day, target.last_day) if each is not None}
    steps = (
        Step(
            each,
            version_on(versions, each),
            figures.get(each),
            required_on(aim, each) if aim is not None else None,
            expected.get(each),
            target.baseline if each == target.baseline_day else None,
        )
        for each in sorted({*figures, *expected, *turning})
    )
    return Path(tuple(steps), forecast)


def figures_of(
    actor: Actor, row: Trajectory, day: dt.date, known_at: dt.datetime | None = None
) -> Sequence[Figure]:
    """Every value of the whole known of a target's indicator and body, in order.

    Cost: one query, and that of ``figures_apart``.
    """
    indicator, body = row.target.indicator_id, row.target.organisation_id
    here = {"indicator": indicator, "organisation": body, "breakdown": ""}
    if known_at is None:
        values = values_on(actor, day).filter(**here).select_related("organisation", "observation")
        found = [figure_of(value) for value in values]
    else:
        rows = entries_known(actor, day, known_at).filter(**here).select_related("organisation")
        found = [figure_known(each, known_at) for each in rows]
    found += figures_apart(actor, day, known_at, indicators=[indicator], bodies=[body])
    return sorted(found, key=lambda each: (each.period.end, -each.period.start.toordinal()))


def _day_of(figure: Figure) -> dt.date:
    """The day a figure speaks of: of a period that runs its own."""
    end = figure.period.end
    return figure.as_of if figure.as_of is not None and figure.as_of < end else end


def _is_within(day: dt.date, row: Trajectory, figures: dict[dt.date, Figure]) -> bool:
    last = row.target.last_day
    return day not in figures and (last is None or day <= last)
