"""What figures lead one to expect, as it was worked out at a moment; pages only read it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.indicators.models.dictionary import Indicator
from tiendo.organisations.models import Organisation


class ForecastState(models.TextChoices):
    """Whether there was enough to go by."""

    MADE = "made", _("Đã lập dự báo")
    TOO_FEW = "too_few", _("Chưa đủ kỳ số liệu để dự báo")


class Forecast(models.Model):
    """A forecast of an indicator of a body. Rows are added, never changed: the last one that was
    made holds, so that what was expected can be looked up.

    ``points`` confirmed periods from ``first_day`` to ``last_day`` were used, of at least
    ``least``; ``digest`` tells them, so that nothing is worked out twice. ``level``: the share of
    next values that intervals are to hold. Missing: the days are null where there was no period.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="forecasts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, choices=ForecastState.choices)
    method = models.CharField(max_length=20)
    points = models.IntegerField()
    least = models.IntegerField()
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    level = models.DecimalField(max_digits=4, decimal_places=3)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["indicator", "organisation", "-made_at"]
        indexes = [
            models.Index(
                fields=["organisation", "indicator", "-made_at"], name="forecast_last_made"
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="forecast_enough_points",
                condition=models.Q(state="made", points__gte=models.F("least"))
                | models.Q(state="too_few", points__lt=models.F("least")),
            ),
            models.CheckConstraint(
                name="forecast_days_together",
                condition=models.Q(points=0, first_day__isnull=True, last_day__isnull=True)
                | models.Q(points__gt=0, last_day__gte=models.F("first_day")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} × {self.organisation_id}: {self.state} at {self.made_at}"


class ForecastPoint(models.Model):
    """The value expected on the last day of a period, and the interval around it.

    Units: those of the indicator.
    """

    forecast = models.ForeignKey(Forecast, on_delete=models.PROTECT, related_name="expected")
    day = models.DateField()
    value = models.DecimalField(max_digits=28, decimal_places=6)
    low = models.DecimalField(max_digits=28, decimal_places=6)
    high = models.DecimalField(max_digits=28, decimal_places=6)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["forecast", "day"], name="forecast_day_once"),
            models.CheckConstraint(
                name="forecast_value_within",
                condition=models.Q(low__lte=models.F("value"), value__lte=models.F("high")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.forecast_id} {self.day}: {self.low} – {self.high}"
