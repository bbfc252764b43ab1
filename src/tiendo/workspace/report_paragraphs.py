"""The paragraphs and rows of a composed report as its page numbers them, each under its heading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tiendo.composer import wording
from tiendo.composer.model import (
    Block,
    Bullet,
    Clause,
    Content,
    FigureRef,
    Footnote,
    Heading,
    Landscape,
    OfficialDocument,
    Paragraph,
    Row,
    Table,
)
from tiendo.domain.outlines import HeadingSpec, OutlineSpec

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class PageParagraph:
    """A paragraph: its anchor ("doan-5"), its heading's (empty before the first), its words, the
    keys of its figures."""

    anchor: str
    heading: str
    text: str
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageRow:
    """A row of a table: its anchor ("bang-2-5"), its heading's, its words, the keys of its figures.

    ``name`` is what it is known by in every composing: its first figure, else its words without the
    number before them.
    """

    anchor: str
    heading: str
    text: str
    figures: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class PageHeading:
    """A heading: its anchor ("muc-2"), its level and its words."""

    anchor: str
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class PageParts:
    """The headings of the body, the paragraphs and rows of a report in the order of the page."""

    headings: tuple[PageHeading, ...]
    paragraphs: tuple[PageParagraph, ...]
    rows: tuple[PageRow, ...] = ()

    @property
    def places(self) -> tuple[PageParagraph | PageRow, ...]:
        """The rows, then the paragraphs: what may be remarked on."""
        return (*self.rows, *self.paragraphs)

    def place(self, anchor: str) -> PageParagraph | PageRow | None:
        """The paragraph or row of an anchor; None where there is none."""
        return next((each for each in self.places if each.anchor == anchor), None)


def page_parts(document: OfficialDocument) -> PageParts:
    """The headings, paragraphs and rows, numbered as ``report_html`` numbers them."""
    reader = _Reader({figure.key: figure.text for figure in document.figures})
    reader.read(_flow(document))
    for at, appendix in enumerate(document.appendices):
        reader.under = f"phu-luc-{at + 1}"
        reader.read(block for block in _flat(appendix.blocks) if not isinstance(block, Heading))
    return PageParts(tuple(reader.headings), tuple(reader.paragraphs), tuple(reader.rows))


class _Reader:
    """Counts the parts of one document block by block."""

    def __init__(self, printed: Mapping[str, str]) -> None:
        self._printed = printed
        self._tables = 0
        self.under = ""
        self.headings: list[PageHeading] = []
        self.paragraphs: list[PageParagraph] = []
        self.rows: list[PageRow] = []

    def read(self, blocks: Iterable[Block]) -> None:
        """Count the blocks on."""
        for block in blocks:
            if isinstance(block, Heading):
                self.under = f"muc-{len(self.headings) + 1}"
                self.headings.append(PageHeading(self.under, block.level, block.text))
            elif isinstance(block, Paragraph | Bullet | Clause):
                anchor = f"doan-{len(self.paragraphs) + 1}"
                text, keys = _plain(block.content, self._printed), _keys(block.content)
                self.paragraphs.append(PageParagraph(anchor, self.under, text, keys))
            elif isinstance(block, Table):
                self._tables += 1
                self.rows += (self._row(at, row) for at, row in enumerate(block.rows, start=1))

    def _row(self, at: int, row: Row) -> PageRow:
        words = [_plain(cell.content, self._printed) for cell in row.cells]
        said = [each for each in (words[1:] if words[0].isdecimal() else words) if each]
        keys = tuple(key for cell in row.cells for key in _keys(cell.content))
        name = f"so:{keys[0]}" if keys else f"chu:{' '.join(said)}"[:_LONGEST_NAME]
        anchor = f"bang-{self._tables}-{at}"
        return PageRow(anchor, self.under, " · ".join(said), keys, name)


def anchors_of(spec: OutlineSpec, headings: Iterable[PageHeading]) -> dict[str, str]:
    """The anchor of each heading of the outline that stands in the report, by its code.

    Headings left out for want of content have none; a title with gaps is found by its level.
    """
    waiting = [(level, heading) for level, _marker, heading in spec.walk()]
    found: dict[str, str] = {}
    for printed in headings:
        for at, (level, heading) in enumerate(waiting):
            if level == printed.level and _is_title(heading, printed.text):
                found[heading.code] = printed.anchor
                waiting = waiting[at + 1 :]
                break
    return found


def _is_title(heading: HeadingSpec, text: str) -> bool:
    return heading.title == text or "{" in heading.title


def _flow(document: OfficialDocument) -> Iterator[Block]:
    yield from _flat(document.blocks)
    yield from _flat(wording.closed(document.closing))


def _flat(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Landscape):
            yield from _flat(block.blocks)
        else:
            yield block


def _keys(content: Content) -> tuple[str, ...]:
    return tuple(each.key for each in content if isinstance(each, FigureRef))


def _plain(content: Content, printed: Mapping[str, str]) -> str:
    pieces = (
        each.words(printed.get(each.key, "")) if isinstance(each, FigureRef) else each.text
        for each in content
        if not isinstance(each, Footnote)
    )
    return " ".join("".join(pieces).split())
