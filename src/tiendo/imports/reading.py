"""Reading a file: each sheet once, as a stream, into packed chunks and what a person must know."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypedDict

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import record
from tiendo.composer.sheet_reading import (
    Book,
    Head,
    Limits,
    Merge,
    ReadRow,
    Scalar,
    UnreadableSheet,
    find_head,
    open_book,
)
from tiendo.documents.marks import mark_of
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.imports.errors import ImportRefused
from tiendo.imports.fields import KINDS, Field, field_of
from tiendo.imports.mapping import propose_columns
from tiendo.imports.models import ImportKind, ImportState, SheetChunk, SheetImport
from tiendo.imports.packing import ROWS_IN_CHUNK, pack
from tiendo.imports.permissions import require_kind
from tiendo.programmes.models import Programme

_HEAD_WITHIN = 40
_SAMPLES = 3
_NAMED = 12
_MOST_MERGES = 2000
# Only a stamp in capitals holds this letter in a line of its own.
_STAMP_LETTER = "Ậ"


class SheetFacts(TypedDict):
    """What is known of one sheet, as ``SheetImport.sheets`` keeps it.

    ``peaks`` are the largest numbers of columns by place, ``merges`` the cells that stand for
    rows below them (top, left, bottom), ``is_cut`` that some row goes on beyond the columns read.
    Missing: ``stopped_at`` is None where it was read whole.
    """

    name: str
    is_hidden: bool
    words: list[str]
    samples: list[list[str]]
    places: dict[str, int]
    rows: int
    hidden_rows: list[int]
    hidden_count: int
    hidden_columns: list[int]
    unsaved: int
    formulas: int
    merges: list[list[int]]
    peaks: dict[str, float]
    stopped_at: int | None
    is_cut: bool


@transaction.atomic
def read_file(
    *, kind: ImportKind, programme: Programme, file_name: str, raw: bytes, by: Actor
) -> SheetImport:
    """Read a file of one kind of rows for a programme; nothing is checked or brought in yet.

    Errors: PermissionRefused; ImportRefused for what cannot be read.
    """
    author = require_kind(by, kind, programme)
    body_id = author.organisation_id or programme.coordinator_id
    book = _opened(raw)
    row = SheetImport.objects.create(
        kind=kind,
        programme=programme,
        organisation_id=body_id,
        created_by_id=by.user_id,
        created_at=clock.now(),
        file_name=file_name[:255],
        sha256=hashlib.sha256(raw).hexdigest(),
        choices={"has_macros": book.has_macros},
    )
    sheets = [_read_sheet(row, book, place) for place in range(len(book.names))]
    if not any(facts["rows"] for facts in sheets):
        raise ImportRefused("rows_none")
    row.sheets = sheets
    row.sheet = max(range(len(sheets)), key=lambda place: _fitness(sheets[place]))
    row.columns = propose_columns(row)
    row.state = ImportState.MAPPING
    row.save(update_fields=["sheets", "sheet", "columns", "state"])
    record(
        by=author,
        action="sheetimport.read",
        target=row,
        after={"kind": kind, "file_hash": row.sha256, "rows": sheets[row.sheet]["rows"]},
    )
    return row


def _opened(raw: bytes) -> Book:
    today = clock.today()
    megabytes = parameter_on("sheet_import_most_megabytes", today)
    limits = Limits(
        most_bytes=megabytes * 2**20,
        most_columns=parameter_on("sheet_import_most_columns", today),
        blank_rows=parameter_on("sheet_import_blank_rows", today),
    )
    try:
        return open_book(raw, limits)
    except UnreadableSheet as error:
        raise ImportRefused(error.code, most=str(megabytes)) from error


def _fitness(facts: SheetFacts) -> tuple[int, bool, int]:
    return len(facts["places"]) if facts["rows"] else -1, not facts["is_hidden"], facts["rows"]


def _read_sheet(row: SheetImport, book: Book, place: int) -> SheetFacts:
    """Keep the rows of one sheet, some hundred at a time."""
    kind = ImportKind(row.kind)
    rows = book.rows(place)
    try:
        stream = iter(rows)
        first = list(itertools.islice(stream, _HEAD_WITHIN))
        head: Head[Field] = find_head(
            first, lambda words: field_of(words, kind), KINDS[kind].required
        )
        noted = _Noted(head)
        body = (one for one in itertools.chain(first, stream) if noted.take(one))
        for number, batch in enumerate(_batches(_limited(body))):
            SheetChunk.objects.create(
                sheet_import=row, sheet=place, number=number, content=pack(batch)
            )
    except UnreadableSheet as error:
        raise ImportRefused(error.code, most="") from error
    notes = rows.notes
    return {
        "name": book.names[place].name,
        "is_hidden": book.names[place].is_hidden,
        "words": list(head.words),
        "samples": noted.samples,
        "places": {str(key): column for key, column in reversed(head.places)},
        "rows": noted.count,
        "hidden_rows": noted.hidden_rows,
        "hidden_count": noted.hidden_count,
        "hidden_columns": sorted(notes.hidden_columns),
        "unsaved": noted.unsaved,
        "formulas": noted.formulas,
        "merges": [[one.top, one.left, one.bottom] for one in _hanging(notes.merges, head)],
        "peaks": {str(column): peak for column, peak in noted.peaks.items()},
        "stopped_at": notes.stopped_at,
        "is_cut": noted.is_cut,
    }


def _limited(rows: Iterable[ReadRow]) -> Iterator[ReadRow]:
    most = parameter_on("sheet_import_most_rows", clock.today())
    for count, row in enumerate(rows):
        if count == most:
            raise ImportRefused("rows_too_many", most=str(most))
        yield row


def _batches(rows: Iterable[ReadRow]) -> Iterator[list[ReadRow]]:
    stream = iter(rows)
    while batch := list(itertools.islice(stream, ROWS_IN_CHUNK)):
        yield batch


def _hanging(merges: Iterable[Merge], head: Head[Field]) -> list[Merge]:
    """The merged cells below the head that stand for several rows."""
    below = (one for one in merges if one.top > head.last_row and one.bottom > one.top)
    return list(itertools.islice(below, _MOST_MERGES))


@dataclass(slots=True)
class _Noted:
    """What is noted of the rows below the head while they pass."""

    head: Head[Field]
    count: int = 0
    hidden_rows: list[int] = field(default_factory=list)
    hidden_count: int = 0
    unsaved: int = 0
    formulas: int = 0
    is_cut: bool = False
    samples: list[list[str]] = field(default_factory=list)
    peaks: dict[int, float] = field(default_factory=dict)

    def take(self, row: ReadRow) -> bool:
        """Whether the row is one of the table. Errors: ImportRefused secret_mark."""
        for value in row.values:
            if type(value) is str and _STAMP_LETTER in value and (mark := mark_of(value)):
                raise ImportRefused("secret_mark", mark=mark)
        self.is_cut = self.is_cut or row.is_cut
        if row.number <= self.head.last_row:
            return False
        self.count += 1
        self._note(row)
        return True

    def _note(self, row: ReadRow) -> None:
        self.unsaved += len(row.unsaved)
        self.formulas += len(row.formulas)
        if row.is_hidden:
            self.hidden_count += 1
            if len(self.hidden_rows) < _NAMED:
                self.hidden_rows.append(row.number)
        if len(self.samples) < _SAMPLES:
            self.samples.append([_sample(value) for value in row.values])
        for column, value in enumerate(row.values):
            if type(value) in (int, float):
                self.peaks[column] = max(float(value), self.peaks.get(column, 0.0))  # type: ignore[arg-type]


def _sample(value: Scalar) -> str:
    if value is None:
        return ""
    return value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else str(value)[:80]
