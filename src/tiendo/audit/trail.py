"""Writing the trail: one event per action, inside the action's transaction."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection, models, transaction
from psycopg import sql

from tiendo.audit.context import REQUEST_ID
from tiendo.audit.models import AuditEvent
from tiendo.domain import clock

Value = str | int | bool | None | list["Value"] | dict[str, "Value"]
State = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Author:
    """Who acts: a person (None: the system), for which body, on whose behalf."""

    user_id: int | None
    organisation_id: int | None = None
    on_behalf_of_id: int | None = None


SYSTEM = Author(user_id=None)


def record(
    *,
    by: Author,
    action: str,
    target: models.Model,
    before: State | None = None,
    after: State | None = None,
    reason: str = "",
) -> AuditEvent:
    """Write the event of one action. Call it inside the action's transaction.

    ``before`` and ``after`` hold JSON values, personal data by id only.
    Errors: RuntimeError outside a transaction, as the event could survive a failed action.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an audit event needs the transaction of its action")
    event = _event(by, action, target, before, after, reason)
    event.save(force_insert=True)
    return event


def record_many(
    *,
    action: str,
    rows: Iterable[tuple[Author, models.Model, State | None, State | None]],
    reason: str = "",
) -> None:
    """Write one event for each (author, target, before, after) of an action on many objects.

    Call it inside the action's transaction. Errors: RuntimeError outside one. Cost: one COPY.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an audit event needs the transaction of its action")
    events = [
        _event(by, action, target, before, after, reason) for by, target, before, after in rows
    ]
    if events:
        _copy(events)


_COPIED = (
    "occurred_at", "actor_id", "on_behalf_of_id", "organisation_id", "action", "object_type",
    "object_id", "before", "after", "reason", "request_id", "canonical",
)  # fmt: skip


def _copy(events: Iterable[AuditEvent]) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(AuditEvent._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, _COPIED))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for event in events:
            values = (getattr(event, name) for name in _COPIED)
            copy.write_row([_as_json(each) if type(each) is dict else each for each in values])


def _as_json(value: Mapping[str, Value]) -> str:
    return json.dumps(value, ensure_ascii=False)


def _event(
    by: Author,
    action: str,
    target: models.Model,
    before: State | None,
    after: State | None,
    reason: str,
) -> AuditEvent:
    event = AuditEvent(
        occurred_at=clock.now(),
        actor_id=by.user_id,
        on_behalf_of_id=by.on_behalf_of_id,
        organisation_id=by.organisation_id,
        action=action,
        object_type=target._meta.label_lower,
        object_id=str(target.pk),
        before=dict(before) if before is not None else None,
        after=dict(after) if after is not None else None,
        reason=reason,
        request_id=REQUEST_ID.get(),
    )
    event.canonical = canonical_bytes(event)
    return event


def canonical_bytes(event: AuditEvent) -> bytes:
    """The bytes an event is sealed over: its fields as JSON with sorted keys, in UTF-8."""
    fields = {
        "occurred_at": event.occurred_at.astimezone(dt.UTC).isoformat(),
        "actor_id": event.actor_id,
        "on_behalf_of_id": event.on_behalf_of_id,
        "organisation_id": event.organisation_id,
        "action": event.action,
        "object_type": event.object_type,
        "object_id": event.object_id,
        "before": event.before,
        "after": event.after,
        "reason": event.reason,
        "request_id": event.request_id,
    }
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()
