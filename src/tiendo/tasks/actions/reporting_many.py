"""Updates of many tasks at once: each its own, with its own event; what is wrong is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.tasks.actions.progress import record_update
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import ProgressUpdate, Task


@dataclass(frozen=True, slots=True)
class NewUpdate:
    """What is said of one task among many. Missing: no ``percent`` is not 0 %."""

    task: Task
    done: str
    percent: Decimal | None = None
    request_key: UUID | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of many updates: those recorded, and why each other was not, by the task."""

    updates: tuple[ProgressUpdate, ...]
    refused: dict[int, TaskError | PermissionRefused]


def record_many(*, items: Iterable[NewUpdate], by: Actor) -> Recorded:
    """Record each update that can be recorded; the others change nothing, each with why.

    Cost: the same queries for each task.
    """
    made: list[ProgressUpdate] = []
    refused: dict[int, TaskError | PermissionRefused] = {}
    for item in items:
        try:
            made.append(
                record_update(
                    task=item.task,
                    done=item.done,
                    percent=item.percent,
                    by=by,
                    request_key=item.request_key,
                )
            )
        except (TaskError, PermissionRefused) as refusal:
            refused[item.task.pk] = refusal
    return Recorded(tuple(made), refused)
