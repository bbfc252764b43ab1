"""Asking for a change: a new request, and the editing of one not sent yet."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tiendo.domain import clock
from tiendo.programmes.queries import current_programme
from tiendo.tasks.actions.changes import draft_change, edit_change, held_terms, send_change
from tiendo.tasks.change_permissions import asking_bodies, is_open_for, may_step
from tiendo.tasks.change_terms import Terms, load_terms
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import ChangeKind, ChangeRequest, Task
from tiendo.workspace.access import READ_WRITE, PageRequest, dated_url, number_in, page
from tiendo.workspace.forms.changes import ASK_FORMS, AskForm
from tiendo.workspace.task_page import found_task
from tiendo.workspace.views.changes import found_change


@page("change.request", methods=READ_WRITE)
def ask(request: PageRequest) -> HttpResponse:
    """Draft a request, and send it at once where the person may."""
    kind = request.GET.get("loai", "")
    task = _task_named(request)
    kind = kind if kind in ASK_FORMS else ChangeKind.EXTENSION if task else ChangeKind.NEW_TASK
    task = None if kind == ChangeKind.NEW_TASK else task
    bodies = asking_bodies(request.actor, task, clock.today())
    held = held_terms(task, clock.today()) if task else Terms()
    initial = {
        "organisation": request.actor.first_body("change.request"),
        **_first(kind, task, held),
    }
    form = ASK_FORMS[kind](request.POST or None, bodies=bodies, initial=initial)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                row = _draft(request, form, kind, task)
            except TaskError as refused:
                form.add_error(None, str(refused))
            else:
                return redirect("change", pk=row.pk)
    return _ask_page(request, form, kind, task, held, status)


def _task_named(request: PageRequest) -> Task | None:
    """The task of the address. Errors: Http404; PermissionDenied."""
    given = number_in(request.GET.get("nhiem_vu", ""))
    return found_task(request, given) if given is not None else None


def _first(kind: str, task: Task | None, held: Terms) -> dict[str, Any]:
    if kind == ChangeKind.NEW_TASK:
        return {"programme": current_programme()}
    if kind == ChangeKind.EXTENSION or task is None:
        return {}
    return {name: getattr(held, name) for name in ("title", "product", "lead", "coordinating")}


def _draft(request: PageRequest, form: AskForm, kind: str, task: Task | None) -> ChangeRequest:
    typed = form.cleaned_data
    row = draft_change(
        kind=kind,
        organisation=typed["organisation"],
        programme=task.programme if task else typed["programme"],
        task=task,
        proposed=form.terms(),
        reason=typed["reason"],
        proposed_document=typed["proposed_document"],
        by=request.actor,
    )
    return _send_too(request, row)


def _send_too(request: PageRequest, row: ChangeRequest) -> ChangeRequest:
    """Send the request where the person asked for that and may; say what comes next."""
    if "send" in request.POST and may_step(request.actor, row, "send"):
        row = send_change(change=row, by=request.actor)
        messages.success(request, _("Đã gửi cơ quan điều phối thẩm tra."))
    else:
        messages.success(request, _("Đã lưu đề nghị; thủ trưởng gửi thì cơ quan điều phối nhận."))
    return row


@page("change.request", methods=READ_WRITE)
def edit(request: PageRequest, pk: int) -> HttpResponse:
    """Edit a drafted or returned request."""
    row = found_change(request, pk)
    if not may_step(request.actor, row, "edit"):
        raise PermissionDenied
    bodies = frozenset({row.organisation_id})
    held = load_terms(row.held)
    proposed = load_terms({**row.held, **row.proposed})
    initial = {**AskForm.initial_of(row, proposed), "programme": row.programme_id}
    form = ASK_FORMS[row.kind](request.POST or None, bodies=bodies, initial=initial)
    status = HTTPStatus.OK if is_open_for(row, "edit") else HTTPStatus.CONFLICT
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                _edit(request, form, row)
            except TaskError as refused:
                form.add_error(None, str(refused))
                status = HTTPStatus.CONFLICT
            else:
                return redirect("change", pk=row.pk)
    return _ask_page(request, form, row.kind, row.task, held, status, row)


def _edit(request: PageRequest, form: AskForm, row: ChangeRequest) -> None:
    typed = form.cleaned_data
    changed = edit_change(
        change=row,
        proposed=form.terms(),
        reason=typed["reason"],
        proposed_document=typed["proposed_document"],
        by=request.actor,
        version=typed["version"],
    )
    _send_too(request, changed)


def _ask_page(
    request: PageRequest,
    form: AskForm,
    kind: str,
    task: Task | None,
    held: Terms,
    status: int,
    row: ChangeRequest | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "kind": kind,
        "kind_words": ChangeKind(kind).label,
        "task": task,
        "held": held,
        "row": row,
        "may_send": request.actor.may("change.send"),
        "list_url": dated_url(request, "change-list"),
    }
    return render(request, "changes/ask.html", context, status=status)
