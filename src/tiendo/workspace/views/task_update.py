"""The short form in which work is reported; opened many times a day, it reads what it shows."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from tiendo.domain.refusals import Refusal
from tiendo.workspace.access import READ_WRITE, PageRequest, page
from tiendo.workspace.answers import say_refusal
from tiendo.workspace.forms.task_updates import UpdateForm, kept_from
from tiendo.workspace.resending import BACK, MY_WORK, lead_on
from tiendo.workspace.task_evidence import receive, warn_of_duplicates
from tiendo.workspace.task_page import last_changes
from tiendo.workspace.task_steps import STEPS
from tiendo.workspace.task_words import STEP_BUTTONS
from tiendo.workspace.views.tasks_steps import FIELDS, show_step
from tiendo.workspace.work_to_report import (
    Workplace,
    WorkToReport,
    find_work,
    last_update,
    read_work,
    was_sent,
)

STEP = STEPS["update"]


@page("task.view", methods=READ_WRITE)
def show(request: PageRequest, pk: int) -> HttpResponseBase:
    """The form and the sending of it; where the task moved on, why, and what can be done now."""
    place = find_work(request, pk)
    is_sent = request.method == "POST"
    if place is None:
        again = is_sent and was_sent(request, pk)
        return _onward(request, pk) if again else show_step(STEP, request, pk)
    if is_sent:
        return _send(request, place)
    work = read_work(request, place)
    initial = {"version": place.task.version, **kept_from(work.last)}
    return _page(request, work, UpdateForm(initial=initial))


def _send(request: PageRequest, place: Workplace) -> HttpResponse:
    """Record what was typed; beside a refusal it stays in the form, and what others did is told."""
    form = UpdateForm(request.POST, request.FILES)
    form.kept = lambda: last_update(place.task)
    status, meanwhile = HTTPStatus.UNPROCESSABLE_ENTITY, False
    if form.is_valid():
        try:
            given = receive(form, request.actor)
            STEP.run(task=place.task, by=request.actor, evidence=given, **form.particulars())
        except Refusal as refusal:
            say_refusal(form, refusal, FIELDS)
            if meanwhile := refusal.code in ("wrong_state", "form_sent_already"):
                status = HTTPStatus.CONFLICT
        else:
            approves = request.actor.may("task.approve", at=place.body)
            messages.success(request, str(STEP.done_by_head if approves else STEP.done))
            warn_of_duplicates(request, place.task.pk, given)
            return _onward(request, place.task.pk)
    return _page(request, read_work(request, place), form, status, meanwhile=meanwhile)


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
    """To the claim where the update asked for it, to the list it came from, else to the task."""
    if request.POST.get("next") == "claim":
        return lead_on(request, "task-claim", pk)
    if request.POST.get(BACK) == MY_WORK:
        return lead_on(request, "my-work")
    return lead_on(request, "task", pk)
