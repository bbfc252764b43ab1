"""Outlines of reports by version, and the words people write under their headings."""

from __future__ import annotations

from django.conf import settings
from django.db import models

USER = settings.AUTH_USER_MODEL


class Outline(models.Model):
    """The outline of a kind of report, over all its versions. ``code`` is stable and short."""

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=300)

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class OutlineVersion(models.Model):
    """What an outline asks for from a day on. Append-only: a change is a new version.

    ``content`` is what ``domain.outlines.read_outline`` reads. ``is_verified`` is false until it
    was held against the document that ``source`` names. Missing: ``created_by`` is null for those
    that come with the product.
    """

    outline = models.ForeignKey(Outline, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    since = models.DateField()
    source = models.CharField(max_length=300)
    is_verified = models.BooleanField(default=False)
    content = models.JSONField()
    created_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["outline", "number"]
        constraints = [
            models.UniqueConstraint(fields=["outline", "number"], name="outline_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.outline_id}/{self.number}"


class ReportSource(models.Model):
    """That a report is compiled from another: a body's report, gathered into that above it."""

    report = models.ForeignKey("Report", on_delete=models.CASCADE, related_name="sources")
    source = models.ForeignKey("Report", on_delete=models.PROTECT, related_name="gathered_into")
    order = models.IntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["report", "source"], name="report_source_once"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} ← {self.source_id}"


class Writing(models.Model):
    """One version of the words under one heading of a report. Append-only: nothing is lost.

    ``heading`` is the code of the outline's heading; the newest ``version`` is what stands. Savings
    of one sitting are kept as its last: ``first`` is then the number of the sitting's first.
    """

    report = models.ForeignKey("Report", on_delete=models.PROTECT, related_name="writings")
    heading = models.CharField(max_length=60)
    first = models.IntegerField(null=True, blank=True)
    version = models.IntegerField()
    text = models.TextField(blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["report", "heading", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "heading", "version"], name="writing_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.heading}/{self.version}"
