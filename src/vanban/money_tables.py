"""Amounts in tables: a unit of money stated above the table, in a head cell or in the row."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from vanban.models import Block, Cell, Money, Span, Table, Text
from vanban.money import SCALE, SCALES
from vanban.quantities import NUMBER, parse_number
from vanban.table_grid import is_counter_row

_MONEY = rf"(?P<scale>{SCALE})?\s*(?:đồng|vnđ|vnd|đ(?!\w))"
_UNIT_LINE = re.compile(rf"(?i:(?:đơn vị(?:\s+tính)?|đvt|đv tính)\s*[:.]?\s*\(?\s*{_MONEY})")
_UNIT_HEADER = re.compile(
    rf"(?i:(?:[(\[]\s*(?:(?:đơn vị(?:\s+tính)?|đvt)\s*:?\s*)?|,\s*){_MONEY}\s*(?:[)\]]|\Z))"
)
_UNIT_COLUMN = re.compile(r"(?i:\s*(?:đơn\s+vị(?:\s+tính)?|đvt|đv tính)\s*\Z)")
_UNIT_CELL = re.compile(rf"(?i:\s*{_MONEY}\s*\Z)")
_CELL_NUMBER = re.compile(rf"(?:{NUMBER})\Z")
_NOT_MONEY = re.compile(
    r"(?i:%|tỷ lệ|tỉ lệ|tỷ trọng|stt|số tt|\btt\b|số lượng|số hộ|số người|năm thực hiện"
    r"|diện tích|thời gian|tiến độ|ghi chú|mã(?!\w)|khối lượng|quy mô|năng lực|địa điểm|số dự án)"
)
_LOOK_BACK = 3
_YEAR = re.compile(r"(?:19|20)\d\d")


def find_table_money(text: Text, table: Table, part: str) -> Iterator[Money]:
    """The amounts of a table that states its unit of money: of a column in its head cells, of a
    row in its unit column, of the rest in the line above."""
    above = _unit_above(text, table)
    columns = _header_units(text, table)
    rows = _row_units(text, table)
    if above is None and not columns and not rows:
        return
    counters = _counter_cells(text, table)
    skipped = _other_columns(text, table) | _ratio_columns(text, counters)
    for cell in table.cells:
        if cell in counters or cell.column in skipped or not _is_amount(text, cell):
            continue
        scale = columns.get(cell.column) or (rows.get(cell.row) if rows else above)
        if scale is None:
            continue
        raw = cell.span.of(text.content).strip()
        value = parse_number(raw) * scale
        if value == value.to_integral_value():
            yield Money(_stripped(text.content, cell.span), part, 0.85, raw, int(value))


def _unit_above(text: Text, table: Table) -> int | None:
    """The unit line among the last paragraphs before a table or in its first row."""
    before = _blocks_before(text, table.span.start)
    first_row = [cell.span for cell in table.cells if cell.row == 0]
    for span in [*(block.span for block in reversed(before)), *first_row]:
        match = _UNIT_LINE.search(span.of(text.content)[-300:])
        if match:
            return _scale_of(match["scale"])
    return None


def _blocks_before(text: Text, start: int) -> tuple[Block, ...]:
    at = bisect_left(text.blocks, start, key=lambda block: block.span.start)
    return text.blocks[max(0, at - _LOOK_BACK) : at]


def _scale_of(raw: str | None) -> int:
    return SCALES[" ".join((raw or "").casefold().split()).replace("tỉ", "tỷ")]


def _header_units(text: Text, table: Table) -> dict[int, int]:
    units: dict[int, int] = {}
    for cell in table.cells:
        match = _UNIT_HEADER.search(cell.span.of(text.content)) if cell.row <= 2 else None
        if match:
            scale = _scale_of(match["scale"])
            units.update(dict.fromkeys(_columns(cell), scale))
    return units


def _row_units(text: Text, table: Table) -> dict[int, int]:
    """The unit of money of each row, where a column states the unit of every row."""
    stating = {
        cell.column
        for cell in table.cells
        if cell.row <= 2 and _UNIT_COLUMN.match(cell.span.of(text.content))
    }
    units: dict[int, int] = {}
    for cell in table.cells if stating else ():
        match = _UNIT_CELL.match(cell.span.of(text.content)) if cell.column in stating else None
        if match:
            units.update(
                dict.fromkeys(range(cell.row, cell.row + cell.row_span), _scale_of(match["scale"]))
            )
    return units


def _columns(cell: Cell) -> range:
    return range(cell.column, cell.column + cell.column_span)


def _other_columns(text: Text, table: Table) -> set[int]:
    """Columns of ordinals, shares, counts: their numbers are no money."""
    return {
        column
        for cell in table.cells
        if cell.row <= 2 and _NOT_MONEY.search(cell.span.of(text.content))
        for column in _columns(cell)
    }


_FIRST_ROWS = 5
# A column that counts as the quotient of others: "4=3/2".
_RATIO = re.compile(r"\S*\s*=.*\d\)?\s*[/:]")


def _counter_cells(text: Text, table: Table) -> frozenset[Cell]:
    """The cells of the row that counts the columns: "A B 1 2 3"."""
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.row < _FIRST_ROWS:
            rows.setdefault(cell.row, []).append(cell)
    return frozenset(
        cell
        for cells in rows.values()
        if is_counter_row([cell.span.of(text.content).strip() for cell in cells])
        for cell in cells
    )


def _ratio_columns(text: Text, counters: frozenset[Cell]) -> set[int]:
    return {cell.column for cell in counters if _RATIO.match(cell.span.of(text.content))}


def _is_amount(text: Text, cell: Cell) -> bool:
    if cell.row == 0:
        return False
    raw = cell.span.of(text.content).strip()
    return bool(_CELL_NUMBER.match(raw)) and not _YEAR.fullmatch(raw)


def _stripped(content: str, span: Span) -> Span:
    raw = span.of(content)
    start = span.start + len(raw) - len(raw.lstrip())
    return Span(start, start + len(raw.strip()))
