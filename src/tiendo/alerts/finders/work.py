"""The work under way on a day with everything the rules ask about it, in five queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max

from tiendo.alerts.people import People
from tiendo.domain.alerts import TaskFacts
from tiendo.domain.clock import local_day
from tiendo.domain.deadlines import is_recurring
from tiendo.tasks.models import (
    DeadlineChange,
    Evidence,
    Lifecycle,
    Occurrence,
    ProgressUpdate,
    Task,
)
from tiendo.tasks.queries import with_lead
from tiendo.tasks.recurrence import CLOSED

_FIELDS = (
    "pk",
    "programme_id",
    "code",
    "title",
    "recurrence",
    "lifecycle",
    "last_day",
    "live_on",
    "last_update_at",
    "lead_id",
    "lead_officer_id",
)
# A task, and the occurrence of it that is under way (None: a task done once).
Key = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Work:
    """One task at work with its lead of the day. Missing: ``lead_id`` is None for a raw name."""

    task_id: int
    programme_id: int
    title: str
    lead_id: int | None
    officer_id: int | None
    facts: TaskFacts


def work_under_way(
    on: dt.date, people: People, only: frozenset[int] | None = None
) -> Iterator[Work]:
    """Every task given to its lead and not yet claimed, with the facts of its current occurrence.

    Tasks of which no occurrence is open are left out. ``only``: of these tasks alone.
    Cost: five queries.
    """
    current = _current_occurrences(on, only)
    percents, proofs = _percents(on, only), _evidence(only)
    moves = _moves(on, only)
    for row in _tasks(on, only):
        occurrence = current.get(row["pk"])
        if is_recurring(row["recurrence"]) and occurrence is None:
            continue
        work = occurrence or row
        if work["lifecycle"] != Lifecycle.LIVE:
            continue
        key = row["pk"], occurrence["pk"] if occurrence else None
        facts = TaskFacts(
            starts_on=occurrence["opens_on"] if occurrence else row["live_on"],
            due_on=work["last_day"],
            updated_on=local_day(row["last_update_at"]) if row["last_update_at"] else None,
            percent=percents.get(key),
            evidence=proofs.get(key, 0),
            moves=moves.get(key, 0),
            has_officer=people.works_at(row["lead_officer_id"], row["lead_id"]),
        )
        yield Work(
            task_id=row["pk"],
            programme_id=row["programme_id"],
            title=f"{row['code']} {row['title']}"[:300],
            lead_id=row["lead_id"],
            officer_id=row["lead_officer_id"],
            facts=facts,
        )


def _tasks(on: dt.date, only: frozenset[int] | None) -> Iterator[dict[str, Any]]:
    tasks = with_lead(Task.objects.filter(lifecycle=Lifecycle.LIVE, live_on__lte=on), on)
    if only is not None:
        tasks = tasks.filter(pk__in=only)
    yield from tasks.order_by("pk").values(*_FIELDS).iterator(2000)


def _current_occurrences(on: dt.date, only: frozenset[int] | None) -> Mapping[int, dict[str, Any]]:
    """The earliest open occurrence of each task, still to be done."""
    opened = Occurrence.objects.filter(opens_on__lte=on, **_of("task", only))
    opened = opened.exclude(lifecycle__in=CLOSED).order_by("task_id", "last_day", "pk")
    rows = opened.distinct("task_id").values("pk", "task_id", "lifecycle", "last_day", "opens_on")
    return {row["task_id"]: dict(row) for row in rows}


def _percents(on: dt.date, only: frozenset[int] | None) -> Mapping[Key, Decimal]:
    """The latest percentage reported on each piece of work; none where none was given."""
    updates = ProgressUpdate.objects.filter(
        percent__isnull=False, as_of__lte=on, task__lifecycle=Lifecycle.LIVE, **_of("task", only)
    ).filter(takes_back=None, taken_back_by=None)
    rows = (
        updates.order_by("task_id", "occurrence_id", "-recorded_at", "-pk")
        .distinct("task_id", "occurrence_id")
        .values_list("task_id", "occurrence_id", "percent")
    )
    return {
        (task_id, occurrence_id): percent
        for task_id, occurrence_id, percent in rows
        if percent is not None
    }


def _evidence(only: frozenset[int] | None) -> Mapping[Key, int]:
    """How much proves each piece of work; what was withdrawn proves nothing."""
    kept = Evidence.objects.filter(
        task__lifecycle=Lifecycle.LIVE, withdrawn_at=None, **_of("task", only)
    )
    rows = kept.order_by().values_list("task_id", "occurrence_id").annotate(Count("pk"))
    return {(task_id, occurrence_id): number for task_id, occurrence_id, number in rows}


def _moves(on: dt.date, only: frozenset[int] | None) -> Mapping[Key, int]:
    """How often each deadline was moved; the first row of a work holds the original one."""
    changes = DeadlineChange.objects.filter(
        effective_on__lte=on, task__lifecycle=Lifecycle.LIVE, **_of("task", only)
    )
    rows = changes.order_by().values_list("task_id", "occurrence_id").annotate(Count("pk"))
    return {(task_id, occurrence_id): number - 1 for task_id, occurrence_id, number in rows}


def last_words(bodies: frozenset[int], on: dt.date) -> Mapping[int, dt.date]:
    """The last day each body reported on any task still at work; bodies that never did are left
    out. Cost: one query."""
    spoken = ProgressUpdate.objects.filter(
        organisation_id__in=bodies, as_of__lte=on, task__lifecycle=Lifecycle.LIVE
    )
    return dict(spoken.order_by().values_list("organisation_id").annotate(Max("as_of")))


def _of(field: str, only: frozenset[int] | None) -> dict[str, object]:
    return {} if only is None else {f"{field}__in": only}
