"""The row of a table that a draft came from, with the columns as in the source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tiendo.documents.models import TextVersion
from tiendo.intake.models import Draft

# A head row names columns; a long cell is no name.
_HEAD_CELL = 90
_MOST_HEAD_ROWS = 4


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: (column's name, words of the cell), empty cells with empty words."""

    number: int
    table: str
    cells: Sequence[tuple[str, str]]


def table_rows(text: TextVersion, drafts: Sequence[Draft]) -> Mapping[int, TableRow]:
    """The table row of each draft that stands in one, by the draft's id."""
    tables = [table for table in text.structure["tables"] if not table["is_layout"]]
    found: dict[int, TableRow] = {}
    for draft in drafts:
        span = draft.extracted.get("span")
        table = _table_at(tables, span[0]) if span else None
        if table is not None and span:
            row = _row_at(table, span[0], span[1])
            if row is not None:
                found[draft.pk] = _row(text.content, table, row)
    return found


def _table_at(tables: Sequence[Mapping[str, Any]], offset: int) -> Mapping[str, Any] | None:
    """The innermost table an offset stands in."""
    around = [t for t in tables if t["span"][0] <= offset < max(t["span"][1], t["span"][0] + 1)]
    return min(around, key=lambda t: t["span"][1] - t["span"][0], default=None)


def _row_at(table: Mapping[str, Any], start: int, end: int) -> int | None:
    """The row most of a stretch's cells stand in; None for a stretch over several rows' worth."""
    rows = [c[2] for c in table["cells"] if c[0] < end and c[1] > start and c[4] == 1]
    return min(rows) if rows else None


def _row(content: str, table: Mapping[str, Any], number: int) -> TableRow:
    names = _names(content, table, number)
    cells: dict[int, str] = {}
    for cell in table["cells"]:
        start, end, row, column, rows, columns = cell
        if row <= number < row + rows and (row == number or rows > 1):
            cells[column] = " ".join(content[start:end].split())
    return TableRow(
        number + 1,
        str(table.get("name") or ""),
        [(names.get(column, ""), words) for column, words in sorted(cells.items())],
    )


def _names(content: str, table: Mapping[str, Any], before: int) -> Mapping[int, str]:
    """The names of the columns from the first rows, those of joined cells in each column."""
    heads = _head_rows(content, table, before)
    names: dict[int, list[str]] = defaultdict(list)
    for start, end, row, column, _rows, columns in table["cells"]:
        words = " ".join(content[start:end].split())
        if row in heads and words:
            for covered in range(column, column + columns):
                names[covered].append(words)
    return {column: " · ".join(dict.fromkeys(words)) for column, words in names.items()}


def _head_rows(content: str, table: Mapping[str, Any], before: int) -> range:
    """The rows that name columns: the first one, and those under it that a merged cell reaches."""
    first = [c for c in table["cells"] if c[2] == 0 and c[0] < c[1]]
    if not first or before == 0 or any(c[1] - c[0] > _HEAD_CELL for c in first):
        return range(0)
    depth = max(c[4] for c in first)
    return range(min(depth, before, _MOST_HEAD_ROWS))
