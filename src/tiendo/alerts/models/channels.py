"""By which channels people and systems are told: choices, feeds, endpoints, deliveries."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.organisations.models import Organisation
from tiendo.outbox.models import OutboxEvent


class ChannelName(models.TextChoices):
    """The channels that leave the system; the bell does not."""

    EMAIL = "email", _("Thư điện tử")
    WEBHOOK = "webhook", _("Webhook")


class DeliveryState(models.TextChoices):
    """Where a delivery stands."""

    WAITING = "waiting", _("Chờ gửi")
    DELIVERED = "delivered", _("Đã gửi")
    FAILED = "failed", _("Không gửi được")


class ChannelChoice(models.Model):
    """What one person chose: by group of notices whether the bell shows them and when mail brings
    them ({"deadlines": {"bell": true, "mail": "daily"}}), and the hours of quiet.

    Missing: a group not named has the default of ``alerts.choices``.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="channel_choice"
    )
    groups = models.JSONField(default=dict)
    quiet_from = models.TimeField()
    quiet_to = models.TimeField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id}"


class CalendarFeed(models.Model):
    """A calendar address somebody may subscribe to: of their own tasks, or of one of their bodies.

    The secret of the address is computed from the row (alerts.feeds); nothing secret is stored. It
    stops with ``revoked_at``, or when its owner no longer holds a post at the body.
    Missing: ``organisation`` is null for a person's own.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_feeds"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=models.Q(revoked_at__isnull=True),
                nulls_distinct=False,
                name="feed_once_while_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.organisation_id}"


class WebhookEndpoint(models.Model):
    """An address of another system that is told of events.

    ``events`` are the names it takes, none: all. Its signing secret is computed from the row and
    ``serial``. Missing: ``failing_since`` is null while the last attempt succeeded.
    """

    url = models.URLField(max_length=500)
    note = models.CharField(max_length=200, blank=True)
    events = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    serial = models.IntegerField(default=1, help_text="counts renewals of the secret")
    is_active = models.BooleanField(default=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_because = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="endpoint_disabled_together",
                condition=models.Q(is_active=True, disabled_at__isnull=True, disabled_because="")
                | (
                    models.Q(is_active=False, disabled_at__isnull=False)
                    & ~models.Q(disabled_because="")
                ),
            )
        ]

    def __str__(self) -> str:
        return self.url


class Delivery(models.Model):
    """One message on its way to a person or an endpoint; sent once, tried several times.

    ``key`` says what it carries ("digest:2026-11-22", "event:57"): once for each recipient.
    Missing: ``delivered_at`` is null until it arrived, ``event`` for mail.
    """

    channel = models.CharField(max_length=10, choices=ChannelName.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deliveries",
    )
    endpoint = models.ForeignKey(
        WebhookEndpoint,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deliveries",
    )
    event = models.ForeignKey(
        OutboxEvent, null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries"
    )
    key = models.CharField(max_length=80)
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    attempts = models.IntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state="waiting"),
                name="delivery_waiting",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "key", "user", "endpoint"],
                nulls_distinct=False,
                name="delivery_once",
            ),
            models.CheckConstraint(
                name="delivery_to_one",
                condition=models.Q(channel="email", user__isnull=False, endpoint__isnull=True)
                | models.Q(channel="webhook", user__isnull=True, endpoint__isnull=False),
            ),
            models.CheckConstraint(
                name="delivery_delivered_together",
                condition=models.Q(state="delivered", delivered_at__isnull=False)
                | (~models.Q(state="delivered") & models.Q(delivered_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.key}"
