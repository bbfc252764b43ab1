"""What figures so far lead one to expect, and how far off that may be.

A straight line through the values by day, fitted by least squares, with the interval in which the
next values are to be expected. It asks little of the values: periods may be missing, and a few
points do, which is what programmes have. It supposes that things go on as they went.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice

from tiendo.domain.periods import Cadence, periods_from

# The name of the method, as forecasts keep it.
STRAIGHT_LINE = "straight-line"
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

    Shape: at least three points on different days. Values and intervals are cut off at ``bounds``.
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
    fitted = OLS((values - middle) / scale, known).fit().get_prediction(asked)
    spans = fitted.conf_int(obs=True, alpha=float(1 - level)) * scale + middle
    means = fitted.predicted_mean * scale + middle
    return tuple(
        Expected(day, *(bounds.hold(_decimal(each)) for each in (mean, low, high)))
        for day, mean, (low, high) in zip(days, means, spans, strict=True)
    )


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
