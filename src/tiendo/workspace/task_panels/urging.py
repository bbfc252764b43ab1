"""How often a task was urged."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from tiendo.accounts.actor import Actor
from tiendo.reporting.models import UrgingLetter
from tiendo.reporting.urging.queries import sees_rounds, urged_over
from tiendo.tasks.models import Task
from tiendo.workspace.access import PageRequest
from tiendo.workspace.task_panels.held import has
from tiendo.workspace.task_panels.panel import Panel


def urging_panel(request: PageRequest, task: Task, _on: dt.date) -> Panel | None:
    """ "Đã đôn đốc 2 lần, gần nhất …". Cost: one query where it was."""
    if not has(request, task, "urging"):
        return None
    urged = urged_over(task)
    if urged.last is None:
        return None
    shows = {"urged": urged, "letter_url": letter_url(request.actor, urged.last)}
    return Panel("urging/panel.html", shows)


def letter_url(actor: Actor, letter: UrgingLetter) -> str:
    """The page of a letter that went, for those who may open it; empty for others."""
    own = letter.organisation_id in actor.bodies_for("task.view")
    return reverse("urging-letter", args=[letter.pk]) if own or sees_rounds(actor) else ""
