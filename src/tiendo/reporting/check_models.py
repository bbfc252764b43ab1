"""What was still open when a report was approved, and why it went on all the same."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class CheckPass(models.Model):
    """That a report was approved with findings of one kind open, with the reason. Append-only.

    ``code`` is that of the findings, ``words`` what was said of each when it was passed, one a
    line; ``count`` how many there were.
    """

    report = models.ForeignKey("Report", on_delete=models.PROTECT, related_name="check_passes")
    report_version = models.IntegerField()
    code = models.CharField(max_length=60)
    count = models.IntegerField()
    words = models.TextField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "report_version", "code"], name="check_passed_once"
            ),
            models.CheckConstraint(name="check_passed_with_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.report_version} {self.code}"
