"""Building a ``Text`` piece by piece, so that every offset is right by construction."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vanban.models import (
    Block,
    BlockKind,
    Box,
    Cell,
    Issue,
    Margin,
    Page,
    Place,
    Span,
    Table,
    Text,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text from one place of the source, with the glue that joins it to the last."""

    words: str
    glue: str = " "
    page: int | None = None
    paragraph: int | None = None
    box: Box | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """Which cell of which table a block stands in."""

    table: int
    row: int
    column: int


class TextBuilder:
    """Collects blocks in reading order. Blocks are parted by one line end."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._places: list[Place] = []
        self._tables: list[Table | None] = []

    @property
    def end(self) -> int:
        """The offset after the last word."""
        return self._length

    @property
    def content(self) -> str:
        """The text written so far."""
        return "".join(self._parts)

    @property
    def next_start(self) -> int:
        """The offset at which the next block will start."""
        return self._length + 1 if self._parts else 0

    def add_block(
        self,
        pieces: Sequence[Piece],
        kind: BlockKind = BlockKind.PARAGRAPH,
        position: Position | None = None,
        numbering: str | None = None,
        style: str | None = None,
    ) -> Span:
        """The span of a new block made of the pieces; they must hold at least one word."""
        if self._parts:
            self._parts.append("\n")
            self._length += 1
        start = end = self._length
        for index, piece in enumerate(pieces):
            if index and piece.glue:
                self._parts.append(piece.glue)
                end += len(piece.glue)
            begin, end = end, end + len(piece.words)
            self._parts.append(piece.words)
            self._places.append(_place(Span(begin, end), piece, position))
        self._length = end
        span = Span(start, end)
        self._blocks.append(Block(span, kind, numbering, style))
        return span

    def open_table(self) -> int:
        """The number of a new table, kept in order of opening: outer before nested."""
        self._tables.append(None)
        return len(self._tables) - 1

    def close_table(
        self,
        number: int,
        cells: Sequence[Cell],
        is_layout: bool = False,
        name: str | None = None,
    ) -> None:
        """Put the cells of an opened table in; a table without words is kept as an empty span."""
        start = min((cell.span.start for cell in cells), default=self._length)
        end = max((cell.span.end for cell in cells), default=start)
        rows = max((cell.row + cell.row_span for cell in cells), default=0)
        columns = max((cell.column + cell.column_span for cell in cells), default=0)
        span = Span(start, end)
        self._tables[number] = Table(span, tuple(cells), rows, columns, is_layout, name)

    def build(
        self,
        media_type: str,
        source: bytes,
        reader: str,
        issues: Iterable[Issue] = (),
        pages: Iterable[Page] = (),
        margins: Iterable[Margin] = (),
    ) -> Text:
        """The finished text of a source file."""
        return Text(
            content=self.content,
            blocks=tuple(self._blocks),
            tables=tuple(table for table in self._tables if table is not None),
            places=tuple(self._places),
            issues=tuple(issues),
            pages=tuple(pages),
            margins=tuple(margins),
            media_type=media_type,
            sha256=hashlib.sha256(source).hexdigest(),
            reader=reader,
        )


def _place(span: Span, piece: Piece, position: Position | None) -> Place:
    table, row, column = (
        (None, None, None) if position is None else (position.table, position.row, position.column)
    )
    return Place(span, piece.page, piece.paragraph, table, row, column, piece.box, piece.confidence)
