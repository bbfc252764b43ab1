"""What stands in the way of a task."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.http import urlencode

from tiendo.domain.difficulties import CARRIED
from tiendo.tasks.models import Difficulty, DifficultyState, Lifecycle, Task
from tiendo.tasks.queries.difficulties import register_on
from tiendo.workspace.access import PageRequest, dated_url
from tiendo.workspace.difficulty_words import LOOKS
from tiendo.workspace.task_panels.held import has
from tiendo.workspace.task_panels.panel import Panel

_SHOWN = 10


def difficulties_panel(request: PageRequest, task: Task, on: dt.date) -> Panel | None:
    """The difficulties of the task as they stood on the day, those still carried first; the way to
    raise one. Cost: one query."""
    rows = _rows(task, on) if has(request, task, "difficulties") else []
    may_raise = request.actor.may("difficulty.raise") and task.lifecycle != Lifecycle.DRAFT
    if not rows and not may_raise:
        return None
    shown = [
        {
            "row": row,
            "url": dated_url(request, "difficulty", row.pk),
            "look": LOOKS[_state(row)],
            "state": DifficultyState(_state(row)).label,
        }
        for row in rows
    ]
    query = urlencode({"nhiem_vu": task.pk})
    new_url = f"{reverse('difficulty-new')}?{query}" if may_raise else ""
    return Panel("difficulties/panel.html", {"rows": shown, "new_url": new_url})


def _rows(task: Task, on: dt.date) -> list[Difficulty]:
    found = register_on(Difficulty.objects.filter(tasks=task), on).select_related("responsible")
    return sorted(found[:_SHOWN], key=_ended_last)


def _state(row: Difficulty) -> str:
    state: str = getattr(row, "state_on", row.state)
    return state


def _ended_last(row: Difficulty) -> tuple[bool, int]:
    return _state(row) not in {str(state) for state in CARRIED}, -row.pk
