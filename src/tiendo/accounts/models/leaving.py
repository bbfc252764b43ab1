"""How people leave: the work in their name handed to others, their posts ended."""

from __future__ import annotations

from django.db import models

from tiendo.accounts.models.people import User


class HandOver(models.Model):
    """One hand-over: which items went to whom, which posts ended, in one transaction.

    ``items`` are rows of kind, id and receiver; ``ended`` the posts with the first day they are no
    longer held, before and after. Taken back as a whole: ``undone_at`` and ``undone_by`` together.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="hand_overs")
    last_day = models.DateField()
    reason = models.CharField(max_length=300)
    items = models.JSONField(default=list)
    ended = models.JSONField(default=list)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    undone_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hand_over_undone_together",
                condition=models.Q(undone_at__isnull=True, undone_by__isnull=True)
                | models.Q(undone_at__isnull=False, undone_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.last_day}"
