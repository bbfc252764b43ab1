"""One filter for the task list, its export, the API and reports: all ask the same query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OrderBy, OuterRef, Q, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.accounts.prepared import KeptQueries
from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.domain.parameters import parameter_on
from tiendo.domain.status import Status
from tiendo.tasks.models import Assignment, Lifecycle, Part, Task, TaskSource
from tiendo.tasks.queries.counts import OfficialCounts, counts_of_groups, grouped_by_status
from tiendo.tasks.queries.programmes import of_programme
from tiendo.tasks.queries.rows import TaskRows
from tiendo.tasks.queries.statuses import (
    with_confirmer,
    with_due_day,
    with_lead,
    with_status,
    with_work,
)
from tiendo.tasks.queries.visibility import visible_tasks


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What to look for; an empty field does not restrict.

    ``lead`` is the leading body; ``body`` has the ``part`` (any part without one); ``section`` is
    a part of the plan, with the parts below it; the deadline bounds are included; ``document`` is
    any of the documents a task answers to.
    """

    programme: int | None = None
    section: int | None = None
    lead: int | None = None
    body: int | None = None
    part: Part | None = None
    statuses: frozenset[Status] = frozenset()
    text: str = ""
    deadline_from: dt.date | None = None
    deadline_to: dt.date | None = None
    officer: int | None = None
    document: int | None = None


def select_tasks(
    actor: Actor, chosen: TaskFilter, on: dt.date, known_at: dt.datetime | None = None
) -> QuerySet[Task]:
    """The tasks a person may see and looks for, annotated with ``status`` and what the filter
    needs; enough to count them. Drafts are left out: they have no status on any day.
    """
    return narrow_tasks(visible_tasks(actor, on), chosen, on, known_at)


def narrow_tasks(
    tasks: QuerySet[Task], chosen: TaskFilter, on: dt.date, known_at: dt.datetime | None = None
) -> QuerySet[Task]:
    """The tasks looked for, annotated as those of ``select_tasks``, whoever may see them."""
    tasks = with_status(tasks, on, known_at).filter(Q(status__isnull=False))
    if chosen.lead is not None:
        tasks = with_lead(tasks, on).filter(Q(lead_id=chosen.lead))
    if chosen.deadline_from is not None:
        tasks = with_due_day(tasks, on, known_at).filter(Q(due_on__gte=chosen.deadline_from))
    if chosen.deadline_to is not None:
        tasks = with_due_day(tasks, on, known_at).filter(Q(due_on__lte=chosen.deadline_to))
    if chosen.programme is not None:
        tasks = of_programme(tasks, chosen.programme, on, known_at)
    return search(_with_part(_restrict(tasks, chosen), chosen, on), chosen.text)


def find_tasks(
    actor: Actor, chosen: TaskFilter, on: dt.date, known_at: dt.datetime | None = None
) -> QuerySet[Task]:
    """The tasks of ``select_tasks`` with everything a row shows: lead, confirmer and work.

    Not ordered: use ``sort_tasks``.
    """
    return _with_details(select_tasks(actor, chosen, on, known_at), on, known_at)


@dataclass(frozen=True, slots=True)
class TaskPage:
    """One page of a list, with the official counts of the whole list. Pages count from 1."""

    tasks: list[Task]
    counts: OfficialCounts
    number: int
    pages: int


# What a row shows of the task itself, then what is known of it; anything else costs a query.
_ROWS = TaskRows(
    {
        "id",
        "programme_id",
        "section_id",
        "code",
        "title",
        "product",
        "lifecycle",
        "last_day",
        "deadline_raw",
        "recurrence",
        "last_update_at",
        "version",
    },
    "status",
    "is_part",
    "lead_id",
    "lead_name",
    "lead_short_name",
    "lead_slug",
    "lead_officer_id",
    "confirmer_id",
    "confirmer_name",
    "due_on",
    "stage",
    "stage_action",
    "occurrence_label",
)
_KEPT_GROUPS, _KEPT_PAGES = KeptQueries(), KeptQueries()


