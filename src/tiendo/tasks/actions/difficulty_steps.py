"""What becomes of a difficulty: given to a body, passed up, answered, solved, closed, reopened."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.accounts.models import User
from tiendo.accounts.queries import is_of_house
from tiendo.audit.trail import Author, State, record
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.outbox.actions import emit
from tiendo.tasks.actions.difficulty_writing import (
    add_event,
    difficulty_facts,
    lock_difficulty,
    require_alive,
    set_state,
)
from tiendo.tasks.difficulty_errors import DifficultyError
from tiendo.tasks.models import Difficulty, DifficultyEvent, DifficultyKind, SolvingLevel

_HEIGHT = {level: height for height, level in enumerate(SolvingLevel.values)}


@transaction.atomic
def assign_difficulty(
    *,
    difficulty: Difficulty,
    level: str,
    responsible: Organisation,
    due_on: dt.date,
    by: Actor,
    kind: str = "",
    cause: str = "",
    note: str = "",
    version: int | None = None,
) -> Difficulty:
    """Say which level can solve a difficulty, which body answers, and until when.

    Errors: PermissionRefused; DifficultyError ended, body_dissolved, due_in_past,
    edited_meanwhile.
    """
    author = by.require("difficulty.manage")
    row = lock_difficulty(difficulty, version)
    before = difficulty_facts(row)
    _give(row, level, responsible, due_on)
    row.kind = DifficultyKind(kind) if kind else row.kind
    row.cause = cause.strip() or row.cause
    event = DifficultyEvent(action="assign", text=note.strip())
    _take(row, event, author, by, before)
    emit("difficulty.assigned", target=row, bodies=[responsible.pk])
    return row


@transaction.atomic
def name_answerer(
    *, difficulty: Difficulty, person: User, by: Actor, version: int | None = None
) -> Difficulty:
    """Name who answers at the responsible body: by its head, the coordinator or the office.

    Errors: PermissionRefused; DifficultyError ended, not_assigned, person_elsewhere,
    edited_meanwhile.
    """
    row = lock_difficulty(difficulty, version)
    body = row.responsible
    if body is None:
        raise DifficultyError("not_assigned")
    named_inside = by.may("task.name_officer", at=body.pk)
    author = (
        by.require("task.name_officer", at=body.pk)
        if named_inside
        else by.require("difficulty.manage")
    )
    if not is_of_house(person, body, clock.today()):
        raise DifficultyError("person_elsewhere", person=str(person), body=body.name)
    before = difficulty_facts(row)
    row.person = person
    _take(row, DifficultyEvent(action="name"), author, by, before)
    emit("difficulty.assigned", target=row, users=[person.pk])
    return row


@transaction.atomic
def pass_up(
    *,
    difficulty: Difficulty,
    level: str,
    responsible: Organisation,
    due_on: dt.date,
    reason: str,
    by: Actor,
    version: int | None = None,
) -> Difficulty:
    """Pass a difficulty to a higher level, by the coordinator, the office or the body that was to
    answer.

    Errors: PermissionRefused; DifficultyError ended, reason_needed, level_not_higher,
    body_dissolved, due_in_past, edited_meanwhile.
    """
    row = lock_difficulty(difficulty, version)
    author = _author_who_answers(row, by)
    if not reason.strip():
        raise DifficultyError("reason_needed")
    if row.level and _HEIGHT[level] <= _HEIGHT[row.level]:
        raise DifficultyError("level_not_higher", level=str(SolvingLevel(row.level).label))
    before = difficulty_facts(row)
    _give(row, level, responsible, due_on)
    event = DifficultyEvent(action="pass_up", text=reason.strip())
    _take(row, event, author, by, before, reason)
    emit("difficulty.assigned", target=row, bodies=[responsible.pk])
    return row


@transaction.atomic
def answer_difficulty(
    *,
    difficulty: Difficulty,
    answer: str,
    by: Actor,
    document_number: str = "",
    document_date: dt.date | None = None,
    version: int | None = None,
) -> Difficulty:
    """Answer for the responsible body; a later answer joins the earlier ones.

    Coordinator and office may enter the answer of a body outside the system, by its document.
    Errors: PermissionRefused; DifficultyError ended, not_assigned, not_responsible,
    answer_missing, document_needed, document_day_wrong, edited_meanwhile.
    """
    row = lock_difficulty(difficulty, version)
    author = _author_who_answers(row, by)
    if not answer.strip():
        raise DifficultyError("answer_missing")
    if document_date is not None and document_date > clock.today():
        raise DifficultyError("document_day_wrong")
    responsible = row.responsible
    if responsible is None:
        raise DifficultyError("not_assigned")
    if not by.may("difficulty.answer", at=responsible.pk) and not document_number.strip():
        raise DifficultyError("document_needed", body=responsible.name)
    before = difficulty_facts(row)
    event = DifficultyEvent(
        action="answer",
        text=answer.strip(),
        document_number=document_number.strip(),
        document_date=document_date if document_number.strip() else None,
    )
    _take(row, event, author, by, before)
    emit("difficulty.answered", target=row, bodies=[row.organisation_id])
    return row


@transaction.atomic
def solve_difficulty(
    *, difficulty: Difficulty, by: Actor, note: str = "", version: int | None = None
) -> Difficulty:
    """Say that a difficulty is solved: by the body that raised it, the coordinator or the office.

    Errors: PermissionRefused; DifficultyError ended, edited_meanwhile.
    """
    return _end("solve", difficulty, note, by, version)


@transaction.atomic
def close_difficulty(
    *, difficulty: Difficulty, reason: str, by: Actor, version: int | None = None
) -> Difficulty:
    """Take a difficulty out of the register unsolved, with the reason.

    Errors: PermissionRefused; DifficultyError ended, reason_needed, edited_meanwhile.
    """
    if not reason.strip():
        raise DifficultyError("reason_needed")
    return _end("close", difficulty, reason, by, version)


@transaction.atomic
def reopen_difficulty(
    *, difficulty: Difficulty, reason: str, by: Actor, version: int | None = None
) -> Difficulty:
    """Carry a solved or closed difficulty again, with the reason. Reopenings are counted.

    Errors: PermissionRefused; DifficultyError not_ended, reason_needed, edited_meanwhile.
    """
    if not reason.strip():
        raise DifficultyError("reason_needed")
    return _end("reopen", difficulty, reason, by, version)


def _end(
    action: str, difficulty: Difficulty, words: str, by: Actor, version: int | None
) -> Difficulty:
    row = lock_difficulty(difficulty, version)
    own = by.may("difficulty.raise", at=row.organisation_id)
    author = (
        by.require("difficulty.raise", at=row.organisation_id)
        if own
        else by.require("difficulty.manage")
    )
    event = DifficultyEvent(action=action, text=words.strip())
    return _take(row, event, author, by, difficulty_facts(row), words)


def _give(row: Difficulty, level: str, responsible: Organisation, due_on: dt.date) -> None:
    require_alive(responsible, clock.today())
    if due_on < clock.today():
        raise DifficultyError("due_in_past")
    if row.responsible_id != responsible.pk:
        row.person = None
    row.level, row.responsible, row.due_on = SolvingLevel(level), responsible, due_on


def _take(
    row: Difficulty,
    event: DifficultyEvent,
    author: Author,
    by: Actor,
    before: State,
    reason: str = "",
) -> Difficulty:
    """Write one step: the state, the event, the trail."""
    set_state(row, event.action, by.user_id)
    add_event(row, event, author, before["state"], by.user_id)
    after = {**difficulty_facts(row), "document_number": event.document_number}
    record(
        by=author,
        action=f"difficulty.{event.action}",
        target=row,
        before=before,
        after=after,
        reason=reason.strip(),
    )
    return row


def _author_who_answers(row: Difficulty, by: Actor) -> Author:
    """The responsible body, or those who manage the register."""
    body = row.responsible
    if body is not None and by.may("difficulty.answer", at=body.pk):
        return by.require("difficulty.answer", at=body.pk)
    if by.may("difficulty.manage"):
        return by.require("difficulty.manage")
    if body is None and by.may("difficulty.answer"):
        raise DifficultyError("not_assigned")
    if body is not None and by.may("difficulty.answer"):
        raise DifficultyError("not_responsible", body=body.name)
    raise PermissionRefused("difficulty.answer")
