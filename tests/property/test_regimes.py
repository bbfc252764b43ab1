"""Cycles and last days against a naive oracle: the decree's table, and a walk from day to day."""

from __future__ import annotations

import calendar
import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tiendo.domain.regimes import (
    Closing,
    CountedFrom,
    CycleDates,
    DueKind,
    DueRule,
    Frequency,
    RegimeRule,
    Shift,
    Unit,
    cycles,
    due_of,
)
from tiendo.domain.working_days import WorkingDays

D, ONE = dt.date, dt.timedelta(days=1)
YEARS = st.integers(2020, 2036)
CALENDAR_MONTHS = {
    Frequency.MONTHLY: [(month, month) for month in range(1, 13)],
    Frequency.QUARTERLY: [(1, 3), (4, 6), (7, 9), (10, 12)],
    Frequency.HALFYEARLY: [(1, 6), (7, 12)],
    Frequency.NINE_MONTHS: [(1, 9)],
    Frequency.YEARLY: [(1, 12)],
}
REGULAR = st.sampled_from(sorted(CALENDAR_MONTHS))
# Those whose windows follow each other without a gap; nine months leave three between.
WHOLE = st.sampled_from(sorted(set(CALENDAR_MONTHS) - {Frequency.NINE_MONTHS}))
DAYS = st.dates(D(2020, 1, 1), D(2036, 12, 31))


def windows_of(frequency: Frequency, year: int) -> list[tuple[dt.date, dt.date]]:
    """The table of Nghị định 09/2019/NĐ-CP: from the 15th before the period to the 14th of it."""
    windows = []
    for first, last in CALENDAR_MONTHS[frequency]:
        start = D(year - 1, 12, 15) if first == 1 else D(year, first - 1, 15)
        windows.append((start, D(year, last, 14)))
    return windows


def laid_in(rule: RegimeRule, year: int) -> list[CycleDates]:
    return list(cycles(rule, D(year, 1, 1), D(year, 12, 31)))


@given(REGULAR, YEARS)
def test_windows_of_the_decree_are_those_of_its_table(frequency: Frequency, year: int) -> None:
    laid = laid_in(RegimeRule(frequency, Closing.DECREE), year)
    assert [(each.period.start, each.period.end) for each in laid] == windows_of(frequency, year)
    assert all(each.closing == each.period.end for each in laid)


@given(WHOLE, st.sampled_from(Closing), st.integers(1, 31), st.integers(-3, 3), YEARS)
def test_no_day_is_left_out_or_counted_twice(
    frequency: Frequency, closing: Closing, day: int, early: int, year: int
) -> None:
    rule = RegimeRule(frequency, closing, day=day, months_early=early)
    laid = list(cycles(rule, D(year, 1, 1), D(year + 3, 12, 31)))
    assert len({each.label for each in laid}) == len(laid)
    for one, other in pairwise(laid):
        assert other.period.start == one.period.end + ONE


@given(REGULAR, st.sampled_from(Closing), st.integers(1, 31), DAYS, st.integers(0, 900), st.data())
def test_cycles_laid_in_two_steps_are_those_laid_in_one(
    frequency: Frequency, closing: Closing, day: int, start: dt.date, span: int, data: st.DataObject
) -> None:
    rule = RegimeRule(frequency, closing, day=day)
    until = start + span * ONE
    cut = start + data.draw(st.integers(0, span)) * ONE
    whole = list(cycles(rule, start, until))
    assert [*cycles(rule, start, cut), *cycles(rule, cut + ONE, until)] == whole
    assert all(start <= each.period.end <= until for each in whole)


@given(REGULAR, YEARS)
def test_periods_of_the_calendar_end_on_the_last_day_of_their_month(
    frequency: Frequency, year: int
) -> None:
    """The 29th of February in leap years alone."""
    laid = laid_in(RegimeRule(frequency), year)
    wanted = [
        (D(year, first, 1), D(year, last, calendar.monthrange(year, last)[1]))
        for first, last in CALENDAR_MONTHS[frequency]
    ]
    assert [(each.period.start, each.period.end) for each in laid] == wanted


# Last days

