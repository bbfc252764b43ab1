"""Tables that go on over a page break: repeated heads dropped, cut rows joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vanban.readers.page_lines import PageLine
from vanban.readers.page_tables import PageCell, PageTable
from vanban.readers.starts import is_terminal

# Rows of a head that may be repeated on each page.
_MOST_HEAD_ROWS = 4
# Column edges agree when they differ by less than this share of the table's width.
_EDGE_TOLERANCE = 0.02


def joined(first: PageTable, second: PageTable) -> PageTable | None:
    """One table made of two on neighbouring pages, or None where they have other columns."""
    mapping = _columns_of(first, second)
    if mapping is None:
        return None
    second = _remapped(second, mapping, first.edges)
    heads = _repeated_heads(first, second)
    below = _without_head_remains(first, second, heads)
    rows = first.rows
    cells = list(first.cells)
    start = heads
    if _is_cut(first, below, heads):
        cells = _with_cut_row(cells, [cell for cell in below if cell.row == heads], rows - 1)
        start = heads + 1
    moved = [replace(cell, row=cell.row - start + rows) for cell in below if cell.row >= start]
    return replace(
        first,
        page=second.page,
        rows=rows + second.rows - start,
        cells=(*cells, *moved),
    )


def _columns_of(first: PageTable, second: PageTable) -> list[int] | None:
    """For each edge of the second table its edge in the first, aligned at the left side."""
    shares = _shares(first.edges), _shares(second.edges)
    width = abs((first.edges[-1] - first.edges[0]) / (second.edges[-1] - second.edges[0]) - 1)
    if width > 0.1:
        return None
    mapping = []
    for share in shares[1]:
        nearest = min(range(len(shares[0])), key=lambda at: abs(shares[0][at] - share))
        if abs(shares[0][nearest] - share) > _EDGE_TOLERANCE:
            return None
        mapping.append(nearest)
    # A page with group rows alone shows fewer edges; one with more is another table.
    return mapping if mapping == sorted(set(mapping)) else None


def _shares(edges: Sequence[float]) -> list[float]:
    width = max(1.0, edges[-1] - edges[0])
    return [(edge - edges[0]) / width for edge in edges]


def _remapped(table: PageTable, mapping: Sequence[int], edges: tuple[float, ...]) -> PageTable:
    cells = tuple(
        replace(
            cell,
            column=mapping[cell.column],
            column_span=mapping[cell.column + cell.column_span] - mapping[cell.column],
        )
        for cell in table.cells
    )
    return replace(table, cells=cells, edges=edges)


# Repeated heads


def _repeated_heads(first: PageTable, second: PageTable) -> int:
    """How many rows at the top of the second table repeat the head of the first."""
    count = 0
    while count < min(_MOST_HEAD_ROWS, first.rows, second.rows - 1):
        if not _repeats(first.row(count), second.row(count)):
            break
        count += 1
    return count


def _repeats(head: Sequence[PageCell], row: Sequence[PageCell]) -> bool:
    """Whether a row says what a head row says, or as much of it as was not cut off."""
    words = {cell.column: _key(cell.text) for cell in head}
    found = [(cell.column, _key(cell.text)) for cell in row if cell.text]
    if not found:
        return False
    wanted = sum(bool(text) for text in words.values())
    agree = sum(
        bool(words.get(column)) and words[column].startswith(text) for column, text in found
    )
    return agree == len(found) and agree * 2 > wanted


def _key(text: str) -> str:
    return "".join(text.split()).casefold()


def _without_head_remains(first: PageTable, second: PageTable, heads: int) -> list[PageCell]:
    """The cells of the second table without lines of head cells that run on below the head."""
    remains = {}
    for cell in first.cells:
        if cell.row < heads and cell.text:
            printed = "".join(
                _key(other.text)
                for other in second.cells
                if other.row < heads and other.column == cell.column
            )
            remains[cell.column] = _key(cell.text)[len(printed) :] if printed else ""
    return [
        replace(cell, lines=_after(cell.lines, remains.get(cell.column, "")))
        if cell.row == heads
        else cell
        for cell in second.cells
    ]


def _after(lines: tuple[PageLine, ...], words: str) -> tuple[PageLine, ...]:
    """The lines without those that hold the given words."""
    at = 0
    while words and at < len(lines):
        line = _key(lines[at].text)
        if not words.startswith(line):
            return lines
        words = words[len(line) :]
        at += 1
    return lines if words else lines[at:]


# Cut rows


def _is_cut(first: PageTable, below: Sequence[PageCell], heads: int) -> bool:
    """Whether the first row below the heads goes on with the last row of the page before."""
    row = [cell for cell in below if cell.row == heads]
    last = {cell.column: cell for cell in first.cells if cell.row + cell.row_span == first.rows}
    filled = [cell for cell in row if cell.lines]
    if not filled or (row[0].lines and _is_first(row[0])):
        return not filled
    if any(cell.column not in last or not last[cell.column].lines for cell in filled):
        return False
    # A row of its own under a merged number fills its cells anew; a cut one has some words left.
    cut = any(_flows(last[cell.column].text, cell.text) for cell in filled)
    return cut or (not row[0].lines and len(filled) < len(row) - 1)


def _is_first(cell: PageCell) -> bool:
    """Whether a cell in the first column begins a row of its own."""
    return cell.column == 0 and not cell.text[:1].islower()


def _flows(text: str, following: str) -> bool:
    return not is_terminal(text) or following[:1].islower()


def _with_cut_row(cells: Sequence[PageCell], rest: Sequence[PageCell], row: int) -> list[PageCell]:
    more = {cell.column: cell for cell in rest}
    return [
        replace(cell, lines=(*cell.lines, *more[cell.column].lines))
        if cell.row + cell.row_span - 1 == row and cell.column in more
        else cell
        for cell in cells
    ]
