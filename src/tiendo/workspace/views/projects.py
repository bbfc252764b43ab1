"""Screens of projects: the list, a new one, one with its decisions, milestones and money."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.budgets import actions
from tiendo.budgets.actions import NewApproval, ProjectFacts
from tiendo.budgets.models import (
    ApprovalKind,
    Project,
    ProjectState,
)
from tiendo.budgets.permissions import may_record, visible_projects
from tiendo.budgets.projects import project_money, total_in_force
from tiendo.budgets.queries import list_projects
from tiendo.domain import clock
from tiendo.domain.projects import MOVES
from tiendo.workspace.access import READ_WRITE, PageRequest, as_of, known_at, page
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.budget_rows import UNIT_WORDS, unit_in
from tiendo.workspace.forms.projects import (
    ApprovalForm,
    MoveForm,
    ProjectDocumentForm,
    ProjectFilterForm,
    ProjectForm,
)

PER_PAGE = 50
MOVE_WORDS = {
    ProjectState.APPROVED: gettext_lazy("Đưa về đã phê duyệt"),
    ProjectState.RUNNING: gettext_lazy("Bắt đầu thực hiện"),
    ProjectState.FINISHED: gettext_lazy("Ghi dự án hoàn thành"),
    ProjectState.STOPPED: gettext_lazy("Dừng dự án"),
}
_BY_CODE = {
    "code_missing": "code",
    "code_taken": "code",
    "title_missing": "name",
    "years_out_of_order": "ends_year",
    "year_out_of_range": "starts_year",
    "symbol_missing": "symbol",
    "approval_twice": "symbol",
    "day_in_future": "day",
    "amount_negative": "total_vnd",
    "amount_too_big": "total_vnd",
    "funding_over_total": "total_vnd",
    "reason_missing": "reason",
    "document_twice": "document",
}


@page("budget.view")
def show_list(request: PageRequest) -> HttpResponse:
    """The projects a person may see, with the total in force on the day in view."""
    form = ProjectFilterForm(request.GET)
    typed = form.cleaned_data if form.is_valid() else {}
    text = (typed.get("q") or "").replace("\x00", "")
    found = list_projects(request.actor, text=text, state=typed.get("trang_thai") or "")
    listed = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    day, known = as_of(request), known_at(request)
    context = {
        "form": form,
        "page": listed,
        "rows": [(row, total_in_force(row.approvals.all(), day, known)) for row in listed],
        "unit": unit_in(request),
        "units": UNIT_WORDS,
        "may_record": request.actor.may("budget.record"),
    }
    return render(request, "projects/list.html", context)


@page("budget.record", methods=READ_WRITE)
def propose(request: PageRequest) -> HttpResponse:
    """Put a project on file."""
    year = clock.today().year
    first = {
        "owner": request.actor.first_body("budget.record"),
        "starts_year": year,
        "ends_year": year + 1,
    }
    form = ProjectForm(request.POST or None, actor=request.actor, initial=first)

    def act() -> HttpResponse:
        facts = ProjectFacts(**form.cleaned_data)
        project = actions.propose_project(by=request.actor, facts=facts)
        words = _("Đã lập hồ sơ dự án. Ghi quyết định phê duyệt khi có.")
        return say_done(request, words, "project", project.pk)

    context = {"form": form, "title": _("Lập hồ sơ dự án")}
    return answer_form(
        request, form, act, partial(render, request, "projects/form.html", context), _BY_CODE
    )


@page("budget.record", methods=READ_WRITE)
def edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change what a project says of itself."""
    project = recorded_project(request, pk)
    now = {name: getattr(project, name) for name in ProjectFacts.__slots__}
    form = ProjectForm(request.POST or None, actor=request.actor, initial=now)

    def act() -> HttpResponse:
        facts = ProjectFacts(**form.cleaned_data)
        actions.edit_project(by=request.actor, project=project, facts=facts)
        return say_done(request, _("Đã sửa thông tin dự án."), "project", pk)

    context = {"form": form, "title": _("Sửa thông tin dự án"), "project": project}
    show_form = partial(render, request, "projects/form.html", context)
    return answer_form(request, form, act, show_form, _BY_CODE)


