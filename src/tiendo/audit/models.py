"""The trail: one event per action, and the chain of sealed batches over the events.

Actors and objects are named by type and id, not by foreign key: this is the lowest app. Personal
data stands here by reference only.
"""

from __future__ import annotations

from django.db import models
from django.db.models.expressions import RawSQL


class AuditEvent(models.Model):
    """Who did what to which object, when, on whose behalf and why. Insert-only.

    ``canonical`` holds the bytes the seal is computed over; ``transaction`` is the database
    transaction, which gives the sealer the order of commits.
    """

    occurred_at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True, help_text="null: the system itself")
    on_behalf_of_id = models.BigIntegerField(null=True, help_text="delegating user")
    organisation_id = models.BigIntegerField(null=True, help_text="body the actor acted for")
    action = models.CharField(max_length=80)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=64)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason = models.TextField(blank=True)
    request_id = models.CharField(max_length=64, blank=True, help_text="empty outside a request")
    canonical = models.BinaryField()
    transaction = models.BigIntegerField(
        db_default=RawSQL("(pg_current_xact_id()::text::bigint)", ()), editable=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id", "id"], name="audit_event_object"),
            models.Index(fields=["actor_id", "occurred_at"], name="audit_event_actor"),
            models.Index(fields=["transaction", "id"], name="audit_event_commit_order"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type}:{self.object_id}"


class SealBatch(models.Model):
    """One link of the chain: the root over its events and the root of the batch before."""

    number = models.BigIntegerField(unique=True)
    sealed_at = models.DateTimeField()
    event_count = models.IntegerField()
    last_transaction = models.BigIntegerField()
    previous_root = models.CharField(max_length=64)
    root = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.number}: {self.root}"


class SealedEvent(models.Model):
    """The place of one event in the chain, with the hash of its canonical bytes."""

    batch = models.ForeignKey(SealBatch, on_delete=models.PROTECT, related_name="events")
    position = models.IntegerField()
    event_id = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="audit_sealed_position")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.position}"
