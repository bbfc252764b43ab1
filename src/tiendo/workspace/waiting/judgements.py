"""The reported years of continuous tasks that wait for this person's judgement."""

from __future__ import annotations

from django.db.models import Count, Min
from django.utils.translation import gettext_lazy as _

from tiendo.domain import clock
from tiendo.tasks.queries.judgements import judge_by, to_judge
from tiendo.workspace.access import PageRequest, dated_url
from tiendo.workspace.waiting.kind import Waiting


def years_to_judge(request: PageRequest) -> Waiting | None:
    """How many years wait, and whether one is past its day. One query for those who confirm."""
    if not request.actor.may("task.confirm"):
        return None
    today = clock.today()
    found = to_judge(request.actor, today).aggregate(
        number=Count("pk", distinct=True), first=Min("year")
    )
    if not found["number"]:
        return None
    first: int = found["first"]
    return Waiting(
        label=_("Năm của nhiệm vụ thường xuyên chờ đánh giá"),
        number=found["number"],
        url=dated_url(request, "judgement-list", nam=str(first)),
        icon="repeat",
        is_late=today > judge_by(first, today),
    )
