"""Documents whose paragraphs are printed lines, as converters from PDF make them."""

import textwrap

from tests.unit.vanban.packages import docx, paragraph, table
from tests.unit.vanban.readers.test_docx_layout import blocks
from vanban.readers import read

PARAGRAPHS = [
    "I. MỤC TIÊU",
    *(
        f"{number}. Hoàn thiện hạ tầng số của các xã, phường trên địa bàn tỉnh, bảo đảm kết nối "
        "thông suốt giữa các cơ quan; rà soát, cập nhật dữ liệu dùng chung và mở dữ liệu theo quy "
        "định của pháp luật, hoàn thành trước ngày 30/6/2026."
        for number in range(1, 7)
    ),
    "II. TỔ CHỨC THỰC HIỆN",
    "Các sở, ban, ngành báo cáo kết quả về Sở Khoa học và Công nghệ trước ngày 15 hằng tháng./.",
]


def as_lines(words: list[str]) -> list[str]:
    return [paragraph(line) for text in words for line in textwrap.wrap(text, 80)]


def test_printed_lines_are_joined_to_paragraphs() -> None:
    text = read(docx(*as_lines(PARAGRAPHS)))
    assert blocks(text) == PARAGRAPHS
    places = [place for place in text.places if place.span.start < text.blocks[1].span.end]
    assert [place.paragraph for place in places] == [0, 1, 2, 3]


def test_recipients_and_signature_stay_lines() -> None:
    tail = ["Nơi nhận:", "- Như trên;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]
    text = read(docx(*as_lines(PARAGRAPHS), *map(paragraph, tail)))
    assert blocks(text) == [*PARAGRAPHS, *tail]


def test_a_table_ends_the_paragraph_before_it() -> None:
    text = read(docx(*as_lines(PARAGRAPHS), table(["TT", "Việc"]), paragraph("cuối")))
    assert blocks(text) == [*PARAGRAPHS, "TT", "Việc", "cuối"]


def test_paragraphs_of_a_document_typed_as_such_stay_apart() -> None:
    words = [*PARAGRAPHS, "các việc khác", "theo chỉ đạo"]
    assert blocks(read(docx(*map(paragraph, words)))) == words
