"""The life of an inspection: one table of what may follow what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

SEVERITIES = "severities"
EXPLAIN_DAYS = "finding_explain_days"


class InspectionState(StrEnum):
    """Where an inspection stands."""

    PLANNED = "planned"
    DECIDED = "decided"
    VISITING = "visiting"
    CONCLUDING = "concluding"
    CONCLUDED = "concluded"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table."""

    action: str
    sources: tuple[InspectionState, ...]
    target: InspectionState


_OPEN = (
    InspectionState.PLANNED,
    InspectionState.DECIDED,
    InspectionState.VISITING,
    InspectionState.CONCLUDING,
)
MOVES: tuple[Move, ...] = (
    Move("decide", (InspectionState.PLANNED,), InspectionState.DECIDED),
    Move("start_visits", (InspectionState.DECIDED,), InspectionState.VISITING),
    Move("end_visits", (InspectionState.VISITING,), InspectionState.CONCLUDING),
    Move("resume_visits", (InspectionState.CONCLUDING,), InspectionState.VISITING),
    Move("conclude", (InspectionState.CONCLUDING,), InspectionState.CONCLUDED),
    Move("cancel", _OPEN, InspectionState.CANCELLED),
)
BY_ACTION: Mapping[str, Move] = {move.action: move for move in MOVES}
# In these the outline is answered, and visits and findings are recorded.
AT_WORK = (InspectionState.DECIDED, InspectionState.VISITING, InspectionState.CONCLUDING)
