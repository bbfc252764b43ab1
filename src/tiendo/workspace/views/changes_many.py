"""One step for many change requests: appraise, decide, apply."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tiendo.domain.changes import BY_CHANGE_ACTION
from tiendo.overview.change_terms import compared
from tiendo.tasks.actions.change_deciding import (
    ChangesDone,
    Decision,
    apply_many,
    appraise_many,
    decide_many,
)
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import ChangeRequest
from tiendo.tasks.queries.changes import visible_changes
from tiendo.workspace.access import WRITE, PageRequest, number_in, page
from tiendo.workspace.change_words import STEPS
from tiendo.workspace.forms.change_steps import MANY_FORMS

MOST = 100


@page("task.view", methods=WRITE)
def show_many(request: PageRequest) -> HttpResponse:
    """Show the chosen requests with one form; take the step for those sent back as seen."""
    name = request.POST.get("action", "")
    if name not in MANY_FORMS or not request.actor.may(BY_CHANGE_ACTION[name].permission):
        raise PermissionDenied
    rows = _chosen(request)
    is_sent = "sent" in request.POST
    form = MANY_FORMS[name](request.POST if is_sent else None)
    if not is_sent or not form.is_valid() or not rows:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if is_sent and rows else HTTPStatus.OK
        return _page(request, name, rows, form, {}, status)
    done = _RUNS[name](request, rows, form.cleaned_data)
    if done.changes:
        words = _("Đã xử lý %(count)d đề nghị.") % {"count": len(done.changes)}
        messages.success(request, words)
    if not done.refused:
        return redirect("change-list")
    refused = {
        pk: str(error) if isinstance(error, TaskError) else _("Tài khoản không có quyền.")
        for pk, error in done.refused.items()
    }
    left = [row for row in rows if row.pk in refused]
    return _page(request, name, left, form, refused, HTTPStatus.CONFLICT)


def _chosen(request: PageRequest) -> list[ChangeRequest]:
    wanted = [number_in(pk) for pk in request.POST.getlist("change")[:MOST]]
    rows = visible_changes(request.actor).filter(pk__in=[pk for pk in wanted if pk is not None])
    return list(rows.select_related("task", "organisation", "programme").order_by("pk"))


def _page(
    request: PageRequest,
    name: str,
    rows: list[ChangeRequest],
    form: Form,
    refused: dict[int, str],
    status: int,
) -> HttpResponse:
    terms = compared(rows)
    context = {
        "step": STEPS[name],
        "rows": [(row, terms[row.pk], refused.get(row.pk, "")) for row in rows],
        "form": form,
        "most": MOST,
    }
    return render(request, "changes/many.html", context, status=status)


def _appraise(
    request: PageRequest, rows: list[ChangeRequest], typed: dict[str, Any]
) -> ChangesDone:
    return appraise_many(changes=rows, by=request.actor, **typed)


def _decide(request: PageRequest, rows: list[ChangeRequest], typed: dict[str, Any]) -> ChangesDone:
    return decide_many(changes=rows, decision=Decision(**typed), by=request.actor)


def _apply(request: PageRequest, rows: list[ChangeRequest], typed: dict[str, Any]) -> ChangesDone:
    return apply_many(changes=rows, by=request.actor, **typed)


_RUNS: dict[str, Callable[[PageRequest, list[ChangeRequest], dict[str, Any]], ChangesDone]] = {
    "appraise": _appraise,
    "decide": _decide,
    "apply": _apply,
}
