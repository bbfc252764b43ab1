"""Amounts of money and percentages in sentences and in tables with a unit line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from vanban.models import Block, Cell, Money, Percentage, Span, Table, Text
from vanban.quantities import NUMBER, parse_number
from vanban.scanning import matches_at

_SCALES = {
    "triệu tỷ": 10**15,
    "nghìn tỷ": 10**12,
    "ngàn tỷ": 10**12,
    "tỷ": 10**9,
    "tỉ": 10**9,
    "triệu": 10**6,
    "tr": 10**6,
    "nghìn": 10**3,
    "ngàn": 10**3,
    "": 1,
}
_SCALE = r"(?:triệu tỷ|nghìn tỷ|nghìn tỉ|ngàn tỷ|tỷ|tỉ|triệu|nghìn|ngàn)"
_CURRENCY = r"(?:đồng|VNĐ|VND|vnđ|đ(?![\w/]))"
_AMOUNT = re.compile(
    rf"(?<![\w.,])(?<![^\d\s][/-])(?<!\s/)(?P<number>{NUMBER}|\d{{1,3}}\.\d{{1,2}}(?![\d.,]\d))"
    rf"\s?(?:\([^()\d]{{2,40}}\)\s?)?(?:(?P<scale>{_SCALE})\s?(?:(?P<small>{NUMBER})\s?"
    rf"(?P<small_scale>triệu|nghìn)\s?)?{_CURRENCY}|(?P<bare>tỷ|tỉ)(?=\s*[.,;:()]|\s*\Z|\n"
    r"|\s(?:cho|để|và|từ|trong|vào|so|gồm)\s)"
    rf"|(?P<short>tr)\.?\s?đ(?:ồng)?\b|{_CURRENCY})(?!\w)"
)
# Where a number begins.
_NUMBER = re.compile(r"\d[\d.,]*")
_PERCENT = re.compile(rf"(?<![\w.,/])(?P<number>{NUMBER}|\d+\.\d{{1,2}})\s?%")


def find_money(
    content: str, start: int = 0, end: int | None = None, part: str = "body"
) -> Iterator[Money]:
    """Every amount in dong of a stretch of text, in whole VND; other currencies are left out."""
    stop = len(content) if end is None else end
    for match in matches_at(_NUMBER, _AMOUNT, content, start, stop):
        value = _value_of(match)
        if value == value.to_integral_value():
            yield Money(Span(*match.span()), part, 0.98, match[0], int(value))


def _value_of(match: re.Match[str]) -> Decimal:
    scale = (match["scale"] or match["bare"] or match["short"] or "").replace("tỉ", "tỷ")
    value = parse_number(match["number"]) * _SCALES[scale]
    if match["small"]:
        value += parse_number(match["small"]) * _SCALES[match["small_scale"]]
    return value


def find_percentages(
    content: str, start: int = 0, end: int | None = None, part: str = "body"
) -> Iterator[Percentage]:
    """Every percentage of a stretch of text as a ratio: "36,67%" is 0.3667."""
    stop = len(content) if end is None else end
    for match in matches_at(_NUMBER, _PERCENT, content, start, stop):
        ratio = parse_number(match["number"]) / 100
        yield Percentage(Span(*match.span()), part, 0.99, match[0], ratio)


# Tables: "Đơn vị tính: triệu đồng" above a table applies to its cells.

_UNIT_LINE = re.compile(
    rf"(?i:(?:đơn vị(?: tính)?|đvt)\s*:?\s*(?P<scale>{_SCALE})?\s*(?:đồng|vnđ|vnd))"
)
_UNIT_HEADER = re.compile(rf"(?i:\(\s*(?P<scale>{_SCALE})?\s*(?:đồng|vnđ|vnd)\s*\))")
_CELL_NUMBER = re.compile(rf"(?:{NUMBER})\Z")
_NOT_MONEY = re.compile(
    r"(?i:%|tỷ lệ|tỉ lệ|stt|số tt|\btt\b|số lượng|năm thực hiện|diện tích|thời gian|ghi chú|mã)"
)
_LOOK_BACK = 3


def find_table_money(text: Text, table: Table, part: str) -> Iterator[Money]:
    """The amounts of a table that states its unit of money above or in its header cells."""
    unit = _unit_above(text, table)
    header_units = _header_units(text, table)
    if unit is None and not header_units:
        return
    skipped = _other_columns(text, table)
    for cell in table.cells:
        scale = header_units.get(cell.column, unit)
        if scale is None or cell.column in skipped or not _is_amount(text, cell):
            continue
        raw = cell.span.of(text.content).strip()
        value = parse_number(raw) * scale
        if value == value.to_integral_value():
            yield Money(_stripped(text.content, cell.span), part, 0.85, raw, int(value))


def _unit_above(text: Text, table: Table) -> int | None:
    """The unit line among the last paragraphs before a table or in its first row."""
    before = _blocks_before(text, table.span.start)
    first_row = [cell.span for cell in table.cells if cell.row == 0]
    for span in [*(block.span for block in before), *first_row]:
        match = _UNIT_LINE.search(span.of(text.content))
        if match:
            return _scale_of(match)
    return None


def _blocks_before(text: Text, start: int) -> list[Block]:
    low, high = 0, len(text.blocks)
    while low < high:
        middle = (low + high) // 2
        if text.blocks[middle].span.start < start:
            low = middle + 1
        else:
            high = middle
    return list(text.blocks[max(0, low - _LOOK_BACK) : low])


def _scale_of(match: re.Match[str]) -> int:
    return _SCALES[(match["scale"] or "").casefold().replace("tỉ", "tỷ")]


def _header_units(text: Text, table: Table) -> dict[int, int]:
    units = {}
    for cell in table.cells:
        match = _UNIT_HEADER.search(cell.span.of(text.content)) if cell.row <= 1 else None
        if match:
            units.update(dict.fromkeys(_columns(cell), _scale_of(match)))
    return units


def _columns(cell: Cell) -> range:
    return range(cell.column, cell.column + cell.column_span)


def _other_columns(text: Text, table: Table) -> set[int]:
    """Columns of ordinals, shares, counts: their numbers are no money."""
    return {
        column
        for cell in table.cells
        if cell.row <= 1 and _NOT_MONEY.search(cell.span.of(text.content))
        for column in _columns(cell)
    }


def _is_amount(text: Text, cell: Cell) -> bool:
    if cell.row == 0:
        return False
    raw = cell.span.of(text.content).strip()
    return bool(_CELL_NUMBER.match(raw)) and not re.fullmatch(r"(?:19|20)\d\d", raw)


def _stripped(content: str, span: Span) -> Span:
    raw = span.of(content)
    start = span.start + len(raw) - len(raw.lstrip())
    return Span(start, start + len(raw.strip()))
