"""A paper with one of everything, to try a house template with before it is taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from tiendo.composer.docx import write_docx
from tiendo.composer.model import (
    Align,
    Appendix,
    Bullet,
    Clause,
    Column,
    Figure,
    FigureRef,
    Footnote,
    Heading,
    Landscape,
    OfficialDocument,
    Paragraph,
    Signature,
    Table,
    cell,
    content,
    row,
)
from tiendo.organisations.models import Organisation
from tiendo.reporting.house_templates.errors import TemplateRefused
from tiendo.reporting.house_templates.types import PaperType
from tiendo.reporting.letterhead import blank_letterhead, signature_of, symbol_of
from tiendo.reporting.readback import read_back

_FIGURES = (
    Figure("mau.tong", "32", Decimal(32), "nhiệm vụ"),
    Figure("mau.ty_le", "Chưa có số liệu", None),
)

_OTHER_SIDE = Signature(("ĐẠI DIỆN CƠ QUAN",), "ĐƯỢC KIỂM TRA")


def try_template(
    template: bytes,
    body: Organisation,
    paper: PaperType,
    day: dt.date,
    gaps: Sequence[str] = (),
) -> None:
    """Write the sample with a template and read it back; ``gaps`` are the live values it names.

    Errors: TemplateRefused template_differs where something comes out otherwise than it went in;
    ComposerError for a template that cannot be filled.
    """
    sample = sample_paper(body, paper, day)
    house = tuple((name, content(FigureRef("mau.tong"))) for name in gaps)
    sample = replace(sample, house=house)
    reading = read_back(write_docx(sample, template=template), "mau.docx", sample)
    if reading.differences:
        first = reading.differences[0]
        raise TemplateRefused("template_differs", found=first.found or first.expected)


def sample_paper(body: Organisation, paper: PaperType, day: dt.date) -> OfficialDocument:
    """The paper: headings, a figure in words and table, a note, wide pages, an appendix."""
    table = _table()
    return OfficialDocument(
        letterhead=blank_letterhead(body, symbol_of(body), day),
        type_name=paper.name if paper.has_name else None,
        title="Thử mẫu văn bản",
        addressees=("Cơ quan cấp trên", "Cơ quan phối hợp"),
        bases=("Căn cứ kế hoạch đã ban hành",),
        blocks=(
            Heading(1, "I", "Kết quả"),
            Heading(2, "1", "Tình hình chung"),
            Paragraph(content("Có ", FigureRef("mau.tong"), " nhiệm vụ",
                              Footnote("Số liệu thử."), ".")),
            Clause("a", content("Tỷ lệ: ", FigureRef("mau.ty_le"), ".")),
            Bullet(content("Theo cơ quan:")),
            table,
            Landscape((table,)),
        ),
        closing=(Paragraph(content("Trên đây là nội dung thử mẫu.")),),
        signature=signature_of(body),
        recipients=("Như trên", "Lưu: VT") if paper.sides == 1 else (),
        countersignature=_OTHER_SIDE if paper.sides > 1 else None,
        appendices=(Appendix("Bảng thử", (table,)),),
        figures=_FIGURES,
    )  # fmt: skip


def _table() -> Table:
    return Table(
        columns=(Column(12, Align.CENTER), Column(80), Column(30, Align.RIGHT)),
        header=((cell("STT"), cell("Cơ quan"), cell("Số nhiệm vụ")),),
        rows=(row("1", "Cơ quan thử", content(FigureRef("mau.tong"))),),
    )
