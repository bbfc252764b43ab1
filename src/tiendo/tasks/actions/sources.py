"""Which passages a task answers to, beyond those it was made from."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, record
from tiendo.documents.models import Passage
from tiendo.tasks.models import Task, TaskSource


@transaction.atomic
def add_sources(*, task: Task, passages: Iterable[Passage], by: Actor) -> int:
    """Let a task answer to more passages, after those it has; the number of new ones.

    Errors: PermissionRefused.
    """
    return attach_sources(task, passages, by.require("draft.review"))


def attach_sources(task: Task, passages: Iterable[Passage], author: Author) -> int:
    """``add_sources`` for whoever decided it. Call it inside the action's transaction."""
    Task.objects.select_for_update().get(pk=task.pk)
    held = dict(TaskSource.objects.filter(task=task).values_list("passage_id", "order"))
    new = [passage for passage in dict.fromkeys(passages) if passage.pk not in held]
    first = max(held.values(), default=-1) + 1
    TaskSource.objects.bulk_create(
        TaskSource(task=task, passage=passage, order=order)
        for order, passage in enumerate(new, start=first)
    )
    if new:
        after = {"passages": len(new)}
        record(by=author, action="task.sources_added", target=task, after=dict(after))
    return len(new)
