"""What became of many rows, kept by one statement."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.db import connection
from psycopg import sql

from tiendo.imports.models import ImportRow

_KEEP = """
UPDATE {rows} AS kept
SET outcome = new.outcome, said = new.said, undo = new.undo, task_id = new.task_id, code = new.code
FROM jsonb_to_recordset(%s::jsonb)
    AS new (id bigint, outcome text, said text, undo jsonb, task_id bigint, code text)
WHERE kept.id = new.id
"""


def save_outcomes(rows: Iterable[ImportRow]) -> None:
    """Keep outcome, words, task and way back of rows. Cost: one query."""
    listed = [
        {
            "id": one.pk,
            "outcome": str(one.outcome),
            "said": one.said,
            "undo": one.undo,
            "task_id": one.task_id,
            "code": one.code,
        }
        for one in rows
    ]
    statement = sql.SQL(_KEEP).format(rows=sql.Identifier(ImportRow._meta.db_table))
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(listed, ensure_ascii=False)])
