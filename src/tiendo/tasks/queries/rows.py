"""Tasks made of the rows of a query that was compiled before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tiendo.tasks.models import Task


class TaskRows:
    """Which fields of a task a list shows, and what it knows of each besides, by name."""

    def __init__(self, fields: set[str], *known: str) -> None:
        # In the order of the model, which ``from_db`` takes them in.
        every = (each.attname for each in Task._meta.concrete_fields)
        self._fields = tuple(name for name in every if name in fields)
        self._known = known

    @property
    def columns(self) -> tuple[str, ...]:
        """What ``values_list`` is asked for."""
        return (*self._fields, *self._known)

    def task(self, row: Sequence[Any]) -> Task:
        """The task of a row; a field that it lacks costs a query of its own."""
        task = Task.from_db(Task.objects.db, self._fields, row[: len(self._fields)])
        for name, value in zip(self._known, row[len(self._fields) :], strict=False):
            setattr(task, name, value)
        return task
