"""A year's money: lines, the steps that set their amounts, what was committed and paid."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from tiendo.budgets.models.kinds import Area, Nature, Source, Stage
from tiendo.budgets.models.projects import Project
from tiendo.documents.models import Document, Passage
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme


class BudgetLine(models.Model):
    """Money of one year told apart as far as its source tells it.

    ``body`` spends it. The codes are those of the State budget's index (chương, loại - khoản, tiểu
    mục, mã chương trình). ``carried_from`` is the line of the year before whose unspent money this
    one holds, null for others.
    Missing: ``source``, ``nature`` and ``area`` are empty where the paper gives a figure that is
    not told apart by them; it then enters no sum by them and is named.
    """

    year = models.SmallIntegerField()
    title = models.CharField(max_length=300)
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="budget_lines")
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="budget_lines"
    )
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.PROTECT, related_name="budget_lines"
    )
    # By name: tasks and money stand side by side and do not import each other.
    task = models.ForeignKey(
        "tasks.Task", null=True, blank=True, on_delete=models.PROTECT, related_name="budget_lines"
    )
    source = models.CharField(max_length=10, choices=Source.choices, blank=True)
    nature = models.CharField(max_length=10, choices=Nature.choices, blank=True)
    area = models.CharField(max_length=10, choices=Area.choices, blank=True)
    chapter_code = models.CharField(max_length=10, blank=True)
    sector_code = models.CharField(max_length=10, blank=True)
    item_code = models.CharField(max_length=10, blank=True)
    programme_code = models.CharField(max_length=10, blank=True)
    carried_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_to"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["year", "id"]
        indexes = [
            models.Index(fields=["year", "body"], name="budget_line_year_body"),
            models.Index(fields=["programme", "year"], name="budget_line_programme"),
        ]
        constraints = [
            models.CheckConstraint(
                name="budget_line_year", condition=models.Q(year__gte=2000, year__lte=2100)
            ),
            models.CheckConstraint(name="budget_line_has_a_title", condition=~models.Q(title="")),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.title[:60]}"


class Recorded(models.Model):
    """An amount with its day and paper. Rows are added; a correction points to the one it corrects.

    The one that nothing corrects is in force; ``is_withdrawn``: it takes the row back.
    Units: whole VND.
    """

    amount_vnd = models.BigIntegerField()
    day = models.DateField()
    symbol = models.CharField(max_length=60, blank=True)
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    passage = models.ForeignKey(
        Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField(blank=True)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    is_withdrawn = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["day", "id"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_corrected_with_reason",
                condition=models.Q(corrects__isnull=True, is_withdrawn=False)
                | models.Q(corrects__isnull=False) & ~models.Q(reason=""),
            )
        ]


class BudgetStep(Recorded):
    """What a step of the year's budget set for a line: the whole amount after an adjustment, not
    the difference. ``stage`` says which step."""

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="steps")
    stage = models.CharField(max_length=10, choices=Stage.choices)

    class Meta(Recorded.Meta):
        indexes = [models.Index(fields=["line", "stage", "day"], name="budget_step_of_line")]
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="budget_step_not_negative", condition=models.Q(amount_vnd__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.stage} {self.amount_vnd}"


class Commitment(Recorded):
    """A contract or order that binds money of a line."""

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="commitments")
    partner = models.CharField(max_length=250, blank=True)

    class Meta(Recorded.Meta):
        constraints = [
            *Recorded.Meta.constraints,
            models.CheckConstraint(
                name="commitment_not_negative", condition=models.Q(amount_vnd__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.amount_vnd}"


class Disbursement(Recorded):
    """Money of a line that was paid; below zero where it came back."""

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="disbursements")
    is_cumulative = models.BooleanField(default=False)

    class Meta(Recorded.Meta):
        indexes = [models.Index(fields=["line", "day"], name="disbursement_of_line")]

    def __str__(self) -> str:
        return f"{self.line_id} {self.day:%d/%m/%Y} {self.amount_vnd}"
