"""Which bodies have which part in tasks on a day: by task, and how many tasks of each part."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Count, F, QuerySet

from tiendo.accounts.prepared import AnyOf, PreparedQuery
from tiendo.organisations.models import Organisation
from tiendo.tasks.models import Assignment, Part, Task


class HeldPart(NamedTuple):
    """The part of one body in a task. ``body`` is None for a group and for a name alone."""

    task: int
    part: str
    body: int | None
    name: str
    officer: str


@dataclass(slots=True)
class BodyParts:
    """In how many tasks a body has each part, and in how many any."""

    body: Organisation
    counts: dict[str, int] = field(default_factory=dict)
    tasks: int = 0


_ANY_DAY = dt.date.min


def held_parts(task_ids: Iterable[int], on: dt.date) -> Mapping[int, list[HeldPart]]:
    """The parts in tasks on a day, by task, in Vietnamese order of the bodies. Cost: one query."""
    found: defaultdict[int, list[HeldPart]] = defaultdict(list)
    rows = _HELD.run({"?tasks": list(task_ids), _ANY_DAY: on})
    for task, part, body, name, group, raw, officer in rows:
        found[task].append(HeldPart(task, part, body, name or group or raw, officer or ""))
    return found


def _held() -> QuerySet[Assignment, Any]:
    rows = Assignment.objects.filter(AnyOf(F("task"), "?tasks"), validity__contains=_ANY_DAY)
    return rows.order_by(F("organisation__sort_key").asc(nulls_last=True), "pk").values_list(
        "task_id",
        "part",
        "organisation_id",
        "organisation__name",
        "group__name",
        "raw_text",
        "officer__full_name",
    )


_HELD = PreparedQuery(_held)


def parts_by_body(tasks: QuerySet[Task], on: dt.date) -> list[BodyParts]:
    """How many of the tasks each body has each part in: who has the most tasks first.

    Cost: three queries.
    """
    held = Assignment.objects.filter(
        task__in=tasks.order_by().values("pk"),
        validity__contains=on,
        organisation__isnull=False,
    ).order_by()
    by_part = held.values_list("organisation_id", "part").annotate(n=Count("task", distinct=True))
    by_body = dict(held.values_list("organisation_id").annotate(n=Count("task", distinct=True)))
    bodies = Organisation.objects.in_bulk(by_body)
    found = {pk: BodyParts(body, tasks=by_body[pk]) for pk, body in bodies.items()}
    for pk, part, number in by_part:
        found[pk].counts[part] = number
    return sorted(found.values(), key=lambda row: (-row.tasks, bytes(row.body.sort_key)))


def deciding_words(task: Mapping[str, object], held: Iterable[HeldPart]) -> str:
    """Who decides or issues the product: the bodies named for it, else the words of the plan."""
    named = [row.name for row in held if row.part == Part.DECIDE]
    return "; ".join(named) or str(task["deciding_text"])
