"""Each time the facts were written: what came of it; and the results that pages read."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

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

    @property
    def seconds(self) -> Decimal | None:
        """How long it took; None while it runs."""
        if self.finished_at is None:
            return None
        return Decimal((self.finished_at - self.started_at) / dt.timedelta(milliseconds=1)) / 1000


class StoredAnalysis(models.Model):
    """The result of an analysis as it was last computed; pages wait for no engine.

    ``name`` is that of ``stored.ANALYSES``; ``facts_as_of`` the moment of the facts it was computed
    from. ``problem`` says why the last try failed; the rows are those of the last that did not.
    Missing: ``facts_as_of`` and ``computed_at`` are null where none succeeded yet.
    """

    name = models.CharField(max_length=40, unique=True)
    tried_at = models.DateTimeField()
    computed_at = models.DateTimeField(null=True, blank=True)
    facts_as_of = models.DateTimeField(null=True, blank=True)
    engine = models.CharField(max_length=40, blank=True)
    milliseconds = models.IntegerField(null=True, blank=True)
    rows_count = models.IntegerField(default=0)
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="stored_analysis_computed_together",
                condition=models.Q(
                    computed_at__isnull=True,
                    facts_as_of__isnull=True,
                    milliseconds__isnull=True,
                    rows_count=0,
                )
                | models.Q(
                    computed_at__isnull=False,
                    facts_as_of__isnull=False,
                    milliseconds__isnull=False,
                )
                & ~models.Q(engine=""),
            ),
            models.CheckConstraint(
                name="stored_analysis_computed_or_failed",
                condition=models.Q(computed_at__isnull=False) | ~models.Q(problem=""),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StoredRow(models.Model):
    """One row of a result, in its order. ``key`` is what it is looked for by: an indicator, a body.
    ``cells`` are by column, decimals as text so that no digit is lost."""

    analysis = models.ForeignKey(StoredAnalysis, on_delete=models.CASCADE, related_name="rows")
    order = models.IntegerField()
    key = models.CharField(max_length=120)
    cells = models.JSONField()

    class Meta:
        ordering = ["order"]
        indexes = [models.Index(fields=["analysis", "key", "order"], name="stored_row_by_key")]
        constraints = [
            models.UniqueConstraint(fields=["analysis", "order"], name="stored_row_once")
        ]

    def __str__(self) -> str:
        return f"{self.analysis_id} {self.order}"
