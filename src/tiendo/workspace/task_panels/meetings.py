"""The meeting whose decision a task is."""

from __future__ import annotations

import datetime as dt

from tiendo.meetings.models import Decision
from tiendo.meetings.permissions import visible_meetings
from tiendo.tasks.models import Task
from tiendo.workspace.access import PageRequest
from tiendo.workspace.task_panels.held import has
from tiendo.workspace.task_panels.panel import Panel


def meeting_panel(request: PageRequest, task: Task, _on: dt.date) -> Panel | None:
    """Who decided the task, at which meeting. Cost: none without one; two queries with."""
    if not has(request, task, "decisions"):
        return None
    related = ("meeting__body", "meeting__notice", "decided_by", "recorded_by")
    decision = Decision.objects.select_related(*related).get(task=task)
    seen = visible_meetings(request.actor).filter(pk=decision.meeting_id).exists()
    may_read = request.actor.may("document.view")
    shows = {"decision": decision, "may_open": seen, "may_read": may_read}
    return Panel("meetings/task_panel.html", shows)
