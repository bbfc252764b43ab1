"""The terms of a task that a request speaks of: read, compared, kept as JSON."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any

from tiendo.tasks.models import Part, Task
from tiendo.tasks.parties import parties_on

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Terms:
    """Deadline, words and bodies of a task. Missing: None where the request leaves it as it is.

    ``lead`` and ``coordinating`` are ids of bodies, ``section`` that of a part of the plan;
    ``deciding_text`` says who decides or issues the product.
    """

    last_day: dt.date | None = None
    title: str | None = None
    product: str | None = None
    lead: int | None = None
    coordinating: tuple[int, ...] | None = None
    section: int | None = None
    deciding_text: str | None = None

    def given(self) -> tuple[str, ...]:
        """The names of the terms that are given."""
        names = (field.name for field in fields(self))
        return tuple(name for name in names if getattr(self, name) is not None)

    def dump(self) -> Json:
        """The given terms as JSON."""
        values = {name: getattr(self, name) for name in self.given()}
        if self.last_day is not None:
            values["last_day"] = self.last_day.isoformat()
        if self.coordinating is not None:
            values["coordinating"] = list(self.coordinating)
        return values

    def differing(self, other: Terms) -> tuple[str, ...]:
        """The names of the terms given here that are otherwise there."""
        return tuple(name for name in self.given() if getattr(self, name) != getattr(other, name))

    def only(self, names: tuple[str, ...]) -> Terms:
        """These terms alone."""
        return Terms(**{name: getattr(self, name) for name in names})


def load_terms(kept: Json | None) -> Terms:
    """The terms kept as JSON; none of them for none."""
    values = dict(kept or {})
    if values.get("last_day"):
        values["last_day"] = dt.date.fromisoformat(values["last_day"])
    if values.get("coordinating") is not None:
        values["coordinating"] = tuple(values["coordinating"])
    return Terms(**values)


def terms_of(task: Task, on: dt.date, due_on: dt.date | None) -> Terms:
    """The terms of a task on a day, all of them; ``due_on`` is its last day in force.

    Cost: one query.
    """
    parties = parties_on(task, on)
    helpers = (row for row in parties.assignments if row.part == Part.COORDINATE)
    return Terms(
        last_day=due_on,
        title=task.title,
        product=task.product,
        lead=parties.lead_id,
        coordinating=tuple(
            sorted(row.organisation_id for row in helpers if row.organisation_id is not None)
        ),
        section=task.section_id,
        deciding_text=task.deciding_text,
    )
