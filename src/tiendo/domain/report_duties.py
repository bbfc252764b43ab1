"""Where the duty to report stands on a day, computed from the duty and what was handed in."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

SOON_DAYS = "report_due_soon_days"
OPENS_DAYS = "report_opens_days"


class DutyState(StrEnum):
    """Where a duty stands. A duty not yet due is neither sent nor missing."""

    NOT_OPEN = "not_open"
    OPEN = "open"
    DUE_SOON = "due_soon"
    SENT = "sent"
    SENT_LATE = "sent_late"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    MISSING = "missing"
    RELEASED = "released"


HANDED_IN = (DutyState.SENT, DutyState.SENT_LATE, DutyState.RETURNED, DutyState.ACCEPTED)
AWAITED = (DutyState.NOT_OPEN, DutyState.OPEN, DutyState.DUE_SOON)


@dataclass(frozen=True, slots=True)
class DutyFacts:
    """What the state of a duty is computed from.

    ``submission`` is the state of what was handed in ("writing", "sent", "returned", "accepted"),
    empty where nothing was begun. ``is_asked``: an ad hoc request, open from its first day.
    """

    last_day: dt.date
    closing_on: dt.date
    submission: str = ""
    is_late: bool = False
    is_released: bool = False
    is_closed: bool = False
    is_asked: bool = False


def duty_state(facts: DutyFacts, on: dt.date, *, soon_days: int, opens_days: int) -> DutyState:
    """Where a duty stands on a day.

    A duty opens ``opens_days`` before its last day or its closing day, whichever comes first; it
    is due soon within ``soon_days`` of the last day. What was begun but not sent is not handed in.
    """
    if facts.is_released:
        return DutyState.RELEASED
    if facts.submission in ("accepted", "returned"):
        return DutyState(facts.submission)
    if facts.submission == "sent":
        return DutyState.SENT_LATE if facts.is_late else DutyState.SENT
    if facts.is_closed or on > facts.last_day:
        return DutyState.MISSING
    if facts.last_day - on <= dt.timedelta(days=soon_days):
        return DutyState.DUE_SOON
    opens = min(facts.last_day, facts.closing_on) - dt.timedelta(days=opens_days)
    return DutyState.OPEN if facts.is_asked or on >= opens else DutyState.NOT_OPEN


@dataclass(frozen=True, slots=True)
class DutyCounts:
    """The duties of a cycle, each counted once: ``owed`` is the sum of the four after it.

    ``on_time`` and ``late`` were handed in, by their first sending; ``missing`` are past their
    day; ``awaited`` are not yet due. ``returns``: how often what was handed in was returned.
    """

    owed: int
    on_time: int
    late: int
    missing: int
    awaited: int
    accepted: int
    released: int
    returns: int

    @property
    def handed_in(self) -> int:
        """How many were handed in."""
        return self.on_time + self.late

    @property
    def due(self) -> int:
        """How many have come due: handed in, or missing."""
        return self.handed_in + self.missing

    @property
    def rate(self) -> Decimal | None:
        """Which share of those that came due was in time. Missing: None where none came due."""
        return Decimal(self.on_time) / self.due if self.due else None


def count_duties(rows: Iterable[tuple[str, bool, int, int]]) -> DutyCounts:
    """The counts of duties given as (state, whether handed in late, returns, how many)."""
    states: Counter[str] = Counter()
    late = returns = 0
    for state, is_late, returned, number in rows:
        states[state] += number
        returns += returned
        late += number if is_late and state in HANDED_IN else 0
    return _counts(states, late, returns)


def _counts(states: Mapping[str, int], late: int, returns: int) -> DutyCounts:
    handed_in = sum(states.get(state, 0) for state in HANDED_IN)
    awaited = sum(states.get(state, 0) for state in AWAITED)
    missing = states.get(DutyState.MISSING, 0)
    return DutyCounts(
        owed=handed_in + awaited + missing,
        on_time=handed_in - late,
        late=late,
        missing=missing,
        awaited=awaited,
        accepted=states.get(DutyState.ACCEPTED, 0),
        released=states.get(DutyState.RELEASED, 0),
        returns=returns,
    )
