"""Between sending and receiving: who receives opens it, or the body takes it back before that."""

from __future__ import annotations

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.issuing.queries import paper_of_report
from tiendo.outbox.actions import emit
from tiendo.regimes.models import Submission, SubmissionState
from tiendo.regimes.submissions.errors import SubmissionError
from tiendo.regimes.submissions.sending import receiver_of
from tiendo.regimes.submissions.steps import keep_step, lock_submission, next_state
from tiendo.reporting.actions import correct_report


@transaction.atomic
def see_submission(*, by: Actor, submission: Submission) -> bool:
    """Keep that who receives has opened what was sent; whether this was the first time.

    From then on the body does not take it back. Errors: PermissionRefused.
    """
    author = by.require("submission.receive")
    current = lock_submission(submission)
    if current.state != SubmissionState.SENT or current.seen_at is not None:
        return False
    current.seen_at = clock.now()
    current.save(update_fields=["seen_at"])
    keep_step(current, "see", author)
    return True


@transaction.atomic
def take_back_submission(*, by: Actor, submission: Submission, reason: str) -> Submission:
    """Take back what was sent and nobody has opened: a new draft with the same words.

    What was sent stays as it was. The next sending is in time or late by its own day, unless the
    report was returned before. Errors: PermissionRefused; SubmissionError wrong_state,
    taken_back_without_reason, already_seen, already_numbered.
    """
    author = by.require("submission.send", at=submission.duty.body_id)
    current = lock_submission(submission)
    before, state = current.state, next_state(current, "take_back")
    if current.seen_at is not None:
        raise SubmissionError("already_seen", day=f"{clock.local_day(current.seen_at):%d/%m/%Y}")
    if not reason.strip():
        raise SubmissionError("taken_back_without_reason")
    paper = paper_of_report(current.report)
    if paper is not None and paper.entry_id is not None:
        raise SubmissionError("already_numbered")
    current.state = state
    current.report = correct_report(by=by, report=current.report, reason=reason)
    if not current.returns:
        current.sent_at, current.is_late = None, False
    current.save(update_fields=["state", "report", "sent_at", "is_late"])
    keep_step(current, "take_back", author, reason=reason.strip(), before=before)
    emit("submission.taken_back", target=current, bodies=[receiver_of(current.duty)])
    return current
