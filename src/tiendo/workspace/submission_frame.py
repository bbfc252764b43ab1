"""What every page about a submission needs: the submission, who may see it, what may be done."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain import clock
from tiendo.domain.submissions import IN_HAND, Standing
from tiendo.regimes.models import Remark, Submission, SubmissionState
from tiendo.regimes.submissions.permissions import may_reopen, may_send, may_write
from tiendo.regimes.submissions.queries import is_visible, submission_with_duty
from tiendo.regimes.submissions.taking_back import see_submission
from tiendo.reporting.models import ReportState
from tiendo.workspace.access import PageRequest
from tiendo.workspace.submission_page import Powers
from tiendo.workspace.submission_words import STATE_LOOKS


def found_submission(request: PageRequest, pk: int) -> Submission:
    """The submission, for a person who may see it. Errors: Http404; PermissionDenied."""
    try:
        submission = submission_with_duty(pk)
    except Submission.DoesNotExist as error:
        raise Http404 from error
    if not is_visible(request.actor, submission):
        raise PermissionDenied
    return submission


def written_submission(request: PageRequest, pk: int) -> Submission:
    """The submission, for a person who writes it. Errors: Http404; PermissionDenied."""
    submission = found_submission(request, pk)
    if not may_write(request.actor, submission):
        raise PermissionDenied
    return submission


def sent_submission(request: PageRequest, pk: int) -> Submission:
    """The submission, for a person who sends it. Errors: Http404; PermissionDenied."""
    submission = found_submission(request, pk)
    if not may_send(request.actor, submission):
        raise PermissionDenied
    return submission


def found_remark(request: PageRequest, pk: int) -> Remark:
    """The remark, with its submission as the person sees it. Errors: Http404; PermissionDenied."""
    remark = Remark.objects.select_related("by", "submission__duty").filter(pk=pk).first()
    if remark is None:
        raise Http404
    remark.submission = found_submission(request, remark.submission_id)
    return remark


def note_seen(request: PageRequest, submission: Submission) -> None:
    """Keep that who receives has opened what waits: the body does not take it back any more."""
    is_waiting = submission.state == SubmissionState.SENT and submission.seen_at is None
    is_own = request.actor.may("submission.view", at=submission.duty.body_id)
    # Who compiled it receives nothing by looking at it.
    is_own = is_own or may_write(request.actor, submission)
    receives = request.actor.may("submission.receive") and not is_own
    if is_waiting and receives and request.method == "GET":
        see_submission(by=request.actor, submission=submission)
        submission.refresh_from_db(fields=["seen_at"])


def powers_of(request: PageRequest, submission: Submission) -> Powers:
    """What may be done in the page of the report."""
    is_open = submission.state != SubmissionState.ACCEPTED
    writes = may_write(request.actor, submission)
    receives = request.actor.may("submission.receive")
    return Powers(
        writes=writes and is_in_hand(submission),
        remarks=receives and submission.state == SubmissionState.SENT,
        answers=writes and is_open,
        settles=receives and is_open,
    )


def is_in_hand(submission: Submission) -> bool:
    """Whether the body works on a draft now."""
    is_draft = submission.report.state == ReportState.DRAFT
    return Standing(submission.state) in IN_HAND and is_draft


def is_sendable(submission: Submission) -> bool:
    """Whether there is something to send: a draft, or what somebody approved before the sending."""
    is_first = submission.state == SubmissionState.WRITING
    return is_first or is_in_hand(submission)


def is_reopenable(submission: Submission) -> bool:
    """Whether the report was approved and waits to be sent."""
    return submission.state == SubmissionState.WRITING and not is_in_hand(submission)


def reopened_submission(request: PageRequest, pk: int) -> Submission:
    """The submission, for a person who may open its report again. Errors: Http404;
    PermissionDenied."""
    submission = found_submission(request, pk)
    if not may_reopen(request.actor, submission):
        raise PermissionDenied
    return submission


def _state_words(submission: Submission) -> str | Promise:
    if is_reopenable(submission):
        return _("Đã duyệt, chưa gửi")
    return submission.get_state_display()


def frame_of(request: PageRequest, submission: Submission) -> dict[str, object]:
    """The submission, how it stands, and the steps that who looks at it may take."""
    in_hand, receives = is_in_hand(submission), request.actor.may("submission.receive")
    writes = may_write(request.actor, submission)
    icon, look = STATE_LOOKS[submission.state]
    is_sent = submission.state == SubmissionState.SENT
    return {
        "submission": submission,
        "report": submission.report,
        "duty": submission.duty,
        "cycle": submission.duty.cycle,
        "state_words": _state_words(submission),
        "state_icon": icon,
        "state_look": look,
        "today": clock.today(),
        "programme_in_view": submission.report.programme,
        "may_write": writes and in_hand,
        "may_send": is_sendable(submission) and may_send(request.actor, submission),
        "may_take_back": is_sent and not submission.seen_at and may_send(request.actor, submission),
        "may_rework": (writes and submission.state == SubmissionState.RETURNED and not in_hand),
        "may_reopen": is_reopenable(submission) and may_reopen(request.actor, submission),
        "may_receive": receives and is_sent,
        "may_see_trail": request.actor.may("trail.view"),
    }
