"""The tasks of one's body for which no officer is named yet."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.accounts.prepared import KeptQueries, totals
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.tasks.models import Task
from tiendo.tasks.queries import to_name
from tiendo.workspace.access import PageRequest
from tiendo.workspace.waiting.kind import Waiting


def officers_to_name(request: PageRequest) -> Waiting | None:
    """The tasks that wait for the person to name an officer. Cost: one query."""
    if not request.actor.bodies_for("task.name_officer"):
        return None
    today = clock.today()
    rows = _KEPT.rows((request.actor, today), lambda: _counted(request.actor, today))
    number, first = rows[0] if rows else (0, None)
    if not number:
        return None
    last = today - dt.timedelta(days=parameter_on("name_officer_within_days", today))
    is_late = first is not None and first < last
    url = reverse("task-officers")
    return Waiting(_("Chưa phân công người xử lý"), number, url, "user-check", is_late)


_KEPT = KeptQueries()


def _counted(actor: Actor, on: dt.date) -> QuerySet[Task, Any]:
    return totals(to_name(actor, on, own=True), number=Count("pk"), first=Min("live_on"))
