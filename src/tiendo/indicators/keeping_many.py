"""First figures by the database's own bulk copy, and the values of pages by one statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from psycopg import sql

from tiendo.domain import clock
from tiendo.indicators.models import IndicatorValue, Observation

# As ``keeping.keep_entered`` does for a few.
_VALUES = """
INSERT INTO {values} (indicator_id, organisation_id, period_start, period_end, breakdown, state,
    value, measured, counted, as_of, observation_id, computed_at)
SELECT indicator_id, organisation_id, period_start, period_end, breakdown,
    CASE WHEN value IS NULL THEN 'no_data' ELSE 'value' END, value, (value IS NOT NULL)::int, 1,
    as_of, id, %(now)s
FROM {rows} WHERE id = ANY(%(ids)s)
ON CONFLICT (indicator_id, organisation_id, period_start, period_end, breakdown) DO UPDATE SET
    state = excluded.state, value = excluded.value, measured = excluded.measured,
    counted = excluded.counted, as_of = excluded.as_of, observation_id = excluded.observation_id,
    computed_at = excluded.computed_at
"""
_DIGEST = """
SELECT encode(sha256(convert_to(string_agg(concat_ws('|', indicator_id, organisation_id,
    period_start, period_end, breakdown, value, is_missing, qualifier, as_of), E'\\n' ORDER BY id),
    'UTF8')), 'hex')
FROM {rows} WHERE id = ANY(%(ids)s)
"""


def new_ids(count: int) -> list[int]:
    """Ids for so many rows of observations."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [Observation._meta.db_table, count],
        )
        return [pk for (pk,) in cursor.fetchall()]


def copy_in(columns: Sequence[str], blocks: Iterable[bytes]) -> None:
    """Write lines into the table of observations as COPY takes them."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(Observation._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for block in blocks:
            copy.write(block)


def keep_values(ids: Sequence[int]) -> None:
    """Make observations in force the values that pages read. Cost: one query."""
    _run(_VALUES, {"ids": list(ids), "now": clock.now()})


def digest_of(ids: Sequence[int]) -> str:
    """The hash over what rows hold, in the order of their ids. Cost: one query."""
    return str(_run(_DIGEST, {"ids": list(ids)}))


def _run(statement: str, given: Mapping[str, Any]) -> object:
    written = sql.SQL(statement).format(
        rows=sql.Identifier(Observation._meta.db_table),
        values=sql.Identifier(IndicatorValue._meta.db_table),
    )
    with connection.cursor() as cursor:
        cursor.execute(written, given)
        return cursor.fetchone()[0] if cursor.description else None
