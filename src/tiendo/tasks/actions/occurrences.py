"""Laying the coming occurrences of recurring tasks as time goes on, also by a changed rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import SYSTEM, Author, Value, record
from tiendo.domain import clock
from tiendo.domain.deadlines import is_recurring, parse_rules
from tiendo.domain.periods import ONE_DAY
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import Lifecycle, LifecycleEvent, Occurrence, Task
from tiendo.tasks.recurrence import lay_occurrences
from tiendo.tasks.spans import write_spans
from tiendo.tasks.writing import Write, finish_write, lock_task

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


@transaction.atomic
def change_rule(
    *,
    task: Task,
    recurrence: str,
    deadline_raw: str,
    reason: str,
    deciding_document: str,
    version: int,
    by: Actor,
) -> Task:
    """Give a recurring task another rhythm, by a deciding document.

    Occurrences that opened keep the rule they were laid by; those laid ahead are withdrawn and the
    new rule lays its own, due after the last opened one. What was known before stays known.
    Errors: PermissionRefused; EditedMeanwhile; TaskError wrong_state, rule_not_recurring,
    rule_unreadable, rule_unchanged, reason_needed, deciding_document_needed.
    """
    write = lock_task(task, version)
    author = by.require("task.direct" if by.may("task.direct") else "task.assign")
    given = (recurrence, deadline_raw.strip())
    _check_rule(write.task, given, reason, deciding_document)
    before = _rule_facts(write.task)
    withdrawn = _withdraw_unopened(write, author, reason, deciding_document)
    write.task.recurrence, write.task.deadline_raw = given
    write.task.recurrence_since = _first_day_of_rule(write)
    laid = lay_occurrences([write.task], by=author, moment=write.moment, on=write.day)
    return finish_write(
        write,
        by=author,
        action="task.change_rule",
        before={**before, "occurrences": _labels(withdrawn)},
        after={
            **_rule_facts(write.task),
            "occurrences": _labels(laid),
            "deciding_document": deciding_document,
        },
        reason=reason,
        fields=["recurrence", "deadline_raw", "recurrence_since"],
    )


def _check_rule(task: Task, given: tuple[str, str], reason: str, deciding_document: str) -> None:
    if task.lifecycle != Lifecycle.LIVE:
        raise TaskError("wrong_state", action="change_rule", state=task.lifecycle)
    if not is_recurring(task.recurrence) or not is_recurring(given[0]):
        raise TaskError("rule_not_recurring")
    if not parse_rules(*given):
        raise TaskError("rule_unreadable")
    if parse_rules(*given) == parse_rules(task.recurrence, task.deadline_raw):
        raise TaskError("rule_unchanged")
    if not reason.strip():
        raise TaskError("reason_needed", action="change_rule")
    if not deciding_document.strip():
        raise TaskError("deciding_document_needed", action="change_rule")


def _withdraw_unopened(
    write: Write, author: Author, reason: str, deciding_document: str
) -> list[Occurrence]:
    """Withdraw the occurrences laid ahead that nobody could work on yet, each with its event."""
    ahead = Occurrence.objects.select_for_update().filter(
        task=write.task, lifecycle=Lifecycle.LIVE, opens_on__gt=write.day
    )
    rows = list(ahead.order_by("last_day", "pk"))
    for row in rows:
        row.lifecycle, row.last_action = Lifecycle.CANCELLED, "withdraw"
        row.version += 1
    Occurrence.objects.bulk_update(rows, ["lifecycle", "last_action", "version"])
    LifecycleEvent.objects.bulk_create(
        LifecycleEvent(
            task=write.task,
            occurrence=row,
            action="withdraw",
            from_state=Lifecycle.LIVE,
            to_state=Lifecycle.CANCELLED,
            day=write.day,
            recorded_at=write.moment,
            by_id=author.user_id,
            organisation_id=author.organisation_id,
            reason=reason,
            deciding_document=deciding_document,
        )
        for row in rows
    )
    return rows


def _first_day_of_rule(write: Write) -> dt.date:
    """The day after today, and after the last due day of what opened by the old rule."""
    opened = Occurrence.objects.filter(task=write.task, opens_on__lte=write.day)
    last: dt.date | None = opened.aggregate(last=Max("last_day"))["last"]
    return max(write.day, last or write.day) + ONE_DAY


def _labels(rows: Iterable[Occurrence]) -> list[Value]:
    return [row.label for row in rows]


def _rule_facts(task: Task) -> dict[str, Value]:
    since = task.recurrence_since
    return {
        "recurrence": task.recurrence,
        "deadline_raw": task.deadline_raw,
        "recurrence_since": since.isoformat() if since else None,
    }
