"""A view of the work as a page: its table, what it shows, and its files."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import render

from tiendo.overview.sheets import PAGES, VIEWS
from tiendo.programmes.queries import list_programmes
from tiendo.workspace.access import PageRequest, page
from tiendo.workspace.sheet_html import head_html, rows_html
from tiendo.workspace.task_filters import PROGRAMME, list_url
from tiendo.workspace.views.exports import asked_in


@page("dashboard.view")
def show(request: PageRequest, view: str) -> HttpResponse:
    """The table of a view, of the filter and the day in the address."""
    if view not in PAGES:
        raise Http404(view)
    asked = asked_in(request)
    sheet = VIEWS[view].build(asked)
    context = {
        "view": VIEWS[view],
        "views": [VIEWS[name] for name in PAGES],
        "programmes": [(row.pk, row.short_title) for row in list_programmes()],
        "programme": asked.values.get(PROGRAMME, ""),
        "head": head_html(sheet),
        "rows": rows_html(sheet, partial(list_url, request)),
        "formulas": list(sheet.formulas),
        "stated": sheet.stated,
    }
    return render(request, "overview/sheet.html", context)
