"""Yearly judgements of continuous tasks, which have no day to be done by."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.organisations.models import Organisation
from tiendo.tasks.models.reports import ProgressUpdate
from tiendo.tasks.models.work import Task


class JudgedResult(models.TextChoices):
    """How far a year of a continuous task reached what it is for."""

    ACHIEVED = "achieved", _("Đạt yêu cầu")
    PARTLY = "partly", _("Đạt một phần")
    NOT_ACHIEVED = "not_achieved", _("Không đạt")


class Judgement(models.Model):
    """One year of a continuous task: proposed by the lead's yearly report, judged from outside.

    ``report`` is the update that says what was done in the year, with its evidence.
    Missing: ``result`` and what goes with it are empty until somebody outside the lead judged.
    """

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="judgements")
    year = models.IntegerField()
    report = models.ForeignKey(ProgressUpdate, on_delete=models.PROTECT, related_name="judgements")
    proposed_result = models.CharField(max_length=12, choices=JudgedResult.choices)
    proposed_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField()
    result = models.CharField(max_length=12, choices=JudgedResult.choices, blank=True)
    words = models.TextField(blank=True)
    judged_for = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-year", "task_id"]
        constraints = [
            models.UniqueConstraint(fields=["task", "year"], name="judgement_once_a_year"),
            models.CheckConstraint(
                name="judgement_judged_together",
                condition=models.Q(
                    result="",
                    words="",
                    judged_for__isnull=True,
                    judged_by__isnull=True,
                    judged_at__isnull=True,
                )
                | (
                    models.Q(
                        judged_for__isnull=False, judged_by__isnull=False, judged_at__isnull=False
                    )
                    & ~models.Q(result="")
                    & ~models.Q(words="")
                ),
            ),
            models.CheckConstraint(
                name="judgement_from_outside",
                condition=models.Q(judged_for__isnull=True)
                | ~models.Q(judged_for=models.F("proposed_for")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.year}"
