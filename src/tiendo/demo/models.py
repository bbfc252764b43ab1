"""Which stages of the demo are done, so that a run that was killed goes on where it stopped."""

from __future__ import annotations

from django.db import models


class DemoStage(models.Model):
    """One stage that was finished, for one document or for the whole installation.

    The row is written in the transaction of the stage. ``digest`` is the SHA-256 of the document
    the stage was made from; empty for stages that need none.
    """

    name = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, blank=True)
    finished_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "digest"], name="demo_stage_once_per_document")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.digest[:8]}"
