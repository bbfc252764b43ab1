"""The sentences of a part with what stands over them: the path of their unit and its headings."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vanban.models import Block, BlockKind, Span, Unit, UnitKind

INTRO = "intro"
_DIGIT = re.compile(r"\d")
# A stop ends a sentence before white space, not inside a number or an abbreviation.
_STOP = re.compile(
    r"[.!?…\n](?:(?<=\n)|(?<!\bTP.)(?<!\bTh.)(?<!\bTS.)(?<!\bPGS.)(?<!\bGS.)"
    r"(?=\s+\W*[^\W\d_a-zđ]))"
)
_HEADING_WORDS = 300
_LONGEST = 3000


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that states a number. ``headings`` are the titles and list openings over it,
    outermost first, each with its words."""

    span: Span
    path: str
    part: str
    kind: UnitKind | None
    headings: tuple[str, ...]


def find_sentences(
    content: str, units: Sequence[Unit], blocks: Sequence[Block], preamble: int | None = None
) -> Iterator[Sentence]:
    """The sentences with a digit of one part, in order; words of table cells are left out.

    ``preamble`` is where the words before the first unit begin; None leaves them out.
    """
    starts = [block.span.start for block in blocks]
    if preamble is not None:
        end = units[0].span.start if units else (blocks[-1].span.end if blocks else 0)
        part = units[0].part if units else "body"
        for span in _split(content, blocks, starts, Span(preamble, max(preamble, end))):
            yield Sentence(span, INTRO, part, None, ())
    for unit, headings in _with_headings(content, units):
        if _DIGIT.search(content, unit.own_span.start, unit.own_span.end):
            for span in _split(content, blocks, starts, unit.own_span):
                yield Sentence(span, unit.path, unit.part, unit.kind, headings)


def _with_headings(content: str, units: Sequence[Unit]) -> Iterator[tuple[Unit, tuple[str, ...]]]:
    stack: list[tuple[Unit, tuple[str, ...]]] = []
    for unit in units:
        while stack and stack[-1][0].span.end < unit.span.end:
            stack.pop()
        above = stack[-1][1] if stack else ()
        own = _heading(content, unit)
        headings = (*above, own) if own else above
        stack.append((unit, headings))
        yield unit, headings


def _heading(content: str, unit: Unit) -> str | None:
    """The title of a unit, or its own words where they open a list ("… như sau:")."""
    if unit.title:
        return unit.title[:_HEADING_WORDS]
    own = unit.own_span
    if unit.span.end > own.end and content[own.start : own.end].rstrip()[-1:] == ":":
        return content[max(own.start, own.end - _HEADING_WORDS) : own.end].strip()
    return None


def _split(
    content: str, blocks: Sequence[Block], starts: list[int], within: Span
) -> Iterator[Span]:
    """The sentences with a digit of the paragraphs inside a stretch."""
    at = max(0, bisect_left(starts, within.start + 1) - 1)
    while at < len(blocks) and blocks[at].span.start < within.end:
        block = blocks[at]
        at += 1
        if block.kind is BlockKind.CELL:
            continue
        start, end = max(block.span.start, within.start), min(block.span.end, within.end)
        yield from _sentences(content, start, end)


def _sentences(content: str, start: int, end: int) -> Iterator[Span]:
    for stop in [*(match.end() for match in _STOP.finditer(content, start, end)), end]:
        while start < stop and content[start].isspace():
            start += 1
        for low in range(start, stop, _LONGEST):
            # What has no stop for so long is no sentence; its pieces keep the cost linear.
            if _DIGIT.search(content, low, min(stop, low + _LONGEST)):
                yield Span(low, min(stop, low + _LONGEST))
        start = max(start, stop)
