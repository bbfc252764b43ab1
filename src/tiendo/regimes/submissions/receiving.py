"""Receiving submissions: taken in, or returned to be mended."""

from __future__ import annotations

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.outbox.actions import emit
from tiendo.regimes.models import Submission, SubmissionState
from tiendo.regimes.submissions.errors import SubmissionError
from tiendo.regimes.submissions.steps import keep_step, lock_submission, next_state

_DECIDING = ("send", "accept", "return")


@transaction.atomic
def accept_submission(*, by: Actor, submission: Submission, seen: int) -> Submission:
    """Take in what was sent by the step ``seen``; from then on the submission is not changed.

    Errors: PermissionRefused; SubmissionError decided_meanwhile, wrong_state.
    """
    author = by.require("submission.receive")
    current = _undecided(submission, "accept", seen)
    before, current.state = current.state, next_state(current, "accept")
    current.save(update_fields=["state"])
    keep_step(current, "accept", author, before=before)
    emit("submission.accepted", target=current, bodies=[current.duty.body_id])
    return current


@transaction.atomic
def return_submission(
    *, by: Actor, submission: Submission, seen: int, reason: str = ""
) -> Submission:
    """Return what was sent by the step ``seen``, for its open remarks or for a reason given.

    Errors: PermissionRefused; SubmissionError decided_meanwhile, wrong_state,
    return_without_reason.
    """
    author = by.require("submission.receive")
    current = _undecided(submission, "return", seen)
    open_remarks = current.remarks.filter(settled_at__isnull=True).count()
    if not reason.strip() and not open_remarks:
        raise SubmissionError("return_without_reason")
    before, current.state = current.state, next_state(current, "return")
    current.returns += 1
    current.save(update_fields=["state", "returns"])
    more = {"returns": current.returns, "remarks": open_remarks}
    keep_step(current, "return", author, reason=reason.strip(), before=before, more={**more})
    emit("submission.returned", target=current, bodies=[current.duty.body_id])
    return current


def _undecided(submission: Submission, action: str, seen: int) -> Submission:
    """The submission, locked, as it was when it was looked at: of two who decide one wins."""
    current = lock_submission(submission)
    last = current.steps.filter(action__in=_DECIDING).select_related("by").last()
    if last is not None and last.pk != seen:
        state = SubmissionState(last.state).label
        raise SubmissionError("decided_meanwhile", person=last.by, state=state)
    next_state(current, action)
    return current
