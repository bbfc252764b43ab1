"""The figures that wait: to be entered, to be confirmed, to be corrected."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tiendo.domain import clock
from tiendo.domain.periods import period_label
from tiendo.indicators.completeness import Part
from tiendo.indicators.observed import to_confirm, to_mend
from tiendo.indicators.owing import owed
from tiendo.indicators.permissions import figures_of
from tiendo.workspace.access import PageRequest
from tiendo.workspace.waiting.kind import Waiting


def figures_to_enter(request: PageRequest) -> Waiting | None:
    """What the person's own bodies have not entered of the latest periods that are over; it leads
    to the period that is most behind. Cost: one query where nothing is expected of anybody, else
    three."""
    own = request.actor.bodies_for("observation.enter")
    if not own:
        return None
    found = owed(own, clock.today())
    if not found:
        return None
    first = max(found, key=lambda each: (each.part is Part.MISSING, found[each]))
    query = {"tan_suat": first.cadence, "ky": period_label(first.cadence, first.period)}
    url = reverse("observation-grid" if len(own) == 1 else "observation-completeness", query=query)
    is_late = first.part is Part.MISSING
    return Waiting(_("Số liệu phải nhập"), sum(found.values()), url, "chart-line", is_late)


def figures_to_confirm(request: PageRequest) -> Waiting | None:
    """What came in of the bodies whose figures the person answers for. Cost: one query."""
    if not request.actor.may("observation.confirm"):
        return None
    number = to_confirm(request.actor).count()
    if not number:
        return None
    url = f"{reverse('observation-queue')}?xem=xac-nhan"
    return Waiting(_("Số liệu chờ xác nhận"), number, url, "checks")


def figures_to_mend(request: PageRequest) -> Waiting | None:
    """What was sent back of the person's own bodies and indicators. Cost: one query."""
    own = request.actor.bodies_for("observation.enter")
    if not own:
        return None
    number = to_mend(request.actor).filter(figures_of(own)).count()
    if not number:
        return None
    url = f"{reverse('observation-queue')}?xem=tra-lai"
    return Waiting(_("Số liệu bị trả lại"), number, url, "arrow-back-up", True)
