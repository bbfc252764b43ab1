"""Screens of who receives submissions: what waits, taking in, returning."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tiendo.domain import clock
from tiendo.regimes.models import Submission
from tiendo.regimes.submissions.errors import SubmissionError
from tiendo.regimes.submissions.queries import (
    QueueFilter,
    stand_of_cycles,
    submissions_to_receive,
)
from tiendo.regimes.submissions.receiving import (
    accept_submission,
    accept_submissions,
    return_submission,
)
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, page
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.forms.submissions import QueueFilterForm, ReturnForm, SeenForm, SeveralForm
from tiendo.workspace.submission_frame import found_submission, frame_of

PER_PAGE = 150


@page("submission.view_all")
def show_queue(request: PageRequest) -> HttpResponse:
    """What was sent and waits, the longest waiting first, and where the cycles stand."""
    return _show_queue(request)


@page("submission.receive", methods=WRITE)
def accept_several(request: PageRequest) -> HttpResponse:
    """Take in those that were ticked; those left out are told with the reason."""
    seen = SeveralForm(request.POST).seen()
    if not seen:
        messages.error(request, _("Chưa chọn báo cáo nào. Đánh dấu các dòng rồi bấm lại."))
        return redirect("submission-queue")
    received = accept_submissions(by=request.actor, seen=seen)
    if received.accepted:
        words = _("Đã tiếp nhận %(count)s báo cáo.") % {"count": received.accepted}
        messages.success(request, words)
    if received.refused:
        return _show_queue(request, received.refused, status=HTTPStatus.CONFLICT)
    return redirect("submission-queue")


@page("submission.receive", methods=READ_WRITE)
def accept(request: PageRequest, pk: int) -> HttpResponse:
    """Take in what was seen."""
    submission = found_submission(request, pk)
    form = SeenForm(request.POST or None, initial={"seen": _seen(submission)})

    def act() -> HttpResponse:
        seen = form.cleaned_data["seen"]
        accept_submission(by=request.actor, submission=submission, seen=seen)
        return say_done(request, _("Đã tiếp nhận báo cáo."), "submission-queue")

    context = {**_frame(request, submission), "form": form}
    show = partial(render, request, "submissions/accept.html", context)
    return answer_form(request, form, act, show)


@page("submission.receive", methods=READ_WRITE)
def give_back(request: PageRequest, pk: int) -> HttpResponse:
    """Return what was seen, to be mended."""
    submission = found_submission(request, pk)
    form = ReturnForm(request.POST or None, initial={"seen": _seen(submission)})

    def act() -> HttpResponse:
        typed = form.cleaned_data
        return_submission(
            by=request.actor, submission=submission, seen=typed["seen"], reason=typed["reason"]
        )
        return say_done(request, _("Đã trả lại báo cáo để sửa."), "submission-queue")

    context = {**_frame(request, submission), "form": form}
    show = partial(render, request, "submissions/return.html", context)
    return answer_form(request, form, act, show, {"return_without_reason": "reason"})


def _show_queue(
    request: PageRequest,
    refused: Sequence[tuple[Submission, SubmissionError]] = (),
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    form = QueueFilterForm(request.GET)
    narrowed = form.chosen()
    listed = submissions_to_receive(request.actor, narrowed)
    context = {
        "form": form,
        "page": Paginator(listed, PER_PAGE).get_page(request.GET.get("page")),
        "may_receive": request.actor.may("submission.receive"),
        "is_filtered": narrowed != QueueFilter(),
        "cycles": stand_of_cycles(request.actor, clock.today(), narrowed.programme),
        "refused": [(submission, str(error)) for submission, error in refused],
    }
    return render(request, "submissions/queue.html", context, status=status)


def _frame(request: PageRequest, submission: Submission) -> dict[str, object]:
    waiting = submission.remarks.filter(settled_at__isnull=True).count()
    return {**frame_of(request, submission), "open_remarks": waiting}


def _seen(submission: Submission) -> int | None:
    """The sending that a page shows; None before the first."""
    sent = submission.steps.filter(action="send").values_list("pk", flat=True)
    return sent.last()
