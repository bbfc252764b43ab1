"""Which bodies have a part in a task on a day, and who confirms when nobody is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tiendo.accounts.actor import Actor
from tiendo.accounts.prepared import PreparedQuery
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import committee_office
from tiendo.organisations.queries import house_of as house_of
from tiendo.programmes.models import Programme
from tiendo.tasks.models import Assignment, Part, Task


@dataclass(frozen=True, slots=True)
class Parties:
    """The assignments of one task in force on a day. Missing: None, where no known body is."""

    assignments: tuple[Assignment, ...] = ()

    def first(self, part: Part) -> Assignment | None:
        """The assignment of a part, the earliest where there are several."""
        return next((row for row in self.assignments if row.part == part), None)

    @property
    def lead_id(self) -> int | None:
        """The body that leads."""
        return self._body(Part.LEAD)

    @property
    def confirmer_id(self) -> int | None:
        """The body that confirms."""
        return self._body(Part.CONFIRM)

    @property
    def working_ids(self) -> tuple[int, ...]:
        """The bodies that work on the task: the lead first, then those that coordinate."""
        parts = (Part.LEAD, Part.COORDINATE)
        rows = [row for part in parts for row in self.assignments if row.part == part]
        return tuple(row.organisation_id for row in rows if row.organisation_id is not None)

    def _body(self, part: Part) -> int | None:
        row = self.first(part)
        return row.organisation_id if row else None


def parties_on(task: Task, on: dt.date) -> Parties:
    """The parties of a task on a day. Cost: one query."""
    return parties_of([task.pk], on).get(task.pk, Parties())


def parts_on(task_id: int, on: dt.date) -> list[tuple[str, int]]:
    """The parts that known bodies have in a task on a day, by the ids of the bodies, the earliest
    first. Cost: one query."""
    return [(part, body) for part, body in _PARTS.run({_ANY_TASK: task_id, _ANY_DAY: on})]


_ANY_TASK, _ANY_DAY = -1, dt.date.min
_PARTS = PreparedQuery(
    lambda: (
        Assignment.objects.filter(
            task=_ANY_TASK, validity__contains=_ANY_DAY, organisation__isnull=False
        )
        .order_by("pk")
        .values_list("part", "organisation_id")
    )
)


def parties_of(task_ids: Iterable[int], on: dt.date) -> Mapping[int, Parties]:
    """The parties of many tasks on a day, by the task's id. Cost: one query."""
    rows = Assignment.objects.filter(task_id__in=list(task_ids), validity__contains=on)
    found: dict[int, list[Assignment]] = {}
    for row in rows.select_related("organisation", "group", "officer").order_by("id"):
        found.setdefault(row.task_id, []).append(row)
    return {task_id: Parties(tuple(group)) for task_id, group in found.items()}


def default_confirmer(
    *, programme: Programme, lead: Organisation | None, parent: Task | None, on: dt.date
) -> Organisation | None:
    """Who confirms a task unless somebody is named: never the lead body nor a part of it.

    The lead of the parent for a child task of another body, the parent's confirmer for one of the
    same house; else the coordinator, then that of the programme this one implements; the People's
    Committee's office where these lead themselves.
    """
    return first_outside(confirmer_candidates(programme, parent, on), lead)


def confirmer_candidates(
    programme: Programme, parent: Task | None, on: dt.date
) -> Iterator[Organisation]:
    """The bodies that may confirm by default, the nearest first. Cost: a query for each step."""
    if parent is not None:
        held = parties_on(parent, on)
        rows = (held.first(part) for part in (Part.LEAD, Part.CONFIRM))
        yield from (row.organisation for row in rows if row and row.organisation)
    step: Programme | None = programme
    while step is not None:
        yield step.coordinator
        step = step.implements
    office = committee_office(on)
    if office is not None:
        yield office


def first_outside(bodies: Iterable[Organisation], lead: Organisation | None) -> Organisation | None:
    """The first body that is outside the house of the lead."""
    outside = (body for body in bodies if lead is None or not is_same_house(body, lead))
    return next(outside, None)


def is_same_house(one: Organisation, other: Organisation) -> bool:
    """Whether two bodies are one, or divisions of one: then neither is outside the other."""
    return house_of(one).pk == house_of(other).pk


def belongs_to(actor: Actor, organisation_id: int) -> bool:
    """Whether a person holds any post, own or delegated, in a body or in one of its divisions."""
    return any(organisation_id in post.reach_ids for post in actor.posts)
