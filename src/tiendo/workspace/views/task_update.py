"""The short form in which work is reported; opened many times a day, it reads what it shows."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from tiendo.documents.errors import UploadRefused
from tiendo.tasks.errors import TaskError
from tiendo.tasks.messages import message_of
from tiendo.workspace.access import READ_WRITE, PageRequest, page
from tiendo.workspace.forms.task_updates import UpdateForm, kept_from
from tiendo.workspace.task_evidence import receive
from tiendo.workspace.task_page import last_changes
from tiendo.workspace.task_steps import STEPS
from tiendo.workspace.task_words import STEP_BUTTONS
from tiendo.workspace.views.tasks_steps import FIELDS, show_step
from tiendo.workspace.work_to_report import WorkToReport, read_work, was_sent

STEP = STEPS["update"]
# A form opened from the work list leads back to it.
BACK, MY_WORK = "ve", "viec-cua-toi"


@page("task.view", methods=READ_WRITE)
def show(request: PageRequest, pk: int) -> HttpResponseBase:
    """The form and the sending of it; where the task moved on, why, and what can be done now."""
    work = read_work(request, pk)
    is_sent = request.method == "POST"
    if work is None:
        again = is_sent and was_sent(request, pk)
        return _onward(request, pk) if again else show_step(STEP, request, pk)
    form = UpdateForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        initial={"version": work.task.version, **kept_from(work.last)},
    )
    if is_sent:
        return _send(request, work, form)
    return _page(request, work, form)


def _send(request: PageRequest, work: WorkToReport, form: UpdateForm) -> HttpResponse:
    unprocessable = HTTPStatus.UNPROCESSABLE_ENTITY
    if not form.is_valid():
        return _page(request, work, form, unprocessable)
    try:
        STEP.run(
            task=work.task,
            by=request.actor,
            evidence=receive(form, request.actor),
            **form.particulars(),
        )
    except UploadRefused as refused:
        field = "declared" if refused.code == "needs_declaration" else "proof_files"
        form.add_error(field, str(refused))
        return _page(request, work, form, unprocessable)
    except TaskError as error:
        form.add_error(FIELDS.get(error.code), message_of(error))
        is_conflict = error.code in ("wrong_state", "form_sent_already")
        status = HTTPStatus.CONFLICT if is_conflict else unprocessable
        return _page(request, work, form, status, meanwhile=is_conflict)
    messages.success(request, str(STEP.done_by_head if work.approves else STEP.done))
    return _onward(request, work.task.pk)


def _page(
    request: PageRequest,
    work: WorkToReport,
    form: UpdateForm,
    status: int = HTTPStatus.OK,
    *,
    meanwhile: bool = False,
) -> HttpResponse:
    context = {**work.context(), "form": form, "title": STEP_BUTTONS[STEP.action]}
    context["back"] = request.POST.get(BACK) or request.GET.get(BACK, "")
    if meanwhile:
        context["changes"] = last_changes(work.task)
    return render(request, STEP.template, context, status=status)


def _onward(request: PageRequest, pk: int) -> HttpResponse:
    """To the claim where the update asked for it, back to the list it came from, else to the task."""
    if request.POST.get("next") == "claim":
        return redirect("task-claim", pk=pk)
    if request.POST.get(BACK) == MY_WORK:
        return redirect("my-work")
    return redirect("task", pk=pk)
