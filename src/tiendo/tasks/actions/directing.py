"""What leaders decide about a task in force: suspend, cancel, supersede, resume."""

from __future__ import annotations

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.tasks.actions.transition import Particulars, begin_step, finish_step
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import Task


def suspend(
    *, task: Task, reason: str, deciding_document: str, by: Actor, version: int | None = None
) -> Task:
    """Suspend a live task by a deciding document; it can be resumed.

    Errors: PermissionRefused; EditedMeanwhile; TaskError wrong_state, reason_needed,
    deciding_document_needed.
    """
    return _direct("suspend", task, Particulars(reason, deciding_document), by, version)


def cancel(
    *, task: Task, reason: str, deciding_document: str, by: Actor, version: int | None = None
) -> Task:
    """Cancel a live task by a deciding document, for good.

    Errors: as ``suspend``.
    """
    return _direct("cancel", task, Particulars(reason, deciding_document), by, version)


def supersede(
    *, task: Task, reason: str, deciding_document: str, by: Actor, version: int | None = None
) -> Task:
    """End a live task because another one, named by the deciding document, takes its place.

    Errors: as ``suspend``.
    """
    return _direct("supersede", task, Particulars(reason, deciding_document), by, version)


def resume(
    *,
    task: Task,
    by: Actor,
    reason: str = "",
    deciding_document: str = "",
    version: int | None = None,
) -> Task:
    """Let a suspended task go on.

    Errors: PermissionRefused; EditedMeanwhile; TaskError wrong_state.
    """
    return _direct("resume", task, Particulars(reason, deciding_document), by, version)


@transaction.atomic
def _direct(
    action: str, task: Task, particulars: Particulars, by: Actor, version: int | None
) -> Task:
    step = begin_step(action, task=task, by=by, version=version)
    if action != "resume" and not particulars.deciding_document.strip():
        raise TaskError("deciding_document_needed", action=action)
    return finish_step(step, particulars)
