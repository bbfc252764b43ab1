"""The words somebody is writing: kept while they are typed, a version when the sitting ends."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Sitting(models.Model):
    """What one person leaves under one heading of a report while writing on.

    The page saves by itself: each saving takes the place of the one before, and is numbered among
    the versions (``first`` was the first, ``version`` the last), so that no two savings share a
    number. When the sitting ends its last words become a version and the row goes.
    """

    report = models.ForeignKey("Report", on_delete=models.PROTECT, related_name="sittings")
    heading = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    first = models.IntegerField()
    version = models.IntegerField()
    text = models.TextField(blank=True)
    began_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "heading", "by"], name="sitting_once_per_person_and_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.heading}: {self.by_id}"
