"""Telling people of events: those an action named, and the people of the bodies it named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from django.apps import apps
from django.db import models, transaction

from tiendo.alerts.choices import choices_of
from tiendo.alerts.gathering import gather_unread
from tiendo.alerts.mailing import mail_at_once
from tiendo.alerts.models import Notice
from tiendo.alerts.paths import path_of
from tiendo.alerts.people import People
from tiendo.domain import clock
from tiendo.outbox.models import OutboxEvent
from tiendo.tasks.models import Assignment, Part, Task

TITLE_LENGTH = 200
# Told of only to other systems.
_NOT_FOR_PEOPLE = ("webhook.", "alert.")


@transaction.atomic
def tell_of_event(event: OutboxEvent) -> int:
    """Write one notice for each person an event concerns; the number of new ones.

    Of a body its heads and the officer of the task are told; where it is about no task, all who
    work there. Taking the event again writes nothing.
    """
    if event.name.startswith(_NOT_FOR_PEOPLE):
        return 0
    on = clock.local_day(event.created_at)
    people = People(on)
    concerned = sorted(set(_concerned(event, people)))
    choices = choices_of(concerned, on)
    known = set(Notice.objects.filter(event=event).values_list("user_id", flat=True))
    params = {"title": _title(event), **_scalars(event.payload)}
    notices = [
        Notice(
            user_id=user_id,
            kind=event.name,
            params=params,
            path=path_of(event.object_type, event.object_id),
            event=event,
            is_silent=not choices[user_id].shows(event.name),
            created_at=event.created_at,
        )
        for user_id in concerned
        if user_id not in known
    ]
    gather_unread(event, notices)
    written = Notice.objects.bulk_create(notices, batch_size=1000)
    if event.created_at >= clock.now() - dt.timedelta(days=1):
        mail_at_once([row for row in written if row.summary_id is None], choices)
    return len(written)


def _concerned(event: OutboxEvent, people: People) -> Iterator[int]:
    """The people of an event who hold a post; somebody who left is told nothing."""
    yield from (user for user in _ids(event.payload, "users") if people.is_at_work(user))
    bodies = _ids(event.payload, "bodies")
    officers = _officers(event, bodies)
    for body in bodies:
        yield from people.heads(body)
        if officers is None:
            yield from people.staff(body)
        elif people.works_at(officers.get(body), body):
            yield officers[body]


def _officers(event: OutboxEvent, bodies: Iterable[int]) -> Mapping[int, int] | None:
    """Who is named for a task at its bodies; None where the event is about no task."""
    if event.object_type != Task._meta.label_lower:
        return None
    on = clock.local_day(event.created_at)
    named = Assignment.objects.filter(
        task_id=event.object_id,
        organisation_id__in=list(bodies),
        officer__isnull=False,
        part=Part.LEAD,
        validity__contains=on,
    )
    rows = named.values_list("organisation_id", "officer_id")
    return {body: officer for body, officer in rows if body and officer}


def _ids(payload: Mapping[str, object], name: str) -> list[int]:
    values = payload.get(name)
    return [int(value) for value in values] if isinstance(values, list) else []


def _scalars(payload: Mapping[str, object]) -> dict[str, object]:
    """What the words of a notice may take from the event."""
    return {name: value for name, value in payload.items() if name not in {"bodies", "users"}}


def _title(event: OutboxEvent) -> str:
    """The object in words; empty where it is gone."""
    model: type[models.Model] = apps.get_model(event.object_type)
    found = model._default_manager.filter(pk=event.object_id).first()
    return str(found)[:TITLE_LENGTH] if found is not None else ""
