"""A list of the treasury as payments; what cannot be read is named cell by cell."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from tiendo.budgets.errors import BudgetError
from tiendo.composer.sheet_reading import (
    Book,
    Head,
    Limits,
    ReadRow,
    Scalar,
    UnreadableSheet,
    column_letter,
    find_head,
    open_book,
)
from tiendo.documents.marks import mark_of
from tiendo.domain.treasury import (
    REQUIRED,
    Column,
    amount_in_cell,
    column_of,
    day_in_cell,
    heading,
    is_sum,
    stated_unit,
    unit_in,
)

MOST_ROWS = 20_000
_HEAD_WITHIN = 40
_LIMITS = Limits()
_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment as the treasury lists it: its row in the sheet, its cells. Units: whole VND."""

    number: int
    day: dt.date
    amount_vnd: int
    cells: dict[Column, str]


@dataclass(slots=True)
class _Found:
    rows: list[Paid] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def read_statement(raw: bytes) -> list[Paid]:
    """The payments of the first sheet whose head names a day and an amount, in whole VND.

    Rows of sums are left out. A file with a cell that cannot be read is refused whole.
    Errors: BudgetError of an unreadable file, columns_missing, rows_none, rows_too_many,
    rows_wrong, secret_mark.
    """
    try:
        return _read(open_book(raw, _LIMITS))
    except UnreadableSheet as error:
        raise BudgetError(error.code) from error


def _read(book: Book) -> list[Paid]:
    best: Head[Column] = Head()
    for number in range(len(book.names)):
        top = list(itertools.islice(iter(book.rows(number)), _HEAD_WITHIN))
        _refuse_marked(top)
        head = find_head(top, column_of, frozenset(REQUIRED))
        if head.keys.issuperset(REQUIRED):
            return _rows(book, number, head, _unit(top, head))
        best = max(best, head, key=lambda each: len(each.places))
    missing = ", ".join(f"“{heading(each)}”" for each in REQUIRED if each not in best.keys)
    raise BudgetError("columns_missing", columns=missing)


def _refuse_marked(rows: Sequence[ReadRow]) -> None:
    for row in rows:
        for value in row.values:
            mark = mark_of(value) if isinstance(value, str) else None
            if mark is not None:
                raise BudgetError("secret_mark", mark=mark)


def _unit(top: Sequence[ReadRow], head: Head[Column]) -> int:
    """The unit stated in the head of the amounts or above the table; đồng where none is.

    Errors: BudgetError unit_unknown for one that is none of money, units_differ for two.
    """
    place = next(place for column, place in head.places if column is Column.AMOUNT)
    above = (row for row in top if row.number < head.first_row)
    texts = [value for row in above for value in row.values if isinstance(value, str)]
    stated = [text for text in texts if stated_unit(text)]
    sizes: dict[int, str] = {}
    for is_head, words in ((True, head.words[place]), *((False, text) for text in stated)):
        size, unit = unit_in(words), stated_unit(words, is_head=is_head)
        if size is None and unit:
            raise BudgetError("unit_unknown", unit=unit)
        if size is not None:
            sizes.setdefault(size, unit or words)
    if len(sizes) > 1:
        first, second, *_more = sizes.values()
        raise BudgetError("units_differ", first=first, second=second)
    return next(iter(sizes), 1)


def _rows(book: Book, number: int, head: Head[Column], size: int) -> list[Paid]:
    found = _Found()
    for row in book.rows(number):
        if row.number <= head.last_row or row.is_blank:
            continue
        _take(row, dict(head.places), size, found)
        if len(found.rows) > MOST_ROWS:
            raise BudgetError("rows_too_many", most=str(MOST_ROWS))
    if found.wrong:
        cells = ", ".join(found.wrong[:_MOST_NAMED])
        more = "…" if len(found.wrong) > _MOST_NAMED else ""
        raise BudgetError("rows_wrong", count=str(len(found.wrong)), cells=cells + more)
    if not found.rows:
        raise BudgetError("rows_none")
    return found.rows


def _take(row: ReadRow, places: dict[Column, int], size: int, found: _Found) -> None:
    values = {column: _value(row, place) for column, place in places.items()}
    has_day = values[Column.DAY] not in (None, "")
    if not has_day and any(is_sum(value) for value in row.values):
        return
    if all(_text(value) == "" for value in values.values()):
        return
    day, amount = day_in_cell(values[Column.DAY]), amount_in_cell(values[Column.AMOUNT], size)
    for column, value in ((Column.DAY, day), (Column.AMOUNT, amount)):
        if value is None:
            found.wrong.append(f"{column_letter(places[column])}{row.number}")
    if day is not None and amount is not None:
        texts = {column: _text(value) for column, value in values.items()}
        found.rows.append(Paid(row.number, day, amount, texts))


def _value(row: ReadRow, place: int) -> Scalar:
    return row.values[place] if place < len(row.values) else None


def _text(value: Scalar) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())
