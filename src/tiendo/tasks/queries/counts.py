"""Official counts of tasks: of a whole, by part of the plan, by lead body."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.domain.status import OFFICIAL_COLUMNS, OfficialColumn, Status
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import PlanSection
from tiendo.tasks.models import ProgressUpdate, Task
from tiendo.tasks.queries.statuses import with_lead

OPEN = frozenset(
    {
        Status.NOT_STARTED,
        Status.IN_PROGRESS,
        Status.DUE_SOON,
        Status.AWAITING,
        Status.AWAITING_OVERDUE,
        Status.OVERDUE,
        Status.CONTINUOUS,
        Status.NO_DEADLINE,
    }
)

_GROUP = ("status", "is_part")
_STATUSES_OF = {
    column: tuple(status for status, stands_in in OFFICIAL_COLUMNS.items() if stands_in is column)
    for column in OfficialColumn
}


@dataclass(frozen=True, slots=True)
class Rate:
    """A ratio by its two counts. ``value`` is None (undefined) for a zero denominator."""

    numerator: int
    denominator: int

    @property
    def value(self) -> Decimal | None:
        """The ratio (0.25, never 25)."""
        return Decimal(self.numerator) / self.denominator if self.denominator else None


@dataclass(frozen=True, slots=True)
class OfficialCounts:
    """Tasks by status, and the official columns made of them.

    ``parts`` more are sub-tasks of tasks that count: listed, never counted beside these.
    """

    by_status: Mapping[Status, int]
    parts: int = 0

    def of(self, *statuses: Status) -> int:
        """How many tasks have one of the statuses."""
        return sum(self.by_status.get(status, 0) for status in statuses)

    def column(self, column: OfficialColumn) -> int:
        """How many tasks stand in an official column."""
        return self.of(*_STATUSES_OF[column])

    @property
    def total(self) -> int:
        """Every task that was given: the sum of all columns, the set-aside ones included."""
        return sum(self.by_status.values())

    @property
    def rows(self) -> int:
        """How many rows a list of them has: those counted and the sub-tasks beside."""
        return self.total + self.parts

    @property
    def done_on_time(self) -> int:
        return self.column(OfficialColumn.DONE_ON_TIME)

    @property
    def done_late(self) -> int:
        return self.column(OfficialColumn.DONE_LATE)

    @property
    def in_progress(self) -> int:
        """Within time: begun, not yet begun, or awaiting confirmation."""
        return self.column(OfficialColumn.IN_PROGRESS)

    @property
    def overdue(self) -> int:
        """Past the last day, also where a claim awaits confirmation."""
        return self.column(OfficialColumn.OVERDUE)

    @property
    def awaiting(self) -> int:
        """The mark: claimed and not yet confirmed, within time or past it."""
        return self.of(Status.AWAITING, Status.AWAITING_OVERDUE)

    @property
    def on_time_rate(self) -> Rate:
        """Done on time of all that are done or should be."""
        due = self.done_on_time + self.done_late + self.overdue
        return Rate(self.done_on_time, due)


@dataclass(frozen=True, slots=True)
class SectionCounts:
    """The counts of one part of the plan. Missing: ``section`` is None for tasks without one."""

    section: PlanSection | None
    counts: OfficialCounts


@dataclass(frozen=True, slots=True)
class BodyCounts:
    """The counts of one lead body. Missing: ``body`` is None where no known body leads;
    ``last_update_at`` where it never sent an update."""

    body: Organisation | None
    counts: OfficialCounts
    last_update_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class SilentBody:
    """A lead body with open tasks and no word for too long; ``last_day`` None: never a word."""

    body: Organisation
    open_tasks: int
    last_day: dt.date | None


def official_counts(tasks: QuerySet[Task]) -> OfficialCounts:
    """The counts of tasks annotated by ``with_status``. Cost: one query."""
    return counts_of_groups(grouped_by_status(tasks))


def grouped_by_status(tasks: QuerySet[Task]) -> QuerySet[Task, Any]:
    """How many tasks annotated by ``with_status`` have each status, those that count and the
    parts of these apart: rows for ``counts_of_groups``. Cost: no query of its own."""
    groups = tasks.order_by().values_list(*_GROUP)
    counted: QuerySet[Task, Any] = groups.annotate(number=Count("pk"))
    return counted


def counts_of_groups(groups: Iterable[tuple[Any, ...]]) -> OfficialCounts:
    """The counts of the rows of ``grouped_by_status``."""
    counted: dict[str | None, int] = {}
    parts = 0
    for status, is_part, number in groups:
        if is_part:
            parts += number
        else:
            counted[status] = number
    return OfficialCounts(_counts(counted).by_status, parts)


def counts_by_section(tasks: QuerySet[Task]) -> list[SectionCounts]:
    """The counts by part of the plan, in the plan's order, of tasks annotated by ``with_status``.

    Cost: two queries.
    """
    rows = _grouped(tasks.filter(Q(is_part=False)), "section_id", "status")
    found: defaultdict[int | None, dict[str | None, int]] = defaultdict(dict)
    for row in rows:
        found[row["section_id"]][row["status"]] = row["number"]
    sections = PlanSection.objects.filter(pk__in=[pk for pk in found if pk is not None])
    listed: list[PlanSection | None] = list(sections.order_by("programme_id", "order", "pk"))
    if None in found:
        listed.append(None)
    return [
        SectionCounts(section, _counts(found[section.pk if section else None]))
        for section in listed
    ]


def counts_by_lead(tasks: QuerySet[Task], on: dt.date | None = None) -> list[BodyCounts]:
    """The counts by lead body, most overdue first, then in Vietnamese order.

    Takes tasks annotated by ``with_status``. ``on`` is the day whose leads count (default: today)
    where they are not annotated yet.

    Cost: two queries.
    """
    whole = with_lead(tasks.filter(Q(is_part=False)), on or clock.today())
    rows = _grouped(whole, "lead_id", "status")
    found: defaultdict[int | None, dict[str | None, int]] = defaultdict(dict)
    latest: defaultdict[int | None, list[dt.datetime]] = defaultdict(list)
    for row in rows:
        found[row["lead_id"]][row["status"]] = row["number"]
        latest[row["lead_id"]] += [row["latest"]] if row["latest"] else []
    bodies = Organisation.objects.in_bulk([pk for pk in found if pk is not None])
    counted = [
        BodyCounts(
            bodies[pk] if pk is not None else None,
            _counts(statuses),
            max(latest[pk], default=None),
        )
        for pk, statuses in found.items()
    ]
    return sorted(counted, key=most_overdue_first)


def counts_by_programme(tasks: QuerySet[Task]) -> dict[int, OfficialCounts]:
    """The counts by programme, by its id, of tasks annotated by ``with_status``. One query."""
    found: defaultdict[int, dict[str | None, int]] = defaultdict(dict)
    for row in _grouped(tasks.filter(Q(is_part=False)), "programme_id", "status"):
        found[row["programme_id"]][row["status"]] = row["number"]
    return {programme: _counts(statuses) for programme, statuses in found.items()}


def silent_bodies(tasks: QuerySet[Task], on: dt.date) -> list[SilentBody]:
    """The lead bodies with open tasks and no update within the days allowed, longest silent first.

    Takes tasks annotated by ``with_status``. Cost: three queries.
    """
    limit = on - dt.timedelta(days=parameter_on("silent_after_days", on))
    is_open = Q(status__in=[str(status) for status in OPEN], lead_id__isnull=False)
    rows = _grouped(with_lead(tasks, on).filter(is_open), "lead_id")
    open_tasks = {row["lead_id"]: row["number"] for row in rows}
    spoken = dict(
        ProgressUpdate.objects.filter(
            organisation_id__in=open_tasks, as_of__lte=on, task__in=tasks.values("pk")
        )
        .order_by()
        .values_list("organisation_id")
        .annotate(Max("as_of"))
    )
    bodies = Organisation.objects.in_bulk(list(open_tasks))
    silent = [
        SilentBody(bodies[pk], number, spoken.get(pk))
        for pk, number in open_tasks.items()
        if spoken.get(pk) is None or spoken[pk] < limit
    ]
    return sorted(silent, key=lambda row: (row.last_day or dt.date.min, bytes(row.body.sort_key)))


def _grouped(tasks: QuerySet[Task], *fields: str) -> Iterable[dict[str, Any]]:
    """How many tasks share the values of the fields, and when the latest of them was updated."""
    grouped: Iterable[dict[str, Any]] = (
        tasks.order_by().values(*fields).annotate(number=Count("pk"), latest=Max("last_update_at"))
    )
    return grouped


def _counts(rows: Mapping[str | None, int]) -> OfficialCounts:
    counter: Counter[Status] = Counter()
    for code, number in rows.items():
        if code is not None:
            counter[Status(code)] += number
    return OfficialCounts(dict(counter))


def most_overdue_first(row: BodyCounts) -> tuple[int, bool, bytes]:
    """The order of lead bodies: most overdue first, then Vietnamese; the unknown one last."""
    key = bytes(row.body.sort_key) if row.body else b""
    return -row.counts.overdue, row.body is None, key
