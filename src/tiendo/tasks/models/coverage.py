"""Which assigned tasks a body's own plan covers."""

from __future__ import annotations

from django.db import models

from tiendo.programmes.models import PlanFiling
from tiendo.tasks.models.work import Task


class PlanCoverage(models.Model):
    """That one version of a filing covers a task of the programme."""

    filing = models.ForeignKey(PlanFiling, on_delete=models.PROTECT, related_name="coverage")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="plan_coverage")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["filing", "task"], name="plan_covers_a_task_once")
        ]

    def __str__(self) -> str:
        return f"{self.filing_id} → {self.task_id}"
