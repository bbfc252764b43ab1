"""A small report with one of everything, and the golden form of a written document.

``python -m tests.golden.composer.report`` rewrites the golden files; read the change in review.
Origin: our own writing; the figures are made up.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal
from pathlib import Path

from lxml import etree

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
    Letterhead,
    OfficialDocument,
    Paragraph,
    RowKind,
    Table,
    cell,
    content,
    group_row,
    row,
)
from tiendo.composer.signing import sign_for_collective

FOLDER = Path(__file__).parent
PARTS = {
    "word/document.xml": FOLDER / "report-document.xml",
    "word/footnotes.xml": FOLDER / "report-footnotes.xml",
    "word/styles.xml": FOLDER / "report-styles.xml",
    "customXml/item1.xml": FOLDER / "report-figures.xml",
}
AS_OF = dt.date(2025, 11, 10)


def figure(key: str, text: str, value: str, unit: str = "nhiệm vụ") -> Figure:
    """A figure as of the report's day."""
    return Figure(key, text, Decimal(value), unit, f"đếm({key})", AS_OF, 3, "0123abcd")


FIGURES = (
    figure("tasks.total", "32", "32"),
    figure("tasks.overdue", "03", "3"),
    figure("budget.spent", "183.395 triệu đồng", "183395000000", "đồng"),
    Figure("tasks.rate", "Không xác định", None),
)


def counts_table() -> Table:
    """A table with merged heads, a group and a total."""
    return Table(
        columns=(Column(12, Align.CENTER), Column(80), Column(30, Align.RIGHT), Column(30)),
        header=(
            (cell("TT", rows=2), cell("Cơ quan chủ trì", rows=2), cell("Nhiệm vụ", columns=2)),
            (cell("Tổng số"), cell("Tỷ lệ")),
        ),
        rows=(
            group_row("I", "Sở, ban, ngành", 4),
            row("1", "Sở Nội vụ", content(FigureRef("tasks.overdue")), "25%"),
            row("", "Tổng cộng", content(FigureRef("tasks.total")), "", kind=RowKind.TOTAL),
        ),
        unit_line="Đơn vị tính: nhiệm vụ",
        caption="Tiến độ theo cơ quan",
    )


def report() -> OfficialDocument:
    """A draft report upward, with figures in text and table and both kinds of appendix."""
    return OfficialDocument(
        letterhead=Letterhead(
            issuer="Ủy ban nhân dân\ntỉnh Đắk Lắk",
            symbol="BC-UBND",
            place="Đắk Lắk",
            draft_month=dt.date(2025, 11, 1),
        ),
        type_name="Báo cáo",
        title="Kết quả thực hiện Kế hoạch số 146/KH-UBND tháng 11 năm 2025",
        addressees=("Thường trực Tỉnh ủy", "Đảng ủy UBND tỉnh"),
        bases=("Căn cứ Kế hoạch số 146/KH-UBND ngày 25/6/2025",),
        blocks=(
            Heading(1, "I", "Kết quả"),
            Heading(2, "1", "Tình hình chung"),
            Paragraph(
                content("Có ", FigureRef("tasks.total", bold=True), " nhiệm vụ, trong đó ",
                        FigureRef("tasks.overdue"), " nhiệm vụ quá hạn; tỷ lệ: ",
                        FigureRef("tasks.rate"), ".")
            ),
            Clause("a", content("Đã giải ngân ", FigureRef("budget.spent"),
                                Footnote("Theo số liệu của Kho bạc."), ".")),
            Bullet(content("Theo cơ quan:")),
            counts_table(),
            Landscape((counts_table(),)),
            Bullet(content("Không có vướng mắc mới."), 2),
        ),
        appendices=(
            Appendix("Nhiệm vụ quá hạn", (counts_table(),), "I"),
            Appendix("Nhiệm vụ theo tháng", (counts_table(),), "II", landscape=True),
        ),
        closing=(Paragraph(content("UBND tỉnh kính báo cáo.")),),
        signature=sign_for_collective(
            "Ủy ban nhân dân", "Phó Chủ tịch", "Trần Thị Bình", for_head="Chủ tịch"
        ),
        recipients=("Như trên", "Lưu: VT, TH"),
        drafter="ttb.(03)",
        figures=FIGURES,
    )  # fmt: skip


def golden_parts(source: bytes) -> dict[Path, str]:
    """The parts of a written document that are kept, indented for review."""
    with zipfile.ZipFile(io.BytesIO(source)) as package:
        return {path: _indented(package.read(name)) for name, path in PARTS.items()}


def _indented(xml: bytes) -> str:
    root = etree.fromstring(xml, etree.XMLParser(remove_blank_text=True))
    return str(etree.tostring(root, encoding="unicode", pretty_print=True))


if __name__ == "__main__":
    for golden_path, text in golden_parts(write_docx(report())).items():
        golden_path.write_text(text, encoding="utf-8")
