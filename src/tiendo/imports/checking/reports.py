"""Rows that report on tasks there are: how far the work is, and that it is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from tiendo.domain.progress import Count, CountRefused
from tiendo.imports.checking.drafts import Context, RowDraft
from tiendo.imports.checking.existing import Existing, find_existing
from tiendo.imports.checking.values import day_in, number_in, percent_in
from tiendo.imports.fields import Field
from tiendo.imports.models import ImportKind, RowStatus
from tiendo.tasks.actions.progress import AT_WORK, working_body
from tiendo.tasks.models import Lifecycle, Task

_NUMBER, _NOTE, _UNIT = 60, 300, 60


def check_reports(drafts: Sequence[RowDraft], context: Context) -> None:
    """Check rows of progress or of results. Cost: four queries."""
    codes = [draft.text(Field.CODE, 30) for draft in drafts]
    existing = find_existing(codes, (), context)
    for draft, code in zip(drafts, codes, strict=True):
        _find_task(draft, code, context, existing)
        if draft.task is not None and not draft.problems:
            if context.kind == ImportKind.PROGRESS:
                _check_progress(draft, draft.task, context)
            else:
                _check_result(draft, draft.task, context)
        if draft.problems:
            draft.status = RowStatus.WRONG


def _find_task(draft: RowDraft, code: str, context: Context, existing: Existing) -> None:
    if not code:
        draft.say("code_missing", Field.CODE)
        return
    task = draft.task = existing.by_code.get(code)
    if task is None:
        draft.say("code_unknown", Field.CODE)
        return
    if before := context.first_use(("code", code), draft.number):
        draft.say("code_repeated", Field.CODE, other=str(before))
    parties = existing.of(task)
    if context.kind == ImportKind.PROGRESS:
        is_open, is_theirs, code = (
            task.lifecycle in AT_WORK,
            working_body(parties, context.actor) is not None,
            "not_yours",
        )
    else:
        lead = parties.lead_id
        is_open = task.lifecycle == Lifecycle.LIVE
        is_theirs = lead is not None and context.actor.may("task.claim", at=lead)
        code = "not_lead"
    if not is_theirs:
        draft.say(code, Field.CODE)
    elif not is_open:
        draft.say("state_closed", Field.CODE, state=str(task.get_lifecycle_display()))


def _check_progress(draft: RowDraft, task: Task, context: Context) -> None:
    done = draft.text(Field.DONE)
    if not done and Field.DONE not in draft.unsaved:
        draft.say("done_missing", Field.DONE)
    place = context.places.get(Field.PERCENT, -1)
    is_ratio = context.peaks.get(place, 100.0) <= 1
    percent = draft.read(Field.PERCENT, lambda value: percent_in(value, is_ratio=is_ratio), None)
    draft.values = {
        "done": done,
        "percent": None if percent is None else str(percent),
        "count": _count(draft),
        "difficulty": draft.text(Field.DIFFICULTY),
        "proposal": draft.text(Field.PROPOSAL),
        "as_of": _day(draft, Field.AS_OF, task, context),
    }


def _count(draft: RowDraft) -> list[str] | None:
    done = draft.read(Field.DONE_COUNT, number_in, None)
    total = draft.read(Field.TOTAL_COUNT, number_in, None)
    if done is None and total is None:
        return None
    if done is None or total is None:
        draft.say("count_incomplete", Field.DONE_COUNT if done is None else Field.TOTAL_COUNT)
        return None
    unit = draft.text(Field.UNIT, _UNIT)
    try:
        Count(Decimal(done), Decimal(total), unit)
    except CountRefused as refused:
        draft.say(refused.code, Field.DONE_COUNT)
    return [str(done), str(total), unit]


def _check_result(draft: RowDraft, task: Task, context: Context) -> None:
    if not draft.cells.get(Field.DONE_ON):
        draft.say("day_missing", Field.DONE_ON)
    number = draft.text(Field.DOCUMENT_NUMBER, _NUMBER)
    if not number and Field.DOCUMENT_NUMBER not in draft.unsaved:
        draft.say("document_missing", Field.DOCUMENT_NUMBER)
    issued = draft.read(Field.DOCUMENT_DATE, day_in, None)
    draft.values = {
        "done_on": _day(draft, Field.DONE_ON, task, context),
        "document_number": number,
        "document_date": issued.isoformat() if issued else None,
        "note": draft.text(Field.NOTE, _NOTE),
    }


def _day(draft: RowDraft, at: Field, task: Task, context: Context) -> str | None:
    """A day between the task's first one and today."""
    day: dt.date | None = draft.read(at, day_in, None)
    if day is None:
        return None
    value = f"{day:%d/%m/%Y}"
    if day > context.today:
        draft.say("day_in_future", at, value=value)
    elif task.live_on is not None and day < task.live_on:
        draft.say("day_before_live", at, value=value, first=f"{task.live_on:%d/%m/%Y}")
    return day.isoformat()
