"""Re-checks: a random share of what was confirmed, drawn so that anybody can draw it again."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from tiendo.documents.models import StoredFile
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme
from tiendo.tasks.models.histories import LifecycleEvent
from tiendo.tasks.models.work import Occurrence, Task


class Recheck(models.Model):
    """One draw among the confirmations of a period, with everything needed to draw it again.

    ``period`` holds the days of the confirmations; ``excluded_bodies`` are the bodies of whoever
    drew, whose work is not in the population. ``population_hash`` is that of ``domain.sampling``.
    Missing: ``programme`` is null where every programme is in; ``reason`` is empty for the first
    draw of a period.
    """

    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="rechecks"
    )
    period = DateRangeField()
    due_on = models.DateField()
    share_percent = models.IntegerField()
    seed = models.CharField(max_length=64)
    algorithm = models.CharField(max_length=40)
    population_size = models.IntegerField()
    population_hash = models.CharField(max_length=64)
    excluded_bodies = ArrayField(models.BigIntegerField(), default=list, blank=True)
    reason = models.TextField(blank=True)
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-drawn_at", "-id"]
        constraints = [
            ExclusionConstraint(
                name="recheck_again_with_a_reason",
                expressions=[
                    (Coalesce("programme", 0), RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=models.Q(reason=""),
            ),
            models.CheckConstraint(
                name="recheck_share_of_a_hundred",
                condition=models.Q(share_percent__gte=1, share_percent__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.seed[:8]}"


class RecheckResult(models.TextChoices):
    """What a re-check of one confirmed piece of work comes to."""

    UPHELD = "upheld", _("Đúng như xác nhận")
    NOT_UPHELD = "not_upheld", _("Không đúng như xác nhận")
    CANNOT_CHECK = "cannot_check", _("Không kiểm tra được")


class RecheckItem(models.Model):
    """One confirmation drawn for a re-check, and what was found.

    Missing: ``lead`` and ``confirmer`` are null where no known body had the part on the day of
    the confirmation; ``result`` is empty until it is checked; ``reopened`` is the event of the
    reopening that followed.
    """

    recheck = models.ForeignKey(Recheck, on_delete=models.PROTECT, related_name="items")
    order = models.IntegerField()
    confirmation = models.ForeignKey(
        LifecycleEvent, on_delete=models.PROTECT, related_name="recheck_items"
    )
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="recheck_items")
    occurrence = models.ForeignKey(
        Occurrence, null=True, blank=True, on_delete=models.PROTECT, related_name="recheck_items"
    )
    lead = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmer = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    result = models.CharField(max_length=12, choices=RecheckResult.choices, blank=True)
    note = models.TextField(blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reopened = models.ForeignKey(
        LifecycleEvent, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["recheck", "order"]
        constraints = [
            models.UniqueConstraint(fields=["recheck", "order"], name="recheck_order_once"),
            models.UniqueConstraint(fields=["recheck", "confirmation"], name="recheck_item_once"),
            models.CheckConstraint(
                name="recheck_decided_together",
                condition=models.Q(result="", checked_at__isnull=True, checked_by__isnull=True)
                | (
                    ~models.Q(result="")
                    & models.Q(checked_at__isnull=False, checked_by__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="recheck_says_why",
                condition=models.Q(result__in=["", "upheld"]) | ~models.Q(note=""),
            ),
            models.CheckConstraint(
                name="recheck_reopens_what_is_wrong",
                condition=models.Q(reopened__isnull=True) | models.Q(result="not_upheld"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task}"


class RecheckProof(models.Model):
    """What the re-checker found, as a file or the number of a document. Insert-only."""

    item = models.ForeignKey(RecheckItem, on_delete=models.PROTECT, related_name="proofs")
    stored_file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    original_name = models.CharField(max_length=255, blank=True)
    document_number = models.CharField(max_length=60, blank=True)
    document_date = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="recheck_proof_is_something",
                condition=models.Q(stored_file__isnull=False) | ~models.Q(document_number=""),
            )
        ]

    def __str__(self) -> str:
        return self.document_number or self.original_name
