"""The values that pages read are kept in step with what they come from, in its transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from tiendo.domain import clock
from tiendo.indicators.models import IndicatorValue, Observation, ValueState

_PLACE = ["indicator", "organisation", "period_start", "period_end", "breakdown"]
_KEPT = ["state", "value", "measured", "counted", "as_of", "observation", "computed_at"]
# The classes of advisory locks. Figures of a body are written under its lock, values that follow
# from those of several bodies under one for all, which is taken last.
_FIGURES, _COMPUTING = 6101, 6102


def lock_bodies(bodies: Iterable[int]) -> None:
    """Let nobody else write figures of these bodies until the transaction ends."""
    with connection.cursor() as cursor:
        for body in sorted(bodies):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_FIGURES, body])


def lock_computing() -> None:
    """Let nobody else compute values until the transaction ends: two who write figures of two
    communes at once would each give the province a sum without the other's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_COMPUTING])


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
