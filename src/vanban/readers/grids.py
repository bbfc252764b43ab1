"""Tables in plain text: rows of pipes, and portal tables whose cells stand one under another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vanban.readers.lines import Line
from vanban.text import fold


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as its lines, with its place in the grid."""

    lines: tuple[Line, ...]
    row: int
    column: int
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table found in lines ``start`` to ``end`` (exclusive)."""

    start: int
    end: int
    cells: tuple[GridCell, ...]


_RULE = re.compile(r"[|\s:+=-]+$")


def find_grids(lines: Sequence[Line]) -> tuple[Grid, ...]:
    """The tables of a text in order, disjoint."""
    return tuple(_walk(lines))


def _walk(lines: Sequence[Line]) -> Iterator[Grid]:
    at = 0
    while at < len(lines):
        grid = _pipe_grid(lines, at) or _cell_line_grid(lines, at)
        if grid:
            yield grid
            at = grid.end
        else:
            at += 1


# Pipes


def _pipe_grid(lines: Sequence[Line], start: int) -> Grid | None:
    end = start
    while end < len(lines) and lines[end].text.startswith("|"):
        end += 1
    rows = [line for line in lines[start:end] if not _RULE.match(line.text)]
    if len(rows) < 2:
        return None
    cells = [
        GridCell(words, row, column)
        for row, line in enumerate(rows)
        for column, words in enumerate(_split_pipes(line))
    ]
    return Grid(start, end, tuple(cells))


def _split_pipes(line: Line) -> list[tuple[Line, ...]]:
    inner = line.text.strip()[1:]
    inner = inner[:-1] if inner.endswith("|") else inner
    return [
        (Line(cell.strip(), line.number, line.page, line.gap),) if cell.strip() else ()
        for cell in inner.split("|")
    ]


# Cells as paragraphs

_ORDER_HEAD = {"stt", "tt", "số tt"}
_HEAD_WORDS = re.compile(
    r"nhiệm vụ|nội dung|chủ trì|phối hợp|thời gian|thời hạn|hoàn thành|sản phẩm|kết quả|chỉ tiêu|"
    r"đơn vị|cơ quan|năm \d{4}|ghi chú|văn bản|giải pháp|địa phương|tiến độ|kinh phí|mục tiêu|"
    r"hoạt động|công việc|lộ trình|căn cứ|tên "
)
_ORDER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]+|[A-Z]|[a-zđ])[.)]?$")


# A row that names a group and carries its number in the same cell ("II. Xã hội số").
_GROUP = re.compile(r"(?:[IVXLC]+|[A-Z])[.)]\s")


def is_order(text: str) -> bool:
    """Whether a cell holds nothing but the number of its row ("1", "2.1", "IV.", "A")."""
    return len(text) < 12 and _ORDER.match(text) is not None


def _paragraphs(lines: Sequence[Line], start: int) -> Iterator[tuple[Line, ...]]:
    chunk: list[Line] = []
    for at in range(start, len(lines)):
        line = lines[at]
        if chunk and line.gap:
            yield tuple(chunk)
            chunk = []
        chunk.append(line)
    if chunk:
        yield tuple(chunk)


def _words(chunk: tuple[Line, ...]) -> str:
    return " ".join(line.text for line in chunk)


def _is_head(chunk: tuple[Line, ...]) -> bool:
    words = fold(_words(chunk))
    return len(words) <= 60 and _HEAD_WORDS.search(words) is not None


@dataclass(slots=True)
class _Row:
    order: tuple[Line, ...]
    rest: list[tuple[Line, ...]]


# A row may hold so many paragraphs too many before the table is taken to have ended.
_SPARE_CELLS = 2


def _cell_line_grid(lines: Sequence[Line], start: int) -> Grid | None:
    """A table whose cells are paragraphs; only where nearly all rows have one cell per column."""
    if fold(lines[start].text) not in _ORDER_HEAD:
        return None
    chunks = _paragraphs(lines, start)
    head = [next(chunks)]
    if len(head[0]) > 1:
        return None
    rows = _read_rows(chunks, head)
    if len(head) < 3 or len(rows) < 2:
        return None
    return _regular_grid(start, head, rows)


def _read_rows(chunks: Iterator[tuple[Line, ...]], head: list[tuple[Line, ...]]) -> list[_Row]:
    rows: list[_Row] = []
    for chunk in chunks:
        if fold(chunk[0].text) in _ORDER_HEAD:
            # Another table, or this one again on a new page.
            break
        if is_order(_words(chunk)):
            rows.append(_Row(chunk, []))
        elif _GROUP.match(chunk[0].text) and (not rows or len(rows[-1].rest) >= len(head) - 1):
            rows.append(_Row((), [chunk]))
        elif rows:
            if len(rows[-1].rest) >= len(head) - 1 + _SPARE_CELLS:
                break
            rows[-1].rest.append(chunk)
        elif _is_head(chunk):
            head.append(chunk)
        else:
            break
    return rows


def _regular_grid(start: int, head: list[tuple[Line, ...]], rows: list[_Row]) -> Grid | None:
    """The grid, unless too many rows have a number of cells that does not fit the columns."""
    columns = len(head)
    _trim_last(rows, columns)
    exact = sum(len(row.rest) == columns - 1 for row in rows)
    groups = sum(len(row.rest) == 1 for row in rows) if columns > 2 else 0
    if exact < 2 or exact + groups < 0.8 * len(rows):
        return None
    cells = [GridCell(chunk, 0, column) for column, chunk in enumerate(head)]
    for number, row in enumerate(rows, start=1):
        cells.append(GridCell(row.order, number, 0))
        cells.extend(_row_cells(row, number, columns))
    used = sum(len(cell.lines) for cell in cells)
    return Grid(start, start + used, tuple(cells))


def _trim_last(rows: list[_Row], columns: int) -> None:
    """What follows the last row is text again."""
    del rows[-1].rest[columns - 1 :]


def _row_cells(row: _Row, number: int, columns: int) -> Iterator[GridCell]:
    if len(row.rest) == 1:
        yield GridCell(row.rest[0], number, 1, columns - 1)
        return
    extra = len(row.rest) - (columns - 1)
    chunks = list(row.rest)
    if extra > 0:
        # Paragraphs too many belong to the longest cell, which is the task's own text.
        merged = tuple(line for chunk in chunks[: extra + 1] for line in chunk)
        chunks = [merged, *chunks[extra + 1 :]]
    for column, chunk in enumerate(chunks, start=1):
        yield GridCell(chunk, number, column)
