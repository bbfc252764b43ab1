"""Everything a report says about the tasks of a programme, read in a constant number of queries.

Counts come from the queries that screens and exports ask (``tasks.queries``); the records behind
each count are the rows of the same query.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model, Q, QuerySet, Value

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.domain.periods import ONE_DAY, Period, shifted
from tiendo.domain.status import Status
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import PlanSection, Programme
from tiendo.reporting.activity import (
    Finished,
    IssuedDocument,
    Note,
    finished_in,
    issued_in,
    percents_on,
    proposals_in,
)
from tiendo.reporting.errors import ReportError
from tiendo.reporting.hindrances import Hindrances, hindrances_of
from tiendo.reporting.parties import PartyNames, party_names
from tiendo.tasks.models import Task
from tiendo.tasks.queries import (
    BodyCounts,
    OfficialCounts,
    SectionCounts,
    TaskFilter,
    counts_by_lead,
    counts_by_section,
    due_between,
    official_counts,
    select_tasks,
    sort_tasks,
    visible_tasks,
    with_due_day,
    with_lead,
    with_status,
)
from tiendo.tasks.queries.difficulties import DifficultyFilter
from tiendo.tasks.queries.programmes import of_programme

Ids = Mapping[Status, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is reported on: a programme in a period, on a day, as known at a moment.

    Missing: without a ``body`` all of the programme, else the tasks that body leads.
    """

    programme: Programme
    period: Period
    as_of: dt.date
    known_at: dt.datetime
    body: Organisation | None = None

    @property
    def observed(self) -> Period | None:
        """The part of the period that has passed; None where none of it has."""
        if self.as_of < self.period.start:
            return None
        return Period(self.period.start, min(self.period.end, self.as_of))

    @property
    def next_period(self) -> Period:
        """What is left of the period after the day of the figures, and the one that follows it."""
        start, upcoming = self.as_of + ONE_DAY, shifted(self.period, 1)
        if upcoming.end < start:
            return Period(start, start + dt.timedelta(days=self.period.days - 1))
        return Period(start, upcoming.end)


@dataclass(frozen=True, slots=True)
class TaskFact:
    """One task as it stood. Missing: ``due_on`` where there is no deadline by date."""

    pk: int
    code: str
    title: str
    product: str
    status: Status
    section_id: int | None
    lead_id: int | None
    due_on: dt.date | None
    deadline_raw: str
    recurrence: str


@dataclass(frozen=True, slots=True)
class Scope:
    """Tasks counted together: all, those of a part of the plan, or those of a lead body."""

    key: str
    label: str
    counts: OfficialCounts
    ids: Ids

    def ids_of(self, statuses: Iterable[Status]) -> tuple[int, ...]:
        """The tasks with one of the statuses, as many as are counted. Errors: ReportError."""
        wanted = tuple(statuses)
        found = tuple(pk for status in wanted for pk in self.ids.get(status, ()))
        if len(found) != self.counts.of(*wanted):
            raise ReportError("figures_disagree")
        return found


@dataclass(frozen=True)
class Facts:
    """What the sections of a report are written from, as its compiler may see it.

    Each is read when first asked for: an outline pays for what it prints.
    Cost: about twenty queries for all of them, however many tasks.
    """

    by: Actor
    subject: Subject

    @cached_property
    def tasks(self) -> Mapping[int, TaskFact]:
        """The tasks by their ids, in the order of the plan."""
        rows = sort_tasks(self._dated, "plan").values(*_FIELDS)
        return {row["pk"]: TaskFact(**_typed(row)) for row in rows}

    @cached_property
    def whole(self) -> Scope:
        """All of them."""
        ids = _by_status(self.tasks.values())
        return Scope("tasks", "", official_counts(self._counted), ids)

    @cached_property
    def sections(self) -> tuple[Scope, ...]:
        """The parts of the plan, in its order."""
        return _section_scopes(self._by_section, self.tasks.values())

    @cached_property
    def section_names(self) -> Mapping[int | None, str]:
        """What the parts are called."""
        return {_pk(row.section): _section_name(row.section) for row in self._by_section}

    @cached_property
    def leads(self) -> tuple[Scope, ...]:
        """The bodies that lead."""
        return _lead_scopes(counts_by_lead(self._led), self.tasks.values())

    @cached_property
    def parties(self) -> PartyNames:
        """Who leads each task and who coordinates."""
        return party_names(self._ids, self.subject.as_of)

    @cached_property
    def percents(self) -> Mapping[int, str]:
        """How far each task is said to be."""
        return percents_on(self._ids, self.subject.as_of, self.subject.known_at)

    @cached_property
    def finished(self) -> Finished:
        """What was finished in the period."""
        return finished_in(self._ids, self.subject.observed, self.subject.known_at)

    @cached_property
    def hindrances(self) -> Hindrances:
        """The difficulties: carried, ended, new."""
        subject = self.subject
        chosen = DifficultyFilter(
            programme=subject.programme.pk, raised_by=subject.body.pk if subject.body else None
        )
        return hindrances_of(self.by, chosen, subject.as_of, subject.observed, subject.known_at)

    @cached_property
    def proposals(self) -> tuple[Note, ...]:
        """What bodies propose in the period."""
        return proposals_in(self._ids, self.subject.observed, self.subject.known_at)

    @cached_property
    def documents(self) -> tuple[IssuedDocument, ...]:
        """The documents given as evidence and issued in the period."""
        return issued_in(self._ids, self.subject.observed, self.subject.known_at)

    @cached_property
    def due_next(self) -> tuple[int, ...]:
        """The tasks due in the next period, in order of their deadlines."""
        upcoming = self.subject.next_period
        return _ids(due_between(self._dated, upcoming.start, upcoming.end))

    @cached_property
    def not_given(self) -> tuple[int, ...]:
        """The drafts that had not been given to a body."""
        return _not_given(self.by, self.subject)

    @cached_property
    def _counted(self) -> QuerySet[Task]:
        return counted_tasks(self.by, self.subject)

    @cached_property
    def _led(self) -> QuerySet[Task]:
        return with_lead(self._counted, self.subject.as_of)

    @cached_property
    def _dated(self) -> QuerySet[Task]:
        return with_due_day(self._led, self.subject.as_of, self.subject.known_at)

    @cached_property
    def _ids(self) -> list[int]:
        return list(self.tasks)

    @cached_property
    def _by_section(self) -> Sequence[SectionCounts]:
        return list(counts_by_section(self._counted))


