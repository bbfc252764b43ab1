"""Reporting regimes as dated data: the cycles a rule lays, and the last day each is due.

Source: Nghị định 09/2019/NĐ-CP (24/01/2019) on regimes and the closing of data; a regime may lay
down its own days, so all of it is data.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tiendo.domain.collation import fold
from tiendo.domain.periods import ONE_DAY, Period, day_in_month
from tiendo.domain.regime_errors import RegimeRuleError
from tiendo.domain.working_days import WorkingDays

# The day on which the data of a month close by the decree.
DECREE_DAY = 14
LAST_OF_MONTH = 31


class Frequency(StrEnum):
    """How the cycles of a regime follow each other."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALFYEARLY = "halfyearly"
    NINE_MONTHS = "nine_months"
    YEARLY = "yearly"
    MULTI_YEAR = "multi_year"
    LISTED = "listed"
    ON_EVENT = "on_event"


class Closing(StrEnum):
    """When the data of a cycle close."""

    DECREE = "decree"
    PERIOD_END = "period_end"
    OWN = "own"


class DueKind(StrEnum):
    """How the day a report is due is laid down."""

    DAY = "day"
    AFTER = "after"
    LISTED = "listed"


class CountedFrom(StrEnum):
    """What a number of days is counted from; that day itself is not counted."""

    CLOSING = "closing"
    PERIOD_END = "period_end"
    ISSUE = "issue"
    PREVIOUS = "previous"


class Unit(StrEnum):
    """What is counted."""

    WORKING = "working"
    CALENDAR = "calendar"


class Shift(StrEnum):
    """Where a last day that is not worked moves to."""

    NONE = "none"
    BEFORE = "before"
    AFTER = "after"


# The months of one period, and how many such periods a year has.
_LENGTHS = {
    Frequency.MONTHLY: (1, 12),
    Frequency.QUARTERLY: (3, 4),
    Frequency.HALFYEARLY: (6, 2),
    Frequency.NINE_MONTHS: (9, 1),
    Frequency.YEARLY: (12, 1),
}
_NO_CALENDAR = (Frequency.LISTED, Frequency.ON_EVENT)


def parts_of_year(frequency: Frequency) -> int:
    """How many periods of a frequency a year has: 12, 4, 2, or 1."""
    return _LENGTHS.get(frequency, (12, 1))[1]


@dataclass(frozen=True, slots=True)
class CycleDates:
    """One cycle: its label, the days whose data it covers, the day they close.

    ``last_month`` is the first day of the last calendar month the label names, from which the day
    it is due is counted; it need not lie within the period.
    """

    label: str
    period: Period
    closing: dt.date
    last_month: dt.date


