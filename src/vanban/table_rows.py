"""The rows of one appendix table, with the groups that they stand under."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from vanban.columns import Columns
from vanban.models import Cell, Span, Table
from vanban.table_grid import Grid, is_counter_row, is_order, row_texts, words_of
from vanban.table_groups import Groups, bare, is_sub, is_title, split_order
from vanban.text import fold

# Marks that repeat the cell above.
_DITTO = re.compile(
    r'(?:-\s*(?:nt|như trên)\s*-?|nt|như trên|như (?:mục )?trên|["”″]|〃)\.?\Z', re.I
)
_TOTAL = re.compile(r"(?:tổng (?:cộng|số|nhiệm vụ|chỉ tiêu)?|cộng)\s*(?:\([^)]*\))?\s*:?\Z")
_DECIMAL_ORDER = re.compile(r"\d{1,3}(?:,\d{1,3})+")


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

    @property
    def order(self) -> str | None:
        """The number of the row; one typed as a decimal ("1,1") is read with its dot."""
        words = self.get("no")
        if words and _DECIMAL_ORDER.fullmatch(words):
            return words.replace(",", ".")
        return words


@dataclass(slots=True)
class TableRows:
    """Reads one table, holding the groups that its rows stand under."""

    content: str
    table: Table
    grid: Grid
    columns: Columns
    part: str
    groups: Groups = field(default_factory=Groups)
    issued: dt.date | None = None
    default_unit: str | None = None
    default_horizon: str = ""
    year_start: dt.date | None = None

    @property
    def main(self) -> str:
        return self.columns.main

    def rows(self) -> Iterator[Row]:
        """The rows of data and of groups in order; heads, counters and sums are passed over."""
        before: Row | None = None
        for number in range(self.columns.first_row, self.table.rows):
            texts = row_texts(self.table, self.grid, self.content, number)
            if not any(texts) or is_counter_row(texts) or self._repeats_head(number, texts):
                continue
            row = self._read(number)
            if self._is_total(row):
                continue
            if before:
                _repeat_above(row, before)
            before = row
            yield row

    def _repeats_head(self, number: int, texts: Sequence[str]) -> bool:
        """Whether a row repeats the header, as on a new page."""
        if is_order(texts[0]):
            return False
        pairs = [
            (fold(words_of(self.grid.get((number, column)), self.content)).strip(), head)
            for column, head in self.columns.heads.items()
            if head
        ]
        filled = [(words, head) for words, head in pairs if words]
        return len(filled) >= 2 and all(" ".join(w.split()) in h for w, h in filled)

    def _is_total(self, row: Row) -> bool:
        words = row.get(self.main) or row.get("no") or ""
        return len(words) < 40 and _TOTAL.match(fold(words)) is not None

    def _read(self, number: int) -> Row:
        row = Row(number, {}, {})
        for role, column in self._places():
            cell = self.grid.get((number, column))
            if cell is None or role in row.words:
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
        for column, head in self.columns.marks.items():
            yield head.words, column
        yield from self.columns.others.items()

    def _span_of(self, number: int) -> Span:
        row = ((number, column) for column in range(self.table.columns))
        cells = [
            cell
            for place in row
            if (cell := self.grid.get(place)) is not None and cell.span.start < cell.span.end
        ]
        own = [cell for cell in cells if cell.row == number]
        spans = [cell.span for cell in own or cells]
        return Span(min(span.start for span in spans), max(span.end for span in spans))

    # Groups

    def is_group(self, row: Row, following: Row | None, fields: tuple[str, ...]) -> bool:
        """Whether a row only names a group: no field but its number and title."""
        main = self.main
        title = row.cells.get(main)
        if any(row.get(role) and row.cells[role] is not title for role in fields):
            return False
        number = row.cells.get("no")
        words, order = row.get(main) or "", row.order or ""
        if title is not None and (title.column_span > 1 or number is title) and words:
            return True
        if not words:
            return bool(order) and not is_order(order)
        if not order:
            return is_title(words) or _opens(words, following)
        if not is_order(order):
            return False
        return not _may_be_data(order) or _has_sub_rows(order, following)

    def enter_group(self, row: Row) -> None:
        """Stand under the group that a row names."""
        order = row.order or ""
        title = row.get(self.main)
        if title is None or not order or row.cells.get("no") is row.cells.get(self.main):
            order, title = split_order(title or order)
        self.groups.enter(order, title)

    def group_of(self, row: Row, order: str | None) -> str | None:
        """The group of a row: of its own column where the table has one, else of the headings."""
        return row.get("group") or self.groups.title_for(order)


def _may_be_data(order: str) -> bool:
    """Numbers and small letters count rows; capitals and numerals count groups."""
    return order[:1].isdigit() or order[:1].islower() or "." in bare(order)


def _has_sub_rows(order: str, following: Row | None) -> bool:
    if following is None:
        return False
    after = following.order
    if order[:1].islower() and after and after[:1].islower():
        return False
    return is_sub(after, order)


def _opens(words: str, following: Row | None) -> bool:
    """Whether unnumbered words stand above a list that begins anew."""
    after = bare(following.order or "") if following else ""
    begins = after in ("1", "01", "a") or after.endswith(".1")
    return begins and words[:1].isupper() and len(words) <= 200


def _repeat_above(row: Row, before: Row) -> None:
    """Put the words of the row above where a cell only says that they are the same."""
    for role, words in row.words.items():
        if words and len(words) < 14 and role in before.spans and _DITTO.match(words.strip()):
            row.words[role], row.spans[role] = before.words[role], before.spans[role]


def _trimmed(span: Span, content: str) -> Span:
    words = span.of(content)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.start + len(words.rstrip())))
