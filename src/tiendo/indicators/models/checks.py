"""Rules that a value is checked by when it comes in."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.indicators.models.dictionary import Indicator


class CheckKind(models.TextChoices):
    """What a rule looks at."""

    RANGE = "range", _("Khoảng giá trị")
    JUMP = "jump", _("Thay đổi so với kỳ trước")
    PARTS = "parts", _("Tổng các phần")
    CONSISTENCY = "consistency", _("Quan hệ giữa các chỉ tiêu")


class CheckSeverity(models.TextChoices):
    """What happens to a value that fails."""

    WARN = "warn", _("Cảnh báo")
    BLOCK = "block", _("Không cho ghi")


class CheckRule(models.Model):
    """A rule in force for a time. Rows are ended and followed by others, never changed.

    ``low`` and ``high`` bound a RANGE in the indicator's unit and a JUMP as ratios of the value
    before (0.5: half); ``formula`` is the condition of CONSISTENCY; PARTS compares a whole with
    the sum over ``dimension``. Missing: a bound that is null does not bind.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="check_rules")
    kind = models.CharField(max_length=11, choices=CheckKind.choices)
    severity = models.CharField(max_length=5, choices=CheckSeverity.choices)
    validity = DateRangeField()
    low = models.DecimalField(max_digits=28, decimal_places=6, null=True, blank=True)
    high = models.DecimalField(max_digits=28, decimal_places=6, null=True, blank=True)
    formula = models.TextField(blank=True)
    dimension = models.ForeignKey(
        "indicators.Dimension", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["indicator", "id"]
        constraints = [
            models.CheckConstraint(
                name="check_rule_is_complete",
                condition=models.Q(kind__in=["range", "jump"], formula="", dimension__isnull=True)
                & (models.Q(low__isnull=False) | models.Q(high__isnull=False))
                | models.Q(
                    kind="parts",
                    formula="",
                    low__isnull=True,
                    high__isnull=True,
                    dimension__isnull=False,
                )
                | models.Q(
                    kind="consistency",
                    dimension__isnull=True,
                    low__isnull=True,
                    high__isnull=True,
                )
                & ~models.Q(formula=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.kind}"
