"""What is measured: an indicator, its dated definitions and what its values are told apart by."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.documents.models import Passage
from tiendo.domain.periods import Cadence
from tiendo.organisations.models import BodyGroup, Organisation


class IndicatorState(models.TextChoices):
    """Whether values are still collected."""

    ACTIVE = "active", _("Đang theo dõi")
    RETIRED = "retired", _("Ngừng theo dõi")


class Direction(models.TextChoices):
    """Which way is better."""

    HIGHER = "higher", _("Càng cao càng tốt")
    LOWER = "lower", _("Càng thấp càng tốt")
    EQUAL = "equal", _("Đúng bằng")
    RANGE = "range", _("Trong khoảng")


class Origin(models.TextChoices):
    """Where the values come from."""

    ENTERED = "entered", _("Nhập số liệu")
    FORMULA = "formula", _("Tính theo công thức")
    REGISTER = "register", _("Lấy từ sổ theo dõi")


class Frequency(models.TextChoices):
    """How often there is a value."""

    MONTHLY = Cadence.MONTHLY.value, _("Hằng tháng")
    QUARTERLY = Cadence.QUARTERLY.value, _("Hằng quý")
    HALFYEARLY = Cadence.HALFYEARLY.value, _("6 tháng")
    YEARLY = Cadence.YEARLY.value, _("Hằng năm")


class Dimension(models.Model):
    """What values are told apart by: sex, level of training, source of money."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class DimensionItem(models.Model):
    """One value of a dimension ("nữ"). Retired items keep their old values."""

    dimension = models.ForeignKey(Dimension, on_delete=models.PROTECT, related_name="items")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    order = models.IntegerField()
    is_retired = models.BooleanField(default=False)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["dimension", "code"], name="dimension_item_once")
        ]

    def __str__(self) -> str:
        return self.name


class Indicator(models.Model):
    """An indicator through all its definitions; formulas and files name it by its code."""

    code = models.CharField(max_length=40, unique=True)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="indicators")
    state = models.CharField(
        max_length=7, choices=IndicatorState.choices, default=IndicatorState.ACTIVE
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="indicator_code_is_plain",
                condition=models.Q(code__regex=r"^[A-Z][A-Z0-9]*([._-][A-Z0-9]+)*$"),
            )
        ]

    def __str__(self) -> str:
        return self.code


class IndicatorVersion(models.Model):
    """A definition of an indicator for a stretch of days; a past period keeps its definition.

    Units: ``unit`` is a code of the units known to formulas; a share's ``unit_base`` says of what
    ("GRDP"); ``decimals`` are those shown. ``reporters``: the kinds of bodies that have a value
    each; where they are null there is one, of the ``subject`` ("3 % of GRDP" of the province),
    which the owner's people enter. ``closing`` names a dated closing rule.
    ``is_verified`` is false for what no primary text was read for: it is never shown as official.
    Missing: ``formula`` is empty unless the origin is FORMULA, ``register`` unless REGISTER.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="versions")
    number = models.IntegerField()
    validity = DateRangeField()
    name = models.TextField()
    folded = models.TextField()
    definition = models.TextField(blank=True)
    unit = models.CharField(max_length=40)
    unit_base = models.CharField(max_length=120, blank=True)
    decimals = models.SmallIntegerField(default=0)
    direction = models.CharField(max_length=6, choices=Direction.choices)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    formula = models.TextField(blank=True)
    register = models.CharField(max_length=60, blank=True)
    frequency = models.CharField(max_length=10, choices=Frequency.choices)
    closing = models.CharField(max_length=40)
    dimensions = models.ManyToManyField(Dimension, blank=True, related_name="+")
    reporters = models.ForeignKey(
        BodyGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    subject = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    data_source = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True)
    is_verified = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["indicator", "number"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "number"], name="definition_number_once"),
            ExclusionConstraint(
                name="one_definition_at_a_time",
                expressions=[
                    ("indicator", RangeOperators.EQUAL),
                    ("validity", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                name="definition_formula_where_computed",
                condition=models.Q(origin="formula", register="") & ~models.Q(formula="")
                | models.Q(origin="register", formula="") & ~models.Q(register="")
                | models.Q(origin="entered", formula="", register=""),
            ),
            models.CheckConstraint(
                name="definition_of_reporters_or_subject",
                condition=models.Q(reporters__isnull=False, subject__isnull=True)
                | models.Q(reporters__isnull=True, subject__isnull=False),
            ),
            models.CheckConstraint(
                name="definition_decimals",
                condition=models.Q(decimals__gte=0, decimals__lte=6),
            ),
            models.CheckConstraint(
                name="definition_changed_with_reason",
                condition=models.Q(number=1) | models.Q(number__gt=1) & ~models.Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} v{self.number} {self.name[:60]}"

    @property
    def standing_for_all(self) -> int:
        """The body whose figure stands for the indicator: its subject, else its owner."""
        return self.subject_id or self.indicator.owner_id


class IndicatorPassage(models.Model):
    """Words of a document that a definition rests on."""

    version = models.ForeignKey(IndicatorVersion, on_delete=models.PROTECT, related_name="passages")
    passage = models.ForeignKey(Passage, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "passage"], name="definition_passage_once")
        ]

    def __str__(self) -> str:
        return f"{self.version_id} ← {self.passage_id}"
