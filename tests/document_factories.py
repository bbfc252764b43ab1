"""Documents for tests, in our own words: small plans as DOCX and TXT, and spoiled files."""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
import zipfile
from collections.abc import Sequence
from functools import cache

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document as new_docx
from PIL import Image, ImageDraw

from tests.factories import World, actor
from tiendo.documents.models import (
    Document,
    DocumentLink,
    Passage,
    QuarantinedUpload,
    Reading,
    Rendition,
    TextVersion,
)
from tiendo.documents.passages import reanchor_passages
from tiendo.documents.queries import texts_of
from tiendo.documents.reading_work import run_reading
from tiendo.documents.readings import dump_structure
from tiendo.documents.rereading import ask_reading
from tiendo.documents.uploads import receive_upload
from tiendo.intake.extraction import start_extraction
from tiendo.intake.models import ExtractionRun
from vanban.models import Block, Span, Text

Row = Sequence[str]
TASK_HEAD = ("TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn", "Sản phẩm")
TARGET_HEAD = ("STT", "Chỉ tiêu", "Đơn vị tính", "Năm 2030", "Năm 2045", "Cơ quan chủ trì")

TASK_ROWS: tuple[Row, ...] = (
    ("I", "Truyền thông và nhận thức", "", "", "", ""),
    (
        "1",
        "Mở chuyên trang giới thiệu kết quả chuyển đổi số của tỉnh",
        "Sở Khoa học và Công nghệ",
        "Sở Nội vụ; UBND các xã, phường",
        "Tháng 9/2025",
        "Chuyên trang do UBND tỉnh phê duyệt",
    ),
    (
        "2",
        "Ban hành quy chế khen thưởng sáng kiến số trong cơ quan",
        "Sở Nội vụ",
        "Sở Tài chính",
        "Quý IV/2025",
        "Quyết định của UBND tỉnh",
    ),
    ("II", "Hạ tầng và dữ liệu", "", "", "", ""),
    (
        "3",
        "Rà soát đường truyền tại trụ sở các xã còn yếu sóng",
        "Trung tâm Kết nối Vùng cao",
        "Công an tỉnh",
        "Hằng quý",
        "Báo cáo rà soát",
    ),
)
TARGET_ROWS: tuple[Row, ...] = (
    ("1", "Tỷ lệ hồ sơ xử lý trực tuyến", "%", "≥ 80", "≥ 95", "Văn phòng UBND tỉnh"),
    ("2", "Số xã có mạng băng rộng tới trụ sở", "xã", "88", "88", "Sở Khoa học và Công nghệ"),
)
BODY = (
    "I. MỤC ĐÍCH, YÊU CẦU",
    "Thực hiện Nghị quyết 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị; bảo đảm bảo mật dữ liệu.",
    "II. NHIỆM VỤ VÀ GIẢI PHÁP",
    "1. Truyền thông và nhận thức",
    "a) Mở chuyên trang giới thiệu kết quả chuyển đổi số của tỉnh trên cổng thông tin, cập nhật "
    "mỗi tuần.",
    "b) Tổ chức tuần lễ sáng tạo số tại các trường trung học.",
    "2. Hạ tầng và dữ liệu",
    "a) Rà soát đường truyền tại trụ sở các xã còn yếu sóng và lập kế hoạch khắc phục.",
    "b) Xây dựng kho dữ liệu mở của tỉnh.",
    "III. TỔ CHỨC THỰC HIỆN",
    "Giao Sở Khoa học và Công nghệ theo dõi, báo cáo UBND tỉnh./.",
)


def make_docx(
    lines: Sequence[str],
    tables: Sequence[tuple[str, Sequence[Row]]] = (),
    number: str = "77",
    issuer: str = "ỦY BAN NHÂN DÂN\nTỈNH ĐẮK LẮK",
    day: str = "15",
) -> bytes:
    """A DOCX with letterhead, the lines as paragraphs, then each table under its heading line."""
    package = new_docx()
    head = package.add_table(rows=1, cols=2).rows[0].cells
    head[0].text = f"{issuer}\nSố: {number}/KH-UBND"
    head[1].text = (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        f"Đắk Lắk, ngày {day} tháng 7 năm 2025"
    )
    for line in ("KẾ HOẠCH", "Thúc đẩy chuyển đổi số năm 2025", *lines):
        package.add_paragraph(line)
    for heading, rows in tables:
        for line in heading.split("\n"):
            package.add_paragraph(line)
        table = package.add_table(rows=0, cols=len(rows[0]))
        table.style = "Table Grid"
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
    written = io.BytesIO()
    package.save(written)
    return written.getvalue()


