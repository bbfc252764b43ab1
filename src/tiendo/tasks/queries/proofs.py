"""Pieces of evidence as lists of many show them: plain values, read with one prepared query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import F

from tiendo.accounts.prepared import AnyOf, PreparedQuery
from tiendo.tasks.models import Evidence, EvidenceKind


class Proof(NamedTuple):
    """A piece of evidence. Missing: ``media_type`` is None for an issued document's number."""

    pk: int
    task_id: int
    kind: str
    original_name: str
    document_number: str
    document_date: dt.date | None
    note: str
    stored_file_id: int | None
    media_type: str | None
    withdrawn_at: dt.datetime | None
    withdrawn_reason: str


_COLUMNS = tuple(
    "stored_file__media_type" if name == "media_type" else name for name in Proof._fields
)
_PROOFS = PreparedQuery(
    lambda: Evidence.objects.filter(AnyOf(F("pk"), "?ids")).values_list(*_COLUMNS).order_by()
)


def proofs_by_id(ids: Iterable[int]) -> dict[int, Proof]:
    """Pieces of evidence by their ids, those that there are. Cost: one query."""
    return {row[0]: Proof(*row) for row in _PROOFS.run({"?ids": list(ids)})}


def proof_of(row: Evidence) -> Proof:
    """A piece of evidence that came with its stored file. No query."""
    is_file = row.kind == EvidenceKind.FILE and row.stored_file is not None
    return Proof(
        pk=row.pk,
        task_id=row.task_id,
        kind=row.kind,
        original_name=row.original_name,
        document_number=row.document_number,
        document_date=row.document_date,
        note=row.note,
        stored_file_id=row.stored_file_id,
        media_type=row.stored_file.media_type if is_file and row.stored_file else None,
        withdrawn_at=row.withdrawn_at,
        withdrawn_reason=row.withdrawn_reason,
    )
