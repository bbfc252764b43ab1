"""The unit line of a table: "Đơn vị tính: triệu đồng" above it, in its first rows or in a head."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from vanban.models import BlockKind, Span, Table, Text

_UNIT_LINE = re.compile(
    r"(?i:(?<!\w)(?:đơn vị\s*(?:tính)?|đvt|đ/vt|đv\s?tính)\s*:\s*(?:là\s+)?)"
    r"(?P<unit>[^\n;()]{1,40}?)"
    r"\s*(?:\)|[;.]?\s*\Z|\n)"
)
_LOOK_BACK = 5
_FIRST_ROWS = 2


@dataclass(frozen=True, slots=True)
class UnitLine:
    """The unit of all cells of a table that state none: its words and where they stand."""

    unit: str
    span: Span


def find_unit_line(text: Text, table: Table) -> UnitLine | None:
    """The unit line that applies to a table; None where it has none of its own.

    The lines between the table before and this one count, the nearest first, and then a line in
    the table's own first rows.
    """
    for span in (*_lines_above(text, table), *_first_cells(table)):
        match = _UNIT_LINE.search(text.content, span.start, span.end)
        if match:
            return UnitLine(match["unit"].strip(), Span(match.start("unit"), match.end("unit")))
    return None


def _lines_above(text: Text, table: Table) -> Iterator[Span]:
    """The last paragraphs before a table, from below, up to the end of another table."""
    at = bisect_left(text.blocks, table.span.start, key=lambda block: block.span.start)
    for block in reversed(text.blocks[max(0, at - _LOOK_BACK) : at]):
        if block.kind is BlockKind.CELL:
            return
        yield block.span


def _first_cells(table: Table) -> Iterator[Span]:
    for cell in table.cells:
        if cell.row >= _FIRST_ROWS:
            return
        yield cell.span
