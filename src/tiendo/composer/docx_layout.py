"""Page geometry, sections, rules and borderless layout tables of an official document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docx.oxml.ns import qn

from tiendo.composer.docx_xml import Element, element, paragraph, twips

PAGE_MM = (210.0, 297.0)
MARGIN_TOP_MM = MARGIN_BOTTOM_MM = 20.0
MARGIN_LEFT_MM = 30.0
MARGIN_RIGHT_MM = 15.0
HEADER_MM = 10.0
TEXT_WIDTH_MM = PAGE_MM[0] - MARGIN_LEFT_MM - MARGIN_RIGHT_MM
LANDSCAPE_WIDTH_MM = PAGE_MM[1] - MARGIN_LEFT_MM - MARGIN_RIGHT_MM

# Mean advance of bold Times capitals and small letters, in em: enough for rules of a third to a
# half of a text's length, which need no exact measure.
_CAPITAL_EM, _SMALL_EM = 0.70, 0.47
_MM_PER_POINT = 25.4 / 72


def drawing_limit_mm(width_mm: float) -> float:
    """How high a picture may be on pages with a text of a width: its caption stands above it."""
    return 145.0 if width_mm > PAGE_MM[0] else 225.0


def text_width_mm(text: str, points: float) -> float:
    """About how wide a bold text is set."""
    ems = sum(_CAPITAL_EM if letter.isupper() else _SMALL_EM for letter in text)
    return ems * points * _MM_PER_POINT


def rule(width_mm: float, within_mm: float) -> Element:
    """A centred rule of a width inside a column: an all but empty paragraph with a border."""
    side = str(twips(max(0.0, (within_mm - width_mm) / 2)))
    border = element("pBdr", element("top", val="single", sz="6", space="1", color="000000"))
    return paragraph("DuongKe", properties=[border, element("ind", left=side, right=side)])


def page_top() -> Element:
    """A paragraph of a point in height: LibreOffice puts a whole line before a table that opens a
    document."""
    spacing = element("spacing", before="0", line="20", lineRule="exact")
    return paragraph("DuongKe", properties=[spacing])


def layout_table(widths_mm: Sequence[float], rows: Sequence[Sequence[list[Element]]]) -> Element:
    """A table without borders that places blocks side by side; rows are not split."""
    table = element("tbl", _layout_properties(widths_mm), _grid(widths_mm))
    for blocks_of_row in rows:
        line = element("tr", element("trPr", element("cantSplit")))
        for width, blocks in zip(widths_mm, blocks_of_row, strict=True):
            size = element("tcW", w=str(twips(width)), type="dxa")
            line.append(element("tc", element("tcPr", size), *(blocks or [element("p")])))
        table.append(line)
    return table


def section(header_id: str, *, landscape: bool, restart: bool) -> Element:
    """The properties of a section; one that restarts hides its number on its first page."""
    width, height = reversed(PAGE_MM) if landscape else PAGE_MM
    size = element("pgSz", w=str(twips(width)), h=str(twips(height)))
    if landscape:
        size.set(qn("w:orient"), "landscape")
    reference = element("headerReference", type="default")
    reference.set(qn("r:id"), header_id)
    made = element("sectPr", reference, element("type", val="nextPage"), size, _margins())
    if restart:
        made.append(element("pgNumType", start="1"))
        made.append(element("titlePg"))
    return made


@dataclass(frozen=True, slots=True)
class BuiltInSections:
    """Sections on the pages of the layout that comes with the product."""

    header_id: str

    def begin(self) -> Element:
        """The properties of the first section."""
        return self.make(restart=True)

    def make(self, *, landscape: bool = False, restart: bool = False) -> Element:
        """The properties of a further section; one that restarts counts its pages from 1."""
        return section(self.header_id, landscape=landscape, restart=restart)

    def width_mm(self, *, landscape: bool) -> float:
        """How wide its text is."""
        return LANDSCAPE_WIDTH_MM if landscape else TEXT_WIDTH_MM


def section_end(properties: Element) -> Element:
    """The all but empty paragraph that ends a section before the last."""
    return paragraph("DuongKe", properties=[properties])


def _margins() -> Element:
    return element(
        "pgMar",
        top=str(twips(MARGIN_TOP_MM)),
        right=str(twips(MARGIN_RIGHT_MM)),
        bottom=str(twips(MARGIN_BOTTOM_MM)),
        left=str(twips(MARGIN_LEFT_MM)),
        header=str(twips(HEADER_MM)),
        footer=str(twips(HEADER_MM)),
        gutter="0",
    )


def _layout_properties(widths_mm: Sequence[float]) -> Element:
    return element(
        "tblPr",
        element("tblW", w=str(sum(twips(width) for width in widths_mm)), type="dxa"),
        element("jc", val="center"),
        element("tblLayout", type="fixed"),
    )


def _grid(widths_mm: Sequence[float]) -> Element:
    return element("tblGrid", *(element("gridCol", w=str(twips(width))) for width in widths_mm))
