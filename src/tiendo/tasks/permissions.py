"""What a person may see and do with one task; pages show exactly these actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.domain.deadlines import CONTINUOUS, is_recurring
from tiendo.domain.lifecycle import State, Transition, actions_from
from tiendo.programmes.permissions import may_run
from tiendo.tasks.actions.confirming import why_not_outside
from tiendo.tasks.actions.progress import working_body
from tiendo.tasks.actions.transition import ON_OCCURRENCES, may_take, work_of
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import Occurrence, Task
from tiendo.tasks.parties import Parties, parties_on
from tiendo.tasks.queries.visibility import visible_tasks

_AT_WORK = (State.LIVE, State.CLAIMED, State.UNIT_APPROVED)


def can_view(actor: Actor, task: Task) -> bool:
    """Whether a person may see the task today. Cost: one query."""
    return visible_tasks(actor).filter(pk=task.pk).exists()


def available_actions(actor: Actor, task: Task, on: dt.date) -> tuple[str, ...]:
    """The actions open to a person on the task, in the order of the lifecycle, then the others:
    edit, assign, change_deadline, name_officer, update, add_evidence.

    None on any day but today: the past is read, not acted on. Cost: up to four queries.
    """
    if on != clock.today():
        return ()
    parties = parties_on(task, on)
    steps = (row.action for row in _steps(actor, task, parties, on))
    return (*dict.fromkeys(steps), *_others(actor, task, parties))


def _steps(actor: Actor, task: Task, parties: Parties, on: dt.date) -> Iterator[Transition]:
    """The rows of the table that the person may take, on the task and on its occurrence."""
    for row in _rows_open(task, on):
        try:
            is_open = may_take(row, task, parties, actor)
        except TaskError:
            continue
        if not is_open:
            continue
        if row.action != "confirm" or _is_outsider(actor, task, parties, on):
            yield row


def _rows_open(task: Task, on: dt.date) -> Iterator[Transition]:
    """The rows of the task's state; of a recurring one, those of its occurrences as well."""
    of_task = actions_from(State(task.lifecycle))
    if not is_recurring(task.recurrence) or task.lifecycle != State.LIVE:
        yield from of_task
        return
    yield from (row for row in of_task if row.action not in ON_OCCURRENCES)
    for action in ("claim", "reopen"):
        try:
            work = work_of(task, action, on)
        except TaskError:
            continue
        rows = (row for row in actions_from(State(work.lifecycle)) if row.action in ON_OCCURRENCES)
        yield from (row for row in rows if (row.action == "reopen") == (action == "reopen"))


def _is_outsider(actor: Actor, task: Task, parties: Parties, on: dt.date) -> bool:
    work = work_of(task, "confirm", on)
    occurrence = work if isinstance(work, Occurrence) else None
    return not why_not_outside(task, occurrence, parties, actor)


def _others(actor: Actor, task: Task, parties: Parties) -> Iterator[str]:
    is_draft = task.lifecycle == State.DRAFT
    if task.lifecycle == State.UMBRELLA:
        return
    may_assign = may_run(actor, task.programme, "task.assign")
    if may_run(actor, task.programme, "draft.review" if is_draft else "task.assign"):
        yield "edit"
    if may_assign:
        yield "assign"
    if task.lifecycle not in _AT_WORK:
        return
    if task.recurrence != CONTINUOUS and (actor.may("task.direct") or may_assign):
        yield "change_deadline"
        if is_recurring(task.recurrence) and task.lifecycle == State.LIVE:
            yield "change_rule"
    if any(actor.may("task.name_officer", at=body) for body in parties.working_ids):
        yield "name_officer"
    if working_body(parties, actor) is not None:
        yield "update"
        yield "add_evidence"
