"""Asking for a change: drafted by an officer, sent by the head, withdrawn by who asked."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.outbox.actions import emit
from tiendo.programmes.models import Programme
from tiendo.tasks.actions.change_writing import (
    another_request,
    author_of_step,
    change_facts,
    finish_step,
    lock_change,
    require_bodies_alive,
    require_body_alive,
    rule_for,
)
from tiendo.tasks.actions.transition import work_of
from tiendo.tasks.change_errors import ChangeError
from tiendo.tasks.change_terms import Terms, load_terms, terms_of
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import ChangeKind, ChangeRequest, ChangeState, Lifecycle, Task
from tiendo.tasks.parties import parties_on

_ON_ITS_WAY = ("sent", "returned", "appraised", "accepted", "amended")


@transaction.atomic
def draft_change(
    *,
    kind: str,
    organisation: Organisation,
    programme: Programme,
    proposed: Terms,
    reason: str,
    by: Actor,
    task: Task | None = None,
    proposed_document: str = "",
) -> ChangeRequest:
    """Draft a request of a body: another deadline, other words or bodies, or a new task.

    Errors: PermissionRefused; ChangeError reason_needed, nothing_proposed, deadline_missing,
    deadline_before_start, deadline_before_programme, deadline_in_past, not_later,
    has_no_deadline, title_missing, lead_missing, task_not_live, not_of_the_task,
    body_dissolved, another_request.
    """
    author = by.require("change.request", at=organisation.pk)
    row = ChangeRequest(programme=programme, task=task, organisation=organisation)
    row.kind, row.reason = ChangeKind(kind), reason.strip()
    row.proposed_document = proposed_document.strip()
    row.drafted_by_id, row.drafted_at = by.user_id, clock.now()
    _propose(row, proposed)
    row.save(force_insert=True)
    return finish_step(row, "draft", author=author, by=by, before={})


@transaction.atomic
def edit_change(
    *,
    change: ChangeRequest,
    proposed: Terms,
    reason: str,
    by: Actor,
    proposed_document: str = "",
    version: int | None = None,
) -> ChangeRequest:
    """Change what a drafted or returned request asks for; it is a draft again.

    Errors: as ``draft_change``; ChangeError wrong_step, edited_meanwhile.
    """
    row = lock_change(change, version)
    author = author_of_step("edit", row, by)
    rule_for("edit", row)
    before = change_facts(row)
    row.reason, row.proposed_document = reason.strip(), proposed_document.strip()
    _propose(row, proposed)
    row.state = ChangeState.DRAFTED
    return finish_step(row, "edit", author=author, by=by, before=before)


@transaction.atomic
def send_change(*, change: ChangeRequest, by: Actor, version: int | None = None) -> ChangeRequest:
    """Send a request to the coordinator; the terms in force today are kept beside it.

    Errors: as ``draft_change``; ChangeError wrong_step, edited_meanwhile.
    """
    row = lock_change(change, version)
    author = author_of_step("send", row, by)
    rule_for("send", row)
    before = change_facts(row)
    _propose(row, load_terms(row.proposed))
    row.sent_by_id, row.sent_at = by.user_id, clock.now()
    row.appraised_by_id, row.appraised_at, row.opinion, row.appraisal = None, None, "", ""
    row.state = ChangeState.SENT
    emit("change.sent", target=row, bodies=[row.programme.coordinator_id])
    return finish_step(row, "send", author=author, by=by, before=before)


@transaction.atomic
def withdraw_change(
    *, change: ChangeRequest, reason: str, by: Actor, version: int | None = None
) -> ChangeRequest:
    """Take a request back before it is decided, with the reason.

    Errors: PermissionRefused; ChangeError wrong_step, reason_needed, edited_meanwhile.
    """
    row = lock_change(change, version)
    author = author_of_step("withdraw", row, by)
    rule_for("withdraw", row)
    if not reason.strip():
        raise ChangeError("reason_needed")
    before = change_facts(row)
    row.state = ChangeState.WITHDRAWN
    return finish_step(row, "withdraw", author=author, by=by, before=before, text=reason)


def held_terms(task: Task, on: dt.date) -> Terms:
    """The terms of a task on a day; of a recurring one the deadline is that of its occurrence.

    Cost: two queries at most.
    """
    try:
        due_on = work_of(task, "claim", on).last_day
    except TaskError:
        due_on = task.last_day
    return terms_of(task, on, due_on)


def _propose(row: ChangeRequest, proposed: Terms) -> None:
    """Check a request against its task as it is today, and keep both."""
    if not row.reason:
        raise ChangeError("reason_needed")
    require_body_alive(row.organisation)
    require_bodies_alive(proposed)
    today = clock.today()
    if row.task is None:
        _check_new(row, proposed, today)
        row.held, row.proposed = {}, proposed.dump()
        return
    _check_task(row, row.task, today)
    held = held_terms(row.task, today)
    if not proposed.differing(held) and row.kind != ChangeKind.EXTENSION:
        raise ChangeError("nothing_proposed")
    if row.kind == ChangeKind.EXTENSION or proposed.last_day is not None:
        _check_deadline(row.task, proposed, held, today)
    row.held = held.dump()
    row.proposed = proposed.only(proposed.differing(held)).dump()
    row.was_late = held.last_day is not None and held.last_day < today


def _check_new(row: ChangeRequest, proposed: Terms, today: dt.date) -> None:
    if row.kind != ChangeKind.NEW_TASK:
        raise ChangeError("nothing_proposed")
    if not (proposed.title or "").strip():
        raise ChangeError("title_missing")
    if proposed.lead is None:
        raise ChangeError("lead_missing")
    if proposed.last_day is None:
        raise ChangeError("deadline_missing")
    if proposed.last_day < today:
        raise ChangeError("deadline_in_past")
    first = row.programme.starts_on
    if proposed.last_day < first:
        raise ChangeError("deadline_before_programme", first=f"{first:%d/%m/%Y}")


def _check_task(row: ChangeRequest, task: Task, today: dt.date) -> None:
    if task.lifecycle != Lifecycle.LIVE:
        state = str(Lifecycle(task.lifecycle).label)
        raise ChangeError("task_not_live", task=task.code, state=state)
    bodies = {*parties_on(task, today).working_ids, row.programme.coordinator_id}
    if row.organisation_id not in bodies:
        raise ChangeError("not_of_the_task", body=row.organisation.name, task=task.code)
    held = ChangeRequest.objects.filter(task=task, kind=row.kind, state__in=_ON_ITS_WAY)
    if held.exclude(pk=row.pk).exists():
        raise another_request(row)


def _check_deadline(task: Task, proposed: Terms, held: Terms, today: dt.date) -> None:
    wanted, first = proposed.last_day, task.live_on
    if held.last_day is None:
        raise ChangeError("has_no_deadline", task=task.code)
    if wanted is None:
        raise ChangeError("deadline_missing")
    if first is not None and wanted < first:
        raise ChangeError("deadline_before_start", first=f"{first:%d/%m/%Y}")
    if wanted < today:
        raise ChangeError("deadline_in_past")
    if wanted <= held.last_day:
        raise ChangeError("not_later", day=f"{held.last_day:%d/%m/%Y}")
