"""The proof that waits: claims to confirm, drawn work to check again."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tiendo.domain import clock
from tiendo.tasks.queries.confirming import count_waiting
from tiendo.tasks.queries.rechecks import open_items
from tiendo.workspace.access import PageRequest
from tiendo.workspace.waiting.kind import Waiting


def claims_to_confirm(request: PageRequest) -> Waiting | None:
    """The approved claims that the person's bodies confirm."""
    if not request.actor.may("task.confirm"):
        return None
    number = count_waiting(request.actor, clock.today())
    if not number:
        return None
    return Waiting(_("Chờ xác nhận"), number, reverse("confirm-queue"), "checks")


def rechecks_to_do(request: PageRequest) -> Waiting | None:
    """What was drawn for a re-check and has no result yet."""
    if not request.actor.may("task.recheck"):
        return None
    counts = open_items(clock.today())
    if not counts.number:
        return None
    url = reverse("recheck-list")
    return Waiting(_("Việc chờ phúc tra"), counts.number, url, "shield-check", bool(counts.late))
