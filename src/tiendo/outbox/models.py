"""Named events waiting to leave the system; written in the transaction of the action."""

from __future__ import annotations

from django.db import models


class OutboxEvent(models.Model):
    """That something happened which channels may tell: its name, its object, who is concerned.

    ``payload`` holds JSON values, people and bodies by id. Missing: ``delivered_at`` is null until
    every subscriber of the event has taken it.
    """

    name = models.CharField(max_length=80)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=64)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(delivered_at__isnull=True),
                name="outbox_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.object_type}:{self.object_id}"


class Taking(models.Model):
    """That a subscriber took an event: never again, however often the job comes."""

    event = models.ForeignKey(OutboxEvent, on_delete=models.PROTECT, related_name="takings")
    subscriber = models.CharField(max_length=40)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "subscriber"], name="taken_once")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.subscriber}"
