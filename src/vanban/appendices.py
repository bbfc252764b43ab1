"""Which part of a document an offset lies in: the body, or an appendix by its number."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator

from vanban.models import BlockKind, Text
from vanban.text import fold

_HEADING = re.compile(
    r"phụ lục(?:\s+(?:số\s+)?(?P<number>[ivxlc]+|\d{1,2}))?\b(?P<rest>.*)$", re.DOTALL
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_LONGEST = 60


def part_finder(text: Text) -> Callable[[int], str]:
    """A function from an offset to its part: "body", "appendix-1", "appendix-2" …

    An appendix begins at a heading of its own ("Phụ lục II") after the first words of the text;
    one without a number is the next in order.
    """
    starts: list[int] = []
    names: list[str] = []
    for start, number in _headings(text):
        number = number or len(names) + 1
        if not names or names[-1] != f"appendix-{number}":
            starts.append(start)
            names.append(f"appendix-{number}")

    def part_of(offset: int) -> str:
        at = bisect_right(starts, offset)
        return names[at - 1] if at else "body"

    return part_of


def _headings(text: Text) -> Iterator[tuple[int, int]]:
    for index, block in enumerate(text.blocks):
        if block.kind is not BlockKind.PARAGRAPH or not index:
            continue
        span = block.span
        words = text.content[span.start : min(span.end, span.start + _LONGEST + 40)]
        if words[:7] not in {"Phụ lục", "PHỤ LỤC"}:
            continue
        match = _HEADING.match(fold(words))
        if match and _is_heading(match["rest"], span.end - span.start, words):
            yield span.start, _number(match["number"])


def _is_heading(rest: str, length: int, words: str) -> bool:
    """Whether the line only names the appendix, perhaps with its title after a stop."""
    if not rest.strip(" .:"):
        return True
    return words.startswith("PHỤ LỤC") or (rest[:1] in ".:" and length <= _LONGEST)


def _number(raw: str | None) -> int:
    if raw is None:
        return 0
    if raw.isdigit():
        return int(raw)
    values = [_ROMAN[char] for char in raw]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))
