"""The same file or the same document as evidence of another task: nobody proves twice unseen."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from django.db.models import F, Q, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.accounts.prepared import AnyOf, KeptQueries, PreparedQuery
from tiendo.domain import clock
from tiendo.tasks.models import Evidence, Task
from tiendo.tasks.queries.statuses import with_lead
from tiendo.tasks.queries.visibility import visible_tasks

# As many as a person can look through; a number that stands everywhere says no more.
_MOST = 500


class OtherTask(NamedTuple):
    """Another task with the same evidence. Missing: ``lead_name`` is None where none leads."""

    pk: int
    code: str
    lead_name: str | None


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Where else a piece of evidence is used: tasks one may see, and how many more there are."""

    tasks: tuple[OtherTask, ...]
    hidden: int


class Used(Protocol):
    """A piece of evidence, as far as it can be used twice."""

    @property
    def pk(self) -> int: ...
    @property
    def task_id(self) -> int: ...
    @property
    def stored_file_id(self) -> int | None: ...
    @property
    def document_number(self) -> str: ...
    @property
    def document_date(self) -> dt.date | None: ...
    @property
    def withdrawn_at(self) -> dt.datetime | None: ...


def duplicates_of(rows: Sequence[Used], actor: Actor) -> dict[int, Duplicate]:
    """The other tasks that use the same evidence, by the id of each piece that is used twice.

    The same: the same bytes, or the same number with no other date. Withdrawn pieces do not
    count. Cost: two queries, one where nothing is found.
    """
    mine = [row for row in rows if row.withdrawn_at is None]
    if not mine:
        return {}
    by_file, by_number = _elsewhere(mine)
    used = {row.pk: _others(row, by_file, by_number) for row in mine}
    wanted = set().union(*used.values())
    if not wanted:
        return {}
    seen = _named(actor, wanted)
    return {
        pk: Duplicate(
            tuple(seen[task] for task in sorted(tasks) if task in seen),
            sum(task not in seen for task in tasks),
        )
        for pk, tasks in used.items()
        if tasks
    }


Uses = dict[object, set[tuple[int, object]]]


def _elsewhere(rows: Iterable[Used]) -> tuple[Uses, Uses]:
    """The tasks that use each file and each number, with the dates given."""
    files = {row.stored_file_id for row in rows if row.stored_file_id}
    numbers = {number_key(row.document_number) for row in rows if row.document_number}
    found = _USES.run({"?files": sorted(files), "?numbers": sorted(numbers)})
    by_file: Uses = defaultdict(set)
    by_number: Uses = defaultdict(set)
    for task, stored, number, day in found:
        if stored is not None:
            by_file[stored].add((task, None))
        if number:
            by_number[number].add((task, day))
    return by_file, by_number


def _uses() -> QuerySet[Evidence, Any]:
    same_number = Q(AnyOf(F("number_key"), "?numbers")) & ~Q(document_number="")
    found = Evidence.objects.filter(AnyOf(F("stored_file"), "?files") | same_number)
    fields = ("task", "stored_file", "number_key", "document_date")
    return found.filter(withdrawn_at=None).values_list(*fields)[:_MOST]


_USES = PreparedQuery(_uses)
_NAMES = KeptQueries()


def _others(row: Used, by_file: Uses, by_number: Uses) -> set[int]:
    used = {task for task, _day in by_file.get(row.stored_file_id or 0, ())}
    if row.document_number:
        day = row.document_date
        given = by_number.get(number_key(row.document_number), ())
        used |= {task for task, other in given if other == day or other is None or day is None}
    return used - {row.task_id}


def number_key(number: str) -> str:
    """A number as it is compared, the same as the database computes it."""
    return number.replace(" ", "").upper()


def _named(actor: Actor, ids: set[int]) -> dict[int, OtherTask]:
    def named() -> QuerySet[Task, Any]:
        tasks = visible_tasks(actor).filter(AnyOf(F("pk"), "?tasks"))
        return with_lead(tasks, today).order_by("pk").values_list(*OtherTask._fields)

    today = clock.today()
    rows = _NAMES.rows((actor, today), named, {"?tasks": sorted(ids)})
    return {pk: OtherTask(pk, code, lead) for pk, code, lead in rows}
