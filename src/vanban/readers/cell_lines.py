"""Tables saved by portals: every cell a paragraph of its own, one under another.

Empty cells leave no trace, so a table is only recognised where nearly every row can be fitted to
the columns: it has as many cells as they are, or its deadline tells which one is missing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vanban.readers.grid import Grid, GridCell
from vanban.readers.lines import Line
from vanban.text import fold

Chunk = tuple[Line, ...]

_ORDER_HEAD = {"stt", "tt", "số tt"}
_HEAD_WORDS = re.compile(
    r"nhiệm vụ|nội dung|chủ trì|phối hợp|thời gian|thời hạn|hoàn thành|sản phẩm|kết quả|chỉ tiêu|"
    r"đơn vị|cơ quan|năm \d{4}|ghi chú|văn bản|giải pháp|địa phương|tiến độ|kinh phí|mục tiêu|"
    r"hoạt động|công việc|lộ trình|căn cứ|tên "
)
_ORDER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]+|[A-Z]|[a-zđ])[.)]?$")
# A row that names a group and carries its number in the same cell ("II. Xã hội số").
_GROUP = re.compile(r"(?:[IVXLC]+|[A-Z])[.)]\s")
_TIME_HEAD = re.compile(r"thời gian|thời hạn|thời điểm")
_TIME = re.compile(
    r"(?:trước|đến|hết|trong|từ|quý|tháng|năm|hằng|hàng|thường xuyên|định kỳ|giai đoạn|ngay|"
    r"\d{1,2}\s?[/.-]\s?\d|20\d\d\b)"
)
# A row may hold so many paragraphs too many before the table is taken to have ended.
_SPARE_CELLS = 2


@dataclass(slots=True)
class _Row:
    order: Chunk
    rest: list[Chunk]


def find_cell_line_grid(lines: Sequence[Line], start: int) -> Grid | None:
    """The table whose header begins at a line, or None where its rows cannot be fitted."""
    if not _heads_table(lines[start].text):
        return None
    chunks = _paragraphs(lines, start)
    head = [next(chunks)]
    if len(head[0]) > 1:
        return None
    rows = _read_rows(chunks, head)
    if len(head) < 3 or len(rows) < 2:
        return None
    _part_head_from_group(head, rows)
    return _fitted_grid(start, head, rows)


def _heads_table(text: str) -> bool:
    return len(text) <= 6 and fold(text) in _ORDER_HEAD


def is_order(text: str) -> bool:
    """Whether a cell holds nothing but the number of its row ("1", "2.1", "IV.", "A")."""
    return len(text) < 12 and _ORDER.match(text) is not None


def _paragraphs(lines: Sequence[Line], start: int) -> Iterator[Chunk]:
    chunk: list[Line] = []
    for at in range(start, len(lines)):
        line = lines[at]
        if chunk and line.gap:
            yield tuple(chunk)
            chunk = []
        chunk.append(line)
    if chunk:
        yield tuple(chunk)


def _words(chunk: Chunk) -> str:
    return " ".join(line.text for line in chunk)


def _is_head(chunk: Chunk) -> bool:
    words = fold(_words(chunk))
    return len(words) <= 60 and _HEAD_WORDS.search(words) is not None


def _read_rows(chunks: Iterator[Chunk], head: list[Chunk]) -> list[_Row]:
    rows: list[_Row] = []
    for chunk in chunks:
        if _heads_table(chunk[0].text):
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


def _part_head_from_group(head: list[Chunk], rows: list[_Row]) -> None:
    """A last head cell that no row has a cell for names the first group."""
    usual = Counter(len(row.rest) for row in rows if len(row.rest) > 1).most_common(1)
    if usual and usual[0][0] == len(head) - 2 and usual[0][0] >= 3:
        rows.insert(0, _Row((), [head.pop()]))


def _fitted_grid(start: int, head: list[Chunk], rows: list[_Row]) -> Grid | None:
    columns = len(head)
    heads = [fold(_words(cell)) for cell in head]
    time = next((at for at, words in enumerate(heads) if _TIME_HEAD.search(words)), None)
    spare = time is not None and "phối hợp" in heads[time - 1]
    # What follows the last row is text again.
    del rows[-1].rest[columns - 1 :]
    _part_groups(rows, columns, time)
    exact = sum(len(row.rest) == columns - 1 for row in rows)
    fitted = [_fit(row.rest, columns, time, spare) for row in rows]
    if exact < 2 or exact < 0.5 * sum(len(row.rest) > 1 for row in rows):
        return None
    if sum(cells is not None for cells in fitted) < 0.8 * len(rows):
        return None
    cells = [GridCell(chunk, 0, column) for column, chunk in enumerate(head)]
    for number, (row, fit) in enumerate(zip(rows, fitted, strict=True), start=1):
        cells.append(GridCell(row.order, number, 0))
        cells.extend(_row_cells(fit or _squeezed(row.rest, columns), number, columns))
    used = sum(len(cell.lines) for cell in cells)
    return Grid(start, start + used, tuple(cells))


def _is_time(chunk: Chunk) -> bool:
    words = fold(_words(chunk))
    return len(words) <= 60 and _TIME.match(words) is not None


def _part_groups(rows: list[_Row], columns: int, time: int | None) -> None:
    """A paragraph after a full row, its deadline in place, names the group of the next rows."""
    if time is None:
        return
    for at in range(len(rows) - 1, -1, -1):
        rest = rows[at].rest
        if len(rest) == columns and _is_time(rest[time - 1]) and not _is_time(rest[time]):
            rows.insert(at + 1, _Row((), [rest.pop()]))
    _part_groups_by_words(rows)


def _part_groups_by_words(rows: list[_Row]) -> None:
    """A last cell that begins like the groups already known names one too."""
    known = {_first_words(row.rest[0]) for row in rows if not row.order and row.rest}
    for at in range(len(rows) - 1, -1, -1):
        rest = rows[at].rest
        if rows[at].order and len(rest) > 2 and _first_words(rest[-1]) in known:
            rows.insert(at + 1, _Row((), [rest.pop()]))


def _first_words(chunk: Chunk) -> tuple[str, ...]:
    return tuple(_words(chunk).split()[:3])


def _fit(rest: list[Chunk], columns: int, time: int | None, spare: bool) -> list[Chunk] | None:
    """The cells of a row by column, empty ones as empty chunks; None where it is not certain.

    ``spare``: before the deadline stands who coordinates, a cell that is often empty.
    """
    if len(rest) in {1, columns - 1}:
        return rest
    if time is None or not 2 <= len(rest) < columns - 1:
        return _squeezed(rest, columns) if len(rest) >= columns else None
    if _is_time(rest[min(time, len(rest)) - 1]) and len(rest) >= time:
        return [*rest, *[()] * (columns - 1 - len(rest))]
    if spare and len(rest) == columns - 2 and time >= 3 and _is_time(rest[time - 2]):
        return [*rest[: time - 2], (), *rest[time - 2 :]]
    return None


def _squeezed(rest: list[Chunk], columns: int) -> list[Chunk]:
    """Paragraphs too many belong to the longest cell, which is the task's own text."""
    extra = len(rest) - (columns - 1)
    if extra <= 0:
        return [*rest, *[()] * -extra]
    merged = tuple(line for chunk in rest[: extra + 1] for line in chunk)
    return [merged, *rest[extra + 1 :]]


def _row_cells(cells: list[Chunk], number: int, columns: int) -> Iterator[GridCell]:
    if len(cells) == 1:
        yield GridCell(cells[0], number, 1, columns - 1)
        return
    for column, chunk in enumerate(cells, start=1):
        yield GridCell(chunk, number, column)
