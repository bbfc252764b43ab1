"""Each time the values that pages read were made anew and compared."""

from __future__ import annotations

from django.db import models


class ValueAudit(models.Model):
    """One comparison of all values with what they come from; what differed was put right.

    ``checked``: the values that were there. ``changed`` said something else, ``added`` were not
    there, ``dropped`` came from nothing. ``examples``: the first of them, as told to people.
    Missing: ``finished_at`` is null while it runs, and for ever where it was broken off.
    """

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    checked = models.BigIntegerField(default=0)
    changed = models.IntegerField(default=0)
    added = models.IntegerField(default=0)
    dropped = models.IntegerField(default=0)
    examples = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="value_audit_counts",
                condition=models.Q(checked__gte=0, changed__gte=0, added__gte=0, dropped__gte=0),
            )
        ]

    def __str__(self) -> str:
        return f"{self.started_at:%d/%m/%Y %H:%M}: {self.changed} + {self.added} − {self.dropped}"

    @property
    def differing(self) -> int:
        """How many values were not what they had to be."""
        return self.changed + self.added + self.dropped
