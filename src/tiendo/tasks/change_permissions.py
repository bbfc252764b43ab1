"""What a person may do with one change request; its page shows exactly these steps."""

from __future__ import annotations

import datetime as dt

from tiendo.accounts.actor import Actor
from tiendo.domain.changes import BY_CHANGE_ACTION
from tiendo.tasks.actions.change_applying import may_apply
from tiendo.tasks.models import ChangeRequest, Lifecycle, Task
from tiendo.tasks.parties import parties_on

# In the order in which the page shows them.
STEPS = ("send", "appraise", "decide", "apply", "edit", "return", "withdraw")


def may_step(actor: Actor, row: ChangeRequest, step: str) -> bool:
    """Whether a step is the person's to take at all, whatever state the request is in."""
    rule = BY_CHANGE_ACTION[step]
    if step == "apply":
        return actor.may(rule.permission) and may_apply(actor, row)
    return actor.may(rule.permission, at=row.organisation_id if rule.is_own else None)


def is_open_for(row: ChangeRequest, step: str) -> bool:
    """Whether the state of the request allows a step."""
    return row.state in {str(state) for state in BY_CHANGE_ACTION[step].sources}


def open_steps(actor: Actor, row: ChangeRequest) -> tuple[str, ...]:
    """The steps open to a person now. Cost: no query."""
    return tuple(step for step in STEPS if is_open_for(row, step) and may_step(actor, row, step))


def asking_bodies(actor: Actor, task: Task | None, on: dt.date) -> frozenset[int]:
    """The bodies for which a person may ask to change a task, or to add one to a programme.

    Cost: one query for a task.
    """
    own = actor.bodies_for("change.request")
    if task is None or not own:
        return own
    if task.lifecycle != Lifecycle.LIVE:
        return frozenset()
    return own & {*parties_on(task, on).working_ids, task.programme.coordinator_id}
