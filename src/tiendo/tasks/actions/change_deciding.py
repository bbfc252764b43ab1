"""What becomes of a request: returned, appraised, decided, applied; one by one or many at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.audit.trail import Author
from tiendo.domain import clock
from tiendo.outbox.actions import emit
from tiendo.tasks.actions.change_applying import apply_terms, deciding
from tiendo.tasks.actions.change_writing import (
    author_of_step,
    change_facts,
    finish_step,
    lock_change,
    require_bodies_alive,
    rule_for,
)
from tiendo.tasks.actions.changes import held_terms
from tiendo.tasks.change_errors import TERMS, ChangeError
from tiendo.tasks.change_terms import Terms, load_terms
from tiendo.tasks.errors import TaskError
from tiendo.tasks.first_days import first_day
from tiendo.tasks.models import ChangeRequest, ChangeState, Opinion


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided. ``document`` and ``document_date``: empty until the paper has its number.

    Missing: ``granted`` is None unless the outcome is "amended".
    """

    outcome: str
    note: str = ""
    document: str = ""
    document_date: dt.date | None = None
    granted: Terms | None = None


@dataclass(frozen=True, slots=True)
class ChangesDone:
    """What became of many requests: those done, and why each other was not."""

    changes: tuple[ChangeRequest, ...]
    refused: dict[int, TaskError | PermissionRefused]


@transaction.atomic
def return_change(
    *, change: ChangeRequest, reason: str, by: Actor, version: int | None = None
) -> ChangeRequest:
    """Return a request to the body that asked, for what it lacks.

    Errors: PermissionRefused; ChangeError wrong_step, reason_needed, edited_meanwhile.
    """
    row = lock_change(change, version)
    author = author_of_step("return", row, by)
    rule_for("return", row)
    if not reason.strip():
        raise ChangeError("reason_needed")
    before = change_facts(row)
    row.state = ChangeState.RETURNED
    emit("change.returned", target=row, bodies=[row.organisation_id])
    return finish_step(row, "return", author=author, by=by, before=before, text=reason)


@transaction.atomic
def appraise_change(
    *,
    change: ChangeRequest,
    opinion: str,
    by: Actor,
    text: str = "",
    version: int | None = None,
) -> ChangeRequest:
    """Give the coordinator's opinion; appraised again, the later opinion counts.

    Errors: PermissionRefused; ChangeError wrong_step, opinion_needed, edited_meanwhile.
    """
    row = lock_change(change, version)
    author = author_of_step("appraise", row, by)
    rule_for("appraise", row)
    if opinion != Opinion.AGREE and not text.strip():
        raise ChangeError("opinion_needed")
    before = change_facts(row)
    row.opinion, row.appraisal = Opinion(opinion), text.strip()
    row.appraised_by_id, row.appraised_at = by.user_id, clock.now()
    row.state = ChangeState.APPRAISED
    return finish_step(row, "appraise", author=author, by=by, before=before, text=text)


@transaction.atomic
def decide_change(
    *, change: ChangeRequest, decision: Decision, by: Actor, version: int | None = None
) -> ChangeRequest:
    """Decide a request; with a numbered paper the decision itself puts it in force at once.

    Errors: PermissionRefused; ChangeError wrong_step, reason_needed, amendment_missing,
    document_incomplete, document_day_wrong, task_changed, deadline_before_start,
    deadline_before_programme, body_dissolved, edited_meanwhile; TaskError of what is applied.
    """
    row = lock_change(change, version)
    author = author_of_step("decide", row, by)
    rule_for("decide", row)
    before = change_facts(row)
    _check_decision(row, decision)
    row.state = ChangeState(decision.outcome)
    row.decided_by_id, row.decided_at = by.user_id, clock.now()
    row.decision_note = decision.note.strip()
    row.decision_document = decision.document.strip()
    row.decision_date = decision.document_date
    row.granted = None if row.state == ChangeState.REFUSED else _granted(row, decision).dump()
    finish_step(row, "decide", author=author, by=by, before=before, text=decision.note)
    emit("change.decided", target=row, bodies=[row.organisation_id], payload={"state": row.state})
    if row.granted is not None and row.decision_document:
        _apply(row, deciding(by), by.require("change.decide"))
    return row


