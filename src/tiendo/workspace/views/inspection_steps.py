"""The forms of an inspection: each shows itself, or acts and leads back to the inspection."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tiendo.documents.errors import DocumentError
from tiendo.documents.uploads import receive_evidence
from tiendo.inspections import actions
from tiendo.inspections.actions import Attached, NewFinding, NewVisit
from tiendo.inspections.errors import InspectionError
from tiendo.inspections.models import Finding, Inspection, OutlineItem, Recommendation, Visit
from tiendo.inspections.permissions import is_inspector
from tiendo.organisations.models import Organisation
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import Assignment, Part, Task
from tiendo.workspace.access import READ_WRITE, PageRequest, page, require
from tiendo.workspace.forms.inspections import (
    AdoptForm,
    AnswerForm,
    ConcludeForm,
    DecideForm,
    ExplainForm,
    FileForm,
    FindingForm,
    JudgeForm,
    MemberForm,
    OutlineForm,
    ReasonForm,
    RecommendForm,
    VisitForm,
)
from tiendo.workspace.views.inspections import found_inspection

Act = Callable[[Form], object]


@page("inspection.manage", methods=READ_WRITE)
def add_member(request: PageRequest, pk: int) -> HttpResponse:
    """Put a person into the team."""
    inspection = found_inspection(request, pk)

    def act(form: Form) -> object:
        return actions.add_member(by=request.actor, inspection=inspection, **form.cleaned_data)

    form = MemberForm(request.POST or None)
    return _step(request, inspection, form, act, _("Thêm người vào đoàn"))


@page("inspection.manage", methods=READ_WRITE)
def set_outline(request: PageRequest, pk: int) -> HttpResponse:
    """Write the outline, one item a line."""
    inspection = found_inspection(request, pk)
    lines = "\n".join(inspection.outline.values_list("text", flat=True))

    def act(form: Form) -> object:
        items = form.cleaned_data["items"].splitlines()
        return actions.set_outline(by=request.actor, inspection=inspection, items=items)

    form = OutlineForm(request.POST or None, initial={"items": lines})
    return _step(request, inspection, form, act, _("Đề cương kiểm tra"))


@page("inspection.manage", methods=READ_WRITE)
def decide(request: PageRequest, pk: int) -> HttpResponse:
    """Record the decision."""
    inspection = found_inspection(request, pk)

    def act(form: Form) -> object:
        return actions.decide_inspection(
            by=request.actor, inspection=inspection, **form.cleaned_data
        )

    form = DecideForm(request.POST or None)
    return _step(request, inspection, form, act, _("Ghi quyết định kiểm tra"))


@page("inspection.manage", methods=READ_WRITE)
def cancel(request: PageRequest, pk: int) -> HttpResponse:
    """Cancel the inspection with its reason."""
    inspection = found_inspection(request, pk)

    def act(form: Form) -> object:
        reason = form.cleaned_data["reason"]
        return actions.cancel_inspection(by=request.actor, inspection=inspection, reason=reason)

    form = ReasonForm(request.POST or None)
    return _step(request, inspection, form, act, _("Hủy cuộc kiểm tra"), is_danger=True)


@page("inspection.manage", methods=READ_WRITE)
def conclude(request: PageRequest, pk: int) -> HttpResponse:
    """Record the conclusion, with its signed copy."""
    inspection = found_inspection(request, pk)

    def act(form: Form) -> object:
        typed = form.cleaned_data
        signed = _attached(request, form, "inspection.manage")
        return actions.conclude_inspection(
            by=request.actor,
            inspection=inspection,
            text=typed["text"],
            number=typed["number"],
            day=typed["day"],
            signed_file=signed.stored_file,
            file_name=signed.file_name,
        )

    form = ConcludeForm(request.POST or None, request.FILES or None)
    return _step(request, inspection, form, act, _("Ghi kết luận kiểm tra"))


@page("inspection.answer", methods=READ_WRITE)
def answer(request: PageRequest, pk: int, body: int) -> HttpResponse:
    """Answer an item of the outline for an inspected body."""
    item = get_object_or_404(OutlineItem, pk=pk)
    require(request, "inspection.answer", at=body)
    inspection = found_inspection(request, item.inspection_id)
    organisation = get_object_or_404(Organisation, pk=body)

    def act(form: Form) -> object:
        return actions.answer_outline(
            by=request.actor,
            item=item,
            organisation=organisation,
            text=form.cleaned_data["text"],
            attached=_attached(request, form, "inspection.answer"),
        )

    form = AnswerForm(request.POST or None, request.FILES or None)
    return _step(request, inspection, form, act, _("Trả lời đề cương"), about=item.text)


@page("task.view", methods=READ_WRITE)
def record_visit(request: PageRequest, pk: int) -> HttpResponse:
    """Record a visit."""
    inspection = _as_inspector(request, pk)
    form = VisitForm(request.POST or None, inspection=inspection)
    act = _visit_act(request, inspection, None)
    return _step(request, inspection, form, act, _("Lập biên bản"))


@page("task.view", methods=READ_WRITE)
def edit_visit(request: PageRequest, pk: int) -> HttpResponse:
    """Change a record until its signed copy is in."""
    visit = get_object_or_404(Visit, pk=pk)
    inspection = _as_inspector(request, visit.inspection_id)
    names = ("organisation", "day", "place", "present", "content")
    first = {name: getattr(visit, name) for name in names}
    form = VisitForm(request.POST or None, inspection=inspection, initial=first)
    act = _visit_act(request, inspection, visit)
    return _step(request, inspection, form, act, _("Sửa biên bản"))


@page("task.view", methods=READ_WRITE)
def sign_visit(request: PageRequest, pk: int) -> HttpResponse:
    """Keep the signed copy of a record."""
    visit = get_object_or_404(Visit, pk=pk)
    inspection = _as_inspector(request, visit.inspection_id)

    def act(form: Form) -> object:
        signed = _attached(request, form, "task.view")
        if signed.stored_file is None:
            raise InspectionError("text_missing")
        return actions.sign_visit(
            by=request.actor,
            visit=visit,
            signed_file=signed.stored_file,
            file_name=signed.file_name,
        )

    form = FileForm(request.POST or None, request.FILES or None)
    return _step(request, inspection, form, act, _("Nhận biên bản đã ký"))


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
            attached=_attached(request, form, "task.view"),
        )
        return actions.record_finding(by=request.actor, inspection=inspection, data=data)

    form = FindingForm(
        request.POST or None,
        request.FILES or None,
        inspection=inspection,
        tasks=_tasks_of(inspection),
    )
    return _step(request, inspection, form, act, _("Ghi kết quả kiểm tra"))


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
    return _step(request, inspection, form, act, _("Giải trình"), about=finding.text)


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
    return _step(request, inspection, form, act, _("Ý kiến về giải trình"), about=about)


@page("task.view", methods=READ_WRITE)
def recommend(request: PageRequest, pk: int) -> HttpResponse:
    """Recommend what a body is to do."""
    inspection = _as_inspector(request, pk)

    def act(form: Form) -> object:
        return actions.recommend(by=request.actor, inspection=inspection, **form.cleaned_data)

    form = RecommendForm(request.POST or None, inspection=inspection)
    return _step(request, inspection, form, act, _("Kiến nghị"))


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
    return _step(request, inspection, form, act, _("Giao thành nhiệm vụ"), about=row.text)


def _step(
    request: PageRequest,
    inspection: Inspection,
    form: Form,
    act: Act,
    title: str,
    *,
    about: str = "",
    is_danger: bool = False,
) -> HttpResponse:
    """Show the form, or act on it and lead to the inspection; a refusal is said on the form."""
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                act(form)
            except InspectionError as refused:
                form.add_error(None, str(refused))
                status = HTTPStatus.CONFLICT if refused.code == "wrong_state" else status
            except TaskError as refused:
                form.add_error(None, str(refused))
            except DocumentError as refused:
                form.add_error("file", str(refused))
            else:
                messages.success(request, _("Đã ghi: %(what)s.") % {"what": title.lower()})
                return redirect("inspection", pk=inspection.pk)
    context = {
        "form": form,
        "inspection": inspection,
        "title": title,
        "about": about,
        "is_danger": is_danger,
    }
    return render(request, "inspections/step.html", context, status=status)


def _as_inspector(request: PageRequest, pk: int) -> Inspection:
    """The inspection, for who records for its team. Errors: Http404; PermissionDenied."""
    inspection = get_object_or_404(Inspection.objects.select_related("issuer", "programme"), pk=pk)
    if not is_inspector(request.actor, inspection):
        raise PermissionDenied
    return inspection


def _visit_act(request: PageRequest, inspection: Inspection, visit: Visit | None) -> Act:
    def act(form: Form) -> object:
        data = NewVisit(**form.cleaned_data)
        return actions.record_visit(by=request.actor, inspection=inspection, data=data, visit=visit)

    return act


def _tasks_of(inspection: Inspection) -> QuerySet[Task]:
    """The tasks that the inspected bodies work on, of the programme where it has one."""
    bodies = inspection.bodies.values("organisation")
    parts = (Part.LEAD, Part.COORDINATE)
    held = Assignment.objects.filter(organisation__in=bodies, part__in=parts)
    tasks = Task.objects.filter(pk__in=held.values("task")).exclude(lifecycle="draft")
    if inspection.programme_id is not None:
        tasks = tasks.filter(programme=inspection.programme_id)
    return tasks.order_by("order", "pk")


def _attached(request: PageRequest, form: Form, permission: str) -> Attached:
    """The number typed and the file given, screened like any other."""
    typed = form.cleaned_data
    number, file = typed.get("document_number") or "", typed.get("file")
    if file is None:
        return Attached(number)
    name = file.name or ""
    stored = receive_evidence(
        by=request.actor,
        file=file,
        name=name,
        declared=bool(typed.get("declared")),
        permission=permission,
    )
    return Attached(number, stored, name)
