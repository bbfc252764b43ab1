"""Observations written by the database's own bulk copy: one, or a hundred thousand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice

from django.db import connection
from psycopg import sql

from tiendo.indicators.models import Observation

# What is each figure's own, then what figures of one kind share.
_OWN = ("id", "organisation_id", "value", "qualifier", "note")
_SHARED = (
    "indicator_id", "period_start", "period_end", "breakdown", "revision", "is_current",
    "is_missing", "as_of", "state", "entry", "passage_id", "corrects_id", "reason", "is_late",
    "entered_by_id", "entered_at",
)  # fmt: skip
_AT_ONCE = 2000
_NULL = r"\N"
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
_DIGEST = """
SELECT encode(sha256(convert_to(string_agg(concat_ws('|', indicator_id, organisation_id,
    period_start, period_end, breakdown, value, is_missing, qualifier, as_of), E'\\n' ORDER BY id),
    'UTF8')), 'hex')
FROM {rows} WHERE id = ANY(%(ids)s::bigint[])
"""


def new_ids(count: int) -> list[int]:
    """Ids for so many observations. Cost: one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(nextval(pg_get_serial_sequence(%s, 'id'))) "
            "FROM generate_series(1, %s)",
            [Observation._meta.db_table, count],
        )
        return cursor.fetchone()[0] or []


def copy_in(lines: Iterable[str]) -> None:
    """Write lines, each ``own_fields`` and ``shared_fields``. Cost: one COPY."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(Observation._meta.db_table),
        sql.SQL(", ").join(map(sql.Identifier, (*_OWN, *_SHARED))),
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for block in _blocks(lines):
            copy.write(block)


def _blocks(lines: Iterable[str]) -> Iterator[str]:
    stream = iter(lines)
    while block := "".join(islice(stream, _AT_ONCE)):
        yield block


def own_fields(pk: int, body: int, value: Decimal | None, qualifier: str, note: str) -> str:
    """The first fields of a line."""
    return f"{pk}\t{body}\t{_NULL if value is None else value}\t{qualifier}\t{_escaped(note)}\t"


def shared_fields(row: Observation) -> str:
    """The rest of the line of a first revision or a correction."""
    fields = (getattr(row, name) for name in _SHARED)
    return "\t".join(_NULL if each is None else _written(each) for each in fields) + "\n"


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "t" if value else "f"
    return _escaped(str(value))


def _escaped(text: str) -> str:
    # What can be printed has neither tabs nor ends of lines.
    return text if text.isprintable() and "\\" not in text else text.translate(_ESCAPES)


def as_array(ids: Iterable[int]) -> str:
    """Ids as the database writes a list of them: ten times as quick as one by one."""
    return f"{{{','.join(map(str, ids))}}}"


def digest_of(ids: Sequence[int]) -> str:
    """The hash over what rows hold, in the order of their ids. Cost: one query."""
    statement = sql.SQL(_DIGEST).format(rows=sql.Identifier(Observation._meta.db_table))
    with connection.cursor() as cursor:
        cursor.execute(statement, {"ids": as_array(ids)})
        return str(cursor.fetchone()[0])
