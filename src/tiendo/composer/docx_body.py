"""Lays the blocks of an official document out: sections, headings, paragraphs, tables, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tiendo.composer.docx_contents import with_bookmark, write_contents
from tiendo.composer.docx_layout import section_end
from tiendo.composer.docx_package import Package, write_drawing, write_mark
from tiendo.composer.docx_parts import (
    write_addressees,
    write_appendix_title,
    write_bases,
    write_letterhead,
    write_signature,
    write_title,
)
from tiendo.composer.docx_tables import write_table
from tiendo.composer.docx_xml import Element, InlineWriter, element, paragraph, text_run
from tiendo.composer.model import (
    Appendix,
    Block,
    Bullet,
    Clause,
    Content,
    Drawing,
    Heading,
    Landscape,
    OfficialDocument,
    PageBreak,
    Paragraph,
    Table,
    body_blocks,
)
from tiendo.composer.typst import heading_pages
from tiendo.composer.wording import closed, leads_in, marked, marked_heading, with_following


class Sections(Protocol):
    """The pages that sections are laid out on."""

    def begin(self) -> Element:
        """The properties of the first section."""

    def make(self, *, landscape: bool = False, restart: bool = False) -> Element:
        """The properties of a further section; one that restarts counts its pages from 1."""

    def width_mm(self, *, landscape: bool) -> float:
        """How wide its text is."""


class BodyWriter:
    """Lays the blocks of one document out in sections. ``notes`` are those there are already."""

    def __init__(
        self, document: OfficialDocument, package: Package, sections: Sections, notes: int = 0
    ) -> None:
        self._document = document
        self._package = package
        self._sections = sections
        self._frames = InlineWriter(document.figures, notes)
        self._made: list[Element] = []
        self._headings = 0
        self._drawings = 0
        # The properties of the section being written: a section's properties stand at its end.
        self._open = sections.begin()

    @property
    def notes(self) -> Sequence[str]:
        """The notes referred to in what was written."""
        return self._frames.notes

    def write(self) -> list[Element]:
        """The children of w:body, the properties of the last section at the end."""
        document = self._document
        for part in (write_letterhead, write_title, write_addressees, _contents, write_bases):
            self._made.extend(part(document))
        self._text()
        self._made.extend(write_signature(document, self.write_mark()))
        return [*self._made, *self.write_rest()]

    def write_mark(self) -> list[Element]:
        """The mark of verification; nothing where the document has none."""
        mark = self._document.verification
        return [] if mark is None else write_mark(self._package, mark)

    def write_inlines(self, content: Content) -> list[Element]:
        """Words and figures for a paragraph that is there already."""
        return self._frames.write(content)

    def write_text(self, *, has_bases: bool) -> list[Element]:
        """The words between the head of a house template and its signature."""
        self._made.extend(_contents(self._document))
        if has_bases:
            self._made.extend(write_bases(self._document))
        self._text()
        return self._made

    def write_rest(self) -> list[Element]:
        """What follows the signature: the appendices and the properties of the last section."""
        self._made = []
        for appendix in self._document.appendices:
            self._appendix(appendix)
        return [*self._made, self._open]

    def _text(self) -> None:
        width = self._sections.width_mm(landscape=False)
        self._blocks(self._document.blocks, width)
        self._blocks(closed(self._document.closing), width)
        _keep_with_next(self._made[-1])

    def write_appendices(self) -> list[Element]:
        """The same without the document they belong to."""
        first, *others = self._document.appendices
        self._open = self._sections.make(landscape=first.landscape, restart=True)
        self._write_appendix(first)
        for appendix in others:
            self._appendix(appendix)
        return [*self._made, self._open]

    def _appendix(self, appendix: Appendix) -> None:
        self._start_section(self._sections.make(landscape=appendix.landscape, restart=True))
        self._write_appendix(appendix)

    def _write_appendix(self, appendix: Appendix) -> None:
        width = self._sections.width_mm(landscape=appendix.landscape)
        self._made.extend(write_appendix_title(self._document, appendix, width))
        self._blocks(appendix.blocks, width)

    def _blocks(self, blocks: Sequence[Block], width_mm: float) -> None:
        for block, following in with_following(blocks):
            if isinstance(block, Landscape):
                self._start_section(self._sections.make(landscape=True))
                self._blocks(block.blocks, self._sections.width_mm(landscape=True))
                self._start_section(self._sections.make())
            elif isinstance(block, Table):
                self._made.extend(write_table(block, width_mm, self._frames))
            elif isinstance(block, Drawing):
                self._drawings += 1
                self._made.extend(write_drawing(self._package, block, width_mm, self._drawings))
            else:
                self._made.append(self._paragraph(block))
                if leads_in(block, following):
                    _keep_with_next(self._made[-1])

    def _paragraph(self, block: Heading | Clause | Paragraph | Bullet | PageBreak) -> Element:
        if isinstance(block, Heading):
            self._headings += 1
            return with_bookmark(self._headings, _heading(block))
        if isinstance(block, PageBreak):
            return paragraph("DuongKe", element("r", element("br", type="page")))
        return paragraph("NoiDung", *self._frames.write(marked(block)))

    def _start_section(self, properties: Element) -> None:
        self._made.append(section_end(self._open))
        self._open = properties


def _contents(document: OfficialDocument) -> list[Element]:
    """The list of contents of a document that has one, with the pages the typesetter finds."""
    if not document.has_contents:
        return []
    headings = [block for block in body_blocks(document) if isinstance(block, Heading)]
    return write_contents(headings, heading_pages(document), document.appendices)


def _heading(heading: Heading) -> Element:
    return paragraph(f"heading{heading.level}", text_run(marked_heading(heading)))


def _keep_with_next(last: Element) -> None:
    """A paragraph stays on the page of what follows; the last on that of the signature, which never
    stands alone."""
    last[0].insert(1, element("keepNext"))
