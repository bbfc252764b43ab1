"""The templates that bodies lay their papers out with, by version."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tiendo.documents.models import StoredFile
from tiendo.organisations.models import Organisation


class HouseTemplate(models.Model):
    """A template of a body for a type of paper from a day on. Append-only: a change is a version.

    Missing: ``stored_file`` is null where the body goes back to the layout of the product.
    """

    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="house_templates")
    type_name = models.CharField(max_length=60)
    number = models.IntegerField()
    since = models.DateField()
    stored_file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="house_templates"
    )
    file_name = models.CharField(max_length=255, blank=True)
    placeholders = models.JSONField(default=list, blank=True)
    reason = models.TextField(blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["body", "type_name", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "type_name", "number"], name="house_template_version_once"
            ),
            models.CheckConstraint(
                name="house_template_file_has_name",
                condition=models.Q(stored_file__isnull=True, file_name="")
                | (models.Q(stored_file__isnull=False) & ~models.Q(file_name="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} · {self.type_name} · {self.number}"
