"""Entries compared with the records they are made from, and made anew where they differ."""

from __future__ import annotations

from collections import defaultdict

from django.db import connection, transaction

_CONTENT = (
    'kind, object_id, start, "end", task_id, document_id, rendition_id, update_id, difficulty_id, '
    "organisation_id, symbol, head, body, around, label, standing, moment, page_id"
)
# What should be and is not, and what is and should not be.
_DIFFERENT = f"""
    SELECT DISTINCT kind, object_id FROM (
        (SELECT {_CONTENT} FROM search_source EXCEPT SELECT {_CONTENT} FROM search_searchentry)
        UNION ALL
        (SELECT {_CONTENT} FROM search_searchentry EXCEPT SELECT {_CONTENT} FROM search_source)
    ) AS different
"""  # noqa: S608 - no value in it
_BATCH = 1_000


def audit_entries() -> int:
    """Compare every entry with its record and mend what differs; the number of records mended.

    Cost: one pass over all records and all texts.
    """
    different: defaultdict[str, list[int]] = defaultdict(list)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_DIFFERENT)
        for kind, pk in cursor.fetchall():
            different[kind].append(pk)
        for kind, ids in different.items():
            _mend(kind, ids)
    return sum(len(ids) for ids in different.values())


def rebuild_entries() -> int:
    """Make every entry anew, as after words came to be compared otherwise; the number of entries.

    Cost: writes the whole table; others who write wait.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE search_searchentry IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("DELETE FROM search_searchentry")
        cursor.execute(
            f"INSERT INTO search_searchentry ({_CONTENT}) SELECT {_CONTENT} FROM search_source"  # noqa: S608
        )
        return int(cursor.rowcount)


def _mend(kind: str, ids: list[int]) -> None:
    with connection.cursor() as cursor:
        for start in range(0, len(ids), _BATCH):
            some = ids[start : start + _BATCH]
            cursor.execute("SELECT search_forget(%s, %s::bigint[])", [kind, some])
            cursor.execute("SELECT search_refresh(%s, %s::bigint[])", [kind, some])
