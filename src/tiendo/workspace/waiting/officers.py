"""The tasks of one's body for which no officer is named yet."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.tasks.queries import to_name
from tiendo.workspace.access import PageRequest
from tiendo.workspace.waiting.kind import Waiting


def officers_to_name(request: PageRequest) -> Waiting | None:
    """The tasks that wait for the person to name an officer. Cost: one query."""
    if not request.actor.bodies_for("task.name_officer"):
        return None
    today = clock.today()
    tasks = to_name(request.actor, today, own=True).order_by()
    found = tasks.aggregate(number=Count("pk"), first=Min("live_on"))
    if not found["number"]:
        return None
    last = today - dt.timedelta(days=parameter_on("name_officer_within_days", today))
    is_late = found["first"] is not None and found["first"] < last
    url = reverse("task-officers")
    return Waiting(_("Chưa phân công người xử lý"), found["number"], url, "user-check", is_late)
