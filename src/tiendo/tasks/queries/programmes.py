"""Which programme a task belonged to on a day: one that was replaced hands its tasks over."""

from __future__ import annotations

import datetime as dt

from django.db.models import BigIntegerField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tiendo.domain import clock
from tiendo.programmes.models import HandOverDecision, HandOverRow, HandOverState
from tiendo.tasks.models import Task


def of_programme(
    tasks: QuerySet[Task], programme: int, on: dt.date, known_at: dt.datetime | None = None
) -> QuerySet[Task]:
    """The tasks that belonged to a programme on a day, as known at a moment (None: as known now).

    A task carried into another programme later still counts in the old one for the days before, so
    that an old period gives its old figures. Cost: no query of its own.
    """
    if on >= clock.today() and known_at is None:
        return tasks.filter(programme_id=programme)
    later = Q(handover__applied_on__gt=on)
    if known_at is not None:
        later |= Q(handover__applied_at__gt=known_at)
    carried = HandOverRow.objects.filter(
        later,
        task=OuterRef("pk"),
        decision=HandOverDecision.CARRY,
        handover__state=HandOverState.APPLIED,
    ).order_by("handover__applied_at")
    old = Subquery(carried.values("handover__old_id")[:1])
    then = tasks.annotate(
        programme_then=Coalesce(old, F("programme_id"), output_field=BigIntegerField())
    )
    return then.filter(programme_then=programme)
