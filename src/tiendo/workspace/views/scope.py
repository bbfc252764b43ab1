"""Toàn cảnh: one page for any part of the work: how it stands, how it came there, what changed."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render

from tiendo.overview.beginning import not_begun
from tiendo.overview.comparing import CHOICES, REPORT, last_report
from tiendo.overview.filters import PROGRAMME, in_words
from tiendo.overview.sheets import comparison
from tiendo.programmes.queries import list_programmes
from tiendo.workspace.access import PageRequest, page
from tiendo.workspace.scope_page import parent_urls, scope_context, scope_title
from tiendo.workspace.views.exports import asked_in
from tiendo.workspace.views.sheets import SINCES


@page("dashboard.view")
def show(request: PageRequest) -> HttpResponse:
    """What the filter of the address holds, how it stands and how it came there."""
    asked = asked_in(request)
    asked = replace(asked, words=in_words(asked.values, request.actor))
    now = comparison.counts_now(asked)
    context: dict[str, object] = {
        "title": scope_title(asked),
        "programmes": [(row.pk, row.short_title) for row in list_programmes()],
        "programme": asked.values.get(PROGRAMME, ""),
        "wider": list(parent_urls(request, asked)),
        "counts": now,
    }
    if now.total:
        context |= scope_context(request, asked, now)
        sinces = SINCES[2] if last_report(asked) else _without_report()
        context["sinces"] = sinces
    else:
        context["not_begun"] = not_begun(asked)
    return render(request, "overview/scope.html", context)


def _without_report() -> list[tuple[str, object]]:
    return [(value, words) for value, words in SINCES[2] if words != CHOICES[REPORT]]
