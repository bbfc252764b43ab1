"""The day on which a task can begin; no deadline set by hand lies before it."""

from __future__ import annotations

import datetime as dt

from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import Occurrence, Task


def first_day(task: Task) -> dt.date:
    """The day from which a task is given; of a draft, the first day of its programme."""
    return task.live_on or task.programme.starts_on


def first_day_of_work(task: Task, work: Task | Occurrence) -> dt.date | None:
    """The day from which the work at hand runs; None for what was never given."""
    days = [task.live_on, work.opens_on if isinstance(work, Occurrence) else None]
    return max((day for day in days if day is not None), default=None)


def check_after_start(task: Task, last_day: dt.date | None) -> None:
    """Refuse a last day before the task, or its programme, begins.

    What a document prints is not refused: a duty may be entered after its deadline.
    Errors: TaskError deadline_before_start.
    """
    first = first_day(task)
    if last_day is not None and last_day < first:
        raise TaskError("deadline_before_start", first=f"{first:%d/%m/%Y}")
