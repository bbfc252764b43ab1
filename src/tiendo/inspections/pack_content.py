"""What goes into a pack: tasks, files, updates and trail that its asker may see, as of a day."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast

from tiendo.accounts.actor import Actor
from tiendo.audit.chain import digest_of
from tiendo.audit.models import AuditEvent, SealBatch, SealedEvent
from tiendo.audit.queries import events_of
from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.inspections.models import EvidencePack
from tiendo.tasks.models import Assignment, Evidence, EvidenceKind, Occurrence, ProgressUpdate, Task
from tiendo.tasks.queries import TaskFilter, find_tasks, sort_tasks

_CHUNK = 500
_NAME_LIMIT = 100


@dataclass(frozen=True, slots=True)
class PackedFile:
    """One file of the pack: where it stands in it, and whose it is."""

    path: str
    evidence: Evidence


def tasks_of(pack: EvidencePack, actor: Actor) -> QuerySet[Task]:
    """The tasks of the pack that its asker may see, with status and lead of the day."""
    chosen = TaskFilter(
        programme=pack.programme_id, body=pack.body_id if pack.body_id is not None else None
    )
    found = find_tasks(actor, chosen, pack.as_of)
    if pack.task_id is not None:
        found = found.filter(Q(pk=pack.task_id) | Q(parent_id=pack.task_id))
    return sort_tasks(found, "plan")


def end_of(day: dt.date) -> dt.datetime:
    """The first moment after a day."""
    return clock.local_noon(day) + dt.timedelta(hours=12)


def evidence_of(tasks: Iterable[Task], as_of: dt.date) -> QuerySet[Evidence]:
    """The evidence of tasks in stock by the end of the day, in the order in which it came.

    What was withdrawn since, for whatever reason, does not leave the system; the trail tells of it.
    """
    kept = Evidence.objects.filter(task__in=list(tasks), withdrawn_at=None)
    return (
        kept.filter(added_at__lt=end_of(as_of))
        .select_related("stored_file", "task", "added_by")
        .order_by("task__order", "task_id", "added_at", "pk")
    )


def packed_files(evidence: Iterable[Evidence]) -> Iterator[PackedFile]:
    """The files in their order, each under a name that is safe on every system and unique."""
    for number, row in enumerate(
        (row for row in evidence if row.kind == EvidenceKind.FILE), start=1
    ):
        folder = safe_name(row.task.code) or "nhiem-vu"
        name = safe_name(row.original_name) or "tep"
        yield PackedFile(f"tep/{folder}/{number:05d}-{name}", row)


def safe_name(name: str) -> str:
    """A name of plain letters, figures, dots and dashes: no path, no device, no leading dot."""
    plain = fold(name).encode("ascii", "ignore").decode()
    cleaned = re.sub(r"[^a-z0-9.]+", "-", plain).strip("-.")
    stem, dot, ending = cleaned.rpartition(".")
    if dot and len(ending) <= 8:
        return f"{stem[: _NAME_LIMIT - 9].strip('-.')}.{ending}"
    return cleaned[:_NAME_LIMIT].strip("-.")


_PARTS: tuple[type[Model], ...] = (ProgressUpdate, Evidence, Assignment, Occurrence)


def events_for(tasks: Iterable[Task], as_of: dt.date) -> QuerySet[AuditEvent]:
    """The trail of tasks and of what belongs to them up to the end of a day, oldest first."""
    ids = [task.pk for task in tasks]
    objects: list[tuple[str, object]] = [("tasks.task", [str(pk) for pk in ids])]
    for model in _PARTS:
        rows = model._default_manager.filter(task__in=ids)
        found = rows.annotate(pk_in_words=Cast("pk", CharField())).values("pk_in_words")
        objects.append((model._meta.label_lower, found))
    condition = events_of(objects)  # type: ignore[arg-type]
    return AuditEvent.objects.filter(condition, occurred_at__lt=end_of(as_of)).order_by("pk")


def trail_lines(events: QuerySet[AuditEvent]) -> Iterator[str]:
    """Each event as a line of JSON: its canonical text, its digest, its place in the seals."""
    chunk: list[AuditEvent] = []
    for event in events.iterator(_CHUNK):
        chunk.append(event)
        if len(chunk) == _CHUNK:
            yield from _lines(chunk)
            chunk = []
    yield from _lines(chunk)


def _lines(events: list[AuditEvent]) -> Iterator[str]:
    ids = [event.pk for event in events]
    seals = {
        seal.event_id: seal
        for seal in SealedEvent.objects.filter(event_id__in=ids).select_related("batch")
    }
    for event in events:
        canonical, seal = bytes(event.canonical), seals.get(event.pk)
        line = {
            "event": event.pk,
            "canonical": canonical.decode(),
            "digest": digest_of(canonical),
            "batch": seal.batch.number if seal else None,
            "position": seal.position if seal else None,
        }
        yield json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n"


def seal_lines(events: QuerySet[AuditEvent]) -> Iterator[str]:
    """The batches that seal the events, each with every digest it was computed over, in order.

    A root can only be computed again from all of its batch; digests tell nothing of the others.
    """
    sealed = SealedEvent.objects.filter(event_id__in=events.order_by().values("pk"))
    numbers = sealed.order_by().values_list("batch__number", flat=True).distinct()
    for batch in SealBatch.objects.filter(number__in=numbers).order_by("number").iterator(_CHUNK):
        yield f"batch {batch.number} {batch.event_count} {batch.previous_root} {batch.root}\n"
        digests = SealedEvent.objects.filter(batch=batch).order_by("position")
        for digest in digests.values_list("digest", flat=True).iterator(_CHUNK):
            yield f"{digest}\n"
