"""Tasks of a filter in the order of the plan, for sheets with a row for each of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from tiendo.composer.sheets import Behind
from tiendo.overview.asking import Asked
from tiendo.overview.filters import TASK
from tiendo.tasks.models import Task
from tiendo.tasks.queries import official_counts, select_tasks, sort_tasks

AT_ONCE = 1000
Fields = dict[str, Any]


def count_tasks(asked: Asked) -> int:
    """How many rows there will be. Cost: one query."""
    return official_counts(selected(asked)).rows


def selected(asked: Asked) -> QuerySet[Task]:
    """The tasks asked for."""
    return select_tasks(asked.actor, asked.tasks, asked.day, asked.known_at)


def in_batches(asked: Asked, *fields: str, part: slice | None = None) -> Iterator[list[Fields]]:
    """The fields of the tasks, a thousand at once; with ``part`` only those of a page.

    Cost: one query.
    """
    ordered = sort_tasks(selected(asked), "plan").values("pk", "code", "title", *fields)
    rows = iter(ordered[part]) if part else ordered.iterator(chunk_size=AT_ONCE)
    while batch := list(islice(rows, AT_ONCE)):
        yield batch


def code_and_title(task: Fields) -> tuple[Behind, Behind]:
    """The first cells of a row; on a screen they lead to the task."""
    behind = {TASK: str(task["pk"])}
    return Behind(task["code"], behind), Behind(task["title"], behind)
