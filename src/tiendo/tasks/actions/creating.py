"""Tasks made from reviewed drafts, and edits of what stands in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TypedDict, Unpack

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import record
from tiendo.documents.models import Passage
from tiendo.domain import clock
from tiendo.domain.collation import fold, sort_key
from tiendo.organisations.models import BodyGroup, Organisation
from tiendo.programmes.models import PlanSection, Programme
from tiendo.programmes.permissions import only_inside, require_to_run
from tiendo.tasks.errors import TaskError
from tiendo.tasks.first_days import check_after_start
from tiendo.tasks.models import Assignment, Lifecycle, Part, Task, TaskSource
from tiendo.tasks.parties import default_confirmer, is_same_house
from tiendo.tasks.writing import finish_write, lock_task

# A body as a reviewer names it: known, a group of bodies, or only the printed words.
Body = Organisation | BodyGroup | str


class TaskFields(TypedDict, total=False):
    """What stands in a task; an edit changes deadline and recurrence only while it is a draft."""

    title: str
    product: str
    section: PlanSection | None
    order: int
    deciding_text: str
    deadline_key: str
    deadline_raw: str
    last_day: dt.date | None
    recurrence: str


_DRAFT_ONLY = frozenset({"deadline_key", "deadline_raw", "last_day", "recurrence"})


@transaction.atomic
def create_task(
    *,
    programme: Programme,
    code: str,
    by: Actor,
    lead: Body | None = None,
    coordinating: Iterable[Body] = (),
    confirmer: Organisation | None = None,
    deciding: Organisation | None = None,
    passages: Iterable[Passage] = (),
    parent: Task | None = None,
    **fields: Unpack[TaskFields],
) -> Task:
    """Make a draft task of a programme from an accepted draft, with its bodies and passages.

    Without a ``confirmer`` the default one is assigned where the lead is a known body. Who runs
    the own programme of a body gives work to that body alone. A deadline typed by hand, without
    a passage that prints it, does not lie before the programme.
    Errors: PermissionRefused; TaskError code_taken, title_missing, confirmer_is_lead,
    own_programme_inside_only, deadline_before_start.
    """
    author = require_to_run(by, programme, "draft.review")
    helpers, sources = list(coordinating), tuple(dict.fromkeys(passages))
    named = [body for body in (lead, confirmer, deciding, *helpers) if body]
    check_inside(by, programme, "draft.review", named)
    now = clock.now()
    task = Task(programme=programme, parent=parent, code=code.strip())
    task.created_by_id, task.created_at, task.changed_at = by.user_id, now, now
    fill(task, fields)
    if not sources:
        check_after_start(task, task.last_day)
    _insert(task)
    known_lead = lead if isinstance(lead, Organisation) else None
    confirmer = confirmer or _confirmer(task, known_lead, clock.today())
    _check_outside(confirmer, known_lead)
    bodies = [(Part.LEAD, lead), *((Part.COORDINATE, body) for body in helpers)]
    bodies += [(Part.CONFIRM, confirmer), (Part.DECIDE, deciding)]
    _assign_all(task, [(part, body) for part, body in bodies if body])
    TaskSource.objects.bulk_create(
        TaskSource(task=task, passage=passage, order=order) for order, passage in enumerate(sources)
    )
    record(by=author, action="task.create", target=task, after=task_facts(task))
    return task


@transaction.atomic
def edit_task(*, task: Task, version: int, by: Actor, **changes: Unpack[TaskFields]) -> Task:
    """Change what stands in a task. A live task's deadline goes through ``change_deadline``.

    Errors: PermissionRefused; EditedMeanwhile; TaskError title_missing, deadline_is_in_force,
    deadline_before_start.
    """
    write = lock_task(task, version)
    is_draft = write.task.lifecycle == Lifecycle.DRAFT
    permission = "draft.review" if is_draft else "task.assign"
    author = require_to_run(by, write.task.programme, permission)
    if not is_draft and _DRAFT_ONLY & changes.keys():
        raise TaskError("deadline_is_in_force")
    before = task_facts(write.task)
    last_day = write.task.last_day
    fill(write.task, changes)
    if write.task.last_day != last_day:
        check_after_start(write.task, write.task.last_day)
    return finish_write(
        write,
        by=author,
        action="task.edit",
        before=before,
        after=task_facts(write.task),
        fields=[*changes, "folded", "sort_key"],
    )


def check_inside(by: Actor, programme: Programme, permission: str, bodies: Iterable[Body]) -> None:
    """Refuse bodies of another house to a person who runs the programme for the own body alone.

    Errors: TaskError own_programme_inside_only.
    """
    if not only_inside(by, programme, permission):
        return
    for body in bodies:
        if not isinstance(body, Organisation) or not is_same_house(body, programme.coordinator):
            raise TaskError("own_programme_inside_only", body=str(body))


def fill(task: Task, fields: TaskFields) -> None:
    """Set the given fields, and what is searched and sorted by."""
    for name, value in fields.items():
        setattr(task, name, value.strip() if isinstance(value, str) else value)
    if not task.title:
        raise TaskError("title_missing")
    task.folded = fold(f"{task.code} {task.title} {task.product}")
    task.sort_key = sort_key(task.title)


def _insert(task: Task) -> None:
    try:
        with transaction.atomic():
            task.save(force_insert=True)
    except IntegrityError as error:
        if "task_code_once" not in str(error):
            raise
        raise TaskError("code_taken", task=task.code) from error


def _confirmer(task: Task, lead: Organisation | None, on: dt.date) -> Organisation | None:
    if lead is None:
        return None
    return default_confirmer(programme=task.programme, lead=lead, parent=task.parent, on=on)


def _check_outside(confirmer: Organisation | None, lead: Organisation | None) -> None:
    if confirmer and lead and is_same_house(confirmer, lead):
        raise TaskError("confirmer_is_lead")


def _assign_all(task: Task, bodies: list[tuple[Part, Body]]) -> None:
    """Assign each body once for each part, valid since the programme began where that is past."""
    since = min(task.programme.starts_on, clock.today())
    rows = {
        (part, str(body)): new_assignment(task, part, body, DateRange(since, None))
        for part, body in bodies
    }
    Assignment.objects.bulk_create(rows.values())


def new_assignment(task: Task, part: Part, body: Body, validity: DateRange) -> Assignment:
    """An assignment not yet saved: of a known body, a group, or printed words."""
    row = Assignment(task=task, part=part, validity=validity)
    if isinstance(body, Organisation):
        row.organisation = body
    elif isinstance(body, BodyGroup):
        row.group = body
    else:
        row.raw_text = body
    return row


def task_facts(task: Task) -> dict[str, str | int | None]:
    """What the trail keeps of a task when it is made or edited."""
    return {
        "code": task.code,
        "title": task.title,
        "product": task.product,
        "section": task.section_id,
        "order": task.order,
        "deciding_text": task.deciding_text,
        "deadline_key": task.deadline_key,
        "last_day": task.last_day.isoformat() if task.last_day else None,
        "recurrence": task.recurrence,
    }
