"""Events of the trail for rows written in bulk, as the actions write them one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tiendo.accounts.models import Membership, User
from tiendo.audit.models import AuditEvent
from tiendo.audit.trail import Author, State, canonical_bytes
from tiendo.tasks.models import Difficulty, Evidence, ProgressUpdate, Task

BATCH = 1000
Target = Task | ProgressUpdate | Evidence | Difficulty | User | Membership


@dataclass(frozen=True, slots=True)
class Entry:
    """An event of the trail to be written once its target has an id."""

    moment: dt.datetime
    author: Author
    action: str
    target: Target
    before: State | None = None
    after: State | Callable[[], State] | None = None
    reason: str = ""


def write_events(entries: Iterable[Entry]) -> None:
    """Write the events; what they name has its id by now."""
    AuditEvent.objects.bulk_create((_event(entry) for entry in entries), batch_size=BATCH)


def _event(entry: Entry) -> AuditEvent:
    after = entry.after() if callable(entry.after) else entry.after
    event = AuditEvent(
        occurred_at=entry.moment,
        actor_id=entry.author.user_id,
        on_behalf_of_id=entry.author.on_behalf_of_id,
        organisation_id=entry.author.organisation_id,
        action=entry.action,
        object_type=entry.target._meta.label_lower,
        object_id=str(entry.target.pk),
        before=dict(entry.before) if entry.before is not None else None,
        after=dict(after) if after is not None else None,
        reason=entry.reason,
        request_id="",
    )
    event.canonical = canonical_bytes(event)
    return event
