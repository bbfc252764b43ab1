"""Official documents as PDF: the words of the DOCX, for archives, tagged, laid out as ruled."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import re
from collections import Counter
from typing import Any

import pypdfium2
import pytest
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pypdfium2 import PdfTextObj

import vanban
from tests.golden.composer.report import report
from tests.unit.composer.documents import DOT, SQUARE, document
from tiendo.composer.docx import write_docx
from tiendo.composer.errors import NotTypeset
from tiendo.composer.model import Drawing, Heading, OfficialDocument, Paragraph, content
from tiendo.composer.typst import write_pdf

NOON = dt.datetime(2025, 11, 24, 5, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def written() -> bytes:
    return write_pdf(report(), NOON)


def catalog(source: bytes) -> dict[str, Any]:
    return dict(PDFDocument(PDFParser(io.BytesIO(source))).catalog)


def words_of(source: bytes) -> str:
    pages = pypdfium2.PdfDocument(source)
    return " ".join(page.get_textpage().get_text_range() for page in pages)


def bare(text: str) -> str:
    """Letters and digits alone: page numbers and breaks are not words of the document."""
    return re.sub(r"[^\w%]+", " ", text).strip()


def kinds(node: Any) -> list[str]:
    """The tags of the structure tree in reading order."""
    node = resolve1(node)
    if isinstance(node, list):
        return [kind for child in node for kind in kinds(child)]
    if not isinstance(node, dict):
        return []
    own = [node["S"].name] if "S" in node else []
    return own + kinds(node.get("K"))


def alternatives(node: Any) -> list[str]:
    """The words that stand for pictures, in reading order."""
    node = resolve1(node)
    if isinstance(node, list):
        return [words for child in node for words in alternatives(child)]
    if not isinstance(node, dict):
        return []
    own = [node["Alt"].decode("utf-16")] if "Alt" in node else []
    return own + alternatives(node.get("K"))


def test_the_pdf_says_what_the_docx_says_and_numbers_its_pages(written: bytes) -> None:
    text = vanban.read(write_docx(report()), "bao-cao.docx")
    expected = Counter(bare(text.content).split())
    found = Counter(bare(words_of(written)).split())
    # The numbers of two pages, and that of the note, set close at its mark and at its foot.
    assert found - expected == Counter(["2", "3", "đồng1", "1Theo"])
    assert expected - found == Counter(["đồng", "Theo"])


def test_paragraphs_follow_each_other_as_in_the_docx(written: bytes) -> None:
    text = vanban.read(write_docx(report()), "bao-cao.docx")
    cells = {each.span for table in text.tables for each in table.cells if not table.is_layout}
    found = bare(words_of(written).replace("đồng1", "đồng")).split()
    for block in text.blocks:
        if block.kind == "footnote" or any(
            cell.start <= block.span.start < cell.end for cell in cells
        ):
            continue
        words = bare(block.span.of(text.content)).split()
        at = next((at for at in range(len(found)) if found[at : at + len(words)] == words), None)
        assert at is not None, words
        del found[: at + len(words)]


def test_the_file_says_that_it_is_for_archives_and_in_vietnamese(written: bytes) -> None:
    held = catalog(written)
    metadata = resolve1(held["Metadata"]).get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert held["Lang"].decode().startswith("vi")


def test_every_type_is_embedded(written: bytes) -> None:
    for page in pypdfium2.PdfDocument(written):
        fonts = [item.get_font() for item in page.get_objects() if isinstance(item, PdfTextObj)]
        assert fonts
        assert all(font.is_embedded and "Tinos" in font.get_family_name() for font in fonts)


def test_headings_and_tables_are_tagged_in_reading_order(written: bytes) -> None:
    held = catalog(written)
    assert resolve1(held["MarkInfo"])["Marked"] is True
    wanted = {"H1", "H2", "H3", "Table"}
    found = [kind for kind in kinds(held["StructTreeRoot"]) if kind in wanted]
    # The subject, "I.", "1.", its tables, and each appendix with its own.
    assert found == ["H1", "H2", "H3", "Table", "Table", "H2", "Table", "H2", "Table"]
    assert kinds(held["StructTreeRoot"]).count("TH") == 4 * 5


def test_headings_that_leave_levels_out_are_tagged_without_a_gap() -> None:
    headings = (Heading(3, "a", "Một"), Heading(1, "I", "Hai"), Heading(3, "b", "Ba"))
    source = write_pdf(dataclasses.replace(report(), blocks=headings, appendices=()), NOON)
    found = [kind for kind in kinds(catalog(source)["StructTreeRoot"]) if kind[:1] == "H"]
    assert found == ["H1", "H2", "H2", "H3"]


def test_pages_are_turned_for_wide_tables_and_numbered_in_each_part(written: bytes) -> None:
    pages = pypdfium2.PdfDocument(written)
    sizes = [tuple(round(side) for side in page.get_size()) for page in pages]
    upright, turned = (595, 842), (842, 595)
    assert sizes == [upright, turned, upright, upright, turned]
    heads = [page.get_textpage().get_text_range().strip().split()[0] for page in pages]
    assert heads == ["ỦY", "2", "3", "Phụ", "Phụ"]


def test_a_drawing_says_in_words_what_it_shows() -> None:
    drawings = (Drawing(DOT, "Một điểm"), Drawing(DOT, "Một hình", SQUARE))
    source = write_pdf(dataclasses.replace(report(), blocks=drawings), NOON)
    assert alternatives(catalog(source)["StructTreeRoot"]) == ["Một điểm", "Một hình"]


def test_a_drawing_stands_under_its_caption() -> None:
    drawn = Drawing(DOT, "Một điểm", caption="Biểu đồ 1. Tiến độ")
    words = words_of(write_pdf(dataclasses.replace(report(), blocks=(drawn,)), NOON))
    assert "Biểu đồ 1. Tiến độ" in words


def test_an_official_letter_has_its_subject_under_its_number() -> None:
    words = words_of(write_pdf(document(type_name=None, addressees=("Sở Nội vụ",)), NOON))
    assert words.index("Số:") < words.index("V/v") < words.index("Kính gửi")


def test_what_people_type_is_never_read_as_markup() -> None:
    typed = "#let x = 1 * _a_ $b$ @c <d> \\ [e] `f` - / // 1. + a"
    source = write_pdf(_saying(typed), NOON)
    assert bare(typed) in bare(words_of(source))


def test_a_letter_of_no_type_at_hand_is_refused_by_name() -> None:
    with pytest.raises(NotTypeset) as refused:
        write_pdf(_saying("Số liệu \U0001f600"), NOON)
    assert (refused.value.code, refused.value.params) == ("unprintable", {"text": "\U0001f600"})


def test_a_drawing_that_cannot_be_read_is_refused() -> None:
    broken = dataclasses.replace(report(), blocks=(Drawing(DOT[:40], "Hỏng"),))
    with pytest.raises(NotTypeset, match="not_typeset"):
        write_pdf(broken, NOON)


def test_the_same_document_gives_the_same_bytes(written: bytes) -> None:
    assert write_pdf(report(), NOON) == written


def _saying(words: str) -> OfficialDocument:
    return dataclasses.replace(report(), blocks=(Paragraph(content(words)),))
