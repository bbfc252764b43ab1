"""What a task waits for and what waits for it, as the rows of its page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tiendo.tasks.models import Task, TaskDependency
from tiendo.tasks.queries import visible_tasks, with_status
from tiendo.tasks.queries.dependencies import comes_too_late, dependencies_on
from tiendo.tasks.queries.statuses import with_due_day
from tiendo.workspace.access import PageRequest, dated_url, known_at
from tiendo.workspace.templatetags.vn import vn_date


@dataclass(frozen=True, slots=True)
class LinkedRow:
    """Another task with the dependency that links it, and what is wrong between the two."""

    pk: int
    code: str
    title: str
    url: str
    status: str
    due_on: dt.date | None
    note: str
    warning: str


@dataclass(frozen=True, slots=True)
class LinkedRows:
    """The tasks before and after one; ``hidden`` more are not for this person to see."""

    before: list[LinkedRow]
    after: list[LinkedRow]
    hidden: int


def linked_rows(request: PageRequest, task: Task, on: dt.date) -> LinkedRows:
    """What stands before and after a task on a day. Cost: two queries."""
    held = dependencies_on(on, known_at(request))
    links = list(held.filter(successor=task)) + list(held.filter(predecessor=task))
    ids = {task.pk} | {pk for row in links for pk in (row.predecessor_id, row.successor_id)}
    seen = visible_tasks(request.actor).filter(pk__in=ids)
    shown = with_due_day(with_status(seen, on, known_at(request)), on, known_at(request))
    tasks = {row.pk: row for row in shown}
    before = [row for row in links if row.successor_id == task.pk]
    after = [row for row in links if row.predecessor_id == task.pk]
    rows_before = [
        _row(request, row, tasks[row.predecessor_id], _late(tasks, row, is_before=True))
        for row in before
        if row.predecessor_id in tasks
    ]
    rows_after = [
        _row(request, row, tasks[row.successor_id], _late(tasks, row, is_before=False))
        for row in after
        if row.successor_id in tasks
    ]
    hidden = len(links) - len(rows_before) - len(rows_after)
    return LinkedRows(_sorted(rows_before), _sorted(rows_after), hidden)


def _sorted(rows: Iterable[LinkedRow]) -> list[LinkedRow]:
    return sorted(rows, key=lambda row: (row.due_on or dt.date.max, row.code))


def _row(request: PageRequest, link: TaskDependency, other: Task, warning: str) -> LinkedRow:
    return LinkedRow(
        pk=link.pk,
        code=other.code,
        title=other.title,
        url=dated_url(request, "task", other.pk),
        status=getattr(other, "status", None) or "draft",
        due_on=getattr(other, "due_on", None),
        note=link.note,
        warning=warning,
    )


def _late(tasks: dict[int, Task], link: TaskDependency, *, is_before: bool) -> str:
    """What is wrong where the first of two tasks is due after the second."""
    first, second = tasks.get(link.predecessor_id), tasks.get(link.successor_id)
    if first is None or second is None:
        return ""
    due, next_due = getattr(first, "due_on", None), getattr(second, "due_on", None)
    if not comes_too_late(due, getattr(first, "status", None) or "", next_due):
        return ""
    days = {"first": vn_date(due), "second": vn_date(next_due)}
    if is_before:
        return _("Đến hạn %(first)s, sau hạn %(second)s của nhiệm vụ này") % days
    return _("Đến hạn %(second)s, trước hạn %(first)s của nhiệm vụ này") % days
