"""The layout as word processors and our own pages show it, held against pages looked at.

A page is cut into squares of 8 mm; the grey of a square is its mean. Tolerance: up to TWO squares
of a page may differ by more than SIX of 255, as letters are smoothed otherwise by other versions.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from itertools import zip_longest

import pypdfium2
import pytest
from docx import Document
from docx.document import Document as PackageDocument
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from PIL import Image, ImageChops

import vanban
from tests.golden.composer.layout import (
    NOON,
    kept_images,
    layout_report,
    lines_of,
    office_pages,
    page_images,
)
from tests.golden.composer.reading_order import letters, letters_in_order
from tiendo.composer.docx import write_docx
from tiendo.composer.docx_xml import parent_of
from tiendo.composer.house_starter import starter_template
from tiendo.composer.typst import write_pdf

SQUARE = 16
GREY = 6
SQUARES = 2
# In points: less than a line of text down the page (hard spaces stretch in our pages and not in
# those of word processors, so that a paragraph may be a line longer), two millimetres across.
DOWN, ACROSS = 14.0, 6.0
# The words that paragraphs, boxes and heads of tables begin with, in the order of the page.
BEGINNINGS = (
    "ỦY BAN NHÂN DÂN", "TỈNH ĐẮK LẮK", "SỞ NỘI VỤ", "CỘNG HÒA", "Độc lập", "Số:", "Đắk Lắk, ngày",
    "BÁO CÁO", "Kết quả thực hiện", "Kính gửi:", "- Thường trực", "- Đảng ủy", "Căn cứ",
    "I. KẾT QUẢ", "1. Tình hình", "Có", "a) Đã giải ngân", "- Theo cơ quan", "Hình 1.",
    "2. Tình hình", "a) Khó khăn", "- Các cơ quan", "+ Các cơ quan", "Tiến độ từng", "TT",
    "Tiến độ theo", "Đơn vị tính", "UBND tỉnh", "Nơi nhận:", "- Như trên", "TM. ỦY BAN",
    "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trần Thị Bình", "Phụ lục", "NHIỆM VỤ QUÁ HẠN", "(Kèm theo",
)  # fmt: skip


@pytest.fixture(scope="module")
def source() -> bytes:
    return write_docx(layout_report())


@pytest.fixture(scope="module")
def office(source: bytes, soffice: str) -> bytes:
    return office_pages(source)


@pytest.fixture(scope="module")
def own() -> bytes:
    return write_pdf(layout_report(), NOON)


def differing(page: Image.Image, kept: Image.Image) -> int:
    """How many squares of a page are of another grey than they were."""
    if page.size != kept.size:
        return page.width * page.height
    size = (page.width // SQUARE, page.height // SQUARE)
    means = [image.resize(size, Image.Resampling.BOX) for image in (page, kept)]
    return sum(grey > GREY for grey in ImageChops.difference(*means).tobytes())


def worst(pdf: bytes, pdftoppm: str) -> int:
    """The most squares that differ on a page; a page more or less differs wholly."""
    nothing = Image.new("L", (1, 1))
    pairs = zip_longest(page_images(pdf, pdftoppm), kept_images(), fillvalue=nothing)
    return max(differing(page, kept) for page, kept in pairs)


def changed(source: bytes, change: Callable[[PackageDocument], object]) -> bytes:
    package = Document(io.BytesIO(source))
    change(package)
    target = io.BytesIO()
    package.save(target)
    return target.getvalue()


def test_the_pages_are_those_that_were_looked_at(office: bytes, pdftoppm: str) -> None:
    assert len(kept_images()) == 8
    assert worst(office, pdftoppm) <= SQUARES


def _shift(package: PackageDocument) -> None:
    for section in package.sections:
        section.left_margin = Mm(34)


def _shrink(package: PackageDocument) -> None:
    package.styles["Nội dung"].font.size = Pt(13)


def _unrule(package: PackageDocument) -> None:
    """Takes the rule under the motto away."""
    cell = package.tables[0].cell(0, 1)
    for border in list(cell._tc.iter(qn("w:pBdr"))):
        parent_of(border).remove(border)


def _unspace(package: PackageDocument) -> None:
    package.styles["Nội dung"].paragraph_format.space_before = Pt(4)


def _unrepeat(package: PackageDocument) -> None:
    for head in list(package.element.body.iter(qn("w:tblHeader"))):
        parent_of(head).remove(head)


@pytest.mark.parametrize("breaking", [_shift, _shrink, _unrule, _unspace, _unrepeat])
def test_a_layout_that_is_broken_is_seen(
    source: bytes, breaking: Callable[[PackageDocument], None], soffice: str, pdftoppm: str
) -> None:
    assert worst(office_pages(changed(source, breaking)), pdftoppm) > SQUARES


def test_the_house_template_to_begin_with_looks_like_the_layout_of_the_product(
    soffice: str, pdftoppm: str
) -> None:
    housed = write_docx(layout_report(), template=starter_template())
    assert worst(office_pages(housed), pdftoppm) <= 2 * SQUARES


def test_paragraphs_stand_at_the_same_places_in_both_forms(office: bytes, own: bytes) -> None:
    for words in BEGINNINGS:
        found, wanted = (
            [line[:3] for line in lines_of(pdf) if line[3].startswith(words)]
            for pdf in (office, own)
        )
        assert found and len(found) == len(wanted), words
        for (page, down, across), (own_page, own_down, own_across) in zip(
            found, wanted, strict=True
        ):
            assert page == own_page, words
            assert abs(down - own_down) <= DOWN, words
            assert abs(across - own_across) <= ACROSS, words


def test_both_forms_have_the_same_pages(office: bytes, own: bytes) -> None:
    sizes = [
        [tuple(round(side / 10) for side in page.get_size()) for page in pypdfium2.PdfDocument(pdf)]
        for pdf in (office, own)
    ]
    assert sizes[0] == sizes[1] and len(sizes[0]) == 8


def test_numbers_of_pages_stand_centred_above_but_on_no_first_page(office: bytes) -> None:
    above = [line for line in lines_of(office) if line[1] < 50]
    assert [(page, words) for page, _, _, words in above] == [
        (1, "2"), (2, "3"), (3, "4"), (4, "5"), (7, "2"),
    ]  # fmt: skip
    for page, _, across, _ in above:
        middle = (85 + 595 - 42.5) / 2 if page not in (3, 7) else (85 + 842 - 42.5) / 2
        assert abs(across - middle) < 6


def test_a_number_on_the_first_page_is_seen(source: bytes, soffice: str) -> None:
    def number_it(package: PackageDocument) -> None:
        package.sections[0].different_first_page_header_footer = False

    above = [line for line in lines_of(office_pages(changed(source, number_it))) if line[1] < 50]
    assert above[0][0] == 0 and above[0][3] == "1"


def test_type_is_embedded_and_that_of_the_decree(office: bytes) -> None:
    for page in pypdfium2.PdfDocument(office):
        texts = [item for item in page.get_objects() if isinstance(item, pypdfium2.PdfTextObj)]
        assert all(item.get_font().is_embedded for item in texts)
        assert {item.get_font().get_family_name().split("-")[0] for item in texts} == {"Tinos"}


def test_who_listens_to_the_pages_hears_them_in_the_order_of_the_document(
    source: bytes, own: bytes
) -> None:
    heard = letters_in_order(own)
    text = vanban.read(source, "bao-cao.docx")
    blocks = [block for block in text.blocks if block.kind != "footnote"]
    said = "".join(letters(block.span.of(text.content)) for block in blocks)
    # The mark of the note is heard where it stands.
    assert heard == said.replace("183395triệuđồng", "183395triệuđồng1")
