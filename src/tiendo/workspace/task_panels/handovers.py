"""Where a task came from, or went, when its programme was replaced."""

from __future__ import annotations

import datetime as dt

from tiendo.tasks.models import Task
from tiendo.tasks.queries.handovers import moves_of, sees_handovers
from tiendo.tasks.queries.visibility import visible_tasks
from tiendo.workspace.access import PageRequest
from tiendo.workspace.task_panels.held import has
from tiendo.workspace.task_panels.panel import Panel


def handovers_panel(request: PageRequest, task: Task, _on: dt.date) -> Panel | None:
    """What hand-overs did with the task, both ways. Cost: three queries where there were any.

    The other task is a link for those who may see it, its code for the others.
    """
    if not has(request, task, "hand-overs"):
        return None
    moved, replaced = moves_of(task)
    if not moved and not replaced:
        return None
    others = [row.successor_id for row in moved if row.successor_id]
    others += [row.task_id for row in replaced]
    seen = visible_tasks(request.actor).filter(pk__in=others).values_list("pk", flat=True)
    shows = {
        "moved": moved,
        "replaced": replaced,
        "seen": frozenset(seen),
        "sees_handovers": sees_handovers(request.actor),
    }
    return Panel("handovers/panel.html", shows)
