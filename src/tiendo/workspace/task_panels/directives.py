"""What leaders directed from a task, and the way to direct."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from django.urls import reverse

from tiendo.tasks.models import Task
from tiendo.tasks.queries.directives import directives_on_task
from tiendo.workspace.access import PageRequest
from tiendo.workspace.task_panels.held import has
from tiendo.workspace.task_panels.panel import Panel

_SHOWN = 10


def directives_panel(request: PageRequest, task: Task, _on: dt.date) -> Panel | None:
    """The directives of the task; for a leader also the button. Cost: one query."""
    given = has(request, task, "directives")
    duties = list(directives_on_task(request.actor, task)[:_SHOWN]) if given else []
    new_url = ""
    if request.actor.may("directive.give"):
        new_url = f"{reverse('directive-new')}?{urlencode({'nhiem-vu': task.pk})}"
    if not duties and not new_url:
        return None
    return Panel("directives/panel.html", {"duties": duties, "new_url": new_url})
