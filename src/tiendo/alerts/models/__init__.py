"""The records of alerts: rules laid down, what was found, who was told, and by which channel."""

from tiendo.alerts.models.channels import (
    CalendarFeed,
    ChannelChoice,
    ChannelName,
    Delivery,
    DeliveryState,
    WebhookEndpoint,
)
from tiendo.alerts.models.found import Alert, AlertDay, RuleValue
from tiendo.alerts.models.notices import Notice

__all__ = [
    "Alert",
    "AlertDay",
    "CalendarFeed",
    "ChannelChoice",
    "ChannelName",
    "Delivery",
    "DeliveryState",
    "Notice",
    "RuleValue",
    "WebhookEndpoint",
]
