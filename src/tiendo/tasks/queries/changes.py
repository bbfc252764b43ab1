"""Change requests, and what became of deadlines: how often moved, which were kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When

from tiendo.accounts.actor import Actor
from tiendo.accounts.prepared import AnyOf, PreparedQuery
from tiendo.domain.changes import GRANTED
from tiendo.domain.status import OFFICIAL_COLUMNS, OfficialColumn
from tiendo.tasks.models import (
    ChangeKind,
    ChangeRequest,
    ChangeState,
    DeadlineChange,
    Lifecycle,
    LifecycleEvent,
    Task,
)
from tiendo.tasks.queries.counts import Rate
from tiendo.tasks.queries.visibility import visible_tasks

_GRANTED = [str(state) for state in GRANTED]
# A new task was granted and made; nobody has given it to its body yet.
NOT_GIVEN_YET = Q(
    kind=ChangeKind.NEW_TASK, state=ChangeState.APPLIED, task__lifecycle=Lifecycle.DRAFT
)
GROUPS: Mapping[str, tuple[str, ...]] = {
    "under_way": ("drafted", "sent", "returned", "appraised", *_GRANTED),
    "ended": ("refused", "applied", "withdrawn"),
}


@dataclass(frozen=True, slots=True)
class ChangeFilter:
    """What to look for; an empty field does not restrict. ``state`` is a stored state or a group
    of ``GROUPS``; ``is_mine``: what waits for the person."""

    programme: int | None = None
    task: int | None = None
    state: str = ""
    kind: str = ""
    organisation: int | None = None
    is_mine: bool = False


@dataclass(frozen=True, slots=True)
class Moves:
    """How often a deadline was moved, and the first one. ``days`` holds every deadline in order."""

    days: tuple[dt.date | None, ...]

    @property
    def count(self) -> int:
        """How many times it was moved."""
        return len(self.days) - 1

    @property
    def original(self) -> dt.date | None:
        """The deadline first given. Missing: None where the task began without one."""
        return self.days[0]


@dataclass(frozen=True, slots=True)
class DeadlineRates:
    """Tasks done in time, by the deadlines first given and by those in force.

    ``moved`` tasks had their deadline moved, ``moves`` times in all.
    """

    by_original: Rate
    by_adjusted: Rate
    moved: int
    moves: int


def visible_changes(actor: Actor) -> QuerySet[ChangeRequest]:
    """The requests a person may see: those of one's bodies; once they are sent, those of the tasks
    one sees, and all of them for overseers. Cost: no query of its own."""
    rows = ChangeRequest.objects.all()
    bodies = actor.bodies_for("task.view")
    own, sent = Q(organisation_id__in=bodies), ~Q(state=ChangeState.DRAFTED)
    if actor.may("task.view_all"):
        return rows.filter(own | sent)
    if not bodies:
        return rows.none()
    return rows.filter(own | (sent & Q(task__in=visible_tasks(actor).values("pk"))))


def waits_for(actor: Actor) -> Q:
    """Which requests wait for a step of this person."""
    sending, asking = actor.bodies_for("change.send"), actor.bodies_for("change.request")
    waiting = Q(state=ChangeState.DRAFTED, organisation_id__in=sending)
    waiting |= Q(state=ChangeState.RETURNED, organisation_id__in=asking)
    if actor.may("change.appraise"):
        waiting |= Q(state=ChangeState.SENT)
    if actor.may("change.decide"):
        waiting |= Q(state=ChangeState.APPRAISED)
    if actor.may("task.assign"):
        waiting |= Q(state__in=_GRANTED)
    if actor.may("task.go_live"):
        waiting |= NOT_GIVEN_YET
    return waiting


def find_changes(actor: Actor, chosen: ChangeFilter) -> QuerySet[ChangeRequest]:
    """The requests a person looks for, those that wait for this person first (``is_mine``), then
    the latest. Cost: no query of its own."""
    wanted: dict[str, Any] = {
        "programme_id": chosen.programme,
        "task_id": chosen.task,
        "kind": chosen.kind or None,
        "organisation_id": chosen.organisation,
    }
    if chosen.state:
        wanted["state__in"] = GROUPS.get(chosen.state, (chosen.state,))
    rows = visible_changes(actor).filter(
        **{name: value for name, value in wanted.items() if value is not None}
    )
    mine = waits_for(actor)
    if chosen.is_mine:
        rows = rows.filter(mine)
    rows = rows.annotate(is_mine=Case(When(mine, then=Value(1)), default=Value(0)))
    return rows.select_related("task", "organisation", "programme").order_by(
        "-is_mine", "-drafted_at", "-pk"
    )


def steps_of(change: ChangeRequest) -> QuerySet[Any]:
    """The steps of a request in order, with who took them. Cost: one query."""
    return change.steps.select_related("by", "organisation", "on_behalf_of")


def moves_of(task_ids: Iterable[int], on: dt.date | None = None) -> Mapping[int, Moves]:
    """The deadlines of those tasks that had theirs moved (by a day), by task; of a recurring task
    those of the occurrence moved last. Cost: one query."""
    found = _MOVES.run({"?tasks": list(task_ids), _ANY_DAY: on or dt.date.max})
    return {task: Moves(tuple(days)) for task, days, _latest in sorted(found, key=_moved_last)}


# Stands in a prepared query for the day asked for.
_ANY_DAY = dt.date.min


def _moves() -> QuerySet[DeadlineChange, Any]:
    moved = DeadlineChange.objects.filter(
        AnyOf(F("task"), "?tasks"), effective_on__lte=_ANY_DAY
    ).order_by()
    return (
        moved.values("task_id", "occurrence_id")
        .annotate(
            number=Count("pk"),
            days=ArrayAgg("last_day", order_by=("recorded_at", "pk")),
            latest=ArrayAgg("pk", order_by=("-recorded_at", "-pk")),
        )
        .filter(number__gt=1)
        .values_list("task_id", "days", "latest")
    )


_MOVES = PreparedQuery(_moves)


def _moved_last(row: tuple[Any, ...]) -> int:
    latest: int = row[2][0]
    return latest


def deadline_rates(tasks: QuerySet[Task], on: dt.date) -> DeadlineRates:
    """How many tasks annotated by ``with_status`` were done in time, of those done or due: by the
    deadline first given, and by the one in force.

    A recurring task counts by its status alone. Cost: two queries.
    """
    own = DeadlineChange.objects.filter(task=OuterRef("pk"), occurrence__isnull=True)
    first = Subquery(own.order_by("recorded_at", "pk").values("last_day")[:1])
    done = LifecycleEvent.objects.filter(
        task=OuterRef("pk"), occurrence__isnull=True, action="confirm"
    )
    proved = Subquery(done.order_by("-recorded_at", "-pk").values("done_on")[:1])
    rows = tasks.order_by().annotate(first_day=first, proved_on=proved)
    is_done = Q(status__in=_codes(OfficialColumn.DONE_ON_TIME, OfficialColumn.DONE_LATE))
    in_time = Q(status__in=_codes(OfficialColumn.DONE_ON_TIME))
    overdue = Q(status__in=_codes(OfficialColumn.OVERDUE))
    due_first = Q(status__in=_codes(OfficialColumn.IN_PROGRESS), first_day__lt=on)
    found = rows.aggregate(
        done_in_time=Count("pk", filter=in_time),
        done_by_first=Count(
            "pk", filter=in_time & (Q(first_day__isnull=True) | Q(proved_on__lte=F("first_day")))
        ),
        due=Count("pk", filter=is_done | overdue),
        due_by_first=Count("pk", filter=is_done | overdue | due_first),
    )
    ids = list(tasks.order_by().values_list("pk", flat=True))
    moved = moves_of(ids, on)
    return DeadlineRates(
        by_original=Rate(found["done_by_first"], found["due_by_first"]),
        by_adjusted=Rate(found["done_in_time"], found["due"]),
        moved=len(moved),
        moves=sum(row.count for row in moved.values()),
    )


def _codes(*columns: OfficialColumn) -> list[str]:
    return [str(code) for code, into in OFFICIAL_COLUMNS.items() if into in columns]
