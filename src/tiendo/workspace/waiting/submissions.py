"""Reports of the person's bodies that are to be handed in, and those that wait to be received."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tiendo.domain import clock
from tiendo.domain.report_duties import DutyState
from tiendo.regimes.submissions.queries import TO_DO, own_duties, submissions_to_receive
from tiendo.workspace.access import PageRequest
from tiendo.workspace.waiting.kind import Waiting

_LATE = (DutyState.MISSING,)


def reports_owed(request: PageRequest) -> Waiting | None:
    """What the person's bodies have to hand in: returned, past its day, due soon or open."""
    if not request.actor.may("submission.write"):
        return None
    rows = own_duties(request.actor, clock.today(), TO_DO).order_by()
    counts = rows.aggregate(number=Count("pk"), late=Count("pk", filter=Q(state__in=_LATE)))
    if not counts["number"]:
        return None
    url = f"{reverse('submission-list')}?nhom=can-lam"
    is_late = counts["late"] > 0
    return Waiting(_("Báo cáo kỳ phải nộp"), counts["number"], url, "clipboard-list", is_late)


def reports_to_receive(request: PageRequest) -> Waiting | None:
    """What was sent and waits to be taken in or returned."""
    if not request.actor.may("submission.receive"):
        return None
    number = submissions_to_receive(request.actor).count()
    if not number:
        return None
    return Waiting(_("Báo cáo kỳ chờ tiếp nhận"), number, reverse("submission-queue"), "inbox")
