"""Days that are not what their weekday says: holidays, days off, made-up working days."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DayKind(models.TextChoices):
    """What a listed day is."""

    HOLIDAY = "holiday", _("Ngày nghỉ lễ, Tết")
    DAY_OFF = "day_off", _("Ngày nghỉ bù, nghỉ hoán đổi")
    WORKING = "working", _("Ngày làm bù, làm hoán đổi")


class CalendarDay(models.Model):
    """One day of the calendar of working days.

    Saturdays, Sundays and days that are not listed are what their weekday says. ``is_verified`` is
    false until somebody held the day against the document that ``source`` names.
    """

    day = models.DateField(unique=True)
    kind = models.CharField(max_length=8, choices=DayKind.choices)
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=300)
    is_verified = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"
