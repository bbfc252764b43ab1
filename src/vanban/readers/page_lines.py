"""Words of a page put into printed lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from vanban.models import Box
from vanban.readers.page_layout import PageWord

# Words of one line overlap by at least this share of the lower one's height.
_OVERLAP = 0.5
# A gap of so many type sizes parts what stands beside each other: columns, cells.
GAP = 2.4
# Raised figures that touch a word belong to it.
_TOUCHING = 0.12
_BAND = 12.0


@dataclass(frozen=True)
class PageLine:
    """Words printed beside each other on one page, from left to right, without a wide gap.

    ``in_column`` marks lines of text set in columns; ``shift`` is how far their column lies to the
    right of the first one: ``left`` and ``right`` are told as if it were the first.
    """

    page: int
    words: tuple[PageWord, ...]
    in_column: bool = False
    shift: float = 0.0

    @cached_property
    def box(self) -> Box:
        """The box around all words."""
        return around(word.box for word in self.words)

    @cached_property
    def text(self) -> str:
        """The words with one space between them; a raised figure stays glued to its word."""
        parts = [self.words[0].text]
        for before, word in pairwise(self.words):
            parts.append("" if _is_glued(before, word) else " ")
            parts.append(word.text)
        return "".join(parts)

    @cached_property
    def size(self) -> float:
        """The usual height of the type."""
        sizes = [word.size for word in self.words if not word.is_raised]
        return median(sizes) if sizes else self.words[0].size

    @cached_property
    def is_bold(self) -> bool:
        """Whether all words are bold."""
        return all(word.is_bold for word in self.words if not word.is_raised)

    @property
    def left(self) -> float:
        """Where it begins in its column."""
        return self.box.left - self.shift

    @property
    def right(self) -> float:
        """Where it ends in its column."""
        return self.box.right - self.shift

    @property
    def centre(self) -> float:
        """The middle between its ends."""
        return (self.box.left + self.box.right) / 2

    @property
    def baseline(self) -> float:
        """Where the usual word stands."""
        return median(word.box.bottom for word in self.words)


def around(boxes: Iterable[Box]) -> Box:
    """The box around some boxes, at least one."""
    found = list(boxes)
    return Box(
        min(box.left for box in found),
        min(box.top for box in found),
        max(box.right for box in found),
        max(box.bottom for box in found),
    )


def overlap(one: Box, other: Box) -> float:
    """How much two boxes overlap from top to bottom, as a share of the lower one's height."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared / max(0.1, min(one.bottom - one.top, other.bottom - other.top))


def _is_glued(before: PageWord, word: PageWord) -> bool:
    gap = word.box.left - before.box.right
    return (word.is_raised or before.is_raised) and gap < _TOUCHING * max(before.size, word.size)


def lines_of(words: Sequence[PageWord], page: int, gap: float = GAP) -> list[PageLine]:
    """The printed lines from top to bottom, those side by side from left to right."""
    open_lines: list[list[PageWord]] = []
    bands: dict[int, list[list[PageWord]]] = defaultdict(list)
    for word in sorted(words, key=lambda word: (word.box.left, word.box.top)):
        band = int((word.box.top + word.box.bottom) / 2 / _BAND)
        near = (line for at in (band - 1, band, band + 1) for line in bands[at])
        found = _line_of(word, near, gap)
        if found is None:
            found = []
            open_lines.append(found)
            bands[band].append(found)
        found.append(word)
    return in_rows(PageLine(page, tuple(line)) for line in open_lines)


def _line_of(word: PageWord, lines: Iterable[list[PageWord]], gap: float) -> list[PageWord] | None:
    best, found = _OVERLAP, None
    for line in lines:
        last = line[-1]
        space = word.box.left - last.box.right
        if space > gap * max(word.size, last.size):
            continue
        if space < -0.5 * max(word.size, last.size):
            continue
        share = overlap(last.box, word.box)
        if share > best:
            best, found = share, line
    return found


def in_rows(lines: Iterable[PageLine]) -> list[PageLine]:
    """Lines from top to bottom; those on one height from left to right."""
    rows: list[list[PageLine]] = []
    for line in sorted(lines, key=lambda line: (line.box.top + line.box.bottom) / 2):
        if rows and overlap(rows[-1][0].box, line.box) > _OVERLAP:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.box.left)]


def rows_of(lines: Sequence[PageLine]) -> list[tuple[PageLine, ...]]:
    """Lines on one height together, from top to bottom."""
    rows: list[list[PageLine]] = []
    for line in lines:
        if rows and overlap(rows[-1][0].box, line.box) > 0.5:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [tuple(row) for row in rows]
