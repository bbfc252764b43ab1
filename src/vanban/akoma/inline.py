"""Paragraphs: words with their citations as references and their footnotes as notes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping

from lxml import etree

from vanban.akoma.elements import append_words, child, slug
from vanban.models import Block, BlockKind, Citation, ParsedDocument, Span


class Inline:
    """Writes paragraphs of one document. Each citation and each footnote is written once."""

    def __init__(self, parsed: ParsedDocument) -> None:
        self._content = parsed.text.content
        self._citations = sorted(parsed.citations, key=lambda citation: citation.span)
        self._starts = [citation.span.start for citation in self._citations]
        self._notes = _notes_by_paragraph(parsed)
        self._numbered = 0
        self._referred = 0

    def paragraph(
        self,
        parent: etree._Element,
        span: Span,
        marks: Mapping[Span, tuple[str, Mapping[str, str]]] | None = None,
    ) -> None:
        """A ``p`` with the words of a span; ``marks`` name elements of the preface by span."""
        element = child(parent, "p")
        at = span.start
        for inner, tag, attributes in self._inner(span, marks or {}):
            if inner.start < at or inner.end > span.end:
                continue
            append_words(element, self._content[at : inner.start])
            append_words(child(element, tag, **attributes), inner.of(self._content))
            at = inner.end
        append_words(element, self._content[at : span.end])
        for note in self._notes.pop(span.end, ()):
            self._add_note(element, note)

    def _inner(
        self, span: Span, marks: Mapping[Span, tuple[str, Mapping[str, str]]]
    ) -> Iterator[tuple[Span, str, dict[str, str]]]:
        first = bisect_left(self._starts, span.start)
        cited = (
            (citation.span, "ref", {"href": href_of(citation)})
            for citation in self._citations[first : bisect_left(self._starts, span.end)]
            if not citation.is_self
        )
        marked = ((inner, tag, dict(attributes)) for inner, (tag, attributes) in marks.items())
        for inner, tag, attributes in sorted([*marked, *cited], key=lambda item: item[0]):
            if tag == "ref":
                self._referred += 1
                attributes = {"eId": f"ref_{self._referred}", **attributes}
            yield inner, tag, attributes

    def _add_note(self, element: etree._Element, note: Block) -> None:
        self._numbered += 1
        number = str(self._numbered)
        holder = child(
            element, "authorialNote", eId=f"fn_{number}", marker=number, placement="bottom"
        )
        append_words(child(holder, "p"), note.span.of(self._content))


def _notes_by_paragraph(parsed: ParsedDocument) -> dict[int, list[Block]]:
    """The footnotes by the end of the paragraph that they follow."""
    notes: dict[int, list[Block]] = {}
    before = None
    for block in parsed.text.blocks:
        if block.kind is not BlockKind.FOOTNOTE:
            before = block
        elif before is not None:
            notes.setdefault(before.span.end, []).append(block)
    return notes


def href_of(citation: Citation) -> str:
    """The address of a cited document: "/akn/vn/doc/nghi-quyet/2024-12-22/57-NQ-TW"."""
    kind = slug(citation.type or (citation.name or "").split(" ")[0]).lower()
    day = citation.date.isoformat() if citation.date else "unknown"
    return f"/akn/vn/doc/{kind}/{day}/{slug(citation.number or citation.name or citation.raw)}"
