"""Changes to a task there is, each by its action, with what takes them back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.accounts.models import User
from tiendo.domain import clock
from tiendo.imports.fields import Field
from tiendo.organisations.models import BodyGroup, Organisation
from tiendo.programmes.models import PlanSection
from tiendo.tasks import actions
from tiendo.tasks.actions.creating import Body
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import Assignment, Lifecycle, Part, Task
from tiendo.tasks.parties import parties_on

_TEXTS = {Field.TITLE: "title", Field.PRODUCT: "product", Field.DECIDING: "deciding_text"}
_PARTS = {Field.LEAD: Part.LEAD, Field.CONFIRMER: Part.CONFIRM}


@transaction.atomic
def change_task(
    task: Task,
    by: Actor,
    *,
    values: Mapping[str, Any],
    decision: Mapping[str, str],
    version: int | None,
) -> tuple[Task, dict[str, Any]]:
    """Bring the values of one row into its task; the task and what takes the change back.

    ``decision``: document and reason of a moved deadline. ``version``: as the row was checked.
    Errors: as the actions on tasks.
    """
    if version is not None and task.version != version:
        raise TaskError("edited_meanwhile", task=task.code)
    changer = _Changer(task, by, decision)
    changer.edit(values)
    for at, part in _PARTS.items():
        if at in values:
            changer.replace(at, part, values[at])
    if Field.COORDINATING in values:
        changer.coordinate(values[Field.COORDINATING])
    if Field.OFFICER in values:
        changer.name_officer(values[Field.OFFICER])
    return changer.task, {**changer.undo, "version": changer.task.version}


class _Changer:
    """Takes the changes of one task one after the other."""

    def __init__(self, task: Task, by: Actor, decision: Mapping[str, str]) -> None:
        self.task, self._by, self._decision = task, by, decision
        self.undo: dict[str, Any] = {}

    def edit(self, values: Mapping[str, Any]) -> None:
        fields: dict[str, Any] = {}
        for at, name in _TEXTS.items():
            if at in values:
                self.undo[at] = getattr(self.task, name)
                fields[name] = values[at]
        if Field.SECTION in values:
            self.undo[Field.SECTION] = self.task.section_id
            pk = values[Field.SECTION]
            fields["section"] = PlanSection.objects.get(pk=pk) if pk else None
        fields |= self._dates(values)
        if fields:
            self.task = actions.edit_task(
                task=self.task, version=self.task.version, by=self._by, **fields
            )
        if Field.DEADLINE in values and self.task.lifecycle != Lifecycle.DRAFT:
            self._move(values[Field.DEADLINE])

    def _dates(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Deadline and rhythm of a draft; those in force are moved, not edited."""
        if self.task.lifecycle != Lifecycle.DRAFT:
            return {}
        fields: dict[str, Any] = {}
        if Field.DEADLINE in values:
            self.undo[Field.DEADLINE] = self._deadline()
            due = values[Field.DEADLINE]
            fields |= {"deadline_key": due["key"], "deadline_raw": due["raw"]}
            fields["last_day"] = dt.date.fromisoformat(due["last_day"]) if due["last_day"] else None
        if Field.RECURRENCE in values:
            self.undo[Field.RECURRENCE] = {"key": self.task.recurrence, "raw": ""}
            fields["recurrence"] = values[Field.RECURRENCE]["key"]
        return fields

    def _deadline(self) -> dict[str, Any]:
        task = self.task
        last_day = task.last_day.isoformat() if task.last_day else None
        return {"key": task.deadline_key, "raw": task.deadline_raw, "last_day": last_day}

    def _move(self, due: Mapping[str, Any]) -> None:
        self.undo[Field.DEADLINE] = self._deadline()
        self.task = actions.change_deadline(
            task=self.task,
            deadline_key=due["key"],
            last_day=dt.date.fromisoformat(due["last_day"]),
            reason=self._decision.get("reason", ""),
            deciding_document=self._decision.get("document", ""),
            version=self.task.version,
            by=self._by,
        )

    def replace(self, at: Field, part: Part, kept: list[Any]) -> None:
        held = parties_on(self.task, _today()).first(part)
        self.undo[at] = as_kept(held) if held else None
        if kept is not None:
            self._assign(part, find_body(kept))

    def coordinate(self, value: Mapping[str, Any]) -> None:
        ended = list(Assignment.objects.filter(pk__in=value["end"]))
        for row in ended:
            self.task = actions.end_assignment(
                assignment=row, version=self.task.version, by=self._by
            )
        before = {row.pk for row in parties_on(self.task, _today()).assignments}
        for kept in value["add"]:
            self._assign(Part.COORDINATE, find_body(kept))
        now = parties_on(self.task, _today()).assignments
        added = [row.pk for row in now if row.pk not in before and row.part == Part.COORDINATE]
        back = [kept for row in ended if (kept := as_kept(row))]
        self.undo[Field.COORDINATING] = {"add": back, "end": added}

    def name_officer(self, pk: int) -> None:
        self.task = actions.name_officer(
            task=self.task,
            officer=User.objects.get(pk=pk),
            version=self.task.version,
            by=self._by,
        )

    def _assign(self, part: Part, body: Body) -> None:
        self.task = actions.assign(
            task=self.task, part=part, body=body, version=self.task.version, by=self._by
        )


def find_body(kept: list[Any]) -> Body:
    """The body, group or words a row keeps."""
    kind, pk = kept
    if kind == "text":
        return str(pk)
    return BodyGroup.objects.get(pk=pk) if kind == "group" else Organisation.objects.get(pk=pk)


def as_kept(row: Assignment) -> list[Any]:
    """An assigned body as a row keeps it."""
    if row.group_id:
        return ["group", row.group_id]
    return ["body", row.organisation_id] if row.organisation_id else ["text", row.raw_text]


def _today() -> dt.date:
    return clock.today()
