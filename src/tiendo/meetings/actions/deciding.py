"""Writing down what a meeting decided, until its conclusions are issued."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max

from tiendo.accounts.actor import Actor
from tiendo.accounts.queries import load_actor
from tiendo.audit.trail import Value, record
from tiendo.domain import clock
from tiendo.domain.meetings import DECIDING, DecisionKind
from tiendo.meetings.actions.writing import lock_meeting, require_state, words
from tiendo.meetings.errors import MeetingError
from tiendo.meetings.models import Decision, DecisionBody, Meeting
from tiendo.meetings.permissions import author_of
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme


@dataclass(frozen=True, slots=True)
class NewDecision:
    """A decision as typed. ``bodies``: the first one leads."""

    kind: DecisionKind
    text: str
    bodies: Sequence[Organisation] = ()
    last_day: dt.date | None = None
    product: str = ""
    programme: Programme | None = None


@transaction.atomic
def record_decision(
    *, by: Actor, meeting: Meeting, data: NewDecision, decision: Decision | None = None
) -> Decision:
    """Write down a decision of the chair, or change one that was not given out yet.

    Errors: PermissionRefused; MeetingError wrong_state, already_given, text_missing,
    nobody_named, last_day_missing, last_day_past, product_missing, programme_missing,
    chair_may_not_direct.
    """
    current = lock_meeting(meeting)
    author = author_of(by, current.body_id, covers_all=current.covers_all)
    require_state(current, DECIDING)
    row = _to_write(current, decision)
    before = _facts(row) if row.pk else None
    _check(current, data)
    _fill(row, data)
    row.decided_by, row.recorded_by_id, row.recorded_at = current.chair, by.user_id, clock.now()
    row.save()
    _name_bodies(row, [] if data.kind is DecisionKind.NOTE else data.bodies)
    action = "meeting.change_decision" if before else "meeting.record_decision"
    record(by=author, action=action, target=row, before=before, after=_facts(row))
    return row


@transaction.atomic
def remove_decision(*, by: Actor, decision: Decision) -> None:
    """Take out a decision that was not given out.

    Errors: PermissionRefused; MeetingError wrong_state, already_given.
    """
    current = lock_meeting(decision.meeting)
    author = author_of(by, current.body_id, covers_all=current.covers_all)
    require_state(current, DECIDING)
    row = _to_write(current, decision)
    record(by=author, action="meeting.remove_decision", target=current, before=_facts(row))
    row.delete()


def _to_write(meeting: Meeting, decision: Decision | None) -> Decision:
    rows = Decision.objects.filter(meeting=meeting)
    if decision is None:
        last: int | None = rows.aggregate(last=Max("order"))["last"]
        return Decision(meeting=meeting, order=(last or 0) + 1)
    row = rows.select_for_update(of=("self",)).get(pk=decision.pk)
    if row.is_given:
        raise MeetingError("already_given")
    return row


def _check(meeting: Meeting, data: NewDecision) -> None:
    words(data.text, "text_missing")
    if data.kind is DecisionKind.NOTE:
        return
    if not data.bodies:
        raise MeetingError("nobody_named")
    if data.last_day is None:
        raise MeetingError("last_day_missing")
    if data.last_day < clock.today():
        raise MeetingError("last_day_past", day=f"{data.last_day:%d/%m/%Y}")
    if data.kind is DecisionKind.TASK:
        words(data.product, "product_missing")
        if data.programme is None:
            raise MeetingError("programme_missing")
    elif not load_actor(meeting.chair, clock.today()).may("directive.give"):
        raise MeetingError("chair_may_not_direct", person=str(meeting.chair))


def _fill(row: Decision, data: NewDecision) -> None:
    is_task, is_note = data.kind is DecisionKind.TASK, data.kind is DecisionKind.NOTE
    row.kind, row.text = data.kind.value, data.text.strip()
    row.last_day = None if is_note else data.last_day
    row.product = data.product.strip() if is_task else ""
    row.programme = data.programme if is_task else None


def _name_bodies(row: Decision, bodies: Sequence[Organisation]) -> None:
    DecisionBody.objects.filter(decision=row).delete()
    DecisionBody.objects.bulk_create(
        DecisionBody(decision=row, organisation=body, order=order)
        for order, body in enumerate(dict.fromkeys(bodies), start=1)
    )


def _facts(row: Decision) -> dict[str, Value]:
    return {
        "order": row.order,
        "decision_kind": row.kind,
        "text": row.text,
        "product": row.product,
        "last_day": row.last_day.isoformat() if row.last_day else None,
        "organisations": list(row.bodies.values_list("organisation_id", flat=True)),
        "programme": row.programme_id,
        "chair": row.decided_by_id,
    }
