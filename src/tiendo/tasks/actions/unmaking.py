"""Taking back a draft that nothing came of."""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import record
from tiendo.programmes.permissions import require_to_run
from tiendo.tasks.actions.creating import task_facts
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import Assignment, Lifecycle, Task, TaskSource
from tiendo.tasks.writing import lock_task


@transaction.atomic
def unmake_draft(*, task: Task, version: int, by: Actor) -> None:
    """Delete a draft that was made by mistake; its event keeps what stood in it.

    Errors: PermissionRefused; EditedMeanwhile; TaskError wrong_state, draft_in_use.
    """
    write = lock_task(task, version)
    author = require_to_run(by, write.task.programme, "draft.review")
    if write.task.lifecycle != Lifecycle.DRAFT:
        raise TaskError("wrong_state", action="unmake", state=write.task.lifecycle)
    record(by=author, action="task.unmake", target=write.task, before=task_facts(write.task))
    try:
        with transaction.atomic():
            TaskSource.objects.filter(task=write.task).delete()
            Assignment.objects.filter(task=write.task).delete()
            write.task.delete()
    except ProtectedError as error:
        raise TaskError("draft_in_use", task=write.task.code) from error