@dataclass(frozen=True, slots=True)
class DocumentMatch:
    """Which documents begin a cycle when they are issued; empty values match every document.

    ``issuer`` is how the name of the issuing body begins, ``words`` stand in the title, all of
    them; upper case and marks do not matter.
    """

    type_name: str = ""
    issuer: str = ""
    words: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said, so that no document is offered."""
        return not (self.type_name or self.issuer or self.words)

    def fits(self, type_name: str, issuer: str, title: str) -> bool:
        """Whether a document is one of those."""
        said = fold(title)
        return (
            fold(self.type_name) in ("", fold(type_name))
            and fold(issuer).startswith(fold(self.issuer))
            and all(fold(word) in said for word in self.words)
        )


@dataclass(frozen=True, slots=True)
class RegimeRule:
    """How the cycles of a regime come about.

    ``parts``: the periods of a year that are reported (1 of a half-yearly rule is the first half);
    empty for all. ``day`` and ``months_early`` place an own closing day: a day of the last month
    of the period, or so many months before it (after it where negative); ``is_whole``: the period
    then stays that of the calendar, else it runs from one closing to the next. ``years`` and
    ``first_year`` are those of reviews over several years; ``windows`` those of a list;
    ``documents`` those whose issue begins a cycle.
    """

    frequency: Frequency
    closing: Closing = Closing.PERIOD_END
    parts: tuple[int, ...] = ()
    day: int = LAST_OF_MONTH
    months_early: int = 0
    is_whole: bool = False
    years: int = 5
    first_year: int = 2021
    windows: tuple[CycleDates, ...] = ()
    documents: DocumentMatch = field(default_factory=DocumentMatch)

    @property
    def months(self) -> int:
        """How many months a period has; 0 where the calendar does not lay it."""
        if self.frequency in _NO_CALENDAR:
            return 0
        if self.frequency is Frequency.MULTI_YEAR:
            return 12 * self.years
        return _LENGTHS[self.frequency][0]


@dataclass(frozen=True, slots=True)
class DueRule:
    """By when a report is due.

    ``DAY``: a day of the month that lies ``months_after`` the last one of the period (before it
    where negative); ``is_strict`` where the regime prints "trước ngày", so that the last day is
    the one before. ``AFTER``: so many days after what ``counted_from`` names. ``LISTED``: a day
    for each label. ``shift`` moves a last day that is not worked.
    """

    kind: DueKind
    day: int = 1
    months_after: int = 0
    is_strict: bool = False
    number: int = 0
    unit: Unit = Unit.WORKING
    counted_from: CountedFrom = CountedFrom.CLOSING
    days: Mapping[str, dt.date] = field(default_factory=dict)
    shift: Shift = Shift.NONE


@dataclass(frozen=True, slots=True)
class Due:
    """The day a report is due: the last acceptable day, and the day the regime names.

    ``key`` is the printed day, which is the day after ``last_day`` for "trước ngày" (before any
    shift); ``named`` tells whether the regime prints a day at all or counts days.
    """

    last_day: dt.date
    key: dt.date
    rule: DueRule

    @property
    def is_moved(self) -> bool:
        """Whether the last day was moved because it is not worked."""
        return self.last_day != (self.key - ONE_DAY if self.rule.is_strict else self.key)


def cycles(rule: RegimeRule, start: dt.date, until: dt.date) -> Iterator[CycleDates]:
    """The cycles whose period ends on one of the days ``start`` to ``until``, in order.

    Missing: none for a rule whose cycles events begin (``event_cycle``).
    """
    found = rule.windows if rule.frequency is Frequency.LISTED else _laid(rule, start, until)
    for cycle in found:
        if start <= cycle.period.end <= until:
            yield cycle


def event_cycle(day: dt.date, label: str = "") -> CycleDates:
    """The cycle that something done on a day begins: that day alone, by its date."""
    return CycleDates(label or day.isoformat(), Period(day, day), day, day.replace(day=1))


def due_of(
    rule: DueRule, cycle: CycleDates, days: WorkingDays, previous: dt.date | None = None
) -> Due:
    """The day a cycle's report is due; ``previous`` is the last day of the level before.

    Errors: RegimeRuleError due_previous_missing, due_not_listed.
    """
    key = _key_of(rule, cycle, days, previous)
    last = key - ONE_DAY if rule.is_strict else key
    moved = {
        Shift.NONE: last,
        Shift.BEFORE: days.previous_working(last),
        Shift.AFTER: days.next_working(last),
    }
    return Due(moved[rule.shift], key, rule)


def _laid(rule: RegimeRule, start: dt.date, until: dt.date) -> Iterator[CycleDates]:
    """The cycles the calendar lays, from before ``start`` on."""
    if not rule.months:
        return
    margin = 1 + abs(rule.months_early) // 12
    if rule.frequency is Frequency.MULTI_YEAR:
        year = rule.first_year
        while year - margin <= until.year:
            yield _cycle(rule, year, 1)
            year += rule.years
        return
    parts = rule.parts or tuple(range(1, parts_of_year(rule.frequency) + 1))
    for year in range(start.year - margin, until.year + margin + 1):
        for part in parts:
            yield _cycle(rule, year, part)


def _cycle(rule: RegimeRule, year: int, part: int) -> CycleDates:
    """The cycle of one part of a year; a review over several years begins with ``year``."""
    length = rule.months
    first = 1 if parts_of_year(rule.frequency) == 1 else (part - 1) * length + 1
    last_month = _month(year, first + length - 1)
    calendar = Period(_month(year, first), _day_of(last_month, LAST_OF_MONTH))
    label = _label(rule, year, part)
    closing = _closing_in(rule, last_month)
    is_whole = rule.is_whole and rule.closing is Closing.OWN
    if rule.closing is Closing.PERIOD_END or is_whole:
        return CycleDates(label, calendar, closing, last_month)
    before = _closing_in(rule, _month(last_month.year, last_month.month - length))
    return CycleDates(label, Period(before + ONE_DAY, closing), closing, last_month)


def _closing_in(rule: RegimeRule, last_month: dt.date) -> dt.date:
    """The closing day of a period by its last month."""
    if rule.closing is Closing.PERIOD_END:
        return _day_of(last_month, LAST_OF_MONTH)
    if rule.closing is Closing.DECREE:
        return _day_of(last_month, DECREE_DAY)
    return _day_of(_month(last_month.year, last_month.month - rule.months_early), rule.day)


def _label(rule: RegimeRule, year: int, part: int) -> str:
    """The code of a period, stable and sortable: 2025-11, 2025-Q3, 2025-H1, 2025-9M, 2025, …"""
    labels = {
        Frequency.MONTHLY: f"{year}-{part:02d}",
        Frequency.QUARTERLY: f"{year}-Q{part}",
        Frequency.HALFYEARLY: f"{year}-H{part}",
        Frequency.NINE_MONTHS: f"{year}-9M",
        Frequency.YEARLY: f"{year}",
        Frequency.MULTI_YEAR: f"{year}-{year + rule.years - 1}",
    }
    return labels[rule.frequency]


def _key_of(
    rule: DueRule, cycle: CycleDates, days: WorkingDays, previous: dt.date | None
) -> dt.date:
    if rule.kind is DueKind.LISTED:
        if cycle.label not in rule.days:
            raise RegimeRuleError("due_not_listed", label=cycle.label)
        return rule.days[cycle.label]
    if rule.kind is DueKind.DAY:
        month = cycle.last_month
        return _day_of(_month(month.year, month.month + rule.months_after), rule.day)
    if rule.counted_from is CountedFrom.PREVIOUS and previous is None:
        raise RegimeRuleError("due_previous_missing")
    bases = {CountedFrom.PERIOD_END: cycle.period.end, CountedFrom.PREVIOUS: previous}
    base = bases.get(rule.counted_from) or cycle.closing
    if rule.unit is Unit.CALENDAR:
        return base + rule.number * ONE_DAY
    return days.add_working_days(base, rule.number)


def _month(year: int, month: int) -> dt.date:
    """The first day of a month; months below 1 and above 12 are those of years around."""
    return dt.date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def _day_of(month: dt.date, day: int) -> dt.date:
    return day_in_month(month.year, month.month, day)
