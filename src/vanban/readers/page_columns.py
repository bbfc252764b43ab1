"""Text set in two columns, read down the left one and then down the right one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from vanban.readers.page_lines import PageLine, in_rows, rows_of
from vanban.readers.page_tables import PageTable

Row = tuple[PageLine, ...]
Gap = tuple[float, float]
# A gutter lies in the middle part of the page and is at least so wide, in points.
_MIDDLE = (0.3, 0.7)
_GUTTER = 9.0
# Rows of two columns in one run, and the share of its column that a usual line fills.
_FEWEST_ROWS = 6
_FILLED = 0.7


def part_columns(
    lines: Sequence[PageLine], width: float, tables: Sequence[PageTable]
) -> list[PageLine]:
    """The lines of a page in reading order; those of columns know their column."""
    if tables or len(lines) < _FEWEST_ROWS:
        return list(lines)
    rows = rows_of(lines)
    result: list[PageLine] = []
    at = 0
    while at < len(rows):
        end, gutter = _run(rows, at, width)
        if end - at >= _FEWEST_ROWS and gutter and _are_columns(rows[at:end], gutter):
            result.extend(_in_columns(rows[at:end], gutter))
            at = end
        else:
            result.extend(rows[at])
            at += 1
    return result


def _run(rows: Sequence[Row], at: int, width: float) -> tuple[int, Gap | None]:
    """The last row (exclusive) of those that leave one gutter free, and that gutter."""
    free = _gaps(rows[at], width)
    end = at
    while free and end + 1 < len(rows):
        narrowed = [part for gap in free for part in _narrowed(rows[end + 1], gap)]
        if not narrowed:
            break
        free, end = narrowed, end + 1
    return end + 1, max(free, key=lambda gap: gap[1] - gap[0], default=None)


def _gaps(row: Row, width: float) -> list[Gap]:
    """The gaps of a row in the middle of the page, between words."""
    low, high = _MIDDLE[0] * width, _MIDDLE[1] * width
    words = [word for line in row for word in line.words]
    gaps = ((a.box.right, b.box.left) for a, b in pairwise(words))
    return [gap for gap in gaps if gap[1] - gap[0] >= _GUTTER and low < sum(gap) / 2 < high]


def _narrowed(row: Row, gap: Gap) -> list[Gap]:
    """What the words of a row leave free of a gap."""
    free = [gap]
    for word in (word for line in row for word in line.words):
        box = word.box
        free = [
            part
            for left, right in free
            for part in ((left, min(right, box.left)), (max(left, box.right), right))
            if part[1] - part[0] >= _GUTTER
        ]
    return list(dict.fromkeys(free))


def _are_columns(rows: Sequence[Row], gutter: Gap) -> bool:
    """Whether both sides are running text: most of their lines fill their column."""
    sides = [list(side) for side in _sides(rows, gutter)]
    if min(len(side) for side in sides) < _FEWEST_ROWS:
        return False
    for side in sides:
        left, right = min(line.box.left for line in side), max(line.box.right for line in side)
        filled = sum(line.box.right - line.box.left > _FILLED * (right - left) for line in side)
        if filled < 0.6 * len(side):
            return False
    return True


def _sides(rows: Sequence[Row], gutter: Gap) -> tuple[Iterator[PageLine], Iterator[PageLine]]:
    middle = sum(gutter) / 2
    return _side(rows, middle, is_left=True), _side(rows, middle, is_left=False)


def _side(rows: Sequence[Row], middle: float, *, is_left: bool) -> Iterator[PageLine]:
    for row in rows:
        words = tuple(
            word
            for line in row
            for word in line.words
            if ((word.box.left + word.box.right) / 2 < middle) is is_left
        )
        if words:
            yield PageLine(row[0].page, words)


def _in_columns(rows: Sequence[Row], gutter: Gap) -> Iterator[PageLine]:
    left, right = (in_rows(side) for side in _sides(rows, gutter))
    step = min(line.box.left for line in right) - min(line.box.left for line in left)
    for line in left:
        yield replace(line, in_column=True)
    for line in right:
        yield replace(line, in_column=True, shift=step)
