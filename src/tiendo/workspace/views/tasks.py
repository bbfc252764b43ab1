"""The list of tasks: filtered, searched, sorted, with the totals of the filter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.overview.asking import Asked
from tiendo.overview.beginning import not_begun
from tiendo.overview.errors import OverviewError
from tiendo.overview.filters import gone
from tiendo.overview.saved_filters import start_of
from tiendo.tasks.actions.progress import AT_WORK
from tiendo.tasks.models import Lifecycle, Task
from tiendo.tasks.queries import OfficialCounts, list_page
from tiendo.workspace import task_filters as names
from tiendo.workspace.access import PageRequest, as_of, known_at, page
from tiendo.workspace.task_filter_bar import filter_context
from tiendo.workspace.task_filters import ChosenFilter, list_url, read_filter
from tiendo.workspace.task_rows import list_rows_html, rows_of

PER_PAGE = 100


@page("task.view")
def show_list(request: PageRequest) -> HttpResponse:
    """The tasks a person may see, one page of the filter in the order asked for."""
    if not request.GET and (start := start_of(request.user)):
        return redirect("filter", start)
    day, chosen = as_of(request), read_filter(request.GET)
    listed = list_page(
        request.actor,
        chosen.tasks,
        day,
        known_at=known_at(request),
        ordering=request.GET.get("sort", "plan"),
        number=_page_number(request),
        size=PER_PAGE,
    )
    confirmable = _confirmable(request.actor, listed.tasks, day)
    reportable = _reportable(request.actor, listed.tasks, day)
    tickable = confirmable | reportable
    nothing = not listed.counts.rows
    context = {
        "refusal": _refusal(request, chosen) if nothing else None,
        "page": Paginator(range(listed.counts.rows), PER_PAGE).get_page(listed.number),
        "parts": listed.counts.parts,
        "rows_html": list_rows_html(rows_of(request, listed.tasks, day), tickable),
        "totals": list(_totals(request, chosen.values, listed.counts)),
        "confirmable": confirmable,
        "reportable": reportable,
        "tickable": tickable,
        "may_go_live": request.actor.may("task.go_live"),
        "may_urge": request.actor.may("urge.issue"),
        "may_import": request.actor.may("task.update"),
        **filter_context(request, chosen, day, "task-list"),
    }
    return render(request, "tasks/list.html", context)


def _refusal(request: PageRequest, chosen: ChosenFilter) -> OverviewError | None:
    """Why nothing can be found, where the filter or the day says so. Cost: one query and more."""
    asked = Asked(request.actor, as_of(request), known_at(request), chosen.values)
    if labels := gone(chosen.values, request.actor):
        return OverviewError("names_gone", labels=", ".join(labels).lower())
    return not_begun(asked)


def _page_number(request: PageRequest) -> int:
    given = request.GET.get("page", "1")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 8 else 1


def _confirmable(actor: Actor, tasks: list[Task], day: dt.date) -> frozenset[int]:
    """The rows of the page that wait for this person's confirmation today."""
    if day != clock.today() or not actor.may("task.confirm"):
        return frozenset()
    bodies = actor.bodies_for("task.confirm")
    return frozenset(
        task.pk
        for task in tasks
        if getattr(task, "stage", "") == Lifecycle.UNIT_APPROVED
        and getattr(task, "confirmer_id", None) in bodies
    )


def _reportable(actor: Actor, tasks: list[Task], day: dt.date) -> frozenset[int]:
    """The rows of the page on which this person's body, as their lead, reports today."""
    bodies = actor.bodies_for("task.update") if day == clock.today() else frozenset()
    return frozenset(
        task.pk
        for task in tasks
        if getattr(task, "lead_id", None) in bodies and getattr(task, "stage", "") in AT_WORK
    )


def _totals(
    request: PageRequest, values: Mapping[str, str], counts: OfficialCounts
) -> Iterator[tuple[str, int, str]]:
    for status, number in counts.by_status.items():
        given = {**values, names.STATUS: str(status)}
        yield str(status), number, list_url(request, **given)
