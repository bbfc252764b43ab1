"""Screens of where figures come from: the table of figures, one figure, files to take away."""

from __future__ import annotations

from collections.abc import Iterator
from io import SEEK_END, TextIOWrapper
from tempfile import TemporaryFile
from typing import IO

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from tiendo.reporting.errors import ReportError
from tiendo.reporting.formulas import formula_words
from tiendo.reporting.lineage import trace
from tiendo.reporting.lineage.exporting import write_json
from tiendo.reporting.lineage.package import write_package
from tiendo.reporting.lineage.workbook import write_lineage_workbook
from tiendo.reporting.lineage.workings import working_of
from tiendo.reporting.models import Figure, Report
from tiendo.reporting.queries import figures_of
from tiendo.reporting.recomputing import is_comparable, may_recompute
from tiendo.reporting.storing import file_name
from tiendo.workspace.access import PageRequest, page
from tiendo.workspace.report_frame import found_report, report_frame
from tiendo.workspace.report_lineage_rows import compute_again, noun_of, record_rows
from tiendo.workspace.views.documents import sandboxed

FIGURES_PER_PAGE = 100
RECORDS_PER_PAGE = 25
AGAIN = "tinh-lai"
PIECE = 2**16
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page()
def show_figures(request: PageRequest, pk: int) -> HttpResponse:
    """Every figure of a report with its value, unit, formula and number of records."""
    report = found_report(request, pk)
    counted = figures_of(report).defer("record_ids").annotate(records=F("record_ids__len"))
    shown = Paginator(counted, FIGURES_PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        (row, formula_words(row.formula), row.records)  # type: ignore[attr-defined]
        for row in shown.object_list
    ]
    context = {**report_frame(request, report), "page": shown, "rows": rows}
    return render(request, "reports/figures.html", context)


@page()
def show_figure(request: PageRequest, pk: int, key: str) -> HttpResponse:
    """The lineage of one figure: its value, its formula in words and numbers, its records."""
    report = found_report(request, pk)
    figure = get_object_or_404(Figure.objects.filter(report=report), key=key)
    figure.report = report
    shown = Paginator(figure.record_ids, RECORDS_PER_PAGE).get_page(request.GET.get("page"))
    records = trace(request.actor, figure, list(shown.object_list))
    is_asked = AGAIN in request.GET
    context = {
        **report_frame(request, report),
        "figure": figure,
        "formula": formula_words(figure.formula),
        "working": working_of(figure),
        "noun": noun_of(figure),
        "page": shown,
        "records": records,
        "rows": record_rows(records),
        "hidden": sum(record.is_hidden for record in records),
        "changed": sum(record.has_changed for record in records),
        "may_compute": may_recompute(request.actor, report)
        and is_comparable(request.actor, figure),
        "again": compute_again(request, figure) if is_asked else None,
    }
    return render(request, "reports/figure.html", context)


@page()
def download_json(request: PageRequest, pk: int) -> HttpResponseBase:
    """The lineage of a report as JSON."""
    report = found_report(request, pk)
    target = TemporaryFile()  # noqa: SIM115 - closed when read
    words = TextIOWrapper(target, encoding="utf-8")
    write_json(request.actor, report, words)
    words.detach()
    return _sent(target, "application/json; charset=utf-8", f"{_stem(report)}-nguon-goc.json")


@page()
def download_workbook(request: PageRequest, pk: int) -> HttpResponseBase:
    """The lineage of a report as a workbook."""
    report = found_report(request, pk)
    target = TemporaryFile()  # noqa: SIM115 - closed when read
    write_lineage_workbook(request.actor, report, target)
    return _sent(target, XLSX, f"{_stem(report)}-nguon-goc.xlsx")


@page()
def download_all(request: PageRequest, pk: int) -> HttpResponseBase:
    """The report and its lineage in one archive: DOCX, PDF, XLSX, JSON."""
    report = found_report(request, pk)
    target = TemporaryFile()  # noqa: SIM115 - closed when read
    try:
        write_package(request.actor, report, target)
    except ReportError as refused:
        target.close()
        messages.error(request, str(refused))
        return redirect("report", pk=report.pk)
    return _sent(target, "application/zip", f"{_stem(report)}.zip")


def _sent(file: IO[bytes], media_type: str, name: str) -> HttpResponseBase:
    """A file that was written aside, sent piece by piece and closed behind the last."""
    size = file.seek(0, SEEK_END)
    file.seek(0)
    response = StreamingHttpResponse(_pieces(file), content_type=media_type)
    response["Content-Length"] = str(size)
    return sandboxed(response, name)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


def _stem(report: Report) -> str:
    return file_name(report).removesuffix(".docx")
