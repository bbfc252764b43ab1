"""Tình hình gửi báo cáo: how many came in time, late, not, by body, regime or cycle over time."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from tiendo.domain import clock
from tiendo.regimes.queries import DutyFilter, calendar_of, count_all, count_by_group
from tiendo.workspace.access import PageRequest, page
from tiendo.workspace.forms.duties import DutyCountsForm

PER_PAGE = 50


@page("submission.view")
def show_counts(request: PageRequest) -> HttpResponse:
    """The duties whose last day lies in a span (this year up to today, where none is said)."""
    today = clock.today()
    form = DutyCountsForm(request.GET)
    typed = form.cleaned_data if form.is_valid() else {}
    since = typed.get("tu") or dt.date(today.year, 1, 1)
    until = typed.get("den") or max(today, since)
    regime = typed.get("che_do")
    group = typed.get("theo") or "body"
    chosen = DutyFilter(since=since, until=until, regime=regime.pk if regime else None)
    found = calendar_of(request.actor, chosen, today)
    shown = Paginator(count_by_group(found, group), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "group": group,
        "since": since,
        "until": until,
        "export_from": since.isoformat(),
        "export_to": until.isoformat(),
        "counts": count_all(found),
        "page": shown,
        "rows": shown.object_list,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "duties/by_group.html", context, status=status)
