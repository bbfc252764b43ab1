"""The check of a whole import: chunk by chunk, so that memory does not grow with the rows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from tiendo.accounts.queries import load_actor
from tiendo.composer.sheet_reading import ReadRow
from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.imports.checking.bodies import BodyNames
from tiendo.imports.checking.drafts import Context, RowDraft, as_draft
from tiendo.imports.checking.reports import check_reports
from tiendo.imports.checking.tables import Tables
from tiendo.imports.checking.tasks import check_tasks
from tiendo.imports.fields import Field
from tiendo.imports.models import (
    ImportKind,
    ImportRow,
    ImportState,
    RowStatus,
    SheetChunk,
    SheetImport,
)
from tiendo.imports.packing import unpack
from tiendo.organisations.models import Organisation
from tiendo.programmes.queries import sections_of

_OF_TASKS = (ImportKind.TASKS, ImportKind.ASSIGNMENTS)
_MOST_UNKNOWN = 50
_TALLEST = 1000
_COLUMNS = (
    "sheet_import_id", "number", "status", "code", "title", "values", "changes", "problems",
    "task_id", "outcome", "said", "undo",
)  # fmt: skip


@transaction.atomic
def check_rows(import_id: int) -> None:
    """Check every row of an import that waits for it; again gives the same. Nothing is brought in.

    Cost: about twenty queries for each five hundred rows.
    """
    row = (
        SheetImport.objects.select_for_update(of=("self",))
        .select_related("created_by", "programme__coordinator")
        .get(pk=import_id)
    )
    if row.state != ImportState.CHECKING:
        return
    ImportRow.objects.filter(sheet_import=row).delete()
    context, fill = _context(row), _Filling(row.sheets[row.sheet]["merges"])
    tables = Tables(context.kind, row.sheets[row.sheet]["places"])
    counts: Counter[str] = Counter()
    for chunk in SheetChunk.objects.filter(sheet_import=row, sheet=row.sheet).iterator(20):
        drafts = list(_drafts(_taken(chunk, row, fill), context, tables))
        check = check_tasks if context.kind in _OF_TASKS else check_reports
        check([draft for draft in drafts if not draft.problems], context)
        counts.update(str(draft.status) for draft in drafts)
        _store(row, drafts)
    row.counts = dict(counts)
    row.total = counts[RowStatus.NEW] + counts[RowStatus.CHANGED]
    row.unknown = _unknown(context.names)
    row.state = ImportState.CHECKED
    row.save(update_fields=["counts", "total", "unknown", "state"])


def _context(row: SheetImport) -> Context:
    facts = row.sheets[row.sheet]
    today = clock.today()
    bodies = Organisation.objects.in_bulk(set(row.repairs.values()))
    repairs = {text: bodies[pk] for text, pk in row.repairs.items() if pk in bodies}
    sections: dict[str, Any] = {}
    for section in sections_of(row.programme):
        for words in (section.path, section.title, f"{section.path} {section.title}"):
            sections.setdefault(fold(words), section)
    return Context(
        row=row,
        actor=load_actor(row.created_by, today),
        today=today,
        names=BodyNames(repairs),
        sections=sections,
        places={Field(name): place for name, place in row.columns.items()},
        peaks={int(place): peak for place, peak in facts["peaks"].items()},
    )


def _drafts(rows: Iterable[ReadRow], context: Context, tables: Tables) -> Iterator[RowDraft]:
    """Rows as drafts; those of a second table are wrong as they stand, a head again is none."""
    for read in rows:
        if tables.is_head(read):
            continue
        draft = as_draft(read, context)
        if tables.second_at is not None:
            draft.say("second_table", Field.TITLE, other=str(tables.second_at))
            draft.status = RowStatus.WRONG
        yield draft


def _taken(chunk: SheetChunk, row: SheetImport, fill: _Filling) -> Iterator[ReadRow]:
    """The rows of a chunk that are taken, merged cells filled down."""
    takes_hidden = bool(row.choices.get("take_hidden"))
    for read in unpack(bytes(chunk.content)):
        if read.is_hidden and not takes_hidden:
            continue
        read = fill.down(read)
        if any(_says(read, place) for place in row.columns.values()):
            yield read


def _says(read: ReadRow, place: int) -> bool:
    if place >= len(read.values):
        return False
    value = read.values[place]
    return place in read.unsaved or (value is not None and value != "")


class _Filling:
    """Cells merged over several rows: their value stands in each of them."""

    def __init__(self, merges: Sequence[Sequence[int]]) -> None:
        self._covering: dict[int, list[tuple[int, int]]] = {}
        for top, left, bottom in merges:
            for number in range(top, min(bottom, top + _TALLEST) + 1):
                self._covering.setdefault(number, []).append((top, left))
        self._tops: dict[tuple[int, int], Any] = {}

    def down(self, read: ReadRow) -> ReadRow:
        """The row with what merged cells above say of it."""
        covering = self._covering.get(read.number)
        if not covering:
            return read
        width = max(len(read.values), *(left + 1 for _top, left in covering))
        values = [*read.values, *[None] * (width - len(read.values))]
        for top, left in covering:
            if top == read.number:
                self._tops[top, left] = values[left]
            else:
                values[left] = self._tops.get((top, left))
        return ReadRow(read.number, tuple(values), read.is_hidden, read.formulas, read.unsaved)


def _store(row: SheetImport, drafts: Sequence[RowDraft]) -> None:
    """Keep checked rows, by the database's own bulk copy."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(ImportRow._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, _COLUMNS))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for draft in drafts:
            copy.write_row(_as_stored(row, draft))


def _as_stored(row: SheetImport, draft: RowDraft) -> tuple[object, ...]:
    code, title = draft.summary
    return (
        row.pk,
        draft.number,
        str(draft.status),
        code,
        title,
        json.dumps(draft.values, ensure_ascii=False),
        json.dumps(draft.changes, ensure_ascii=False),
        json.dumps(draft.problems, ensure_ascii=False),
        draft.task.pk if draft.task else None,
        "",
        "",
        # A task that is changed between the check and the run is not overwritten.
        json.dumps({"checked": draft.task.version} if draft.task else {}),
    )


def _unknown(names: BodyNames) -> list[dict[str, Any]]:
    """The names that mean no body, the most frequent first."""
    listed = sorted(names.unknown.values(), key=lambda each: -each.count)[:_MOST_UNKNOWN]
    return [
        {
            "text": each.text,
            "count": each.count,
            "near": [[body.pk, body.name] for body in each.near],
        }
        for each in listed
    ]
