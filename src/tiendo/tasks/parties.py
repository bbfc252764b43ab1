"""Which bodies have a part in a task on a day, and who confirms when nobody is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tiendo.accounts.actor import Actor
from tiendo.organisations.models import Kind, Organisation
from tiendo.organisations.queries import committee_office
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

    The lead of the parent for a child task of another body; else the coordinator; the People's
    Committee's office where the coordinator leads.
    """
    candidates: list[Organisation | None] = []
    if parent is not None:
        parent_lead = parties_on(parent, on).first(Part.LEAD)
        candidates.append(parent_lead.organisation if parent_lead else None)
    candidates.append(programme.coordinator)
    for candidate in candidates:
        if candidate is not None and not (lead and is_same_house(candidate, lead)):
            return candidate
    office = committee_office(on)
    return office if office and not (lead and is_same_house(office, lead)) else None


def is_same_house(one: Organisation, other: Organisation) -> bool:
    """Whether two bodies are one, or divisions of one: then neither is outside the other."""
    return house_of(one).pk == house_of(other).pk


def house_of(body: Organisation) -> Organisation:
    """The body a division belongs to; any other body itself."""
    while body.kind == Kind.DIVISION and body.parent is not None:
        body = body.parent
    return body


def belongs_to(actor: Actor, organisation_id: int) -> bool:
    """Whether a person holds any post, own or delegated, in a body or in one of its divisions."""
    return any(organisation_id in post.reach_ids for post in actor.posts)
