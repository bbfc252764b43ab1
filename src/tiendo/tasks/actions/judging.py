"""Continuous tasks: the lead reports on a year, somebody outside the lead judges it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, Value
from tiendo.domain.deadlines import CONTINUOUS
from tiendo.tasks.actions.confirming import why_not_outside
from tiendo.tasks.actions.progress import NewEvidence, record_update
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import JudgedResult, Judgement, Lifecycle, Part, Task
from tiendo.tasks.parties import Parties, belongs_to, is_same_house, parties_on
from tiendo.tasks.writing import Write, finish_write, lock_task


@transaction.atomic
def report_year(
    *,
    task: Task,
    year: int,
    result: JudgedResult,
    done: str,
    by: Actor,
    percent: Decimal | None = None,
    evidence: Iterable[NewEvidence] = (),
) -> Judgement:
    """Report on a year of a continuous task and propose how it is judged, for the lead body.

    The report is an update like any other. Until the year is judged, a new report replaces the
    proposal; the old one stays among the updates.
    Errors: PermissionRefused; TaskError wrong_state, task_not_continuous, year_not_to_judge,
    year_judged, lead_missing, and those of ``record_update``.
    """
    write = lock_task(task)
    _check_year(write, year, "report_year")
    lead_id = parties_on(write.task, write.day).lead_id
    if lead_id is None:
        raise TaskError("lead_missing")
    author = by.require("task.claim", at=lead_id)
    report = record_update(task=task, done=done, by=by, percent=percent, evidence=evidence)
    row = Judgement.objects.select_for_update().filter(task=write.task, year=year).first()
    if row is not None and row.result:
        raise TaskError("year_judged", year=str(year))
    before = None if row is None else _facts(row)
    row = row or Judgement(task=write.task, year=year)
    row.report, row.proposed_result = report, result
    row.proposed_for_id, row.proposed_by_id, row.proposed_at = lead_id, by.user_id, write.moment
    row.save()
    return _finish(write, author, "task.report_year", row, before)


@transaction.atomic
def judge_year(*, judgement: Judgement, result: JudgedResult, words: str, by: Actor) -> Judgement:
    """Judge a reported year from outside the lead body. Judging again corrects it; both stay in
    the trail.

    Errors: PermissionRefused; TaskError wrong_state, task_not_continuous, year_not_to_judge,
    judgement_words_missing, confirmer_missing, confirmer_is_lead, confirmer_from_lead,
    confirmer_claimed.
    """
    write = lock_task(judgement.task)
    row = Judgement.objects.select_for_update(of=("self",)).get(pk=judgement.pk)
    _check_year(write, row.year, "judge_year")
    parties = parties_on(write.task, write.day)
    confirmer = parties.first(Part.CONFIRM)
    if confirmer is None or confirmer.organisation_id is None:
        raise TaskError("confirmer_missing")
    author = by.require("task.confirm", at=confirmer.organisation_id)
    if code := why_not_judge(row, parties, by):
        raise TaskError(code)
    if not words.strip():
        raise TaskError("judgement_words_missing")
    before = _facts(row) if row.result else None
    row.result, row.words = result, words.strip()
    row.judged_for_id, row.judged_by_id = confirmer.organisation_id, by.user_id
    row.judged_at = write.moment
    row.save()
    return _finish(write, author, "task.judge_year", row, before)


def why_not_judge(judgement: Judgement, parties: Parties, by: Actor) -> str:
    """Why a person may not judge for others, as a code of TaskError; empty where one may.

    Cost: one query.
    """
    code = why_not_outside(judgement.task, None, parties, by)
    if code:
        return code
    confirmer = parties.first(Part.CONFIRM)
    body = confirmer.organisation if confirmer else None
    if body is not None and is_same_house(judgement.proposed_for, body):
        return "confirmer_is_lead"
    if belongs_to(by, judgement.proposed_for_id):
        return "confirmer_from_lead"
    return "confirmer_claimed" if judgement.proposed_by_id == by.user_id else ""


def _check_year(write: Write, year: int, action: str) -> None:
    task = write.task
    if task.lifecycle != Lifecycle.LIVE:
        raise TaskError("wrong_state", action=action, state=task.lifecycle)
    if task.recurrence != CONTINUOUS:
        raise TaskError("task_not_continuous")
    if task.live_on is None or not task.live_on.year <= year <= write.day.year:
        raise TaskError("year_not_to_judge", year=str(year))


def _finish(
    write: Write, author: Author, action: str, row: Judgement, before: dict[str, Value] | None
) -> Judgement:
    finish_write(write, by=author, action=action, before=before, after=_facts(row), is_edit=False)
    return row


def _facts(row: Judgement) -> dict[str, Value]:
    return {
        "year": row.year,
        "report": row.report_id,
        "proposed_result": row.proposed_result,
        "result": row.result,
        "words": row.words,
    }
