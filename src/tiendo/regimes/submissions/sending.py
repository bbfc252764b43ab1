"""Sending a submission: the head of the body sends what was composed, and it stays so."""

from __future__ import annotations

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.outbox.actions import emit
from tiendo.regimes.models import ReportDuty, Submission
from tiendo.regimes.submissions.errors import SubmissionError
from tiendo.regimes.submissions.steps import (
    keep_step,
    lock_submission,
    next_state,
    require_in_hand,
)
from tiendo.reporting.actions import approve_report
from tiendo.reporting.models import Report, ReportState
from tiendo.reporting.writings import unprinted_places


@transaction.atomic
def send_submission(
    *,
    by: Actor,
    submission: Submission,
    version: int,
    reason: str = "",
    open_reason: str = "",
    seen: str = "",
) -> Submission:
    """Send the composed report that was seen; from then on the database keeps it as it is.

    Late is what is first sent after the last day, or after the cycle was closed: then it is taken
    with its ``reason`` alone. ``open_reason`` is that for going on although the checks
    found something, ``seen`` the fingerprint of what they found when it was looked at. Errors:
    PermissionRefused; SubmissionError wrong_state, not_reworked, duty_released, words_newer,
    corrected_meanwhile, late_reason_missing; ReportError composed_meanwhile, checks_open,
    findings_open, findings_changed.
    """
    author = by.require("submission.send", at=submission.duty.body_id)
    current = lock_submission(submission)
    before = current.state
    state = next_state(current, "send")
    report = require_in_hand(current)
    duty = current.duty
    _refuse_unsendable(duty, report, reason)
    if report.state == ReportState.DRAFT:
        # Sending freezes the body's report, unless somebody approved it before.
        approve_report(by=by, report=report, version=version, reason=open_reason, seen=seen)
    if current.sent_at is None:
        current.is_late = clock.today() > duty.last_day or duty.cycle.closed_at is not None
    current.state, current.sent_at, current.seen_at = state, clock.now(), None
    current.save(update_fields=["state", "sent_at", "seen_at", "is_late"])
    current.report.refresh_from_db(fields=["state", "version"])
    late = {"is_late": current.is_late, "after_closing": duty.cycle.closed_at is not None}
    keep_step(current, "send", author, reason=reason.strip(), before=before, more={**late})
    emit("submission.sent", target=current, bodies=[receiver_of(duty)])
    return current


def _refuse_unsendable(duty: ReportDuty, report: Report, reason: str) -> None:
    if duty.released_at is not None:
        why = duty.release_reason.rstrip(". ") + "."
        raise SubmissionError("duty_released", body=duty.body.name, reason=why)
    closed_at = duty.cycle.closed_at
    if closed_at is not None and not reason.strip():
        day = f"{clock.local_day(closed_at):%d/%m/%Y}"
        raise SubmissionError("late_reason_missing", day=day)
    if report.state == ReportState.DRAFT and unprinted_places(report):
        raise SubmissionError("words_newer")
    if report.state != ReportState.DRAFT and Report.objects.filter(corrects=report).exists():
        raise SubmissionError("corrected_meanwhile")


def receiver_of(duty: ReportDuty) -> int:
    """The body whose people are told: the one addressed, else who coordinates the programme."""
    return duty.addressee_id or duty.cycle.version.regime.programme.coordinator_id
