"""What an inspection found, what the body explains, and what is recommended."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tiendo.documents.models import StoredFile
from tiendo.inspections.models.inspections import Inspection
from tiendo.organisations.models import Organisation
from tiendo.tasks.models import Evidence, Task


class Finding(models.Model):
    """One finding at a body. It is changed until it is sent to the body for explanation.

    ``severity`` is a code of ``domain.lists`` severities. Its evidence is a piece of evidence of a
    task, the number of a document, a file, or the visit alone.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="findings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    order = models.IntegerField()
    task = models.ForeignKey(
        Task, null=True, blank=True, on_delete=models.PROTECT, related_name="findings"
    )
    severity = models.CharField(max_length=20)
    text = models.TextField()
    evidence = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="findings"
    )
    document_number = models.CharField(max_length=60, blank=True)
    stored_file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    file_name = models.CharField(max_length=255, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    explain_by = models.DateField(null=True, blank=True)
    explanation = models.TextField(blank=True)
    explained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    explained_at = models.DateTimeField(null=True, blank=True)
    is_accepted = models.BooleanField(null=True, blank=True)
    judgement = models.TextField(blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "order"], name="finding_order_once"),
            models.CheckConstraint(
                name="finding_sent_together",
                condition=models.Q(sent_at__isnull=True, explain_by__isnull=True)
                | models.Q(sent_at__isnull=False, explain_by__isnull=False),
            ),
            models.CheckConstraint(
                name="finding_explained_together",
                condition=models.Q(
                    explanation="", explained_by__isnull=True, explained_at__isnull=True
                )
                | (
                    ~models.Q(explanation="")
                    & models.Q(
                        explained_by__isnull=False,
                        explained_at__isnull=False,
                        sent_at__isnull=False,
                    )
                ),
            ),
            models.CheckConstraint(
                name="finding_judged_together",
                condition=models.Q(
                    is_accepted__isnull=True, judged_by__isnull=True, judged_at__isnull=True
                )
                | models.Q(
                    is_accepted__isnull=False, judged_by__isnull=False, judged_at__isnull=False
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.text[:60]}"


class Recommendation(models.Model):
    """What a body is asked to do after the conclusion; it becomes a task once it is adopted."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="recommendations"
    )
    finding = models.ForeignKey(
        Finding, null=True, blank=True, on_delete=models.PROTECT, related_name="recommendations"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    order = models.IntegerField()
    text = models.TextField()
    product = models.CharField(max_length=300)
    last_day = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    task = models.OneToOneField(
        Task, null=True, blank=True, on_delete=models.PROTECT, related_name="recommendation"
    )
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    adopted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "order"], name="recommendation_order_once"
            ),
            models.CheckConstraint(
                name="recommendation_adopted_together",
                condition=models.Q(
                    task__isnull=True, adopted_by__isnull=True, adopted_at__isnull=True
                )
                | models.Q(task__isnull=False, adopted_by__isnull=False, adopted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.text[:60]}"
