"""Screens of analysis: how fresh and whole the facts are, and what was computed from them."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from tiendo.analytics.models import FactsRun, FactsState, StoredAnalysis
from tiendo.analytics.queries import damages, freshness, is_stale, stored_analysis
from tiendo.indicators.models import ValueAudit
from tiendo.organisations.models import Kind, Organisation
from tiendo.overview.sheets.analyses import ANALYSES, rows_asked
from tiendo.workspace.access import PageRequest, page, require
from tiendo.workspace.sheet_html import head_html, rows_html
from tiendo.workspace.views.exports import asked_in

PER_PAGE = 50
# As many characters as stand beside each other on a desk; more scroll within their frame.
WIDEST = 240


@page("observation.view_all")
def show_list(request: PageRequest) -> HttpResponse:
    """When the facts were written and whether they are whole; the analyses with their age."""
    fresh = freshness()
    stored = {each.name: each for each in StoredAnalysis.objects.all()}
    context = {
        "fresh": fresh,
        "is_stale": is_stale(fresh.as_of),
        "damages": damages(),
        "written": FactsRun.objects.filter(state=FactsState.DONE).first(),
        "runs": FactsRun.objects.all()[:10],
        "engine": settings.ANALYTICS_ENGINE,
        "audit": ValueAudit.objects.filter(finished_at__isnull=False).first(),
        "analyses": [
            (each, stored.get(name))
            for name, each in ANALYSES.items()
            if request.actor.may(each.view.permission)
        ],
    }
    return render(request, "facts/list.html", context)


@page()
def show(request: PageRequest, name: str) -> HttpResponse:
    """The rows of one analysis as they were last computed, and how old they are."""
    if name not in ANALYSES:
        raise Http404(name)
    analysed = ANALYSES[name]
    require(request, analysed.view.permission)
    asked = asked_in(request, analysed.view)
    listed = Paginator(rows_asked(name, asked), PER_PAGE).get_page(request.GET.get("page"))
    sheet = analysed.sheet(listed.object_list, asked)
    shown = replace(sheet, rows=list(sheet.rows))
    stored = stored_analysis(name)
    context = {
        "view": analysed.view,
        "about": analysed.about,
        "views": [
            (key, each.view)
            for key, each in ANALYSES.items()
            if request.actor.may(each.view.permission)
        ],
        "name": name,
        "stored": stored,
        "is_stale": is_stale(stored.facts_as_of if stored else None),
        "page": listed,
        "head": head_html(shown),
        "rows": rows_html(shown, lambda **_filter: ""),
        "is_wide": sum(column.width for column in sheet.columns) > WIDEST,
        "formulas": list(sheet.formulas),
        "values": asked.values,
        "conditions": {each.name: each.label for each in analysed.view.conditions or ()},
        "bodies": _bodies() if name in ("nhiem-vu", "cap-nhat") else (),
    }
    return render(request, "facts/analysis.html", context)


def _bodies() -> list[tuple[str, str]]:
    found = Organisation.objects.exclude(kind=Kind.DIVISION).order_by("sort_key")
    return [(str(pk), name) for pk, name in found.values_list("pk", "name")]
