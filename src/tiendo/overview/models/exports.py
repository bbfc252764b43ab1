"""Files made of views."""

from __future__ import annotations

from django.db import models

from tiendo.reporting.made_files import MadeFile


class Format(models.TextChoices):
    """The forms in which a view leaves."""

    XLSX = "xlsx", "Excel (.xlsx)"
    CSV = "csv", "CSV"
    DOCX = "docx", "Word (.docx)"


class Export(MadeFile):
    """A view written to a file in the background: which, of which filter, as of when.

    Missing: ``known_at`` is null for what is known when the file is made.
    """

    view = models.CharField(max_length=40)
    format = models.CharField(max_length=4, choices=Format.choices)
    values = models.JSONField(default=dict)
    ordering = models.CharField(max_length=20, default="plan")
    day = models.DateField()
    known_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="export_done_with_its_hash",
                condition=~models.Q(state="done")
                | (
                    ~models.Q(sha256="")
                    & models.Q(size__isnull=False, ended_at__isnull=False, expires_on__isnull=False)
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.view} {self.day}"
