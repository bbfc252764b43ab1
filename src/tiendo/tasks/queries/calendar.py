"""What is due on which day: tasks done once, and the occurrences of recurring ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from django.db.models import Q, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.domain.status import occurrence_status
from tiendo.tasks.histories import occurrence_histories_of
from tiendo.tasks.models import Lifecycle, Occurrence, Task
from tiendo.tasks.queries.filters import TaskFilter, select_tasks
from tiendo.tasks.queries.statuses import IS_RECURRING, with_due_day, with_lead

_TASK = ("pk", "code", "title", "lead_name", "lead_short_name")


class DueItem(NamedTuple):
    """One deadline. ``period`` is the code of the period of an occurrence, else empty.

    Missing: ``status`` is empty for an occurrence that has not opened yet.
    """

    day: dt.date
    task: int
    code: str
    title: str
    lead: str
    period: str
    status: str


def due_items(
    actor: Actor,
    chosen: TaskFilter,
    on: dt.date,
    first: dt.date,
    last: dt.date,
    *,
    known_at: dt.datetime | None = None,
) -> list[DueItem]:
    """What is due on the days from first to last, in order, of the tasks of a filter; its own
    days do not count. Cost: seven queries at most, however many there are."""
    tasks, occurrences = _found(actor, chosen, on, first, last, known_at)
    once = [
        DueItem(due_on, pk, code, title, short or lead or "", "", status)
        for pk, code, title, lead, short, due_on, status in tasks.values_list(
            *_TASK, "due_on", "status"
        )
    ]
    again = _recurring(list(occurrences), on, known_at)
    return sorted([*once, *again], key=lambda item: (item.day, item.code, item.period))


def count_due(
    actor: Actor,
    chosen: TaskFilter,
    on: dt.date,
    first: dt.date,
    last: dt.date,
    *,
    known_at: dt.datetime | None = None,
) -> int:
    """How many items there are. Cost: two queries."""
    tasks, occurrences = _found(actor, chosen, on, first, last, known_at)
    return tasks.count() + occurrences.count()


def _found(
    actor: Actor,
    chosen: TaskFilter,
    on: dt.date,
    first: dt.date,
    last: dt.date,
    known_at: dt.datetime | None,
) -> tuple[QuerySet[Task], QuerySet[Occurrence]]:
    free = replace(chosen, deadline_from=None, deadline_to=None)
    selected = select_tasks(actor, free, on, known_at)
    tasks = with_due_day(with_lead(selected, on), on, known_at).exclude(IS_RECURRING)
    laid = Occurrence.objects.filter(
        task__in=selected.order_by().values("pk"), last_day__gte=first, last_day__lte=last
    ).exclude(lifecycle=Lifecycle.CANCELLED)
    return tasks.filter(Q(due_on__gte=first, due_on__lte=last)), laid.order_by("last_day", "pk")


def _recurring(
    occurrences: list[Occurrence], on: dt.date, known_at: dt.datetime | None
) -> Iterator[DueItem]:
    if not occurrences:
        return
    ids = {row.task_id for row in occurrences}
    listed = with_lead(Task.objects.filter(pk__in=ids), on).values_list(*_TASK)
    tasks = {row[0]: row for row in listed}
    works = occurrence_histories_of(ids)
    for row in occurrences:
        pk, code, title, lead, short = tasks[row.task_id]
        status = occurrence_status(works[row.pk], on, known_at)
        if row.last_day is not None:
            words = "" if status is None else str(status)
            yield DueItem(row.last_day, pk, code, title, short or lead or "", row.label, words)
