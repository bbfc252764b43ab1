"""Writes what stands on pages into a text, page after page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vanban.models import BlockKind, Cell, Span
from vanban.readers.builder import Piece, Position, TextBuilder
from vanban.readers.page_blocks import Paragraph, cell_paragraphs, side_paragraphs
from vanban.readers.page_frames import Frames
from vanban.readers.page_lines import PageLine
from vanban.readers.page_links import link
from vanban.readers.page_notes import Note, without_references
from vanban.readers.page_paragraphs import joins
from vanban.readers.page_sides import Sides
from vanban.readers.page_tables import PageTable
from vanban.text import fold

_LAYOUT_WORDS = re.compile(
    r"cộng hòa xã hội chủ nghĩa|độc lập ?- ?tự do|đảng cộng sản việt nam|nơi nhận ?:"
)
_LAYOUT_ROWS, _LAYOUT_COLUMNS = 6, 4


class PageWriter:
    """Joins lines into paragraphs and writes them, tables and notes at their places."""

    def __init__(self, builder: TextBuilder) -> None:
        self._builder = builder
        self._pending: Paragraph = []
        self._frames: Frames | None = None
        self._notes: list[Note] = []
        self._referred: set[str] = set()

    def write_page(
        self, items: Sequence[PageLine | Sides | PageTable], notes: Sequence[Note], frames: Frames
    ) -> None:
        """One page: its items in reading order, its footnotes, its text area."""
        self._frames = frames
        self._notes.extend(notes)
        figures = frozenset(note.figure for note in notes if note.figure)
        for item in items:
            if isinstance(item, PageLine):
                self._take(*without_references(item, figures))
            else:
                self._flush()
                self._write_set_apart(item)
        # A note that no word refers to stands after the paragraph that ends its page.
        self._referred |= figures

    def finish(self) -> None:
        """Write what waits for the next page."""
        self._flush()
        self._write_notes(self._notes)

    def _take(self, line: PageLine, figures: Sequence[str]) -> None:
        if self._pending and not self._joins(line):
            self._flush()
        self._pending.append(line)
        self._referred.update(figures)

    def _joins(self, line: PageLine) -> bool:
        last = self._pending[-1]
        if self._frames is None or last.in_column is not line.in_column:
            return False
        return joins(self._pending, line, self._frames.of(line))

    def _flush(self) -> None:
        if self._pending:
            self._builder.add_block(pieces_of(self._pending))
            self._pending = []
        self._write_notes([note for note in self._notes if note.figure in self._referred])

    def _write_notes(self, notes: Sequence[Note]) -> None:
        for note in notes:
            self._builder.add_block(pieces_of(note.lines), BlockKind.FOOTNOTE)
        self._notes = [note for note in self._notes if note not in notes]
        if not self._pending:
            self._referred = set()

    # Tables

    def _write_set_apart(self, item: Sides | PageTable) -> None:
        if isinstance(item, Sides):
            columns = [side_paragraphs(item.left), side_paragraphs(item.right)]
            self._write_layout(columns)
        elif _is_layout(item):
            self._write_layout([side_paragraphs(cell.lines) for cell in item.cells], item)
        else:
            self._write_table(item)

    def _write_layout(
        self, cells: Sequence[list[Paragraph]], table: PageTable | None = None
    ) -> None:
        """Columns side by side, or the cells of a ruled table that only sets words apart."""
        number = self._builder.open_table()
        written = []
        for at, paragraphs in enumerate(cells):
            row, column = (table.cells[at].row, table.cells[at].column) if table else (0, at)
            position = Position(number, row, column)
            span = self._write_cell(paragraphs, position, BlockKind.PARAGRAPH)
            written.append(Cell(span, row, column))
        self._builder.close_table(number, written, is_layout=True)

    def _write_table(self, table: PageTable) -> None:
        number = self._builder.open_table()
        written = []
        for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
            position = Position(number, cell.row, cell.column)
            span = self._write_cell(cell_paragraphs(cell), position, BlockKind.CELL)
            written.append(Cell(span, cell.row, cell.column, cell.row_span, cell.column_span))
        self._builder.close_table(number, written)

    def _write_cell(
        self, paragraphs: Sequence[Paragraph], position: Position, kind: BlockKind
    ) -> Span:
        narrow = kind is BlockKind.CELL
        spans = [
            self._builder.add_block(pieces_of(lines, narrow=narrow), kind, position)
            for lines in paragraphs
        ]
        if not spans:
            return Span(self._builder.end, self._builder.end)
        return Span(spans[0].start, spans[-1].end)


def _is_layout(table: PageTable) -> bool:
    """Whether a ruled table only sets a letterhead or a signature side by side."""
    if table.rows > _LAYOUT_ROWS or table.columns > _LAYOUT_COLUMNS:
        return False
    return any(_LAYOUT_WORDS.search(fold(cell.text)) for cell in table.cells)


def pieces_of(lines: Sequence[PageLine], *, narrow: bool = False) -> list[Piece]:
    """Lines as pieces: recognised words one by one, others line by line; ``narrow`` in cells."""
    pieces: list[Piece] = []
    for number, line in enumerate(lines):
        space = link(lines[number - 1], line, narrow=narrow) if number else ""
        if line.words[0].confidence is None:
            pieces.append(Piece(line.text, space, line.page, None, line.box))
            continue
        for at, word in enumerate(line.words):
            between = " " if at else space
            pieces.append(Piece(word.text, between, line.page, None, word.box, word.confidence))
    return pieces
