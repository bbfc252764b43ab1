"""Receiving submissions: taken in, or returned to be mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Received:
    """What became of several that were to be taken in: how many were, and why others were not."""

    accepted: int
    refused: tuple[tuple[Submission, SubmissionError], ...]


@transaction.atomic
def accept_submissions(*, by: Actor, seen: Mapping[int, int]) -> Received:
    """Take in several at once, each as it was sent by the step that was seen.

    One with remarks that are not done, or that somebody decided on meanwhile, is left out and told.
    ``seen``: the step by the submission's id. Errors: PermissionRefused.
    """
    by.require("submission.receive")
    rows = Submission.objects.filter(pk__in=seen).select_related("duty__body").order_by("pk")
    refused: list[tuple[Submission, SubmissionError]] = []
    for submission in rows:
        try:
            _refuse_remarked(submission)
            accept_submission(by=by, submission=submission, seen=seen[submission.pk])
        except SubmissionError as error:
            refused.append((submission, error))
    return Received(len(rows) - len(refused), tuple(refused))


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


def _refuse_remarked(submission: Submission) -> None:
    number = submission.remarks.filter(settled_at__isnull=True).count()
    if number:
        raise SubmissionError("remarks_open", count=number)


def _undecided(submission: Submission, action: str, seen: int) -> Submission:
    """The submission, locked, as it was when it was looked at: of two who decide one wins."""
    current = lock_submission(submission)
    last = current.steps.filter(action__in=_DECIDING).select_related("by").last()
    if last is not None and last.pk != seen:
        state = SubmissionState(last.state).label
        raise SubmissionError("decided_meanwhile", person=last.by, state=state)
    next_state(current, action)
    return current
