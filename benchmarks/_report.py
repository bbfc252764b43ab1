"""A report of 40 pages: 300 figures, 60 tables, 12 charts, prose around them; nothing random."""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Callable, Iterator
from decimal import Decimal

import pypdfium2

from tiendo.composer.charts import Slice, official_counts_bar
from tiendo.composer.drawing import draw_charts, sketch
from tiendo.composer.model import (
    Align,
    Appendix,
    Block,
    Bullet,
    Column,
    Drawing,
    Figure,
    FigureRef,
    Heading,
    Letterhead,
    OfficialDocument,
    Paragraph,
    Row,
    Table,
    cell,
    content,
    row,
)
from tiendo.composer.signing import sign_for_collective
from tiendo.composer.typst import write_pdf

FIGURES, TABLES, CHARTS, PARTS = 300, 60, 12, 12
RUNS = 5
NOON = dt.datetime(2025, 11, 24, 5, tzinfo=dt.UTC)
_WORDS = (
    "Các cơ quan, đơn vị đã cập nhật kết quả thực hiện, sản phẩm và tài liệu kiểm chứng của từng "
    "nhiệm vụ; số liệu được tổng hợp từ cơ sở dữ liệu chung và có thể truy về nơi nhập. "
)


def time_report(name: str, write: Callable[[OfficialDocument], bytes]) -> dict[str, object]:
    """The median seconds from the parts of the report to its file, as the benchmark tells it."""
    pages = page_count(write_pdf(report(), NOON))
    seconds = []
    for _run in range(RUNS):
        began = time.perf_counter()
        size = len(write(report()))
        seconds.append(time.perf_counter() - began)
    print(f"{pages} pages, {FIGURES} figures, {TABLES} tables, {CHARTS} charts, {size // 1024} KiB")
    value = round(statistics.median(seconds), 3)
    return {"name": name, "value": value, "floor": None, "ratio": None, "unit": "s"}


def page_count(source: bytes) -> int:
    """How many pages a PDF has."""
    return len(pypdfium2.PdfDocument(source))


def report() -> OfficialDocument:
    """The report, its charts drawn: lines for the pages, dots for word processors."""
    charts = iter(_sketches())
    document = OfficialDocument(
        letterhead=Letterhead(
            "Ủy ban nhân dân\ntỉnh Mẫu", "BC-UBND", "Mẫu", draft_month=NOON.date()
        ),
        type_name="Báo cáo",
        title="Kết quả thực hiện kế hoạch tháng 11 năm 2025",
        addressees=("Tỉnh ủy",),
        blocks=tuple(block for at in range(PARTS) for block in _part(at, charts)),
        appendices=(
            Appendix("Chỉ tiêu", tuple(_table(at) for at in range(48, TABLES)), landscape=True),
        ),
        closing=(Paragraph(content("Trên đây là báo cáo kết quả thực hiện.")),),
        signature=sign_for_collective("Ủy ban nhân dân", "Chủ tịch", "Trần Thị Bình"),
        recipients=("Như trên", "Lưu: VT"),
        figures=tuple(_figure(at) for at in range(FIGURES)),
    )
    return draw_charts(document)


def _part(at: int, charts: Iterator[Drawing]) -> Iterator[Block]:
    """A titled part: four tables with their prose, and a chart."""
    yield Heading(2, str(at + 1), f"Nhóm nhiệm vụ thứ {at + 1}")
    for table in range(4 * at, 4 * at + 4):
        yield Paragraph(content(_WORDS * 8, "Đạt ", FigureRef(_key(5 * table)), "."))
        yield Bullet(content(_WORDS))
        yield _table(table)
    yield next(charts)


def _table(at: int) -> Table:
    return Table(
        columns=(Column(12, Align.CENTER), Column(80), Column(40, Align.RIGHT)),
        header=((cell("TT"), cell("Chỉ tiêu"), cell("Kết quả")),),
        rows=tuple(_row(at, line) for line in range(5)),
        caption=f"Kết quả thực hiện các chỉ tiêu, bảng {at + 1}",
    )


def _row(table: int, line: int) -> Row:
    figure = FigureRef(_key(5 * table + line))
    return row(str(line + 1), "Tỷ lệ nhiệm vụ hoàn thành đúng hạn", content(figure))


def _figure(at: int) -> Figure:
    value = Decimal(1_000_000) * (at + 1)
    day = NOON.date()
    return Figure(_key(at), f"{at + 1} triệu đồng", value, "đồng", "budget.spent", day, 3, "ab12")


def _key(at: int) -> str:
    return f"budget.line{at}"


def _sketches() -> list[Drawing]:
    """Every chart, to be drawn."""
    return [_sketch(at) for at in range(CHARTS)]


def _sketch(at: int) -> Drawing:
    """A chart like no other, so that none is drawn once for all."""
    slices = (Slice("done_on_time", "Đúng hạn", 12 + at), Slice("overdue", "Quá hạn", 5))
    spec = official_counts_bar(slices, description=f"Tiến độ, nhóm {at + 1}")
    return sketch(spec, f"Tiến độ, nhóm {at + 1}", f"Hình {at + 1}. Tiến độ")
