"""A generic addressee made concrete: one child task for each body it stands for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author
from tiendo.domain.lifecycle import EXPANSION
from tiendo.organisations.models import BodyGroup, Organisation
from tiendo.organisations.queries import expand_group, successors
from tiendo.outbox.actions import emit
from tiendo.programmes.permissions import only_inside, require_to_run
from tiendo.tasks.actions.children import NewChild, check_depth, make_children
from tiendo.tasks.actions.creating import Body, TaskFields
from tiendo.tasks.actions.going_live import check_live_day
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import Assignment, Lifecycle, LifecycleEvent, Part, Task
from tiendo.tasks.parties import parties_on
from tiendo.tasks.writing import Write, finish_write, lock_task


@transaction.atomic
def expand_lead(
    *,
    task: Task,
    by: Actor,
    on: dt.date | None = None,
    live_on: dt.date | None = None,
    version: int | None = None,
) -> tuple[Task, ...]:
    """Give a draft led by a group to each body of it, all at once; returns the new children.

    The group is read as of ``on`` (default: the date of the programme's document, else its first
    day; today where it was done before) and followed to today's bodies. The children carry the
    duty from ``live_on`` (default: today), confirmed by the coordinator; the draft becomes their
    umbrella, counted by them alone. Doing it again adds only bodies that have no child yet.
    Errors: PermissionRefused; EditedMeanwhile; CannotGoLive; TaskError wrong_state,
    lead_is_no_group, group_is_empty, own_programme_inside_only, live_on_in_future,
    live_on_before_programme. Cost: constant, however many bodies.
    """
    write = lock_task(task, version)
    programme = write.task.programme
    author = require_to_run(by, programme, EXPANSION.permission)
    if write.task.lifecycle not in (Lifecycle.DRAFT, Lifecycle.UMBRELLA):
        raise TaskError("wrong_state", action="expand", state=write.task.lifecycle)
    group = _group_of(write)
    if only_inside(by, programme, EXPANSION.permission):
        raise TaskError("own_programme_inside_only", body=str(group))
    check_depth(write.task)
    bodies = expand_group(group, on or _default_day(write), today=write.day)
    if not bodies:
        raise TaskError("group_is_empty", body=str(group))
    taken = _taken(write.task, write.day)
    day = check_live_day([write.task], live_on)
    helpers = _helpers(write.task)
    fresh = [_child(write.task, body, helpers) for body in bodies if body.pk not in taken]
    children = make_children(write.task, fresh, author=author, live_on=day, is_part=False)
    _finish(write, author, day, children)
    return children


def _group_of(write: Write) -> BodyGroup:
    lead = parties_on(write.task, write.day).first(Part.LEAD)
    if lead is None or lead.group is None:
        raise TaskError("lead_is_no_group")
    return lead.group


def _default_day(write: Write) -> dt.date:
    """The day of the document; for an umbrella today, as it is done again for those who came."""
    task = write.task
    if task.lifecycle == Lifecycle.UMBRELLA:
        return write.day
    document = task.programme.document
    issued_on = document.issued_on if document else None
    return issued_on or task.programme.starts_on


def _taken(task: Task, on: dt.date) -> set[int]:
    """The bodies that already carry the duty, themselves or after a body that did."""
    held = Assignment.objects.filter(
        task__parent=task, part=Part.LEAD, validity__contains=on, organisation__isnull=False
    )
    leads = [pk for pk in held.values_list("organisation_id", flat=True) if pk is not None]
    heirs = successors(leads, on)
    return {*leads, *(body.pk for bodies in heirs.values() for body in bodies)}


def _helpers(task: Task) -> tuple[Body, ...]:
    rows = task.assignments.filter(part=Part.COORDINATE).select_related("organisation", "group")
    return tuple(row.organisation or row.group or row.raw_text for row in rows)


def _child(task: Task, body: Organisation, helpers: Iterable[Body]) -> NewChild:
    fields = TaskFields(
        title=task.title,
        product=task.product,
        section=task.section,
        order=task.order,
        deciding_text=task.deciding_text,
        deadline_key=task.deadline_key,
        deadline_raw=task.deadline_raw,
        last_day=task.last_day,
        recurrence=task.recurrence,
    )
    return NewChild(lead=body, fields=fields, coordinating=tuple(helpers))


def _finish(write: Write, author: Author, day: dt.date, children: tuple[Task, ...]) -> None:
    """The draft becomes the umbrella; the bodies are told."""
    parent, before = write.task, write.task.lifecycle
    fields: list[str] = []
    if before == Lifecycle.DRAFT:
        parent.lifecycle = Lifecycle.UMBRELLA
        parent.last_action, parent.live_on = EXPANSION.action, day
        fields = ["lifecycle", "last_action", "live_on"]
        LifecycleEvent.objects.create(
            task=parent,
            action=EXPANSION.action,
            from_state=before,
            to_state=parent.lifecycle,
            day=day,
            recorded_at=write.moment,
            by_id=author.user_id,
            organisation_id=author.organisation_id,
        )
    finish_write(
        write,
        by=author,
        action="task.expand",
        before={"lifecycle": before},
        after={"lifecycle": parent.lifecycle, "children": [child.pk for child in children]},
        fields=fields,
    )
    if children:
        leads = Assignment.objects.filter(task__in=children, part=Part.LEAD)
        bodies = [pk for pk in leads.values_list("organisation_id", flat=True) if pk is not None]
        tasks = [child.pk for child in children]
        emit("task.assigned", target=parent, bodies=bodies, payload={"tasks": tasks})
