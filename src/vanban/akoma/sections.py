"""What stands around the body: letterhead and title before it, recipients and signature behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from vanban.akoma.elements import child
from vanban.akoma.inline import Inline
from vanban.akoma.meta import NO_DAY
from vanban.models import Block, BlockKind, ParsedDocument, Span

_TAGS = {
    "number": "docNumber",
    "type": "docType",
    "title": "docTitle",
    "issuer": "docAuthority",
    "date": "docDate",
}
Marks = Mapping[Span, tuple[str, Mapping[str, str]]]


def add_preface(
    doc: etree._Element, parsed: ParsedDocument, head: Sequence[Block], inline: Inline
) -> None:
    """The ``preface`` with number, date, type, title and issuer marked; none without a head."""
    if head:
        preface = child(doc, "preface")
        marks = _marks(parsed)
        for block in head:
            inline.paragraph(preface, block.span, marks)


def _marks(parsed: ParsedDocument) -> Marks:
    """The elements of the preface by their spans; a title over two paragraphs is left unmarked."""
    marks: dict[Span, tuple[str, Mapping[str, str]]] = {}
    day = (parsed.header.date or NO_DAY).isoformat()
    for name, tag in _TAGS.items():
        span = parsed.header.field_spans.get(name)
        if span and span.end > span.start:
            marks.setdefault(span, (tag, {"date": day} if tag == "docDate" else {}))
    return marks


def add_conclusions(
    doc: etree._Element,
    parsed: ParsedDocument,
    tails: Sequence[Sequence[Block]],
    inline: Inline,
) -> None:
    """The ``conclusions``: recipients and signature as printed, the signer's name marked."""
    blocks = [block for tail in tails for block in tail if block.kind is not BlockKind.FOOTNOTE]
    if not blocks:
        return
    conclusions = child(doc, "conclusions")
    signer = parsed.signer
    marks: Marks = {signer.span: ("signature", {})} if signer and signer.name else {}
    for block in blocks:
        inline.paragraph(conclusions, block.span, marks)
