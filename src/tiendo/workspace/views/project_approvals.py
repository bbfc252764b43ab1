"""Decisions on projects that were written down wrong: corrected, taken back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from tiendo.budgets import actions
from tiendo.budgets.actions import NewApproval
from tiendo.budgets.models import ApprovalKind, ProjectApproval
from tiendo.budgets.permissions import may_record
from tiendo.workspace.access import READ_WRITE, PageRequest, page
from tiendo.workspace.answers import say_done
from tiendo.workspace.forms.budgets import ReasonForm
from tiendo.workspace.forms.projects import ApprovalForm
from tiendo.workspace.views.projects import answer_step, seen_project


@page("budget.record", methods=READ_WRITE)
def correct(request: PageRequest, pk: int) -> HttpResponse:
    """Put another record in the place of a decision."""
    approval = _recorded(request, pk)
    now = {name: getattr(approval, name) for name in ("kind", "symbol", "day", "total_vnd")}
    now["document"] = approval.document_id
    now |= {f"from_{row.source}": row.amount_vnd for row in approval.funding.all()}
    form = ApprovalForm(request.POST or None, address=request.path, initial=now)
    form.fields["reason"].label, form.fields["reason"].required = _("Lý do đính chính"), True

    def act() -> HttpResponse:
        reason = form.cleaned_data["reason"]
        new = approval_of(form)
        actions.correct_approval(by=request.actor, approval=approval, new=new, reason=reason)
        words = _("Đã đính chính quyết định. Bản ghi cũ vẫn được giữ lại.")
        return say_done(request, words, "project", approval.project_id)

    return answer_step(request, approval.project, form, act, _("Đính chính quyết định"))


@page("budget.record", methods=READ_WRITE)
def withdraw(request: PageRequest, pk: int) -> HttpResponse:
    """Take a decision back."""
    approval = _recorded(request, pk)
    form = ReasonForm(request.POST or None)

    def act() -> HttpResponse:
        reason = form.cleaned_data["reason"]
        actions.withdraw_approval(by=request.actor, approval=approval, reason=reason)
        words = _("Đã rút quyết định. Bản ghi cũ vẫn được giữ lại.")
        return say_done(request, words, "project", approval.project_id)

    about = f"{approval.symbol} · {approval.day:%d/%m/%Y}"
    title = _("Rút quyết định")
    return answer_step(request, approval.project, form, act, title, about=about, is_danger=True)


def approval_of(form: ApprovalForm) -> NewApproval:
    """The decision that was typed."""
    typed: dict[str, Any] = form.cleaned_data
    return NewApproval(
        kind=ApprovalKind(typed["kind"]),
        symbol=typed["symbol"],
        day=typed["day"],
        total_vnd=typed["total_vnd"],
        funding=form.funding(),
        document=typed["document"],
        reason=typed["reason"],
    )


def _recorded(request: PageRequest, pk: int) -> ProjectApproval:
    """A decision the person records. Errors: Http404; PermissionDenied."""
    related = ("project__owner", "document")
    rows = ProjectApproval.objects.select_related(*related).prefetch_related("funding")
    approval: ProjectApproval = get_object_or_404(rows, pk=pk)
    project = seen_project(request, approval.project_id)
    if not may_record(request.actor, project.owner_id):
        raise PermissionDenied
    return approval
