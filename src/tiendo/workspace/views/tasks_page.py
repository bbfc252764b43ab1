"""One task: what it is, where it comes from, where it stands, what can be done now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tiendo.domain import clock
from tiendo.programmes.permissions import may_run
from tiendo.tasks.actions import approve_update
from tiendo.tasks.models import DeadlineChange, Lifecycle, ProgressUpdate, Task
from tiendo.tasks.parties import parties_on
from tiendo.tasks.permissions import available_actions
from tiendo.workspace.access import WRITE, PageRequest, as_of, dated_url, known_at, page
from tiendo.workspace.task_facts import look_of, marks_of, people_of, sources_of
from tiendo.workspace.task_history import Told, entries_of, read_history
from tiendo.workspace.task_page import found_task, is_for_group, occurrence_rows, standing_of
from tiendo.workspace.task_panels import ASIDE, MAIN, panels_of
from tiendo.workspace.task_words import (
    DESTRUCTIVE,
    FORWARD,
    STEP_BUTTONS,
    STEP_ICONS,
    STEP_URLS,
)
from tiendo.workspace.templatetags.vn import vn_date


@dataclass(frozen=True, slots=True)
class StepButton:
    """A step a person may take now, as a button."""

    word: Promise
    icon: str
    url: str
    css: str


@page("task.view")
def show(request: PageRequest, pk: int) -> HttpResponse:
    """The task as it stood on the day in view, with the steps open today."""
    task, day, moment = found_task(request, pk), as_of(request), known_at(request)
    told = read_history(task, day, moment)
    standing = standing_of(task, day, moment, told)
    parties = parties_on(task, day)
    steps = list(_buttons(task, _open_actions(request, task)))
    context = {
        "task": task,
        "standing": standing,
        "status": look_of(standing),
        "marks": marks_of(task, parties),
        "people": list(people_of(request, task, parties)),
        "sources": sources_of(task),
        "entries": entries_of(told),
        "deadline_why": _deadline_why(task, told),
        "deadlines": _earlier_deadlines(task, told),
        "occurrences": occurrence_rows(task, day, moment),
        "main_panels": panels_of(MAIN, request, task, day),
        "aside_panels": panels_of(ASIDE, request, task, day),
        "steps": steps[:3],
        "more_steps": steps[3:],
        "to_approve": _updates_to_approve(request, told),
        "list_url": dated_url(request, "task-list"),
        "trail_url": reverse("trail-of", args=["nhiem-vu", task.pk]),
        "parent_url": dated_url(request, "task", task.parent_id) if task.parent_id else "",
        "programme_in_view": task.programme.short_title,
    }
    return render(request, "tasks/task.html", context)


def _open_actions(request: PageRequest, task: Task) -> tuple[str, ...]:
    """What the person may do with the task on the day in view."""
    found = available_actions(request.actor, task, as_of(request))
    is_given = task.lifecycle not in (Lifecycle.DRAFT, Lifecycle.UMBRELLA)
    if is_given or as_of(request) != clock.today() or not is_for_group(task):
        return found
    may_expand = may_run(request.actor, task.programme, "task.go_live")
    return (*found, "expand") if may_expand else found


def _buttons(task: Task, open_actions: Iterable[str]) -> Iterator[StepButton]:
    """The steps open now: the one that leads on first, the destructive ones last."""
    known = [action for action in STEP_BUTTONS if action in set(open_actions)]
    forward = [action for action in FORWARD if action in known]
    rest = [action for action in known if action not in FORWARD]
    for place, action in enumerate((*forward, *rest)):
        css = "btn-primary" if place == 0 and forward else ""
        yield StepButton(
            word=STEP_BUTTONS[action],
            icon=STEP_ICONS[action],
            url=reverse(STEP_URLS[action], args=[task.pk]),
            css="btn-danger" if action in DESTRUCTIVE else css,
        )


def _own_deadlines(told: Told) -> list[DeadlineChange]:
    """The deadlines a task done once had, the first one first."""
    return [row for row in told.deadlines if row.occurrence_id is None]


def _deadline_why(task: Task, told: Told) -> str:
    """Where the deadline in force comes from: the paper that moved it, else the printed words."""
    own = _own_deadlines(told)
    if len(own) > 1:
        return own[-1].deciding_document or own[-1].reason
    return _printed_words(task)


def _printed_words(task: Task) -> str:
    """The words of the document, where they say more than the day itself."""
    if not task.deadline_raw or task.deadline_raw == vn_date(task.last_day):
        return ""
    return _("trong văn bản: “%(words)s”") % {"words": task.deadline_raw}


def _earlier_deadlines(task: Task, told: Told) -> list[tuple[dt.date | None, str]]:
    """The deadlines that no longer hold, with where they came from; the newest first."""
    rows = []
    for place, row in enumerate(_own_deadlines(told)[:-1]):
        why = row.deciding_document or row.reason
        if place == 0:
            why = "; ".join(filter(None, (_("thời hạn ban đầu"), _printed_words(task))))
        rows.append((row.last_day, why))
    return rows[::-1]


def _updates_to_approve(request: PageRequest, told: Told) -> list[ProgressUpdate]:
    """The updates that wait for this head."""
    return [
        row
        for row in told.updates
        if row.approved_at is None and request.actor.may("task.approve", at=row.organisation_id)
    ]


@page("task.view", methods=WRITE)
def approve(request: PageRequest, pk: int) -> HttpResponse:
    """Approve an update for the body that made it."""
    update = get_object_or_404(ProgressUpdate.objects.select_related("task"), pk=pk)
    found_task(request, update.task_id)
    approve_update(update=update, by=request.actor)
    messages.success(request, _("Đã duyệt cập nhật tiến độ."))
    return redirect("task", pk=update.task_id)
