"""Where a project may go from where it stands, and how much of it is done. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal

PROPOSED, APPROVED, RUNNING, FINISHED, STOPPED = (
    "proposed",
    "approved",
    "running",
    "finished",
    "stopped",
)
# The states a project may go on to; the database holds the same table.
MOVES: Mapping[str, tuple[str, ...]] = {
    PROPOSED: (APPROVED, STOPPED),
    APPROVED: (RUNNING, STOPPED),
    RUNNING: (FINISHED, STOPPED),
    FINISHED: (),
    STOPPED: (APPROVED, RUNNING),
}


def share_done(milestones: Iterable[dt.date | None], on: dt.date) -> Decimal | None:
    """The share of milestones done by a day, each by its day done; None without milestones."""
    days = list(milestones)
    if not days:
        return None
    return Decimal(sum(day is not None and day <= on for day in days)) / len(days)
