"""The rows of one appendix table, with the groups that they stand under."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from vanban.columns import Columns, Grid, is_counter_row, is_order, row_texts, words_of
from vanban.models import Cell, Span, Table
from vanban.text import fold


@dataclass(slots=True)
class Group:
    """A heading inside a table: its number and title."""

    order: str
    title: str


@dataclass(slots=True)
class Row:
    """A row of data by role: words on one line and the span they stand in."""

    number: int
    words: dict[str, str]
    spans: dict[str, Span]
    cells: dict[str, Cell] = field(default_factory=dict)
    span: Span = Span(0, 0)

    def get(self, role: str) -> str | None:
        """The words of a role; None where the cell is empty or missing."""
        return self.words.get(role) or None


@dataclass(slots=True)
class TableRows:
    """Reads one table, holding the groups that its rows stand under."""

    content: str
    table: Table
    grid: Grid
    columns: Columns
    part: str
    groups: list[Group] = field(default_factory=list)
    issued: dt.date | None = None

    def rows(self) -> Iterator[Row]:
        for number in range(self.columns.first_row, self.table.rows):
            texts = row_texts(self.table, self.grid, self.content, number)
            if not any(texts) or is_counter_row(texts) or self._repeats_head(number):
                continue
            yield self._read(number)

    def _repeats_head(self, number: int) -> bool:
        """Whether a row repeats the header, as on a new page."""
        heads = self.columns.heads
        pairs = [
            (fold(words_of(self.grid.get((number, column)), self.content)).strip(), head)
            for column, head in heads.items()
            if head
        ]
        filled = [(words, head) for words, head in pairs if words]
        return len(filled) >= 2 and all(" ".join(w.split()) in h for w, h in filled)

    def _read(self, number: int) -> Row:
        row = Row(number, {}, {})
        for role, column in self._places():
            cell = self.grid.get((number, column))
            if cell is None:
                continue
            span = _trimmed(cell.span, self.content)
            row.cells[role] = cell
            row.words[role] = words_of(Cell(span, 0, 0), self.content)
            if span.end > span.start:
                row.spans[role] = span
        row.span = self._span_of(number)
        return row

    def _places(self) -> Iterator[tuple[str, int]]:
        yield from self.columns.roles.items()
        for column, horizon in self.columns.horizons.items():
            yield horizon, column

    def _span_of(self, number: int) -> Span:
        cells = {
            cell
            for column in range(self.table.columns)
            if (cell := self.grid.get((number, column))) is not None and cell.span.end > 0
        }
        own = [cell for cell in cells if cell.row == number and cell.span.start < cell.span.end]
        spans = [cell.span for cell in own or cells]
        return Span(min(span.start for span in spans), max(span.end for span in spans))

    def is_group(self, row: Row, main: str, fields: tuple[str, ...]) -> bool:
        """Whether a row only names a group: no field but its number and title."""
        title = row.cells.get(main)
        spanned = title is not None and title.column_span > 1
        if any(row.get(role) and row.cells[role] is not title for role in fields):
            return False
        if spanned or (row.cells.get("no") is title and title is not None):
            return True
        order = row.get("no") or ""
        words = row.get(main) or ""
        return is_order(order) and bool(words) or (not order and is_title(words))

    def enter_group(self, row: Row, main: str) -> None:
        order = row.get("no") or ""
        title = row.get(main) or order
        if row.cells.get("no") is row.cells.get(main) or not order:
            order, title = split_order(title)
        rank = _rank(order)
        self.groups = [group for group in self.groups if _rank(group.order) < rank]
        self.groups.append(Group(order.rstrip(".)"), title))

    def group_of(self, order: str | None) -> str | None:
        """The title of the group of a row; a numbered parent counts only for its own sub-rows."""
        for group in reversed(self.groups):
            numbered = group.order[:1].isdigit()
            if not numbered or (order or "").startswith(group.order + "."):
                return group.title
        return None


_LEADING_ORDER = re.compile(r"((?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]+|[A-Z])[.)])\s+(?=\S)")


def split_order(words: str) -> tuple[str, str]:
    """Number and rest of a cell that holds both ("II. Xã hội số")."""
    match = _LEADING_ORDER.match(words)
    return (match[1].rstrip(".)"), words[match.end() :]) if match else ("", words)


_ROMAN_ORDER = re.compile(r"[IVXLC]+[.)]?$")


def _rank(order: str) -> int:
    """The depth of a group: letters above Roman numerals above numbers; deeper numbers below."""
    if not order:
        return 1
    if order[:1].isdigit():
        return 3 + order.strip(".)").count(".")
    # C, D and so on after A and B are letters, though C and D are numerals too; I, V, X are not.
    return 1 if _ROMAN_ORDER.match(order) and order[:1] in "IVX" else 0


def is_title(words: str) -> bool:
    return words.isupper() or bool(_LEADING_ORDER.match(words) and words[:1] in "IVXABC")


def _trimmed(span: Span, content: str) -> Span:
    words = span.of(content)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.start + len(words.rstrip())))
