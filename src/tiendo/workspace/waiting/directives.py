"""The directives that wait: to be carried out by one's body, to be closed by the leader."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tiendo.domain import clock
from tiendo.tasks.queries.directives import duties_to_carry_out, duties_to_close
from tiendo.workspace.access import PageRequest
from tiendo.workspace.waiting.kind import Waiting


def directives_to_carry_out(request: PageRequest) -> Waiting | None:
    """What leaders directed the person's bodies to do."""
    counts = duties_to_carry_out(request.actor, clock.today())
    if not counts.number:
        return None
    url = f"{reverse('directive-list')}?{urlencode({'trang_thai': 'open'})}"
    return Waiting(
        _("Chỉ đạo cần thực hiện"), counts.number, url, "message-report", bool(counts.late)
    )


def directives_to_close(request: PageRequest) -> Waiting | None:
    """What was reported to the leader, or to the office that follows for him."""
    counts = duties_to_close(request.actor, clock.today())
    if not counts.number:
        return None
    url = f"{reverse('directive-list')}?{urlencode({'trang_thai': 'reported'})}"
    return Waiting(_("Báo cáo chỉ đạo chờ kết thúc"), counts.number, url, "hourglass")
