"""Bảng: what stands in which status, and what is the next step?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tiendo.domain import clock
from tiendo.tasks.models import Task
from tiendo.tasks.queries import next_action
from tiendo.tasks.queries.board import BoardColumn, board
from tiendo.tasks.recurrence import period_name
from tiendo.workspace.access import PageRequest, as_of, dated_url, known_at, page
from tiendo.workspace.status_look import BY_CODE
from tiendo.workspace.task_filter_bar import filter_context
from tiendo.workspace.task_filters import STATUS, list_url, read_filter, status_value
from tiendo.workspace.task_rows import due_cells, is_open, lead_words
from tiendo.workspace.task_words import STEP_BUTTONS, STEP_URLS

PER_COLUMN = 8


@dataclass(frozen=True, slots=True)
class Card:
    """One task with its next step, where this person has one."""

    url: str
    code: str
    title: str
    lead: str
    due: str
    period: str
    step: object
    step_url: str


@page("task.view")
def show(request: PageRequest) -> HttpResponse:
    """The tasks of the filter in columns by status."""
    day, chosen = as_of(request), read_filter(request.GET)
    columns, counts = board(
        request.actor, chosen.tasks, day, known_at=known_at(request), most=PER_COLUMN
    )
    context = {
        "columns": [
            {
                "look": BY_CODE[str(column.statuses[0])],
                "count": column.count,
                "more": column.count - len(column.tasks),
                "url": _list_url(request, chosen.values, column),
                "cards": list(_cards(request, column)),
            }
            for column in columns
        ],
        "parts": counts.parts,
        **filter_context(request, chosen, day, "task-board"),
    }
    return render(request, "tasks/board.html", context)


def _list_url(request: PageRequest, values: Mapping[str, str], column: BoardColumn) -> str:
    return list_url(request, **{**values, STATUS: status_value(*column.statuses)})


def _cards(request: PageRequest, column: BoardColumn) -> Iterator[Card]:
    day = as_of(request)
    due = due_cells(day)
    acts = day == clock.today()
    for task in column.tasks:
        status = getattr(task, "status", "")
        action = next_action(request.actor, task) if acts else ""
        label = getattr(task, "occurrence_label", None)
        yield Card(
            url=dated_url(request, "task", task.pk),
            code=task.code,
            title=task.title,
            lead=lead_words(task),
            due=due(getattr(task, "due_on", None), task.deadline_raw, is_open(status)),
            period=period_name(label) if label else "",
            step=STEP_BUTTONS[action] if action else "",
            step_url=_step_url(action, task),
        )


def _step_url(action: str, task: Task) -> str:
    return reverse(STEP_URLS[action], args=[task.pk]) if action else ""
