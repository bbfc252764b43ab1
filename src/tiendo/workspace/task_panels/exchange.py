"""The row of the national system that a task is, for those who exchange lists."""

from __future__ import annotations

import datetime as dt

from tiendo.exchange.models import TheirRow
from tiendo.tasks.models import Task
from tiendo.workspace.access import PageRequest
from tiendo.workspace.task_panels.held import has
from tiendo.workspace.task_panels.panel import Panel


def exchange_panel(request: PageRequest, task: Task, _on: dt.date) -> Panel | None:
    """Under which id the task stands there, and when it was last entered. Cost: none without
    one; one query with."""
    if not request.actor.may("exchange.run") or not has(request, task, "their rows"):
        return None
    rows = TheirRow.objects.select_related("entered_by").filter(task=task)
    return Panel("exchange/task_panel.html", {"rows": list(rows)})
