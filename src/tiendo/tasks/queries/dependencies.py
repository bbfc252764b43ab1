"""Which tasks wait for which, on a day, as known at a moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from tiendo.accounts.prepared import AnyOf, PreparedQuery
from tiendo.domain import clock
from tiendo.domain.periods import ONE_DAY
from tiendo.domain.status import OFFICIAL_COLUMNS, OfficialColumn, Status
from tiendo.tasks.models import Task, TaskDependency

_DONE = frozenset({OfficialColumn.DONE_ON_TIME, OfficialColumn.DONE_LATE})


@dataclass(frozen=True, slots=True)
class Link:
    """That ``successor`` waits for ``predecessor``, by their ids."""

    predecessor: int
    successor: int


def dependencies_on(on: dt.date, known_at: dt.datetime | None = None) -> QuerySet[TaskDependency]:
    """The dependencies that held at the end of a day, as far as they were known at a moment."""
    end = moment_of(on, known_at)
    removed = Q(removed_at__isnull=True) | Q(removed_at__gte=end)
    return TaskDependency.objects.filter(removed, added_at__lt=end)


def moment_of(on: dt.date, known_at: dt.datetime | None) -> dt.datetime:
    """The end of a day, or the moment of knowledge where that is earlier."""
    end = dt.datetime.combine(on + ONE_DAY, dt.time(), clock.LOCAL_ZONE).astimezone(dt.UTC)
    return end if known_at is None else min(end, known_at)


def links_between(
    task_ids: Iterable[int], on: dt.date, known_at: dt.datetime | None = None
) -> list[Link]:
    """The dependencies between tasks of a list. Cost: one query."""
    found = _LINKS.run({"?tasks": list(task_ids), _ANY_MOMENT: moment_of(on, known_at)})
    return [Link(*row) for row in found]


# Stands in a prepared query for the moment asked for.
_ANY_MOMENT = dt.datetime(1, 1, 2, tzinfo=dt.UTC)


def _links() -> QuerySet[TaskDependency, tuple[int, int]]:
    rows = TaskDependency.objects.filter(
        AnyOf(F("predecessor"), "?tasks"),
        AnyOf(F("successor"), "?tasks"),
        Q(removed_at__isnull=True) | Q(removed_at__gte=_ANY_MOMENT),
        added_at__lt=_ANY_MOMENT,
    )
    return rows.order_by("predecessor_id", "successor_id").values_list(
        "predecessor_id", "successor_id"
    )


_LINKS = PreparedQuery(_links)


def comes_too_late(
    predecessor_due: dt.date | None, predecessor_status: str, successor_due: dt.date | None
) -> bool:
    """Whether a task is due only after the one that waits for it; one that is done never is."""
    if predecessor_due is None or successor_due is None:
        return False
    if predecessor_status and OFFICIAL_COLUMNS[Status(predecessor_status)] in _DONE:
        return False
    return predecessor_due > successor_due


def linked_tasks(task: Task) -> tuple[QuerySet[TaskDependency], QuerySet[TaskDependency]]:
    """What a task waits for, and what waits for it, at present."""
    held = TaskDependency.objects.filter(removed_at__isnull=True)
    return held.filter(successor=task), held.filter(predecessor=task)
