"""The indicators that a task contributes to, each with its latest figure."""

from __future__ import annotations

import datetime as dt

from tiendo.measuring.actions import LINK
from tiendo.measuring.queries import contributed_by
from tiendo.tasks.models import Task
from tiendo.workspace.access import PageRequest
from tiendo.workspace.task_panels.held import has
from tiendo.workspace.task_panels.panel import Panel


def indicators_panel(request: PageRequest, task: Task, on: dt.date) -> Panel | None:
    """What a task contributes to. Cost: none without one; six queries with."""
    if not request.actor.may("indicator.view"):
        return None
    may_link = request.actor.may(LINK)
    is_linked = has(request, task, "indicators")
    if not is_linked and not may_link:
        return None
    linked = contributed_by(request.actor, task, on) if is_linked else []
    shows = {"linked": linked, "may_link": may_link, "task": task.pk}
    return Panel("tasks/indicators_panel.html", shows)