@cache
def plan_docx(number: str = "77", task_rows: tuple[Row, ...] = TASK_ROWS) -> bytes:
    """A plan with five clauses, an appendix of targets and one of tasks."""
    guide = f"(Kèm theo Kế hoạch số {number}/KH-UBND ngày 15 tháng 7 năm 2025)"
    return make_docx(
        BODY,
        (
            (f"Phụ lục I\nDANH MỤC CHỈ TIÊU\n{guide}", (TARGET_HEAD, *TARGET_ROWS)),
            (f"Phụ lục II\nDANH MỤC NHIỆM VỤ\n{guide}", (TASK_HEAD, *task_rows)),
        ),
        number,
    )


def many_task_rows(count: int) -> tuple[Row, ...]:
    """That many different task rows in one group."""
    rows = [("I", "Truyền thông và nhận thức", "", "", "", "")]
    rows += [
        (
            str(n),
            f"Hoàn thành hạng mục số {n} của kho dữ liệu dùng chung",
            "Sở Nội vụ" if n % 2 else "Sở Tài chính",
            "Công an tỉnh",
            f"Tháng {n % 12 + 1}/2026",
            "Quyết định của UBND tỉnh",
        )
        for n in range(1, count + 1)
    ]
    return tuple(rows)


def plan_txt(number: str = "78") -> bytes:
    """The body of the plan as plain text."""
    head = (
        "ỦY BAN NHÂN DÂN\nTỈNH ĐẮK LẮK",
        f"Số: {number}/KH-UBND",
        "Đắk Lắk, ngày 16 tháng 7 năm 2025",
        "KẾ HOẠCH",
        "Thúc đẩy chuyển đổi số năm 2025",
    )
    return "\n\n".join((*head, *BODY)).encode()


def as_nfd(raw: bytes) -> bytes:
    """The same text with its marks apart from the letters."""
    return unicodedata.normalize("NFD", raw.decode()).encode()


def without_part(docx: bytes, part: str, spoiled: bytes = b"<w:document") -> bytes:
    """The DOCX with one part spoiled."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(written, "w") as target:
        for name in source.namelist():
            target.writestr(name, spoiled if name == part else source.read(name))
    return written.getvalue()


def with_text_box(docx: bytes, words: str) -> bytes:
    """The DOCX with a text box at its end."""
    box = (
        '<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:textbox>'
        f"<w:txbxContent><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    with zipfile.ZipFile(io.BytesIO(docx)) as source:
        body = source.read("word/document.xml").decode()
    return without_part(
        docx, "word/document.xml", body.replace("<w:sectPr", box + "<w:sectPr", 1).encode()
    )


def bomb() -> bytes:
    """A small ZIP that calls itself a DOCX and unpacks to far more."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b"\0" * (60 * 1024 * 1024))
    return written.getvalue()


def make_pdf(*lines: str) -> bytes:
    """A PDF of one page with the lines as text that a reader can copy."""
    letters = sorted(set("".join(lines)))
    code = {letter: number for number, letter in enumerate(letters, start=33)}
    pairs = "".join(f"<{code[c]:02x}> <{ord(c):04x}>\n" for c in letters)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{pairs}endbfchar endcmap end end"
    )
    shown = "".join(f"<{''.join(f'{code[c]:02x}' for c in line)}> Tj 0 -20 Td\n" for line in lines)
    page = f"BT /F1 12 Tf 50 780 Td {shown}ET"
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(page)} >>\nstream\n{page}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode 6 0 R >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    ]
    written, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(written))
        written += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    head = f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}"
    tail = f"trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R >>\nstartxref\n{len(written)}\n%%EOF"
    return (written + head + tail).encode("latin-1")


def upload(raw: bytes, name: str = "ke-hoach.docx") -> SimpleUploadedFile:
    """Bytes as the browser sends them."""
    return SimpleUploadedFile(name, raw)


