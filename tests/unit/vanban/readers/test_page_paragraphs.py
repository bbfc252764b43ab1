"""Printed lines joined into paragraphs."""

from itertools import pairwise

import pytest

from tests.unit.vanban.page_layouts import (
    LEAD,
    LEFT,
    RIGHT,
    blocks,
    centred,
    page,
    paragraphs,
    text_of,
    words,
    wrapped,
)

LONG = (
    "Các đơn vị thuộc Sở rà soát toàn bộ nhiệm vụ đã nhận trong năm, lập danh sách những việc chậm "
    "và đề xuất cách làm cho từng việc, gửi về Văn phòng Sở để tổng hợp chung"
)


def test_wrapped_lines_are_one_paragraph() -> None:
    assert blocks(text_of(page(paragraphs(LONG)))) == [LONG]


def test_an_indent_begins_a_paragraph() -> None:
    found = blocks(text_of(page(paragraphs(f"{LONG}.", f"{LONG}.", after=0))))
    assert found == [f"{LONG}.", f"{LONG}."]


def test_space_begins_a_paragraph_where_nothing_is_indented() -> None:
    first, top = wrapped(f"{LONG}.", 80, indent=0)
    second, top = wrapped(f"{LONG}.", top + 8, indent=0)
    third, _ = wrapped(f"{LONG}.", top + 8, indent=0)
    assert blocks(text_of(page(first, second, third))) == [f"{LONG}."] * 3


def test_a_paragraph_goes_on_over_a_page_break() -> None:
    printed = paragraphs(LONG, LONG)
    cut = sorted({word.box.top for word in printed})[-2]
    first = [word for word in printed if word.box.top < cut]
    second = [word for word in printed if word.box.top >= cut]
    assert blocks(text_of(page(first), page(second))) == [LONG, LONG]


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("theo Kế hoạch số 146/KH-", "UBND của tỉnh", "số 146/KH-UBND của"),
        ("theo Nghị định số 109/2022/NĐ", "-CP của Chính phủ", "109/2022/NĐ-CP của"),
        ("theo Nghị quyết số 57", "-NQ/TW của Bộ Chính trị", "số 57-NQ/TW của"),
        ("phát triển kinh tế -", "xã hội của địa phương", "kinh tế - xã hội"),
        ("tại Bộ Lao động", "- Thương binh và Xã hội", "Lao động - Thương binh"),
    ],
)
def test_what_joins_two_lines(before: str, after: str, joined: str) -> None:
    filler = "để các bên cùng biết và làm cho kịp thời hạn đã định ra"
    first = _full(f"{filler} {before}", 80, LEFT + 36)
    second = words(after, LEFT, 80 + LEAD)
    more = paragraphs(LONG, LONG, top=200)
    assert joined in blocks(text_of(page(first, second, more)))[0]


def _full(text: str, top: float, left: float) -> list:
    """A line stretched to the right margin."""
    printed = words(text, left, top)
    spare = (RIGHT - printed[-1].box.right) / (len(printed) - 1)
    found = []
    for number, word in enumerate(printed):
        moved = words(word.text, word.box.left + number * spare, top)
        found += moved
    return found


def test_short_lines_stand_alone() -> None:
    printed = [words(f"- Việc số {n} đã xong", LEFT + 36, 80 + n * LEAD) for n in range(4)]
    more = paragraphs(LONG, top=200)
    assert blocks(text_of(page(*printed, more)))[:4] == [f"- Việc số {n} đã xong" for n in range(4)]


def test_lines_under_the_words_of_a_bullet_belong_to_it() -> None:
    printed, top = wrapped(f"- {LONG}", 80, indent=-14, left=LEFT + 14)
    rest, _ = wrapped(f"- {LONG}", top, indent=-14, left=LEFT + 14)
    assert blocks(text_of(page(printed, rest))) == [f"- {LONG}", f"- {LONG}"]


def test_a_centred_title_of_two_lines_is_one_paragraph() -> None:
    title = [
        centred("KẾ HOẠCH", 80, bold=True),
        centred("Tổng kết 10 năm thi hành Luật Tiếp công dân", 98, bold=True),
        centred("trên địa bàn tỉnh", 116, bold=True),
    ]
    found = blocks(text_of(page(*title, paragraphs(LONG, top=150))))
    assert found[:2] == [
        "KẾ HOẠCH",
        "Tổng kết 10 năm thi hành Luật Tiếp công dân trên địa bàn tỉnh",
    ]


def test_who_decides_stands_apart_from_the_title() -> None:
    title = [
        centred("QUYẾT ĐỊNH", 80, bold=True),
        centred("BAN HÀNH QUY CHẾ LÀM VIỆC", 98, bold=True),
        centred("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH", 116, bold=True),
    ]
    found = blocks(text_of(page(*title, paragraphs(LONG, top=150))))
    assert found[:3] == ["QUYẾT ĐỊNH", "BAN HÀNH QUY CHẾ LÀM VIỆC", "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH"]


def test_the_heading_of_an_appendix_stands_alone() -> None:
    heads = [centred("Phụ lục I", 80, bold=True), centred("Danh mục nhiệm vụ", 98, bold=True)]
    found = blocks(text_of(page(*heads, paragraphs(LONG, top=150))))
    assert found[:2] == ["Phụ lục I", "Danh mục nhiệm vụ"]


def test_the_line_that_names_the_decision_stands_below_the_title() -> None:
    title = [
        centred("Tổng kết 10 năm thi hành Luật Tiếp công dân", 80, bold=True),
        words("(Kèm theo Quyết định số 12/QĐ-UBND ngày 11 tháng 9 năm 2025 của tỉnh)", LEFT, 98),
    ]
    found = blocks(text_of(page(*title, paragraphs(LONG, top=150))))
    assert found[0] == "Tổng kết 10 năm thi hành Luật Tiếp công dân"
    assert found[1].startswith("(Kèm theo")


def test_other_type_begins_a_paragraph() -> None:
    large = words("MỤC TIÊU CỦA KẾ HOẠCH", LEFT, 80, size=18)
    assert blocks(text_of(page(large, paragraphs(LONG, top=104)))) == [
        "MỤC TIÊU CỦA KẾ HOẠCH",
        LONG,
    ]


def test_parts_of_one_printed_line_stay_together() -> None:
    parts = [*words("Đắk Lắk, ngày", LEFT, 80), *words("tháng 11 năm 2025", LEFT + 160, 80)]
    assert blocks(text_of(page(parts)))[0] == "Đắk Lắk, ngày tháng 11 năm 2025"


def test_each_line_has_its_place() -> None:
    text = text_of(page(paragraphs(LONG)))
    lines = {word.box.top for word in paragraphs(LONG)}
    assert len(text.places) == len(lines)
    assert [place.page for place in text.places] == [1] * len(lines)
    assert all(a.span.end <= b.span.start for a, b in pairwise(text.places))
    assert all(place.box is not None and place.box.left >= LEFT for place in text.places)


def test_each_recognised_word_has_its_place_and_its_confidence() -> None:
    printed = words("Số liệu nhận dạng", LEFT, 80, confidence=0.9)
    text = text_of(page(printed))
    assert [place.span.of(text.content) for place in text.places] == ["Số", "liệu", "nhận", "dạng"]
    assert {place.confidence for place in text.places} == {0.9}


def test_no_page_gives_no_text() -> None:
    assert text_of().content == ""
    assert text_of(page()).blocks == ()
