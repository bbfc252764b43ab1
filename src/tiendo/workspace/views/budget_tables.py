"""Tables of money that are their files on the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tiendo.overview.asking import View
from tiendo.overview.sheets import budget_overview, disbursements, money_and_work
from tiendo.workspace.access import PageRequest, page
from tiendo.workspace.forms.budgets import BudgetFilterForm
from tiendo.workspace.sheet_html import head_html, rows_html
from tiendo.workspace.views.exports import asked_in

PER_PAGE = 100
# As many characters as stand beside each other on a desk; more scroll within their frame.
WIDEST = 240
TABLES: Mapping[str, View] = {
    view.name: view for view in (budget_overview.VIEW, disbursements.VIEW, money_and_work.VIEW)
}


@page("budget.view")
def show(request: PageRequest, view: str) -> HttpResponse:
    """The table of a view, of the filter and the day in the address."""
    if view not in TABLES:
        raise Http404(view)
    shown = TABLES[view]
    if not request.actor.may(shown.permission):
        raise PermissionDenied
    asked = asked_in(request, shown)
    sheet = shown.build(asked)
    rows = sheet.rows if isinstance(sheet.rows, Sequence) else list(sheet.rows)
    listed = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    part = replace(sheet, rows=listed.object_list)
    context = {
        "view": shown,
        "form": BudgetFilterForm.of(request.actor, request.GET) if shown.conditions else None,
        "page": listed,
        "head": head_html(part),
        "rows": rows_html(part, _nowhere),
        "is_wide": sum(column.width for column in sheet.columns) > WIDEST,
        "formulas": list(sheet.formulas),
        "stated": sheet.stated,
    }
    return render(request, "budgets/table.html", context)


def _nowhere(**_values: Any) -> str:
    """No count of these tables opens a list of tasks."""
    return reverse("budget-list")
