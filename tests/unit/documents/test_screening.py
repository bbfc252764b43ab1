"""Kinds by content and screening, file by file."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.document_factories import PNG, make_docx, make_pdf, plan_txt
from tiendo.documents.errors import UploadRefused
from tiendo.documents.kinds import BY_CODE, DOCUMENT_KINDS, EVIDENCE_KINDS, check_kind
from tiendo.documents.screening import screen

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def xlsx(*cells: str) -> bytes:
    """A workbook with these words among its shared strings."""
    written = io.BytesIO()
    words = "".join(f"<si><t>{cell}</t></si>" for cell in cells)
    with zipfile.ZipFile(written, "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/sharedStrings.xml", f"<sst>{words}</sst>")
    return written.getvalue()


@pytest.mark.parametrize(
    ("raw", "name", "code"),
    [
        (make_docx(["x"]), "a.docx", "docx"),
        (make_docx(["x"]), "A.DOCX", "docx"),
        (xlsx("x"), "a.xlsx", "xlsx"),
        (make_pdf("x"), "a.pdf", "pdf"),
        (PNG, "a.png", "png"),
        (b"\xff\xd8\xff\xe0rest", "a.jpeg", "jpg"),
        (plan_txt(), "a.txt", "text"),
        ("xin chào".encode("utf-16"), "a.txt", "text"),
        (OLE + "WordDocument".encode("utf-16-le"), "a.doc", "doc"),
        (OLE + "Workbook".encode("utf-16-le"), "a.xls", "xls"),
        (rb"{\rtf1 x}", "a.rtf", "rtf"),
        (rb"{\rtf1 x}", "a.doc", "doc"),
        (b"<html>x</html>", "a.doc", "doc"),
        (b"<html>x</html>", "a.txt", "text"),
        (b"II*\0rest", "a.tiff", "tif"),
        ("<html>xin chào</html>".encode(), "a.html", "html"),
        ("# Kế hoạch".encode(), "a.md", "text"),
    ],
)
def test_content_and_name_agree_on_the_kind(raw: bytes, name: str, code: str) -> None:
    assert check_kind(io.BytesIO(raw), name, EVIDENCE_KINDS).code == code


@pytest.mark.parametrize(
    ("raw", "name", "code"),
    [
        (xlsx("x"), "a.docx", "not_what_its_name_says"),
        (PNG, "a.jpg", "not_what_its_name_says"),
        (b"PK\x03\x04rubbish", "a.xlsx", "broken_file"),
        (b"PK\x03\x04rubbish", "a.docx", "broken_docx"),
        (OLE + b"rest", "a.doc", "not_what_its_name_says"),
        (OLE + b"rest", "a.ppt", "unknown_extension"),
        (OLE + b"rest", "a.xls", "not_what_its_name_says"),
        (b"x", "a", "unknown_extension"),
    ],
)
def test_what_does_not_agree_is_refused(raw: bytes, name: str, code: str) -> None:
    with pytest.raises(UploadRefused) as refused:
        check_kind(io.BytesIO(raw), name, DOCUMENT_KINDS)
    assert refused.value.code == code


def test_a_workbook_cell_with_a_mark_is_refused() -> None:
    with pytest.raises(UploadRefused, match="TỐI MẬT"):
        screen(io.BytesIO(xlsx("Danh mục", "TỐI MẬT")), BY_CODE["xlsx"], "a.xlsx")


def test_a_workbook_of_words_is_readable() -> None:
    assert screen(io.BytesIO(xlsx("bảo mật dữ liệu")), BY_CODE["xlsx"], "a.xlsx").is_readable


def test_a_picture_is_not_readable() -> None:
    assert not screen(io.BytesIO(PNG), BY_CODE["png"], "a.png").is_readable


def test_a_pdf_page_without_words_needs_a_person() -> None:
    assert not screen(io.BytesIO(make_pdf("Trang 1")), BY_CODE["pdf"], "a.pdf").is_readable


def test_a_document_without_words_needs_a_person() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(make_docx([]))) as source, zipfile.ZipFile(written, "w") as out:
        for part in source.namelist():
            body = source.read(part)
            if part == "word/document.xml":
                head = body[: body.index(b"<w:body>")]
                body = head + b"<w:body><w:p/></w:body></w:document>"
            out.writestr(part, body)
    assert not screen(written, BY_CODE["docx"], "a.docx").is_readable


def test_a_readable_document_comes_with_its_reading() -> None:
    found = screen(io.BytesIO(plan_txt()), BY_CODE["text"], "a.txt")
    assert found.text is not None and found.parsed is not None
    assert found.parsed.header.number == "78/KH-UBND"


def test_a_table_of_values_is_text_too() -> None:
    csv = "STT,Chỉ tiêu,Năm 2030\n1,Tỷ lệ hồ sơ trực tuyến,80\n".encode()
    assert screen(io.BytesIO(csv), BY_CODE["text"], "a.csv").is_readable
