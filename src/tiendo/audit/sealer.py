"""The sealer: puts committed events into the chain, batch by batch. One runs at a time."""

from __future__ import annotations

import logging
import signal
import threading
from dataclasses import dataclass
from types import FrameType

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from tiendo.audit.chain import GENESIS, digest_of, export_roots, root_of
from tiendo.audit.models import AuditEvent, SealBatch, SealedEvent
from tiendo.domain import clock

logger = logging.getLogger(__name__)

INTERVAL_SECONDS = 2.0
# Any number; the same for every sealer of a database.
_LOCK = 5_707_146
_CHUNK = 2000
_WRAP = 2**32
_UNDER_WAY = """
    SELECT backend_xid::text::bigint FROM pg_stat_activity
    WHERE datname = current_database() AND backend_xid IS NOT NULL
    UNION ALL
    SELECT transaction::text::bigint FROM pg_prepared_xacts WHERE database = current_database()
"""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Transactions below ``oldest`` have ended; none from ``next`` on has begun."""

    oldest: int
    next: int


def seal_pending() -> int:
    """Seal the events whose transactions have ended, and export the roots; returns how many.

    An event is taken only when every transaction that began before it has ended, so that a slow
    one cannot slip an event behind the seal.
    """
    with transaction.atomic():
        _lock()
        last = SealBatch.objects.order_by("-number").first()
        snapshot = read_snapshot()
        count = _seal(unsealed(last, snapshot), last, snapshot)
    export_roots()
    return count


def run_sealer(stop: threading.Event, interval: float = INTERVAL_SECONDS) -> None:
    """Seal until told to stop; a database that does not answer is tried again."""
    while not stop.is_set():
        try:
            seal_pending()
        except (OperationalError, InterfaceError):
            logger.exception("sealing failed, will be tried again")
            connection.close()
        stop.wait(interval)
    connection.close()


def run_forever() -> None:
    """Seal until the process is asked to end (SIGTERM, SIGINT)."""
    stop = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    run_sealer(stop)


def read_snapshot() -> Snapshot:
    """Which transactions of this database have ended at this moment.

    The next number is read first: what has a smaller one has ended, or is found running after.
    Transactions of other databases of the server write no events here and hold nothing back.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        (following,) = cursor.fetchone()
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(_UNDER_WAY)
        running = [full_number(short, following) for (short,) in cursor.fetchall()]
    return Snapshot(min([following, *running]), following)


def full_number(short: int, following: int) -> int:
    """The 64-bit number of a running transaction from its last 32 bits and the next number.

    A running one is less than 2^31 numbers away from the next, before or after it.
    """
    distance = (short - following) % _WRAP
    return following + (distance if distance < _WRAP // 2 else distance - _WRAP)


def is_restored(last: SealBatch | None, snapshot: Snapshot) -> bool:
    """Whether the database now lives in a server that counts transactions from lower numbers."""
    return last is not None and snapshot.next <= last.last_transaction


def unsealed(last: SealBatch | None, snapshot: Snapshot) -> QuerySet[AuditEvent]:
    """The events to seal next, in order.

    In a restored database the numbers of transactions say nothing about the events before it:
    all that have no seal and are not of a transaction under way are taken.
    """
    pending = AuditEvent.objects.filter(
        ~Exists(SealedEvent.objects.filter(event_id=OuterRef("pk")))
    ).order_by("transaction", "pk")
    if is_restored(last, snapshot):
        return pending.filter(
            Q(transaction__lt=snapshot.oldest) | Q(transaction__gte=snapshot.next)
        )
    after = last.last_transaction if last else 0
    return pending.filter(transaction__gt=after, transaction__lt=snapshot.oldest)


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _seal(events: QuerySet[AuditEvent], last: SealBatch | None, snapshot: Snapshot) -> int:
    """Write one batch over the events, if there are any."""
    rows = events.values_list("pk", "canonical")
    digests = [(pk, digest_of(bytes(canonical))) for pk, canonical in rows.iterator(_CHUNK)]
    if not digests:
        return 0
    previous_root = last.root if last else GENESIS
    batch = SealBatch.objects.create(
        number=last.number + 1 if last else 1,
        sealed_at=clock.now(),
        event_count=len(digests),
        last_transaction=snapshot.oldest - 1,
        previous_root=previous_root,
        root=root_of(previous_root, (digest for _pk, digest in digests)),
    )
    SealedEvent.objects.bulk_create(
        (
            SealedEvent(batch=batch, position=position, event_id=pk, digest=digest)
            for position, (pk, digest) in enumerate(digests)
        ),
        batch_size=_CHUNK,
    )
    return len(digests)
