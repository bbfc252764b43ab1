"""The lead body's side of completion: claim with proof, approve, send back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.outbox.actions import emit
from tiendo.tasks.actions.progress import NewEvidence, save_evidence
from tiendo.tasks.actions.transition import Particulars, Step, begin_step, finish_step
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import Evidence, Occurrence, Task


@transaction.atomic
def claim(
    *,
    task: Task,
    done_on: dt.date | None,
    by: Actor,
    evidence: Iterable[NewEvidence] = (),
    note: str = "",
    version: int | None = None,
) -> Task:
    """Claim that the task is done, with its proof and the day of the product.

    Proof is evidence given here or added before: a file, or the number of an issued document.
    Errors: PermissionRefused; EditedMeanwhile; TaskError wrong_state, done_on_missing,
    done_on_in_future, done_on_before_live, proof_missing, no_open_occurrence.
    """
    step = begin_step("claim", task=task, by=by, version=version)
    _check_day(step, done_on)
    save_evidence(step.write, evidence, by=by, author=step.author, occurrence=step.occurrence)
    proofs = Evidence.objects.filter(
        task=step.write.task, occurrence=step.occurrence, withdrawn_at=None
    )
    if not proofs.exists():
        raise TaskError("proof_missing")
    payload = {"organisation": step.parties.lead_id}
    emit("task.claimed", target=step.write.task, payload=payload)
    return finish_step(step, Particulars(reason=note, done_on=done_on))


@transaction.atomic
def approve(*, task: Task, by: Actor, note: str = "", version: int | None = None) -> Task:
    """Approve the claim for the lead body; it now awaits the confirmer.

    Errors: PermissionRefused; EditedMeanwhile; TaskError wrong_state.
    """
    step = begin_step("approve", task=task, by=by, version=version)
    return finish_step(step, Particulars(reason=note, done_on=step.work.done_on))


@transaction.atomic
def send_back(*, task: Task, reason: str, by: Actor, version: int | None = None) -> Task:
    """Send the claim back to the officer, with a reason; the task is live again.

    Errors: PermissionRefused; EditedMeanwhile; TaskError wrong_state, reason_needed.
    """
    step = begin_step("send_back", task=task, by=by, version=version)
    return finish_step(step, Particulars(reason=reason))


def _check_day(step: Step, done_on: dt.date | None) -> None:
    if done_on is None:
        raise TaskError("done_on_missing")
    if done_on > step.write.day:
        raise TaskError("done_on_in_future")
    work = step.work
    first = work.opens_on if isinstance(work, Occurrence) else work.live_on
    if first is not None and done_on < first:
        raise TaskError("done_on_before_live", first=first.strftime("%d/%m/%Y"))
