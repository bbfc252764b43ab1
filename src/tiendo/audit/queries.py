"""Reading the trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from tiendo.audit.models import AuditEvent, SealedEvent
from tiendo.domain import clock


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """Which events to show. ``None`` narrows nothing; days are days in Vietnam, both included."""

    actor_ids: Collection[int] | None = None
    actions: Collection[str] | None = None
    first_day: dt.date | None = None
    last_day: dt.date | None = None


def find_events(narrowed: TrailFilter) -> QuerySet[AuditEvent]:
    """The events of a filter, the newest first."""
    events = AuditEvent.objects.order_by("-pk").defer("canonical")
    if narrowed.actor_ids is not None:
        ids = narrowed.actor_ids
        events = events.filter(Q(actor_id__in=ids) | Q(on_behalf_of_id__in=ids))
    if narrowed.actions is not None:
        events = events.filter(action__in=narrowed.actions)
    if narrowed.first_day is not None:
        events = events.filter(occurred_at__gte=_midnight(narrowed.first_day))
    if narrowed.last_day is not None:
        end = _midnight(narrowed.last_day + dt.timedelta(days=1))
        events = events.filter(occurred_at__lt=end)
    return events


def events_of(objects: Iterable[tuple[str, Iterable[str] | QuerySet[AuditEvent]]]) -> Q:
    """The condition for the events of some objects, each type with its ids (or a subquery)."""
    condition = Q(pk__in=())
    for object_type, ids in objects:
        condition |= Q(object_type=object_type, object_id__in=ids)
    return condition


def sealed_among(events: Iterable[AuditEvent]) -> frozenset[int]:
    """The ids of those events that are sealed. Cost: one query."""
    ids = [event.pk for event in events]
    sealed = SealedEvent.objects.filter(event_id__in=ids)
    return frozenset(sealed.values_list("event_id", flat=True))


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), clock.LOCAL_ZONE)
