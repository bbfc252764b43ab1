"""The values that pages read are kept in step with what they come from, in its transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection
from psycopg import sql

from tiendo.domain import clock
from tiendo.indicators.copying import as_array
from tiendo.indicators.models import IndicatorValue, Observation

_PLACE = ["indicator", "organisation", "period_start", "period_end", "breakdown"]
_KEPT = ["state", "value", "measured", "counted", "as_of", "observation", "computed_at"]
_ENTERED = """
INSERT INTO {values} (indicator_id, organisation_id, period_start, period_end, breakdown, state,
    value, measured, counted, as_of, observation_id, computed_at)
SELECT indicator_id, organisation_id, period_start, period_end, breakdown,
    CASE WHEN value IS NULL THEN 'no_data' ELSE 'value' END, value, (value IS NOT NULL)::int, 1,
    as_of, id, %(now)s
FROM {rows} WHERE id = ANY(%(ids)s::bigint[])
ON CONFLICT (indicator_id, organisation_id, period_start, period_end, breakdown) DO UPDATE SET
    state = excluded.state, value = excluded.value, measured = excluded.measured,
    counted = excluded.counted, as_of = excluded.as_of, observation_id = excluded.observation_id,
    computed_at = excluded.computed_at
"""
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


def keep_entered(ids: Sequence[int]) -> None:
    """Make observations in force the values that pages read. Cost: one query."""
    statement = sql.SQL(_ENTERED).format(
        rows=sql.Identifier(Observation._meta.db_table),
        values=sql.Identifier(IndicatorValue._meta.db_table),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {"ids": as_array(ids), "now": clock.now()})


def keep_computed(values: Sequence[IndicatorValue]) -> None:
    """Store values that were computed. Cost: one query for each 1,000."""
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
