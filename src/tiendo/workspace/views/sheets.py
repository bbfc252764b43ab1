"""A view of the work as a page: its table, what it shows, and its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.overview import comparing
from tiendo.overview.beginning import not_begun
from tiendo.overview.filters import SINCE, STEP
from tiendo.overview.sheets import PAGES, VIEWS, burn_up, changes, comparison, league
from tiendo.programmes.queries import list_programmes
from tiendo.workspace.access import PageRequest, page
from tiendo.workspace.sheet_html import head_html, rows_html
from tiendo.workspace.task_filters import PROGRAMME, list_url, scope_url
from tiendo.workspace.views.exports import asked_in

PER_PAGE = 200
# As many characters as stand beside each other on a desk; more scroll within their frame.
WIDEST = 240
Choices = tuple[str, str | Promise, list[tuple[str, str | Promise]]]


def _choices(name: str, label: Promise, options: Mapping[str, str | Promise]) -> Choices:
    """Ways to look at a view, the first one where the address names none."""
    first, *others = options.items()
    return name, label, [("", first[1]), *others]


SINCES = _choices(SINCE, _("So với"), comparing.CHOICES)
STEPS = _choices(STEP, _("Bước"), {"": _("Tự chọn bước"), **burn_up.STEP_CHOICES})
_LOOKS: Mapping[str, Choices] = {
    changes.VIEW.name: SINCES,
    comparison.VIEW.name: SINCES,
    burn_up.VIEW.name: STEPS,
}


@page("dashboard.view")
def show(request: PageRequest, view: str) -> HttpResponse:
    """The table of a view, of the filter and the day in the address."""
    if view not in PAGES:
        raise Http404(view)
    asked = asked_in(request)
    sheet = VIEWS[view].build(asked)
    rows = sheet.rows if isinstance(sheet.rows, Sequence) else list(sheet.rows)
    listed = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = replace(sheet, rows=listed.object_list)
    context = {
        "view": VIEWS[view],
        "views": [VIEWS[name] for name in PAGES],
        "looks": _LOOKS.get(view),
        "programmes": [(row.pk, row.short_title) for row in list_programmes()],
        "programme": asked.values.get(PROGRAMME, ""),
        "page": listed,
        "not_begun": None if rows else not_begun(asked),
        "head": head_html(shown),
        "is_wide": sum(column.width for column in sheet.columns) > WIDEST,
        "rows": rows_html(shown, partial(list_url, request)),
        "formulas": list(sheet.formulas),
        # Who is compared sees how, without asking.
        "shows_method": view == league.VIEW.name,
        "stated": sheet.stated,
        "scope_url": scope_url(request, asked.values),
    }
    return render(request, "overview/sheet.html", context)
