"""What a task contributes to: the page that links it to an indicator, the button that unlinks."""

from __future__ import annotations

from functools import partial

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from tiendo.domain import clock
from tiendo.indicators.models import Indicator
from tiendo.measuring.actions import LINK, link_task, unlink_task
from tiendo.measuring.models import Contribution
from tiendo.measuring.queries import contributed_by, contributing_to
from tiendo.tasks.queries import visible_tasks, with_lead, with_status
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, as_of, known_at, page
from tiendo.workspace.answers import answer_form, press_button, say_done
from tiendo.workspace.forms.contributions import ContributionForm
from tiendo.workspace.task_page import found_task

PER_PAGE = 50


@page(LINK, methods=READ_WRITE)
def show(request: PageRequest, pk: int) -> HttpResponse:
    """What a task contributes to, and the form for one more."""
    task = found_task(request, pk)
    form = ContributionForm(request.POST or None, address=request.path)

    def act() -> HttpResponse:
        typed = form.cleaned_data
        indicator, note = typed["indicator"], typed["note"]
        link_task(by=request.actor, task=task, indicator=indicator, note=note)
        return say_done(request, _("Đã gắn nhiệm vụ với chỉ tiêu."), "task-indicators", pk)

    linked = contributed_by(request.actor, task, clock.today())
    context = {"task": task, "form": form, "linked": linked, "removable": True}
    show_page = partial(render, request, "tasks/contributions.html", context)
    return answer_form(request, form, act, show_page, {"linked_already": "indicator"})


@page("indicator.view")
def show_tasks(request: PageRequest, pk: int) -> HttpResponse:
    """The tasks a person may see that contribute to an indicator, with their status of the day."""
    indicator = get_object_or_404(Indicator, pk=pk)
    day, known = as_of(request), known_at(request)
    found = contributing_to(indicator, visible_tasks(request.actor), day)
    rows = with_lead(with_status(found, day, known), day).order_by("code", "pk")
    context = {
        "indicator": indicator,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "indicators/tasks.html", context)


@page(LINK, methods=WRITE)
def remove(request: PageRequest, pk: int) -> HttpResponse:
    """Say that a task contributes no longer."""
    link = get_object_or_404(Contribution.objects.select_related("task", "indicator"), pk=pk)

    def act() -> str:
        unlink_task(by=request.actor, link=link)
        return _("Đã bỏ gắn với chỉ tiêu %(code)s.") % {"code": link.indicator.code}

    return press_button(request, act, "task-indicators", link.task_id)
