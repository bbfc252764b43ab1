"""Writing an event for the channels. Who takes it stands in one registry, above this app."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import models, transaction
from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

from tiendo.domain import clock
from tiendo.outbox.models import OutboxEvent

# The job stands with the subscribers, above this app.
DELIVER_JOB = "outbox.deliver"

Value = str | int | bool | None | list[int] | list[str]


def emit(
    name: str,
    *,
    target: models.Model,
    bodies: Iterable[int] = (),
    users: Iterable[int] = (),
    payload: Mapping[str, Value] | None = None,
) -> OutboxEvent:
    """Write the event ``name`` ("task.assigned") about an object, and have it taken by all who
    subscribe once the action is committed. Call it inside the action.

    ``bodies`` and ``users`` are the ids of those concerned: a body's officers and heads, a person.
    Errors: RuntimeError outside a transaction, as the event could survive a failed action.
    """
    _require_transaction()
    held = {**(payload or {}), "bodies": sorted(bodies), "users": sorted(users)}
    event = _event(name, target, held)
    event.save(force_insert=True)
    app.configure_task(DELIVER_JOB).defer(event_id=event.pk)
    return event


def emit_many(
    name: str, rows: Iterable[tuple[models.Model, Mapping[str, Value]]]
) -> list[OutboxEvent]:
    """Write the event ``name`` about many objects, each with its payload, for nobody in person.

    Errors: RuntimeError outside a transaction. Cost: two statements for each thousand.
    """
    _require_transaction()
    events = [_event(name, each, {**payload, "bodies": [], "users": []}) for each, payload in rows]
    made = OutboxEvent.objects.bulk_create(events, batch_size=1000)
    arguments: list[JSONDict] = [{"event_id": event.pk} for event in made]
    if arguments:
        app.configure_task(DELIVER_JOB).batch_defer(*arguments)
    return made


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an outbox event needs the transaction of its action")


def _event(name: str, target: models.Model, payload: Mapping[str, Value]) -> OutboxEvent:
    return OutboxEvent(
        name=name,
        object_type=target._meta.label_lower,
        object_id=str(target.pk),
        payload=payload,
        created_at=clock.now(),
    )
