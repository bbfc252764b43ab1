"""New tasks out of rows: many at once, one by one only where one of them is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.imports.models import ImportRow, SheetImport
from tiendo.organisations.models import BodyGroup, Organisation
from tiendo.programmes.models import PlanSection
from tiendo.tasks.actions import NewTask, create_tasks
from tiendo.tasks.actions.creating import Body, TaskFields
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import Task


def make_tasks(row: SheetImport, rows: Sequence[ImportRow], by: Actor) -> dict[int, str]:
    """Make the drafts that rows describe; the words of a refusal by the number of its row.

    Errors: PermissionRefused. Cost: constant, unless a row is refused.
    """
    known = _Known.of(rows)
    news = {one.number: known.task(one.values) for one in rows}
    try:
        with transaction.atomic():
            made = create_tasks(programme=row.programme, tasks=list(news.values()), by=by)
    except TaskError as refused:
        if len(rows) == 1:
            return {rows[0].number: str(refused)}
        half = len(rows) // 2
        return make_tasks(row, rows[:half], by) | make_tasks(row, rows[half:], by)
    for one, task in zip(rows, made, strict=True):
        keep_task(one, task)
    return {}


def keep_task(one: ImportRow, task: Task) -> None:
    """Note on a row the task it made, as it stood then."""
    one.task, one.code = task, task.code
    one.undo = {"version": task.version, "is_new": True}


@dataclass(frozen=True, slots=True)
class _Known:
    """The records that rows name by id."""

    bodies: Mapping[int, Organisation]
    groups: Mapping[int, BodyGroup]
    sections: Mapping[int, PlanSection]

    @classmethod
    def of(cls, rows: Iterable[ImportRow]) -> _Known:
        named = [one.values for one in rows]
        kept = [each for values in named for each in (values["lead"], *values["coordinating"])]
        ids = {pk for kind, pk in filter(None, kept) if kind == "body"}
        groups = {pk for kind, pk in filter(None, kept) if kind == "group"}
        singles = {values[name] for values in named for name in ("confirmer", "deciding")}
        sections = {values["section"] for values in named}
        return cls(
            Organisation.objects.select_related("parent").in_bulk(ids | (singles - {None})),
            BodyGroup.objects.in_bulk(groups),
            PlanSection.objects.in_bulk(sections - {None}),
        )

    def task(self, values: Mapping[str, Any]) -> NewTask:
        last_day = values["last_day"]
        fields: TaskFields = {
            "title": values["title"],
            "product": values["product"],
            "section": self.sections.get(values["section"]),
            "deciding_text": values["deciding_text"],
            "deadline_key": values["deadline_key"],
            "deadline_raw": values["deadline_raw"],
            "last_day": dt.date.fromisoformat(last_day) if last_day else None,
            "recurrence": values["recurrence"],
        }
        bodies = (self._body(kept) for kept in values["coordinating"])
        return NewTask(
            fields,
            code=values["code"],
            lead=self._body(values["lead"]),
            coordinating=tuple(body for body in bodies if body is not None),
            confirmer=self.bodies.get(values["confirmer"]),
            deciding=self.bodies.get(values["deciding"]),
        )

    def _body(self, kept: Sequence[Any] | None) -> Body | None:
        if kept is None:
            return None
        kind, pk = kept
        return self.groups.get(pk) if kind == "group" else self.bodies.get(pk)
