"""Tables of figures saved by portals: every cell a paragraph of its own, one under another.

The row that counts the columns ("A B 1 2 3") tells how many there are; a row of data is a text
with as many figures as columns are left. A row with fewer figures keeps them in one cell where the
columns have heads of their own, as nobody can tell which ones are missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from vanban.readers.grid import Grid, GridCell
from vanban.readers.lines import Line
from vanban.text import fold

Chunk = tuple[Line, ...]

_ORDER_HEAD = frozenset({"stt", "tt", "số tt"})
_MOST_HEADS = 24
_LONGEST_HEAD = 90
_LONGEST_TEXT = 300
_LONGEST_UNIT = 25
# So many rows without a figure are no table any more.
_MOST_EMPTY = 6
_FEWEST_COLUMNS = 4
_COUNTER = re.compile(r"\(?(?:(?P<letter>[A-E])|(?P<number>\d{1,2}))\)?(?:\s*=.*)?\Z")
_FIGURE = re.compile(r"[-–+]?\s?\(?\d[\d.,]*(?:\s?[-–]\s?\d[\d.,]*)?\)?\s?%?\Z|[-–]\Z")
_DASHES = ("-", "–", "+")
_ORDER = re.compile(r"(?:0?[1-9]\d?(?:\.\d{1,2})*|[IVX]+|[A-Zđa-z])[.)]?\Z")


@dataclass(slots=True)
class _Row:
    order: Chunk = ()
    text: Chunk = ()
    rest: list[Chunk] = field(default_factory=list)
    figures: int = 0


def find_number_grid(lines: Sequence[Line], start: int) -> Grid | None:
    """The table of figures whose header begins at a line; None where its columns are not counted
    or its rows do not fit them."""
    if fold(lines[start].text) not in _ORDER_HEAD:
        return None
    chunks = _paragraphs(lines, start)
    heads, counters, first = _read_heads(chunks)
    if len(counters) < _FEWEST_COLUMNS or len(heads) < 3:
        return None
    rows = _read_rows(first, chunks, len(counters))
    full = sum(len(row.rest) == len(counters) - 2 for row in rows)
    if full < 3 or full < 0.5 * sum(row.figures > 0 for row in rows):
        return None
    cells = tuple(_cells(heads, counters, rows))
    return Grid(start, start + sum(len(cell.lines) for cell in cells), cells)


def _paragraphs(lines: Sequence[Line], start: int) -> Iterator[Chunk]:
    chunk: list[Line] = []
    for at in range(start, len(lines)):
        if chunk and lines[at].gap:
            yield tuple(chunk)
            chunk = []
        chunk.append(lines[at])
    if chunk:
        yield tuple(chunk)


def _words(chunk: Chunk) -> str:
    return " ".join(line.text for line in chunk)


def _read_heads(chunks: Iterator[Chunk]) -> tuple[list[Chunk], list[Chunk], Chunk | None]:
    """The heads, the row that counts them, and the paragraph after it."""
    heads: list[Chunk] = []
    counters: list[Chunk] = []
    for chunk in chunks:
        words = _words(chunk)
        if _counts_on(counters, words):
            counters.append(chunk)
        elif counters or len(heads) >= _MOST_HEADS or len(words) > _LONGEST_HEAD:
            return heads, counters, chunk
        else:
            heads.append(chunk)
    return heads, counters, None


def _counts_on(counters: Sequence[Chunk], words: str) -> bool:
    """Whether words are the next counter: letters first, then numbers from one."""
    match = _COUNTER.match(words)
    if match is None:
        return False
    letters = [chunk for chunk in counters if _words(chunk).strip("()")[:1].isalpha()]
    if match["letter"]:
        return len(letters) == len(counters) and ord(match["letter"]) - ord("A") == len(letters)
    return int(match["number"]) == len(counters) - len(letters) + 1


def _read_rows(first: Chunk | None, chunks: Iterator[Chunk], columns: int) -> list[_Row]:
    """The rows up to the last one with a figure."""
    rows: list[_Row] = []
    for chunk, following in _with_next(first, chunks):
        words = _words(chunk)
        if fold(words) in _ORDER_HEAD or len(words) > _LONGEST_TEXT:
            break
        if not rows or _begins_row(rows[-1], words, following, columns):
            rows.append(_Row())
        _put(rows[-1], chunk, words, following)
        if len(rows) > _MOST_EMPTY and not any(row.figures for row in rows[-_MOST_EMPTY:]):
            break
    while rows and not rows[-1].figures:
        rows.pop()
    return rows


def _with_next(first: Chunk | None, chunks: Iterator[Chunk]) -> Iterator[tuple[Chunk, str]]:
    before = first
    for chunk in chunks:
        if before:
            yield before, _words(chunk)
        before = chunk
    if before:
        yield before, ""


def _is_order(words: str, following: str) -> bool:
    """A number or dash of a row stands before words, a figure before figures or the next row."""
    marked = words in _DASHES or _ORDER.match(words) is not None
    return marked and bool(following) and not _FIGURE.match(following)


def _begins_row(row: _Row, words: str, following: str, columns: int) -> bool:
    if len(row.rest) >= columns - 2:
        return not _FIGURE.match(words) or _is_order(words, following)
    if _is_order(words, following):
        return bool(row.text) and not _may_be_figure(row, words, following, columns)
    if _FIGURE.match(words):
        return False
    unit = not row.rest and len(words) <= _LONGEST_UNIT and _FIGURE.match(following)
    return bool(row.text) and not unit


def _may_be_figure(row: _Row, words: str, following: str, columns: int) -> bool:
    """A dash that fills the last place of a row, or a small number before a row of a dash."""
    if words in _DASHES:
        return row.figures > 0 and len(row.rest) == columns - 3
    return row.figures > 0 and _FIGURE.match(words) is not None and following[:1] in _DASHES


def _put(row: _Row, chunk: Chunk, words: str, following: str) -> None:
    if not row.text and not row.order and _is_order(words, following):
        row.order = chunk
    elif not row.text:
        row.text = chunk
    else:
        row.rest.append(chunk)
        row.figures += _FIGURE.match(words) is not None


def _cells(
    heads: Sequence[Chunk], counters: Sequence[Chunk], rows: Sequence[_Row]
) -> Iterator[GridCell]:
    columns = len(counters)
    yield from _head_cells(heads, columns)
    for column, chunk in enumerate(counters):
        yield GridCell(chunk, 1, column)
    for number, row in enumerate(rows, start=2):
        yield GridCell(row.order, number, 0)
        if not row.rest:
            yield GridCell(row.text, number, 1, columns - 1)
            continue
        yield GridCell(row.text, number, 1)
        yield from _rest_cells(row, number, columns, headed=len(heads) == columns)


def _head_cells(heads: Sequence[Chunk], columns: int) -> Iterator[GridCell]:
    """The heads by column; where groups stand among them, those after the contents share a cell."""
    if len(heads) == columns:
        for column, chunk in enumerate(heads):
            yield GridCell(chunk, 0, column)
        return
    yield GridCell(heads[0], 0, 0)
    yield GridCell(heads[1], 0, 1)
    yield GridCell(tuple(line for chunk in heads[2:] for line in chunk), 0, 2, columns - 2)


def _rest_cells(row: _Row, number: int, columns: int, headed: bool) -> Iterator[GridCell]:
    fits = len(row.rest) == columns - 2 or (not headed and len(row.rest) < columns - 2)
    if fits:
        for column, chunk in enumerate(row.rest, start=2):
            yield GridCell(chunk, number, column)
        return
    lines = tuple(line for chunk in row.rest for line in chunk)
    yield GridCell(lines, number, 2, columns - 2)
