"""Whether a body issued its own plan in time."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum


class FilingState(StrEnum):
    """Where a body stands with its own plan for a programme."""

    FILED = "filed"
    FILED_LATE = "filed_late"
    WAITING = "waiting"
    OVERDUE = "overdue"


def filing_state(issued_on: dt.date | None, last_day: dt.date | None, on: dt.date) -> FilingState:
    """Where a body stands on a day, by the date of its plan and the last acceptable day.

    Missing: ``issued_on`` None where nothing was issued by that day; ``last_day`` None where no
    day is set, when nothing is ever late.
    """
    if issued_on is not None and issued_on <= on:
        is_late = last_day is not None and issued_on > last_day
        return FilingState.FILED_LATE if is_late else FilingState.FILED
    is_late = last_day is not None and on > last_day
    return FilingState.OVERDUE if is_late else FilingState.WAITING
