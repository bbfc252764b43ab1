"""Screens of house templates: the versions, taking one in, looking at it with a report's words."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from tiendo.composer.house_fields import FIELDS, Field
from tiendo.composer.house_starter import starter_template
from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.reporting.house_templates.actions import (
    MAY,
    add_template,
    list_templates,
    read_template,
    withdraw_template,
)
from tiendo.reporting.house_templates.errors import TemplateRefused
from tiendo.reporting.house_templates.messages import LABELS
from tiendo.reporting.house_templates.preview import (
    preview_pages,
    preview_paper,
    preview_sample,
)
from tiendo.reporting.house_templates.queries import template_on
from tiendo.reporting.house_templates.types import REPORT, TYPES, PaperType
from tiendo.reporting.models import HouseTemplate
from tiendo.reporting.queries import report_of
from tiendo.workspace.access import READ_WRITE, PageRequest, page
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.forms.house_templates import PreviewForm, TemplateForm, WithdrawForm
from tiendo.workspace.views.documents import sandboxed

PER_PAGE = 50
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FIELDS = {
    "since_past": "since",
    "reason_needed": "reason",
    "template_differs": "file",
    "same_template": "file",
}


@page(MAY)
def show_list(request: PageRequest) -> HttpResponse:
    """Every version of every body, the one in force marked."""
    shown = Paginator(list_templates(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": shown,
        "in_force": _in_force(list(shown.object_list)),
        "types": _starters(),
    }
    return render(request, "house_templates/list.html", context)


@page(MAY, methods=READ_WRITE)
def add(request: PageRequest) -> HttpResponse:
    """Take a template in; what is wrong with it is told beside its file."""
    is_sent = request.method == "POST"
    form = TemplateForm(request.POST if is_sent else None, request.FILES if is_sent else None)

    def act() -> HttpResponse:
        given = form.cleaned_data
        try:
            made = add_template(
                by=request.actor,
                body=given["body"],
                file=given["file"],
                name=given["file"].name,
                since=given["since"],
                type_name=given["type_name"],
            )
        except TemplateRefused as refused:
            for sentence in refused.sentences():
                form.add_error("since" if refused.code == "since_past" else "file", sentence)
            return answer(status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return say_done(request, _("Đã nhận mẫu."), "house-template", made.pk)

    context = {"form": form, "fields": _fields(), "types": _starters()}
    answer = partial(render, request, "house_templates/new.html", context)
    return answer_form(request, form, act, answer)


@page(MAY)
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One version: from when, who took it in, what it holds; a report to look at it with."""
    row = _found(request, pk)
    form = PreviewForm()
    context = {
        "row": row,
        "paper": TYPES.get(row.type_name),
        "fields": [field for field in _fields() if field[1] in row.placeholders],
        "gaps": [each for each in row.placeholders if each.startswith("{")],
        "is_in_force": template_on(row.body, row.type_name, clock.today()) == row,
        "preview": form,
        "has_reports": form.fields["bao_cao"].queryset.exists(),  # type: ignore[attr-defined]
    }
    return render(request, "house_templates/show.html", context)


@page(MAY)
def download(request: PageRequest, pk: int) -> HttpResponseBase:
    """The template as it was taken in."""
    row = _with_file(request, pk)
    return _docx(_source(row), row.file_name)


@page(MAY)
def download_starter(request: PageRequest) -> HttpResponseBase:
    """The template of a type to begin with; of reports where none is named."""
    paper = TYPES.get(request.GET.get("loai", REPORT))
    if paper is None:
        raise Http404
    source = starter_template(has_type=paper.has_name, sides=paper.sides)
    return _docx(source, f"mau-{slugify(fold(paper.name))}.docx")


@page(MAY)
def preview(request: PageRequest, pk: int) -> HttpResponseBase:
    """A report as it would leave in this template, a sample of other types; as DOCX or pages."""
    row = _with_file(request, pk)
    try:
        source = _tried(request, row)
        if request.GET.get("dang") != "pdf":
            return _docx(source, f"xem-thu-{row.pk}.docx")
        pages = preview_pages(source)
    except TemplateRefused as refused:
        messages.error(request, str(refused))
        return redirect("house-template", row.pk)
    response = HttpResponse(pages, content_type="application/pdf")
    return sandboxed(response, f"xem-thu-{row.pk}.pdf")


def _tried(request: PageRequest, row: HouseTemplate) -> bytes:
    paper = TYPES[row.type_name]
    if not paper.has_values:
        return preview_sample(row.body, paper, _source(row))
    form = PreviewForm(request.GET)
    if not form.is_valid():
        raise Http404
    report = report_of(request.actor, form.cleaned_data["bao_cao"].pk)
    return preview_paper(request.actor, report, _source(row))


@page(MAY, methods=READ_WRITE)
def withdraw(request: PageRequest, pk: int) -> HttpResponse:
    """Go back to the layout of the product."""
    row = _found(request, pk)
    form = WithdrawForm(request.POST or None)

    def act() -> HttpResponse:
        made = withdraw_template(
            by=request.actor,
            body=row.body,
            type_name=row.type_name,
            since=form.cleaned_data["since"],
            reason=form.cleaned_data["reason"],
        )
        return say_done(request, _("Đã ngừng dùng mẫu riêng."), "house-template", made.pk)

    context = {"form": form, "row": row}
    answer = partial(render, request, "house_templates/withdraw.html", context)
    return answer_form(request, form, act, answer, _FIELDS)


def _fields() -> list[tuple[str, str, str, str]]:
    """The placeholders as they are typed, their names, their words, where one is needed."""
    return [
        ("{{" + name + "}}", name, str(LABELS[name]), _needed(field))
        for name, field in FIELDS.items()
    ]


def _needed(field: Field) -> str:
    if not field.is_needed:
        return _("Không bắt buộc")
    if not field.sides:
        return _("Bắt buộc")
    return _("Bắt buộc ở biên bản hai bên") if field.sides > 1 else _("Bắt buộc, trừ biên bản")


def _starters() -> list[tuple[PaperType, str]]:
    """The types of papers with the address of the template to begin with."""
    page = reverse("house-template-starter")
    return [(each, f"{page}?{urlencode({'loai': each.name})}") for each in TYPES.values()]


def _in_force(rows: list[HouseTemplate]) -> set[int]:
    """The versions that papers of today are laid out with. Rows of a body stand together, the
    newest first."""
    today = clock.today()
    best: dict[tuple[int, str], HouseTemplate] = {}
    for row in rows:
        key = (row.body_id, row.type_name)
        held = best.get(key)
        is_later = held is None or (row.since, row.number) > (held.since, held.number)
        if row.since <= today and is_later:
            best[key] = row
    return {row.pk for row in best.values()}


def _found(request: PageRequest, pk: int) -> HouseTemplate:
    try:
        return list_templates(request.actor).get(pk=pk)
    except HouseTemplate.DoesNotExist as error:
        raise Http404 from error


def _with_file(request: PageRequest, pk: int) -> HouseTemplate:
    row = _found(request, pk)
    if row.stored_file is None:
        raise Http404
    return row


def _source(row: HouseTemplate) -> bytes:
    return b"" if row.stored_file is None else read_template(row.stored_file)


def _docx(source: bytes, name: str) -> HttpResponse:
    return sandboxed(HttpResponse(source, content_type=_DOCX), name)
