"""A table found in lines of text."""

from __future__ import annotations

from dataclasses import dataclass

from vanban.readers.lines import Line


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as its lines, with its place in the grid."""

    lines: tuple[Line, ...]
    row: int
    column: int
    column_span: int = 1
    row_span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table found in lines ``start`` to ``end`` (exclusive)."""

    start: int
    end: int
    cells: tuple[GridCell, ...]
