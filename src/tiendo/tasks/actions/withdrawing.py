"""Withdrawing evidence given by mistake: kept and marked, only while nothing is claimed with it."""

from __future__ import annotations

from django.db import transaction

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.audit.trail import record
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import Evidence, Lifecycle
from tiendo.tasks.parties import Parties, parties_on
from tiendo.tasks.writing import finish_write, lock_task

_CLAIMED = (Lifecycle.CLAIMED, Lifecycle.UNIT_APPROVED, Lifecycle.CONFIRMED)


@transaction.atomic
def withdraw_evidence(*, evidence: Evidence, reason: str, by: Actor) -> Evidence:
    """Withdraw a piece of evidence; it stays to be read, marked, and proves nothing any more.

    Who added it may, while still at a body at work on the task, and the head of the lead body.
    Errors: PermissionRefused; TaskError reason_needed, evidence_withdrawn, evidence_is_claimed.
    """
    write = lock_task(evidence.task)
    current = (
        Evidence.objects.select_for_update(of=("self",))
        .select_related("occurrence")
        .get(pk=evidence.pk)
    )
    body_id = withdrawing_body(current, parties_on(write.task, write.day), by)
    if body_id is None:
        raise PermissionRefused("task.update")
    author = by.require("task.update", at=body_id)
    if not reason.strip():
        raise TaskError("reason_needed", action="withdraw_evidence")
    if current.withdrawn_at is not None:
        raise TaskError("evidence_withdrawn")
    if (current.occurrence or write.task).lifecycle in _CLAIMED:
        raise TaskError("evidence_is_claimed")
    current.withdrawn_at, current.withdrawn_by_id = write.moment, by.user_id
    current.withdrawn_reason = reason.strip()
    current.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    after = {"task": current.task_id, "withdrawn": True}
    record(
        by=author, action="evidence.withdraw", target=current, after=after, reason=reason.strip()
    )
    finish_write(
        write,
        by=author,
        action="task.withdraw_evidence",
        after={"evidence": current.pk},
        reason=reason.strip(),
        is_edit=False,
    )
    return current


def withdrawing_body(evidence: Evidence, parties: Parties, by: Actor) -> int | None:
    """The body for which a person may withdraw a piece of evidence; None where there is none."""
    if parties.lead_id is not None and by.may("task.approve", at=parties.lead_id):
        return parties.lead_id
    if evidence.added_by_id != by.user_id:
        return None
    bodies = parties.working_ids
    return next((body for body in bodies if by.may("task.update", at=body)), None)
