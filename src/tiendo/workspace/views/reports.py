"""Screens about reports: the list, a new one, the report with its files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.composer.model import FigureRef, OfficialDocument
from tiendo.reporting.actions import (
    compile_report,
    correct_report,
    recompile_report,
)
from tiendo.reporting.errors import ReportError
from tiendo.reporting.models import Report, ValueState
from tiendo.reporting.pages import pages_of
from tiendo.reporting.queries import (
    PrintedRow,
    composed_document,
    figures_of,
    file_of,
    list_reports,
    printed_figures,
)
from tiendo.reporting.storing import file_name
from tiendo.workspace.access import READ_WRITE, PageRequest, page
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.forms.reports import (
    CompileForm,
    CorrectForm,
    RecompileForm,
    ReportFilterForm,
)
from tiendo.workspace.report_check_rows import passed_kinds
from tiendo.workspace.report_frame import found_report, report_frame
from tiendo.workspace.report_html import PrintedFigure, report_page
from tiendo.workspace.views.documents import sandboxed

PER_PAGE = 30


@page("report.view")
def show_list(request: PageRequest) -> HttpResponse:
    """The reports, filtered by programme and state."""
    form = ReportFilterForm(request.GET)
    listed = list_reports(request.actor, form.narrowed())
    context = {
        "form": form,
        "page": Paginator(listed, PER_PAGE).get_page(request.GET.get("page")),
        "may_compile": request.actor.may("report.compile"),
    }
    return render(request, "reports/list.html", context)


@page("report.compile", methods=READ_WRITE)
def compile_new(request: PageRequest) -> HttpResponse:
    """Compile the draft of a new report."""
    if request.method != "POST":
        form = CompileForm(initial=CompileForm.first_values())
        return render(request, "reports/new.html", {"form": form})
    form = CompileForm(request.POST)
    if form.is_valid():
        try:
            report = compile_report(by=request.actor, **form.cleaned_data)
        except ReportError as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("report", pk=report.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "reports/new.html", {"form": form}, status=status)


@page()
def show(request: PageRequest, pk: int) -> HttpResponse:
    """The report as it will print, each figure a link to what it was computed from."""
    report = found_report(request, pk)
    figures = printed_figures(report)
    document, printed = composed_document(report, figures), _printed(report, figures)
    context = {
        **report_frame(request, report),
        "composed": report_page(document, printed, f"{request.path}hinh/"),
        "is_housed": document.house is not None,
        "housed": _housed(document, printed),
        "figure_count": len(figures),
        "passed": passed_kinds(report) if report.approved_at else (),
        "corrected_by": Report.objects.filter(corrects=report).only("pk", "state").first(),
    }
    return render(request, "reports/report.html", context)


@page()
def download(request: PageRequest, pk: int) -> HttpResponseBase:
    """The report's file as it was written."""
    report = found_report(request, pk)
    stored = file_of(report)
    if stored is None:
        raise Http404
    response = FileResponse(stored.file.open("rb"), content_type=stored.media_type)
    return sandboxed(response, file_name(report))


@page()
def download_pages(request: PageRequest, pk: int) -> HttpResponseBase:
    """The report as a PDF; what cannot be printed is said on its page."""
    report = found_report(request, pk)
    try:
        source = pages_of(report, list(figures_of(report)))
    except ReportError as refused:
        messages.error(request, str(refused))
        return redirect("report", pk=report.pk)
    name = file_name(report).removesuffix("docx") + "pdf"
    return sandboxed(HttpResponse(source, content_type="application/pdf"), name)


@page("report.compile", methods=READ_WRITE)
def recompile(request: PageRequest, pk: int) -> HttpResponse:
    """Compile a draft again, with the words of its sections."""
    report = found_report(request, pk)
    first = RecompileForm.initial_of(report)
    form = RecompileForm(request.POST or None, initial=first, report=report)

    def act() -> Report:
        typed = form.cleaned_data
        return recompile_report(
            by=request.actor,
            report=report,
            version=typed["version"],
            as_of=typed["as_of"],
            title=typed["title"],
            addressee=typed["addressee"],
            narrative=form.narrative(),
        )

    return _decide(request, report, form, act, "reports/recompile.html", _("Đã lập lại báo cáo."))


@page("report.compile", methods=READ_WRITE)
def correct(request: PageRequest, pk: int) -> HttpResponse:
    """Begin a new report in place of an approved one."""
    report = found_report(request, pk)
    form = CorrectForm(request.POST or None)

    def act() -> Report:
        reason = form.cleaned_data["reason"]
        return correct_report(by=request.actor, report=report, reason=reason)

    words = _("Đã lập dự thảo đính chính.")
    return _decide(request, report, form, act, "reports/correct.html", words)


def _decide(
    request: PageRequest,
    report: Report,
    form: Form,
    act: Callable[[], Report],
    template: str,
    done: str,
) -> HttpResponse:
    """Show the form, or act on it and lead to the report."""

    def take() -> HttpResponse:
        return say_done(request, done, "report", act().pk)

    context = {**report_frame(request, report), "form": form}
    return answer_form(request, form, take, partial(render, request, template, context))


def _housed(
    document: OfficialDocument, printed: Mapping[str, PrintedFigure]
) -> list[PrintedFigure]:
    """The figures in the office's own sentences, which stand in its file alone."""
    values = (each for _name, held in document.house or () for each in held)
    return [printed[each.key] for each in values if isinstance(each, FigureRef)]


def _printed(report: Report, figures: Iterable[PrintedRow]) -> dict[str, PrintedFigure]:
    """The figures as the page shows them; their addresses begin alike."""
    base = reverse("report-figures", args=[report.pk])
    return {
        row.key: PrintedFigure(
            row.printed, row.label, f"{base}{row.key}/", row.value_state != ValueState.VALUE
        )
        for row in figures
    }
