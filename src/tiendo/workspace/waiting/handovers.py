"""Hand-overs that wait for a leader's decision, or came back from one."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tiendo.programmes.models import HandOverState, ProgrammeHandOver
from tiendo.workspace.access import PageRequest
from tiendo.workspace.waiting.kind import Waiting


def handovers_waiting(request: PageRequest) -> Waiting | None:
    """Those to decide on, and those a leader sent back. Cost: one query."""
    waiting = Q()
    if request.actor.may("task.direct"):
        waiting |= Q(state=HandOverState.SUBMITTED)
    if request.actor.may("programme.hand_over"):
        waiting |= Q(state=HandOverState.DRAFT) & ~Q(returned_for="")
    if not waiting:
        return None
    number = ProgrammeHandOver.objects.filter(waiting).count()
    if not number:
        return None
    return Waiting(_("Bản chuyển nhiệm vụ chờ tôi"), number, reverse("handover-list"), "replace")
