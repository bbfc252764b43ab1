"""What the overview of a programme asks, in a few queries kept compiled: one grouping of its tasks
gives the counts of the whole, of the parts of the plan and of the lead bodies.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Aggregate, CharField, Count, F, FloatField, Func, Max, Q, QuerySet
from django.db.models import Value as Constant

from tiendo.accounts.actor import Actor
from tiendo.accounts.prepared import AnyOf, Given, KeptQueries, Value, totals
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.domain.status import Status
from tiendo.programmes.models import Programme
from tiendo.programmes.queries import plan_of
from tiendo.tasks.models import (
    DeadlineChange,
    Lifecycle,
    LifecycleEvent,
    Occurrence,
    ProgressUpdate,
    Task,
)
from tiendo.tasks.queries.counts import (
    OPEN,
    BodyCounts,
    OfficialCounts,
    SectionCounts,
)
from tiendo.tasks.queries.filters import TaskFilter, due_between, select_tasks
from tiendo.tasks.queries.groups import TaskGroup, bodies_of, counts_of, parts_of
from tiendo.tasks.queries.programmes import of_programme
from tiendo.tasks.queries.rows import TaskRows
from tiendo.tasks.queries.statuses import (
    IS_RECURRING,
    with_lead,
    with_status,
    with_work,
)
from tiendo.tasks.queries.visibility import visible_tasks
from tiendo.tasks.recurrence import CLOSED

WEEK = dt.timedelta(days=7)
NEWEST = 5
_ROWS = TaskRows(
    {"id", "title", "deadline_raw", "last_update_at", "code"},
    "status",
    "lead_name",
    "lead_short_name",
    "due_on",
    "occurrence_label",
)
_KEPT = KeptQueries()
# Whether a task of ours is meant: those given for the stand-in by each run.
_OURS = "?tasks"
# A moved deadline beside the actions of the lifecycle.
_MOVED = "(moved)"


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step taken lately: of which task, what, when."""

    task_id: int
    title: str
    action: str
    recorded_at: dt.datetime


@dataclass(frozen=True, slots=True)
class WeekOfWork:
    """What a week brought: steps by their action, updates, moved deadlines, the newest steps."""

    steps: Mapping[str, int]
    updates: int
    moved: int
    newest: Sequence[NewStep]


@dataclass(frozen=True, slots=True)
class ProgrammeOverview:
    """A programme on a day, as one person sees it.

    ``silent`` are the ids of lead bodies without a word for too long; ``reopened`` counts by the
    ids of lead bodies; ``coming`` are the tasks due next, one more than asked for where there are.
    """

    counts: OfficialCounts
    parts: list[SectionCounts]
    bodies: list[BodyCounts]
    silent: frozenset[int]
    reopened: Mapping[int, int]
    coming: list[Task]
    week: WeekOfWork


def overview_of(
    actor: Actor,
    programme: Programme,
    on: dt.date,
    known_at: dt.datetime | None,
    *,
    within: dt.timedelta,
    shown: int,
) -> ProgrammeOverview:
    """The overview of a programme. Cost: seven queries, whatever the tasks."""
    asking = _Asking(actor, programme.pk, on, known_at)
    groups = asking.groups()
    bodies = bodies_of(groups)
    leads = sorted({row.body.pk for row in bodies if row.body})
    spoke, updates = asking.words()
    working = {row.lead for row in groups if row.lead is not None and row.status in OPEN}
    return ProgrammeOverview(
        counts=counts_of(groups),
        parts=parts_of(groups, plan_of(programme.pk)),
        bodies=bodies,
        silent=frozenset(working) - spoke,
        reopened=asking.reopened(leads),
        coming=asking.coming(on + within, shown + 1),
        week=asking.week(updates),
    )


def drafts_of(actor: Actor, programme: int) -> int:
    """How many drafts of a programme a person sees. Cost: one query."""

    def drafts() -> QuerySet[Any, Any]:
        rows = visible_tasks(actor).filter(lifecycle=Lifecycle.DRAFT, programme=programme)
        return totals(rows, number=Count("pk"))

    rows = _KEPT.rows(("drafts", actor, programme, clock.today()), drafts)
    return rows[0][0] if rows else 0


