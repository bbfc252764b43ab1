"""Difficulties that wait: for an answer of one's body, for a body to be named."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from tiendo.domain import clock
from tiendo.tasks.models import Difficulty
from tiendo.workspace.access import PageRequest
from tiendo.workspace.waiting.kind import Waiting

_UNANSWERED = ("open", "passed_up")


def difficulties_to_answer(request: PageRequest) -> Waiting | None:
    """What the person's bodies are to answer, but what a colleague was named for; who names people
    sees all of it."""
    bodies = request.actor.bodies_for("difficulty.answer")
    if not bodies:
        return None
    heading = request.actor.bodies_for("task.name_officer")
    mine = Q(person__isnull=True) | Q(person=request.actor.user_id) | Q(responsible__in=heading)
    rows = Difficulty.objects.filter(mine, responsible__in=bodies, state__in=_UNANSWERED)
    found = rows.aggregate(number=Count("pk"), late=Count("pk", filter=Q(due_on__lt=clock.today())))
    if not found["number"]:
        return None
    query = {"trang_thai": "carried"}
    if len(bodies) == 1:
        query["tra_loi"] = str(next(iter(bodies)))
    url = f"{reverse('difficulty-list')}?{urlencode(query)}"
    label = _("Vướng mắc chờ trả lời")
    return Waiting(label, found["number"], url, "help-circle", bool(found["late"]))


def difficulties_to_give(request: PageRequest) -> Waiting | None:
    """What nobody has been named for yet, for those who manage the register."""
    if not request.actor.may("difficulty.manage"):
        return None
    number = Difficulty.objects.filter(level="", state__in=_UNANSWERED).count()
    if not number:
        return None
    query = urlencode({"trang_thai": "carried", "cap": "none"})
    url = f"{reverse('difficulty-list')}?{query}"
    return Waiting(_("Vướng mắc chưa giao nơi trả lời"), number, url, "help-circle")
