"""Who subscribes to the events of the outbox, and which channels there are: the one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tiendo.alerts.endpoints import queue_event
from tiendo.alerts.events import tell_of_event
from tiendo.alerts.models import ChannelName
from tiendo.alerts.watching import watch
from tiendo.integrations.channels import Channel
from tiendo.integrations.email.channel import EmailChannel
from tiendo.integrations.invitations import mail_invitations
from tiendo.integrations.webhooks.channel import WebhookChannel
from tiendo.outbox.models import OutboxEvent
from tiendo.tasks.models import Task


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Somebody who takes events. ``take`` runs in a transaction, at least once, and does nothing
    the second time. ``name`` is stored and never changes.
    """

    name: str
    take: Callable[[OutboxEvent], object]


def _watch_task(event: OutboxEvent) -> None:
    """Look again at a task something happened to: alerts go as soon as their cause is gone."""
    if event.object_type == Task._meta.label_lower:
        watch(tasks=[int(event.object_id)])


SUBSCRIBERS: tuple[Subscriber, ...] = (
    Subscriber("notices", tell_of_event),
    Subscriber("alerts", _watch_task),
    Subscriber("webhooks", queue_event),
    Subscriber("invitations", mail_invitations),
)

CHANNELS: Mapping[str, Callable[[], Channel]] = {
    ChannelName.EMAIL: EmailChannel,
    ChannelName.WEBHOOK: WebhookChannel,
}
