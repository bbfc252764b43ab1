"""The paragraphs of a composed report, each with its anchor on the report's page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tiendo.composer.model import (
    Block,
    Bullet,
    Clause,
    FigureRef,
    Heading,
    Landscape,
    OfficialDocument,
    PageBreak,
    Paragraph,
)
from tiendo.composer.wording import END_MARK, appendix_heading, marked_heading
from tiendo.reporting.checking.findings import WHOLE, Place
from tiendo.reporting.readback import even, marked_words, plain

# How much of a paragraph is said beside a finding.
SHOWN = 160
# Deeper than any heading.
_BELOW_ALL = 9


@dataclass(frozen=True, slots=True)
class Placed:
    """A paragraph: its words without a dash, where it is, whether a figure stands in it."""

    words: str
    place: Place
    has_figure: bool


@dataclass(frozen=True, slots=True)
class PlacedHeading:
    """A heading. ``count``: the blocks and headings right under it."""

    text: str
    place: Place
    count: int


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything of a report is. ``by_words`` finds a paragraph by its words as written."""

    paragraphs: tuple[Placed, ...]
    headings: tuple[PlacedHeading, ...]
    by_words: Mapping[str, Place]

    def of(self, words: str) -> Place | None:
        """The place of a paragraph or heading as the written file has it; None for a cell."""
        return self.by_words.get(words) or self.by_words.get(words.removesuffix(END_MARK) + ".")


def places_of(document: OfficialDocument) -> Places:
    """The places of a composed report, numbered as its page numbers them."""
    walk = _Walk({figure.key: figure.text for figure in document.figures})
    walk.take(document.blocks)
    walk.take(document.closing)
    for at, appendix in enumerate(document.appendices, start=1):
        words = f"{appendix_heading(appendix.marker)}. {appendix.title}"
        walk.begin(f"phu-luc-{at}", words)
        walk.take(appendix.blocks)
    return Places(tuple(walk.paragraphs), tuple(walk.counted()), walk.by_words)


class _Walk:
    """Goes through a document in the order of its page."""

    def __init__(self, printed: dict[str, str]) -> None:
        self._printed = printed
        self._heading = WHOLE
        self._anchors = 0
        self._markers: list[str] = []
        self.paragraphs: list[Placed] = []
        self.by_words: dict[str, Place] = {}
        self._headings: list[tuple[Heading, Place]] = []
        self._below: list[int] = []

    def begin(self, anchor: str, words: str) -> None:
        """Go on under a heading or an appendix."""
        self._anchors += 1
        self._heading = Place(anchor, words, words)

    def take(self, blocks: Iterable[Block]) -> None:
        """Take the blocks in, one after another."""
        for block in blocks:
            if isinstance(block, Landscape):
                self.take(block.blocks)
            elif isinstance(block, Heading):
                self._take_heading(block)
            elif isinstance(block, Paragraph | Bullet | Clause):
                self._take_paragraph(block)
            elif not isinstance(block, PageBreak):
                self._count(_BELOW_ALL)

    def counted(self) -> Iterator[PlacedHeading]:
        """The headings, each with how many blocks stand under it."""
        for (heading, place), count in zip(self._headings, self._below, strict=True):
            yield PlacedHeading(heading.text, place, count)

    def _take_heading(self, heading: Heading) -> None:
        self._count(heading.level)
        self._markers[heading.level - 1 :] = [heading.marker]
        full = ".".join(self._markers)
        self.begin(f"muc-{self._anchors + 1}", f"{full}. {heading.text}")
        self._headings.append((heading, self._heading))
        self._below.append(0)
        self.by_words.setdefault(even(marked_heading(heading)), self._heading)

    def _take_paragraph(self, block: Paragraph | Bullet | Clause) -> None:
        self._count(_BELOW_ALL)
        words = plain(block.content, self._printed)
        anchor = f"doan-{len(self.paragraphs) + 1}"
        place = Place(anchor, self._heading.heading, _cut(words))
        has_figure = any(isinstance(each, FigureRef) for each in block.content)
        self.paragraphs.append(Placed(words, place, has_figure))
        self.by_words.setdefault(marked_words(block, self._printed), place)

    def _count(self, level: int) -> None:
        """Count what comes for every heading above it."""
        for at in range(len(self._headings) - 1, -1, -1):
            above = self._headings[at][0].level
            if above < level:
                self._below[at] += 1
                level = above


def _cut(words: str) -> str:
    return words if len(words) <= SHOWN else f"{words[:SHOWN].rstrip()}…"
