"""Change requests that wait for a step of the person."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tiendo.tasks.models import ChangeRequest
from tiendo.tasks.queries.changes import waits_for
from tiendo.workspace.access import PageRequest
from tiendo.workspace.waiting.kind import Waiting

_CONCERNED = ("change.request", "change.send", "change.appraise", "change.decide", "task.assign")


def changes_waiting(request: PageRequest) -> Waiting | None:
    """What the person sends, completes, appraises, decides or applies."""
    if not any(request.actor.may(permission) for permission in _CONCERNED):
        return None
    number = ChangeRequest.objects.filter(waits_for(request.actor)).count()
    if not number:
        return None
    url = f"{reverse('change-list')}?cho_toi=on"
    return Waiting(_("Đề nghị điều chỉnh chờ tôi"), number, url, "switch-horizontal")
