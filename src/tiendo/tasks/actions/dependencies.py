"""What people do with dependencies: say that a task waits for another, and that it does no more."""

from __future__ import annotations

from django.db import connection, transaction

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.audit.trail import Author, State, record
from tiendo.domain import clock
from tiendo.programmes.permissions import may_run, require_to_run
from tiendo.tasks.dependency_errors import DependencyError
from tiendo.tasks.models import Lifecycle, Task, TaskDependency
from tiendo.tasks.parties import parties_of
from tiendo.tasks.queries.visibility import visible_tasks

# Whether a task waits for another already, by way of any number of others.
_WAITS = """
WITH RECURSIVE before (id) AS (
    SELECT %s::bigint
    UNION
    SELECT row.predecessor_id FROM tasks_taskdependency row
    JOIN before ON row.successor_id = before.id WHERE row.removed_at IS NULL)
SELECT EXISTS (SELECT FROM before WHERE id = %s)
"""
_ENDED = (Lifecycle.CANCELLED, Lifecycle.SUPERSEDED)


def may_link(actor: Actor, task: Task, lead: int | None) -> bool:
    """Whether a person may say what a task waits for: who assigns in its programme, who directs,
    and the head of the body that leads it, among the tasks which that body leads."""
    if may_run(actor, task.programme, "task.assign") or actor.may("task.direct"):
        return True
    return lead in actor.bodies_for("task.split")


@transaction.atomic
def add_dependency(
    *, predecessor: Task, successor: Task, by: Actor, note: str = ""
) -> TaskDependency:
    """Say that one task can be finished only after another.

    Errors: PermissionRefused; DependencyError dependency_on_itself, dependency_within,
    dependency_ended, dependency_exists, dependency_cycle.
    """
    author = _author(by, predecessor, successor)
    _lock()
    _check(predecessor, successor)
    row = TaskDependency.objects.create(
        predecessor=predecessor,
        successor=successor,
        note=note.strip(),
        added_by_id=by.user_id,
        added_at=clock.now(),
    )
    record(by=author, action="task.add_dependency", target=successor, after=_facts(row))
    return row


@transaction.atomic
def remove_dependency(*, dependency: TaskDependency, by: Actor) -> TaskDependency:
    """Say that a task waits for another no more.

    Errors: PermissionRefused; DependencyError dependency_gone.
    """
    rows = TaskDependency.objects.select_for_update(of=("self",))
    row = rows.select_related("predecessor__programme", "successor__programme").get(
        pk=dependency.pk
    )
    author = _author(by, row.predecessor, row.successor)
    if row.removed_at is not None:
        raise DependencyError("dependency_gone")
    row.removed_by_id, row.removed_at = by.user_id, clock.now()
    row.save(update_fields=["removed_by", "removed_at"])
    record(by=author, action="task.remove_dependency", target=row.successor, before=_facts(row))
    return row


def _author(by: Actor, predecessor: Task, successor: Task) -> Author:
    """Who links two tasks that they see. Errors: PermissionRefused."""
    if visible_tasks(by).filter(pk__in=[predecessor.pk, successor.pk]).count() < len(
        {predecessor.pk, successor.pk}
    ):
        raise PermissionRefused("task.view")
    if may_run(by, successor.programme, "task.assign"):
        return require_to_run(by, successor.programme, "task.assign")
    if by.may("task.direct"):
        return by.require("task.direct")
    lead = _lead_of(successor)
    if lead is None or lead != _lead_of(predecessor):
        raise PermissionRefused("task.assign")
    return by.require("task.split", at=lead)


def _lead_of(task: Task) -> int | None:
    held = parties_of([task.pk], clock.today()).get(task.pk)
    return held.lead_id if held else None


def _lock() -> None:
    """Two dependencies at once take turns; the trigger holds the same lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('tasks_taskdependency'))")


def _check(predecessor: Task, successor: Task) -> None:
    codes = {"predecessor": predecessor.code, "successor": successor.code}
    if predecessor.pk == successor.pk:
        raise DependencyError("dependency_on_itself")
    if predecessor.pk == successor.parent_id or successor.pk == predecessor.parent_id:
        raise DependencyError("dependency_within", **codes)
    for task in (predecessor, successor):
        if task.lifecycle in _ENDED:
            raise DependencyError("dependency_ended", task=task.code)
    held = TaskDependency.objects.filter(removed_at__isnull=True)
    if held.filter(predecessor=predecessor, successor=successor).exists():
        raise DependencyError("dependency_exists", **codes)
    with connection.cursor() as cursor:
        cursor.execute(_WAITS, [predecessor.pk, successor.pk])
        if cursor.fetchone() == (True,):
            raise DependencyError("dependency_cycle", **codes)


def _facts(row: TaskDependency) -> State:
    return {"predecessor": row.predecessor.code, "note": row.note}
