"""The lifecycle of a task: which action leads from which state to which, and who may do it.

Source: design.md section 5. The database enforces the same table by a trigger (tasks migration
``0002_lifecycle_trigger``); a test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Stored states of a task or an occurrence."""

    DRAFT = "draft"
    LIVE = "live"
    CLAIMED = "claimed"
    UNIT_APPROVED = "unit_approved"
    CONFIRMED = "confirmed"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"
    UMBRELLA = "umbrella"


class Side(StrEnum):
    """Which body an action belongs to."""

    COORDINATING = "coordinating"
    LEAD = "lead"
    CONFIRMER = "confirmer"
    PROVINCE = "province"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table: ``permission`` is asked for at the body on ``side``."""

    action: str
    sources: tuple[State, ...]
    target: State
    permission: str
    side: Side
    needs_reason: bool = False


TRANSITIONS: tuple[Transition, ...] = (
    Transition("go_live", (State.DRAFT,), State.LIVE, "task.go_live", Side.COORDINATING),
    Transition("claim", (State.LIVE,), State.CLAIMED, "task.claim", Side.LEAD),
    Transition("approve", (State.CLAIMED,), State.UNIT_APPROVED, "task.approve", Side.LEAD),
    Transition("send_back", (State.CLAIMED,), State.LIVE, "task.approve", Side.LEAD, True),
    Transition("confirm", (State.UNIT_APPROVED,), State.CONFIRMED, "task.confirm", Side.CONFIRMER),
    Transition("return", (State.UNIT_APPROVED,), State.LIVE, "task.confirm", Side.CONFIRMER, True),
    Transition("reopen", (State.CONFIRMED,), State.LIVE, "task.reopen", Side.CONFIRMER, True),
    Transition("suspend", (State.LIVE,), State.SUSPENDED, "task.direct", Side.PROVINCE, True),
    Transition("cancel", (State.LIVE,), State.CANCELLED, "task.direct", Side.PROVINCE, True),
    Transition("supersede", (State.LIVE,), State.SUPERSEDED, "task.direct", Side.PROVINCE, True),
    Transition("resume", (State.SUSPENDED,), State.LIVE, "task.direct", Side.PROVINCE),
)

# A draft for a group of bodies becomes the umbrella over one task for each of them: it is carried
# by these and takes no further step. Taken by ``tasks.actions.expand_lead`` alone.
EXPANSION = Transition("expand", (State.DRAFT,), State.UMBRELLA, "task.go_live", Side.COORDINATING)

BY_ACTION = {transition.action: transition for transition in TRANSITIONS}


def is_allowed(source: State, target: State) -> bool:
    """Whether some action leads from one state to the other."""
    rows = (*TRANSITIONS, EXPANSION)
    return any(source in row.sources and row.target == target for row in rows)


def actions_from(source: State) -> tuple[Transition, ...]:
    """The rows that can be taken from a state, in the order of the table."""
    return tuple(row for row in TRANSITIONS if source in row.sources)
