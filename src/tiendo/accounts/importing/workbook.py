"""Reading a workbook of accounts within limits: whose cells stand in which column of which row.

Columns are found by their words in any order; the head may be merged over two rows. Nothing in the
file is computed: a formula is a formula, never its last result.
"""

from __future__ import annotations

import io
import itertools
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError

from lxml.etree import XMLSyntaxError
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from tiendo.accounts.errors import AccountError
from tiendo.accounts.importing.columns import REQUIRED, Field, field_of

MAX_BYTES = 10 * 1024 * 1024
_MAX_UNPACKED = 120 * 1024 * 1024
_MAX_PARTS = 1000
# Honest sheets pack ten to thirty times; bombs several hundred.
_MAX_RATIO = 200
_SMALL = 2 * 1024 * 1024
_HEAD_WITHIN = 30
_MAX_COLUMNS = 60
# Rows that only look used: a format to the bottom of the sheet, or blank lines between people.
_MAX_BLANK = 2000
_OLE = b"\xd0\xcf\x11\xe0"
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    XMLSyntaxError,
    ParseError,
    InvalidFileException,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    EOFError,
    NotImplementedError,
    OverflowError,
)


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
    _check_package(raw)
    try:
        return _read(raw, most_rows)
    except _DAMAGE as error:
        raise AccountError("sheet_unreadable") from error


def _read(raw: bytes, most_rows: int) -> Sheet:
    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False)
    missing: tuple[Field, ...] = REQUIRED
    try:
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            rows = _numbered(sheet.iter_rows(max_col=_MAX_COLUMNS))
            head, lacking = _find_head(list(itertools.islice(rows, _HEAD_WITHIN)))
            if not lacking:
                again = _numbered(sheet.iter_rows(max_col=_MAX_COLUMNS))
                return _people(head, again, most_rows)
            missing = min(missing, lacking, key=len)
    finally:
        book.close()
    names = ", ".join(str(field.label) for field in missing)
    raise AccountError("columns_missing", columns=names)


@dataclass(frozen=True, slots=True)
class _Cell:
    value: object
    is_formula: bool


_Row = tuple[int, list[_Cell]]


def _numbered(rows: Iterator[Sequence[object]]) -> Iterator[_Row]:
    for number, cells in enumerate(rows, 1):
        yield (
            number,
            [
                _Cell(getattr(cell, "value", None), getattr(cell, "data_type", "") == "f")
                for cell in cells
            ],
        )


@dataclass(frozen=True, slots=True)
class _Head:
    last_row: int = 0
    places: tuple[tuple[Field, int], ...] = ()


def _find_head(rows: Sequence[_Row]) -> tuple[_Head, tuple[Field, ...]]:
    """The head that names most columns, and the required ones it lacks.

    Errors: AccountError column_twice.
    """
    best = _Head()
    least: tuple[Field, ...] = REQUIRED
    for place, row in enumerate(rows):
        for height in (1, 2):
            head = _head_of(rows[place : place + height])
            found = {field for field, _column in head.places}
            lacking = tuple(field for field in REQUIRED if field not in found)
            if len(head.places) > len(best.places):
                best, least = head, lacking
        if not least and row[0] > best.last_row:
            break
    fields = [field for field, _column in best.places]
    for field in fields:
        if fields.count(field) > 1:
            raise AccountError("column_twice", column=str(field.label))
    return best, least


def _head_of(rows: Sequence[_Row]) -> _Head:
    """The columns named in one row, or in two rows of a merged head."""
    width = max((len(cells) for _number, cells in rows), default=0)
    places = []
    for column in range(width):
        named = (field_of(cells[column].value) for _number, cells in rows if column < len(cells))
        field = next((field for field in reversed(list(named)) if field is not None), None)
        if field is not None:
            places.append((field, column))
    return _Head(rows[-1][0] if rows else 0, tuple(places))


def _people(head: _Head, rows: Iterator[_Row], most_rows: int) -> Sheet:
    found: list[SheetRow] = []
    blank = 0
    for number, cells in rows:
        if number <= head.last_row:
            continue
        row = _person(head, number, cells)
        if row is None:
            blank += 1
            if blank > _MAX_BLANK:
                break
            continue
        blank = 0
        if len(found) == most_rows:
            raise AccountError("rows_too_many", most=str(most_rows))
        found.append(row)
    if not found:
        raise AccountError("rows_none")
    letters = {field: get_column_letter(column + 1) for field, column in head.places}
    return Sheet(letters, tuple(found))


def _person(head: _Head, number: int, cells: Sequence[_Cell]) -> SheetRow | None:
    held = {field: cells[column] for field, column in head.places if column < len(cells)}
    if all(cell.value is None or not str(cell.value).strip() for cell in held.values()):
        return None
    values = {field: cell.value for field, cell in held.items()}
    formulas = frozenset(field for field, cell in held.items() if cell.is_formula)
    return SheetRow(number, values, formulas)


def _check_package(raw: bytes) -> None:
    """Refuse what is no workbook, or would unpack to more than one can hold."""
    if len(raw) > MAX_BYTES:
        raise AccountError("sheet_too_big", most=str(MAX_BYTES // 2**20))
    if raw.startswith(_OLE):
        raise AccountError("sheet_encrypted")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _check_parts(archive)
    except AccountError:
        raise
    except RuntimeError as error:  # zipfile says "password required" this way
        raise AccountError("sheet_encrypted") from error
    except _DAMAGE as error:
        raise AccountError("sheet_not_xlsx") from error


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names and "[Content_Types].xml" not in names:
        raise AccountError("sheet_not_xlsx")
    if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_UNPACKED:
        raise AccountError("sheet_unpacks_too_big")
    for part in parts:
        if part.flag_bits & 1:
            raise AccountError("sheet_encrypted")
        if part.file_size > max(_SMALL, _MAX_RATIO * part.compress_size):
            raise AccountError("sheet_unpacks_too_big")
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as content:
                if b"<!DOCTYPE" in content.read(4096):
                    raise AccountError("sheet_unreadable")