@page("budget.view")
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One project: decisions, sources, milestones, documents, its money against its work."""
    project = seen_project(request, pk)
    day = as_of(request)
    records = may_record(request.actor, project.owner_id)
    moves = [ProjectState(to) for to in MOVES[project.state]] if records else []
    money = project_money(project, day, known_at(request))
    has_approval = any(stands for _row, stands in money.approvals)
    context = {
        "project": project,
        "money": money,
        "unit": unit_in(request),
        "units": UNIT_WORDS,
        "day": day,
        "documents": project.documents.select_related("document"),
        "may_record": records,
        "moves": [
            (to.value, MOVE_WORDS[to]) for to in moves if has_approval or to == ProjectState.STOPPED
        ],
    }
    return render(request, "projects/project.html", context)


@page("budget.record", methods=READ_WRITE)
def approve(request: PageRequest, pk: int) -> HttpResponse:
    """Record a decision on a project."""
    project = recorded_project(request, pk)
    form = ApprovalForm(request.POST or None, address=request.path)

    def act() -> HttpResponse:
        typed = form.cleaned_data
        new = NewApproval(
            kind=ApprovalKind(typed["kind"]),
            symbol=typed["symbol"],
            day=typed["day"],
            total_vnd=typed["total_vnd"],
            funding=form.funding(),
            document=typed["document"],
            reason=typed["reason"],
        )
        actions.record_approval(by=request.actor, project=project, new=new)
        return say_done(request, _("Đã ghi quyết định."), "project", pk)

    return answer_step(request, project, form, act, _("Ghi quyết định"))


@page("budget.record", methods=READ_WRITE)
def attach(request: PageRequest, pk: int) -> HttpResponse:
    """Put a document into the project's file."""
    project = recorded_project(request, pk)
    form = ProjectDocumentForm(request.POST or None, address=request.path)

    def act() -> HttpResponse:
        document, note = form.cleaned_data["document"], form.cleaned_data["note"]
        actions.attach_document(by=request.actor, project=project, document=document, note=note)
        return say_done(request, _("Đã thêm văn bản vào hồ sơ dự án."), "project", pk)

    return answer_step(request, project, form, act, _("Thêm văn bản"))


@page("budget.record", methods=READ_WRITE)
def move(request: PageRequest, pk: int, to: str) -> HttpResponse:
    """Begin a project, finish it, stop it or take it up again."""
    project = recorded_project(request, pk)
    if to not in MOVE_WORDS:
        raise Http404
    state = ProjectState(to)
    form = MoveForm(request.POST if request.method == "POST" else None)

    def act() -> HttpResponse:
        reason = form.cleaned_data["reason"]
        actions.move_project(by=request.actor, project=project, to=state, reason=reason)
        return say_done(request, _("Đã chuyển trạng thái dự án."), "project", pk)

    title = str(MOVE_WORDS[state])
    is_danger = state == ProjectState.STOPPED
    return answer_step(request, project, form, act, title, is_danger=is_danger)


def answer_step(
    request: PageRequest, project: Project, form: Form, act: Any, title: str, **more: object
) -> HttpResponse:
    """The page of a step of a project, or what came of it."""
    context = {"project": project, "form": form, "title": title, **more}
    show_step = partial(render, request, "projects/step.html", context)
    return answer_form(request, form, act, show_step, _BY_CODE)


def seen_project(request: PageRequest, pk: int) -> Project:
    """A project the person may see. Errors: Http404; PermissionDenied."""
    related = ("owner", "programme", "created_by")
    project: Project = get_object_or_404(Project.objects.select_related(*related), pk=pk)
    if not visible_projects(request.actor).filter(pk=pk).exists():
        raise PermissionDenied
    return project


def recorded_project(request: PageRequest, pk: int) -> Project:
    """A project the person records. Errors: Http404; PermissionDenied."""
    project = seen_project(request, pk)
    if not may_record(request.actor, project.owner_id):
        raise PermissionDenied
    return project
