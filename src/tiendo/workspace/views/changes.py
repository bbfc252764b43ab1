"""Screens of change requests: the list, one request, asking, every step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.domain.changes import BY_CHANGE_ACTION
from tiendo.overview.change_terms import compared, summary_of
from tiendo.tasks.change_permissions import is_open_for, may_step, open_steps
from tiendo.tasks.models import ChangeRequest
from tiendo.tasks.queries import TaskFilter, select_tasks
from tiendo.tasks.queries.changes import (
    ChangeFilter,
    deadline_rates,
    find_changes,
    moves_of,
    steps_of,
    visible_changes,
)
from tiendo.workspace.access import (
    READ_WRITE,
    OpenView,
    PageRequest,
    as_of,
    dated_url,
    page,
)
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.change_words import (
    LOOKS,
    STEPS,
    give_link,
    history_of,
    links_of,
)
from tiendo.workspace.forms.change_steps import MANY_FORMS, form_of
from tiendo.workspace.forms.changes import ChangeFilterForm
from tiendo.workspace.forms.tasks import StepForm
from tiendo.workspace.noun_steps import NounStep

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A row of the list."""

    row: ChangeRequest
    url: str
    summary: str
    look: str
    icon: str
    is_mine: bool


@page("task.view")
def show_list(request: PageRequest) -> HttpResponse:
    """The requests a person sees, those that wait for this person first."""
    day = as_of(request)
    form = ChangeFilterForm(request.GET)
    chosen = form.chosen(request.GET)
    found = find_changes(request.actor, chosen)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    tasks = select_tasks(request.actor, TaskFilter(programme=chosen.programme), day)
    context = {
        "form": form,
        "page": shown,
        "rows": list(rows_of(request, list(shown.object_list))),
        "rates": deadline_rates(tasks, day),
        "many": [
            name for name in MANY_FORMS if request.actor.may(BY_CHANGE_ACTION[name].permission)
        ],
        "is_filtered": chosen != ChangeFilter(),
        "may_see_decision_papers": request.actor.may("report.view"),
        "may_ask": request.actor.may("change.request"),
        "clear_url": dated_url(request, "change-list"),
    }
    return render(request, "changes/list.html", context)


def rows_of(request: PageRequest, found: list[ChangeRequest]) -> Iterator[ChangeRow]:
    """The rows of requests. Cost: one query."""
    terms = compared(found)
    for row in found:
        look, icon = LOOKS[row.state]
        yield ChangeRow(
            row,
            dated_url(request, "change", row.pk),
            summary_of(terms[row.pk]),
            look,
            icon,
            bool(getattr(row, "is_mine", 0)),
        )


@page("task.view")
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One request: what is, what is asked for, what was decided, and the steps open now."""
    row = found_change(request, pk)
    look, icon = LOOKS[row.state]
    context = {
        "row": row,
        "look": look,
        "icon": icon,
        "terms": compared([row])[row.pk],
        "moves": moves_of([row.task_id]).get(row.task_id) if row.task_id else None,
        "entries": history_of(steps_of(row)),
        "steps": [*give_link(request.actor, row), *links_of(row, open_steps(request.actor, row))],
        "task_url": dated_url(request, "task", row.task_id) if row.task_id else "",
        "list_url": dated_url(request, "change-list"),
        "trail_url": reverse("trail-of", args=["dieu-chinh", row.pk]),
    }
    return render(request, "changes/change.html", context)


def step_view(name: str) -> OpenView[[int]]:
    """The page of a step, for ``urls.changes``."""
    return page("task.view", methods=READ_WRITE)(partial(show_step, STEPS[name]))


def show_step(step: NounStep, request: PageRequest, pk: int) -> HttpResponse:
    """Show the form of a step, or take the step."""
    row = found_change(request, pk)
    if not may_step(request.actor, row, step.name):
        raise PermissionDenied
    if not is_open_for(row, step.name):
        return _step_page(step, request, row, None, status=HTTPStatus.CONFLICT)
    form = form_of(step.name, row, request.POST or None)

    def act() -> HttpResponse:
        step.run(change=row, by=request.actor, **form.particulars())
        return say_done(request, str(step.done), "change", row.pk)

    return answer_form(request, form, act, partial(_step_page, step, request, row, form))


def _step_page(
    step: NounStep,
    request: PageRequest,
    row: ChangeRequest,
    form: StepForm | None,
    *,
    status: int,
) -> HttpResponse:
    context = {
        "step": step,
        "row": row,
        "form": form,
        "look": LOOKS[row.state][0],
        "terms": compared([row])[row.pk],
        "list_word": _("Điều chỉnh"),
        "list_url": dated_url(request, "change-list"),
        "row_url": dated_url(request, "change", row.pk),
    }
    return render(request, "changes/step.html", context, status=status)


def found_change(request: PageRequest, pk: int) -> ChangeRequest:
    """The request, for a person who may see it. Errors: Http404; PermissionDenied.

    Cost: two queries.
    """
    rows = ChangeRequest.objects.select_related(
        "programme", "task__programme", "organisation", "appraised_by", "decided_by", "applied_by"
    )
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    if not visible_changes(request.actor).filter(pk=pk).exists():
        raise PermissionDenied
    return row
