"""Approval of a run into a programme, then the step that gives complete tasks to their bodies."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tiendo.intake.actions import approve_run, go_live_ready
from tiendo.intake.errors import IntakeError
from tiendo.intake.going_live import readiness
from tiendo.intake.matching import likely_tasks, match_of, to_match
from tiendo.intake.messages import LACKS
from tiendo.intake.models import Draft, DraftState, ExtractionRun, RunState
from tiendo.intake.queries import drafts_in, guessed_links, progress
from tiendo.programmes.errors import ProgrammeError
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import Lifecycle
from tiendo.tasks.queries import visible_tasks
from tiendo.workspace.access import READ_WRITE, PageRequest, page
from tiendo.workspace.forms.intake import ApprovalForm
from tiendo.workspace.views.intake import found_run


@page("draft.review", methods=READ_WRITE)
def approve(request: PageRequest, pk: int) -> HttpResponse:
    """Turn the accepted drafts into tasks of a programme, once."""
    run = found_run(request, pk)
    form = ApprovalForm(request.POST or None, initial=ApprovalForm.initial_of(run, request.actor))
    if request.method != "POST":
        return _approval_page(request, run, form)
    if not form.is_valid():
        return _approval_page(request, run, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        approval = approve_run(run=run, programme=form.target(), by=request.actor)
    except (IntakeError, ProgrammeError, TaskError) as error:
        form.add_error(None, str(error))
        return _approval_page(request, found_run(request, pk), form, HTTPStatus.CONFLICT)
    words = _("Đã tạo %(count)d nhiệm vụ. Xem lại rồi giao việc.")
    messages.success(request, words % {"count": len(approval.tasks)})
    return redirect("intake-go-live", pk=run.pk)


@page("draft.review", methods=READ_WRITE)
def go_live(request: PageRequest, pk: int) -> HttpResponse:
    """Show how many tasks can be given and what the others lack; give them when confirmed."""
    run = found_run(request, pk)
    status = HTTPStatus.OK
    if request.method == "POST":
        try:
            gone = go_live_ready(run=run, by=request.actor)
        except TaskError as error:
            messages.error(request, str(error))
            status = HTTPStatus.CONFLICT
        else:
            words = _("Đã giao %(count)d nhiệm vụ.")
            messages.success(request, words % {"count": len(gone.tasks)})
            return redirect("intake-go-live", pk=pk)
    state = readiness(run=run, by=request.actor)
    context = {
        "run": run,
        "document": run.text.rendition.document,
        "state": state,
        "lacking": [(task, _lack_words(codes)) for task, codes in state.lacking.items()],
        "counts": [(LACKS.get(code, code), count) for code, count in state.counts.items()],
        "ready_count": len(state.ready),
        "other_drafts": _other_drafts(request, run, len(state.ready) + len(state.lacking)),
    }
    return render(request, "intake/go_live.html", context, status=status)


def _other_drafts(request: PageRequest, run: ExtractionRun, own: int) -> int:
    """The drafts of the programme that this document did not bring itself."""
    drafts = visible_tasks(request.actor).filter(lifecycle=Lifecycle.DRAFT)
    return drafts.filter(programme=run.programme_id).count() - own if run.programme_id else 0


def _lack_words(codes: Sequence[str]) -> list[str | Promise]:
    return [LACKS.get(code, code) for code in codes]


def _unmatched(request: PageRequest, run: ExtractionRun, drafts: Sequence[Draft]) -> int:
    """How many accepted drafts sound like a live task and nobody said whether they are it."""
    if run.state == RunState.APPROVED:
        return 0
    accepted = [d for d in to_match(drafts) if d.state == DraftState.ACCEPTED and not match_of(d)]
    return len(likely_tasks(run, accepted, request.actor))


def _approval_page(
    request: PageRequest, run: ExtractionRun, form: ApprovalForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    drafts = drafts_in(run)
    review = progress(drafts)
    context = {
        "run": run,
        "document": run.text.rendition.document,
        "form": form,
        "progress": review,
        "accepted": review.by_state.get("accepted", 0),
        "open": review.by_state.get("proposed", 0),
        "guessed": guessed_links(drafts),
        "unmatched": _unmatched(request, run, drafts),
        "is_approved": run.state == RunState.APPROVED,
        "lacking": [(LACKS[code], count) for code, count in review.lacking.items()],
    }
    return render(request, "intake/approve.html", context, status=status)
