"""Jobs of what leaves the system: events taken, deliveries sent, those left behind found again."""

from __future__ import annotations

import datetime as dt
import logging

from procrastinate import RetryDecision, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Job
from procrastinate.types import JSONDict

from tiendo.alerts.mailing import SEND_JOB, defer_sending
from tiendo.alerts.models import Delivery, DeliveryState
from tiendo.domain import clock
from tiendo.integrations.channels import IntegrationError
from tiendo.integrations.invitations import MAIL_JOB, mail_invitation
from tiendo.integrations.sending import send_delivery
from tiendo.integrations.taking import NotTaken, deliver_event
from tiendo.outbox.actions import DELIVER_JOB
from tiendo.outbox.models import OutboxEvent

logger = logging.getLogger(__name__)


class _Transient(RetryStrategy):
    """Tries again what another moment may bring; what is refused for good is not tried again."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if not isinstance(exception, IntegrationError) or exception.permanent:
            return None
        return super().get_retry_decision(exception=exception, job=job)


# What waits longer than this has lost its worker.
LEFT_BEHIND = dt.timedelta(hours=1)
_MOST_AT_ONCE = 5000


@app.task(
    name=DELIVER_JOB,
    retry=RetryStrategy(max_attempts=5, exponential_wait=4, retry_exceptions={NotTaken}),
)
def deliver(event_id: int) -> None:
    """Give an event of the outbox to its subscribers."""
    deliver_event(event_id)


@app.task(name=SEND_JOB)
def send(delivery_id: int) -> None:
    """Send one delivery; its row says when it is tried again."""
    send_delivery(delivery_id)


@app.task(name=MAIL_JOB, retry=_Transient(max_attempts=8, exponential_wait=4))
def mail_invited(invitation_id: int) -> None:
    """Send the link of one invitation; the same mail, should it be sent twice."""
    mail_invitation(invitation_id)


# Cron times are UTC: ten to four at night in Asia/Ho_Chi_Minh.
@app.periodic(cron="50 20 * * *")
@app.task(name="channels.resume", queueing_lock="channels.resume")
def resume_nightly(timestamp: int) -> None:
    """Queue again what lost its worker. Running it twice does no harm: each is taken once."""
    before = clock.now() - LEFT_BEHIND
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING, due_at__lt=before)
    left = list(waiting.order_by("pk")[:_MOST_AT_ONCE])
    for delivery in left:
        delivery.due_at = clock.now()
    Delivery.objects.bulk_update(left, ["due_at"])
    defer_sending(left)
    events = OutboxEvent.objects.filter(delivered_at__isnull=True, created_at__lt=before)
    numbers = list(events.order_by("pk").values_list("pk", flat=True)[:_MOST_AT_ONCE])
    if numbers:
        arguments: list[JSONDict] = [{"event_id": pk} for pk in numbers]
        app.configure_task(DELIVER_JOB).batch_defer(*arguments)
    if left or numbers:
        logger.warning(
            "left behind and queued again", extra={"mails": len(left), "events": len(numbers)}
        )
