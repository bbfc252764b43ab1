"""Each time the facts were written: what came of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FactsState(models.TextChoices):
    """What became of a run."""

    RUNNING = "running", _("Đang ghi")
    DONE = "done", _("Đã ghi xong")
    FAILED = "failed", _("Không ghi được")


class FactsRun(models.Model):
    """One writing of all facts.

    ``folder`` is the name within the folder of facts, ``manifest_sha256`` the hash of its manifest;
    both are empty until it is done. ``problem`` says why one failed. Rows and bytes are those of
    all its files.
    """

    state = models.CharField(max_length=7, choices=FactsState.choices, default=FactsState.RUNNING)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    folder = models.CharField(max_length=40, blank=True)
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    rows_count = models.BigIntegerField(null=True, blank=True)
    bytes_count = models.BigIntegerField(null=True, blank=True)
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="facts_run_is_complete",
                condition=models.Q(
                    state="running",
                    finished_at__isnull=True,
                    folder="",
                    manifest_sha256="",
                    rows_count__isnull=True,
                    bytes_count__isnull=True,
                    problem="",
                )
                | models.Q(
                    state="done",
                    finished_at__isnull=False,
                    rows_count__isnull=False,
                    bytes_count__isnull=False,
                    problem="",
                )
                & ~models.Q(folder="")
                & ~models.Q(manifest_sha256="")
                | models.Q(
                    state="failed",
                    finished_at__isnull=False,
                    folder="",
                    manifest_sha256="",
                    rows_count__isnull=True,
                    bytes_count__isnull=True,
                )
                & ~models.Q(problem=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.started_at:%d/%m/%Y %H:%M} {self.state}"
