"""Ma trận and Trách nhiệm: which body has which part in which task?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tiendo.composer.sheets import Sheet
from tiendo.overview.asking import Asked, View
from tiendo.overview.sheets import matrix as matrix_sheet
from tiendo.overview.sheets import responsibilities as responsibility_sheet
from tiendo.overview.sheets.task_pages import count_tasks
from tiendo.workspace.access import PageRequest, number_in, page
from tiendo.workspace.sheet_html import head_html, rows_html
from tiendo.workspace.task_filter_bar import filter_context
from tiendo.workspace.task_filters import list_url, read_filter
from tiendo.workspace.views.exports import asked_in

PER_PAGE = 100
BY, BY_BODY = "theo", "co-quan"
# Which page of the bodies stands in the columns.
BODIES = "cot"
MakePage = Callable[[Asked, slice], Sheet]


@page("task.view")
def matrix(request: PageRequest) -> HttpResponse:
    """The tasks of the filter against their bodies, those with the most of them first."""
    asked = asked_in(request)
    bodies = matrix_sheet.body_page(asked, number_in(request.GET.get(BODIES, "")) or 1)
    make: MakePage = partial(matrix_sheet.page, bodies)
    table = _table(request, asked, make, count_tasks(asked), _("nhiệm vụ"))
    context = {
        **table,
        "bodies": bodies,
        "previous_bodies": bodies.number - 1,
        "next_bodies": bodies.number + 1,
        "view": matrix_sheet.VIEW,
        "tab": "matrix",
        "legend": matrix_sheet.legend(),
        "css": "is-matrix",
        **filter_context(request, read_filter(request.GET), asked.day, "task-matrix"),
    }
    return render(request, "tasks/sheet.html", context)


@page("task.view")
def responsibilities(request: PageRequest) -> HttpResponse:
    """Who leads, coordinates, decides and confirms: task by task, or counted by body."""
    asked = asked_in(request)
    by_body = request.GET.get(BY) == BY_BODY
    view: View = responsibility_sheet.BY_BODY if by_body else responsibility_sheet.VIEW
    if by_body:
        whole = responsibility_sheet.build_by_body(asked)
        rows = list(whole.rows)
        make: MakePage = partial(_part_of, whole)
        table = _table(request, asked, make, len(rows), _("cơ quan"))
    else:
        number = count_tasks(asked)
        table = _table(request, asked, responsibility_sheet.page, number, _("nhiệm vụ"))
    context = {
        **table,
        "view": view,
        "tab": "responsibilities",
        "ways": [("", _("Theo nhiệm vụ")), (BY_BODY, _("Theo cơ quan"))],
        "css": "is-cards",
        **filter_context(request, read_filter(request.GET), asked.day, "task-responsibilities"),
    }
    return render(request, "tasks/sheet.html", context)


def _part_of(whole: Sheet, asked: Asked, part: slice) -> Sheet:
    rows = list(whole.rows)[part]
    return Sheet(whole.name, whole.title, whole.columns, rows, stated=whole.stated)


def _table(
    request: PageRequest, asked: Asked, make: MakePage, count: int, noun: str
) -> dict[str, object]:
    """One page of a sheet as a table."""
    shown = Paginator(range(count), PER_PAGE).get_page(request.GET.get("page"))
    start = (shown.number - 1) * PER_PAGE
    sheet = make(asked, slice(start, start + PER_PAGE))
    return {
        "page": shown,
        "noun": noun,
        "head": head_html(sheet),
        "rows": rows_html(sheet, partial(list_url, request)) if count else "",
    }