def gather(by: Actor, subject: Subject) -> Facts:
    """The facts of a report as its compiler may see them. Cost: none until they are asked for."""
    return Facts(by, subject)


def counted_tasks(by: Actor, subject: Subject) -> QuerySet[Task]:
    """The tasks that count, annotated by ``with_status``: no sub-task beside its whole.

    A body that leads a sub-task of another's task counts that one.
    """
    body = subject.body.pk if subject.body else None
    chosen = TaskFilter(programme=subject.programme.pk, lead=body)
    found = select_tasks(by, chosen, subject.as_of, subject.known_at)
    if body is None:
        return found.filter(Q(is_part=False))
    of_others = ~Q(parent__in=found.values("pk")) | Q(parent__isnull=True)
    return found.filter(Q(is_part=False) | of_others).annotate(is_part=Value(False))


def _section_scopes(rows: Iterable[SectionCounts], tasks: Iterable[TaskFact]) -> tuple[Scope, ...]:
    groups = _grouped(tasks, lambda task: task.section_id)
    return tuple(
        Scope(
            f"section.{_pk(row.section) or 'none'}",
            _section_name(row.section),
            row.counts,
            groups[_pk(row.section)],
        )
        for row in rows
    )


def _lead_scopes(rows: Iterable[BodyCounts], tasks: Iterable[TaskFact]) -> tuple[Scope, ...]:
    groups = _grouped(tasks, lambda task: task.lead_id)
    return tuple(
        Scope(
            f"lead.{_pk(row.body) or 'none'}",
            row.body.name if row.body else "Chưa có cơ quan chủ trì trong danh mục",
            row.counts,
            groups[_pk(row.body)],
        )
        for row in rows
    )


def _pk(row: Model | None) -> int | None:
    return None if row is None else int(row.pk)


def _ids(tasks: QuerySet[Task]) -> tuple[int, ...]:
    return tuple(tasks.values_list("pk", flat=True))


def _not_given(by: Actor, subject: Subject) -> tuple[int, ...]:
    """The tasks in stock by the end of the day, as known, that had no status on it; a body's report
    tells of none."""
    if subject.body is not None:
        return ()
    drafts = with_status(visible_tasks(by, subject.as_of), subject.as_of, subject.known_at)
    midnight = clock.local_noon(subject.as_of) + dt.timedelta(hours=12)
    in_stock = Q(created_at__lte=min(subject.known_at, midnight))
    drafts = of_programme(drafts, subject.programme.pk, subject.as_of, subject.known_at)
    return _ids(drafts.filter(in_stock & Q(status__isnull=True)).order_by("pk"))


_FIELDS = (
    "pk",
    "code",
    "title",
    "product",
    "status",
    "section_id",
    "lead_id",
    "due_on",
    "deadline_raw",
    "recurrence",
)


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "status": Status(row["status"])}


def _grouped(
    tasks: Iterable[TaskFact], key: Callable[[TaskFact], int | None]
) -> defaultdict[int | None, Ids]:
    groups: defaultdict[int | None, list[TaskFact]] = defaultdict(list)
    for task in tasks:
        groups[key(task)].append(task)
    return defaultdict(dict, {value: _by_status(members) for value, members in groups.items()})


def _by_status(tasks: Iterable[TaskFact]) -> Ids:
    found: defaultdict[Status, list[int]] = defaultdict(list)
    for task in tasks:
        found[task.status].append(task.pk)
    return {status: tuple(ids) for status, ids in found.items()}


def _section_name(section: PlanSection | None) -> str:
    """The name of a part; one that the plan prints in capitals as words are written."""
    if section is None:
        return "Nhiệm vụ ngoài các nhóm của kế hoạch"
    return section.title.capitalize() if section.title.isupper() else section.title
