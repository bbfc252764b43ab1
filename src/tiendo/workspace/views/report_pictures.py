"""The charts of a report as they were drawn when it was composed."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase

from tiendo.reporting.models import Report
from tiendo.reporting.queries import report_of
from tiendo.reporting.snapshot import kept_drawing
from tiendo.workspace.access import PageRequest, page
from tiendo.workspace.views.documents import sandboxed


@page()
def show(request: PageRequest, pk: int, number: int) -> HttpResponseBase:
    """One chart, counted from 1, as dots: lines would be set in whatever type the reader has."""
    try:
        report = report_of(request.actor, pk)
    except Report.DoesNotExist as error:
        raise Http404 from error
    drawing = kept_drawing(report.content, number)
    if drawing is None:
        raise Http404
    response = HttpResponse(drawing.png, content_type="image/png")
    return sandboxed(response, f"bieu-do-{number}.png")
