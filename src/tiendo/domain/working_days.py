"""Working days: the weekday rule, and the listed days that are not what their weekday says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tiendo.domain.periods import ONE_DAY

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Which days are worked. ``calendar``: listed days, True where worked, False where not.

    Missing: a day that is not listed is worked from Monday to Friday. A year without any listed
    day off is not laid down: what is counted in it knows Saturdays and Sundays only.
    Source: Bộ luật Lao động 45/2019/QH14, Điều 111–112 (days of rest, holidays); swapped days by
    the yearly notice of the Government.
    """

    calendar: Mapping[dt.date, bool] = field(default_factory=dict)

    def is_working(self, day: dt.date) -> bool:
        """Whether a day is worked."""
        return self.calendar.get(day, day.weekday() < SATURDAY)

    def next_working(self, day: dt.date) -> dt.date:
        """The day itself where it is worked, else the first worked one after it."""
        while not self.is_working(day):
            day += ONE_DAY
        return day

    def previous_working(self, day: dt.date) -> dt.date:
        """The day itself where it is worked, else the last worked one before it."""
        while not self.is_working(day):
            day -= ONE_DAY
        return day

    def add_working_days(self, day: dt.date, number: int) -> dt.date:
        """The number-th worked day after a day, which itself is not counted; 0 is the day.

        Errors: ValueError for a negative number.
        """
        if number < 0:
            raise ValueError(f"working days are counted forward: {number}")
        for _step in range(number):
            day = self.next_working(day + ONE_DAY)
        return day

    def between(self, start: dt.date, end: dt.date) -> int:
        """How many worked days lie after ``start`` up to ``end``, this one included.

        Missing: 0 where the end does not lie after the start.
        """
        days = max(0, (end - start).days)
        return sum(self.is_working(start + step * ONE_DAY) for step in range(1, days + 1))

    def is_laid_down(self, year: int) -> bool:
        """Whether a day off of that year is listed."""
        return any(day.year == year and not worked for day, worked in self.calendar.items())

    def years_missing(self, days: Iterable[dt.date]) -> tuple[int, ...]:
        """The years of some days that are not laid down, in order."""
        years = sorted({day.year for day in days})
        return tuple(year for year in years if not self.is_laid_down(year))
