"""Raising difficulties: directly, or by the words of an update; the same one is never doubled."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, record
from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.domain.difficulties import CARRIED
from tiendo.organisations.models import Organisation
from tiendo.outbox.actions import emit
from tiendo.programmes.models import Programme
from tiendo.tasks.actions.difficulty_writing import (
    add_event,
    difficulty_facts,
    lock_difficulty,
    require_alive,
    set_state,
)
from tiendo.tasks.difficulty_errors import DifficultyError
from tiendo.tasks.models import (
    Difficulty,
    DifficultyEvent,
    DifficultyKind,
    DifficultyState,
    Lifecycle,
    ProgressUpdate,
    Task,
)

# What the writer of an update says of the difficulty that is open already.
STILL, SOLVED, OTHER = "still", "solved", "other"


@transaction.atomic
def raise_difficulty(
    *,
    organisation: Organisation,
    programme: Programme,
    what: str,
    by: Actor,
    tasks: Iterable[Task] = (),
    cause: str = "",
    proposal: str = "",
    kind: str = "",
) -> Difficulty:
    """Enter a difficulty of a body in the register, with the tasks it stands in the way of.

    Errors: PermissionRefused; DifficultyError what_missing, body_dissolved, task_elsewhere,
    task_not_given.
    """
    author = by.require("difficulty.raise", at=organisation.pk)
    held = list(tasks)
    _check_tasks(programme, held)
    require_alive(organisation, clock.today())
    row = Difficulty(programme=programme, organisation=organisation, raised_on=clock.today())
    row.section = next((task.section for task in held if task.section_id), None)
    row.cause, row.proposal = cause.strip(), proposal.strip()
    row.kind = DifficultyKind(kind) if kind else ""
    return _enter(row, what, held, author, by.user_id)


def note_difficulty(
    *, update: ProgressUpdate, author: Author, course: str = ""
) -> Difficulty | None:
    """Take what an update says stands in the way into the register. Call it inside the update.

    The difficulty of the same body that is open on the task goes on; ``course`` is what the
    writer says of it: still there, solved, or that the words are about another one.
    Missing: None where the update says nothing of the kind. Cost: two queries at least.
    """
    words = update.difficulty.strip()
    if not words and not course:
        return None
    current = open_difficulty(update.task_id, update.organisation_id)
    if current is None or course == OTHER:
        return _from_update(update, author) if words else None
    if course == SOLVED:
        solved = _step_of_update(current, "solve", update, author)
        return _from_update(update, author) if words else solved
    return _step_of_update(current, "continue", update, author)


def open_difficulty(task_id: int, organisation_id: int) -> Difficulty | None:
    """The difficulty of a body still carried on a task, the latest raised. Cost: one query."""
    return (
        Difficulty.objects.filter(
            tasks=task_id, organisation_id=organisation_id, state__in=[str(s) for s in CARRIED]
        )
        .order_by("-raised_on", "-pk")
        .first()
    )


def _from_update(update: ProgressUpdate, author: Author) -> Difficulty:
    task = update.task
    row = Difficulty(
        programme_id=task.programme_id,
        section_id=task.section_id,
        organisation_id=update.organisation_id,
        raised_on=update.as_of,
        proposal=update.proposal,
        origin=update,
    )
    return _enter(row, update.difficulty, [task], author, update.by_id)


def _step_of_update(
    current: Difficulty, action: str, update: ProgressUpdate, author: Author
) -> Difficulty:
    """Continue or solve the difficulty by an update; its words join the history, not the register
    a second time."""
    row = lock_difficulty(current)
    before = difficulty_facts(row)
    event = DifficultyEvent(action=action, text=update.difficulty.strip(), update=update)
    set_state(row, action, update.by_id)
    add_event(row, event, author, before["state"], update.by_id, day=update.as_of)
    after = {**difficulty_facts(row), "update": update.pk}
    record(by=author, action=f"difficulty.{action}", target=row, before=before, after=after)
    return row


def _enter(
    row: Difficulty, what: str, tasks: list[Task], author: Author, user_id: int
) -> Difficulty:
    row.what = what.strip()
    if not row.what:
        raise DifficultyError("what_missing")
    row.folded = fold(f"{row.what} {row.cause}")
    row.raised_by_id, row.raised_at = user_id, clock.now()
    row.state = DifficultyState.OPEN
    row.save(force_insert=True)
    row.tasks.set(tasks)
    add_event(
        row, DifficultyEvent(action="raise", text=row.what), author, "", user_id, row.raised_on
    )
    after = {**difficulty_facts(row), "what": row.what, "organisation": row.organisation_id}
    record(by=author, action="difficulty.raise", target=row, after=after)
    emit("difficulty.raised", target=row, bodies=[row.programme.coordinator_id])
    return row


def _check_tasks(programme: Programme, tasks: Iterable[Task]) -> None:
    for task in tasks:
        if task.programme_id != programme.pk:
            raise DifficultyError("task_elsewhere", task=task.code)
        if task.lifecycle == Lifecycle.DRAFT:
            raise DifficultyError("task_not_given", task=task.code)
