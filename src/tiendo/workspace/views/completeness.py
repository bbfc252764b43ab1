"""Đầy đủ, đúng hạn: what bodies have entered of what is asked of them, and the list behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.periods import period_label
from tiendo.indicators.completeness import Expected, Part, counted_bodies, expected_of
from tiendo.indicators.models import Observation
from tiendo.indicators.observed import listed
from tiendo.organisations.models import Organisation
from tiendo.overview.asking import Asked
from tiendo.overview.conditions import kept
from tiendo.overview.sheets import completeness as sheet_of
from tiendo.tasks.recurrence import period_name
from tiendo.workspace.access import PageRequest, as_of, kept_days, known_at, page
from tiendo.workspace.figure_rows import FigureRow, figure_rows
from tiendo.workspace.forms.observations import CompletenessForm
from tiendo.workspace.sheet_html import head_html, rows_html

PER_PAGE = 60
# What became of an expected figure: icon and word.
LOOKS: Mapping[str, tuple[str, str | Promise]] = {
    Part.ON_TIME: ("circle-check", _("Đúng hạn")),
    Part.LATE: ("clock-check", _("Muộn")),
    Part.MISSING: ("alert-triangle", _("Quá hạn chưa nhập")),
    Part.AWAITED: ("hourglass", _("Chưa nhập, còn hạn")),
}


@page("indicator.view")
def show(request: PageRequest) -> HttpResponse:
    """The bodies with what they owe and entered of a period."""
    asked = _asked(request)
    cadence, label = sheet_of.cadence_in(asked.values), asked.values["ky"]
    sheet = sheet_of.build(asked)
    rows = sheet.rows if isinstance(sheet.rows, Sequence) else list(sheet.rows)
    listed_rows = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = replace(sheet, rows=listed_rows.object_list)
    context = {
        "form": CompletenessForm(
            {"tan_suat": cadence, "ky": label}, cadence=cadence, day=asked.day
        ),
        "period": period_name(label),
        "page": listed_rows,
        "head": head_html(shown),
        "rows": rows_html(shown, partial(_list_url, request)),
        "formulas": list(sheet.formulas),
    }
    return render(request, "observations/completeness.html", context)


def _asked(request: PageRequest) -> Asked:
    given = {name: str(value) for name, value in request.GET.items()}
    values = kept(sheet_of.CONDITIONS, given)
    asked = Asked(request.actor, as_of(request), known_at(request), values)
    return sheet_of.written_out(asked)


def _list_url(request: HttpRequest, **values: str) -> str:
    query = urlencode({**values, **kept_days(request)})
    return f"{reverse('observation-expected')}?{query}"


@page("indicator.view")
def show_expected(request: PageRequest) -> HttpResponse:
    """Each figure that is expected of a body for a period, and what became of it."""
    asked, given = _asked(request), request.GET
    body = _body(request)
    cadence, period = sheet_of.cadence_in(asked.values), sheet_of.period_in(asked)
    found = expected_of(body, cadence, period, asked.day, asked.known_at)
    part = given.get(sheet_of.PART, "")
    rows = [each for each in found if part not in LOOKS or each.part == part]
    shown = Paginator(rows, PER_PAGE).get_page(given.get("page"))
    label = period_label(cadence, period)
    context = {
        "body": body,
        "period": period_name(label),
        "label": label,
        "part": LOOKS[part][1] if part in LOOKS else "",
        "page": shown,
        "rows": _rows(request, list(shown.object_list)),
        "may_enter": request.actor.may("observation.enter", at=body.pk),
    }
    return render(request, "observations/expected.html", context)


def _body(request: PageRequest) -> Organisation:
    """The body of the address. Errors: Http404; PermissionDenied."""
    given = request.GET.get(sheet_of.BODY, "")
    pk = int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else 0
    body = get_object_or_404(Organisation, pk=pk)
    if not counted_bodies(request.actor).filter(pk=pk).exists():
        raise PermissionDenied
    return body


def _rows(
    request: PageRequest, found: Sequence[Expected]
) -> list[tuple[Expected, str, str | Promise, FigureRow | None]]:
    """The figures expected, each with its look and what was entered."""
    ids = [each.observation for each in found if each.observation]
    related = Observation.objects.filter(pk__in=ids).select_related("indicator", "organisation")
    entered = {
        row.row.pk: row
        for row in figure_rows(listed(request.actor, list(related.select_related("entered_by"))))
    }
    return [(each, *LOOKS[each.part], entered.get(each.observation or 0)) for each in found]
