"""A report long enough to break over pages, and its pages as word processors and ours lay them.

``python -m tests.golden.composer.layout`` rewrites the kept images: look at each of them.
Origin: our own writing; the figures are made up.
"""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pypdfium2
from PIL import Image

from tests.golden.composer.report import counts_table, report
from tiendo.composer.charts import Slice, official_counts_bar
from tiendo.composer.docx import write_docx
from tiendo.composer.drawing import draw_charts, sketch
from tiendo.composer.fonts import FOLDER
from tiendo.composer.model import (
    Align,
    Appendix,
    Bullet,
    Column,
    Heading,
    Landscape,
    Letterhead,
    OfficialDocument,
    Paragraph,
    Table,
    cell,
    content,
    row,
)
from vanban.readers.office import convert

PAGES = Path(__file__).parent / "pages"
NOON = dt.datetime(2025, 11, 24, 5, tzinfo=dt.UTC)
DPI = 50
_PROSE = (
    "Các cơ quan, đơn vị đã cập nhật kết quả, sản phẩm và tài liệu kiểm chứng của từng nhiệm vụ "
    "trước ngày 25/11/2025; tổng kinh phí 1.250 triệu đồng, đạt 62,5% dự toán giao đầu năm. "
)


@cache
def layout_report() -> OfficialDocument:
    """The small report with a chart, prose over a page, and a table over two."""
    slices = (Slice("done_on_time", "Đúng hạn", 12), Slice("overdue", "Quá hạn", 5))
    bar = official_counts_bar(slices, description="Đúng hạn: 12; Quá hạn: 5")
    small = report()
    document = replace(
        small,
        letterhead=Letterhead(
            issuer="Sở Nội vụ",
            parent="Ủy ban nhân dân\ntỉnh Đắk Lắk",
            symbol="BC-SNV",
            place="Đắk Lắk",
            number="5",
            date=dt.date(2025, 11, 24),
        ),
        blocks=(
            *small.blocks[:5],
            sketch(bar, "Đúng hạn: 12; Quá hạn: 5", "Hình 1. Tiến độ chung"),
            Heading(2, "2", "Tình hình từng nhóm nhiệm vụ"),
            *(Paragraph(content(_PROSE * 2)) for _ in range(6)),
            Heading(3, "a", "Khó khăn, vướng mắc"),
            Bullet(content(_PROSE)),
            Bullet(content(_PROSE), 2),
            _long_table(),
            Landscape((counts_table(),)),
            Paragraph(content(_PROSE)),
        ),
        appendices=(
            Appendix("Nhiệm vụ quá hạn", (counts_table(),), "I"),
            Appendix("Nhiệm vụ theo tháng", (_long_table(),), "II", landscape=True),
        ),
    )
    return draw_charts(document)


def _long_table() -> Table:
    return Table(
        columns=(Column(12, Align.CENTER), Column(100), Column(30, Align.RIGHT)),
        header=((cell("TT"), cell("Nhiệm vụ"), cell("Kết quả")),),
        rows=tuple(
            row(str(number), "Hoàn thiện hạ tầng số tại trung tâm phục vụ hành chính công", "25%")
            for number in range(1, 31)
        ),
        caption="Tiến độ từng nhiệm vụ",
    )


def office_pages(source: bytes) -> bytes:
    """A DOCX as the PDF that LibreOffice makes of it, in the type of the product."""
    return convert(source, "pages", FOLDER)


def page_images(pdf: bytes, pdftoppm: str) -> list[Image.Image]:
    """The pages of a PDF in grey, small."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "in.pdf").write_bytes(pdf)
        command = [pdftoppm, "-r", str(DPI), "-gray", "-png", f"{folder}/in.pdf", f"{folder}/page"]
        subprocess.run(command, check=True, timeout=60)  # noqa: S603 - a fixed command
        files = sorted(Path(folder).glob("page*.png"))
        return [Image.open(io.BytesIO(path.read_bytes())).convert("L") for path in files]


def kept_images() -> list[Image.Image]:
    """The pages as somebody looked at them and found them right."""
    return [Image.open(path).convert("L") for path in sorted(PAGES.glob("page-*.png"))]


def lines_of(pdf: bytes) -> list[tuple[int, float, float, str]]:
    """Page, distance from the top and from the left in points, words of every line of a PDF."""
    found = []
    for number, page in enumerate(pypdfium2.PdfDocument(pdf)):
        height = page.get_size()[1]
        text = page.get_textpage()
        for at in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(at)
            words = text.get_text_bounded(left, bottom, right, top).strip().replace("\u00a0", " ")
            if words:
                found.append((number, height - top, left, words))
    return found


if __name__ == "__main__":
    import shutil

    drawer = shutil.which("pdftoppm") or "pdftoppm"
    PAGES.mkdir(exist_ok=True)
    for path in PAGES.glob("page-*.png"):
        path.unlink()
    made = page_images(office_pages(write_docx(layout_report())), drawer)
    for number, image in enumerate(made, start=1):
        image.quantize(16).save(PAGES / f"page-{number:02}.png", optimize=True)
