"""The panel of a continuous task: its years, how each was judged, and what is owed now."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from tiendo.domain import clock
from tiendo.domain.deadlines import CONTINUOUS
from tiendo.tasks.models import Judgement, Lifecycle, Part, Task
from tiendo.tasks.parties import parties_on
from tiendo.workspace.access import PageRequest
from tiendo.workspace.task_panels.panel import Panel


def judgements_panel(request: PageRequest, task: Task, on: dt.date) -> Panel | None:
    """The years of a continuous task, the newest first. Cost: two queries, none for other tasks."""
    if task.recurrence != CONTINUOUS or task.lifecycle == Lifecycle.DRAFT:
        return None
    rows = Judgement.objects.filter(task=task, year__lte=on.year)
    parties = parties_on(task, on)
    acts = on == clock.today() and task.lifecycle == Lifecycle.LIVE
    confirmer = parties.first(Part.CONFIRM)
    body = confirmer.organisation_id if confirmer else None
    lead = parties.lead_id
    may_judge = acts and body is not None and request.actor.may("task.confirm", at=body)
    may_report = acts and lead is not None and request.actor.may("task.claim", at=lead)
    shown = rows.select_related("judged_by", "judged_for", "proposed_by")
    return Panel(
        "tasks/judgements_panel.html",
        {
            "rows": list(shown),
            "may_judge": may_judge,
            "report_url": reverse("judgement-report", args=[task.pk]) if may_report else "",
        },
    )
