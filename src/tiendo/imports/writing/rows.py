"""One row brought in by the action that people use for it."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.domain.progress import Count
from tiendo.domain.refusals import Refusal
from tiendo.imports.models import ImportKind, ImportRow, SheetImport
from tiendo.imports.writing.changing import change_task
from tiendo.tasks import actions
from tiendo.tasks.actions import NewEvidence
from tiendo.tasks.models import Evidence, Task


def bring_in(row: SheetImport, one: ImportRow, by: Actor) -> None:
    """Do what a row about a task there is asks for. Errors: PermissionRefused; Refusal."""
    task = _task_of(one)
    if row.kind == ImportKind.PROGRESS:
        _report(row, one, task, by)
    elif row.kind == ImportKind.RESULTS:
        _claim(one, task, by)
    else:
        decision = {name: str(row.choices.get(name, "")) for name in ("document", "reason")}
        version = one.undo.get("checked")
        _changed, one.undo = change_task(
            task, by, values=one.values, decision=decision, version=version
        )


def refusal_words(refused: Refusal | PermissionRefused) -> str:
    """Why an action refused, as people read it."""
    if isinstance(refused, PermissionRefused):
        return _("Người nhập không có quyền làm việc này với nhiệm vụ này.")
    return str(refused)


def _task_of(one: ImportRow) -> Task:
    if one.task is None:
        raise ValueError("the row names no task")
    return one.task


def _report(row: SheetImport, one: ImportRow, task: Task, by: Actor) -> None:
    values = one.values
    count = values["count"]
    update = actions.record_update(
        task=task,
        done=values["done"],
        percent=None if values["percent"] is None else Decimal(values["percent"]),
        count=Count(Decimal(count[0]), Decimal(count[1]), count[2]) if count else None,
        difficulty=values["difficulty"],
        proposal=values["proposal"],
        as_of=_day(values["as_of"]),
        # The same row brought in twice makes one update.
        request_key=uuid.uuid5(uuid.NAMESPACE_OID, f"import {row.pk} {one.number}"),
        by=by,
    )
    one.undo = {"update": update.pk}


def _claim(one: ImportRow, task: Task, by: Actor) -> None:
    """A claim with its proof: nothing is done before somebody outside confirms it."""
    values = one.values
    proof = NewEvidence(
        document_number=values["document_number"], document_date=_day(values["document_date"])
    )
    claimed = actions.claim(
        task=task, done_on=_day(values["done_on"]), evidence=[proof], note=values["note"], by=by
    )
    given = Evidence.objects.filter(task=task, added_by_id=by.user_id).latest("pk")
    one.undo = {"version": claimed.version, "evidence": given.pk}


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
