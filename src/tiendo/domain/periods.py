"""Stretches of days: one value instead of two loose dates, and the calendar's own periods."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from ``start`` to ``end``, both included.

    Errors: ValueError where the end lies before the start.
    """

    start: dt.date
    end: dt.date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a period ends before it starts: {self.start} > {self.end}")

    def __contains__(self, day: dt.date) -> bool:
        return self.start <= day <= self.end

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.end - self.start).days + 1


class Cadence(StrEnum):
    """How often the calendar's periods follow each other."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALFYEARLY = "halfyearly"
    YEARLY = "yearly"


_MONTHS = {
    Cadence.MONTHLY: 1,
    Cadence.QUARTERLY: 3,
    Cadence.HALFYEARLY: 6,
    Cadence.YEARLY: 12,
}


def day_in_month(year: int, month: int, day: int) -> dt.date:
    """The day of a month, or the last one of a shorter month (31 in June is 30 June)."""
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def period_around(cadence: Cadence, day: dt.date) -> Period:
    """The calendar's period of a cadence in which a day lies; weeks begin on Monday."""
    if cadence is Cadence.DAILY:
        return Period(day, day)
    if cadence is Cadence.WEEKLY:
        monday = day - dt.timedelta(days=day.weekday())
        return Period(monday, monday + dt.timedelta(days=6))
    length = _MONTHS[cadence]
    first = (day.month - 1) // length * length + 1
    return Period(dt.date(day.year, first, 1), day_in_month(day.year, first + length - 1, 31))


def shifted(period: Period, count: int) -> Period:
    """The period so many of its own lengths later, or earlier: half a year follows half a year.

    One of whole months (15/10 to 14/11) keeps its days of the month, any other its number of days.
    """
    after = period.end + ONE_DAY
    months = (after.year - period.start.year) * 12 + after.month - period.start.month
    if months < 1 or _months_later(period.start, months) != after:
        by = dt.timedelta(days=period.days * count)
        return Period(period.start + by, period.end + by)
    start = _months_later(period.start, months * count)
    return Period(start, _months_later(after, months * count) - ONE_DAY)


def _months_later(day: dt.date, count: int) -> dt.date:
    years, month = divmod(day.month - 1 + count, 12)
    return day_in_month(day.year + years, month + 1, day.day)


def periods_from(cadence: Cadence, day: dt.date) -> Iterator[Period]:
    """The periods of a cadence without end, beginning with the one in which a day lies."""
    while True:
        period = period_around(cadence, day)
        yield period
        day = period.end + ONE_DAY


def period_label(cadence: Cadence, period: Period) -> str:
    """The code of a period, stable and sortable: 2025, 2025-H1, 2025-Q3, 2025-07, 2025-W30, day."""
    start = period.start
    if cadence is Cadence.YEARLY:
        return f"{start.year}"
    if cadence is Cadence.HALFYEARLY:
        return f"{start.year}-H{(start.month + 5) // 6}"
    if cadence is Cadence.QUARTERLY:
        return f"{start.year}-Q{(start.month + 2) // 3}"
    if cadence is Cadence.MONTHLY:
        return f"{start.year}-{start.month:02d}"
    if cadence is Cadence.WEEKLY:
        week = start.isocalendar()
        return f"{week.year}-W{week.week:02d}"
    return start.isoformat()
