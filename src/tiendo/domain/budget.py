"""A year's money: what was allotted, what was paid as of a day, rates, forecasts. Pure.

Units: whole VND everywhere. Rows of money are never changed: a correction is a row that points to
the one it corrects, a withdrawal a correction that leaves nothing. The rules, each with its test:

- In force as known at a moment: the rows recorded by then that no other row recorded by then
  corrects, without those that withdraw.
- The amount of a line as of a day: the latest allocation or adjustment by that day; of one day the
  one recorded last. Requests and appraisals set no amount.
- Paid as of a day: the latest cumulative report by that day, and the payments of later days up to
  it; without any report, all payments up to it. A payment of the report's own day is in the report.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from tiendo.domain.parameters import ParameterVersion, find_parameter, parameter_on
from vanban.quantities import Missing

_Group = TypeVar("_Group")
_SETTING = ("allocation", "adjustment")


@dataclass(frozen=True, slots=True)
class Entry:
    """A recorded amount. ``stage`` is that of a step, empty for payments and commitments."""

    key: int
    day: dt.date
    amount: int
    recorded_at: dt.datetime
    corrects: int | None = None
    is_withdrawn: bool = False
    stage: str = ""
    is_cumulative: bool = False


def in_force(entries: Iterable[Entry], known_at: dt.datetime | None = None) -> list[Entry]:
    """The rows in force as known at a moment (None: now), in the order of their days."""
    known = [row for row in entries if known_at is None or row.recorded_at <= known_at]
    corrected = {row.corrects for row in known}
    kept = (row for row in known if row.key not in corrected and not row.is_withdrawn)
    return sorted(kept, key=_place)


def _place(entry: Entry) -> tuple[dt.date, dt.datetime, int]:
    return (entry.day, entry.recorded_at, entry.key)


def latest_of_stages(entries: Iterable[Entry], on: dt.date) -> Mapping[str, Entry]:
    """The last row in force of each stage by a day. ``entries``: those of ``in_force``."""
    return {row.stage: row for row in entries if row.day <= on}


def step_in_force(entries: Iterable[Entry], on: dt.date) -> Entry | None:
    """The allocation or adjustment that sets the amount on a day; None where there is none yet."""
    setting = [row for row in entries if row.stage in _SETTING and row.day <= on]
    return max(setting, key=_place, default=None)


def carried_by(entries: Iterable[Entry], on: dt.date) -> int:
    """What a line opened with a carry-over had from the year before, as of a day: its allocation;
    what an adjustment adds or takes is the year's own. ``entries``: those of ``in_force``."""
    opening = latest_of_stages(entries, on).get("allocation")
    return opening.amount if opening is not None else 0


def paid_by(entries: Iterable[Entry], on: dt.date) -> int | None:
    """What was paid as of a day. Missing: None where nothing is recorded by then; a recorded zero
    is 0. ``entries``: those of ``in_force``."""
    told = [row for row in entries if row.day <= on]
    if not told:
        return None
    report = max((row for row in told if row.is_cumulative), key=_place, default=None)
    if report is None:
        return sum(row.amount for row in told)
    later = (row.amount for row in told if not row.is_cumulative and row.day > report.day)
    return report.amount + sum(later)


def last_told_day(entries: Iterable[Entry], on: dt.date) -> dt.date | None:
    """The last day up to one of which money is told as paid; None where nothing is."""
    return max((row.day for row in entries if row.day <= on), default=None)


def told_days(entries: Iterable[Entry], on: dt.date) -> int:
    """On how many days up to one money was recorded as paid."""
    return len({row.day for row in entries if row.day <= on})


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of money with its inputs and its day. Missing: ``state`` says why there is none."""

    paid: int | None
    allotted: int | None
    on: dt.date
    state: Missing | None

    @property
    def value(self) -> Decimal | None:
        """The ratio, exact to the context's precision; None where there is none."""
        if self.state is not None or self.paid is None or not self.allotted:
            return None
        return Decimal(self.paid) / Decimal(self.allotted)


def rate_of(paid: int | None, allotted: int | None, on: dt.date, year: int) -> Rate:
    """The rate of payment of a budget year as of a day, in one of the four states.

    Before the year begins it is not yet due; without either figure there is no data; money allotted
    at zero leaves it undefined. Nothing paid of something allotted is 0.
    """
    if on < dt.date(year, 1, 1):
        return Rate(paid, allotted, on, Missing.NOT_DUE)
    if paid is None or allotted is None:
        return Rate(paid, allotted, on, Missing.NO_DATA)
    return Rate(paid, allotted, on, Missing.UNDEFINED if allotted == 0 else None)


@dataclass(frozen=True, slots=True)
class LineAmounts:
    """The money of one line as of a day. Missing: None where nothing is recorded.

    ``carried``: what of the allotted money another of the lines in view had a year before.
    """

    allotted: int | None
    committed: int | None
    paid: int | None
    carried: int = 0

    @property
    def granted(self) -> int | None:
        """What was allotted beside what was carried over; None where nothing is."""
        return None if self.allotted is None else self.allotted - self.carried


@dataclass(frozen=True, slots=True)
class Total:
    """The sums of some lines. Missing: None where no line has the figure.

    ``unpaid_lines``: lines with money allotted of which no payment is told.
    """

    allotted: int | None = None
    committed: int | None = None
    paid: int | None = None
    lines: int = 0
    unpaid_lines: int = 0


