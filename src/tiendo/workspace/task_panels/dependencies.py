"""What a task waits for and what waits for it."""

from __future__ import annotations

import datetime as dt

from tiendo.tasks.models import Task
from tiendo.workspace.access import PageRequest
from tiendo.workspace.dependency_rows import linked_rows
from tiendo.workspace.task_panels.held import has
from tiendo.workspace.task_panels.panel import Panel


def dependencies_panel(request: PageRequest, task: Task, on: dt.date) -> Panel | None:
    """The tasks before and after. Cost: none where there are none; else three queries."""
    if not has(request, task, "dependencies"):
        return None
    linked = linked_rows(request, task, on)
    if not (linked.before or linked.after or linked.hidden):
        return None
    return Panel("tasks/dependencies_panel.html", {"linked": linked})
