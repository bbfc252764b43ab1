"""Giving tasks to their bodies: stage 1 of "6 rõ" is checked, the clock of the deadline starts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, record
from tiendo.domain import clock
from tiendo.tasks.completeness import missing_for_go_live_many
from tiendo.tasks.errors import CannotGoLive, EditedMeanwhile, TaskError
from tiendo.tasks.models import DeadlineChange, Lifecycle, LifecycleEvent, Task
from tiendo.tasks.recurrence import lay_occurrences, rules_of
from tiendo.tasks.spans import write_spans


@dataclass(frozen=True, slots=True)
class GoneLive:
    """What became of many drafts: those live now, and what each other lacks, by its id."""

    tasks: tuple[Task, ...]
    lacking: dict[int, tuple[str, ...]]


@transaction.atomic
def go_live(
    *, task: Task, by: Actor, on: dt.date | None = None, version: int | None = None
) -> Task:
    """Give one draft to its body from a day on (default: today).

    Errors: PermissionRefused; EditedMeanwhile; CannotGoLive; TaskError wrong_state,
    live_on_in_future, live_on_before_programme.
    """
    current = Task.objects.select_for_update().get(pk=task.pk)
    if version is not None and version != current.version:
        raise EditedMeanwhile(current)
    if current.lifecycle != Lifecycle.DRAFT:
        raise TaskError("wrong_state", action="go_live", state=current.lifecycle)
    result = go_live_many(tasks=[current], by=by, on=on)
    if not result.tasks:
        raise CannotGoLive(current, result.lacking[current.pk])
    return result.tasks[0]


@transaction.atomic
def go_live_many(*, tasks: Iterable[Task], by: Actor, on: dt.date | None = None) -> GoneLive:
    """Give every complete draft to its body; the others stay drafts, with what each lacks.

    What is no draft any more is left out. ``on`` may be a past day of the programme, when the
    duty began before the task was entered.
    Errors: PermissionRefused; TaskError live_on_in_future, live_on_before_programme.
    Cost: two queries for each task that goes live, and about fifteen together.
    """
    ids = [task.pk for task in tasks]
    drafts = list(
        Task.objects.select_for_update(of=("self",))
        .filter(pk__in=ids, lifecycle=Lifecycle.DRAFT)
        .select_related("programme")
        .order_by("pk")
    )
    authors = {
        draft.pk: by.require("task.go_live", at=draft.programme.coordinator_id) for draft in drafts
    }
    day = _check_day(drafts, on)
    lacking = {pk: codes for pk, codes in missing_for_go_live_many(drafts).items() if codes}
    ready = [draft for draft in drafts if draft.pk not in lacking]
    if ready:
        _write(ready, authors, day)
    return GoneLive(tuple(ready), lacking)


def _check_day(drafts: list[Task], on: dt.date | None) -> dt.date:
    today = clock.today()
    if on is None:
        return today
    if on > today:
        raise TaskError("live_on_in_future")
    if any(on < draft.programme.starts_on for draft in drafts):
        raise TaskError("live_on_before_programme")
    return on


def _write(ready: list[Task], authors: dict[int, Author], day: dt.date) -> None:
    moment = max([clock.now(), *(task.changed_at for task in ready)])
    for task in ready:
        task.lifecycle = Lifecycle.LIVE
        task.last_action = "go_live"
        task.live_on = day
        task.version += 1
        task.changed_at = moment
    Task.objects.bulk_update(
        ready, ["lifecycle", "last_action", "live_on", "version", "changed_at"], batch_size=500
    )
    _record_events(ready, authors, moment, day)
    lay_occurrences(ready, by=authors[ready[0].pk], moment=moment, on=clock.today())
    for task in ready:
        record(
            by=authors[task.pk],
            action="task.go_live",
            target=task,
            before={"lifecycle": Lifecycle.DRAFT.value},
            after={"lifecycle": Lifecycle.LIVE.value, "live_on": day.isoformat()},
        )
    write_spans([task.pk for task in ready], moment)


def _record_events(
    ready: list[Task], authors: dict[int, Author], moment: dt.datetime, day: dt.date
) -> None:
    LifecycleEvent.objects.bulk_create(
        LifecycleEvent(
            task=task,
            action="go_live",
            from_state=Lifecycle.DRAFT,
            to_state=Lifecycle.LIVE,
            day=day,
            recorded_at=moment,
            by_id=authors[task.pk].user_id,
            organisation_id=authors[task.pk].organisation_id,
        )
        for task in ready
    )
    DeadlineChange.objects.bulk_create(
        DeadlineChange(
            task=task,
            deadline_key=task.deadline_key,
            last_day=task.last_day,
            effective_on=day,
            recorded_at=moment,
            by_id=authors[task.pk].user_id,
        )
        for task in ready
        if not rules_of(task)
    )
