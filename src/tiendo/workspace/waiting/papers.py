"""Papers on their way out that wait for the person: to sign, or to number and issue."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.issuing.models import PaperState
from tiendo.issuing.permissions import papers_to_handle
from tiendo.workspace.access import PageRequest
from tiendo.workspace.waiting.kind import Waiting

_OF_CLERKS = (PaperState.SIGNED, PaperState.NUMBERED, PaperState.SEALED)


def papers_to_sign(request: PageRequest) -> Waiting | None:
    """What was put before the person to sign."""
    return _found(request, "paper.sign", [PaperState.SUBMITTED], _("Văn bản chờ ký"), "signature")


def papers_to_issue(request: PageRequest) -> Waiting | None:
    """What waits for its number, its signed file or its issue."""
    words = _("Văn bản chờ cấp số, phát hành")
    return _found(request, "paper.number", _OF_CLERKS, words, "send")


def _found(
    request: PageRequest,
    permission: str,
    states: Sequence[PaperState],
    label: Promise,
    icon: str,
) -> Waiting | None:
    if not request.actor.may(permission):
        return None
    number = papers_to_handle(request.actor, permission).filter(state__in=states).count()
    if not number:
        return None
    url = reverse("paper-list")
    return Waiting(label, number, f"{url}?trang_thai={states[0]}", icon)
