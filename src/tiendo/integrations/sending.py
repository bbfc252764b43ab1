"""Sending a delivery: once, tried again later where the other side could not take it now."""

from __future__ import annotations

import datetime as dt
import json
import logging

from django.db import transaction

from tiendo.alerts.endpoints import note_failure, note_success, public_data
from tiendo.alerts.endpoints import secret_of as endpoint_secret
from tiendo.alerts.mailing import defer_sending
from tiendo.alerts.models import Delivery, DeliveryState, WebhookEndpoint
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.integrations.channels import IntegrationError, Message
from tiendo.integrations.email.mapping import mail_of
from tiendo.integrations.registry import CHANNELS

logger = logging.getLogger(__name__)

# How long to wait after each attempt; after the last one named, as long again.
PAUSES = tuple(
    dt.timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18_000, 36_000, 50_400)
)
ERROR_LENGTH = 300


@transaction.atomic
def send_delivery(delivery_id: int) -> DeliveryState:
    """Send one delivery and note how it went; the state it is in.

    The row is locked while it is sent: two workers never send it both. One that was delivered,
    failed for good, or is not due yet is left alone.
    """
    delivery = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("user", "endpoint", "event")
        .get(pk=delivery_id)
    )
    if delivery.state == DeliveryState.WAITING and delivery.due_at <= clock.now():
        _try(delivery)
    return DeliveryState(delivery.state)


def _try(delivery: Delivery) -> None:
    delivery.attempts += 1
    try:
        message = _message(delivery)
        CHANNELS[delivery.channel]().send(message)
    except IntegrationError as error:
        _note_failure(delivery, error)
    else:
        delivery.state, delivery.last_error = DeliveryState.DELIVERED, ""
        delivery.delivered_at = clock.now()
        if delivery.endpoint is not None:
            note_success(delivery.endpoint)
    delivery.save(update_fields=["attempts", "state", "last_error", "delivered_at", "due_at"])
    if delivery.state == DeliveryState.WAITING:
        defer_sending([delivery])


def _note_failure(delivery: Delivery, error: IntegrationError) -> None:
    """Wait and try again, or give up after the attempts allowed."""
    delivery.last_error = error.reason[:ERROR_LENGTH]
    most = parameter_on("delivery_attempts", clock.today())
    if delivery.endpoint is not None:
        note_failure(delivery.endpoint, is_gone=error.permanent and "410" in error.reason)
    if error.permanent or delivery.attempts >= most:
        delivery.state = DeliveryState.FAILED
        logger.error("delivery failed", extra={"delivery": delivery.pk})
        return
    pause = PAUSES[min(delivery.attempts, len(PAUSES)) - 1]
    delivery.due_at = clock.now() + pause


def _message(delivery: Delivery) -> Message:
    """What is sent, the same each time. Errors: IntegrationError where it may no longer be."""
    if delivery.endpoint is not None:
        return _webhook(delivery, delivery.endpoint)
    if delivery.user is None or not delivery.user.is_active:
        raise IntegrationError("the account is closed", permanent=True)
    if not delivery.user.email:
        raise IntegrationError("the account has no mail address", permanent=True)
    return mail_of(delivery, delivery.user)


def _webhook(delivery: Delivery, endpoint: WebhookEndpoint) -> Message:
    event = delivery.event
    if not endpoint.is_active or event is None:
        raise IntegrationError("the endpoint is switched off", permanent=True)
    body = {
        "type": event.name,
        "timestamp": event.created_at.isoformat(),
        "data": public_data(event),
    }
    payload = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Message(
        reference=f"msg_{delivery.pk}",
        to=endpoint.url,
        moment=clock.now(),
        payload=payload.encode(),
        secret=endpoint_secret(endpoint),
    )
