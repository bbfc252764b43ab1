"""The way from a task to its evidence pack."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlencode

from django.urls import reverse

from tiendo.tasks.models import Task
from tiendo.workspace.access import PageRequest
from tiendo.workspace.task_panels.panel import Panel


def pack_panel(request: PageRequest, task: Task, _on: dt.date) -> Panel | None:
    """The link for those who make packs; whether of this very task is asked there. No query."""
    if not request.actor.may("pack.make"):
        return None
    url = f"{reverse('pack-new')}?{urlencode({'nhiem-vu': task.pk})}"
    return Panel("packs/panel.html", {"url": url})
