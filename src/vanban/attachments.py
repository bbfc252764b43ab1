"""Documents issued with another: the plan behind its decision, with a title block of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vanban.capitals import sentence_case
from vanban.citations import find_citations
from vanban.layout import TYPE_HEADING, Layout
from vanban.letters import is_upper_case
from vanban.lexicon import words
from vanban.markers import read_marker
from vanban.models import Block, BlockKind, Citation, Header, Span, Text

# "(Ban hành kèm theo Quyết định số … ngày … của …)" below a title.
GUIDE_LINE = re.compile(r"[(\[]?\s*(?i:(?:được\s+)?(?:ban hành|phê duyệt)?\s*kèm theo)\s+\w")
_TYPE_NAMES = {name.upper(): name for name in words("documents", "types")}
_LONGEST_TITLE = 6


def find_attachments(text: Text, layout: Layout) -> tuple[Header, ...]:
    """The headers of the documents attached to the first one, in order.

    Number, date and issuer are those of the document that its guide line names; ``span`` covers
    the title block. Missing: a guide line without a symbol gives None for the three.
    """
    body = layout.parts[0].blocks
    return tuple(_header(text, body[index:end]) for index, end in _title_blocks(text.content, body))


def _title_blocks(content: str, blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Where the title blocks begin and end: a type line in capitals, a title, a guide line."""
    for index, block in enumerate(blocks):
        start = block.span.start
        if block.kind is BlockKind.CELL or not content[start : start + 1].isupper():
            continue
        heading = TYPE_HEADING.match(content, block.span.start, block.span.end)
        if heading is None or not is_upper_case(heading["type"]):
            continue
        if heading["rest"].lstrip().startswith(":") or content.startswith(":", heading.end("type")):
            # "QUYẾT ĐỊNH:" opens the articles of the first document.
            continue
        for end in range(index, min(index + _LONGEST_TITLE, len(blocks))):
            if _guide_in(content, blocks[end], end == index):
                yield index, end + 1
                break
            if end > index and read_marker(content, blocks[end]):
                break


def _guide_in(content: str, block: Block, is_inside: bool) -> re.Match[str] | None:
    """The guide line that a block is, or that its last line is."""
    words_ = block.span.of(content)
    if len(words_) > 600:
        return None
    if not is_inside:
        return GUIDE_LINE.match(words_)
    bracket = words_.rfind("(")
    return GUIDE_LINE.match(words_, bracket) if bracket > 0 else None


def _header(text: Text, blocks: Sequence[Block]) -> Header:
    content = text.content
    first, last = blocks[0], blocks[-1]
    heading = TYPE_HEADING.match(content, first.span.start, first.span.end)
    kind = heading["type"] if heading else ""
    guide_start = _guide_start(content, blocks)
    title_start = first.span.start + len(kind)
    title = " ".join(content[title_start:guide_start].split()).strip(" :(")
    guide = Span(guide_start, last.span.end)
    mother = _mother(content, guide)
    spans = {"type": Span(first.span.start, title_start), "guide": guide}
    if title:
        spans["title"] = Span(title_start, guide_start)
    return Header(
        Span(first.span.start, last.span.end),
        confidence=0.9,
        number=mother.number if mother else None,
        number_raw=mother.number_raw if mother else None,
        date=mother.date if mother else None,
        type=_TYPE_NAMES.get(kind, kind.capitalize()) or None,
        title=title or None,
        issuer=sentence_case(mother.issuer) if mother and mother.issuer else None,
        is_draft=mother is None,
        field_spans=spans,
    )


def _guide_start(content: str, blocks: Sequence[Block]) -> int:
    last = blocks[-1]
    inside = content.rfind("(", last.span.start, last.span.end)
    return inside if len(blocks) == 1 and inside > 0 else last.span.start


def _mother(content: str, guide: Span) -> Citation | None:
    """The document that a guide line names with its symbol."""
    cited = find_citations(guide.of(content))
    return next((citation for citation in cited if citation.number), None)
