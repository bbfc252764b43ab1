"""The calendar of working days: as rules count with it, and as a page shows it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from tiendo.calendars.models import CalendarDay, DayKind
from tiendo.domain.working_days import WorkingDays


def working_days(years: Iterable[int] | None = None) -> WorkingDays:
    """The listed days of some years, or of all, as ``domain`` counts with them. Cost: one query.

    A count that may cross New Year needs the years around it.
    """
    listed = CalendarDay.objects.all()
    if years is not None:
        listed = listed.filter(day__year__in=sorted(set(years)))
    rows = listed.values_list("day", "kind")
    return WorkingDays({day: kind == DayKind.WORKING for day, kind in rows})


def days_of(year: int) -> QuerySet[CalendarDay]:
    """The listed days of a year in order."""
    return CalendarDay.objects.filter(day__year=year).select_related("recorded_by")


def listed_years() -> list[int]:
    """The years of which some day is listed, in order. Cost: one query."""
    return [day.year for day in CalendarDay.objects.dates("day", "year")]
