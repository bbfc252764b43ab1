"""Their list as rows of facts, by the form in force; what cannot be read is said cell by cell."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

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
from tiendo.documents.marks import mark_of
from tiendo.domain.exchange import DAYS, ExchangeForm, Field, plain, row_key
from tiendo.exchange.errors import ExchangeError

MOST_ROWS = 20_000
_HEAD_WITHIN = 40
_LIMITS = Limits()
_MOST_PROBLEMS = 200
# A title above the table may hold the words of a column; a head holds those of several. As none
# holds those of all, the head that names most columns is looked for through all the rows on top.
_LEAST_COLUMNS = 3
_ALL = frozenset(Field)


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of their list: its number in the sheet, its key and its facts."""

    place: int
    key: str
    facts: dict[Field, str]


@dataclass(slots=True)
class TheirList:
    """Their rows, each once, and what is to be told of the file: (cell, code, words)."""

    rows: list[Listed] = field(default_factory=list)
    problems: list[tuple[str, str, str]] = field(default_factory=list)

    def say(self, cell: str, code: str, words: str) -> None:
        """Note a problem; a file full of them is not told to its end."""
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append((cell, code, words[:120]))


def read_list(raw: bytes, form: ExchangeForm) -> TheirList:
    """The rows of the first sheet whose head names the columns of the form.

    Errors: ExchangeError of an unreadable file, columns_missing, rows_none, rows_too_many,
    secret_mark.
    """
    try:
        book = open_book(raw, _LIMITS)
        return _read(book, form)
    except UnreadableSheet as error:
        raise ExchangeError(error.code) from error


def _read(book: Book, form: ExchangeForm) -> TheirList:
    best: Head[Field] = Head()
    for number in range(len(book.names)):
        top = list(itertools.islice(iter(book.rows(number)), _HEAD_WITHIN))
        _refuse_marked(top)
        head = find_head(top, form.field_of, _ALL)
        if Field.TITLE in head.keys and len(head.places) >= _LEAST_COLUMNS:
            return _rows(book, number, head, form)
        best = max(best, head, key=lambda each: len(each.places))
    missing = [form.heading(each) for each in form.written if each not in best.keys]
    names = ", ".join(missing or [form.heading(Field.TITLE)])
    raise ExchangeError("columns_missing", columns=names, form=form.name)


def _refuse_marked(rows: Sequence[ReadRow]) -> None:
    for row in rows:
        for value in row.values:
            mark = mark_of(value) if isinstance(value, str) else None
            if mark is not None:
                raise ExchangeError("secret_mark", mark=mark)


def _rows(book: Book, number: int, head: Head[Field], form: ExchangeForm) -> TheirList:
    found = TheirList()
    if book.has_macros:
        found.say("", "macros", "")
    seen: set[str] = set()
    for row in book.rows(number):
        if row.number <= head.last_row:
            continue
        listed = _listed(row, head, form, found)
        if listed is None:
            continue
        if listed.key in seen:
            found.say(f"A{row.number}", "repeated", listed.facts.get(Field.TITLE, ""))
            continue
        seen.add(listed.key)
        if len(found.rows) == MOST_ROWS:
            raise ExchangeError("rows_too_many", most=str(MOST_ROWS))
        found.rows.append(listed)
    if not found.rows:
        raise ExchangeError("rows_none")
    return found


def _listed(row: ReadRow, head: Head[Field], form: ExchangeForm, found: TheirList) -> Listed | None:
    """A row as facts; None for one without a task. Hidden rows count, and are told."""
    facts = {name: value for name, _cell, value in _cells(row, head, form)}
    if not any(facts.values()):
        return None
    if not facts.get(Field.TITLE):
        found.say(f"{_letter(head, Field.TITLE)}{row.number}", "title_missing", "")
        return None
    for name, cell, value in _cells(row, head, form):
        if name in DAYS and value and not _is_day(value):
            found.say(cell, "day_unread", value)
    if row.unsaved:
        found.say(f"A{row.number}", "formula_unsaved", "")
    if row.is_hidden:
        found.say(f"A{row.number}", "hidden", facts[Field.TITLE])
    return Listed(row.number, row_key(facts)[:600], facts)


def _cells(row: ReadRow, head: Head[Field], form: ExchangeForm) -> Iterator[tuple[Field, str, str]]:
    for name, column in head.places:
        value = row.values[column] if column < len(row.values) else None
        yield name, f"{column_letter(column)}{row.number}", plain(name, value, form)


def _letter(head: Head[Field], wanted: Field) -> str:
    return next((column_letter(column) for name, column in head.places if name == wanted), "A")


def _is_day(words: str) -> bool:
    try:
        dt.date.fromisoformat(words)
    except ValueError:
        return False
    return True
