"""What a task contributes to, and what has to be measured anew."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tiendo.indicators.models import Indicator
from tiendo.tasks.models import Task


class Contribution(models.Model):
    """That a task contributes to an indicator. Rows are ended, never deleted.

    Missing: the two of its end are null while the task contributes.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="contributions")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="contributions")
    note = models.CharField(max_length=300, blank=True)
    linked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    linked_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["indicator__code", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "indicator"],
                condition=models.Q(ended_at__isnull=True),
                name="contribution_once_at_a_time",
            ),
            models.CheckConstraint(
                name="contribution_ended_whole",
                condition=models.Q(ended_by__isnull=True, ended_at__isnull=True)
                | models.Q(ended_by__isnull=False, ended_at__gte=models.F("linked_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} → {self.indicator_id}"


class Change(models.Model):
    """That a transaction changed a table that figures are taken from, which are not yet measured.

    The database writes them, and the job that measures takes them away.
    """

    source = models.CharField(max_length=63)
    transaction = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transaction", "source"], name="change_once_each")
        ]

    def __str__(self) -> str:
        return f"{self.source} in {self.transaction}"
