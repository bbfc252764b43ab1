"""Reading a file of figures: the sheet that has them, as a stream, into packed chunks."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import record
from tiendo.composer.sheet_reading import (
    Book,
    Limits,
    ReadRow,
    Scalar,
    UnreadableSheet,
    find_head,
    open_book,
)
from tiendo.composer.sheet_reading import Head as SheetHead
from tiendo.documents.marks import mark_of
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.domain.periods import Period
from tiendo.indicators.files.errors import FigureFileError
from tiendo.indicators.files.heads import LABELS, PLACES, REQUIRED, Head, head_of
from tiendo.indicators.files.packing import ROWS_IN_CHUNK, Line, pack
from tiendo.indicators.models import FigureChunk, FigureFile, FileState
from tiendo.organisations.models import Organisation

_HEAD_WITHIN = 40
_NAMED = 12
_STAMP_LETTER = "Ậ"


@transaction.atomic
def read_file(
    *,
    organisation: Organisation,
    period: Period | None,
    file_name: str,
    raw: bytes,
    by: Actor,
    replaces: bool = False,
) -> FigureFile:
    """Read a file of figures of a body, or of many that its rows name; nothing is kept yet.

    Missing: ``period`` None where rows name theirs. Errors: PermissionRefused; FigureFileError for
    what cannot be read.
    """
    author = by.require("observation.enter", at=organisation.pk)
    book = _opened(raw)
    file = FigureFile.objects.create(
        organisation=organisation,
        period_start=period.start if period else None,
        period_end=period.end if period else None,
        created_by_id=by.user_id,
        created_at=clock.now(),
        file_name=file_name[:255],
        sha256=hashlib.sha256(raw).hexdigest(),
        replaces=replaces,
    )
    _read_best_sheet(file, book, period)
    record(
        by=author,
        action="figurefile.read",
        target=file,
        after={"file_hash": file.sha256, "rows": file.rows},
    )
    return file


def _opened(raw: bytes) -> Book:
    today = clock.today()
    megabytes = parameter_on("figure_file_most_megabytes", today)
    limits = Limits(
        most_bytes=megabytes * 2**20,
        most_columns=parameter_on("sheet_import_most_columns", today),
        blank_rows=parameter_on("sheet_import_blank_rows", today),
    )
    try:
        return open_book(raw, limits)
    except UnreadableSheet as error:
        raise FigureFileError(error.code, most=megabytes) from error


def _read_best_sheet(file: FigureFile, book: Book, period: Period | None) -> None:
    """Keep the rows of the first sheet that names the columns needed. Errors: FigureFileError."""
    shown = sorted(range(len(book.names)), key=lambda place: book.names[place].is_hidden)
    best: SheetHead[Head] = SheetHead()
    try:
        for place in shown:
            stream = iter(book.rows(place))
            first = list(itertools.islice(stream, _HEAD_WITHIN))
            head: SheetHead[Head] = find_head(first, head_of, REQUIRED)
            if head.keys >= REQUIRED:
                _require_period(head, period)
                _keep_rows(file, book, place, head)
                return
            best = max(best, head, key=lambda each: len(each.keys))
    except UnreadableSheet as error:
        raise FigureFileError(error.code, most="") from error
    raise FigureFileError("heads_missing", columns=_labels(REQUIRED - best.keys))


def _require_period(head: SheetHead[Head], period: Period | None) -> None:
    if period is None and Head.PERIOD not in head.keys:
        raise FigureFileError("heads_missing", columns=_labels({Head.PERIOD}))
    named = [key for key, _place in head.places]
    for key in named:
        if named.count(key) > 1:
            raise FigureFileError("head_twice", column=str(LABELS[key]))


def _labels(heads: Iterable[Head]) -> str:
    return ", ".join(str(LABELS[head]) for head in sorted(heads, key=PLACES.__getitem__))


def _keep_rows(file: FigureFile, book: Book, place: int, head: SheetHead[Head]) -> None:
    rows = book.rows(place)
    noted = _Noted(head)
    lines = (line for row in rows if (line := noted.take(row)) is not None)
    count = 0
    for number, batch in enumerate(_batches(_limited(lines))):
        count += len(batch)
        FigureChunk.objects.create(file=file, number=number, content=pack(batch))
    if not count:
        raise FigureFileError("rows_none")
    file.rows = count
    file.notes = {
        "sheet": book.names[place].name,
        "columns": {str(key): column for key, column in head.places},
        "has_macros": book.has_macros,
        "hidden_rows": noted.hidden_rows,
        "hidden_count": noted.hidden_count,
        "formulas": noted.formulas,
        "stopped_at": rows.notes.stopped_at,
        "is_cut": noted.is_cut,
    }
    file.state = FileState.CHECKING
    file.save(update_fields=["rows", "notes", "state"])


def _limited(lines: Iterable[Line]) -> Iterator[Line]:
    most = parameter_on("figure_file_most_rows", clock.today())
    for count, line in enumerate(lines):
        if count == most:
            raise FigureFileError("rows_too_many", most=most)
        yield line


def _batches(lines: Iterable[Line]) -> Iterator[list[Line]]:
    stream = iter(lines)
    while batch := list(itertools.islice(stream, ROWS_IN_CHUNK)):
        yield batch


@dataclass(slots=True)
class _Noted:
    """Takes the rows below the head; what a reader must know of them. Hidden rows are not taken."""

    head: SheetHead[Head]
    hidden_rows: list[int] = field(default_factory=list)
    hidden_count: int = 0
    formulas: int = 0
    is_cut: bool = False
    _width: int = field(init=False)
    _pick: Callable[[tuple[Scalar, ...]], tuple[Scalar, ...]] = field(init=False)

    def __post_init__(self) -> None:
        columns = {PLACES[key]: column for key, column in self.head.places}
        self._width = 1 + max(columns.values())
        # What no column is named for is taken from behind the last one, where there is nothing.
        self._pick = itemgetter(*(columns.get(place, self._width) for place in range(len(PLACES))))

    def take(self, row: ReadRow) -> Line | None:
        """The row as a line; None for one that is no row of the table."""
        values = row.values
        for value in values:
            if type(value) is str and _STAMP_LETTER in value and (mark := mark_of(value)):
                raise FigureFileError("secret_mark", mark=mark)
        if row.number <= self.head.last_row:
            return None
        self.is_cut = self.is_cut or row.is_cut
        if row.is_hidden:
            self._note_hidden(row.number)
            return None
        self.formulas += len(row.formulas)
        filled = (*values[: self._width], *(None,) * (self._width + 1 - len(values)))
        line = Line(row.number, list(self._pick((*filled, None))))
        if row.unsaved:
            moves = sorted((column, PLACES[key]) for key, column in self.head.places)
            line.unsaved = tuple(place for column, place in moves if column in row.unsaved)
        return line

    def _note_hidden(self, number: int) -> None:
        self.hidden_count += 1
        if len(self.hidden_rows) < _NAMED:
            self.hidden_rows.append(number)
