"""What a row of their list is: a task of ours, a new one, or none of ours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, Value, record
from tiendo.domain import clock
from tiendo.domain.exchange import Field
from tiendo.exchange.errors import ExchangeError
from tiendo.exchange.models import Choice, RowEvent, TheirRow
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import resolve_body
from tiendo.tasks.actions import create_task
from tiendo.tasks.models import Task

SAME, NEW, NOT_OURS, UNDONE = "same", "new", "not_ours", "undone"


@transaction.atomic
def match_row(*, by: Actor, row: TheirRow, task: Task) -> TheirRow:
    """Say that a row is a task of ours; nothing of the task changes.

    Errors: PermissionRefused; ExchangeError not_waiting, other_programme, task_taken.
    """
    author = by.require("exchange.run")
    current = _waiting(row)
    if task.programme_id != current.programme_id:
        raise ExchangeError("other_programme", task=task.code)
    taken = TheirRow.objects.filter(system=current.system, task=task).first()
    if taken is not None:
        title = taken.facts.get(Field.TITLE, "")[:60]
        raise ExchangeError("task_taken", task=task.code, other=title)
    return _decide(by, author, current, Choice.SAME, task)


@transaction.atomic
def match_many(*, by: Actor, pairs: Sequence[tuple[TheirRow, Task]]) -> int:
    """Say so of several rows, all of them or none. The number of rows.

    Errors: those of ``match_row``; ExchangeError nothing_chosen.
    """
    by.require("exchange.run")
    if not pairs:
        raise ExchangeError("nothing_chosen")
    for row, task in pairs:
        match_row(by=by, row=row, task=task)
    return len(pairs)


@transaction.atomic
def refuse_rows(*, by: Actor, rows: Iterable[TheirRow]) -> int:
    """Say that rows are no work of ours. The number of rows.

    Errors: PermissionRefused; ExchangeError not_waiting, nothing_chosen.
    """
    author = by.require("exchange.run")
    chosen = list(rows)
    if not chosen:
        raise ExchangeError("nothing_chosen")
    for row in chosen:
        _decide(by, author, _waiting(row), Choice.NOT_OURS, None)
    return len(chosen)


@transaction.atomic
def make_task(*, by: Actor, row: TheirRow) -> TheirRow:
    """Make a draft task of a row; it is given out like any other draft, once it is complete.

    Errors: PermissionRefused; ExchangeError not_waiting; TaskError of making the task.
    """
    author = by.require("exchange.run")
    current = _waiting(row)
    said = current.facts
    last_day = _day(said.get(Field.DUE, ""))
    task = create_task(
        programme=current.programme,
        code=_code(current),
        title=said.get(Field.TITLE, ""),
        product=said.get(Field.PRODUCT, ""),
        deadline_key=last_day.isoformat() if last_day else "",
        deadline_raw=said.get(Field.DUE, ""),
        last_day=last_day,
        lead=_lead(said.get(Field.LEAD, "")),
        by=by,
    )
    return _decide(by, author, current, Choice.NEW, task)


@transaction.atomic
def undo_choice(*, by: Actor, row: TheirRow) -> TheirRow:
    """Take back what was said of a row; a row of which a task was made keeps it.

    Errors: PermissionRefused; ExchangeError still_waiting, task_of_row.
    """
    author = by.require("exchange.run")
    current = TheirRow.objects.select_for_update().get(pk=row.pk)
    if current.choice == Choice.WAITING:
        raise ExchangeError("still_waiting")
    if current.choice == Choice.NEW:
        raise ExchangeError("task_of_row")
    before: dict[str, Value] = {"row_choice": current.choice, "task": current.task_id}
    current.choice, current.task = Choice.WAITING, None
    current.decided_by = current.decided_at = None
    current.entered = current.entered_on = current.entered_by = current.entered_at = None
    current.save()
    _note(by, current, UNDONE, {})
    record(by=author, action="exchange.undo", target=current, before=before)
    return current


def _waiting(row: TheirRow) -> TheirRow:
    rows = TheirRow.objects.select_for_update(of=("self",)).select_related("programme")
    current = rows.get(pk=row.pk)
    if current.choice != Choice.WAITING:
        raise ExchangeError("not_waiting")
    return current


def _decide(
    by: Actor, author: Author, row: TheirRow, choice: Choice, task: Task | None
) -> TheirRow:
    row.choice, row.task = choice, task
    row.decided_by_id, row.decided_at = by.user_id, clock.now()
    row.save()
    _note(by, row, choice.value, {"task": task.code if task else ""})
    after: dict[str, Value] = {"row_choice": choice.value, "task": task.pk if task else None}
    record(by=author, action="exchange.decide", target=row, after=after)
    return row


def _note(by: Actor, row: TheirRow, kind: str, facts: dict[str, str]) -> None:
    RowEvent.objects.create(
        row=row, kind=kind, facts=facts, by_id=by.user_id, recorded_at=clock.now()
    )


def _code(row: TheirRow) -> str:
    """Their id as our code, where it fits and is free; else one of its own."""
    code: str = row.facts.get(Field.EXTERNAL_ID, "")
    most = Task._meta.get_field("code").max_length or 30
    is_free = not Task.objects.filter(programme=row.programme, code=code).exists()
    return code if code and len(code) <= most and is_free else f"QG-{row.pk}"


def _lead(name: str) -> Organisation | str | None:
    if not name:
        return None
    found = resolve_body(name, clock.today())
    return found.successor or found.organisation or name


def _day(words: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(words)
    except ValueError:
        return None
