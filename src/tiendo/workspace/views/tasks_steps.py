"""What people do with one task: each step a page with a form, shown in the side sheet too."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.documents.errors import UploadRefused
from tiendo.domain import clock
from tiendo.domain.lifecycle import BY_ACTION
from tiendo.programmes.permissions import may_run, require_to_run
from tiendo.tasks.actions.confirming import check_outsider
from tiendo.tasks.actions.transition import begin_step
from tiendo.tasks.errors import EditedMeanwhile, TaskError
from tiendo.tasks.models import Lifecycle, Part, Task
from tiendo.tasks.parties import belongs_to, parties_on
from tiendo.tasks.permissions import available_actions
from tiendo.workspace.access import READ_WRITE, OpenView, PageRequest, page
from tiendo.workspace.answers import say_refusal, status_of
from tiendo.workspace.forms.evidence import EvidenceForm
from tiendo.workspace.forms.tasks import DraftEditForm, OfficerForm, StepForm
from tiendo.workspace.resending import lead_on
from tiendo.workspace.task_evidence import receive, warn_of_duplicates
from tiendo.workspace.task_page import (
    approves_there,
    found_task,
    is_for_group,
    last_changes,
    people_to_name,
    step_context,
)
from tiendo.workspace.task_steps import STEPS, StepPage
from tiendo.workspace.task_words import FORWARD, STEP_BUTTONS, STEP_URLS, SUBMIT_BUTTONS


def step_view(action: str) -> OpenView[[int]]:
    """The page of a step, for ``urls.tasks``."""
    return page("task.view", methods=READ_WRITE)(partial(show_step, STEPS[action]))


def show_step(step: StepPage, request: PageRequest, pk: int) -> HttpResponseBase:
    """Show the step's form, or take the step; what was typed is never lost on a refusal."""
    task = found_task(request, pk)
    try:
        refusal = why_not(request.actor, task, step.action)
        if request.method != "POST":
            form = _form(step, request, task)
            return _page(step, request, task, form, refusal=refusal)
        return _take(step, request, task, refusal)
    except PermissionRefused:
        if step.action in ("confirm", "return") and _is_own(request.actor, task):
            return _own_task(step, request, task)
        raise


def why_not(actor: Actor, task: Task, action: str) -> TaskError | None:
    """Why the step cannot be taken now; None where it can. Errors: PermissionRefused."""
    try:
        if action == "go_live":
            require_to_run(actor, task.programme, "task.go_live")
            _require_state(task, action, Lifecycle.DRAFT)
        elif action == "expand":
            _require_group(actor, task)
        elif action in BY_ACTION:
            _try_step(actor, task, action)
        elif action not in available_actions(actor, task, clock.today()):
            _require_at_work(actor, task, action)
    except TaskError as refusal:
        return refusal
    return None


def _try_step(actor: Actor, task: Task, action: str) -> None:
    """Begin the step as the action does, and undo it."""
    with transaction.atomic():
        step = begin_step(action, task=task, by=actor)
        if action == "confirm":
            check_outsider(step, actor)
        transaction.set_rollback(True)


def _require_state(task: Task, action: str, state: Lifecycle) -> None:
    if task.lifecycle != state:
        raise TaskError("wrong_state", action=action, state=task.lifecycle)


def _require_group(actor: Actor, task: Task) -> None:
    require_to_run(actor, task.programme, "task.go_live")
    if task.lifecycle != Lifecycle.UMBRELLA:
        _require_state(task, "expand", Lifecycle.DRAFT)
    if not is_for_group(task):
        raise TaskError("lead_is_no_group")


_PERMISSIONS = {
    "update": ("task.update",),
    "name_officer": ("task.name_officer",),
    "change_deadline": ("task.direct", "task.assign"),
    "change_rule": ("task.direct", "task.assign"),
}


def _require_at_work(actor: Actor, task: Task, action: str) -> None:
    """Tell a state that does not allow the step from a person who may not take it."""
    needed = _PERMISSIONS.get(action, ("task.assign",))
    bodies = parties_on(task, clock.today()).working_ids or (None,)
    runs = "task.assign" in needed and may_run(actor, task.programme, "task.assign")
    if not runs and not any(actor.may(name, at=body) for name in needed for body in bodies):
        raise PermissionRefused(needed[0])
    if task.lifecycle in (Lifecycle.LIVE, Lifecycle.CLAIMED, Lifecycle.UNIT_APPROVED):
        code = "rule_not_recurring" if action == "change_rule" else "continuous_has_no_deadline"
        raise TaskError(code)
    raise TaskError("wrong_state", action=action, state=task.lifecycle)


