"""Page numbers, running heads and stamps outside the sentences."""

import pytest

from tests.unit.vanban.page_layouts import (
    LEFT,
    RIGHT,
    blocks,
    centred,
    page,
    paragraphs,
    text_of,
    width_of,
    words,
)
from vanban.models import MarginKind, Text
from vanban.readers.page_layout import PageLayout

BODY = "Nội dung của trang này nói về việc chung của cơ quan và của từng đơn vị trực thuộc."


def _kinds(text: Text) -> list[tuple[MarginKind, str, int | None]]:
    return [(margin.kind, margin.words, margin.page) for margin in text.margins]


@pytest.mark.parametrize("printed", ["2", "- 2 -", "Trang 2", "Trang 2/9", "2/9"])
def test_a_number_at_the_top_is_the_page_number(printed: str) -> None:
    text = text_of(page(paragraphs(BODY)), page(centred(printed, 40), paragraphs(BODY)))
    assert _kinds(text) == [(MarginKind.PAGE_NUMBER, printed, 2)]
    assert blocks(text) == [BODY, BODY]


def test_a_number_at_the_right_of_the_foot_is_the_page_number() -> None:
    foot = words("7", RIGHT - width_of("7"), 800)
    assert _kinds(text_of(page(paragraphs(BODY), foot))) == [(MarginKind.PAGE_NUMBER, "7", 1)]


def test_a_page_with_a_number_alone_has_no_text() -> None:
    text = text_of(page(paragraphs(BODY)), page(centred("2", 40)))
    assert blocks(text) == [BODY]


def test_a_number_at_the_left_belongs_to_the_text() -> None:
    text = text_of(page(words("1", LEFT, 60), paragraphs(BODY)))
    assert text.margins == ()


def test_page_numbers_that_begin_anew_are_found() -> None:
    pages = [page(centred(str(n), 40), paragraphs(_body(at))) for at, n in enumerate((2, 3, 2, 3))]
    assert {margin.kind for margin in text_of(*pages).margins} == {MarginKind.PAGE_NUMBER}


def _body(number: int) -> str:
    return f"{'ABCDE'[number]} là tên của trang này. {BODY}"


def _with_head(number: int) -> PageLayout:
    return page(
        [*words("CÔNG BÁO/Số 12", LEFT, 40), *words(f"Ngày {number}", 400, 40)],
        paragraphs(_body(number)),
        centred("Tài liệu họp", 805),
    )


def test_lines_on_most_pages_are_running_heads_and_feet() -> None:
    text = text_of(*[_with_head(n) for n in range(1, 5)])
    assert blocks(text) == [_body(n) for n in range(1, 5)]
    assert (MarginKind.HEAD, "CÔNG BÁO/Số 12 Ngày 3", 3) in _kinds(text)
    assert (MarginKind.FOOT, "Tài liệu họp", 4) in _kinds(text)


def test_lines_on_two_pages_are_text() -> None:
    assert text_of(_with_head(1), _with_head(2)).margins == ()


def test_contacts_at_the_foot_of_the_page_are_a_foot() -> None:
    contacts = centred("Địa chỉ: 09 Lê Duẩn; Điện thoại: 0262 3852 000", 790, size=11)
    text = text_of(page(paragraphs(BODY), contacts))
    assert _kinds(text)[0][0] is MarginKind.FOOT


def test_what_a_signing_service_printed_is_no_sentence() -> None:
    stamp = [
        words("Ký bởi: Ủy ban nhân dân tỉnh", 380, 30, size=9),
        words("Cơ quan: Tỉnh", 380, 41, size=9),
        words("Thời gian ký: 12/09/2025 08:12:30 +07:00", 380, 52, size=9),
    ]
    text = text_of(page(*stamp, paragraphs(BODY)))
    assert blocks(text) == [BODY]
    assert len(text.margins) == 3


def test_a_sentence_about_signing_is_text() -> None:
    told = "Người ký văn bản chịu trách nhiệm về nội dung."
    assert blocks(text_of(page(paragraphs(told))))[0] == told


def test_a_secrecy_mark_in_a_running_head_is_told() -> None:
    pages = [page(centred("MẬT", 35), paragraphs(_body(at))) for at in range(3)]
    text = text_of(*pages)
    assert {margin.kind for margin in text.margins} == {MarginKind.HEAD}
    assert [issue.code for issue in text.issues] == ["secrecy_mark_in_header"]
