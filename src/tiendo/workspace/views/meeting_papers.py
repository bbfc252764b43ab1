"""The papers of a meeting: each as a page and as a file, all of them as one document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from tempfile import NamedTemporaryFile
from typing import cast

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tiendo.composer.sheet_csv import csv_chunks
from tiendo.composer.sheet_xlsx import write_xlsx
from tiendo.composer.sheets import Sheet, Values
from tiendo.domain import clock
from tiendo.meetings.calendar import calendar_entry
from tiendo.meetings.documents import write_notice, write_paper, write_papers
from tiendo.meetings.follow_up import decisions_of
from tiendo.meetings.models import Meeting
from tiendo.meetings.pack import papers_of
from tiendo.workspace.access import PageRequest, page
from tiendo.workspace.answers import give_file
from tiendo.workspace.sheet_html import head_html, rows_html
from tiendo.workspace.task_filters import list_url
from tiendo.workspace.views.meetings import found_meeting

PER_PAGE = 50
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMS = ("xlsx", "csv", "docx")


@page("task.view")
def show(request: PageRequest, pk: int, name: str) -> HttpResponse:
    """One paper, page by page."""
    meeting = found_meeting(request, pk)
    sheet = _paper(request, meeting, name)
    rows = cast(Sequence[Values], sheet.rows)
    listed = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = replace(sheet, rows=list(listed.object_list))
    files = [
        (reverse("meeting-paper-file", args=[pk, name, form]), form.upper()) for form in _FORMS
    ]
    context = {
        "meeting": meeting,
        "sheet": sheet,
        "page": listed,
        "head": head_html(shown),
        "rows": rows_html(shown, partial(list_url, request)),
        "files": files,
    }
    return render(request, "meetings/paper.html", context)


@page("task.view")
def download(request: PageRequest, pk: int, name: str, form: str) -> HttpResponse:
    """One paper as XLSX, CSV or DOCX."""
    meeting = found_meeting(request, pk)
    sheet = _paper(request, meeting, name)
    stem = f"giao-ban-{meeting.day}-{name}"
    if form == "docx":
        return _file(write_paper(meeting, sheet), _DOCX, f"{stem}.docx")
    if form == "csv":
        source = b"".join(csv_chunks(sheet, clock.LOCAL_ZONE))
        return _file(source, "text/csv; charset=utf-8", f"{stem}.csv")
    if form != "xlsx":
        raise Http404(form)
    with NamedTemporaryFile(suffix=".xlsx") as target:
        write_xlsx(sheet, target.name, clock.LOCAL_ZONE, clock.now())
        return _file(target.read(), _XLSX, f"{stem}.xlsx")


@page("task.view")
def docx(request: PageRequest, pk: int) -> HttpResponse:
    """All papers as one document."""
    meeting = found_meeting(request, pk)
    source = write_papers(meeting, papers_of(meeting, request.actor))
    return _file(source, _DOCX, f"tai-lieu-giao-ban-{meeting.day}.docx")


@page("task.view")
def notice_docx(request: PageRequest, pk: int) -> HttpResponse:
    """The notice of the conclusions, drafted from the decisions."""
    meeting = found_meeting(request, pk)

    def write() -> HttpResponse:
        source = write_notice(meeting, list(decisions_of(meeting)))
        return _file(source, _DOCX, f"thong-bao-ket-luan-{meeting.day}.docx")

    return give_file(request, write, "meeting", pk)


@page("task.view")
def calendar(request: PageRequest, pk: int) -> HttpResponse:
    """The meeting for a calendar."""
    meeting = found_meeting(request, pk)
    source = calendar_entry(meeting, reverse("meeting", args=[pk]))
    return _file(source, "text/calendar; charset=utf-8", f"giao-ban-{meeting.day}.ics")


def _paper(request: PageRequest, meeting: Meeting, name: str) -> Sheet:
    for sheet in papers_of(meeting, request.actor):
        if sheet.name == name:
            return sheet
    raise Http404(name)


def _file(source: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(source, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
