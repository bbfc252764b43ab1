"""What we say of tasks, in the fields of an exchange: computed anew each time, never stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from tiendo.domain.exchange import Field, share_text
from tiendo.domain.status import Status
from tiendo.tasks.models import ProgressUpdate, Task
from tiendo.tasks.queries import percents_said, with_lead, with_status
from tiendo.tasks.queries.statuses import with_due_day

_DONE = (Status.DONE_ON_TIME, Status.DONE_LATE)


def facts_of(task_ids: Iterable[int], on: dt.date) -> Mapping[int, dict[Field, str]]:
    """The facts of each task on a day. Only those of a task that was given out have a status,
    share, result and day. Cost: three queries."""
    ids = list(task_ids)
    rows = with_due_day(with_lead(with_status(Task.objects.filter(pk__in=ids), on), on), on)
    said = percents_said(ids, on)
    results = _results(ids, on)
    found: dict[int, dict[Field, str]] = {}
    for task in rows:
        status: str | None = getattr(task, "status", None)
        percent = said.get(task.pk)
        due: dt.date | None = getattr(task, "due_on", None)
        found[task.pk] = _standing(task, due)
        if status:
            done = task.done_on if status in _DONE else None
            share = "100" if status in _DONE else share_text(percent.percent) if percent else ""
            found[task.pk] |= {
                Field.STATUS: status,
                Field.PERCENT: share,
                Field.RESULT: results.get(task.pk, ""),
                Field.DONE_ON: done.isoformat() if done else "",
            }
    return found


def _standing(task: Task, due: dt.date | None) -> dict[Field, str]:
    return {
        Field.TITLE: " ".join(task.title.split()),
        Field.PRODUCT: " ".join(task.product.split()),
        Field.LEAD: getattr(task, "lead_name", None) or "",
        Field.DUE: due.isoformat() if due else "",
    }


def _results(ids: list[int], on: dt.date) -> Mapping[int, str]:
    """What was last reported as done. Cost: one query."""
    updates = ProgressUpdate.objects.filter(task__in=ids, as_of__lte=on)
    standing = updates.filter(takes_back=None, taken_back_by=None)
    latest = standing.order_by("task_id", "-as_of", "-recorded_at", "-id").distinct("task_id")
    return {task: " ".join(done.split()) for task, done in latest.values_list("task_id", "done")}