def register_plan(world: World, raw: bytes | None = None, name: str = "ke-hoach.docx") -> Document:
    """A plan taken in by the coordinator."""
    file = upload(plan_docx() if raw is None else raw, name)
    received = receive_upload(by=actor(world.coordinator), file=file, name=name)
    assert received.document is not None
    return received.document


def text_of(document: Document) -> TextVersion:
    """The first text of a document."""
    return texts_of(document)[0]


def extract_plan(world: World, raw: bytes | None = None) -> ExtractionRun:
    """A plan taken in and read into drafts."""
    document = register_plan(world, raw)
    return start_extraction(text=text_of(document), by=actor(world.coordinator))


def make_png() -> bytes:
    """A picture with a black bar and no words."""
    picture = Image.new("L", (160, 120), 255)
    ImageDraw.Draw(picture).rectangle((40, 50, 120, 60), fill=0)
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


PNG = make_png()


def waiting_scan(world: World) -> QuarantinedUpload:
    """A scan the clerk uploaded, which waits for the clerk's declaration."""
    file = upload(PNG, "ban-quet.png")
    waiting = receive_upload(by=actor(world.clerk), file=file, name="ban-quet.png").upload
    run_readings()
    waiting.refresh_from_db()
    return waiting


def run_readings() -> None:
    """What the worker does with the readings that wait."""
    for reading in Reading.objects.filter(ended_at=None).order_by("pk"):
        run_reading(reading.pk)


PDF_LINES = (
    "ỦY BAN NHÂN DÂN TỈNH ĐẮK LẮK",
    "Số: 91/KH-UBND",
    "Đắk Lắk, ngày 20 tháng 8 năm 2025",
    "KẾ HOẠCH",
    "Mở rộng kho dữ liệu dùng chung năm 2025",
    "II. NHIỆM VỤ",
    "1. Giao Sở Nội vụ chủ trì xây dựng kho dữ liệu mở trước ngày 30/9/2025.",
)


def waiting_pdf(world: World, *lines: str) -> Reading:
    """The reading of a PDF the clerk uploaded, which waits for the worker."""
    file = upload(make_pdf(*(lines or PDF_LINES)), "ke-hoach.pdf")
    received = receive_upload(by=actor(world.clerk), file=file, name="ke-hoach.pdf")
    assert received.reading is not None
    return received.reading


def register_pdf(world: World, *lines: str) -> Rendition:
    """A PDF the clerk uploaded, read by the worker."""
    reading = waiting_pdf(world, *lines)
    run_readings()
    reading.refresh_from_db()
    assert reading.rendition is not None, reading.error_code
    return reading.rendition


def waiting_rereading(world: World) -> Reading:
    """A kept plan that waits to be read again."""
    rendition = register_plan(world).renditions.get()
    return ask_reading(by=actor(world.coordinator), rendition=rendition)


def newer_text(old: TextVersion, content: str, reader: str = "better/9") -> TextVersion:
    """A later reading of the same file with other words; one block, no outline."""
    text = Text(content, (Block(Span(0, len(content))),), reader=reader)
    new = TextVersion.objects.create(
        rendition=old.rendition,
        reader=reader,
        sha256="0" * 64,
        content=content,
        structure=dump_structure(text),
        parser=old.parser,
        parsed={},
        created_at=old.created_at + dt.timedelta(days=1),
    )
    reanchor_passages(old, new)
    return new


def lost_passage(world: World) -> Passage:
    """A passage that a later reading of its file no longer holds."""
    run = extract_plan(world)
    newer_text(run.text, "Một bản đọc khác hẳn.")
    return run.text.passages.order_by("pk")[0]


def unsure_link(world: World) -> DocumentLink:
    """A citation that two documents in stock fit."""
    for day in ("15", "16"):
        register_plan(world, make_docx(["I. MỤC TIÊU"], day=day), f"{day}.docx")
    sentence = "Thực hiện Kế hoạch số 77/KH-UBND của Ủy ban nhân dân tỉnh Đắk Lắk."
    citing = register_plan(
        world, make_docx(["I. CĂN CỨ", sentence], number="79", day="17"), "b.docx"
    )
    return citing.links_out.get()
