"""Moving a deadline: directed by the coordinator or a leader, the original stays visible."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author
from tiendo.domain.deadlines import CONTINUOUS
from tiendo.programmes.models import Programme
from tiendo.programmes.permissions import require_to_run
from tiendo.tasks.actions.transition import work_of
from tiendo.tasks.errors import TaskError
from tiendo.tasks.first_days import first_day_of_work
from tiendo.tasks.models import DeadlineChange, Lifecycle, Occurrence, Task
from tiendo.tasks.writing import Write, finish_write, lock_task

_OPEN = (Lifecycle.LIVE, Lifecycle.CLAIMED, Lifecycle.UNIT_APPROVED)


@transaction.atomic
def change_deadline(
    *,
    task: Task,
    deadline_key: str,
    last_day: dt.date,
    reason: str,
    deciding_document: str,
    version: int,
    by: Actor,
    effective_on: dt.date | None = None,
) -> Task:
    """Set another last day from a day on (default: today), by a deciding document.

    Days before it keep the deadline they had. A recurring task's current occurrence is moved, its
    rule is not. Errors: PermissionRefused; EditedMeanwhile; TaskError wrong_state, reason_needed,
    deciding_document_needed, deadline_unchanged, deadline_before_live, effective_day_wrong,
    continuous_has_no_deadline.
    """
    write = lock_task(task, version)
    author = _author(by, write.task.programme)
    _check(write, reason, deciding_document, effective_on)
    work = work_of(write.task, "claim", write.day)
    _check_day(write.task, work, last_day)
    before = _facts(work)
    DeadlineChange.objects.create(
        task=write.task,
        occurrence=work if isinstance(work, Occurrence) else None,
        deadline_key=deadline_key,
        last_day=last_day,
        effective_on=effective_on or write.day,
        recorded_at=write.moment,
        by_id=by.user_id,
        reason=reason,
        deciding_document=deciding_document,
    )
    fields = _move(work, deadline_key, last_day)
    return finish_write(
        write,
        by=author,
        action="task.change_deadline",
        before=before,
        after={**_facts(work), "deciding_document": deciding_document},
        reason=reason,
        fields=fields,
    )


def _check_day(task: Task, work: Task | Occurrence, last_day: dt.date) -> None:
    if work.last_day == last_day:
        raise TaskError("deadline_unchanged")
    first = first_day_of_work(task, work)
    if first is not None and last_day < first:
        raise TaskError("deadline_before_live", first=f"{first:%d/%m/%Y}")


def _move(work: Task | Occurrence, deadline_key: str, last_day: dt.date) -> tuple[str, ...]:
    """Set the new last day; returns the task's fields still to be saved.

    An occurrence keeps its key: by it the rule knows the occurrence as laid.
    """
    work.last_day = last_day
    if isinstance(work, Task):
        work.deadline_key = deadline_key
        return ("deadline_key", "last_day")
    work.version += 1
    work.save(update_fields=["last_day", "version"])
    return ()


def _author(by: Actor, programme: Programme) -> Author:
    """A leader directs, who runs the programme assigns; either may move a deadline."""
    if by.may("task.direct"):
        return by.require("task.direct")
    return require_to_run(by, programme, "task.assign")


def _check(write: Write, reason: str, deciding_document: str, effective_on: dt.date | None) -> None:
    task = write.task
    if task.lifecycle not in _OPEN:
        raise TaskError("wrong_state", action="change_deadline", state=task.lifecycle)
    if task.recurrence == CONTINUOUS:
        raise TaskError("continuous_has_no_deadline")
    if not reason.strip():
        raise TaskError("reason_needed", action="change_deadline")
    if not deciding_document.strip():
        raise TaskError("deciding_document_needed", action="change_deadline")
    first = task.live_on
    if effective_on and first and not first <= effective_on <= write.day:
        raise TaskError("effective_day_wrong")


def _facts(work: Task | Occurrence) -> dict[str, str | int | None]:
    return {
        "deadline_key": work.deadline_key,
        "last_day": work.last_day.isoformat() if work.last_day else None,
        "occurrence": work.pk if isinstance(work, Occurrence) else None,
    }
