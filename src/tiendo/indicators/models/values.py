"""The values that pages read: one for each indicator, body, period and breakdown.

They are made anew in the transaction of each write they depend on; a nightly audit makes them all
again and compares.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tiendo.indicators.models.dictionary import Indicator
from tiendo.indicators.models.observations import Observation
from tiendo.organisations.models import Organisation


class ValueState(models.TextChoices):
    """The states of a value that can be stored; "not yet due" follows from the day in view."""

    VALUE = "value", _("Có số liệu")
    NO_DATA = "no_data", _("Chưa có số liệu")
    UNDEFINED = "undefined", _("Không xác định")


class IndicatorValue(models.Model):
    """A value in force, entered or computed.

    ``measured`` of ``counted`` bodies or periods that it was gathered over had a value; 1 of 1
    where nothing lacks, which its explanation tells in full.
    Missing: no row means that nothing was ever known; ``value`` is null unless the state is VALUE;
    ``observation`` is null for a computed one.
    """

    # Other indexes begin with each of the two.
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="values", db_index=False
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="indicator_values", db_index=False
    )
    period_start = models.DateField()
    period_end = models.DateField()
    breakdown = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=9, choices=ValueState.choices)
    value = models.DecimalField(max_digits=38, decimal_places=12, null=True, blank=True)
    measured = models.IntegerField()
    counted = models.IntegerField()
    as_of = models.DateField(null=True, blank=True)
    observation = models.OneToOneField(
        Observation, null=True, blank=True, on_delete=models.PROTECT, related_name="shown_as"
    )
    computed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["organisation", "period_start", "indicator"], name="indicator_value_grid"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "organisation", "period_start", "period_end", "breakdown"],
                name="indicator_value_once",
            ),
            models.CheckConstraint(
                name="indicator_value_and_state_agree",
                condition=models.Q(state="value", value__isnull=False)
                | ~models.Q(state="value") & models.Q(value__isnull=True),
            ),
            models.CheckConstraint(
                name="indicator_value_coverage",
                condition=models.Q(measured__gte=0, counted__gte=models.F("measured")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} × {self.organisation_id} {self.period_start}: {self.state}"