def list_page(
    actor: Actor,
    chosen: TaskFilter,
    on: dt.date,
    *,
    known_at: dt.datetime | None = None,
    ordering: str = "plan",
    number: int = 1,
    size: int = 100,
) -> TaskPage:
    """One page of the tasks of ``find_tasks``, and the counts of all of them.

    A number beyond the last page gives the last one. Cost: two queries; only the rows of the page
    are joined with what they show.
    """

    def selected() -> QuerySet[Task]:
        return select_tasks(actor, chosen, on, known_at)

    def page_rows() -> QuerySet[Task, Any]:
        ids = _sortable(selected(), ordering, on, known_at)[start : start + size].values("pk")
        shown = with_status(Task.objects.filter(pk__in=ids), on, known_at)
        listed = sort_tasks(_with_details(shown, on, known_at), ordering)
        return listed.values_list(*_ROWS.columns)

    key = (actor, chosen, on, known_at, clock.today())
    groups = _KEPT_GROUPS.rows(key, lambda: grouped_by_status(selected()))
    counts = counts_of_groups(groups)
    pages = max(1, -(-counts.rows // size))
    number = min(max(1, number), pages)
    start = (number - 1) * size
    rows = _KEPT_PAGES.rows((*key, ordering, start, size), page_rows)
    return TaskPage([_ROWS.task(row) for row in rows], counts, number, pages)


def _with_details(
    tasks: QuerySet[Task], on: dt.date, known_at: dt.datetime | None
) -> QuerySet[Task]:
    return with_work(with_confirmer(with_lead(tasks, on), on), on, known_at)


def _sortable(
    tasks: QuerySet[Task], ordering: str, on: dt.date, known_at: dt.datetime | None
) -> QuerySet[Task]:
    """Tasks sorted, joined with no more than the ordering needs."""
    if ordering in {"lead", "-lead"}:
        tasks = with_lead(tasks, on)
    if ordering in {"deadline", "-deadline"}:
        tasks = with_due_day(tasks, on, known_at)
    return sort_tasks(tasks, ordering)


def _restrict(tasks: QuerySet[Task], chosen: TaskFilter) -> QuerySet[Task]:
    if chosen.statuses:
        tasks = tasks.filter(Q(status__in=sorted(str(status) for status in chosen.statuses)))
    if chosen.document is not None:
        tasks = _with_document(tasks, chosen.document)
    if chosen.section is not None:
        tasks = tasks.filter(
            Q(section_id=chosen.section)
            | Q(section__parent_id=chosen.section)
            | Q(section__parent__parent_id=chosen.section)
        )
    return tasks


def _with_document(tasks: QuerySet[Task], document: int) -> QuerySet[Task]:
    sources = TaskSource.objects.filter(
        task=OuterRef("pk"), passage__text__rendition__document_id=document
    )
    return tasks.filter(Exists(sources))


def _with_part(tasks: QuerySet[Task], chosen: TaskFilter, on: dt.date) -> QuerySet[Task]:
    if chosen.body is None and chosen.officer is None:
        return tasks
    held = Assignment.objects.filter(task=OuterRef("pk"), validity__contains=on)
    if chosen.body is not None:
        held = held.filter(organisation_id=chosen.body)
    if chosen.part is not None:
        held = held.filter(part=chosen.part)
    if chosen.officer is not None:
        held = held.filter(officer_id=chosen.officer)
    return tasks.filter(Exists(held))


def search(tasks: QuerySet[Task], text: str) -> QuerySet[Task]:
    """The tasks whose code, title or product holds every word, with or without diacritics."""
    for word in fold(text).split():
        tasks = tasks.filter(folded__contains=word)
    return tasks


def due_between(tasks: QuerySet[Task], start: dt.date, end: dt.date) -> QuerySet[Task]:
    """Of tasks from ``find_tasks``, those still to be done with a last day in a period, in order
    of their last days."""
    open_ones = [
        Status.NOT_STARTED,
        Status.IN_PROGRESS,
        Status.DUE_SOON,
        Status.AWAITING,
        Status.AWAITING_OVERDUE,
        Status.OVERDUE,
    ]
    wanted = Q(due_on__gte=start, due_on__lte=end, status__in=[str(code) for code in open_ones])
    return tasks.filter(wanted).order_by(*ORDERINGS["deadline"])


def without_officer(tasks: QuerySet[Task], on: dt.date) -> QuerySet[Task]:
    """The live tasks whose lead has named no officer within the days allowed (stage 2 of "6 rõ").

    Takes tasks annotated by ``with_status``; the longest waiting first.
    """
    latest = on - dt.timedelta(days=parameter_on("name_officer_within_days", on))
    late = Q(lead_officer_id__isnull=True, live_on__lt=latest, lifecycle=Lifecycle.LIVE)
    return with_lead(tasks, on).filter(late).order_by("live_on", "pk")


def to_name(actor: Actor, on: dt.date, *, own: bool = False) -> QuerySet[Task]:
    """The live tasks for whose lead body the person is to name an officer, the longest waiting
    first; those who see all see those of every body, unless ``own``. ``lead_id`` and ``status``
    are annotated.
    """
    tasks = with_lead(with_status(visible_tasks(actor, on), on), on)
    waiting = Q(lead_id__isnull=False, lead_officer_id__isnull=True, lifecycle=Lifecycle.LIVE)
    if own or not actor.may("task.view_all"):
        waiting &= Q(lead_id__in=actor.bodies_for("task.name_officer"))
    return tasks.filter(waiting).order_by("live_on", "order", "pk")


ORDERINGS: Mapping[str, tuple[str | OrderBy, ...]] = {
    "plan": ("programme_id", "order", "pk"),
    "title": ("sort_key", "pk"),
    "-title": ("-sort_key", "-pk"),
    "deadline": (F("due_on").asc(nulls_last=True), "sort_key", "pk"),
    "-deadline": (F("due_on").desc(nulls_last=True), "sort_key", "pk"),
    "lead": (F("lead_sort_key").asc(nulls_last=True), "order", "pk"),
    "-lead": (F("lead_sort_key").desc(nulls_last=True), "order", "pk"),
    "status": ("status", "order", "pk"),
    "-status": ("-status", "order", "pk"),
    "code": ("code", "pk"),
    "-code": ("-code", "-pk"),
}


def sort_tasks(tasks: QuerySet[Task], ordering: str) -> QuerySet[Task]:
    """Tasks of ``find_tasks`` in one of ``ORDERINGS``; an unknown one gives the plan's order."""
    return tasks.order_by(*ORDERINGS.get(ordering, ORDERINGS["plan"]))
