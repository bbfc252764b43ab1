"""How often confirmed work was opened again: of a task, of the tasks a body leads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet

from tiendo.tasks.models import LifecycleEvent, Task


def reopenings_of(task: Task) -> list[LifecycleEvent]:
    """The reopenings of a task and its occurrences, the newest first. Cost: one query."""
    rows = LifecycleEvent.objects.filter(task=task, action="reopen")
    return list(rows.select_related("by", "occurrence").order_by("-recorded_at", "-pk"))


def reopenings_by_lead(tasks: QuerySet[Task], leads: Iterable[int], on: dt.date) -> dict[int, int]:
    """How often tasks of each lead body were reopened up to a day, by the body's id.

    Takes tasks annotated by ``with_lead``. Missing: a body without any is absent. Cost: one query.
    """
    wanted = set(leads)
    if not wanted:
        return {}
    reopened = tasks.filter(events__action="reopen", events__day__lte=on).order_by()
    rows: Iterable[dict[str, Any]] = reopened.values(*_BY_LEAD).annotate(number=Count("events"))
    return {row["lead_id"]: row["number"] for row in rows if row["lead_id"] in wanted}


_BY_LEAD = ("lead_id",)
