"""Naming one officer for many tasks at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.accounts.models import User
from tiendo.tasks.actions.assigning import name_officer
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import Task


@dataclass(frozen=True, slots=True)
class Named:
    """What became of many tasks: those whose officer is named, and why each other was not."""

    tasks: tuple[Task, ...]
    refused: dict[int, TaskError | PermissionRefused]


def name_officers(*, tasks: Iterable[Task], officer: User, by: Actor) -> Named:
    """Name the officer of each task that allows it, each in its own transaction.

    ``tasks`` carry the version their reader saw. Cost: about ten queries for each.
    """
    done: list[Task] = []
    refused: dict[int, TaskError | PermissionRefused] = {}
    for task in tasks:
        try:
            done.append(name_officer(task=task, officer=officer, version=task.version, by=by))
        except (TaskError, PermissionRefused) as refusal:
            refused[task.pk] = refusal
    return Named(tuple(done), refused)
