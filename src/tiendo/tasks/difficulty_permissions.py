"""What a person may do with one difficulty; its page shows exactly these steps."""

from __future__ import annotations

from tiendo.accounts.actor import Actor
from tiendo.domain.difficulties import CARRIED
from tiendo.tasks.models import Difficulty, SolvingLevel

# In the order in which the page shows them.
STEPS = ("answer", "assign", "name", "pass_up", "solve", "close", "reopen")
_CARRIED = frozenset(str(state) for state in CARRIED)


def may_step(actor: Actor, row: Difficulty, step: str) -> bool:
    """Whether a step is the person's to take at all, whatever state the difficulty is in."""
    manages = actor.may("difficulty.manage")
    if step == "assign":
        return manages
    body = row.responsible_id
    if step == "name":
        return manages or (body is not None and actor.may("task.name_officer", at=body))
    if step in ("answer", "pass_up"):
        return manages or (body is not None and actor.may("difficulty.answer", at=body))
    return manages or actor.may("difficulty.raise", at=row.organisation_id)


def is_open_for(row: Difficulty, step: str) -> bool:
    """Whether the state of the difficulty allows a step."""
    if step == "reopen":
        return row.state not in _CARRIED
    if row.state not in _CARRIED:
        return False
    if step in ("answer", "name"):
        return row.responsible_id is not None
    return step != "pass_up" or row.level != SolvingLevel.CENTRAL


def open_steps(actor: Actor, row: Difficulty) -> tuple[str, ...]:
    """The steps open to a person now. Cost: no query."""
    return tuple(step for step in STEPS if is_open_for(row, step) and may_step(actor, row, step))
