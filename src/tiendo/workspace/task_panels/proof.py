"""How often a task was reopened, and what re-checks of it came to."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from tiendo.domain.clock import local_day
from tiendo.tasks.models import Task
from tiendo.tasks.queries.rechecks import checks_of
from tiendo.tasks.queries.reopenings import reopenings_of
from tiendo.tasks.recurrence import period_name
from tiendo.workspace.access import PageRequest
from tiendo.workspace.task_panels.held import has
from tiendo.workspace.task_panels.panel import Panel


def proof_panel(request: PageRequest, task: Task, on: dt.date) -> Panel | None:
    """ "Đã mở lại 2 lần", with why; results of re-checks. Cost: a query for each that there is."""
    was_reopened, was_drawn = has(request, task, "reopenings"), has(request, task, "re-checks")
    events = reopenings_of(task) if was_reopened else []
    checks = checks_of(task) if was_drawn else ()
    reopened = [row for row in events if row.day <= on]
    found = [row for row in checks if row.checked_at and local_day(row.checked_at) <= on]
    if not reopened and not found:
        return None
    sees_rounds = request.actor.may("task.view_all")
    shows = {
        "reopened": reopened,
        "checks": [
            (
                row,
                period_name(row.occurrence.label) if row.occurrence else "",
                reverse("recheck", args=[row.recheck_id]) if sees_rounds else "",
            )
            for row in found
        ],
    }
    return Panel("rechecks/panel.html", shows)
