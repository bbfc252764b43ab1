"""Tasks side by side by status: the first ones of each, and how many there are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from tiendo.accounts.actor import Actor
from tiendo.domain.status import Status
from tiendo.tasks.models import Task
from tiendo.tasks.queries.counts import OfficialCounts, counts_of_groups, grouped_by_status
from tiendo.tasks.queries.filters import TaskFilter, find_tasks, select_tasks
from tiendo.tasks.queries.statuses import with_due_day

# The columns from left to right; those after the first eight show only where they hold something.
COLUMNS: tuple[tuple[Status, ...], ...] = (
    (Status.NOT_STARTED,),
    (Status.IN_PROGRESS,),
    (Status.DUE_SOON,),
    (Status.OVERDUE,),
    (Status.AWAITING, Status.AWAITING_OVERDUE),
    (Status.DONE_ON_TIME,),
    (Status.DONE_LATE,),
    (Status.CONTINUOUS,),
    (Status.NO_DEADLINE,),
    (Status.SUSPENDED,),
    (Status.CANCELLED,),
    (Status.SUPERSEDED,),
)


@dataclass(slots=True)
class BoardColumn:
    """The tasks of one or two statuses, those due first at the top. ``count`` are all of them."""

    statuses: tuple[Status, ...]
    count: int = 0
    tasks: list[Task] = field(default_factory=list)


def board(
    actor: Actor,
    chosen: TaskFilter,
    on: dt.date,
    *,
    known_at: dt.datetime | None = None,
    most: int = 8,
) -> tuple[list[BoardColumn], OfficialCounts]:
    """The columns that hold tasks of a filter, each with the first ``most``, and the official
    counts. A sub-task counts in its column, as it stands in the list. Cost: three queries."""
    rows = list(grouped_by_status(select_tasks(actor, chosen, on, known_at)))
    columns = [BoardColumn(statuses) for statuses in COLUMNS]
    by_status = {status: column for column in columns for status in column.statuses}
    for status, _is_part, number in rows:
        by_status[Status(status)].count += number
    first = _first_of_each(select_tasks(actor, chosen, on, known_at), on, known_at, most)
    shown = find_tasks(actor, TaskFilter(), on, known_at).filter(pk__in=first)
    for task in shown.order_by(F("due_on").asc(nulls_last=True), "order", "pk"):
        column = by_status[Status(task.status)]  # type: ignore[attr-defined]
        if len(column.tasks) < most:
            column.tasks.append(task)
    return [column for column in columns if column.count], counts_of_groups(rows)


def _first_of_each(
    tasks: QuerySet[Task], on: dt.date, known_at: dt.datetime | None, most: int
) -> list[int]:
    """The ids of those due first in each status."""
    place = Window(
        RowNumber(),
        partition_by=F("status"),
        order_by=[F("due_on").asc(nulls_last=True), F("order"), F("pk")],
    )
    ranked = with_due_day(tasks, on, known_at).annotate(place=place)
    return list(ranked.filter(Q(place__lte=most)).values_list("pk", flat=True))
