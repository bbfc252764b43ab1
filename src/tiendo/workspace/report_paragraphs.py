"""The paragraphs of a composed report as its page numbers them, each under its heading."""

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
)
from tiendo.domain.outlines import HeadingSpec, OutlineSpec


@dataclass(frozen=True, slots=True)
class PageParagraph:
    """A paragraph: its anchor ("doan-5"), its heading's (empty before the first), its words."""

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class PageHeading:
    """A heading: its anchor ("muc-2"), its level and its words."""

    anchor: str
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class PageParts:
    """The headings and the paragraphs of a report, in the order of the page."""

    headings: tuple[PageHeading, ...]
    paragraphs: tuple[PageParagraph, ...]


def page_parts(document: OfficialDocument) -> PageParts:
    """The headings and paragraphs, numbered as ``report_html`` numbers them."""
    printed = {figure.key: figure.text for figure in document.figures}
    headings: list[PageHeading] = []
    paragraphs: list[PageParagraph] = []
    for block in _flow(document):
        if isinstance(block, Heading):
            anchor = f"muc-{len(headings) + 1}"
            headings.append(PageHeading(anchor, block.level, block.text))
        elif isinstance(block, Paragraph | Bullet | Clause):
            under = headings[-1].anchor if headings else ""
            text = _plain(block.content, printed)
            paragraphs.append(PageParagraph(f"doan-{len(paragraphs) + 1}", under, text))
    return PageParts(tuple(headings), tuple(paragraphs))


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


def _plain(content: Content, printed: Mapping[str, str]) -> str:
    pieces = (
        printed.get(each.key, "") if isinstance(each, FigureRef) else each.text
        for each in content
        if not isinstance(each, Footnote)
    )
    return " ".join("".join(pieces).split())
