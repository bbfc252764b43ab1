"""Where the text of pages begins and ends: margins, indents, the pitch of its lines."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from vanban.readers.page_lines import PageLine

# Shares of the type size.
_SPACE = 0.25
_SLACK = 0.35
_EXTRA_LEAD = 0.3
_EXTRA_LEAD_SCANNED = 0.55
_INDENT = 0.6
_BUCKET = 3.0


@dataclass(frozen=True, slots=True)
class Frame:
    """The text area of a page. ``pitch`` is the usual distance of baselines as a multiple of the
    type size; ``indents`` tells that paragraphs begin with an indent, ``spaced`` that more than
    the usual space parts them."""

    left: float
    right: float
    pitch: float
    indents: bool
    spaced: bool = False

    def has_room(self, line: PageLine, following: PageLine) -> bool:
        """Whether the first word of the following line would have fitted on this one."""
        first = following.words[0].box
        need = first.right - first.left + (_SPACE + _SLACK) * line.size
        return self.right - line.right > need

    def is_indented(self, line: PageLine) -> bool:
        """Whether a line begins to the right of the left margin."""
        return line.left > self.left + _INDENT * line.size

    def is_inset(self, line: PageLine) -> bool:
        """Whether a line keeps off both margins evenly, as centred lines do."""
        left, right = line.left - self.left, self.right - line.right
        return min(left, right) > line.size and self.is_even(line)

    def is_even(self, line: PageLine) -> bool:
        """Whether a line keeps the same distance from both margins."""
        left, right = line.left - self.left, self.right - line.right
        return abs(left - right) < 0.8 * line.size

    def is_apart(self, line: PageLine, following: PageLine) -> bool:
        """Whether more than the usual space parts two lines of one page."""
        scanned = line.words[0].confidence is not None
        extra = _EXTRA_LEAD_SCANNED if scanned else _EXTRA_LEAD
        lead = following.baseline - line.baseline
        return lead > (self.pitch + extra) * max(line.size, following.size)


def frames_of(pages: Sequence[tuple[float, Sequence[PageLine]]]) -> list[Frames]:
    """The frames of each page, given as its width and its lines of running text; a page with few
    lines takes those of the other pages of its width."""
    by_width: dict[tuple[int, bool], list[PageLine]] = defaultdict(list)
    for width, lines in pages:
        for line in lines:
            by_width[round(width), line.in_column].append(line)
    pitch = _pitch([line for _, lines in pages for line in lines])
    shared = {key: _frame(lines, pitch) for key, lines in by_width.items()}
    blank = _frame((), pitch)
    return [
        Frames(
            _of_page(
                shared.get((round(width), False), blank),
                [line for line in lines if not line.in_column],
                pitch,
            ),
            shared.get((round(width), True), blank),
        )
        for width, lines in pages
    ]


@dataclass(frozen=True, slots=True)
class Frames:
    """The text area of a page, and that of its first column where it has columns."""

    page: Frame
    column: Frame

    def of(self, line: PageLine) -> Frame:
        """The area a line stands in."""
        return self.column if line.in_column else self.page


def _of_page(shared: Frame, lines: Sequence[PageLine], pitch: float) -> Frame:
    """Pages may be shifted for binding: a page's own margins count where they are certain."""
    if len(lines) < 12:
        return shared
    own = _frame(lines, pitch)
    near = abs(own.left - shared.left) < 45 and abs(own.right - shared.right) < 45
    same_width = abs((own.right - own.left) - (shared.right - shared.left)) < 8
    return replace(shared, left=own.left, right=own.right) if near and same_width else shared


def _frame(lines: Sequence[PageLine], pitch: float) -> Frame:
    if not lines:
        return Frame(0, 1e6, pitch, False)
    left = _left(lines)
    right = _right(lines)
    full = [line for line in lines if line.right > right - 2 * line.size]
    starts = sum(line.left > left + _INDENT * line.size for line in full)
    frame = Frame(left, right, pitch, starts * 8 > len(full))
    return replace(frame, spaced=_is_spaced(lines, frame))


def _is_spaced(lines: Sequence[PageLine], frame: Frame) -> bool:
    """Whether lines that end a paragraph stand apart from the next."""
    ends = [
        frame.is_apart(before, after)
        for before, after in pairwise(lines)
        if before.page == after.page and frame.has_room(before, after)
    ]
    return len(ends) > 3 and sum(ends) > 0.7 * len(ends)


def _left(lines: Sequence[PageLine]) -> float:
    """The leftmost place at which a good share of the lines begins."""
    counts = Counter(round(line.left / _BUCKET) for line in lines)
    fewest = max(2, 0.07 * len(lines))
    often = [bucket for bucket in counts if counts[bucket] + counts[bucket + 1] >= fewest]
    if not often:
        return min(line.left for line in lines)
    bucket = min(often)
    return min(line.left for line in lines if round(line.left / _BUCKET) in (bucket, bucket + 1))


def _right(lines: Sequence[PageLine]) -> float:
    """Where justified lines end; of ragged text the end of its long lines."""
    counts = Counter(round(line.right / _BUCKET) for line in lines)
    often = [
        bucket
        for bucket in counts
        if counts[bucket] + counts[bucket - 1] >= max(3, 0.12 * len(lines))
    ]
    if often:
        return max(often) * _BUCKET
    rights = sorted(line.right for line in lines)
    return rights[min(len(rights) - 1, len(rights) * 95 // 100)]


def _pitch(lines: Iterable[PageLine]) -> float:
    """The usual distance of the baselines of neighbouring lines, in type sizes."""
    leads = [
        (after.baseline - before.baseline) / max(1.0, before.size)
        for before, after in pairwise(lines)
        if before.page == after.page and abs(before.size - after.size) < 1
    ]
    near = sorted(lead for lead in leads if 0.8 < lead < 2.6)
    # Distances inside paragraphs are the smaller ones; those between them are added to.
    return median(near[: max(1, len(near) * 2 // 3)]) if near else 1.3
