"""Tables of web pages: their grid, and whether they only set text side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from vanban.readers.letterheads import LAYOUT_WORDS
from vanban.text import fold, normalise

_WIDEST = 200
_LAYOUT_ROWS, _LAYOUT_COLUMNS = 6, 4
# More words than a cell of data holds.
_LONG_CELL, _MANY_BLOCKS = 3000, 10


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a table at its place."""

    element: etree._Element
    row: int
    column: int
    row_span: int
    column_span: int


def slots_of(table: etree._Element) -> list[Slot]:
    """The cells of a table in reading order, spans counted up to ``_WIDEST`` columns."""
    # For each column, the row in which it is free again.
    free: list[int] = [0] * _WIDEST
    slots = []
    rows = list(_rows(table))
    for row, line in enumerate(rows):
        column = 0
        for cell in line:
            if cell.tag not in ("td", "th"):
                continue
            while column < _WIDEST and free[column] > row:
                column += 1
            wide = _span(cell, "colspan", max(1, _WIDEST - column))
            high = _span(cell, "rowspan", len(rows) - row) if column < _WIDEST else 1
            free[column : column + wide] = [row + high] * len(free[column : column + wide])
            slots.append(Slot(cell, row, column, high, wide))
            column += wide
    return slots


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _span(cell: etree._Element, name: str, most: int) -> int:
    text = cell.get(name, "1").strip()
    if not (text.isascii() and text.isdecimal()):
        return 1
    # Zero means: as far as the table goes.
    return max(1, min(int(text[:6]) or most, most))


def is_layout(table: etree._Element, slots: list[Slot]) -> bool:
    """Whether a table only sets a letterhead, a signature or a whole page side by side."""
    if table.get("role") == "presentation" or len(slots) < 2:
        return True
    rows, columns = slots[-1].row + 1, max(slot.column + slot.column_span for slot in slots)
    if columns == 1 and rows < 2:
        return True
    if rows <= _LAYOUT_ROWS and columns <= _LAYOUT_COLUMNS:
        words = (_words(slot.element) for slot in slots)
        if LAYOUT_WORDS.search(fold(normalise("\n".join(words)))):
            return True
    return any(_is_page(slot.element) for slot in slots)


def _words(element: etree._Element) -> str:
    """The words of a cell; line by line, as a signature begins a line."""
    texts = (" ".join(str(text).split()) for text in element.itertext())
    return "\n".join(text for text in texts if text)


def _is_page(cell: etree._Element) -> bool:
    """Whether a cell holds a text of its own: many paragraphs, or tables."""
    if next(cell.iter("table"), None) is not None:
        return True
    blocks = sum(1 for _ in cell.iter("p", "div", "li", "br"))
    return blocks > _MANY_BLOCKS and sum(map(len, cell.itertext())) > _LONG_CELL