def total_of(lines: Iterable[LineAmounts]) -> Total:
    """The sums of lines; what is not known enters none, what was carried over enters once."""
    rows = list(lines)
    return Total(
        allotted=sum_known(row.granted for row in rows),
        committed=sum_known(row.committed for row in rows),
        paid=sum_known(row.paid for row in rows),
        lines=len(rows),
        unpaid_lines=sum(row.allotted is not None and row.paid is None for row in rows),
    )


def sum_known(amounts: Iterable[int | None]) -> int | None:
    """The sum of the known amounts; None where none is known."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


@dataclass(frozen=True, slots=True)
class Split(Generic[_Group]):
    """Totals told apart by one thing, and ``untold``: those of the lines it does not tell apart."""

    groups: Mapping[_Group, Total]
    untold: Total = field(default_factory=Total)

    def rate(self, group: _Group, on: dt.date, year: int) -> Rate:
        """The rate of a group. No data where money is paid or allotted that is not told apart: it
        may belong to the group."""
        found = self.groups[group]
        if self.untold.paid is not None or self.untold.allotted is not None:
            is_due = on >= dt.date(year, 1, 1)
            state = Missing.NO_DATA if is_due else Missing.NOT_DUE
            return Rate(found.paid, found.allotted, on, state)
        return rate_of(found.paid, found.allotted, on, year)


def split_by(
    lines: Iterable[tuple[_Group, LineAmounts]], groups: Sequence[_Group], untold: _Group
) -> Split[_Group]:
    """The totals of lines by a group, in the order of ``groups``; those of ``untold`` apart."""
    found: dict[_Group, list[LineAmounts]] = {group: [] for group in groups}
    apart: list[LineAmounts] = []
    for group, amounts in lines:
        (apart if group == untold else found[group]).append(amounts)
    totals = {group: total_of(rows) for group, rows in found.items() if rows}
    return Split(totals, total_of(apart))


def closing_day(year: int, nature: str) -> dt.date:
    """The last day on which money of a budget year may be paid, by law as of that year.

    Missing: a nature that is not told apart takes the later day.
    """
    natures = [nature] if nature else ["investment", "recurrent"]
    return max(_closing_day(year, each) for each in natures)


def closing_sources(year: int, nature: str) -> tuple[ParameterVersion, ...]:
    """The rules that set the closing day of a year's lines of a nature, of each where none is
    told apart."""
    natures = [nature] if nature else ["investment", "recurrent"]
    return tuple(_closing_rule(year, each) for each in natures)


def _closing_day(year: int, nature: str) -> dt.date:
    month, day = divmod(_closing_rule(year, nature).value, 100)
    return dt.date(year + 1, month, day)


def _closing_rule(year: int, nature: str) -> ParameterVersion:
    return find_parameter(f"budget_closing_{nature}").version_on(dt.date(year, 1, 1))


class Path(StrEnum):
    """How a forecast goes on from what was paid."""

    LINEAR = "linear"
    LAST_YEAR = "last_year"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Forecast:
    """What will have been paid on the closing day. ``is_thin``: few days told are behind it."""

    path: Path
    amount: int
    closes: dt.date
    days_told: int
    is_thin: bool


def forecast_linear(
    paid: int | None, days_told: int, on: dt.date, year: int, closes: dt.date
) -> Forecast | None:
    """Paid on to the closing day at the year's mean pace so far; half a đồng is rounded up.

    Missing: None where nothing is told or the year has not begun. After the closing day it is what
    was paid.
    """
    first = dt.date(year, 1, 1)
    if paid is None or on < first:
        return None
    if on >= closes:
        return Forecast(Path.CLOSED, paid, closes, days_told, False)
    elapsed, whole = (on - first).days + 1, (closes - first).days + 1
    return Forecast(
        Path.LINEAR, _times(paid, whole, elapsed), closes, days_told, is_thin(days_told, on)
    )


def forecast_as_last_year(
    paid: int | None, before: int | None, at_close: int | None, days_told: int, closes: dt.date
) -> Forecast | None:
    """Paid on as the year before was, which had paid ``before`` at this point and ``at_close`` in
    the end. Missing: None where either year tells too little, or nothing was paid by then."""
    if paid is None or before is None or at_close is None or before <= 0:
        return None
    amount = _times(paid, at_close, before)
    return Forecast(Path.LAST_YEAR, amount, closes, days_told, is_thin(days_told, closes))


def same_day_before(on: dt.date) -> dt.date:
    """The same day a year before; 28 February for the leap day."""
    last = 28 if (on.month, on.day) == (2, 29) else on.day
    return dt.date(on.year - 1, on.month, last)


def is_thin(days_told: int, on: dt.date) -> bool:
    """Whether so few days of a year were told that it foretells little."""
    return days_told < parameter_on("budget_forecast_least_days", on)


def _times(amount: int, above: int, below: int) -> int:
    """amount × above ÷ below in whole đồng, half away from zero."""
    sign = -1 if (amount < 0) != (above < 0) else 1
    top = abs(amount * above)
    return sign * ((2 * top + below) // (2 * below))


class Step(StrEnum):
    """How money stands against work."""

    IN_STEP = "in_step"
    MONEY_AHEAD = "money_ahead"
    WORK_AHEAD = "work_ahead"
    UNKNOWN = "unknown"


def money_against_work(money: Decimal | None, work: Decimal | None, on: dt.date) -> Step:
    """Whether more was paid than done. ``money`` and ``work`` are ratios; unknown without both."""
    if money is None or work is None:
        return Step.UNKNOWN
    gap = Decimal(parameter_on("budget_gap_points", on)) / 100
    if money - work > gap:
        return Step.MONEY_AHEAD
    return Step.WORK_AHEAD if work - money > gap else Step.IN_STEP
