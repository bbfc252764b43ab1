"""A body's submission in its own hands: opened, composed anew, called ready, mended."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.issuing.models import PaperState
from tiendo.issuing.queries import paper_of_report
from tiendo.outbox.actions import emit
from tiendo.regimes.models import Cycle, ReportDuty, Submission, SubmissionState
from tiendo.regimes.submissions.errors import SubmissionError
from tiendo.regimes.submissions.permissions import require_reopener, require_writer
from tiendo.regimes.submissions.steps import keep_step, lock_submission, require_in_hand
from tiendo.regimes.titles import title_of
from tiendo.reporting.actions import compile_report, correct_report, recompile_report
from tiendo.reporting.models import OutlineVersion, Report, ReportState
from tiendo.reporting.writings import newest_narrative


@transaction.atomic
def open_submission(*, by: Actor, duty: ReportDuty) -> Submission:
    """Open the report that a body owes: composed from what it has confirmed, in its own name.

    Opened already, it is given as it stands. Errors: PermissionRefused; SubmissionError
    duty_released, no_text_asked, period_ahead; ReportError of composing.
    """
    author = by.require("submission.write", at=duty.body_id)
    held = ReportDuty.objects.select_for_update(of=("self",)).select_related(
        "body__parent",
        "addressee",
        "level__outline",
        "cycle__version__outline",
        "cycle__version__regime__programme__coordinator",
        "cycle__version__regime__programme__document__issuer",
    )
    current = held.get(pk=duty.pk)
    opened = Submission.objects.filter(duty=current).first()
    if opened is not None:
        return opened
    _refuse_unowed(current)
    cycle = current.cycle
    report = compile_report(
        by=by,
        programme=cycle.version.regime.programme,
        period_start=cycle.period_start,
        period_end=cycle.period_end,
        as_of=day_of_figures(cycle),
        title=title_of(cycle),
        addressee=addressee_of(current),
        body=current.body,
        outline=_outline_of(current),
    )
    submission = Submission.objects.create(
        duty=current, report=report, opened_by_id=by.user_id, opened_at=clock.now()
    )
    keep_step(submission, "open", author, more={"duty": current.pk})
    return submission


@transaction.atomic
def compose_submission(*, by: Actor, submission: Submission, version: int) -> Report:
    """Compose the report anew: with today's figures and the newest words of every place, at once.

    Errors: PermissionRefused; SubmissionError wrong_state, not_reworked; ReportError
    composed_meanwhile.
    """
    require_writer(by, submission)
    current = lock_submission(submission)
    report = require_in_hand(current)
    return recompile_report(
        by=by,
        report=report,
        version=version,
        as_of=day_of_figures(current.duty.cycle),
        addressee=addressee_of(current.duty),
        narrative=newest_narrative(report),
    )


@transaction.atomic
def call_ready(*, by: Actor, submission: Submission) -> Submission:
    """Tell the body's head that the report is ready to be sent.

    Errors: PermissionRefused; SubmissionError wrong_state, not_reworked.
    """
    author = require_writer(by, submission)
    current = lock_submission(submission)
    require_in_hand(current)
    keep_step(current, "ready", author)
    emit("submission.ready", target=current, bodies=[current.duty.body_id])
    return current


@transaction.atomic
def rework_submission(*, by: Actor, submission: Submission) -> Submission:
    """Begin to mend what was returned: a new draft with the same words and today's knowledge.

    What was sent stays as it was. Errors: PermissionRefused; SubmissionError wrong_state,
    already_reworked.
    """
    author = require_writer(by, submission)
    current = lock_submission(submission)
    if current.state != SubmissionState.RETURNED:
        raise SubmissionError("wrong_state", state=current.get_state_display())
    if current.report.state == ReportState.DRAFT:
        raise SubmissionError("already_reworked")
    returned = current.steps.filter(action="return").last()
    why = returned.reason if returned and returned.reason else "Sửa theo góp ý của nơi nhận"
    _begin_correction(by, current, why)
    keep_step(current, "rework", author)
    return current


@transaction.atomic
def reopen_submission(*, by: Actor, submission: Submission, reason: str) -> Submission:
    """Begin to mend what was approved and not sent yet: a new draft with the same words.

    What was approved stays as it was, and so does a paper of it. Errors: PermissionRefused;
    SubmissionError wrong_state, nothing_to_reopen, reopened_without_reason, number_held.
    """
    author = require_reopener(by, submission)
    current = lock_submission(submission)
    if current.state != SubmissionState.WRITING:
        raise SubmissionError("wrong_state", state=current.get_state_display())
    if current.report.state == ReportState.DRAFT:
        raise SubmissionError("nothing_to_reopen")
    if not reason.strip():
        raise SubmissionError("reopened_without_reason")
    paper = paper_of_report(current.report)
    if paper is not None and paper.state == PaperState.NUMBERED:
        raise SubmissionError("number_held")
    _begin_correction(by, current, reason.strip())
    keep_step(current, "reopen", author, reason=reason.strip())
    return current


def _begin_correction(by: Actor, submission: Submission, reason: str) -> None:
    """Put the draft that corrects the report in its place."""
    # Whoever compiles reports may have begun the correction already.
    begun = Report.objects.filter(corrects=submission.report).first()
    submission.report = begun or correct_report(by=by, report=submission.report, reason=reason)
    submission.save(update_fields=["report"])


def day_of_figures(cycle: Cycle) -> dt.date:
    """The day whose figures a report of a cycle gives: the closing day, or today if earlier."""
    return min(cycle.closing_on, clock.today())


def addressee_of(duty: ReportDuty) -> str:
    """Who is addressed."""
    return duty.addressee.name if duty.addressee else duty.addressee_text


def _outline_of(duty: ReportDuty) -> OutlineVersion | None:
    return duty.level.outline or duty.cycle.version.outline


def _refuse_unowed(duty: ReportDuty) -> None:
    if duty.released_at is not None:
        reason = duty.release_reason.rstrip(". ") + "."
        raise SubmissionError("duty_released", body=duty.body.name, reason=reason)
    if duty.cycle.version.regime.kind == "package":
        raise SubmissionError("no_text_asked")
    if duty.cycle.period_start > clock.today():
        raise SubmissionError("period_ahead", day=f"{duty.cycle.period_start:%d/%m/%Y}")
