"""Tables of data with their merged cells."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby

from lxml import etree

from vanban.akoma.elements import Ids, child
from vanban.akoma.inline import Inline
from vanban.models import Block, Cell, Table


def add_table(
    parent: etree._Element, table: Table, blocks: Sequence[Block], inline: Inline, ids: Ids
) -> None:
    """A ``table``; cells of nested tables stand as paragraphs of the outer cell."""
    element = child(parent, "table", eId=ids.new("table", str(table.span.start)))
    starts = [block.span.start for block in blocks]
    cells = sorted(table.cells, key=lambda cell: (cell.row, cell.column))
    for _, row in groupby(cells, key=lambda cell: cell.row):
        line = child(element, "tr")
        for cell in row:
            _add_cell(line, cell, blocks, starts, inline)


def _add_cell(
    line: etree._Element,
    cell: Cell,
    blocks: Sequence[Block],
    starts: Sequence[int],
    inline: Inline,
) -> None:
    element = child(line, "td")
    if cell.row_span > 1:
        element.set("rowspan", str(cell.row_span))
    if cell.column_span > 1:
        element.set("colspan", str(cell.column_span))
    first = bisect_left(starts, cell.span.start)
    for block in blocks[first : bisect_left(starts, cell.span.end)]:
        inline.paragraph(element, block.span)
    if len(element) == 0:
        child(element, "p")
