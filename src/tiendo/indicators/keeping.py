"""The values that pages read are kept in step with what they come from, in its transaction."""

from __future__ import annotations

from collections.abc import Sequence

from tiendo.domain import clock
from tiendo.indicators.models import IndicatorValue, Observation, ValueState

_PLACE = ["indicator", "organisation", "period_start", "period_end", "breakdown"]
_KEPT = ["state", "value", "measured", "counted", "as_of", "observation", "computed_at"]


def keep_entered(rows: Sequence[Observation]) -> None:
    """Make observations in force the values that pages read. Cost: one query for each 1,000."""
    _keep(
        [
            IndicatorValue(
                indicator_id=row.indicator_id,
                organisation_id=row.organisation_id,
                period_start=row.period_start,
                period_end=row.period_end,
                breakdown=row.breakdown,
                state=ValueState.NO_DATA if row.value is None else ValueState.VALUE,
                value=row.value,
                measured=0 if row.value is None else 1,
                counted=1,
                as_of=row.as_of,
                observation=row,
            )
            for row in rows
        ]
    )


def keep_computed(values: Sequence[IndicatorValue]) -> None:
    """Store values that were computed. Cost: one query for each 1,000."""
    _keep(values)


def _keep(values: Sequence[IndicatorValue]) -> None:
    now = clock.now()
    for value in values:
        value.computed_at = now
    IndicatorValue.objects.bulk_create(
        values,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=_PLACE,
        update_fields=_KEPT,
    )
