"""What the State Treasury says was paid, row by row, held against what was recorded."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.budgets.models.lines import BudgetLine, Disbursement
from tiendo.organisations.models import Organisation


class RowState(models.TextChoices):
    """What became of a row."""

    OPEN = "open", _("Chưa đối chiếu")
    MATCHED = "matched", _("Khớp")
    TAKEN = "taken", _("Đã ghi nhận")
    SET_ASIDE = "set_aside", _("Để ngoài")


class TreasuryStatement(models.Model):
    """One file of the treasury; the same file comes in once."""

    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, unique=True)
    year = models.SmallIntegerField()
    as_of = models.DateField()
    rows_count = models.IntegerField()
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["-as_of", "-id"]

    def __str__(self) -> str:
        return self.file_name


class TreasuryRow(models.Model):
    """A payment as the treasury lists it. Units: whole VND.

    Missing: ``organisation`` where the body's code is not known; ``line`` and ``disbursement``
    until somebody said what the row is.
    """

    statement = models.ForeignKey(TreasuryStatement, on_delete=models.PROTECT, related_name="rows")
    number = models.IntegerField()
    day = models.DateField()
    symbol = models.CharField(max_length=60, blank=True)
    body_code = models.CharField(max_length=20, blank=True)
    body_name = models.CharField(max_length=250, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    chapter_code = models.CharField(max_length=10, blank=True)
    sector_code = models.CharField(max_length=10, blank=True)
    item_code = models.CharField(max_length=10, blank=True)
    programme_code = models.CharField(max_length=10, blank=True)
    content = models.TextField(blank=True)
    amount_vnd = models.BigIntegerField()
    state = models.CharField(max_length=9, choices=RowState.choices, default=RowState.OPEN)
    line = models.ForeignKey(
        BudgetLine, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    disbursement = models.OneToOneField(
        Disbursement, null=True, blank=True, on_delete=models.PROTECT, related_name="treasury_row"
    )
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "number"], name="treasury_row_once"),
            models.CheckConstraint(
                name="treasury_row_state",
                condition=models.Q(state="open", disbursement__isnull=True)
                | models.Q(state__in=["matched", "taken"], disbursement__isnull=False)
                | models.Q(state="set_aside", disbursement__isnull=True) & ~models.Q(reason=""),
            ),
            models.CheckConstraint(
                name="treasury_row_decided_whole",
                condition=models.Q(state="open", decided_by=None, decided_at=None)
                | ~models.Q(state="open")
                & models.Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id}.{self.number} {self.amount_vnd}"