def _form(step: StepPage, request: PageRequest, task: Task) -> StepForm:
    kind = step.form
    if step.action == "edit" and task.lifecycle == Lifecycle.DRAFT:
        kind = DraftEditForm
    is_sent = request.method == "POST"
    form = kind(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        initial=_initial(task),
    )
    if isinstance(form, OfficerForm):
        form.offer(people_to_name(request.actor, task))
    return form


def _initial(task: Task) -> dict[str, Any]:
    names = ("version", "title", "product", "deciding_text", "deadline_raw")
    return {name: getattr(task, name) for name in names}


def _take(
    step: StepPage, request: PageRequest, task: Task, refusal: TaskError | None
) -> HttpResponse:
    form = _form(step, request, task)
    if not form.is_valid():
        return _page(step, request, task, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if refusal is not None:
        return _refused(step, request, task, form, refusal)
    try:
        particulars = form.particulars()
        if isinstance(form, EvidenceForm):
            particulars["evidence"] = receive(form, request.actor)
        step.run(task=task, by=request.actor, **particulars)
    except UploadRefused as refused:
        say_refusal(form, refused)
        return _page(step, request, task, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except TaskError as error:
        return _refused(step, request, task, form, error)
    messages.success(request, _done_words(step, request, task))
    warn_of_duplicates(request, task.pk, particulars.get("evidence", ()))
    return lead_on(request, "task", task.pk)


def _done_words(step: StepPage, request: PageRequest, task: Task) -> str:
    """What happened, for somebody who approves such reports or for somebody who sends them on."""
    if step.done_by_head and approves_there(request.actor, parties_on(task, clock.today())):
        return str(step.done_by_head)
    return str(step.done)


def _refused(
    step: StepPage, request: PageRequest, task: Task, form: StepForm, error: TaskError
) -> HttpResponse:
    """The form with what was typed; beside it what somebody else saved meanwhile."""
    current = error.current if isinstance(error, EditedMeanwhile) else None
    if current is not None:
        form.data = {**request.POST.dict(), "version": current.version}
    say_refusal(form, error, FIELDS)
    if error.code == "wrong_state" and request.method == "POST":
        task.refresh_from_db()
        return _moved_on(step, request, task, error)
    return _page(step, request, task, form, status_of(error), current=current)


# The field a refusal speaks of.
FIELDS = {
    "proof_missing": "proof_files",
    "evidence_empty": "proof_files",
    "done_on_missing": "done_on",
    "done_on_in_future": "done_on",
    "done_on_before_live": "done_on",
    "officer_not_in_body": "officer",
    "deadline_unchanged": "last_day",
    "deadline_before_live": "last_day",
    "deadline_before_start": "deadline_raw",
    "rule_unchanged": "deadline_raw",
    "rule_unreadable": "deadline_raw",
    "rule_not_recurring": "deadline_raw",
    "live_on_in_future": "on",
    "live_on_before_programme": "on",
    "title_missing": "title",
}


def _page(
    step: StepPage,
    request: PageRequest,
    task: Task,
    form: StepForm,
    status: int = HTTPStatus.OK,
    *,
    refusal: TaskError | None = None,
    current: Task | None = None,
) -> HttpResponse:
    if refusal is not None:
        return _moved_on(step, request, task, refusal)
    context = step_context(request, task, step.action, current)
    words = SUBMIT_BUTTONS.get(step.action, STEP_BUTTONS[step.action])
    context |= {"form": form, "button": str(words) % {"task": task.code}}
    return render(request, step.template, context, status=status)


def _moved_on(step: StepPage, request: PageRequest, task: Task, refusal: TaskError) -> HttpResponse:
    """The step is not open (any more): why, what others did last, and what can be done now."""
    open_now = available_actions(request.actor, task, clock.today())
    context = step_context(request, task, step.action) | {
        "refusal": str(refusal),
        "changes": last_changes(task),
        "offers": [
            (STEP_BUTTONS[action], reverse(STEP_URLS[action], args=[task.pk]))
            for action in FORWARD
            if action in open_now
        ],
    }
    return render(request, "tasks/refused.html", context, status=HTTPStatus.CONFLICT)


def _is_own(actor: Actor, task: Task) -> bool:
    lead = parties_on(task, clock.today()).first(Part.LEAD)
    return bool(lead and lead.organisation_id and belongs_to(actor, lead.organisation_id))


def _own_task(step: StepPage, request: PageRequest, task: Task) -> HttpResponse:
    """Law 3: the lead body does not confirm its own work, and is told so."""
    context = step_context(request, task, step.action)
    context["refusal"] = str(TaskError("confirmer_from_lead"))
    return render(request, "tasks/refused.html", context, status=HTTPStatus.FORBIDDEN)
