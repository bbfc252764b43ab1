"""A generic addressee made concrete: one child task for each body it stands for."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import expand_group
from tiendo.tasks.actions.creating import create_task
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import Assignment, Lifecycle, Part, Task
from tiendo.tasks.parties import parties_on
from tiendo.tasks.writing import finish_write, lock_task


@transaction.atomic
def expand_lead(*, task: Task, by: Actor, on: dt.date | None = None) -> tuple[Task, ...]:
    """Make a child draft for each body of the group that leads a draft; returns the new ones.

    The group is read as of ``on`` (default: the date of the programme's document, else its first
    day) and followed to today's bodies. The children carry the duty, confirmed by the coordinator;
    the parent stays a draft. Doing it again adds only bodies that have no child yet.
    Errors: PermissionRefused; TaskError wrong_state, lead_is_no_group.
    """
    write = lock_task(task)
    author = by.require("draft.review")
    if write.task.lifecycle != Lifecycle.DRAFT:
        raise TaskError("wrong_state", action="edit", state=write.task.lifecycle)
    lead = parties_on(write.task, write.day).first(Part.LEAD)
    if lead is None or lead.group is None:
        raise TaskError("lead_is_no_group")
    bodies = expand_group(lead.group, on or _day_of_document(write.task), today=write.day)
    taken = _leads_of_children(write.task)
    children = tuple(
        _make_child(write.task, body, number, by)
        for number, body in enumerate(bodies, start=1)
        if body.pk not in taken
    )
    finish_write(
        write,
        by=author,
        action="task.expand",
        after={"children": [child.pk for child in children]},
    )
    return children


def _day_of_document(task: Task) -> dt.date:
    document = task.programme.document
    issued_on = document.issued_on if document else None
    return issued_on or task.programme.starts_on


def _leads_of_children(task: Task) -> set[int | None]:
    held = Assignment.objects.filter(task__parent=task, part=Part.LEAD)
    return set(held.values_list("organisation_id", flat=True))


def _make_child(task: Task, body: Organisation, number: int, by: Actor) -> Task:
    coordinating = task.assignments.filter(part=Part.COORDINATE).select_related(
        "organisation", "group"
    )
    return create_task(
        programme=task.programme,
        section=task.section,
        parent=task,
        code=f"{task.code}.{number:03d}",
        order=task.order,
        title=task.title,
        product=task.product,
        deadline_key=task.deadline_key,
        deadline_raw=task.deadline_raw,
        last_day=task.last_day,
        recurrence=task.recurrence,
        deciding_text=task.deciding_text,
        lead=body,
        coordinating=[row.organisation or row.group or row.raw_text for row in coordinating],
        confirmer=None,
        passages=list(task.passages.order_by("task_sources__order")),
        by=by,
    )
