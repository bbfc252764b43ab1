"""The milestones of projects: set, moved, done, taken back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from tiendo.budgets import actions
from tiendo.budgets.models import Project, ProjectMilestone
from tiendo.domain import clock
from tiendo.workspace.access import READ_WRITE, PageRequest, page
from tiendo.workspace.answers import say_done
from tiendo.workspace.forms.budgets import ReasonForm
from tiendo.workspace.forms.projects import MilestoneDoneForm, MilestoneEditForm, MilestoneForm
from tiendo.workspace.views.projects import answer_step, recorded_project


@page("budget.record", methods=READ_WRITE)
def add(request: PageRequest, pk: int) -> HttpResponse:
    """Add a step of a project."""
    project = recorded_project(request, pk)
    form = MilestoneForm(request.POST or None)

    def act() -> HttpResponse:
        actions.add_milestone(by=request.actor, project=project, **form.cleaned_data)
        return say_done(request, _("Đã thêm mốc."), "project", pk)

    return answer_step(request, project, form, act, _("Thêm mốc"))


@page("budget.record", methods=READ_WRITE)
def edit(request: PageRequest, pk: int) -> HttpResponse:
    """Put another name or last day to a step."""
    milestone, project = _recorded(request, pk)
    now = {"name": milestone.name, "last_day": milestone.last_day}
    form = MilestoneEditForm(request.POST or None, initial=now)

    def act() -> HttpResponse:
        actions.edit_milestone(by=request.actor, milestone=milestone, **form.cleaned_data)
        return say_done(request, _("Đã sửa mốc."), "project", project.pk)

    return answer_step(request, project, form, act, _("Sửa mốc"))


@page("budget.record", methods=READ_WRITE)
def finish(request: PageRequest, pk: int) -> HttpResponse:
    """Record that a step was done."""
    milestone, project = _recorded(request, pk)
    form = MilestoneDoneForm(request.POST or None, initial={"on": clock.today()})

    def act() -> HttpResponse:
        actions.finish_milestone(by=request.actor, milestone=milestone, **form.cleaned_data)
        return say_done(request, _("Đã ghi mốc hoàn thành."), "project", project.pk)

    title = _("Ghi mốc hoàn thành")
    return answer_step(request, project, form, act, title, about=milestone.name)


@page("budget.record", methods=READ_WRITE)
def reopen(request: PageRequest, pk: int) -> HttpResponse:
    """Take back that a step was done."""
    milestone, project = _recorded(request, pk)
    form = ReasonForm(request.POST or None)

    def act() -> HttpResponse:
        actions.reopen_milestone(by=request.actor, milestone=milestone, **form.cleaned_data)
        return say_done(request, _("Đã rút ghi nhận hoàn thành mốc."), "project", project.pk)

    title = _("Rút ghi nhận hoàn thành")
    return answer_step(request, project, form, act, title, about=milestone.name, is_danger=True)


def _recorded(request: PageRequest, pk: int) -> tuple[ProjectMilestone, Project]:
    """A step the person records, with its project. Errors: Http404; PermissionDenied."""
    milestone = get_object_or_404(ProjectMilestone.objects.select_related("project"), pk=pk)
    return milestone, recorded_project(request, milestone.project_id)
