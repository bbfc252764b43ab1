"""Reading a workbook of accounts within limits: whose cells stand in which column of which row.

Columns are found by their words in any order; the head may be merged over two rows. Nothing in the
file is computed: a formula is a formula, never its last result.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tiendo.accounts.errors import AccountError
from tiendo.accounts.importing.columns import REQUIRED, Field, field_of
from tiendo.composer.sheet_reading import (
    Book,
    Head,
    Limits,
    ReadRow,
    UnreadableSheet,
    column_letter,
    find_head,
    open_book,
)

MAX_BYTES = 10 * 1024 * 1024
_LIMITS = Limits(most_bytes=MAX_BYTES)
_PACKAGE = b"PK"
_HEAD_WITHIN = 30
_REQUIRED = frozenset(REQUIRED)
_CODES = {
    "too_big": "sheet_too_big",
    "not_sheet": "sheet_not_xlsx",
    "old_format": "sheet_encrypted",
    "encrypted": "sheet_encrypted",
    "unpacks_too_big": "sheet_unpacks_too_big",
}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row with something in it: its number in the sheet and its values by field.

    ``formulas`` are the fields whose cell holds a formula.
    """

    number: int
    values: Mapping[Field, object]
    formulas: frozenset[Field]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of people, and the letter of the column of each field found."""

    letters: Mapping[Field, str]
    rows: tuple[SheetRow, ...]

    def cell(self, field: Field, row: int) -> str:
        """The address of a cell ("D12"); the row alone where the column is missing."""
        return f"{self.letters.get(field, '')}{row}"


def read_sheet(raw: bytes, most_rows: int) -> Sheet:
    """The people of the first sheet whose head names the required columns.

    Errors: AccountError sheet_too_big, sheet_unreadable, sheet_not_xlsx, sheet_encrypted,
    columns_missing, column_twice, rows_too_many, rows_none.
    """
    try:
        book = open_book(raw, _LIMITS)
        if not raw.startswith(_PACKAGE):
            raise AccountError("sheet_not_xlsx")
        return _read(book, most_rows)
    except UnreadableSheet as error:
        code = _CODES.get(error.code, "sheet_unreadable")
        raise AccountError(code, most=str(MAX_BYTES // 2**20)) from error


def _read(book: Book, most_rows: int) -> Sheet:
    missing: tuple[Field, ...] = REQUIRED
    for place, _name in enumerate(book.names):
        head = find_head(_first_rows(book, place), field_of, _REQUIRED)
        _check_once(head)
        lacking = tuple(field for field in REQUIRED if field not in head.keys)
        if not lacking:
            return _people(head, book.rows(place), most_rows)
        missing = min(missing, lacking, key=len)
    names = ", ".join(str(field.label) for field in missing)
    raise AccountError("columns_missing", columns=names)


def _first_rows(book: Book, sheet: int) -> list[ReadRow]:
    rows = itertools.islice(book.rows(sheet), _HEAD_WITHIN)
    return [row for row in rows if row.number <= _HEAD_WITHIN]


def _check_once(head: Head[Field]) -> None:
    fields = [field for field, _column in head.places]
    for field in fields:
        if fields.count(field) > 1:
            raise AccountError("column_twice", column=str(field.label))


def _people(head: Head[Field], rows: Iterable[ReadRow], most_rows: int) -> Sheet:
    found: list[SheetRow] = []
    for read in rows:
        row = _person(head, read) if read.number > head.last_row else None
        if row is None:
            continue
        if len(found) == most_rows:
            raise AccountError("rows_too_many", most=str(most_rows))
        found.append(row)
    if not found:
        raise AccountError("rows_none")
    letters = {field: column_letter(column) for field, column in head.places}
    return Sheet(letters, tuple(found))


def _person(head: Head[Field], read: ReadRow) -> SheetRow | None:
    places = {field: at for field, at in head.places if at < len(read.values)}
    values = {field: read.values[at] for field, at in places.items()}
    formulas = frozenset(field for field, at in places.items() if at in read.formulas)
    if not formulas and all(not str(value or "").strip() for value in values.values()):
        return None
    return SheetRow(read.number, values, formulas)
