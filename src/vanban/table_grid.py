"""The cells of a table by row and column, and the rows that hold only numbers of rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from vanban.models import Cell, Table

Grid = Mapping[tuple[int, int], Cell]


def grid_of(table: Table) -> dict[tuple[int, int], Cell]:
    """The cell at each row and column, merged cells at every place they cover."""
    grid: dict[tuple[int, int], Cell] = {}
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                grid.setdefault((row, column), cell)
    return grid


def words_of(cell: Cell | None, content: str) -> str:
    """The words of a cell on one line; offsets into the cell stay valid."""
    return "" if cell is None else cell.span.of(content).replace("\n", " ")


def row_texts(table: Table, grid: Grid, content: str, row: int) -> list[str]:
    """The texts of a row's distinct cells in order."""
    seen: list[Cell] = []
    for column in range(table.columns):
        cell = grid.get((row, column))
        if cell is not None and (not seen or cell is not seen[-1]):
            seen.append(cell)
    return [words_of(cell, content).strip() for cell in seen]


_NUMBERED = r"(?:(?:[IVXLC]{1,6}|[A-ZĐ])\.)?\d{1,3}(?:[.,]\d{1,3})*"
_ORDER = re.compile(rf"(?:{_NUMBERED}|[IVXLC]+|[A-Za-zĐđ])[.)]?\Z")
_COUNTER = re.compile(r"\(?(?:\d{1,2}|[A-Z])\)?(?:\s*=.*)?\Z")


def is_order(text: str) -> bool:
    """Whether a cell holds nothing but the number of its row."""
    return len(text) < 12 and _ORDER.match(text) is not None


def is_counter_row(texts: Sequence[str]) -> bool:
    """Whether a row only counts the columns: "(1) (2) (3)", "A B 1 2"."""
    filled = [text for text in texts if text]
    if len(filled) < 3 or not all(_COUNTER.match(text) for text in filled):
        return False
    numbers = [int(match[0]) for text in filled if (match := re.search(r"\d+", text))]
    return numbers == sorted(set(numbers))
