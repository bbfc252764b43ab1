"""What a person was told, and when: the record of escalation and the list behind the bell."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tiendo.alerts.models.channels import Delivery
from tiendo.alerts.models.found import Alert
from tiendo.outbox.models import OutboxEvent

# The kind of a notice that stands for many alerts found in one look.
SUMMARY = "alerts.summary"


class Notice(models.Model):
    """That one person was told of an alert at a level, or of an event. Its words are made from
    ``kind`` and ``params`` when shown (alerts.wording).

    ``kind`` is "alert.<rule>", the event's name, or that of a summary; ``path`` the page it leads
    to, without secrets. ``summary`` is the one notice by which the person learnt of this one, where
    there were too many at once, or where one of its kind about one cycle stood unread.
    Missing: ``read_at`` is null until read; ``mail`` is the message that carries it by e-mail,
    null where none does (yet).
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices"
    )
    kind = models.CharField(max_length=80)
    level = models.SmallIntegerField(default=0)
    stage = models.IntegerField(default=1)
    params = models.JSONField(default=dict)
    path = models.CharField(max_length=200, blank=True)
    alert = models.ForeignKey(
        Alert, null=True, blank=True, on_delete=models.PROTECT, related_name="notices"
    )
    event = models.ForeignKey(
        OutboxEvent, null=True, blank=True, on_delete=models.PROTECT, related_name="notices"
    )
    mail = models.ForeignKey(
        Delivery, null=True, blank=True, on_delete=models.PROTECT, related_name="notices"
    )
    summary = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="gathered"
    )
    is_silent = models.BooleanField(
        default=False, help_text="kept as a record, not shown by the bell: the person chose so"
    )
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="notice_of_user"),
            models.Index(
                fields=["user"],
                condition=models.Q(read_at__isnull=True, is_silent=False),
                name="notice_unread",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["alert", "user", "level", "stage"],
                condition=models.Q(alert__isnull=False),
                name="notice_of_alert_once",
            ),
            models.UniqueConstraint(
                fields=["event", "user"],
                condition=models.Q(event__isnull=False),
                name="notice_of_event_once",
            ),
            models.CheckConstraint(
                name="notice_of_something",
                condition=models.Q(alert__isnull=False)
                | models.Q(event__isnull=False)
                | models.Q(kind=SUMMARY),
            ),
            models.CheckConstraint(
                name="notice_gathered_is_silent",
                condition=models.Q(summary__isnull=True) | models.Q(is_silent=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"
