"""Taking an event of the outbox: every subscriber once, whatever happens to the others."""

from __future__ import annotations

import logging

from django.db import transaction

from tiendo.domain import clock
from tiendo.integrations.registry import SUBSCRIBERS, Subscriber
from tiendo.outbox.models import OutboxEvent, Taking

logger = logging.getLogger(__name__)


class NotTaken(Exception):
    """Some subscribers failed; the job is to come again for them."""


def deliver_event(event_id: int) -> None:
    """Give an event to every subscriber that has not taken it.

    Each takes it in a transaction of its own, with the row that says so. An event delivered before
    is left alone. Errors: NotTaken once the others have taken it.
    """
    failed = [each.name for each in SUBSCRIBERS if not _give(event_id, each)]
    if failed:
        raise NotTaken(", ".join(failed))
    waiting = OutboxEvent.objects.filter(pk=event_id, delivered_at__isnull=True)
    waiting.update(delivered_at=clock.now())


def _give(event_id: int, subscriber: Subscriber) -> bool:
    """Whether the subscriber has taken the event."""
    try:
        with transaction.atomic():
            # The lock makes a second job wait, and then see that it was taken.
            event = OutboxEvent.objects.select_for_update().get(pk=event_id)
            if not Taking.objects.filter(event=event, subscriber=subscriber.name).exists():
                subscriber.take(event)
                Taking.objects.create(event=event, subscriber=subscriber.name, taken_at=clock.now())
    except Exception:  # noqa: BLE001 - the edge of a job: the others go on, the job fails after them
        logger.exception("subscriber failed", extra={"subscriber": subscriber.name})
        return False
    return True
