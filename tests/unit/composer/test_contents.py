"""The list of contents: every heading with the page it stands on, the same in both forms."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import zipfile
from typing import Any

import pypdfium2
from lxml import etree

from tests.golden.composer.report import report
from tiendo.composer.docx import write_docx
from tiendo.composer.model import Heading, Landscape, PageBreak, Paragraph, content
from tiendo.composer.typst import heading_pages, write_pdf

NOON = dt.datetime(2025, 11, 24, 5, tzinfo=dt.UTC)
WORD = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
LONG = dataclasses.replace(
    report(),
    has_contents=True,
    blocks=(
        Heading(1, "I", "Kết quả"),
        Paragraph(content("Nội dung.")),
        PageBreak(),
        Heading(2, "1", "Chỉ tiêu"),
        Landscape((Heading(2, "2", "Bảng rộng"),)),
        Heading(1, "II", "Vướng mắc"),
    ),
)


def entries(source: bytes) -> list[tuple[str, str]]:
    """The heading each line of the list leads to, and the page printed there."""
    with zipfile.ZipFile(io.BytesIO(source)) as package:
        body: Any = etree.fromstring(package.read("word/document.xml"))
    marks = body.xpath(".//w:bookmarkStart", namespaces=WORD)
    names = {mark.xpath("string(@w:name)", namespaces=WORD): said(mark, "..") for mark in marks}
    return [
        (names[link.xpath("string(@w:anchor)", namespaces=WORD)], said(link, "w:r[last()]"))
        for link in body.xpath(".//w:hyperlink", namespaces=WORD)
    ]


def said(element: Any, path: str) -> str:
    """The words of what a path leads to."""
    return str(element.xpath(f"string({path})", namespaces=WORD))


def test_headings_stand_on_the_pages_the_list_says() -> None:
    assert heading_pages(LONG) == [2, 3, 4, 5]
    pages = [
        page.get_textpage().get_text_range()
        for page in pypdfium2.PdfDocument(write_pdf(LONG, NOON))
    ]
    words = ("I. KẾT QUẢ", "1. Chỉ tiêu", "2. Bảng rộng", "II. VƯỚNG MẮC")
    for heading, number in zip(words, heading_pages(LONG), strict=True):
        assert heading in pages[number - 1]
        assert heading in pages[0]


def test_the_list_of_the_docx_leads_to_its_headings_with_the_same_pages() -> None:
    assert entries(write_docx(LONG)) == [
        ("I. KẾT QUẢ", "2"),
        ("1. Chỉ tiêu", "3"),
        ("2. Bảng rộng", "4"),
        ("II. VƯỚNG MẮC", "5"),
    ]


def test_appendices_are_listed_by_name_as_each_counts_its_own_pages() -> None:
    first = pypdfium2.PdfDocument(write_pdf(LONG, NOON))[0].get_textpage().get_text_range()
    assert "Phụ lục I. Nhiệm vụ quá hạn" in first
    assert "Phụ lục II. Nhiệm vụ theo tháng" in first


def test_a_short_document_has_no_list() -> None:
    assert entries(write_docx(report())) == []
