"""Change requests that wait for a step of the person."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.accounts.prepared import KeptQueries, totals
from tiendo.tasks.models import ChangeRequest
from tiendo.tasks.queries.changes import waits_for
from tiendo.workspace.access import PageRequest
from tiendo.workspace.waiting.kind import Waiting

_CONCERNED = ("change.request", "change.send", "change.appraise", "change.decide", "task.assign")


def changes_waiting(request: PageRequest) -> Waiting | None:
    """What the person sends, completes, appraises, decides or applies."""
    if not any(request.actor.may(permission) for permission in _CONCERNED):
        return None
    rows = _KEPT.rows(request.actor, lambda: _counted(request.actor))
    number = rows[0][0] if rows else 0
    if not number:
        return None
    url = f"{reverse('change-list')}?cho_toi=on"
    return Waiting(_("Đề nghị điều chỉnh chờ tôi"), number, url, "switch-horizontal")


_KEPT = KeptQueries()


def _counted(actor: Actor) -> QuerySet[ChangeRequest, Any]:
    return totals(ChangeRequest.objects.filter(waits_for(actor)), number=Count("pk"))
