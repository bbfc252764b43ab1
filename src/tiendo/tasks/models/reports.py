"""What bodies report of their work, and what proves it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Replace, Upper
from django.utils.translation import gettext_lazy as _

from tiendo.documents.models import Document, StoredFile
from tiendo.organisations.models import Organisation
from tiendo.tasks.models.work import Occurrence, Task


class ProgressUpdate(models.Model):
    """What a body reports on a task: what was done, how far, what stands in the way.

    ``percent`` follows from ``done_count`` of ``total_count`` where these are given.
    ``request_key`` names the form that was sent: sent twice, it makes one update. ``takes_back``
    is the update that this one takes back: both stay, neither says how far the work is, but for
    the ``percent`` that stood before.
    Missing: ``percent`` is null where none is given, which is not 0.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="updates")
    occurrence = models.ForeignKey(
        Occurrence, null=True, blank=True, on_delete=models.PROTECT, related_name="updates"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    done = models.TextField()
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    done_count = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    total_count = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    count_unit = models.CharField(max_length=60, blank=True)
    request_key = models.UUIDField(null=True, blank=True, unique=True)
    takes_back = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="taken_back_by"
    )
    difficulty = models.TextField(blank=True)
    proposal = models.TextField(blank=True)
    as_of = models.DateField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-recorded_at", "-id"]
        indexes = [
            # Who sent word lately, of which task: told without reading the updates.
            models.Index(fields=["as_of"], include=["organisation", "task"], name="update_as_of")
        ]
        constraints = [
            models.CheckConstraint(
                name="update_percent_range",
                condition=models.Q(percent__isnull=True)
                | models.Q(percent__gte=0, percent__lte=100),
            ),
            models.CheckConstraint(
                name="update_count_of_total",
                condition=models.Q(done_count__isnull=True, total_count__isnull=True, count_unit="")
                | models.Q(
                    done_count__isnull=False,
                    total_count__isnull=False,
                    done_count__gte=0,
                    total_count__gt=0,
                    done_count__lte=models.F("total_count"),
                    percent__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="update_approved_together",
                condition=models.Q(approved_at__isnull=True, approved_by__isnull=True)
                | models.Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.as_of}"


class EvidenceKind(models.TextChoices):
    """What an evidence is."""

    FILE = "file", _("Tệp")
    DOCUMENT = "document", _("Văn bản đã ban hành")


class Evidence(models.Model):
    """A file (by hash) or the number of an issued document that proves a piece of work.

    Never changed or deleted; withdrawn, with a reason, only while the work is not claimed.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="evidence")
    occurrence = models.ForeignKey(
        Occurrence, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    update = models.ForeignKey(
        ProgressUpdate, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    kind = models.CharField(max_length=8, choices=EvidenceKind.choices)
    stored_file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    original_name = models.CharField(max_length=255, blank=True)
    document_number = models.CharField(max_length=60, blank=True)
    document_date = models.DateField(null=True, blank=True)
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    note = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField()
    # The same number is found however it was spaced or cased.
    number_key = models.GeneratedField(
        expression=Upper(Replace(models.F("document_number"), models.Value(" "))),
        output_field=models.CharField(max_length=60),
        db_persist=True,
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["number_key"],
                condition=~models.Q(document_number=""),
                name="evidence_number",
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="evidence_is_file_or_document",
                condition=models.Q(kind="file", stored_file__isnull=False)
                | (models.Q(kind="document") & ~models.Q(document_number="")),
            ),
            models.CheckConstraint(
                name="evidence_withdrawn_together",
                condition=models.Q(
                    withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason=""
                )
                | (
                    models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~models.Q(withdrawn_reason="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.document_number or self.original_name
