"""What stands where on a worksheet: titles, letterheads, tables, notes, signatures.

A table is known by the lines around its cells, by a head of known words or, without either, by
rows of several cells. All else is running text, set side by side where a row has several cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vanban.readers.letterheads import LAYOUT_WORDS
from vanban.readers.xlsx_sheet import Area, Sheet
from vanban.table_grid import is_order
from vanban.table_heads import is_head
from vanban.text import fold

# A merge over more cells than any printed page has is not followed.
_LARGEST_MERGE = 20_000
_HEAD_ROWS = 5
_LOOK_AHEAD = 20


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A filled cell with the area that it covers."""

    words: str
    area: Area


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with at least one filled cell; ``after_gap`` where empty rows stand above it."""

    number: int
    cells: tuple[SheetCell, ...]
    is_boxed: bool
    after_gap: bool

    @property
    def texts(self) -> list[str]:
        return [cell.words.replace("\n", " ") for cell in self.cells]


@dataclass(frozen=True, slots=True)
class Region:
    """Consecutive rows that form one table, or running text."""

    rows: tuple[SheetRow, ...]
    is_table: bool


def find_regions(sheet: Sheet) -> tuple[Region, ...]:
    """The tables of a worksheet and the text between them, in the order of rows."""
    rows = _rows(sheet)
    boxed = sum(row.is_boxed for row in rows) >= 2
    runs = _boxed_runs(rows) if boxed else [(False, rows)]
    return tuple(
        region
        for is_boxed, run in runs
        for region in (_split_boxed(run) if is_boxed else _split_plain(run, boxed))
        if region.rows
    )


def _rows(sheet: Sheet) -> list[SheetRow]:
    merges = {(area.top, area.left): area for area in sheet.merges if _is_followed(area)}
    rows: list[SheetRow] = []
    for number in sorted(sheet.rows):
        cells = tuple(
            SheetCell(words, merges.get((number, column), Area(number, column, number, column)))
            for column, words in sorted(sheet.rows[number].items())
        )
        gap = bool(rows) and number > _bottom(rows[-1]) + 1
        rows.append(SheetRow(number, cells, number in sheet.boxed, gap))
    return rows


def _is_followed(area: Area) -> bool:
    height, width = area.bottom - area.top + 1, area.right - area.left + 1
    return height * width <= _LARGEST_MERGE


def _bottom(row: SheetRow) -> int:
    return max(cell.area.bottom for cell in row.cells)


# Tables with lines around their cells


def _boxed_runs(rows: Sequence[SheetRow]) -> list[tuple[bool, list[SheetRow]]]:
    """Rows in runs with and without lines; a head right above lines, and a plain row between
    two of them, belong to the lines."""
    boxed = [row.is_boxed for row in rows]
    for at in range(len(rows) - 2, -1, -1):
        if boxed[at] or not boxed[at + 1] or rows[at + 1].after_gap:
            continue
        between = at > 0 and boxed[at - 1] and not rows[at].after_gap
        boxed[at] = is_head(rows[at].texts) or (between and len(rows[at].cells) > 1)
    runs: list[tuple[bool, list[SheetRow]]] = []
    for row, is_boxed in zip(rows, boxed, strict=True):
        if not runs or runs[-1][0] is not is_boxed:
            runs.append((is_boxed, []))
        runs[-1][1].append(row)
    return runs


def _split_boxed(rows: Sequence[SheetRow]) -> Iterator[Region]:
    """A boxed run cut where another head begins."""
    start = 0
    for at in range(1, len(rows)):
        if _begins_other(rows, start, at):
            yield Region(tuple(rows[start:at]), True)
            start = at
    yield Region(tuple(rows[start:]), True)


def _begins_other(rows: Sequence[SheetRow], start: int, at: int) -> bool:
    """Whether a row is a head of its own: not a line of the head above it, nor that head again."""
    if not is_head(rows[at].texts) or is_head(rows[at - 1].texts) or at - start < 2:
        return False
    heads = {fold(text) for row in rows[start : min(at, start + _HEAD_ROWS)] for text in row.texts}
    return any(fold(text) not in heads for text in rows[at].texts)


# Tables told by their words and their shape


def _split_plain(rows: Sequence[SheetRow], needs_head: bool) -> Iterator[Region]:
    """Rows without lines: where a table begins and ends is told by its head and its cells."""
    position = 0
    while position < len(rows):
        start = _table_start(rows, position, needs_head)
        if start is None:
            break
        end = _table_end(rows, start)
        yield Region(tuple(rows[position:start]), False)
        yield Region(tuple(rows[start:end]), True)
        position = end
    yield Region(tuple(rows[position:]), False)


def _table_start(rows: Sequence[SheetRow], position: int, needs_head: bool) -> int | None:
    for at in range(position, len(rows)):
        if is_head(rows[at].texts):
            return at
    if needs_head:
        return None
    for at in range(position, len(rows) - 1):
        wide = len(rows[at].cells) >= 3 and len(rows[at + 1].cells) >= 2
        if wide and not any(map(_is_running, rows[at : at + 2])):
            return at
    return None


_TITLE = re.compile(
    r"(?:biểu|bảng|phụ lục|phụ biểu|danh mục|đơn vị tính|đvt|mẫu|kèm theo|tổng hợp)(?!\w)|\("
)


def _table_end(rows: Sequence[SheetRow], start: int) -> int:
    """The row after a table: at its notes or signatures, or before the titles of the next one."""
    at = start + 1
    while at < len(rows):
        if _begins_other(rows, start, at):
            return _before_titles(rows, start, at)
        if _is_footer(rows[at]) or (rows[at].after_gap and not _goes_on(rows, start, at)):
            return at
        at += 1
    return at


def _before_titles(rows: Sequence[SheetRow], start: int, head: int) -> int:
    at = head
    while at - 1 > start and len(rows[at - 1].cells) == 1:
        words = rows[at - 1].texts[0]
        if not (rows[at - 1].after_gap or words.isupper() or _TITLE.match(fold(words))):
            break
        at -= 1
    return at


def _goes_on(rows: Sequence[SheetRow], start: int, at: int) -> bool:
    """Whether rows of the same table follow an empty row: the next wide row is no other head."""
    for row in rows[at : at + _LOOK_AHEAD]:
        if _is_footer(row):
            return False
        if len(row.cells) > 1:
            return not _is_running(row) and (len(row.cells) >= 3 or is_order(row.texts[0]))
    return False


_RUNNING = re.compile(
    r"(?:nơi nhận|người lập|lập biểu|lập bảng|người tổng hợp|kế toán|phụ trách|thủ trưởng"
    r"|ghi chú ?:|ghi chú\Z|(?:tm|kt|tl|tuq|q)\.\s|(?:phó )?(?:giám đốc|chủ tịch|trưởng phòng"
    r"|chánh văn phòng)|\(ký|\(đã ký|xác nhận của)"
)
_DATED = re.compile(r"ngày[\s.…_\d]{1,12}tháng[\s.…_\d]{1,12}năm")
_NOTE = re.compile(r"(?:\*+|\(\*+\)|\(\d\))\s*(?:ghi chú|\w)|nguồn ?:|chú thích ?:|ghi chú ?:")


def _is_running(row: SheetRow) -> bool:
    """A row of a letterhead or a signature, set side by side."""
    return any(
        LAYOUT_WORDS.search(words) or _RUNNING.match(words) or _DATED.search(words[:80])
        for words in map(fold, row.texts)
        if len(words) <= 120
    )


def _is_footer(row: SheetRow) -> bool:
    """A note or a signature below a table."""
    if len(row.cells) > 4 or any(map(is_order, row.texts)):
        return False
    alone = len(row.cells) == 1 and _NOTE.match(fold(row.texts[0])) is not None
    dated = len(row.cells) <= 2 and _DATED.search(fold(row.texts[-1])) is not None
    heads = [words for words in map(fold, row.texts) if _RUNNING.match(words)]
    return alone or dated or (bool(heads) and len(heads) == len(row.cells))


# Running text set side by side


def side_by_side(rows: Sequence[SheetRow]) -> Iterator[tuple[SheetRow, ...]]:
    """Running rows in blocks: rows that are set in columns together, others each alone."""
    last = max((at for at, row in enumerate(rows) if len(row.cells) > 1), default=-1)
    block: list[SheetRow] = []
    split = 0
    for at, row in enumerate(rows):
        if len(row.cells) > 1:
            split = split if block else row.cells[1].area.left
            block.append(row)
        elif block and at < last and _stays(row, split):
            block.append(row)
        else:
            if block:
                yield tuple(block)
            block = []
            yield (row,)
    if block:
        yield tuple(block)


def _stays(row: SheetRow, split: int) -> bool:
    """Whether a row of one cell belongs to a column of the block around it: a title does not."""
    area = row.cells[0].area
    crosses = area.left < split <= area.right
    return not crosses and not row.texts[0].isupper()


def columns_of(block: Sequence[SheetRow]) -> list[list[str]]:
    """The words of a block of rows set side by side, one column after another."""
    widest = max(block, key=lambda row: len(row.cells))
    starts = [cell.area.left for cell in widest.cells]
    columns: list[list[str]] = [[] for _ in starts]
    for row in block:
        for cell in row.cells:
            nearest = min(range(len(starts)), key=lambda at: abs(starts[at] - cell.area.left))
            columns[nearest].append(cell.words)
    return columns
