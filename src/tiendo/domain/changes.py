"""The way of a change request: which action leads from which state to which, and who may do it.

The database enforces the same table by a trigger (tasks migration ``0007_change_requests``); a test
compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ChangeState(StrEnum):
    """Stored states of a change request."""

    DRAFTED = "drafted"
    SENT = "sent"
    RETURNED = "returned"
    APPRAISED = "appraised"
    ACCEPTED = "accepted"
    AMENDED = "amended"
    REFUSED = "refused"
    APPLIED = "applied"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ChangeStepRule:
    """One row of the table. ``is_own``: the permission is asked for at the body that asks."""

    action: str
    sources: tuple[ChangeState, ...]
    targets: tuple[ChangeState, ...]
    permission: str
    is_own: bool
    needs_reason: bool = False


_S = ChangeState
CHANGE_STEPS: tuple[ChangeStepRule, ...] = (
    ChangeStepRule("edit", (_S.DRAFTED, _S.RETURNED), (_S.DRAFTED,), "change.request", True),
    ChangeStepRule("send", (_S.DRAFTED, _S.RETURNED), (_S.SENT,), "change.send", True),
    ChangeStepRule(
        "withdraw",
        (_S.DRAFTED, _S.SENT, _S.RETURNED, _S.APPRAISED),
        (_S.WITHDRAWN,),
        "change.request",
        True,
        needs_reason=True,
    ),
    ChangeStepRule(
        "return",
        (_S.SENT, _S.APPRAISED),
        (_S.RETURNED,),
        "change.appraise",
        False,
        needs_reason=True,
    ),
    ChangeStepRule("appraise", (_S.SENT, _S.APPRAISED), (_S.APPRAISED,), "change.appraise", False),
    ChangeStepRule(
        "decide",
        (_S.APPRAISED,),
        (_S.ACCEPTED, _S.AMENDED, _S.REFUSED),
        "change.decide",
        False,
    ),
    ChangeStepRule("apply", (_S.ACCEPTED, _S.AMENDED), (_S.APPLIED,), "task.assign", False),
)
BY_CHANGE_ACTION = {row.action: row for row in CHANGE_STEPS}
# On its way: it was sent, and nobody has ended it.
UNDECIDED = (_S.SENT, _S.RETURNED, _S.APPRAISED)
GRANTED = (_S.ACCEPTED, _S.AMENDED)
DECIDED = (*GRANTED, _S.REFUSED, _S.APPLIED)
ENDED = (_S.REFUSED, _S.APPLIED, _S.WITHDRAWN)


def change_transitions() -> frozenset[tuple[str, str]]:
    """Every pair of states that some action leads through, those that stay left out."""
    return frozenset(
        (source.value, target.value)
        for row in CHANGE_STEPS
        for source in row.sources
        for target in row.targets
        if source is not target
    )
