"""Tables of DOCX: merged, deleted and nested cells at their places of the grid."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from vanban.models import BlockKind, Cell, Span
from vanban.readers.builder import Position, TextBuilder
from vanban.readers.letterheads import is_letterhead
from vanban.readers.package import word
from vanban.readers.paragraph_text import Changes

_ROW, _CELL = word("tr"), word("tc")
WRAPPERS = {word(name) for name in ("sdtContent", "customXml", "smartTag", "ins", "moveTo")}
_SDT = word("sdt")
# Word itself stops at 63 columns.
_WIDEST = 100


@dataclass(frozen=True, slots=True)
class Frame:
    """Where blocks are being written: body, a cell, a note."""

    kind: BlockKind = BlockKind.PARAGRAPH
    position: Position | None = None


@dataclass(slots=True)
class _Grid:
    """A table while it is being read: open cells of vertical merges by their column."""

    number: int
    kind: BlockKind
    cells: list[Cell] = field(default_factory=list)
    merged: dict[int, int] = field(default_factory=dict)
    row: int = 0


class TableReader:
    """Reads tables; ``write`` writes the blocks of a cell."""

    def __init__(
        self, builder: TextBuilder, changes: Changes, write: Callable[[etree._Element, Frame], None]
    ) -> None:
        self._builder = builder
        self._changes = changes
        self._write = write

    def read(self, element: etree._Element) -> None:
        """Write a table into the text."""
        number = self._builder.open_table()
        is_layout = is_letterhead(element)
        grid = _Grid(number, BlockKind.PARAGRAPH if is_layout else BlockKind.CELL)
        for row in children(element, _ROW):
            if _is_deleted(row, "trPr", "del"):
                self._changes.deletions += 1
                continue
            self._row(row, grid)
            grid.row += 1
        self._builder.close_table(number, grid.cells, is_layout)

    def _row(self, row: etree._Element, grid: _Grid) -> None:
        column = min(_WIDEST, _integer_at(row, f"{word('trPr')}/{word('gridBefore')}", 0))
        for cell in children(row, _CELL):
            if _is_deleted(cell, "tcPr", "cellDel"):
                self._changes.deletions += 1
                continue
            width = _integer_at(cell, f"{word('tcPr')}/{word('gridSpan')}", 1)
            width = max(1, min(width, _WIDEST - column))
            if _merge(cell, "hMerge") == "continue" and _widen(grid, column, width):
                column += width
                continue
            self._merged_cell(cell, grid, column, width)
            column += width

    def _merged_cell(self, cell: etree._Element, grid: _Grid, column: int, width: int) -> None:
        merge = _merge(cell, "vMerge")
        if merge == "continue" and column in grid.merged:
            # Word keeps text typed before the cells were merged; it is not printed.
            _lengthen(grid, column)
            return
        grid.merged.pop(column, None)
        if merge is not None:
            grid.merged[column] = len(grid.cells)
        grid.cells.append(self._cell(cell, grid, column, width))

    def _cell(self, cell: etree._Element, grid: _Grid, column: int, width: int) -> Cell:
        before, start = self._builder.end, self._builder.next_start
        self._write(cell, Frame(grid.kind, Position(grid.number, grid.row, column)))
        end = self._builder.end
        span = Span(start, end) if end != before else Span(end, end)
        return Cell(span, grid.row, column, column_span=width)


def children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Child elements of a tag, also inside controls and tracked insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS or child.tag == _SDT:
            yield from children(child, tag)


def _is_deleted(element: etree._Element, properties: str, mark: str) -> bool:
    return element.find(f"{word(properties)}/{word(mark)}") is not None


def _merge(cell: etree._Element, name: str) -> str | None:
    found = cell.find(f"{word('tcPr')}/{word(name)}")
    return None if found is None else found.get(word("val"), "continue")


def _integer_at(element: etree._Element, path: str, default: int) -> int:
    found = element.find(path)
    text = None if found is None else found.get(word("val"))
    return int(text[:6]) if text and text.isdecimal() else default


def _lengthen(grid: _Grid, column: int) -> None:
    at = grid.merged[column]
    old = grid.cells[at]
    grid.cells[at] = replace(old, row_span=grid.row - old.row + 1)


def _widen(grid: _Grid, column: int, width: int) -> bool:
    """Let the cell before a column of the same row go on over it."""
    last = grid.cells[-1] if grid.cells else None
    if last is None or last.row != grid.row or last.column + last.column_span != column:
        return False
    grid.cells[-1] = replace(last, column_span=last.column_span + width)
    return True
