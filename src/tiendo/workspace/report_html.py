"""A composed report as HTML: the page as it will print, each figure a link to its lineage. No
template: a report has thousands of cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from tiendo.composer import wording
from tiendo.composer.model import (
    Appendix,
    Block,
    Bullet,
    Cell,
    Clause,
    Content,
    Drawing,
    FigureRef,
    Footnote,
    Heading,
    Inline,
    Landscape,
    OfficialDocument,
    Paragraph,
    Row,
    Table,
)

# A table of more columns than these is scrolled sideways on a phone.
NARROW_COLUMNS = 4
_BULLETS = {1: "- ", 2: "+ "}
ROW_ANCHOR = "DONG"
NOTHING_BESIDE: Mapping[str, SafeString] = {}


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """A figure as the page shows it: its words, its name, the address of its lineage."""

    text: str
    label: str
    url: str
    is_missing: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list of headings beside the report."""

    anchor: str
    words: str
    level: int


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The report as HTML, and its headings."""

    html: SafeString
    headings: tuple[Entry, ...]


def report_page(
    document: OfficialDocument,
    figures: Mapping[str, PrintedFigure],
    pictures: str = "",
    beside: Mapping[str, SafeString] = NOTHING_BESIDE,
    row_end: str = "",
) -> ReportPage:
    """The whole document as safe HTML with its headings.

    ``pictures`` is the address that its drawings have, each under its number from 1; ``beside``
    is what follows a heading ("muc-2"), a paragraph ("doan-5") or a row ("bang-2-5"), counted from
    1 as ``report_paragraphs`` counts them. ``row_end`` stands at the end of the cell that names
    a row, the one after its number; ``ROW_ANCHOR`` in it is the row's anchor.
    """
    writer = _Writer(document, figures, pictures, beside, row_end)
    html = "".join(writer.pieces())
    return ReportPage(mark_safe(html), tuple(writer.headings))  # noqa: S308 - all is escaped


class _Writer:
    """Writes one document, part by part in the order of the page."""

    def __init__(
        self,
        document: OfficialDocument,
        figures: Mapping[str, PrintedFigure],
        pictures: str,
        beside: Mapping[str, SafeString],
        row_end: str,
    ) -> None:
        self._document = document
        self._beside = beside
        self._row_end = row_end
        self._tables = 0
        self._paragraphs = 0
        self._figures = figures
        self._pictures = pictures
        self._drawn = 0
        self.headings: list[Entry] = []
        self._notes: list[str] = []
        self._notes_before = 0

    def pieces(self) -> Iterator[str]:
        """The HTML in stretches."""
        document = self._document
        yield '<div class="sheet-paper">'
        yield from self._head()
        yield from self._blocks(document.blocks)
        yield from self._blocks(wording.closed(document.closing))
        yield from self._signature()
        yield from self._notes_said()
        yield "</div>"
        for at, appendix in enumerate(document.appendices):
            yield from self._appendix(at, appendix)

    def _head(self) -> Iterator[str]:
        head, document = self._document.letterhead, self._document
        parent = f"<p>{_lines(head.parent.upper())}</p>" if head.parent else ""
        yield (
            f'<div class="paper-head"><div>{parent}<p><b>{_lines(head.issuer.upper())}</b></p>'
            f"<p>{escape(wording.number_line(head))}</p></div><div>"
            f"<p><b>{wording.NATIONAL_NAME}</b></p><p><b>{wording.NATIONAL_MOTTO}</b></p>"
            f"<p><i>{escape(wording.letterhead_date(head))}</i></p></div></div>"
        )
        yield (
            f'<div class="paper-title"><p>{escape((document.type_name or "").upper())}</p>'
            f"<p>{escape(document.title)}</p></div>"
        )
        if document.addressees:
            names = "; ".join(document.addressees)
            yield f'<p class="paper-center">Kính gửi: {escape(names)}</p>'

    def _signature(self) -> Iterator[str]:
        signature = self._document.signature
        lines = [*signature.authority, *([signature.position] if signature.position else [])]
        signer = "<br>".join(escape(line) for line in lines)
        recipients = "".join(
            f"<li>- {escape(line)}</li>" for line in wording.end_with(self._document.recipients)
        )
        yield (
            '<div class="paper-foot"><div><p><b><i>Nơi nhận:</i></b></p>'
            f"<ul>{recipients}</ul></div><div><p><b>{signer}</b></p>"
            f"<p><b>{escape(signature.name or '')}</b></p></div></div>"
        )

    def _appendix(self, at: int, appendix: Appendix) -> Iterator[str]:
        words = wording.appendix_heading(appendix.marker)
        anchor = f"phu-luc-{at + 1}"
        self.headings.append(Entry(anchor, f"{words}. {appendix.title}", 1))
        wide = " is-landscape" if appendix.landscape else ""
        yield (
            f'<div class="sheet-paper{wide}"><div class="paper-title" id="{anchor}">'
            f"<h2>{escape(words)}</h2><p>{escape(appendix.title.upper())}</p>"
            f'<p class="paper-guide">{escape(wording.guide_line(self._document))}</p></div>'
        )
        yield from self._blocks(appendix.blocks)
        yield from self._notes_said()
        yield "</div>"

    def _blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        for block in blocks:
            if isinstance(block, Landscape):
                yield from self._blocks(block.blocks)
            elif isinstance(block, Table):
                yield from self._table(block)
            elif isinstance(block, Drawing):
                yield self._drawing(block)
            elif isinstance(block, Heading):
                yield self._heading(block)
            elif isinstance(block, Clause):
                yield self._paragraph(f"{wording.clause_marker(block.marker)} ", block.content)
            elif isinstance(block, Bullet):
                yield self._paragraph(_BULLETS[block.level], block.content)
            elif isinstance(block, Paragraph):
                yield self._paragraph("", block.content)

    def _heading(self, heading: Heading) -> str:
        anchor = f"muc-{len(self.headings) + 1}"
        marked = f"{wording.clause_marker(heading.marker, heading.level)} {heading.text}"
        self.headings.append(Entry(anchor, marked, heading.level))
        shown = marked.upper() if heading.level == 1 else marked
        level = heading.level + 1
        after = self._beside.get(anchor, "")
        return f'<h{level} id="{anchor}">{escape(shown)}</h{level}>{after}'

    def _paragraph(self, before: str, content: Content) -> str:
        self._paragraphs += 1
        anchor = f"doan-{self._paragraphs}"
        after = self._beside.get(anchor, "")
        return f'<p id="{anchor}">{before}{self._content(content)}</p>{after}'

    def _table(self, table: Table) -> Iterator[str]:
        if table.caption:
            yield f'<p class="paper-center"><b>{escape(table.caption)}</b></p>'
        if table.unit_line:
            yield f'<p class="paper-unit">{escape(table.unit_line)}</p>'
        self._tables += 1
        aligns = [column.align.value for column in table.columns]
        wide = " is-wide" if len(aligns) > NARROW_COLUMNS else ""
        yield f'<div class="paper-table{wide}" tabindex="0"><table><thead>'
        for cells in table.header:
            yield f"<tr>{''.join(self._cell(each, 'th') for each in cells)}</tr>"
        yield "</thead><tbody>"
        for at, line in enumerate(table.rows, start=1):
            yield self._row(line, aligns, f"bang-{self._tables}-{at}")
        yield "</tbody></table></div>"

    def _drawing(self, drawing: Drawing) -> str:
        """A picture by its address: no script and no type of the page reaches into it."""
        self._drawn += 1
        named = f"<figcaption>{escape(drawing.caption)}</figcaption>" if drawing.caption else ""
        address = escape(f"{self._pictures}{self._drawn}/")
        wide, high = drawing.size
        return (
            f'<figure class="paper-drawing">{named}<div tabindex="0"><img src="{address}" '
            f'alt="{escape(drawing.words)}" width="{wide}" height="{high}" loading="lazy">'
            "</div></figure>"
        )

    def _row(self, line: Row, aligns: list[str], anchor: str) -> str:
        cells, at = [], 0
        for each in line.cells:
            align = aligns[at] if each.columns == 1 else "left"
            cells.append(self._cell(each, "td", align))
            at += each.columns
        if self._row_end and cells:
            end, at = self._row_end.replace(ROW_ANCHOR, anchor), min(1, len(cells) - 1)
            cells[at] = f"{cells[at].removesuffix('</td>')}{end}</td>"
        held = self._beside.get(anchor)
        after = (
            f'<tr class="row-beside"><td colspan="{len(aligns)}">{held}</td></tr>' if held else ""
        )
        return f'<tr class="is-{line.kind.value}">{"".join(cells)}</tr>{after}'

    def _cell(self, each: Cell, tag: str, align: str = "") -> str:
        spans = f' colspan="{each.columns}"' if each.columns > 1 else ""
        spans += f' rowspan="{each.rows}"' if each.rows > 1 else ""
        look = f' class="to-{align}"' if align in ("center", "right") else ""
        return f"<{tag}{spans}{look}>{self._content(each.content)}</{tag}>"

    def _content(self, content: Content) -> str:
        return "".join(self._inline(each) for each in content)

    def _inline(self, each: Inline) -> str:
        if isinstance(each, Footnote):
            return self._note(each.text)
        words = self._figure(each) if isinstance(each, FigureRef) else _lines(each.text)
        words = f"<b>{words}</b>" if each.bold else words
        return f"<i>{words}</i>" if each.italic else words

    def _note(self, words: str) -> str:
        self._notes.append(words)
        number = self._notes_before + len(self._notes)
        return f'<sup id="goi-{number}"><a href="#chu-thich-{number}">{number}</a></sup>'

    def _notes_said(self) -> Iterator[str]:
        """The notes of the part that ends, each leading back to its mark."""
        if self._notes:
            first = self._notes_before + 1
            yield f'<ol class="paper-notes" start="{first}">'
            for number, words in enumerate(self._notes, start=first):
                back = f'<a href="#goi-{number}" aria-label="Về chỗ gọi chú thích {number}">↩</a>'
                yield f'<li id="chu-thich-{number}">{_lines(words)} {back}</li>'
            yield "</ol>"
        self._notes_before += len(self._notes)
        self._notes = []

    def _figure(self, ref: FigureRef) -> str:
        figure = self._figures[ref.key]
        look = " is-missing" if figure.is_missing else ""
        return (
            f'<a class="figure-ref{look}" href="{escape(figure.url)}" '
            f'data-sheet="{escape(figure.label)}">{escape(ref.words(figure.text))}</a>'
        )


def _lines(words: str) -> str:
    return escape(words).replace("\n", "<br>")
