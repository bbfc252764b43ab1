"""Writes an official document as DOCX in the layout of Nghị định 30/2020/NĐ-CP.

The same model always gives the same bytes: identifiers are counted, times are fixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tiendo.composer.docx_contents import with_bookmark, write_contents
from tiendo.composer.docx_layout import (
    LANDSCAPE_WIDTH_MM,
    TEXT_WIDTH_MM,
    section,
    section_end,
)
from tiendo.composer.docx_package import Package, new_package, save_package, write_drawing
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
from tiendo.composer.errors import ComposerError
from tiendo.composer.model import (
    Appendix,
    Block,
    Bullet,
    Clause,
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
from tiendo.composer.wording import closed, marked, marked_heading


def write_docx(document: OfficialDocument) -> bytes:
    """The document as a DOCX file."""
    package = new_package(document)
    writer = _BodyWriter(document, package)
    package.replace_body(writer.write())
    package.add_footnotes(writer.notes)
    return save_package(package)


def write_appendices(document: OfficialDocument) -> bytes:
    """The appendices alone, as the separate file that goes with a document.

    Errors: ComposerError no_appendix.
    """
    if not document.appendices:
        raise ComposerError("no_appendix")
    package = new_package(document)
    writer = _BodyWriter(document, package)
    package.replace_body(writer.write_appendices())
    package.add_footnotes(writer.notes)
    return save_package(package)


class _BodyWriter:
    """Lays the blocks of one document out in sections."""

    def __init__(self, document: OfficialDocument, package: Package) -> None:
        self._document = document
        self._package = package
        self._frames = InlineWriter(document.figures)
        self._made: list[Element] = []
        self._headings = 0
        # The properties of the section being written: a section's properties stand at its end.
        self._open = self._section(restart=True)

    @property
    def notes(self) -> Sequence[str]:
        """The notes referred to in what was written."""
        return self._frames.notes

    def write(self) -> list[Element]:
        """The children of w:body, the properties of the last section at the end."""
        document = self._document
        for part in (write_letterhead, write_title, write_addressees, _contents, write_bases):
            self._made.extend(part(document))
        self._blocks(document.blocks, TEXT_WIDTH_MM)
        self._blocks(closed(document.closing), TEXT_WIDTH_MM)
        _keep_with_next(self._made[-1])
        self._made.extend(write_signature(document))
        for appendix in document.appendices:
            self._appendix(appendix)
        return [*self._made, self._open]

    def write_appendices(self) -> list[Element]:
        """The same without the document they belong to."""
        first, *others = self._document.appendices
        self._open = self._section(landscape=first.landscape, restart=True)
        self._write_appendix(first)
        for appendix in others:
            self._appendix(appendix)
        return [*self._made, self._open]

    def _appendix(self, appendix: Appendix) -> None:
        self._start_section(self._section(landscape=appendix.landscape, restart=True))
        self._write_appendix(appendix)

    def _write_appendix(self, appendix: Appendix) -> None:
        width = LANDSCAPE_WIDTH_MM if appendix.landscape else TEXT_WIDTH_MM
        self._made.extend(write_appendix_title(self._document, appendix, width))
        self._blocks(appendix.blocks, width)

    def _blocks(self, blocks: Iterable[Block], width_mm: float) -> None:
        for block in blocks:
            if isinstance(block, Landscape):
                self._start_section(self._section(landscape=True))
                self._blocks(block.blocks, LANDSCAPE_WIDTH_MM)
                self._start_section(self._section())
            elif isinstance(block, Table):
                self._made.extend(write_table(block, width_mm, self._frames))
            elif isinstance(block, Drawing):
                self._made.extend(write_drawing(self._package, block, width_mm))
            else:
                self._made.append(self._paragraph(block))

    def _paragraph(self, block: Heading | Clause | Paragraph | Bullet | PageBreak) -> Element:
        if isinstance(block, Heading):
            self._headings += 1
            return with_bookmark(self._headings, _heading(block))
        if isinstance(block, PageBreak):
            return paragraph("DuongKe", element("r", element("br", type="page")))
        return paragraph("NoiDung", *self._frames.write(marked(block)))

    def _section(self, *, landscape: bool = False, restart: bool = False) -> Element:
        return section(self._package.header_id, landscape=landscape, restart=restart)

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
    """The last paragraph stays on the page of the signature, which never stands alone."""
    last[0].insert(1, element("keepNext"))
