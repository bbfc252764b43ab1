"""What figures so far lead one to expect, and how far off that may be.

A straight line through the values by day, fitted by least squares, with the interval in which the
next values are to be expected. It asks little of the values: periods may be missing, and a few
points do, which is what programmes have. It supposes that things go on as they went. What cannot
be (a share above 100 %) is left out of the interval: where the line is held at a bound, the next
values are to be expected around the bound, so that the interval does not shrink to nothing.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice
from typing import Any

from tiendo.domain.periods import Cadence, periods_from

# The name of the method, as forecasts keep it.
STRAIGHT_LINE = "straight-line"
# How intervals are laid, so that forecasts are made anew where that changes.
INTERVAL = "likeliest-around-what-can-be"
_A_YEAR = 365.25
_PLACE = Decimal("0.000001")
# A figure is kept with so many digits before the point.
_LARGEST = Decimal(10) ** 21
_ZERO, _ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class Point:
    """A value known for a day."""

    day: dt.date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Expected:
    """The value expected on a day, and the interval around it."""

    day: dt.date
    value: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which values the indicator can lie at all. Missing: None is unbounded."""

    low: Decimal | None = None
    high: Decimal | None = None

    def hold(self, value: Decimal) -> Decimal:
        """The nearest value within."""
        if self.low is not None and value < self.low:
            return self.low
        return self.high if self.high is not None and value > self.high else value


def bounds_of(values: Sequence[Decimal], *, is_share: bool) -> Bounds:
    """The bounds that values seen so far keep to: a share those of 0 and 100 %, others zero.

    What was below zero (a balance, a growth) or above 100 % already may be so again.
    """
    low = None if min(values, default=_ZERO) < 0 else _ZERO
    high = _ONE if is_share and max(values, default=_ZERO) <= 1 else None
    return Bounds(low, high)


def expect(
    points: Sequence[Point], days: Sequence[dt.date], *, level: Decimal, bounds: Bounds
) -> tuple[Expected, ...]:
    """The values to expect on days, in their order, each with the interval of a level (0.8).

    Shape: at least three points on different days. Values are those of the line, held within
    ``bounds``; intervals hold that share of what can lie within them.
    Errors: ValueError for fewer points.
    """
    if len({point.day for point in points}) < 3:
        raise ValueError(f"{len(points)} points lead nowhere")
    # Large and slow to load: only who forecasts waits for them.
    import numpy
    from statsmodels.regression.linear_model import OLS

    first = min(point.day for point in points)
    known = numpy.array([_row(point.day, first) for point in points])
    asked = numpy.array([_row(day, first) for day in days])
    # Around zero and of size one, so that đồng and shares are fitted equally well.
    values = numpy.array([float(point.value) for point in points])
    middle = float(values.mean())
    scale = float(abs(values - middle).max()) or 1.0
    ahead = OLS((values - middle) / scale, known).fit().get_prediction(asked)
    means, errors = ahead.predicted_mean * scale + middle, ahead.se_obs * scale
    around = ahead.dist(*ahead.dist_args)
    return tuple(
        _expected(day, _Spread(bounds.hold(_decimal(mean)), error, around), level, bounds)
        for day, mean, error in zip(days, means, map(float, errors), strict=True)
    )


def _expected(day: dt.date, spread: _Spread, level: Decimal, bounds: Bounds) -> Expected:
    low, high = spread.likeliest(float(level), bounds)
    return Expected(day, spread.middle, bounds.hold(_decimal(low)), bounds.hold(_decimal(high)))


@dataclass(frozen=True, slots=True)
class _Spread:
    """How the next value lies around a middle: ``error`` times ``around``, a distribution."""

    middle: Decimal
    error: float
    around: Any

    def likeliest(self, level: float, bounds: Bounds) -> tuple[float, float]:
        """The likeliest values that hold a share of all that lie within bounds."""
        low = -math.inf if bounds.low is None else float(bounds.low)
        high = math.inf if bounds.high is None else float(bounds.high)
        middle = float(self.middle)
        if self.error == 0:
            return middle, middle
        below, up_to = self._share_below(low), self._share_below(high)
        wanted = level * (up_to - below)
        half = self._value_at((1 + wanted) / 2) - middle
        if middle + half > high:
            return max(low, self._value_at(max(up_to - wanted, below))), high
        if middle - half < low:
            return low, min(high, self._value_at(min(below + wanted, up_to)))
        return middle - half, middle + half

    def _share_below(self, value: float) -> float:
        return float(self.around.cdf((value - float(self.middle)) / self.error))

    def _value_at(self, share: float) -> float:
        return float(self.middle) + float(self.around.ppf(share)) * self.error


def _row(day: dt.date, first: dt.date) -> tuple[float, float]:
    return 1.0, (day - first).days / _A_YEAR


def _decimal(number: float) -> Decimal:
    kept = min(max(Decimal(repr(float(number))), -_LARGEST), _LARGEST)
    return kept.quantize(_PLACE, ROUND_HALF_UP)


def days_ahead(
    cadence: Cadence, *, after: dt.date, until: dt.date, most: int
) -> tuple[dt.date, ...]:
    """The last days of the coming periods after one day up to another: of ``most`` periods at the
    utmost, and then of as many whole years."""
    near = _ends(cadence, after, until, most)
    return near if len(near) < most else near + _ends(Cadence.YEARLY, near[-1], until, most)


def _ends(cadence: Cadence, after: dt.date, until: dt.date, most: int) -> tuple[dt.date, ...]:
    ends = (period.end for period in periods_from(cadence, after) if period.end > after)
    return tuple(day for day in islice(ends, most) if day <= until)
