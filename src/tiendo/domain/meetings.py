"""The life of a meeting: one table of what may follow what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

DUE_WITHIN = "meeting_due_within_days"


class MeetingState(StrEnum):
    """Where a meeting stands."""

    PREPARING = "preparing"
    HELD = "held"
    ISSUED = "issued"
    CANCELLED = "cancelled"


class DecisionKind(StrEnum):
    """What becomes of a decision of a meeting."""

    DIRECTIVE = "directive"
    TASK = "task"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class MeetingMove:
    """One row of the table."""

    action: str
    source: MeetingState
    target: MeetingState


MEETING_MOVES: tuple[MeetingMove, ...] = (
    MeetingMove("hold", MeetingState.PREPARING, MeetingState.HELD),
    MeetingMove("issue", MeetingState.HELD, MeetingState.ISSUED),
    MeetingMove("cancel", MeetingState.PREPARING, MeetingState.CANCELLED),
)
BY_ACTION: Mapping[str, MeetingMove] = {move.action: move for move in MEETING_MOVES}
# In these states decisions are written down; in these they are given out.
DECIDING = (MeetingState.HELD,)
GIVING = (MeetingState.HELD, MeetingState.ISSUED)
