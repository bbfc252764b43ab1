"""The outline a body answers, and the records of the visits."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tiendo.documents.models import StoredFile
from tiendo.inspections.models.inspections import Inspection
from tiendo.organisations.models import Organisation


class OutlineItem(models.Model):
    """One numbered item of the outline (đề cương)."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="outline")
    order = models.IntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "order"], name="outline_item_once")
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.text[:60]}"


class OutlineAnswer(models.Model):
    """What an inspected body answers to an item; a later one takes its place. Insert-only."""

    item = models.ForeignKey(OutlineItem, on_delete=models.PROTECT, related_name="answers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    document_number = models.CharField(max_length=60, blank=True)
    stored_file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    file_name = models.CharField(max_length=255, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["-answered_at", "-id"]

    def __str__(self) -> str:
        return f"{self.item_id} {self.organisation_id}"


class Visit(models.Model):
    """The record of a visit (biên bản). With its signed copy in, it is not changed any more."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="visits")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    place = models.CharField(max_length=250)
    present = models.TextField()
    content = models.TextField()
    signed_file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_file_name = models.CharField(max_length=255, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["day", "id"]
        constraints = [
            models.CheckConstraint(
                name="visit_signed_together",
                condition=models.Q(signed_file__isnull=True, signed_file_name="")
                | (models.Q(signed_file__isnull=False) & ~models.Q(signed_file_name="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.day}"
