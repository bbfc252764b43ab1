"""Giving tasks to their bodies: stage 1 of "6 rõ" is checked, the clock of the deadline starts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, record_many
from tiendo.domain import clock
from tiendo.outbox.actions import emit
from tiendo.programmes.permissions import require_to_run
from tiendo.tasks.completeness import missing_for_go_live_many
from tiendo.tasks.errors import CannotGoLive, EditedMeanwhile, TaskError
from tiendo.tasks.models import (
    ChangeRequest,
    DeadlineChange,
    Lifecycle,
    LifecycleEvent,
    Part,
    Task,
)
from tiendo.tasks.parties import parties_of
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
    Cost: about twenty queries, and one for each task whose body is told.
    """
    ids = [task.pk for task in tasks]
    drafts = list(
        Task.objects.select_for_update(of=("self",))
        .filter(pk__in=ids, lifecycle=Lifecycle.DRAFT)
        .select_related("programme", "parent")
        .order_by("pk")
    )
    authors = {draft.pk: require_to_run(by, draft.programme, "task.go_live") for draft in drafts}
    day = check_live_day(drafts, on)
    lacking = {pk: codes for pk, codes in missing_for_go_live_many(drafts).items() if codes}
    ready = [draft for draft in drafts if draft.pk not in lacking]
    if ready:
        write_live(ready, authors, day)
        _tell(ready)
    return GoneLive(tuple(ready), lacking)


def check_live_day(drafts: Iterable[Task], on: dt.date | None) -> dt.date:
    """The day from which drafts are given. Errors: TaskError live_on_in_future, …"""
    today = clock.today()
    if on is None:
        return today
    if on > today:
        raise TaskError("live_on_in_future")
    if any(on < draft.programme.starts_on for draft in drafts):
        raise TaskError("live_on_before_programme")
    return on


def write_live(
    ready: list[Task], authors: Mapping[int, Author], day: dt.date, *, is_part: bool = False
) -> None:
    """Write that locked, complete drafts are live from a day on. ``is_part``: of a task that
    counts. Call it inside the action's transaction. Cost: constant.
    """
    moment = max([clock.now(), *(task.changed_at for task in ready)])
    for task in ready:
        task.lifecycle = Lifecycle.LIVE
        task.last_action = "go_live"
        task.live_on = day
        task.version += 1
        task.changed_at = moment
        if is_part or is_counted(task.parent):
            count_as_part(task, day)
    fields = ["lifecycle", "last_action", "live_on", "version", "changed_at", "subtask_during"]
    Task.objects.bulk_update(ready, fields, batch_size=500)
    _absorb_children(ready, day)
    _record_events(ready, authors, moment, day)
    lay_occurrences(ready, by=authors[ready[0].pk], moment=moment, on=clock.today())
    before = {"lifecycle": Lifecycle.DRAFT.value}
    after = {"lifecycle": Lifecycle.LIVE.value, "live_on": day.isoformat()}
    record_many(
        action="task.go_live", rows=[(authors[task.pk], task, before, after) for task in ready]
    )
    write_spans([task.pk for task in ready], moment)


def count_as_part(task: Task, day: dt.date) -> None:
    """Let a task not yet saved count as a part of another from a day on."""
    held = task.subtask_during or ()
    if not held or held[-1].upper is not None:
        task.subtask_during = (*held, DateRange(day, None))


def count_by_itself(task: Task, day: dt.date) -> None:
    """Let a task not yet saved count by itself from a day on; a part of that day alone never was
    one."""
    *earlier, last = task.subtask_during or (None,)
    if last is None or last.upper is not None:
        return
    ended = () if last.lower == day else (DateRange(last.lower, day),)
    task.subtask_during = (*earlier, *ended) or None


def is_counted(parent: Task | None) -> bool:
    """Whether a parent counts itself, so that its children do not count beside it."""
    return parent is not None and parent.lifecycle not in (Lifecycle.DRAFT, Lifecycle.UMBRELLA)


def _absorb_children(ready: list[Task], day: dt.date) -> None:
    """What was given before its parent is a part of it from now on."""
    children = list(Task.objects.filter(parent__in=ready).exclude(lifecycle=Lifecycle.DRAFT))
    for child in children:
        count_as_part(child, day)
    Task.objects.bulk_update(children, ["subtask_during"], batch_size=500)


def _tell(tasks: list[Task]) -> None:
    """Tell each lead body of its tasks."""
    parties = parties_of([task.pk for task in tasks], clock.today())
    for task in tasks:
        lead = parties[task.pk].first(Part.LEAD)
        if lead is not None and lead.organisation_id is not None:
            users = [lead.officer_id] if lead.officer_id else []
            emit("task.assigned", target=task, bodies=[lead.organisation_id], users=users)


def _record_events(
    ready: list[Task], authors: Mapping[int, Author], moment: dt.datetime, day: dt.date
) -> None:
    papers = _granting_papers(ready)
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
            deciding_document=papers.get(task.pk, ""),
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


def _granting_papers(tasks: Iterable[Task]) -> Mapping[int, str]:
    """The papers by which new tasks were granted on request, by task. Cost: one query."""
    granted = ChangeRequest.objects.filter(task__in=tasks, kind="new_task", state="applied")
    return dict(granted.values_list("task_id", "decision_document"))
