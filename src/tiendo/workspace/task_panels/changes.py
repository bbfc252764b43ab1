"""How often the deadline of a task was moved, what is asked for, and the way to ask."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tiendo.domain import clock
from tiendo.domain.deadlines import CONTINUOUS
from tiendo.tasks.change_permissions import asking_bodies
from tiendo.tasks.models import ChangeKind, Task
from tiendo.tasks.queries.changes import moves_of, visible_changes
from tiendo.workspace.access import PageRequest, dated_url
from tiendo.workspace.change_words import LOOKS
from tiendo.workspace.task_panels.held import has
from tiendo.workspace.task_panels.panel import Panel

_SHOWN = 8


def changes_panel(request: PageRequest, task: Task, on: dt.date) -> Panel | None:
    """The moves of the deadline and the requests on the task. Cost: three queries at most."""
    moves = moves_of([task.pk]).get(task.pk)
    asked = has(request, task, "changes")
    rows = visible_changes(request.actor).filter(task=task)[:_SHOWN] if asked else ()
    shown = [(row, dated_url(request, "change", row.pk), LOOKS[row.state]) for row in rows]
    links = list(_links(request, task)) if on == clock.today() else []
    if moves is None and not shown and not links:
        return None
    return Panel("changes/panel.html", {"moves": moves, "rows": shown, "links": links})


def _links(request: PageRequest, task: Task) -> list[tuple[str, str]]:
    if not asking_bodies(request.actor, task, clock.today()):
        return []
    kinds = [(ChangeKind.ADJUSTMENT, _("Đề nghị điều chỉnh nội dung"))]
    if task.recurrence != CONTINUOUS:
        kinds.insert(0, (ChangeKind.EXTENSION, _("Xin gia hạn")))
    base = reverse("change-new")
    return [
        (f"{base}?{urlencode({'nhiem_vu': str(task.pk), 'loai': str(kind)})}", words)
        for kind, words in kinds
    ]
