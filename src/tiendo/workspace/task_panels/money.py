"""The money of a task: what was allotted and paid for it, as of the day in view."""

from __future__ import annotations

import datetime as dt

from tiendo.budgets.permissions import visible_lines
from tiendo.budgets.queries import money_of_page, with_related
from tiendo.tasks.models import Task
from tiendo.workspace.access import PageRequest, known_at
from tiendo.workspace.task_panels.held import has
from tiendo.workspace.task_panels.panel import Panel

_MOST = 5


def money_panel(request: PageRequest, task: Task, on: dt.date) -> Panel | None:
    """The lines of the budget that pay a task. Cost: none without one; four queries with."""
    if not request.actor.may("budget.view") or not has(request, task, "budget lines"):
        return None
    seen = visible_lines(request.actor).filter(task=task)
    lines = list(with_related(seen).order_by("-year", "pk")[: _MOST + 1])
    if not lines:
        return None
    more = seen.count() - _MOST if len(lines) > _MOST else 0
    rows = money_of_page(lines[:_MOST], on, known_at(request))
    return Panel("tasks/money_panel.html", {"lines": rows, "more": more})
