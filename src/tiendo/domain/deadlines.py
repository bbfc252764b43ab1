"""Deadline keys as rules: the last acceptable day of a key, and the due days of what recurs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tiendo.domain.periods import ONE_DAY, Cadence, Period, day_in_month, period_label, periods_from
from vanban import dates

CONTINUOUS = "R:continuous"
# Stands between the rules of a task with several rhythms ("6 tháng, hằng năm").
RULES_JOIN = ";"
_BEFORE = re.compile(r"\btrước\b(?!\s+(?:hoặc|hay)\s)", re.IGNORECASE)
_KEY = re.compile(
    r"R:(?P<cadence>daily|weekly|monthly|quarterly|halfyearly|yearly)"
    r"(?::(?:(?P<month>\d{2})-(?P<day>\d{2})|(?P<number>\d{1,2})))?"
)


def is_recurring(key: str) -> bool:
    """Whether a key names something due again and again; "R:continuous" is not due by date."""
    return key.startswith("R:") and key != CONTINUOUS


def says_before(raw: str) -> bool:
    """Whether the printed words exclude the day they name ("trước ngày 25/11")."""
    return _BEFORE.search(raw) is not None


def last_day(key: str, raw: str = "") -> dt.date | None:
    """The latest acceptable day of a key; ``raw`` are the printed words.

    Missing: None for what recurs and for "from that year on".
    """
    return dates.last_day_of(key, before=says_before(raw))


@dataclass(frozen=True, slots=True)
class DueInstance:
    """One due instance: from which day it can be worked on, and its last acceptable day."""

    label: str
    opens_on: dt.date
    last_day: dt.date


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rhythm and the place of the due day in each period.

    ``month`` counts within the period (for a year the calendar month, for a half-year 1 to 6);
    ``day`` is a day of that month. Missing: None means the end of the period, or of that month.
    """

    cadence: Cadence
    month: int | None = None
    day: int | None = None
    is_strict: bool = False

    def due_day(self, period: Period) -> dt.date:
        """The last acceptable day of one period; a strict rule ends a day before what it names."""
        if self.month is None and self.day is None:
            return period.end
        year, month = period.start.year, period.start.month + (self.month or 1) - 1
        if self.is_strict:
            return day_in_month(year, month, self.day or 1) - ONE_DAY
        return day_in_month(year, month, self.day or 31)

    def instances(self, since: dt.date, until: dt.date) -> Iterator[DueInstance]:
        """The instances due on or after ``since`` that open on or before ``until``.

        An instance opens with its period, the first one with ``since``.
        """
        for period in periods_from(self.cadence, since):
            if period.start > until:
                return
            due = self.due_day(period)
            if due >= since:
                opens = max(min(period.start, due), since)
                yield DueInstance(period_label(self.cadence, period), opens, due)


def join_rules(keys: Iterable[str]) -> str:
    """The recurrence of a task that states these keys: its rhythms, each once, in their order.

    Work that is due at some rhythm is not continuous; "" where no key recurs.
    """
    recurring = [key for key in dict.fromkeys(keys) if key.startswith("R:")]
    rhythms = [key for key in recurring if key != CONTINUOUS]
    return RULES_JOIN.join(rhythms or recurring[:1])


def parse_rules(key: str, raw: str = "") -> tuple[Recurrence, ...]:
    """Every rule that the recurrence of a task states, in order.

    Missing: empty for "", for "R:continuous" and where one of the rules cannot be read.
    """
    rules = [parse_recurrence(part, raw) for part in key.split(RULES_JOIN)]
    known = tuple(rule for rule in rules if rule is not None)
    return known if len(known) == len(rules) else ()


def parse_recurrence(key: str, raw: str = "") -> Recurrence | None:
    """The rule a recurring key states; ``raw`` tells whether its date is excluded.

    A half-yearly date holds in both halves: 10/6 is also 10/12.
    Missing: None for other keys, for "R:continuous" and for impossible dates.
    """
    match = _KEY.fullmatch(key)
    if match is None:
        return None
    cadence = Cadence(match["cadence"])
    month, day = _place(match, cadence)
    if (month is not None and not 1 <= month <= 12) or (day is not None and not 1 <= day <= 31):
        return None
    if cadence is Cadence.HALFYEARLY and month is not None:
        month = (month - 1) % 6 + 1
    return Recurrence(cadence, month, day, says_before(raw))


def _place(match: re.Match[str], cadence: Cadence) -> tuple[int | None, int | None]:
    """Month and day of a key: "MM-DD"; a single number is a day of the month, or a month."""
    if cadence not in {Cadence.MONTHLY, Cadence.HALFYEARLY, Cadence.YEARLY}:
        return None, None
    if match["month"]:
        month = None if cadence is Cadence.MONTHLY else int(match["month"])
        return month, int(match["day"])
    if not match["number"]:
        return None, None
    number = int(match["number"])
    return (None, number) if cadence is Cadence.MONTHLY else (number, None)
