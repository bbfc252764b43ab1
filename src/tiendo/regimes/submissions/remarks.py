"""Remarks on the places of a submission: made by who receives, answered by who writes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Value, record
from tiendo.domain import clock
from tiendo.outbox.actions import emit
from tiendo.regimes.models import Remark, Submission, SubmissionState
from tiendo.regimes.submissions.errors import SubmissionError
from tiendo.regimes.submissions.permissions import require_writer
from tiendo.regimes.submissions.steps import lock_submission


@dataclass(frozen=True, slots=True)
class RemarkPlace:
    """What a remark is on: the heading's code, the row and the figure by their stable names, and
    the words that stood there. All empty: the whole report."""

    heading: str = ""
    row: str = ""
    figure: str = ""
    quote: str = ""


WHOLE = RemarkPlace()


@transaction.atomic
def make_remark(
    *, by: Actor, submission: Submission, text: str, place: RemarkPlace = WHOLE
) -> Remark:
    """Remark on a paragraph, a row or a figure of what was sent, or on the whole.

    Errors: PermissionRefused; SubmissionError wrong_state, text_missing.
    """
    author = by.require("submission.receive")
    current = lock_submission(submission)
    if current.state != SubmissionState.SENT:
        raise SubmissionError("wrong_state", state=current.get_state_display())
    if not text.strip():
        raise SubmissionError("text_missing")
    remark = Remark.objects.create(
        submission=current,
        report=current.report,
        heading=place.heading,
        row=place.row,
        figure=place.figure,
        quote=place.quote,
        text=text.strip(),
        report_version=current.report.version,
        by_id=by.user_id,
        at=clock.now(),
    )
    after: dict[str, Value] = {
        "submission": current.pk,
        "heading": place.heading,
        **({"row": place.row} if place.row else {}),
        **({"figure": place.figure} if place.figure else {}),
        "text": remark.text,
    }
    record(by=author, action="remark.make", target=remark, after=after)
    return remark


@transaction.atomic
def answer_remark(*, by: Actor, remark: Remark, text: str) -> Remark:
    """Say what was done about a remark.

    Errors: PermissionRefused; SubmissionError remark_settled, wrong_state, text_missing.
    """
    author = require_writer(by, remark.submission)
    current = _open_remark(remark)
    if not text.strip():
        raise SubmissionError("text_missing")
    before, current.answer = current.answer, text.strip()
    current.save(update_fields=["answer"])
    record(
        by=author,
        action="remark.answer",
        target=current,
        before={"answer": before},
        after={"answer": current.answer},
    )
    emit("submission.remark_answered", target=current.submission, users=[current.by_id])
    return current


@transaction.atomic
def settle_remark(*, by: Actor, remark: Remark) -> Remark:
    """Say that a remark is done with.

    Errors: PermissionRefused; SubmissionError remark_settled, wrong_state.
    """
    author = by.require("submission.receive")
    current = _open_remark(remark)
    current.settled_by_id, current.settled_at = by.user_id, clock.now()
    current.save(update_fields=["settled_by", "settled_at"])
    record(by=author, action="remark.settle", target=current, after={"settled": True})
    return current


def _open_remark(remark: Remark) -> Remark:
    """The remark, locked with its submission, where there is still something to say to it."""
    submission = lock_submission(remark.submission)
    rows = Remark.objects.select_for_update(of=("self",)).select_related("by")
    current = rows.get(pk=remark.pk)
    if current.settled_at is not None:
        raise SubmissionError("remark_settled")
    if submission.state == SubmissionState.ACCEPTED:
        raise SubmissionError("wrong_state", state=submission.get_state_display())
    current.submission = submission
    return current
