"""Tasks as bars from the day they were given to the day they are due."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import F, OrderBy, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.accounts.prepared import AnyOf, KeptQueries, PreparedQuery
from tiendo.domain import clock
from tiendo.domain.status import Status
from tiendo.tasks.models import Lifecycle, Occurrence, Task
from tiendo.tasks.queries.changes import moves_of
from tiendo.tasks.queries.counts import OfficialCounts, counts_of_groups, grouped_by_status
from tiendo.tasks.queries.dependencies import Link, links_between
from tiendo.tasks.queries.filters import TaskFilter, select_tasks
from tiendo.tasks.queries.statuses import with_due_day, with_lead


class Grouping(StrEnum):
    """Under what the bars stand."""

    SECTION = "phan"
    BODY = "co-quan"


class Bar(NamedTuple):
    """One task: given on ``starts_on``, due on ``due_on``, at first on ``original``.

    Missing: ``due_on`` and ``original`` are None without a deadline, ``done_on`` where it was not
    done on the day in view, ``section`` and ``lead`` are empty where there is none.
    """

    pk: int
    code: str
    title: str
    path: str
    section: str
    lead: str
    starts_on: dt.date
    due_on: dt.date | None
    original: dt.date | None
    done_on: dt.date | None
    status: str
    recurrence: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """One page of bars in order. ``links`` are the dependencies among them; ``due_days`` those of
    the occurrences of recurring ones. Pages count from 1."""

    bars: list[Bar]
    links: list[Link]
    due_days: dict[int, list[dt.date]]
    counts: OfficialCounts
    number: int


_COLUMNS = (
    "pk", "code", "title", "section__path", "section__title", "lead_name", "lead_short_name",
    "live_on", "due_on", "done_on", "status", "recurrence",
)  # fmt: skip
_ORDERS: Mapping[Grouping, tuple[str | OrderBy, ...]] = {
    Grouping.SECTION: ("programme_id", F("section__order").asc(nulls_last=True), "order", "pk"),
    Grouping.BODY: (F("lead_sort_key").asc(nulls_last=True), "programme_id", "order", "pk"),
}
_DONE = frozenset({Status.DONE_ON_TIME, Status.DONE_LATE})
_GROUPS, _BARS = KeptQueries(), KeptQueries()


def timeline(
    actor: Actor,
    chosen: TaskFilter,
    on: dt.date,
    *,
    known_at: dt.datetime | None = None,
    grouping: Grouping = Grouping.SECTION,
    number: int = 1,
    size: int = 3000,
) -> Timeline:
    """One page of the tasks of a filter as bars. Cost: five queries, however many tasks."""
    key = (actor, chosen, on, known_at, clock.today())
    groups = _GROUPS.rows(key, lambda: grouped_by_status(select_tasks(actor, chosen, on, known_at)))
    counts = counts_of_groups(groups)
    number = min(max(1, number), max(1, -(-counts.rows // size)))
    start = (number - 1) * size

    def page_rows() -> QuerySet[Task, Any]:
        tasks = with_due_day(with_lead(select_tasks(actor, chosen, on, known_at), on), on, known_at)
        ordered = tasks.order_by(*_ORDERS[grouping])
        return ordered.values_list(*_COLUMNS)[start : start + size]

    rows = _BARS.rows((*key, grouping, start, size), page_rows)
    ids = [row[0] for row in rows]
    return Timeline(
        bars=list(_bars(rows, on)),
        links=links_between(ids, on, known_at),
        due_days=occurrence_days(ids),
        counts=counts,
        number=number,
    )


def _bars(rows: Iterable[tuple[Any, ...]], on: dt.date) -> Iterator[Bar]:
    listed = list(rows)
    moved = moves_of((row[0] for row in listed), on)
    for (
        pk,
        code,
        title,
        path,
        section,
        lead,
        short,
        live_on,
        due_on,
        done_on,
        status,
        rule,
    ) in listed:
        moves = moved.get(pk)
        yield Bar(
            pk,
            code,
            title,
            path or "",
            section or "",
            short or lead or "",
            live_on,
            due_on,
            moves.original if moves else due_on,
            done_on if status in _DONE and not rule else None,
            status,
            rule,
        )


def occurrence_days(task_ids: Iterable[int]) -> dict[int, list[dt.date]]:
    """The due days of the occurrences of recurring tasks, in order. Cost: one query."""
    found: defaultdict[int, list[dt.date]] = defaultdict(list)
    for task, day in _OCCURRENCES.run({"?tasks": list(task_ids)}):
        found[task].append(day)
    return found


def _occurrences() -> QuerySet[Occurrence, Any]:
    rows = Occurrence.objects.filter(AnyOf(F("task"), "?tasks"), last_day__isnull=False)
    kept = rows.exclude(lifecycle=Lifecycle.CANCELLED).order_by("task_id", "last_day")
    return kept.values_list("task_id", "last_day")


_OCCURRENCES = PreparedQuery(_occurrences)
