"""Verifying the trail: every change, deletion, insertion and reorder of sealed events is found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from tiendo.audit.chain import GENESIS, digest_of, read_exported, root_of
from tiendo.audit.models import AuditEvent, SealBatch, SealedEvent
from tiendo.audit.sealer import is_restored, read_snapshot
from tiendo.audit.trail import canonical_bytes

_CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not hold. ``code`` is stable; words stand in ``audit.messages``."""

    code: str
    event_id: int | None = None
    batch: int | None = None


@dataclass(frozen=True, slots=True)
class TrailReport:
    """What was verified and what does not hold; ``pending`` events wait for their seal."""

    events: int
    batches: int
    pending: int
    problems: tuple[Problem, ...]

    @property
    def is_intact(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


def verify_trail() -> TrailReport:
    """Recompute the chain from the events on and compare it with what is stored and exported.

    Cost: the whole trail is read once, in chunks.
    """
    batches = list(SealBatch.objects.order_by("number"))
    problems = [
        *_check_numbers(batches),
        *(problem for batch in batches for problem in _check_batch(batch)),
        *_check_unsealed(batches[-1] if batches else None),
        *_check_exported({batch.number: batch for batch in batches}),
    ]
    sealed = SealedEvent.objects.count()
    events = AuditEvent.objects.count()
    return TrailReport(events, len(batches), max(events - sealed, 0), tuple(problems))


def _check_numbers(batches: list[SealBatch]) -> Iterator[Problem]:
    """Numbers follow one another, and each batch starts from the root before it."""
    previous_root = GENESIS
    for expected, batch in enumerate(batches, start=1):
        if batch.number != expected:
            yield Problem("batch_gap", batch=batch.number)
        if batch.previous_root != previous_root:
            yield Problem("chain_broken", batch=batch.number)
        previous_root = batch.root


def _check_batch(batch: SealBatch) -> Iterator[Problem]:
    """The events of a batch are those that were sealed, unchanged and in their order."""
    digests: list[str] = []
    order: tuple[int, int] = (-1, -1)
    for position, (seal, event) in enumerate(_sealed_events(batch)):
        digests.append(seal.digest)
        if seal.position != position:
            yield Problem("position_gap", seal.event_id, batch.number)
        if event is None:
            yield Problem("event_deleted", seal.event_id, batch.number)
            continue
        yield from _check_event(event, seal, batch)
        if (event.transaction, event.pk) <= order:
            yield Problem("order_changed", event.pk, batch.number)
        order = (event.transaction, event.pk)
    if len(digests) != batch.event_count:
        yield Problem("count_differs", batch=batch.number)
    if root_of(batch.previous_root, digests) != batch.root:
        yield Problem("root_differs", batch=batch.number)


def _sealed_events(batch: SealBatch) -> Iterator[tuple[SealedEvent, AuditEvent | None]]:
    """The seals of a batch in their order, each with its event."""
    seals = SealedEvent.objects.filter(batch=batch).order_by("position")
    chunk: list[SealedEvent] = []
    for seal in seals.iterator(_CHUNK):
        chunk.append(seal)
        if len(chunk) == _CHUNK:
            yield from _with_events(chunk)
            chunk = []
    yield from _with_events(chunk)


def _with_events(
    seals: list[SealedEvent],
) -> Iterator[tuple[SealedEvent, AuditEvent | None]]:
    events = AuditEvent.objects.in_bulk([seal.event_id for seal in seals])
    for seal in seals:
        yield seal, events.get(seal.event_id)


def _check_event(event: AuditEvent, seal: SealedEvent, batch: SealBatch) -> Iterator[Problem]:
    if digest_of(bytes(event.canonical)) != seal.digest:
        yield Problem("event_changed", event.pk, batch.number)
    if canonical_bytes(event) != bytes(event.canonical):
        yield Problem("fields_differ", event.pk, batch.number)


def _check_unsealed(last: SealBatch | None) -> Iterator[Problem]:
    """Events without a seal are younger than the last seal, and say what their bytes say."""
    restored = is_restored(last, read_snapshot())
    pending = AuditEvent.objects.filter(
        ~Exists(SealedEvent.objects.filter(event_id=OuterRef("pk")))
    )
    for event in pending.order_by("pk").iterator(_CHUNK):
        if last is not None and not restored and event.transaction <= last.last_transaction:
            yield Problem("event_inserted", event.pk)
        if canonical_bytes(event) != bytes(event.canonical):
            yield Problem("fields_differ", event.pk)


def _check_exported(batches: dict[int, SealBatch]) -> Iterator[Problem]:
    """The roots exported outside the database are those of its batches."""
    try:
        exported = read_exported()
    except ValueError:
        yield Problem("export_unreadable")
        return
    for line in exported:
        batch = batches.get(line.number)
        if batch is None:
            yield Problem("batch_missing", batch=line.number)
        elif (batch.root, batch.event_count) != (line.root, line.event_count):
            yield Problem("export_differs", batch=line.number)
