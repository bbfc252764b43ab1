"""The head of a Party body, and the mark of verification of a public paper, in both files."""

from __future__ import annotations

import datetime as dt

import pypdfium2
import pytest

import vanban
from tests.unit.composer.documents import document, letterhead
from tests.unit.composer.packages import parts, texts
from tiendo.composer.docx import write_docx
from tiendo.composer.house_starter import starter_template
from tiendo.composer.model import Letterhead, VerificationMark
from tiendo.composer.typst import write_pdf
from tiendo.composer.verification_mark import qr_png, qr_svg
from tiendo.composer.wording import NATIONAL_NAME, PARTY_NAME, guide_line, number_line

NOON = dt.datetime(2025, 11, 24, 5, tzinfo=dt.UTC)
MARK = VerificationMark("https://tiendo.daklak.gov.vn/xac-minh/bcdfghjkmnpqrstv/")


def party_head(**changes: object) -> Letterhead:
    """The head of the province's Party committee."""
    values: dict[str, object] = {"issuer": "Tỉnh ủy Đắk Lắk", "symbol": "BC-TU", "number": "9"}
    return letterhead(is_party=True, **(values | changes))


def squeezed(source: bytes, name: str) -> str:
    """The words of a file without what parts them."""
    return "".join(vanban.read(source, name).content.split())


def printed(source: bytes) -> str:
    """The words of the pages of a PDF, without what parts them."""
    pages = pypdfium2.PdfDocument(source)
    return "".join("".join(page.get_textpage().get_text_range() for page in pages).split())


def test_a_party_number_has_no_colon_and_the_hyphen_first() -> None:
    """Source: Hướng dẫn 36-HD/VPTW (2018), Quy định 399-QĐ/TW (2026)."""
    assert number_line(party_head()) == "Số 09-BC/TU"
    assert " ".join(number_line(party_head(number=None)).split()) == "Số -BC/TU"
    assert "số 09-BC/TU ngày" in guide_line(document(letterhead=party_head()))


def test_a_party_head_names_the_party_and_sets_a_star_above_the_number() -> None:
    source = write_docx(document(letterhead=party_head()))
    assert texts(source, "QuocHieu") == [PARTY_NAME]
    assert texts(source, "TieuNgu") == []
    assert texts(source, "SoKyHieu") == ["*", "Số 09-BC/TU"]
    pages = printed(write_pdf(document(letterhead=party_head()), NOON))
    assert "TỈNHỦYĐẮKLẮK*" in pages
    assert "Số09-BC/TU" in pages
    assert "".join(PARTY_NAME.split()) in pages
    assert "".join(NATIONAL_NAME.split()) not in pages


@pytest.mark.parametrize("template", [None, starter_template()])
def test_the_mark_stands_under_the_recipients(template: bytes | None) -> None:
    source = write_docx(document(verification=MARK), template=template)
    words = squeezed(source, "a.docx")
    assert words.index("Lưu:VT") < words.index("Xácminhvănbảntại:" + MARK.address)
    assert qr_png(MARK) in parts(source).values()


def test_the_mark_is_drawn_in_the_pdf_and_said_to_who_cannot_see_it() -> None:
    pages = write_pdf(document(verification=MARK), NOON)
    assert "Xácminhvănbảntại:" in printed(pages)
    assert MARK.address in printed(pages)
    assert MARK.address.encode() in pages


def test_a_paper_that_is_not_public_has_no_mark() -> None:
    assert "Xácminh" not in squeezed(write_docx(document()), "a.docx")
    assert "Xácminh" not in squeezed(write_pdf(document(), NOON), "a.pdf")


def test_the_same_address_always_gives_the_same_code() -> None:
    assert qr_png(MARK) == qr_png(MARK)
    assert qr_svg(MARK) == qr_svg(MARK)
