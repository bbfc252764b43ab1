"""How every action writes a task: locked, at one moment that never goes back, spans included."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from tiendo.audit.trail import Author, State, record
from tiendo.domain import clock
from tiendo.tasks.errors import EditedMeanwhile
from tiendo.tasks.models import Task
from tiendo.tasks.spans import write_spans


@dataclass(frozen=True, slots=True)
class Write:
    """A task locked for one action, with the moment and the day of the write."""

    task: Task
    moment: dt.datetime
    day: dt.date


def lock_task(task: Task, version: int | None = None) -> Write:
    """Lock the task as it is now. Call it inside the action's transaction.

    The moment is the clock's, or that of the task's last write where the clock went back: what
    is known of a task only grows. Errors: EditedMeanwhile where ``version`` is an older one.
    """
    current = (
        Task.objects.select_for_update(of=("self",))
        .select_related("programme__coordinator")
        .get(pk=task.pk)
    )
    if version is not None and version != current.version:
        raise EditedMeanwhile(current)
    return Write(current, max(clock.now(), current.changed_at), clock.today())


def finish_write(
    write: Write,
    *,
    by: Author,
    action: str,
    before: State | None = None,
    after: State | None = None,
    reason: str = "",
    fields: Iterable[str] = (),
    is_edit: bool = True,
    moves_status: bool = True,
) -> Task:
    """Save the task's changed fields, its audit event and its spans; returns the task.

    ``is_edit``: counts as a version, so that somebody else's open form is refused; adding an
    update or evidence does not. ``moves_status``: False where no day's status can be another one
    for it, so that the spans need not be computed.
    """
    task = write.task
    task.changed_at = write.moment
    changed = {"changed_at", *fields}
    if is_edit:
        task.version += 1
        changed.add("version")
    task.save(update_fields=changed)
    record(by=by, action=action, target=task, before=before, after=after, reason=reason)
    if moves_status:
        write_spans([task.pk], write.moment)
    return task
