"""How far tasks are by their parts, read for many tasks in a constant number of queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.domain.parameters import parameter_on
from tiendo.domain.rollup import PartOfWhole, RollUp, roll_up
from tiendo.tasks.models import LifecycleEvent, ProgressUpdate, Task

_FIELDS = ("pk", "parent_id", "weight")


@dataclass(frozen=True, slots=True)
class SaidPercent:
    """What a body said of a task: how far it is, on which day, in which update."""

    percent: Decimal
    as_of: dt.date
    update_id: int


def rollups_of(
    task_ids: Iterable[int], on: dt.date | None = None, known_at: dt.datetime | None = None
) -> Mapping[int, RollUp]:
    """The roll-up of each task that has children, on a day, as known at a moment.

    A child with children of its own enters by their roll-up, unless it is confirmed.
    Cost: one query for each level of children, and two.
    """
    day, moment = on or clock.today(), known_at
    tops = list(task_ids)
    rows = _below(tops, day)
    if not rows:
        return {}
    ids = [row[0] for row in rows]
    states = states_on(ids, day, moment)
    said = percents_said(ids, day, moment)
    children: defaultdict[int, list[tuple[int, Decimal]]] = defaultdict(list)
    for pk, parent_id, weight in rows:
        children[parent_id].append((pk, weight))
    return {top: _rolled(top, children, states, said) for top in tops if children[top]}


def _below(tops: list[int], on: dt.date) -> list[tuple[int, int, Decimal]]:
    """Everything below the tasks, level by level: id, parent, weight."""
    found: list[tuple[int, int, Decimal]] = []
    parents = tops
    for _level in range(parameter_on("subtask_levels", on)):
        rows = list(Task.objects.filter(parent__in=parents).values_list(*_FIELDS).order_by("pk"))
        if not rows:
            break
        found += rows
        parents = [pk for pk, _parent, _weight in rows]
    return found


def _rolled(
    task_id: int,
    children: Mapping[int, list[tuple[int, Decimal]]],
    states: Mapping[int, State],
    said: Mapping[int, SaidPercent],
) -> RollUp:
    parts = []
    for pk, weight in children.get(task_id, ()):
        percent = said[pk].percent if pk in said else None
        if children.get(pk):
            percent = _rolled(pk, children, states, said).percent
        parts.append(PartOfWhole(pk, weight, states.get(pk, State.DRAFT), percent))
    return roll_up(parts)


def states_on(
    task_ids: Iterable[int], on: dt.date, known_at: dt.datetime | None = None
) -> dict[int, State]:
    """The stored state of each task on a day, as known at a moment; drafts are left out.

    Cost: one query.
    """
    events = LifecycleEvent.objects.filter(
        task_id__in=list(task_ids), occurrence__isnull=True, day__lte=on
    )
    if known_at is not None:
        events = events.filter(recorded_at__lte=known_at)
    latest = events.order_by("task_id", "-recorded_at", "-id").distinct("task_id")
    return {task: State(state) for task, state in latest.values_list("task_id", "to_state")}


def percents_said(
    task_ids: Iterable[int], on: dt.date, known_at: dt.datetime | None = None
) -> dict[int, SaidPercent]:
    """How far each task was said to be, by the latest update that gave a figure by a day, or that
    took the first one back.

    Missing: a task of which nobody gave a figure. Cost: one query.
    """
    updates = ProgressUpdate.objects.filter(
        Q(percent__isnull=False) | Q(takes_back__isnull=False),
        task_id__in=list(task_ids),
        as_of__lte=on,
    )
    if known_at is not None:
        updates = updates.filter(recorded_at__lte=known_at)
    latest = updates.order_by("task_id", "-as_of", "-recorded_at", "-id").distinct("task_id")
    rows = latest.values_list("task_id", "percent", "as_of", "pk")
    return {
        task: SaidPercent(percent, as_of, pk)
        for task, percent, as_of, pk in rows
        if percent is not None
    }
