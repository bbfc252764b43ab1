"""What is to be reached: a value for a body by a day, as one document states it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.documents.models import Document, Passage
from tiendo.indicators.models.dictionary import Indicator
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme


class Comparator(models.TextChoices):
    """How an observed value is compared; a rank "within the first N" is at most N."""

    GT = ">", _("trên")
    GE = ">=", _("từ … trở lên")
    EQ = "=", _("đạt")
    LE = "<=", _("không quá")
    LT = "<", _("dưới")
    RANGE = "range", _("từ … đến …")


class Obligation(models.TextChoices):
    """How strongly the text binds."""

    MUST = "must", _("Phải đạt")
    STRIVE = "strive", _("Phấn đấu")
    ORIENTATION = "orientation", _("Định hướng")


class Target(models.Model):
    """A target of an indicator. Two documents that say the same are two targets.

    A revised one points to the one it revises and names the document that decided; the one that
    nothing revises is in force. ``baseline``: where the path to it begins.
    Units: those of the indicator. Missing: ``last_day`` is null where the text states none,
    ``high`` unless the comparator is a range, ``value`` for a target in words (``wording``) alone,
    ``baseline`` and its day together.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="targets")
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="targets"
    )
    last_day = models.DateField(null=True, blank=True)
    comparator = models.CharField(max_length=5, choices=Comparator.choices)
    value = models.DecimalField(max_digits=28, decimal_places=6, null=True, blank=True)
    high = models.DecimalField(max_digits=28, decimal_places=6, null=True, blank=True)
    wording = models.CharField(max_length=300)
    obligation = models.CharField(max_length=11, choices=Obligation.choices)
    baseline = models.DecimalField(max_digits=28, decimal_places=6, null=True, blank=True)
    baseline_day = models.DateField(null=True, blank=True)
    passage = models.ForeignKey(
        Passage, null=True, blank=True, on_delete=models.PROTECT, related_name="targets"
    )
    source = models.CharField(max_length=300)
    is_verified = models.BooleanField(default=False)
    revises = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="revised_by"
    )
    deciding = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    deciding_words = models.CharField(max_length=300, blank=True)
    effective_on = models.DateField()
    is_withdrawn = models.BooleanField(default=False)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["indicator", "last_day", "id"]
        indexes = [models.Index(fields=["organisation", "indicator"], name="target_body")]
        constraints = [
            models.CheckConstraint(
                name="target_high_for_a_range",
                condition=models.Q(comparator="range", high__gt=models.F("value"))
                | ~models.Q(comparator="range") & models.Q(high__isnull=True),
            ),
            models.CheckConstraint(
                name="target_says_something",
                condition=models.Q(value__isnull=False) | ~models.Q(wording=""),
            ),
            models.CheckConstraint(
                name="target_baseline_has_its_day",
                condition=models.Q(baseline__isnull=True, baseline_day__isnull=True)
                | models.Q(baseline__isnull=False, baseline_day__isnull=False),
            ),
            models.CheckConstraint(
                name="target_revised_by_a_decision",
                condition=models.Q(revises__isnull=True, is_withdrawn=False)
                | models.Q(revises__isnull=False) & ~models.Q(deciding_words=""),
            ),
            models.CheckConstraint(name="target_has_a_source", condition=~models.Q(source="")),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.comparator} {self.wording or self.value}"
