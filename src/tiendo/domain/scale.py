"""A stretch of days laid over the width of a drawing, with the days at which it is ruled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

_DAY = dt.timedelta(days=1)
# Up to how many days a drawing is ruled by weeks, months, quarters; beyond, by years.
_WEEKS, _MONTHS, _QUARTERS = 45, 420, 1300
# A plan of half a century is a slip of the pen: the whole reaches no farther from the day in view.
_FARTHEST = dt.timedelta(days=10 * 366)
_ROMAN = ("I", "II", "III", "IV")


class Zoom(StrEnum):
    """How much of a plan is in view."""

    WHOLE = ""
    YEAR = "nam"
    QUARTER = "quy"
    MONTH = "thang"


@dataclass(frozen=True, slots=True)
class Scale:
    """The days from ``start`` up to ``end``, which is the first one beyond."""

    start: dt.date
    end: dt.date

    @property
    def days(self) -> int:
        """How many days there are."""
        return (self.end - self.start).days

    def at(self, day: dt.date) -> float:
        """Where a day begins, in hundredths of the width; below 0 and above 100 outside."""
        return round((day - self.start).days * 100 / self.days, 2)

    def rules(self) -> Iterator[tuple[dt.date, str]]:
        """The days at which the drawing is ruled, each with its words; the first is its start."""
        if self.days <= _WEEKS:
            day = self.start
            while day < self.end:
                yield day, f"{day:%d/%m}"
                day += 7 * _DAY
            return
        step = 1 if self.days <= _MONTHS else 3 if self.days <= _QUARTERS else 12
        day = _first_of(self.start, step)
        while day < self.end:
            yield max(day, self.start), _words(day, step)
            day = _months_on(day, step)


def scale_of(days: Iterable[dt.date], around: dt.date) -> Scale:
    """The whole months that hold all days, and the day in view."""
    held = [day for day in days if abs(day - around) < _FARTHEST]
    first, last = min([*held, around]), max([*held, around])
    return Scale(_first_of(first, 1), _months_on(_first_of(last, 1), 1))


def scale_around(zoom: Zoom, day: dt.date) -> Scale:
    """The year, quarter or month of a day."""
    step = _STEPS[zoom]
    start = _first_of(day, step)
    return Scale(start, _months_on(start, step))


def neighbours(zoom: Zoom, day: dt.date) -> tuple[dt.date, dt.date]:
    """The first days of the stretches before and after that of a day."""
    start = _first_of(day, _STEPS[zoom])
    return _first_of(start - _DAY, _STEPS[zoom]), _months_on(start, _STEPS[zoom])


_STEPS = {Zoom.YEAR: 12, Zoom.QUARTER: 3, Zoom.MONTH: 1}


def _first_of(day: dt.date, step: int) -> dt.date:
    return day.replace(month=(day.month - 1) // step * step + 1, day=1)


def _months_on(first: dt.date, step: int) -> dt.date:
    months = first.year * 12 + first.month - 1 + step
    return dt.date(months // 12, months % 12 + 1, 1)


def _words(day: dt.date, step: int) -> str:
    if step == 12:
        return f"{day.year}"
    if step == 3:
        return f"{_ROMAN[(day.month - 1) // 3]}/{day.year}"
    return f"{day.month}/{day.year}"
