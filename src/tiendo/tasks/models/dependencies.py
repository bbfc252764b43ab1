"""Which tasks wait for which: one begins or is finished only after another."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tiendo.tasks.models.work import Task


class TaskDependency(models.Model):
    """That a task (``successor``) can be finished only after another (``predecessor``) is.

    Never rewritten: what holds no more is marked as removed. The database refuses cycles.
    Missing: ``removed_by`` and ``removed_at`` are null while it holds.
    """

    predecessor = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="followed_by")
    successor = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="waits_for")
    note = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                condition=models.Q(removed_at__isnull=True),
                name="dependency_once",
            ),
            models.CheckConstraint(
                name="dependency_between_two",
                condition=~models.Q(predecessor=models.F("successor")),
            ),
            models.CheckConstraint(
                name="dependency_removed_by_somebody",
                condition=models.Q(removed_by__isnull=True, removed_at__isnull=True)
                | models.Q(removed_by__isnull=False, removed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"
