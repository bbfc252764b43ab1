"""One step of the lifecycle, the same for every action: who may, from where, what is written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author
from tiendo.domain.deadlines import is_recurring
from tiendo.domain.lifecycle import BY_ACTION, Side, State, Transition
from tiendo.programmes.permissions import may_run, require_to_run
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import LifecycleEvent, Occurrence, Task
from tiendo.tasks.parties import Parties, parties_on
from tiendo.tasks.recurrence import current_occurrence, last_confirmed_occurrence
from tiendo.tasks.writing import Write, finish_write, lock_task

# These act on the occurrence of a recurring task, the others on the task itself.
ON_OCCURRENCES = frozenset({"claim", "approve", "send_back", "confirm", "return", "reopen"})

# The sides on which a programme is run: the province's coordinator, or a body for its own one.
RUNNING = frozenset({Side.COORDINATING, Side.PROVINCE})


@dataclass(frozen=True, slots=True)
class Step:
    """A locked task about to take one row of the table of transitions."""

    write: Write
    transition: Transition
    parties: Parties
    author: Author
    work: Task | Occurrence

    @property
    def occurrence(self) -> Occurrence | None:
        """The occurrence acted on; None for a task done once."""
        return self.work if isinstance(self.work, Occurrence) else None


@dataclass(frozen=True, slots=True)
class Particulars:
    """What an action says besides its name. Missing: no day done, no reason, no document."""

    reason: str = ""
    deciding_document: str = ""
    done_on: dt.date | None = None


def begin_step(
    action: str,
    *,
    task: Task,
    by: Actor,
    version: int | None = None,
    occurrence: Occurrence | None = None,
) -> Step:
    """Lock the task and check that the person may take the action in the present state.

    ``occurrence`` names the one meant where it is not the one that the day points to.
    Errors: PermissionRefused; EditedMeanwhile; TaskError lead_missing, confirmer_missing,
    wrong_state, no_open_occurrence.
    """
    row = BY_ACTION[action]
    write = lock_task(task, version)
    parties = parties_on(write.task, write.day)
    author = _author(row, write.task, parties, by)
    if occurrence is None:
        work = work_of(write.task, action, write.day)
    else:
        work = Occurrence.objects.get(pk=occurrence.pk, task=write.task)
    if State(work.lifecycle) not in row.sources:
        raise TaskError("wrong_state", action=action, state=work.lifecycle)
    return Step(write, row, parties, author, work)


def _author(row: Transition, task: Task, parties: Parties, by: Actor) -> Author:
    """Who takes the step; in its own programme a body also takes those of the province."""
    body = body_of(row, task, parties)
    if row.side in RUNNING:
        return require_to_run(by, task.programme, row.permission)
    return by.require(row.permission, at=body)


def may_take(row: Transition, task: Task, parties: Parties, actor: Actor) -> bool:
    """Whether the person holds what the step asks for. Errors: as ``body_of``."""
    body = body_of(row, task, parties)
    if row.side in RUNNING:
        return may_run(actor, task.programme, row.permission)
    return actor.may(row.permission, at=body)


def body_of(row: Transition, task: Task, parties: Parties) -> int | None:
    """The body at which a transition's permission is asked for.

    Errors: TaskError lead_missing, confirmer_missing.
    """
    if row.side is Side.COORDINATING:
        return task.programme.coordinator_id
    if row.side is Side.PROVINCE:
        return None
    body = parties.lead_id if row.side is Side.LEAD else parties.confirmer_id
    if body is None:
        raise TaskError("lead_missing" if row.side is Side.LEAD else "confirmer_missing")
    return body


def work_of(task: Task, action: str, on: dt.date) -> Task | Occurrence:
    """What an action changes: the task, or the occurrence of a recurring one.

    Errors: TaskError no_open_occurrence; wrong_state where the recurring task itself is not live.
    """
    if not is_recurring(task.recurrence) or action not in ON_OCCURRENCES:
        return task
    if task.lifecycle != State.LIVE:
        raise TaskError("wrong_state", action=action, state=task.lifecycle)
    found = last_confirmed_occurrence(task) if action == "reopen" else current_occurrence(task, on)
    if found is None:
        raise TaskError("no_open_occurrence")
    return found


def finish_step(step: Step, particulars: Particulars) -> Task:
    """Write the step: the state, its event, the audit row and the spans; returns the task.

    Errors: TaskError reason_needed.
    """
    if step.transition.needs_reason and not particulars.reason.strip():
        raise TaskError("reason_needed", action=step.transition.action)
    before = _state(step)
    source, work = step.work.lifecycle, step.work
    work.lifecycle = step.transition.target
    work.last_action = step.transition.action
    work.done_on = particulars.done_on
    _record_event(step, source, particulars)
    fields = ["lifecycle", "last_action", "done_on"]
    if isinstance(work, Occurrence):
        work.version += 1
        work.save(update_fields=[*fields, "version"])
        fields = []
    return finish_write(
        step.write,
        by=step.author,
        action=f"task.{step.transition.action}",
        before=before,
        after={**_state(step), "deciding_document": particulars.deciding_document},
        reason=particulars.reason,
        fields=fields,
    )


def _state(step: Step) -> dict[str, str | int | None]:
    done_on = step.work.done_on
    return {
        "lifecycle": step.work.lifecycle,
        "done_on": done_on.isoformat() if done_on else None,
        "occurrence": step.occurrence.pk if step.occurrence else None,
    }


def _record_event(step: Step, source: str, particulars: Particulars) -> None:
    LifecycleEvent.objects.create(
        task=step.write.task,
        occurrence=step.occurrence,
        action=step.transition.action,
        from_state=source,
        to_state=step.transition.target,
        day=step.write.day,
        done_on=particulars.done_on,
        recorded_at=step.write.moment,
        by_id=step.author.user_id,
        organisation_id=step.author.organisation_id,
        reason=particulars.reason,
        deciding_document=particulars.deciding_document,
    )
