"""What the steps of a submission share: the locked row, the step kept, the event in the trail."""

from __future__ import annotations

from tiendo.audit.trail import Author, Value, record
from tiendo.domain import clock
from tiendo.domain.submissions import IN_HAND, Standing, target_of
from tiendo.regimes.models import Submission, SubmissionState, SubmissionStep
from tiendo.regimes.submissions.errors import SubmissionError
from tiendo.reporting.models import Report, ReportState


def lock_submission(submission: Submission) -> Submission:
    """The submission as it stands, held until the step is done."""
    rows = Submission.objects.select_for_update(of=("self",)).select_related(
        "duty__body", "duty__addressee", "duty__cycle__version__regime__programme"
    )
    return rows.get(pk=submission.pk)


def require_in_hand(submission: Submission) -> Report:
    """The draft that the body works on.

    Errors: SubmissionError wrong_state, not_reworked.
    """
    if Standing(submission.state) not in IN_HAND:
        raise SubmissionError("wrong_state", state=submission.get_state_display())
    report = submission.report
    if submission.state == SubmissionState.RETURNED and report.state != ReportState.DRAFT:
        raise SubmissionError("not_reworked")
    return report


def next_state(submission: Submission, action: str) -> str:
    """Where a step leads. Errors: SubmissionError wrong_state."""
    target = target_of(action, Standing(submission.state))
    if target is None:
        raise SubmissionError("wrong_state", state=submission.get_state_display())
    return target.value


def keep_step(
    submission: Submission,
    action: str,
    by: Author,
    *,
    reason: str = "",
    before: str | None = None,
    more: dict[str, Value] | None = None,
) -> SubmissionStep:
    """Keep a step with the version of the report it concerns, and write its event.

    Call it inside the transaction of the action.
    """
    report, user_id = submission.report, by.user_id
    if user_id is None:
        raise ValueError("a step is taken by a person")
    step = SubmissionStep.objects.create(
        submission=submission,
        report=report,
        action=action,
        state=submission.state,
        report_version=report.version,
        reason=reason,
        by_id=user_id,
        at=clock.now(),
    )
    record(
        by=by,
        action=f"submission.{action}",
        target=submission,
        before={"state": before} if before else None,
        after={
            "state": submission.state,
            "own_report": report.pk,
            "version": report.version,
            **(more or {}),
        },
        reason=reason,
    )
    return step
