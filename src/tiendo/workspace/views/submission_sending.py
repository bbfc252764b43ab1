"""Steps of a body with its submission: call it ready, send it, mend what was returned."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tiendo.regimes.models import Submission
from tiendo.regimes.submissions.queries import open_remarks
from tiendo.regimes.submissions.sending import send_submission
from tiendo.regimes.submissions.taking_back import take_back_submission
from tiendo.regimes.submissions.writing import call_ready, reopen_submission, rework_submission
from tiendo.reporting.writings import unprinted_places
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, page
from tiendo.workspace.answers import answer_form, press_button, say_done
from tiendo.workspace.forms.submissions import ReopenForm, SendForm, TakeBackForm
from tiendo.workspace.report_check_rows import checks_of
from tiendo.workspace.submission_frame import (
    frame_of,
    is_in_hand,
    reopened_submission,
    sent_submission,
    written_submission,
)


@page("submission.write", methods=WRITE)
def ready(request: PageRequest, pk: int) -> HttpResponse:
    """Tell the head that the report is ready to be sent."""
    submission = written_submission(request, pk)

    def act() -> str:
        call_ready(by=request.actor, submission=submission)
        return _("Đã báo thủ trưởng. Báo cáo vẫn sửa được cho đến khi gửi.")

    return press_button(request, act, "submission", pk)


@page("submission.send", methods=READ_WRITE)
def send(request: PageRequest, pk: int) -> HttpResponse:
    """Send the report as it was composed."""
    submission = sent_submission(request, pk)
    first = {"version": submission.report.version}
    is_closed = submission.duty.cycle.closed_at is not None
    form = SendForm(request.POST or None, initial=first, is_closed=is_closed)

    def act() -> HttpResponse:
        typed = form.cleaned_data
        sent = send_submission(
            by=request.actor,
            submission=submission,
            version=typed["version"],
            reason=typed.get("reason", ""),
            open_reason=typed["open_reason"],
            seen=typed["seen"],
        )
        words = _("Đã gửi báo cáo, ghi là gửi muộn.") if sent.is_late else _("Đã gửi báo cáo.")
        return say_done(request, words, "submission", pk)

    def show(*, status: int) -> HttpResponse:
        report, in_hand = submission.report, is_in_hand(submission)
        context = {
            **frame_of(request, submission),
            **checks_of(request.actor, report),
            "form": form,
            "has_new_words": in_hand and bool(unprinted_places(report)),
            "remarks": list(open_remarks(submission)),
        }
        return render(request, "submissions/send.html", context, status=status)

    return answer_form(request, form, act, show, {"findings_open": "open_reason"})


@page("submission.send", methods=READ_WRITE)
def take_back(request: PageRequest, pk: int) -> HttpResponse:
    """Take back what was sent and nobody has opened."""
    submission = sent_submission(request, pk)
    return _with_reason(
        request,
        submission,
        TakeBackForm(request.POST or None),
        "submissions/take_back.html",
        take_back_submission,
        _("Đã rút lại báo cáo. Bản nháp mới có lời văn của bản đã gửi."),
    )


@page("submission.view", methods=READ_WRITE)
def reopen(request: PageRequest, pk: int) -> HttpResponse:
    """Begin to mend what was approved and not sent yet."""
    submission = reopened_submission(request, pk)
    return _with_reason(
        request,
        submission,
        ReopenForm(request.POST or None),
        "submissions/reopen.html",
        reopen_submission,
        _("Đã mở bản nháp mới với lời văn của bản đã duyệt và số liệu hiện nay."),
    )


def _with_reason(
    request: PageRequest,
    submission: Submission,
    form: Form,
    template: str,
    step: Callable[..., object],
    words: str,
) -> HttpResponse:
    """The form of a step that needs a reason, the step, and what is said of it."""

    def act() -> HttpResponse:
        step(by=request.actor, submission=submission, reason=form.cleaned_data["reason"])
        return say_done(request, words, "submission", submission.pk)

    context = {**frame_of(request, submission), "form": form}
    show = partial(render, request, template, context)
    return answer_form(request, form, act, show)


@page("submission.write", methods=WRITE)
def rework(request: PageRequest, pk: int) -> HttpResponse:
    """Begin to mend what was returned."""
    submission = written_submission(request, pk)

    def act() -> str:
        rework_submission(by=request.actor, submission=submission)
        return _("Đã mở bản sửa với lời văn của bản đã gửi và số liệu hiện nay.")

    return press_button(request, act, "submission", pk)
