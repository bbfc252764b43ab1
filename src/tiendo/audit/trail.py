"""Writing the trail: one event per action, inside the action's transaction."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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
        _written(_fields(by, action, target, before, after, reason))
        for by, target, before, after in rows
    ]
    if events:
        _copy(events)


_SEALED = (
    "occurred_at", "actor_id", "on_behalf_of_id", "organisation_id", "action", "object_type",
    "object_id", "before", "after", "reason", "request_id",
)  # fmt: skip


def _written(fields: Mapping[str, Any]) -> list[object]:
    """The fields of an event and the bytes it is sealed over, as COPY takes them."""
    row = [_as_json(value) if type(value) is dict else value for value in fields.values()]
    return [*row, _canonical(fields)]


def _copy(events: Iterable[Sequence[object]]) -> None:
    statement = sql.SQL("COPY {} ({}, canonical) FROM STDIN").format(
        sql.Identifier(AuditEvent._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, _SEALED))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for event in events:
            copy.write_row(event)


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
    fields = _fields(by, action, target, before, after, reason)
    return AuditEvent(**fields, canonical=_canonical(fields))


def _fields(
    by: Author,
    action: str,
    target: models.Model,
    before: State | None,
    after: State | None,
    reason: str,
) -> dict[str, Any]:
    """What an event tells, in the order of ``_SEALED``."""
    return {
        "occurred_at": clock.now(),
        "actor_id": by.user_id,
        "on_behalf_of_id": by.on_behalf_of_id,
        "organisation_id": by.organisation_id,
        "action": action,
        "object_type": target._meta.label_lower,
        "object_id": str(target.pk),
        "before": dict(before) if before is not None else None,
        "after": dict(after) if after is not None else None,
        "reason": reason,
        "request_id": REQUEST_ID.get(),
    }


def canonical_bytes(event: AuditEvent) -> bytes:
    """The bytes an event is sealed over: its fields as JSON with sorted keys, in UTF-8."""
    return _canonical({name: getattr(event, name) for name in _SEALED})


def _canonical(fields: Mapping[str, Any]) -> bytes:
    moment = fields["occurred_at"].astimezone(dt.UTC).isoformat()
    return _ENCODER.encode({**fields, "occurred_at": moment}).encode()


# Made once: json.dumps makes one for each call.
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
