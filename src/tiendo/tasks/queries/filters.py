"""One filter for the task list, its export, the API and reports: all ask the same query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, F, OrderBy, OuterRef, Q, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.domain.collation import fold
from tiendo.domain.status import Status
from tiendo.tasks.models import Assignment, Part, Task
from tiendo.tasks.queries.statuses import with_parties, with_status, with_work
from tiendo.tasks.queries.visibility import visible_tasks


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What to look for; an empty field does not restrict.

    ``lead`` is the leading body; ``body`` has the ``part`` (any part without one); ``section`` is
    a part of the plan, with the parts below it; the deadline bounds are included.
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


def find_tasks(
    actor: Actor, chosen: TaskFilter, on: dt.date, known_at: dt.datetime | None = None
) -> QuerySet[Task]:
    """The tasks a person may see and looks for, with status, parties and work of the day.

    Not ordered: use ``sort_tasks``. Drafts are left out; they have no status on any day.
    """
    tasks = with_parties(with_status(visible_tasks(actor, on), on, known_at), on)
    tasks = with_work(tasks, on, known_at).filter(Q(status__isnull=False))
    return search(_restrict(tasks, chosen, on), chosen.text)


def _restrict(tasks: QuerySet[Task], chosen: TaskFilter, on: dt.date) -> QuerySet[Task]:
    conditions = {
        "programme_id": chosen.programme,
        "lead_id": chosen.lead,
        "due_on__gte": chosen.deadline_from,
        "due_on__lte": chosen.deadline_to,
        "status__in": [str(status) for status in sorted(chosen.statuses)] or None,
    }
    set_ones = {name: value for name, value in conditions.items() if value is not None}
    tasks = tasks.filter(Q(**set_ones))
    if chosen.section is not None:
        tasks = tasks.filter(
            Q(section_id=chosen.section)
            | Q(section__parent_id=chosen.section)
            | Q(section__parent__parent_id=chosen.section)
        )
    return _with_part(tasks, chosen, on)


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


ORDERINGS: Mapping[str, tuple[str | OrderBy, ...]] = {
    "plan": ("programme_id", F("section__order").asc(nulls_last=True), "order", "pk"),
    "title": ("sort_key", "pk"),
    "deadline": (F("due_on").asc(nulls_last=True), "sort_key", "pk"),
    "-deadline": (F("due_on").desc(nulls_last=True), "sort_key", "pk"),
    "lead": (F("lead_sort_key").asc(nulls_last=True), "order", "pk"),
    "status": ("status", "order", "pk"),
    "code": ("code", "pk"),
}


def sort_tasks(tasks: QuerySet[Task], ordering: str) -> QuerySet[Task]:
    """Tasks of ``find_tasks`` in one of ``ORDERINGS``; an unknown one gives the plan's order."""
    return tasks.order_by(*ORDERINGS.get(ordering, ORDERINGS["plan"]))
