"""Tables without rulings, where their columns stand clearly apart on several rows."""

from __future__ import annotations

from collections.abc import Sequence

from vanban.models import Box
from vanban.readers.cell_lines import is_order
from vanban.readers.page_lines import PageLine, around, rows_of
from vanban.readers.page_tables import PageCell, PageTable

Row = tuple[PageLine, ...]
Stretch = tuple[float, float]
# So many columns and rows with words in most columns make a table beyond doubt.
_COLUMNS, _ROWS = 3, 3
# Points between two columns, and between two rows in type sizes.
_APART = 8.0
_ROW_GAP = 3.0


def part_aligned(lines: Sequence[PageLine]) -> list[PageLine | PageTable]:
    """The lines of a page, those of tables without rulings put together as such."""
    rows = rows_of(lines)
    found: list[PageLine | PageTable] = []
    at = 0
    while at < len(rows):
        end, columns = _run(rows, at)
        if columns:
            found.append(_table(rows[at:end], columns))
            at = end
        else:
            found.extend(rows[at])
            at += 1
    return found


def _run(rows: Sequence[Row], at: int) -> tuple[int, list[Stretch]]:
    """The last row (exclusive) of a table that begins here, and its columns."""
    if len(rows[at]) < _COLUMNS or rows[at][0].in_column:
        return at, []
    columns = _stretches(rows[at])
    end, full = at + 1, 1
    while end < len(rows) and _is_near(rows[end - 1], rows[end]):
        wider = _merged([*columns, *_stretches(rows[end])])
        if len(wider) < max(_COLUMNS, len(columns)):
            break
        full += len(rows[end]) >= _COLUMNS
        columns, end = wider, end + 1
    if full < _ROWS or full * 2 < end - at:
        return at, []
    return end, columns


def _is_near(row: Row, following: Row) -> bool:
    gap = following[0].box.top - max(line.box.bottom for line in row)
    return gap < _ROW_GAP * following[0].size


def _stretches(row: Row) -> list[Stretch]:
    return [(line.box.left, line.box.right) for line in row]


def _merged(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Stretches that overlap or nearly touch as one, from left to right."""
    merged: list[Stretch] = []
    for left, right in sorted(stretches):
        if merged and left - merged[-1][1] < _APART:
            merged[-1] = merged[-1][0], max(merged[-1][1], right)
        else:
            merged.append((left, right))
    return merged


def _table(rows: Sequence[Row], columns: Sequence[Stretch]) -> PageTable:
    groups = _grouped(rows, columns)
    edges = _edges(columns)
    box = around(line.box for row in rows for line in row)
    cells = [
        PageCell(number, column, 1, 1, _cell_box(group, edges, column), lines)
        for number, group in enumerate(groups)
        for column, lines in enumerate(_by_column(group, columns))
    ]
    return PageTable(rows[0][0].page, box, len(groups), tuple(edges), tuple(cells))


def _edges(columns: Sequence[Stretch]) -> list[float]:
    inner = [(a[1] + b[0]) / 2 for a, b in zip(columns, columns[1:], strict=False)]
    return [columns[0][0] - 1, *inner, columns[-1][1] + 1]


def _grouped(rows: Sequence[Row], columns: Sequence[Stretch]) -> list[list[PageLine]]:
    """Printed rows as rows of the table: where a numbered column says so, wrapped lines belong to
    the row above them."""
    firsts = [_first_cell(row, columns) for row in rows]
    numbered = sum(is_order(words) for words in firsts) >= 2
    groups: list[list[PageLine]] = []
    for row, words in zip(rows, firsts, strict=True):
        if groups and numbered and not words:
            groups[-1].extend(row)
        else:
            groups.append(list(row))
    return groups


def _first_cell(row: Row, columns: Sequence[Stretch]) -> str:
    return row[0].text if row[0].box.left <= columns[0][1] else ""


def _by_column(lines: Sequence[PageLine], columns: Sequence[Stretch]) -> list[tuple[PageLine, ...]]:
    return [
        tuple(line for line in lines if left - 1 <= line.box.left <= right)
        for left, right in columns
    ]


def _cell_box(lines: Sequence[PageLine], edges: Sequence[float], column: int) -> Box:
    around_row = around(line.box for line in lines)
    return Box(edges[column], around_row.top, edges[column + 1], around_row.bottom)
