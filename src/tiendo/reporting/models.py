"""Reports and their figures: each value with the records it was computed from."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.documents.models import Document
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme
from tiendo.reporting.check_models import CheckPass
from tiendo.reporting.decision_papers.models import (
    DecisionPaper,
    DecisionPaperFile,
    DecisionPaperItem,
    DecisionPaperState,
    ItemOutcome,
)
from tiendo.reporting.gathering.models import (
    ChosenValue,
    Compilation,
    Handing,
    OwedReport,
    PickedParagraph,
    Picking,
    SourceReading,
)
from tiendo.reporting.house_templates.models import HouseTemplate
from tiendo.reporting.outlines.models import Outline, OutlineVersion, ReportSource, Writing
from tiendo.reporting.sitting_models import Sitting
from tiendo.reporting.urging.models import (
    Channel,
    SigningForm,
    UrgedTask,
    UrgingLetter,
    UrgingRound,
)

__all__ = [
    "Channel",
    "CheckPass",
    "ChosenValue",
    "Compilation",
    "Figure",
    "Handing",
    "HouseTemplate",
    "ItemOutcome",
    "Outline",
    "OutlineVersion",
    "OwedReport",
    "PickedParagraph",
    "Picking",
    "Report",
    "ReportSource",
    "ReportState",
    "SigningForm",
    "Sitting",
    "SourceReading",
    "DecisionPaper",
    "DecisionPaperFile",
    "DecisionPaperItem",
    "DecisionPaperState",
    "UrgedTask",
    "UrgingLetter",
    "UrgingRound",
    "ValueState",
    "Writing",
]


class ReportState(models.TextChoices):
    """Where a report stands. An approved report is never edited: a correction is a new one."""

    DRAFT = "draft", _("Dự thảo")
    APPROVED = "approved", _("Đã duyệt")
    ISSUED = "issued", _("Đã phát hành")


class Report(models.Model):
    """A report of a programme for a period, as of a day and as known at a moment.

    ``content`` is the composed document as JSON (its figures are rows of ``Figure``), ``checks``
    what reading the written file back found, ``narrative`` the paragraphs people wrote by section.
    ``version`` counts what was composed, so that nobody approves what he has not seen. Approved:
    the database refuses every change but that of the state.

    Missing: ``body`` is null where the whole programme is reported on, else only what that body
    answers for; ``outline`` is null for the outline that comes with the product.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="reports")
    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="reports")
    body = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="own_reports"
    )
    outline = models.ForeignKey(
        OutlineVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="reports"
    )
    title = models.CharField(max_length=400)
    addressee = models.CharField(max_length=250, blank=True)
    period_start = models.DateField()
    period_end = models.DateField()
    as_of = models.DateField()
    known_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=ReportState.choices, default=ReportState.DRAFT)
    narrative = models.JSONField(default=dict, blank=True)
    content = models.JSONField(default=dict, blank=True)
    checks = models.JSONField(default=dict, blank=True)
    version = models.IntegerField(default=1)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    correction_reason = models.TextField(blank=True)
    document = models.OneToOneField(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="report"
    )
    product_version = models.CharField(max_length=40)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="report_approved_together",
                condition=models.Q(approved_at__isnull=True, approved_by__isnull=True)
                | models.Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="report_draft_until_approved",
                condition=models.Q(state="draft", approved_at__isnull=True)
                | (~models.Q(state="draft") & models.Q(approved_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="report_period_in_order",
                condition=models.Q(period_end__gte=models.F("period_start")),
            ),
            models.CheckConstraint(
                name="report_correction_has_reason",
                condition=models.Q(corrects__isnull=True) | ~models.Q(correction_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ValueState(models.TextChoices):
    """The four states of a value (house style section 4)."""

    VALUE = "value", _("Có số liệu")
    NO_DATA = "no_data", _("Chưa có số liệu")
    UNDEFINED = "undefined", _("Không xác định")
    NOT_DUE = "not_due", _("Chưa đến kỳ")


class Figure(models.Model):
    """One figure of a report: value, unit, formula, as-of, and the records it was computed from.

    Missing: ``value`` is null exactly when ``value_state`` is not "value"; a real zero is 0.
    Units: ratios are ratios (0.25), shown as 25 % only in print.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="figures")
    key = models.CharField(max_length=120)
    label = models.CharField(max_length=300)
    order = models.IntegerField()
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    value_state = models.CharField(max_length=9, choices=ValueState.choices)
    unit = models.CharField(max_length=40)
    printed = models.CharField(max_length=60)
    as_of = models.DateField()
    formula = models.CharField(max_length=300)
    record_type = models.CharField(max_length=60)
    record_ids = ArrayField(models.BigIntegerField())

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["report", "key"], name="figure_once_per_report"),
            models.CheckConstraint(
                name="figure_value_and_state_agree",
                condition=models.Q(value_state="value", value__isnull=False)
                | (~models.Q(value_state="value") & models.Q(value__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.printed}"
