"""The forms of an inspection: each shows itself, or acts and leads back to the inspection."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from tiendo.documents.evidence_uploads import receive_evidence
from tiendo.inspections import actions
from tiendo.inspections.actions import Attached
from tiendo.inspections.models import Inspection, OutlineItem
from tiendo.organisations.models import Organisation
from tiendo.workspace.access import READ_WRITE, PageRequest, page, require
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.forms.inspections import (
    AnswerForm,
    ConcludeForm,
    DecideForm,
    MemberForm,
    OutlineForm,
    ReasonForm,
)
from tiendo.workspace.views.inspections import found_inspection

Act = Callable[[Form], object]


@page("inspection.manage", methods=READ_WRITE)
def add_member(request: PageRequest, pk: int) -> HttpResponse:
    """Put a person into the team."""
    inspection = found_inspection(request, pk)

    def act(form: Form) -> object:
        user, role = form.cleaned_data["user"], form.cleaned_data["role"]
        return actions.add_member(by=request.actor, inspection=inspection, user=user, role=role)

    initial = request.GET.dict()
    form = MemberForm(request.POST or None, initial=initial, address=request.path)
    return answer_step(request, inspection, form, act, _("Thêm người vào đoàn"))


@page("inspection.manage", methods=READ_WRITE)
def set_outline(request: PageRequest, pk: int) -> HttpResponse:
    """Write the outline, one item a line."""
    inspection = found_inspection(request, pk)
    lines = "\n".join(inspection.outline.values_list("text", flat=True))

    def act(form: Form) -> object:
        items = form.cleaned_data["items"].splitlines()
        return actions.set_outline(by=request.actor, inspection=inspection, items=items)

    form = OutlineForm(request.POST or None, initial={"items": lines})
    return answer_step(request, inspection, form, act, _("Đề cương kiểm tra"))


@page("inspection.manage", methods=READ_WRITE)
def decide(request: PageRequest, pk: int) -> HttpResponse:
    """Record the decision."""
    inspection = found_inspection(request, pk)

    def act(form: Form) -> object:
        return actions.decide_inspection(
            by=request.actor, inspection=inspection, **form.cleaned_data
        )

    form = DecideForm(request.POST or None)
    return answer_step(request, inspection, form, act, _("Ghi quyết định kiểm tra"))


@page("inspection.manage", methods=READ_WRITE)
def cancel(request: PageRequest, pk: int) -> HttpResponse:
    """Cancel the inspection with its reason."""
    inspection = found_inspection(request, pk)

    def act(form: Form) -> object:
        reason = form.cleaned_data["reason"]
        return actions.cancel_inspection(by=request.actor, inspection=inspection, reason=reason)

    form = ReasonForm(request.POST or None)
    return answer_step(request, inspection, form, act, _("Hủy cuộc kiểm tra"), is_danger=True)


@page("inspection.manage", methods=READ_WRITE)
def conclude(request: PageRequest, pk: int) -> HttpResponse:
    """Record the conclusion, with its signed copy."""
    inspection = found_inspection(request, pk)

    def act(form: Form) -> object:
        typed = form.cleaned_data
        signed = attached(request, form, "inspection.manage")
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
    return answer_step(request, inspection, form, act, _("Ghi kết luận kiểm tra"))


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
            attached=attached(request, form, "inspection.answer"),
        )

    form = AnswerForm(request.POST or None, request.FILES or None)
    return answer_step(request, inspection, form, act, _("Trả lời đề cương"), about=item.text)


def answer_step(
    request: PageRequest,
    inspection: Inspection,
    form: Form,
    act: Act,
    title: str,
    *,
    about: str = "",
    is_danger: bool = False,
) -> HttpResponse:
    """Show the form, or act on it and lead to the inspection."""

    def take() -> HttpResponse:
        act(form)
        words = _("Đã ghi: %(what)s.") % {"what": title.lower()}
        return say_done(request, words, "inspection", inspection.pk)

    context = {
        "form": form,
        "inspection": inspection,
        "title": title,
        "about": about,
        "is_danger": is_danger,
    }
    show = partial(render, request, "inspections/step.html", context)
    return answer_form(request, form, take, show)


def attached(request: PageRequest, form: Form, permission: str) -> Attached:
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
