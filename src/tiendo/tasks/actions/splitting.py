"""A task split into sub-tasks, and tasks put below others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.accounts.models import User
from tiendo.audit.trail import Author
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.organisations.models import Organisation
from tiendo.outbox.actions import emit
from tiendo.programmes.permissions import may_run, only_inside, require_to_run
from tiendo.tasks.actions.assigning import check_post
from tiendo.tasks.actions.children import NewChild, check_depth, levels_above, make_children
from tiendo.tasks.actions.creating import TaskFields
from tiendo.tasks.actions.going_live import count_as_part, count_by_itself, is_counted
from tiendo.tasks.errors import TaskError
from tiendo.tasks.first_days import check_after_start
from tiendo.tasks.models import Lifecycle, Part, Task
from tiendo.tasks.parties import house_of, is_same_house, parties_on
from tiendo.tasks.writing import Write, finish_write, lock_task

MOST_WEIGHT = Decimal(1000)


@dataclass(frozen=True, slots=True)
class NewPart:
    """A sub-task as its author describes it. Empty deadline: that of the whole."""

    title: str
    product: str
    lead: Organisation
    weight: Decimal = Decimal(1)
    officer: User | None = None
    deadline_raw: str = ""
    deadline_key: str = ""
    last_day: dt.date | None = None


@transaction.atomic
def split_task(
    *, task: Task, parts: Sequence[NewPart], by: Actor, version: int, reason: str = ""
) -> tuple[Task, ...]:
    """Split a live task into sub-tasks, which go live today; returns them.

    The head of the lead body gives parts to the own house, who assigns across bodies to any.
    ``reason`` is needed for a part due after the whole.
    Errors: PermissionRefused; EditedMeanwhile; CannotGoLive; TaskError wrong_state, lead_missing,
    parts_missing, parts_too_many, subtasks_too_deep, part_for_other_body, weight_out_of_range,
    deadline_before_start, deadline_after_parent, officer_not_in_body, title_missing.
    """
    write = lock_task(task, version)
    lead = _lead_of(write)
    author, is_free = _author(by, write.task, lead)
    if write.task.lifecycle != Lifecycle.LIVE:
        raise TaskError("wrong_state", action="split", state=write.task.lifecycle)
    check_depth(write.task)
    _check_number(parts, write.day)
    for part in parts:
        _check_part(write, part, lead, is_free=is_free, reason=reason)
    children = make_children(
        write.task,
        [_child(write, part) for part in parts],
        author=author,
        live_on=write.day,
        is_part=True,
    )
    _tell(parts, children)
    finish_write(
        write,
        by=author,
        action="task.split",
        after={"children": [child.pk for child in children]},
        reason=reason,
    )
    return children


def may_split(actor: Actor, task: Task, lead: Organisation | None) -> bool:
    """Whether a person may split a task that a body leads."""
    if lead is None:
        return False
    bodies = {lead.pk, house_of(lead).pk}
    is_head = any(actor.may("task.split", at=body) for body in bodies)
    return is_head or may_run(actor, task.programme, "task.assign")


def _lead_of(write: Write) -> Organisation:
    lead = parties_on(write.task, write.day).first(Part.LEAD)
    if lead is None or lead.organisation is None:
        raise TaskError("lead_missing")
    return lead.organisation


def _author(by: Actor, task: Task, lead: Organisation) -> tuple[Author, bool]:
    """Who splits, and whether parts may go to other bodies."""
    if may_run(by, task.programme, "task.assign"):
        author = require_to_run(by, task.programme, "task.assign")
        return author, not only_inside(by, task.programme, "task.assign")
    for body in dict.fromkeys((lead.pk, house_of(lead).pk)):
        if by.may("task.split", at=body):
            return by.require("task.split", at=body), False
    raise PermissionRefused("task.split")


def _check_number(parts: Sequence[NewPart], on: dt.date) -> None:
    if not parts:
        raise TaskError("parts_missing")
    most = parameter_on("subtasks_at_once", on)
    if len(parts) > most:
        raise TaskError("parts_too_many", most=str(most))


def _check_part(
    write: Write, part: NewPart, lead: Organisation, *, is_free: bool, reason: str
) -> None:
    if not is_free and not is_same_house(part.lead, lead):
        raise TaskError("part_for_other_body", body=str(part.lead))
    check_weight(part.weight)
    if part.officer is not None:
        check_post(part.officer, part.lead, write.day)
    last_day, whole = part.last_day, write.task.last_day
    check_after_start(write.task, last_day)
    is_later = last_day is not None and whole is not None and last_day > whole
    if is_later and not reason.strip():
        raise TaskError("deadline_after_parent", last=f"{whole:%d/%m/%Y}")


def check_weight(weight: Decimal) -> None:
    """Refuse a weight that is not above zero and at most a thousand. Errors: TaskError."""
    if not weight.is_finite() or not 0 < weight <= MOST_WEIGHT:
        raise TaskError("weight_out_of_range")


def _child(write: Write, part: NewPart) -> NewChild:
    whole = write.task
    fields = TaskFields(
        title=part.title,
        product=part.product,
        section=whole.section,
        order=whole.order,
        deciding_text=whole.deciding_text,
    )
    if part.deadline_raw or part.last_day:
        fields |= TaskFields(
            deadline_key=part.deadline_key,
            deadline_raw=part.deadline_raw,
            last_day=part.last_day,
        )
    else:
        fields |= TaskFields(
            deadline_key=whole.deadline_key,
            deadline_raw=whole.deadline_raw,
            last_day=whole.last_day,
            recurrence=whole.recurrence,
        )
    return NewChild(part.lead, fields, part.officer, part.weight)


def _tell(parts: Iterable[NewPart], children: Iterable[Task]) -> None:
    for part, child in zip(parts, children, strict=True):
        users = [part.officer.pk] if part.officer else []
        emit("task.assigned", target=child, bodies=[part.lead.pk], users=users)


@transaction.atomic
def set_parent(
    *,
    task: Task,
    parent: Task | None,
    by: Actor,
    version: int,
    weight: Decimal | None = None,
    reason: str = "",
) -> Task:
    """Put a task below another, or take it out (None). Below one that counts it no longer counts.

    Errors: PermissionRefused; EditedMeanwhile; TaskError parent_unchanged, parent_below_task,
    parent_not_live, subtasks_too_deep, weight_out_of_range.
    """
    write = lock_task(task, version)
    author = require_to_run(by, write.task.programme, "task.assign")
    above = Task.objects.select_for_update(of=("self",)).get(pk=parent.pk) if parent else None
    if write.task.parent_id == (above.pk if above else None):
        raise TaskError("parent_unchanged")
    if above is not None:
        _check_parent(write.task, above, by)
    if weight is not None:
        check_weight(weight)
        write.task.weight = weight
    before = write.task.parent_id
    write.task.parent = above
    _count_from(write, above)
    return finish_write(
        write,
        by=author,
        action="task.set_parent",
        before={"parent": before},
        after={"parent": above.pk if above else None, "weight": str(write.task.weight)},
        reason=reason,
        fields=["parent", "weight", "subtask_during"],
    )


def _check_parent(task: Task, parent: Task, by: Actor) -> None:
    """A parent that is given and still open, not below the task, and not too deep with it."""
    require_to_run(by, parent.programme, "task.assign")
    if is_below(parent, task):
        raise TaskError("parent_below_task", task=parent.code)
    open_states = (Lifecycle.LIVE, Lifecycle.UMBRELLA, Lifecycle.CLAIMED, Lifecycle.UNIT_APPROVED)
    if parent.lifecycle not in open_states:
        raise TaskError("parent_not_live", task=parent.code)
    most = parameter_on("subtask_levels", clock.today())
    if levels_above(parent) + 1 + levels_below(task) > most:
        raise TaskError("subtasks_too_deep", most=str(most))


def is_below(task: Task, other: Task) -> bool:
    """Whether a task is another one or stands below it. Cost: a query for each level."""
    step: int | None = task.pk
    while step is not None:
        if step == other.pk:
            return True
        step = Task.objects.values_list("parent_id", flat=True).get(pk=step)
    return False


def levels_below(task: Task) -> int:
    """How many levels stand below a task. Cost: a query for each."""
    count, ids = 0, [task.pk]
    while ids := list(Task.objects.filter(parent__in=ids).values_list("pk", flat=True)):
        count += 1
    return count


def _count_from(write: Write, parent: Task | None) -> None:
    """From today the task counts by itself, or as a part of its parent."""
    is_part = is_counted(parent) and write.task.lifecycle != Lifecycle.DRAFT
    if is_part:
        count_as_part(write.task, write.day)
    else:
        count_by_itself(write.task, write.day)