# Tết of some years, days around New Year and swapped ones: where counting goes wrong.
_TET = [D(2024, 2, 8), D(2025, 1, 25), D(2026, 2, 14), D(2028, 1, 24)]
_RESTS = {start + step * ONE for start in _TET for step in range(9)}
_NEW_YEARS = {D(year, 1, 1) for year in range(2020, 2040)}


@st.composite
def calendars(draw: st.DrawFn) -> WorkingDays:
    """Holidays at Tết and New Year, and others anywhere; some Saturdays made up."""
    off = _RESTS | _NEW_YEARS | set(draw(st.lists(DAYS, max_size=30)))
    made_up = {day for day in draw(st.lists(DAYS, max_size=10)) if day.weekday() == 5}
    return WorkingDays(dict.fromkeys(off, False) | dict.fromkeys(made_up, True))


def is_worked(days: WorkingDays, day: dt.date) -> bool:
    return days.calendar[day] if day in days.calendar else day.weekday() not in (5, 6)


def walk(days: WorkingDays, day: dt.date, number: int, unit: Unit) -> dt.date:
    """So many days after a day, counted one by one."""
    while number:
        day += ONE
        number -= unit is Unit.CALENDAR or is_worked(days, day)
    return day


def shifted(days: WorkingDays, day: dt.date, shift: Shift) -> dt.date:
    step = {Shift.NONE: 0, Shift.BEFORE: -1, Shift.AFTER: 1}[shift]
    while step and not is_worked(days, day):
        day += step * ONE
    return day


@given(
    REGULAR,
    YEARS,
    calendars(),
    st.integers(0, 40),
    st.sampled_from(Unit),
    st.sampled_from([CountedFrom.CLOSING, CountedFrom.PERIOD_END]),
    st.sampled_from(Shift),
)
def test_a_last_day_counted_is_where_a_walk_ends(
    frequency: Frequency,
    year: int,
    days: WorkingDays,
    number: int,
    unit: Unit,
    counted_from: CountedFrom,
    shift: Shift,
) -> None:
    rule = DueRule(DueKind.AFTER, number=number, unit=unit, counted_from=counted_from, shift=shift)
    for cycle in laid_in(RegimeRule(frequency, Closing.DECREE), year):
        due = due_of(rule, cycle, days)
        assert due.last_day == shifted(days, walk(days, cycle.closing, number, unit), shift)
        if unit is Unit.WORKING and number:
            assert days.between(cycle.closing, due.last_day) == number


@given(
    REGULAR,
    YEARS,
    calendars(),
    st.integers(1, 31),
    st.integers(-12, 12),
    st.booleans(),
    st.sampled_from(Shift),
)
def test_a_last_day_of_the_calendar_is_the_day_before_where_so_printed(
    frequency: Frequency,
    year: int,
    days: WorkingDays,
    day: int,
    after: int,
    is_strict: bool,
    shift: Shift,
) -> None:
    """ "trước ngày" means the day before, moved where that one is not worked; a 31st of a shorter
    month is its last day."""
    rule = DueRule(DueKind.DAY, day=day, months_after=after, is_strict=is_strict, shift=shift)
    laid = laid_in(RegimeRule(frequency), year)
    for cycle, (_first, last) in zip(laid, CALENDAR_MONTHS[frequency], strict=True):
        years, month = divmod(last - 1 + after, 12)
        longest = calendar.monthrange(year + years, month + 1)[1]
        key = D(year + years, month + 1, min(day, longest))
        due = due_of(rule, cycle, days)
        assert due.key == key
        assert due.last_day == shifted(days, key - ONE if is_strict else key, shift)


@given(st.integers(2, 10), st.integers(1990, 2030), st.sampled_from(Closing))
def test_reviews_over_several_years_follow_each_other(
    years: int, first_year: int, closing: Closing
) -> None:
    rule = RegimeRule(
        Frequency.MULTI_YEAR, closing, years=years, first_year=first_year, day=14, months_early=1
    )
    laid = list(cycles(rule, D(first_year, 1, 1), D(first_year + 4 * years, 12, 31)))
    assert len(laid) == 4
    assert [each.label for each in laid][0] == f"{first_year}-{first_year + years - 1}"
    for one, other in pairwise(laid):
        assert other.period.start == one.period.end + ONE
        assert other.last_month.year - one.last_month.year == years
