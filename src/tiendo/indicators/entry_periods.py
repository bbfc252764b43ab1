"""The periods that figures are entered for, and where each stands on a day."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from tiendo.domain import clock
from tiendo.domain.closing import UnknownClosingRule, find_closing_rules
from tiendo.domain.periods import ONE_DAY, Cadence, Period, period_around, period_label

# As many periods back as people choose from.
OFFERED = {Cadence.MONTHLY: 36, Cadence.QUARTERLY: 24, Cadence.HALFYEARLY: 12, Cadence.YEARLY: 10}


class Timing(StrEnum):
    """Where a period stands on a day: not begun, open for entry, past its last day."""

    FUTURE = "future"
    OPEN = "open"
    LATE = "late"


class Timings:
    """Where periods stand today by their closing rules, each found once."""

    def __init__(self, today: dt.date | None = None) -> None:
        self.today = today or clock.today()
        self._known: dict[tuple[str, Period], Timing | None] = {}

    def of(self, closing: str, period: Period) -> Timing | None:
        """Where a period stands; None where no rule says."""
        key = closing, period
        if key not in self._known:
            self._known[key] = self._find(closing, period)
        return self._known[key]

    def _find(self, closing: str, period: Period) -> Timing | None:
        try:
            rule = find_closing_rules(closing).on(period)
        except UnknownClosingRule:
            return None
        if self.today < rule.window(period).start:
            return Timing.FUTURE
        return Timing.LATE if self.today > rule.last_entry_day(period) else Timing.OPEN


def periods_up_to(cadence: Cadence, last: Period, count: int) -> tuple[Period, ...]:
    """So many periods that end with one, the oldest first."""
    found = [last]
    while len(found) < count:
        found.append(period_around(cadence, found[-1].start - ONE_DAY))
    return tuple(reversed(found))


def offered_periods(cadence: Cadence, day: dt.date) -> tuple[Period, ...]:
    """The periods of a frequency up to the one that runs on a day, the latest first."""
    running = period_around(cadence, day)
    return tuple(reversed(periods_up_to(cadence, running, OFFERED[cadence])))


def period_named(cadence: Cadence, label: str, day: dt.date) -> Period:
    """The period of a code among those offered; the one that runs on the day for any other."""
    for period in offered_periods(cadence, day):
        if period_label(cadence, period) == label:
            return period
    return period_around(cadence, day)
