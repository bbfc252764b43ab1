"""Which body has which part in a task, from a day on, and which officer handles it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.accounts.models import Membership, User
from tiendo.audit.trail import Author
from tiendo.organisations.models import Kind, Organisation
from tiendo.outbox.actions import emit
from tiendo.programmes.permissions import require_to_run
from tiendo.tasks.actions.creating import Body, check_inside, new_assignment
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import Assignment, Lifecycle, Part, Task
from tiendo.tasks.parties import Parties, default_confirmer, is_same_house, parties_on
from tiendo.tasks.writing import Write, finish_write, lock_task

_SINGLE = frozenset({Part.LEAD, Part.CONFIRM})


@transaction.atomic
def assign(*, task: Task, part: Part, body: Body, version: int, by: Actor) -> Task:
    """Give a body a part in the task from today on; a lead or confirmer replaces the one before.

    In a draft the part holds since the programme began, and a new lead brings the default
    confirmer along where there is none outside it.
    Errors: PermissionRefused; EditedMeanwhile; TaskError confirmer_is_lead, already_assigned,
    own_programme_inside_only.
    """
    write = lock_task(task, version)
    author = require_to_run(by, write.task.programme, "task.assign")
    check_inside(by, write.task.programme, "task.assign", [body])
    parties = parties_on(write.task, write.day)
    since = _first_day(write)
    row = new_assignment(write.task, part, body, DateRange(since, None))
    if any(_same(row, held) for held in parties.assignments):
        raise TaskError("already_assigned")
    if part == Part.LEAD and write.task.lifecycle == Lifecycle.DRAFT:
        _bring_confirmer(write, parties, row, since)
    else:
        _check_outside(parties, row)
    replaced = parties.first(part) if part in _SINGLE else None
    if replaced is not None:
        _end(replaced, since)
    row.save(force_insert=True)
    return _finish(write, author, "task.assign", replaced, row)


def _first_day(write: Write) -> dt.date:
    if write.task.lifecycle == Lifecycle.DRAFT:
        return min(write.task.programme.starts_on, write.day)
    return write.day


def _bring_confirmer(write: Write, parties: Parties, lead: Assignment, since: dt.date) -> None:
    """Replace a confirmer that the new lead of a draft leaves missing or inside its house."""
    held, body = parties.first(Part.CONFIRM), lead.organisation
    if body is None or (held and held.organisation and not is_same_house(held.organisation, body)):
        return
    task = write.task
    found = default_confirmer(programme=task.programme, lead=body, parent=task.parent, on=write.day)
    if held is not None:
        _end(held, since)
    if found is not None:
        validity = DateRange(since, None)
        new_assignment(task, Part.CONFIRM, found, validity).save(force_insert=True)


@transaction.atomic
def end_assignment(*, assignment: Assignment, version: int, by: Actor) -> Task:
    """End the part of a coordinating or deciding body today; lead and confirmer are replaced.

    Errors: PermissionRefused; EditedMeanwhile; TaskError lead_is_replaced, assignment_ended.
    """
    write = lock_task(assignment.task, version)
    author = require_to_run(by, write.task.programme, "task.assign")
    held = parties_on(write.task, write.day).assignments
    row = next((row for row in held if row.pk == assignment.pk), None)
    if row is None:
        raise TaskError("assignment_ended")
    if row.part in _SINGLE:
        raise TaskError("lead_is_replaced")
    _end(row, write.day)
    return _finish(write, author, "task.end_assignment", row, None)


@transaction.atomic
def name_officer(*, task: Task, officer: User, version: int, by: Actor) -> Task:
    """Name the officer of a body at work on the task: stage 2 of "6 rõ", and every change of it.

    Errors: PermissionRefused; EditedMeanwhile; TaskError officer_not_in_body, already_assigned.
    """
    write = lock_task(task, version)
    held = _assignment_named_by(write, by)
    author = by.require("task.name_officer", at=held.organisation_id)
    return put_officer(write, held, officer, author=author)


def put_officer(write: Write, held: Assignment, officer: User, *, author: Author) -> Task:
    """Make a person the officer of an assignment from today on, with the event.

    Errors: TaskError officer_not_in_body, already_assigned.
    """
    if held.officer_id == officer.pk:
        raise TaskError("already_assigned")
    if held.organisation is not None:
        check_post(officer, held.organisation, write.day)
    before, until = held.officer_id, held.validity.upper
    row = held
    if before is not None and held.validity.lower != write.day:
        _end(held, write.day)
        row = Assignment(
            task=write.task,
            organisation=held.organisation,
            part=held.part,
            validity=DateRange(write.day, until),
        )
    row.officer = officer
    row.save()
    emit("task.officer_named", target=write.task, users=[officer.pk])
    return finish_write(
        write,
        by=author,
        action="task.name_officer",
        before={"officer": before, "organisation": row.organisation_id},
        after={"officer": officer.pk, "organisation": row.organisation_id},
    )


def _assignment_named_by(write: Write, by: Actor) -> Assignment:
    parties = parties_on(write.task, write.day)
    for part in (Part.LEAD, Part.COORDINATE):
        for row in parties.assignments:
            body_id = row.organisation_id
            is_theirs = body_id is not None and by.may("task.name_officer", at=body_id)
            if row.part == part and is_theirs:
                return row
    raise PermissionRefused("task.name_officer")


def check_post(officer: User, body: Organisation, on: dt.date) -> None:
    """The officer works at the body or in one of its divisions.

    Errors: TaskError officer_not_in_body. Cost: one query.
    """
    posts = Membership.objects.filter(
        user=officer, user__is_active=True, validity__contains=on
    ).select_related("organisation__parent__parent")
    for post in posts:
        if _reaches(post.organisation, body.pk):
            return
    raise TaskError("officer_not_in_body", officer=str(officer), body=str(body))


def _reaches(body: Organisation | None, organisation_id: int | None) -> bool:
    while body is not None:
        if body.pk == organisation_id:
            return True
        body = body.parent if body.kind == Kind.DIVISION else None
    return False


def _same(row: Assignment, held: Assignment) -> bool:
    return (row.part, row.organisation_id, row.group_id, row.raw_text) == (
        held.part,
        held.organisation_id,
        held.group_id,
        held.raw_text,
    )


def _check_outside(parties: Parties, row: Assignment) -> None:
    """A lead and a confirmer are never of one house."""
    other_part = {Part.LEAD: Part.CONFIRM, Part.CONFIRM: Part.LEAD}.get(Part(row.part))
    other = parties.first(other_part) if other_part else None
    if other is None or other.organisation is None or row.organisation is None:
        return
    if is_same_house(other.organisation, row.organisation):
        raise TaskError("confirmer_is_lead")


def _end(row: Assignment, today: dt.date) -> None:
    """End an assignment yesterday; one that began today never held and goes."""
    if row.validity.lower is not None and row.validity.lower >= today:
        row.delete()
        return
    row.validity = DateRange(row.validity.lower, today)
    row.save(update_fields=["validity"])


def _finish(
    write: Write, author: Author, action: str, before: Assignment | None, after: Assignment | None
) -> Task:
    return finish_write(write, by=author, action=action, before=_facts(before), after=_facts(after))


def _facts(row: Assignment | None) -> dict[str, str | int | None] | None:
    if row is None:
        return None
    return {
        "part": row.part,
        "organisation": row.organisation_id,
        "group": row.group_id,
        "raw_text": row.raw_text,
    }