class _Asking:
    """One person asking about one programme; the queries are kept by both, the day and the moment.

    Who sees all is asked by the programme. For others the tasks they see are found once, and the
    other queries are given their ids: finding them again takes longer than all the rest.
    """

    def __init__(
        self, actor: Actor, programme: int, on: dt.date, known_at: dt.datetime | None
    ) -> None:
        self._actor, self._programme, self._on, self._known_at = actor, programme, on, known_at
        self._sees_all = actor.may("task.view_all")
        self._ids: list[int] = []

    def groups(self) -> list[TaskGroup]:
        """How many tasks share lead, part of the plan and status."""
        rows = self._rows("groups", self._grouped)
        if not self._sees_all:
            self._ids = [pk for row in rows for pk in row[6]]
        return [TaskGroup(row[0], row[1], _STATUSES[row[2]], *row[3:6]) for row in rows]

    def words(self) -> tuple[frozenset[int], int]:
        """The bodies that sent an update within the days after which one is silent, and how many
        updates the week brought. One query reads the many updates once for both."""
        day = self._on
        limit = day - dt.timedelta(days=parameter_on("silent_after_days", day))
        since = day - WEEK + dt.timedelta(days=1)
        in_week = self._known_q() & Q(as_of__gte=since)

        def said() -> QuerySet[ProgressUpdate, Any]:
            rows = ProgressUpdate.objects.filter(as_of__gte=min(limit, since), as_of__lte=day)
            by_body = self._ours(rows, "task").order_by().values_list("organisation_id")
            found: QuerySet[ProgressUpdate, Any] = by_body.annotate(
                spoke=Count("organisation", filter=Q(as_of__gte=limit)),
                number=Count("organisation", filter=in_week),
            )
            return found

        rows = self._rows("said", said)
        return frozenset(pk for pk, spoke, _n in rows if spoke), sum(row[2] for row in rows)

    def reopened(self, leads: Sequence[int]) -> dict[int, int]:
        """How often tasks of each lead body were reopened up to the day."""

        def events() -> QuerySet[Task, Any]:
            tasks = with_lead(self._tasks(), self._on)
            past = tasks.filter(events__action="reopen", events__day__lte=self._on).order_by()
            return past.values_list(*_BY_LEAD).annotate(number=Count("events"))

        return {pk: number for pk, number in self._rows("reopened", events) if pk in leads}

    def coming(self, last: dt.date, most: int) -> list[Task]:
        """The tasks still to be done with a last day up to ``last``, in order of these days."""

        def tasks() -> QuerySet[Task, Any]:
            found = with_status(self._tasks(), self._on, self._known_at)
            found = found.filter(self._may_be_due(last))
            worked = with_work(with_lead(found, self._on), self._on, self._known_at)
            return due_between(worked, self._on, last)[:most].values_list(*_ROWS.columns)

        return [_ROWS.task(row) for row in self._rows(("coming", last, most), tasks)]

    def _may_be_due(self, last: dt.date) -> Q:
        """What leaves out, before the due day of each task is found, those that cannot be due:
        finding the present occurrence of every recurring task takes long."""
        open_ones = Occurrence.objects.filter(
            opens_on__lte=self._on, last_day__gte=self._on, last_day__lte=last
        ).exclude(lifecycle__in=CLOSED)
        open_tasks = open_ones.order_by().values("task")
        if self._known_at is not None or self._on < clock.today():
            return (IS_RECURRING & Q(pk__in=open_tasks)) | ~IS_RECURRING
        if not self._sees_all:
            is_open = IS_RECURRING & Q(pk__in=open_tasks)
            return is_open | Q(last_day__gte=self._on, last_day__lte=last)
        # One list of both: with OR every task would be looked at, where not few are given.
        once = Task.objects.filter(last_day__gte=self._on, last_day__lte=last)
        return Q(pk__in=open_tasks.union(once.order_by().values("pk")))

    def week(self, updates: int) -> WeekOfWork:
        """What the seven days up to the day brought."""

        def counted() -> QuerySet[Any, Any]:
            steps = self._steps().order_by().values_list("action").annotate(number=Count("pk"))
            moved = (
                self._moved()
                .order_by()
                .annotate(what=Constant(_MOVED, output_field=CharField()))
                .values_list("what")
            )
            return steps.union(moved.annotate(number=Count("pk")), all=True)

        def newest() -> QuerySet[LifecycleEvent, Any]:
            told = self._steps().exclude(action="go_live").order_by("-recorded_at", "-pk")
            return told.values_list("task_id", "task__title", "action", "recorded_at")[:NEWEST]

        steps = dict(self._rows("steps", counted))
        moved = steps.pop(_MOVED, 0)
        rows = self._rows("newest", newest)
        return WeekOfWork(steps, updates, moved, [NewStep(*row) for row in rows])

    def _steps(self) -> QuerySet[LifecycleEvent, Any]:
        rows = LifecycleEvent.objects.filter(day__gt=self._on - WEEK, day__lte=self._on)
        rows = rows.exclude(action="go_live", occurrence__isnull=False)
        found: QuerySet[LifecycleEvent, Any] = self._known(self._ours(rows, "task"))
        return found

    def _moved(self) -> QuerySet[DeadlineChange]:
        rows = DeadlineChange.objects.filter(
            effective_on__gt=self._on - WEEK, effective_on__lte=self._on
        ).exclude(reason="")
        found: QuerySet[DeadlineChange] = self._known(self._ours(rows, "task"))
        return found

    def _grouped(self) -> QuerySet[Task, Any]:
        chosen = TaskFilter(programme=self._programme)
        tasks = select_tasks(self._actor, chosen, self._on, self._known_at)
        rows = with_lead(tasks, self._on).order_by().values_list(*_GROUP)
        ids = {} if self._sees_all else {"ids": ArrayAgg("pk")}
        found: QuerySet[Task, Any] = rows.annotate(
            number=Count("pk"), latest=_seconds(Max("last_update_at")), **ids
        )
        return found

    def _tasks(self) -> QuerySet[Task]:
        """The tasks of the programme that the person sees."""
        if not self._sees_all:
            return Task.objects.filter(AnyOf(F("pk"), _OURS))
        seen = visible_tasks(self._actor, self._on)
        return of_programme(seen, self._programme, self._on, self._known_at)

    def _ours(self, rows: Any, field: str) -> Any:
        """Rows about these tasks."""
        if not self._sees_all:
            return rows.filter(AnyOf(F(field), _OURS))
        return rows.filter(**{f"{field}__in": self._tasks().order_by().values("pk")})

    def _known(self, rows: Any) -> Any:
        return rows.filter(self._known_q())

    def _known_q(self) -> Q:
        return Q() if self._known_at is None else Q(recorded_at__lte=self._known_at)

    def _rows(self, name: Hashable, make: Any) -> list[tuple[Any, ...]]:
        who = "all" if self._sees_all else None
        key = (name, who or self._actor, self._may_see_drafts, self._programme, self._on,
               self._known_at, clock.today())  # fmt: skip
        given: Mapping[Value, Given] = {} if self._sees_all else {_OURS: self._ids}
        return _KEPT.rows(key, make, given)

    @property
    def _may_see_drafts(self) -> bool:
        return self._actor.may("task.go_live")


def _seconds(moment: Aggregate) -> Func:
    """A moment as seconds since 1970, which are read faster."""
    template = "EXTRACT(EPOCH FROM %(expressions)s)::float8"
    return Func(moment, template=template, output_field=FloatField())


_STATUSES = {str(status): status for status in Status}
_BY_LEAD = ("lead_id",)
_GROUP = ("lead_id", "section_id", "status", "is_part")
