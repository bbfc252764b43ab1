"""Lines become paragraphs, notes and tables of a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from vanban.models import BlockKind, Cell, Span
from vanban.readers.builder import Piece, Position, TextBuilder
from vanban.readers.footnotes import find_footnotes, is_end_note
from vanban.readers.grid import Grid, GridCell
from vanban.readers.lines import Layout, Line, continues, glue
from vanban.readers.starts import starts_signing, starts_unit


class Paragraphs:
    """Writes lines into a builder: joins what was wrapped, sets tables and footnotes apart."""

    def __init__(
        self,
        builder: TextBuilder,
        lines: Sequence[Line],
        layout: Layout,
        grids: Iterable[Grid] = (),
    ) -> None:
        self._builder = builder
        self._grids = {grid.start: grid for grid in grids}
        self._lines = lines
        self._layout = layout
        self._pending: list[Line] = []
        self._signing = False
        self._notes = find_footnotes(lines, layout)

    def write(self) -> None:
        """Write all lines in order."""
        grids = self._grids
        at = 0
        while at < len(self._lines):
            if at in self._notes:
                self._write_note(at)
                at = self._notes[at]
            elif at in grids:
                self._flush()
                self._write_grid(grids[at])
                at = grids[at].end
            else:
                self._take(self._lines[at])
                at += 1
        self._flush()

    def _take(self, line: Line) -> None:
        if self._pending and not self._joins(line):
            self._flush()
        if starts_signing(line.text):
            self._signing = True
        elif self._signing and self._leaves_signing(line.text):
            self._signing = False
        self._pending.append(line)

    def _leaves_signing(self, text: str) -> bool:
        """Whether a line after the signature begins something else: an appendix, notes, text."""
        if text.startswith(("- ", "+ ")):
            return False
        return (
            starts_unit(text)
            or is_end_note(text)
            or text.startswith(("PHỤ LỤC", "Phụ lục", "(Kèm theo", "(Ban hành"))
            or len(text) > 0.7 * self._layout.width
        )

    def _joins(self, line: Line) -> bool:
        last, alone = self._pending[-1].text, len(self._pending) == 1
        return continues(last, line, self._layout, signing=self._signing, alone=alone)

    def _flush(self) -> None:
        if self._pending:
            first = self._pending[0].text
            kind = BlockKind.FOOTNOTE if is_end_note(first) else BlockKind.PARAGRAPH
            self._builder.add_block(_pieces(self._pending), kind)
            self._pending = []

    def _write_note(self, at: int) -> None:
        """A footnote in the middle of a paragraph waits until the paragraph ends."""
        following = self._lines[self._notes[at] :][:1]
        held = self._pending
        if held and following and not self._joins(following[0]):
            self._flush()
            held = []
        end = self._notes[at]
        note = self._lines[at:end]
        if held:
            end_of_paragraph = self._paragraph_end(end)
            self._pending = [*held, *self._lines[end:end_of_paragraph]]
            self._flush()
            self._notes[at] = end_of_paragraph
        self._builder.add_block(_pieces(note), BlockKind.FOOTNOTE)

    def _paragraph_end(self, at: int) -> int:
        last = self._pending[-1].text
        while at < len(self._lines) and at not in self._notes:
            if not continues(last, self._lines[at], self._layout, signing=self._signing):
                break
            last = self._lines[at].text
            at += 1
        return at

    def _write_grid(self, grid: Grid) -> None:
        table = self._builder.open_table()
        cells = [self._write_cell(table, cell) for cell in grid.cells]
        self._builder.close_table(table, cells)

    def _write_cell(self, table: int, cell: GridCell) -> Cell:
        position = Position(table, cell.row, cell.column)
        start = self._builder.next_start
        for group in self._cell_paragraphs(cell.lines):
            self._builder.add_block(_pieces(group), BlockKind.CELL, position)
        if not cell.lines:
            start = self._builder.end
        span = Span(start, self._builder.end)
        return Cell(span, cell.row, cell.column, cell.row_span, cell.column_span)

    def _cell_paragraphs(self, lines: Sequence[Line]) -> Iterator[list[Line]]:
        group: list[Line] = []
        for line in lines:
            if group and not continues(group[-1].text, line, _CELL_LAYOUT):
                yield group
                group = []
            group.append(line)
        if group:
            yield group


# Lines of a cell are joined unless a marker or a sentence end parts them.
_CELL_LAYOUT = Layout(width=1, wrapped=True, spaced=False, ragged=False)


def _pieces(lines: Sequence[Line]) -> list[Piece]:
    pieces = [Piece(lines[0].text, "", lines[0].page, lines[0].number)]
    for before, line in zip(lines, lines[1:], strict=False):
        pieces.append(Piece(line.text, glue(before.text, line.text), line.page, line.number))
    return pieces
