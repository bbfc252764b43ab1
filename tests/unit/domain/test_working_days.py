"""Working days against the weekday rule, holidays, and swapped days."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiendo.domain.periods import ONE_DAY
from tiendo.domain.working_days import WorkingDays

DAY = dt.date
# Tết of 2026 with its weekends, and the exchange of 31 August for Saturday 22 August.
TET = {DAY(2026, 2, 14) + step * ONE_DAY: False for step in range(9)}
OF_2026 = WorkingDays(TET | {DAY(2026, 8, 31): False, DAY(2026, 8, 22): True})

days = st.dates(DAY(2024, 1, 1), DAY(2028, 12, 31))
calendars = st.dictionaries(days, st.booleans(), max_size=40)


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (DAY(2026, 11, 20), True),
        (DAY(2026, 11, 21), False),
        (DAY(2026, 2, 16), False),
        (DAY(2026, 8, 31), False),
        (DAY(2026, 8, 22), True),
        (DAY(2028, 2, 29), True),
    ],
)
def test_a_day_is_what_the_calendar_says_else_its_weekday(day: dt.date, is_working: bool) -> None:
    assert OF_2026.is_working(day) is is_working


@pytest.mark.parametrize(
    ("day", "number", "then"),
    [
        (DAY(2026, 2, 13), 1, DAY(2026, 2, 23)),
        (DAY(2026, 2, 12), 2, DAY(2026, 2, 23)),
        (DAY(2026, 8, 21), 1, DAY(2026, 8, 22)),
        (DAY(2026, 8, 28), 1, DAY(2026, 9, 1)),
        (DAY(2026, 11, 20), 0, DAY(2026, 11, 20)),
        (DAY(2025, 12, 31), 2, DAY(2026, 1, 2)),
    ],
)
def test_working_days_are_added(day: dt.date, number: int, then: dt.date) -> None:
    assert OF_2026.add_working_days(day, number) == then


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forward"):
        OF_2026.add_working_days(DAY(2026, 1, 1), -1)


def test_a_year_without_a_day_off_is_not_laid_down() -> None:
    assert OF_2026.is_laid_down(2026)
    assert not OF_2026.is_laid_down(2027)
    assert not WorkingDays({DAY(2027, 1, 9): True}).is_laid_down(2027)
    assert OF_2026.years_missing([DAY(2027, 1, 1), DAY(2026, 1, 1), DAY(2027, 3, 1)]) == (2027,)


@given(calendar=calendars, day=days, number=st.integers(0, 30))
def test_adding_agrees_with_counting_one_by_one(
    calendar: dict[dt.date, bool], day: dt.date, number: int
) -> None:
    """The oracle lists every worked day after the first and takes the number-th."""
    working = WorkingDays(calendar)
    after = (day + step * ONE_DAY for step in range(1, 400))
    worked = [each for each in after if calendar.get(each, each.isoweekday() <= 5)]
    expected = worked[number - 1] if number else day
    assert working.add_working_days(day, number) == expected
    assert working.between(day, expected) == number


@given(calendar=calendars, day=days)
def test_moving_ends_on_the_nearest_working_day(
    calendar: dict[dt.date, bool], day: dt.date
) -> None:
    working = WorkingDays(calendar)
    later, earlier = working.next_working(day), working.previous_working(day)
    assert earlier <= day <= later
    assert working.is_working(earlier)
    assert working.is_working(later)
    skipped = (earlier + step * ONE_DAY for step in range(1, (later - earlier).days))
    assert later == earlier == day or not any(working.is_working(each) for each in skipped)


@given(calendar=calendars, start=days, end=days)
def test_the_days_between_are_those_worked(
    calendar: dict[dt.date, bool], start: dt.date, end: dt.date
) -> None:
    working = WorkingDays(calendar)
    whole = (start + step * ONE_DAY for step in range((end - start).days + 1))
    assert working.between(start, end) == sum(
        working.is_working(day) for day in whole if day > start
    )