@transaction.atomic
def apply_change(
    *,
    change: ChangeRequest,
    by: Actor,
    document: str = "",
    document_date: dt.date | None = None,
    version: int | None = None,
) -> ChangeRequest:
    """Apply what was granted to the task, once the deciding document has its number.

    Errors: PermissionRefused; ChangeError wrong_step, document_needed, document_incomplete,
    document_day_wrong, task_changed, edited_meanwhile; TaskError of what is applied.
    """
    row = lock_change(change, version)
    author = author_of_step("apply", row, by)
    rule_for("apply", row)
    if document.strip():
        _check_document(document, document_date)
        row.decision_document, row.decision_date = document.strip(), document_date
    if not row.decision_document:
        raise ChangeError("document_needed", change=row.code)
    _check_unchanged(row, load_terms(row.granted))
    return _apply(row, by, author)


def decide_many(*, changes: Iterable[ChangeRequest], decision: Decision, by: Actor) -> ChangesDone:
    """Decide many requests alike; each that cannot be is left as it is, with why."""
    return _each(changes, lambda row: decide_change(change=row, decision=decision, by=by))


def appraise_many(
    *, changes: Iterable[ChangeRequest], opinion: str, text: str, by: Actor
) -> ChangesDone:
    """Give one opinion on many requests; each that cannot take it is left, with why."""
    return _each(
        changes, lambda row: appraise_change(change=row, opinion=opinion, text=text, by=by)
    )


def apply_many(
    *,
    changes: Iterable[ChangeRequest],
    by: Actor,
    document: str = "",
    document_date: dt.date | None = None,
) -> ChangesDone:
    """Apply many granted requests; each that cannot be applied is left, with why."""
    return _each(
        changes,
        lambda row: apply_change(change=row, by=by, document=document, document_date=document_date),
    )


def _each(
    changes: Iterable[ChangeRequest], take: Callable[[ChangeRequest], ChangeRequest]
) -> ChangesDone:
    done: list[ChangeRequest] = []
    refused: dict[int, TaskError | PermissionRefused] = {}
    for change in changes:
        try:
            with transaction.atomic():
                done.append(take(change))
        except (TaskError, PermissionRefused) as refusal:
            refused[change.pk] = refusal
    return ChangesDone(tuple(done), refused)


def _apply(row: ChangeRequest, by: Actor, author: Author) -> ChangeRequest:
    before = change_facts(row)
    row.task = apply_terms(row, load_terms(row.granted), by=by)
    row.state = ChangeState.APPLIED
    row.applied_by_id, row.applied_at = by.user_id, clock.now()
    emit("change.applied", target=row, bodies=[row.organisation_id])
    return finish_step(row, "apply", author=author, by=by, before=before)


def _check_decision(row: ChangeRequest, decision: Decision) -> None:
    if decision.outcome == ChangeState.REFUSED and not decision.note.strip():
        raise ChangeError("reason_needed")
    if decision.outcome == ChangeState.AMENDED and not (
        decision.granted and decision.granted.given()
    ):
        raise ChangeError("amendment_missing")
    _check_document(decision.document, decision.document_date)
    if decision.outcome != ChangeState.REFUSED:
        granted = _granted(row, decision)
        _check_unchanged(row, granted)
        _check_start(row, granted)
        require_bodies_alive(granted)


def _granted(row: ChangeRequest, decision: Decision) -> Terms:
    """What is granted: what was proposed, with the amendments in place of it."""
    amended = decision.granted.dump() if decision.granted else {}
    return load_terms({**row.proposed, **amended})


def _check_document(document: str, day: dt.date | None) -> None:
    if bool(document.strip()) != (day is not None):
        raise ChangeError("document_incomplete")
    if day is not None and day > clock.today():
        raise ChangeError("document_day_wrong")


def _check_start(row: ChangeRequest, granted: Terms) -> None:
    """What is granted instead does not end before the task, or its programme, begins."""
    first = first_day(row.task) if row.task else row.programme.starts_on
    if granted.last_day is not None and granted.last_day < first:
        code = "deadline_before_start" if row.task else "deadline_before_programme"
        raise ChangeError(code, first=f"{first:%d/%m/%Y}")


def _check_unchanged(row: ChangeRequest, granted: Terms) -> None:
    """What the request speaks of still stands as it did when it was sent."""
    if row.task is None:
        return
    held, now = load_terms(row.held), held_terms(row.task, clock.today())
    moved = [name for name in granted.given() if getattr(held, name) != getattr(now, name)]
    if moved:
        words = ", ".join(str(TERMS[name]) for name in moved)
        raise ChangeError("task_changed", task=row.task.code, change=row.code, terms=words)
