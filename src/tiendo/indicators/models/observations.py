"""What was observed: values as they were entered, each revision kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.documents.models import Passage
from tiendo.indicators.models.dictionary import Indicator
from tiendo.organisations.models import Organisation


class ObservationState(models.TextChoices):
    """How far a value may be relied on."""

    PROVISIONAL = "provisional", _("Ước, chưa xác nhận")
    CONFIRMED = "confirmed", _("Đã xác nhận")
    PUBLISHED = "published", _("Đã công bố")


class Qualifier(models.TextChoices):
    """How exact the source says the value is: "khoảng 99,9 %" is no 99,9 %."""

    EXACT = "exact", _("chính xác")
    ABOUT = "about", _("khoảng")
    OVER = "over", _("hơn")
    UNDER = "under", _("dưới")


class Entry(models.TextChoices):
    """How a value came in."""

    FORM = "form", _("Phiếu nhập")
    GRID = "grid", _("Bảng nhập")
    SHEET = "sheet", _("Tệp Excel")
    API = "api", _("Kết nối hệ thống")
    PARSED = "parsed", _("Bóc tách từ báo cáo")


class Observation(models.Model):
    """A value of an indicator for a body and a period. Rows are added, never changed but in state.

    ``breakdown`` is empty for the whole, else "dimension=item" pairs sorted and joined by ";".
    A correction is a new revision, with a reason where the value was confirmed; the one with
    ``is_current`` is in force.
    Units: those of the definition in force in the period. Missing: ``value`` is null exactly where
    ``is_missing`` declares, with a reason, that there is no figure.
    """

    # Rows are many: no index that another begins with, and none that nobody looks into.
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="observations", db_index=False
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="observations", db_index=False
    )
    period_start = models.DateField()
    period_end = models.DateField()
    breakdown = models.CharField(max_length=200, blank=True)
    revision = models.IntegerField(default=1)
    is_current = models.BooleanField(default=True)
    value = models.DecimalField(max_digits=28, decimal_places=6, null=True, blank=True)
    is_missing = models.BooleanField(default=False)
    qualifier = models.CharField(max_length=5, choices=Qualifier.choices, default=Qualifier.EXACT)
    as_of = models.DateField()
    note = models.TextField(blank=True)
    state = models.CharField(
        max_length=11, choices=ObservationState.choices, default=ObservationState.PROVISIONAL
    )
    entry = models.CharField(max_length=6, choices=Entry.choices)
    passage = models.ForeignKey(
        Passage,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="observations",
        db_index=False,
    )
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    reason = models.TextField(blank=True)
    is_late = models.BooleanField(default=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["indicator", "organisation", "period_start", "breakdown", "revision"]
        indexes = [
            models.Index(
                fields=["organisation", "period_start", "indicator"], name="observation_of_body"
            ),
            models.Index(
                fields=["passage"],
                condition=models.Q(passage__isnull=False),
                name="observation_passage",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "indicator",
                    "organisation",
                    "period_start",
                    "period_end",
                    "breakdown",
                    "revision",
                ],
                name="observation_revision_once",
            ),
            models.UniqueConstraint(
                fields=["indicator", "organisation", "period_start", "period_end", "breakdown"],
                condition=models.Q(is_current=True),
                name="observation_one_in_force",
            ),
            models.CheckConstraint(
                name="observation_value_or_missing",
                condition=models.Q(value__isnull=False, is_missing=False)
                | models.Q(value__isnull=True, is_missing=True) & ~models.Q(note=""),
            ),
            models.CheckConstraint(
                name="observation_period_in_order",
                condition=models.Q(period_end__gte=models.F("period_start")),
            ),
            models.CheckConstraint(
                name="observation_revision_corrects",
                condition=models.Q(revision=1, corrects__isnull=True)
                | models.Q(revision__gt=1, corrects__isnull=False),
            ),
            models.CheckConstraint(
                name="observation_confirmed_together",
                condition=models.Q(
                    state="provisional", confirmed_by__isnull=True, confirmed_at__isnull=True
                )
                | models.Q(
                    state__in=["confirmed", "published"],
                    confirmed_by__isnull=False,
                    confirmed_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="observation_published_together",
                condition=models.Q(
                    state="published", published_by__isnull=False, published_at__isnull=False
                )
                | ~models.Q(state="published")
                & models.Q(published_by__isnull=True, published_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} × {self.organisation_id} {self.period_start} r{self.revision}"


class ObservationName(models.Model):
    """One of the things a count counts, where the source names it: the thôn without signal.

    ``place`` is where below the commune; ``organisation`` the commune it lies in.
    """

    observation = models.ForeignKey(Observation, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    order = models.IntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["observation", "order"], name="observation_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class ObservationComment(models.Model):
    """What somebody said of a value: a question, an explanation. Never changed.

    ``is_return``: with it the value was sent back to who entered it.
    """

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="comments")
    text = models.TextField()
    is_return = models.BooleanField(default=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["written_at", "id"]
        constraints = [
            models.CheckConstraint(name="comment_says_something", condition=~models.Q(text=""))
        ]

    def __str__(self) -> str:
        return self.text[:60]
