"""Words that two people changed at once, brought together paragraph by paragraph.

A line is a paragraph. What only one of them changed is taken over; where both changed the same
paragraph in their own way nobody's words are dropped: both stand in what is proposed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Paragraphs that both changed: as they stood, as each of the two has them now."""

    base: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """The words with the changes of both; where ``overlaps`` stand, both versions one by one."""

    text: str
    overlaps: tuple[Overlap, ...] = ()


@dataclass(frozen=True, slots=True)
class _Change:
    """That the lines from ``first`` up to ``after`` of the base are these now."""

    first: int
    after: int
    lines: Lines

    def meets(self, other: _Change) -> bool:
        """Whether both touch the same lines, or both put lines between the same two."""
        if self.first == self.after and other.first == other.after:
            return self.first == other.first
        return self.first < other.after and other.first < self.after


def tidy_words(text: str) -> str:
    """The words with line feeds alone between lines, no blanks at their ends, none after the last.

    Words are compared and kept so, whatever browser they come from.
    """
    lines = (line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join(lines).rstrip("\n")


def merge_words(base: str, mine: str, theirs: str) -> Merged:
    """What comes of words that two people changed from the same ``base``.

    Every line that either of them wrote stands in the result. Lines that both put at the same
    place follow one another, theirs first, without being an overlap.
    """
    old = _lines(base)
    ours, others = _changes(old, _lines(mine)), _changes(old, _lines(theirs))
    text: list[str] = []
    overlaps: list[Overlap] = []
    at = 0
    for first, after, left, right in _regions(ours, others):
        text += old[at:first]
        here = old[first:after]
        own, other = _applied(old, first, after, left), _applied(old, first, after, right)
        text += _together(here, own, other)
        if first < after and own != other and here not in (own, other):
            overlaps.append(Overlap("\n".join(here), "\n".join(own), "\n".join(other)))
        at = after
    text += old[at:]
    return Merged("\n".join(text), tuple(overlaps))


def _lines(text: str) -> Lines:
    tidied = tidy_words(text)
    return tuple(tidied.split("\n")) if tidied else ()


def _changes(old: Lines, new: Lines) -> list[_Change]:
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [
        _Change(first, after, new[low:high])
        for tag, first, after, low, high in codes
        if tag != "equal"
    ]


def _regions(
    ours: Sequence[_Change], others: Sequence[_Change]
) -> Iterator[tuple[int, int, list[_Change], list[_Change]]]:
    """Stretches of the base that somebody changed, in order, with the changes of both in each."""
    left, right = list(ours), list(others)
    while left or right:
        begins = min((*left[:1], *right[:1]), key=lambda change: (change.first, change.after))
        region = _Change(begins.first, begins.after, ())
        taken: tuple[list[_Change], list[_Change]] = ([], [])
        is_growing = True
        while is_growing:
            is_growing = False
            for waiting, held in zip((left, right), taken, strict=True):
                while waiting and (waiting[0] is begins or waiting[0].meets(region)):
                    change = waiting.pop(0)
                    held.append(change)
                    after = max(region.after, change.after)
                    region = _Change(min(region.first, change.first), after, ())
                    is_growing = True
        yield region.first, region.after, *taken


def _applied(old: Lines, first: int, after: int, changes: Sequence[_Change]) -> Lines:
    """The lines of a stretch of the base as one side has them."""
    made: list[str] = []
    at = first
    for change in changes:
        made += (*old[at : change.first], *change.lines)
        at = change.after
    return (*made, *old[at:after])


def _together(here: Lines, own: Lines, other: Lines) -> Lines:
    if own in (other, here):
        return other
    if other == here:
        return own
    left = Counter(own) - Counter(other)
    more: list[str] = []
    for line in own:
        if left[line] > 0:
            left[line] -= 1
            more.append(line)
    return (*other, *more)
