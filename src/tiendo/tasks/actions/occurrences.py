"""Laying the coming occurrences of recurring tasks as time goes on."""

from __future__ import annotations

from django.db import transaction

from tiendo.audit.trail import SYSTEM, Author, Value, record
from tiendo.domain import clock
from tiendo.tasks.models import Lifecycle, Task
from tiendo.tasks.recurrence import lay_occurrences
from tiendo.tasks.spans import write_spans

_BATCH = 200


def open_occurrences(*, by: Author = SYSTEM) -> int:
    """Lay the occurrences that the horizon has reached since; returns how many.

    Running it again the same day adds nothing. Each batch of tasks is one transaction.
    """
    recurring = Task.objects.filter(lifecycle=Lifecycle.LIVE, recurrence__startswith="R:")
    ids = list(recurring.order_by("pk").values_list("pk", flat=True))
    batches = (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))
    return sum(_open_batch(batch, by) for batch in batches)


@transaction.atomic
def _open_batch(ids: list[int], by: Author) -> int:
    tasks = list(
        Task.objects.select_for_update(of=("self",))
        .filter(pk__in=ids, lifecycle=Lifecycle.LIVE)
        .select_related("programme")
        .order_by("pk")
    )
    moment = max([clock.now(), *(task.changed_at for task in tasks)])
    rows = lay_occurrences(tasks, by=by, moment=moment, on=clock.today())
    laid: dict[int, list[str]] = {}
    for row in rows:
        laid.setdefault(row.task_id, []).append(row.label)
    for task in tasks:
        labels = laid.get(task.pk)
        if labels:
            task.changed_at = moment
            task.save(update_fields=["changed_at"])
            after: dict[str, Value] = {"occurrences": list(labels)}
            record(by=by, action="task.lay_occurrences", target=task, after=after)
    write_spans(list(laid), moment)
    return len(rows)
