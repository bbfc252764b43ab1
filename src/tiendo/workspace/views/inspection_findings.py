"""The forms of an inspection on the spot and after it: visits, findings, recommendations."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from tiendo.inspections import actions
from tiendo.inspections.actions import NewFinding, NewVisit
from tiendo.inspections.errors import InspectionError
from tiendo.inspections.models import Finding, Inspection, Recommendation, Visit
from tiendo.inspections.permissions import is_inspector
from tiendo.tasks.models import Assignment, Part, Task
from tiendo.workspace.access import READ_WRITE, PageRequest, page, require
from tiendo.workspace.forms.inspections import (
    AdoptForm,
    ExplainForm,
    FileForm,
    FindingForm,
    JudgeForm,
    RecommendForm,
    VisitForm,
)
from tiendo.workspace.views.inspection_steps import Act, answer_step, attached
from tiendo.workspace.views.inspections import found_inspection


@page("task.view", methods=READ_WRITE)
def record_visit(request: PageRequest, pk: int) -> HttpResponse:
    """Record a visit."""
    inspection = _as_inspector(request, pk)
    form = VisitForm(request.POST or None, inspection=inspection)
    act = _visit_act(request, inspection, None)
    return answer_step(request, inspection, form, act, _("Lập biên bản"))


@page("task.view", methods=READ_WRITE)
def edit_visit(request: PageRequest, pk: int) -> HttpResponse:
    """Change a record until its signed copy is in."""
    visit = get_object_or_404(Visit, pk=pk)
    inspection = _as_inspector(request, visit.inspection_id)
    names = ("organisation", "day", "place", "present", "content")
    first = {name: getattr(visit, name) for name in names}
    form = VisitForm(request.POST or None, inspection=inspection, initial=first)
    act = _visit_act(request, inspection, visit)
    return answer_step(request, inspection, form, act, _("Sửa biên bản"))


@page("task.view", methods=READ_WRITE)
def sign_visit(request: PageRequest, pk: int) -> HttpResponse:
    """Keep the signed copy of a record."""
    visit = get_object_or_404(Visit, pk=pk)
    inspection = _as_inspector(request, visit.inspection_id)

    def act(form: Form) -> object:
        signed = attached(request, form, "task.view")
        if signed.stored_file is None:
            raise InspectionError("text_missing")
        return actions.sign_visit(
            by=request.actor,
            visit=visit,
            signed_file=signed.stored_file,
            file_name=signed.file_name,
        )

    form = FileForm(request.POST or None, request.FILES or None)
    return answer_step(request, inspection, form, act, _("Nhận biên bản đã ký"))


def _visit_act(request: PageRequest, inspection: Inspection, visit: Visit | None) -> Act:
    def act(form: Form) -> object:
        data = NewVisit(**form.cleaned_data)
        return actions.record_visit(by=request.actor, inspection=inspection, data=data, visit=visit)

    return act


@page("task.view", methods=READ_WRITE)
def record_finding(request: PageRequest, pk: int) -> HttpResponse:
    """Record what was found."""
    inspection = _as_inspector(request, pk)

    def act(form: Form) -> object:
        typed = form.cleaned_data
        data = NewFinding(
            organisation=typed["organisation"],
            severity=typed["severity"],
            text=typed["text"],
            task=typed["task"],
            evidence=typed["evidence"],
            attached=attached(request, form, "task.view"),
        )
        return actions.record_finding(by=request.actor, inspection=inspection, data=data)

    form = FindingForm(
        request.POST or None,
        request.FILES or None,
        initial=request.GET.dict(),
        inspection=inspection,
        tasks=_tasks_of(inspection),
        address=request.path,
    )
    return answer_step(request, inspection, form, act, _("Ghi kết quả kiểm tra"))


def _tasks_of(inspection: Inspection) -> QuerySet[Task]:
    """The tasks that the inspected bodies work on, of the programme where it has one."""
    bodies = inspection.bodies.values("organisation")
    parts = (Part.LEAD, Part.COORDINATE)
    held = Assignment.objects.filter(organisation__in=bodies, part__in=parts)
    tasks = Task.objects.filter(pk__in=held.values("task")).exclude(lifecycle="draft")
    if inspection.programme_id is not None:
        tasks = tasks.filter(programme=inspection.programme_id)
    return tasks.order_by("order", "pk")


@page("inspection.answer", methods=READ_WRITE)
def explain(request: PageRequest, pk: int) -> HttpResponse:
    """Explain a finding for the body."""
    finding = get_object_or_404(Finding, pk=pk)
    require(request, "inspection.answer", at=finding.organisation_id)
    inspection = found_inspection(request, finding.inspection_id)
    if finding.sent_at is None:
        raise PermissionDenied

    def act(form: Form) -> object:
        text = form.cleaned_data["text"]
        return actions.explain_finding(by=request.actor, finding=finding, text=text)

    form = ExplainForm(request.POST or None, initial={"text": finding.explanation})
    return answer_step(request, inspection, form, act, _("Giải trình"), about=finding.text)


@page("task.view", methods=READ_WRITE)
def judge(request: PageRequest, pk: int) -> HttpResponse:
    """Say whether the explanation is accepted."""
    finding = get_object_or_404(Finding, pk=pk)
    inspection = _as_inspector(request, finding.inspection_id)

    def act(form: Form) -> object:
        typed = form.cleaned_data
        return actions.judge_finding(
            by=request.actor,
            finding=finding,
            is_accepted=typed["is_accepted"] == "yes",
            text=typed["text"],
        )

    form = JudgeForm(request.POST or None)
    about = finding.explanation or finding.text
    return answer_step(request, inspection, form, act, _("Ý kiến về giải trình"), about=about)


@page("task.view", methods=READ_WRITE)
def recommend(request: PageRequest, pk: int) -> HttpResponse:
    """Recommend what a body is to do."""
    inspection = _as_inspector(request, pk)

    def act(form: Form) -> object:
        return actions.recommend(by=request.actor, inspection=inspection, **form.cleaned_data)

    form = RecommendForm(request.POST or None, inspection=inspection)
    return answer_step(request, inspection, form, act, _("Kiến nghị"))


@page("task.go_live", methods=READ_WRITE)
def adopt(request: PageRequest, pk: int) -> HttpResponse:
    """Make a live task of a recommendation."""
    row = get_object_or_404(Recommendation, pk=pk)
    inspection = found_inspection(request, row.inspection_id)

    def act(form: Form) -> object:
        programme = form.cleaned_data["programme"]
        return actions.adopt_recommendation(
            by=request.actor, recommendation=row, programme=programme
        )

    form = AdoptForm(request.POST or None, initial={"programme": inspection.programme_id})
    return answer_step(request, inspection, form, act, _("Giao thành nhiệm vụ"), about=row.text)


def _as_inspector(request: PageRequest, pk: int) -> Inspection:
    """The inspection, for who records for its team. Errors: Http404; PermissionDenied."""
    inspection = get_object_or_404(Inspection.objects.select_related("issuer", "programme"), pk=pk)
    if not is_inspector(request.actor, inspection):
        raise PermissionDenied
    return inspection
