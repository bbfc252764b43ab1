"""Repairs of recognised words: where one reading is possible they are made, else never."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from vanban.models import Block, BlockKind, Cell, Place, Span, Table, Text
from vanban.readers.debris import mend

UNSURE = 0.6


def recognised(lines: Sequence[str], confidence: float | None = UNSURE) -> Text:
    content = "\n".join(lines)
    blocks, places, at = [], [], 0
    for line in lines:
        span = Span(at, at + len(line))
        blocks.append(Block(span))
        places.append(Place(span, page=1, confidence=confidence))
        at = span.end + 1
    return Text(content, tuple(blocks), places=tuple(places))


def table_of(rows: Sequence[tuple[str, str]], groups: Sequence[int] = ()) -> Text:
    """A table of two columns (three where a group row spans the last two)."""
    text = recognised([words for row in rows for words in row])
    cells = [
        Cell(block.span, number // 2, number % 2, column_span=2 if number // 2 in groups else 1)
        if number % 2
        else Cell(block.span, number // 2, 0)
        for number, block in enumerate(text.blocks)
    ]
    blocks = tuple(replace(block, kind=BlockKind.CELL) for block in text.blocks)
    whole = Table(Span(0, len(text.content)), tuple(cells), len(rows), 3)
    return replace(text, blocks=blocks, tables=(whole,))


def lines_of(text: Text) -> list[str]:
    return [block.span.of(text.content) for block in text.blocks]


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("về chuyến đối số tại tỉnh", "về chuyển đổi số tại tỉnh"),
        ("TRIẾN KHAI THỰC HIỆN", "TRIỂN KHAI THỰC HIỆN"),
        ("Tống hợp, báo cáo", "Tổng hợp, báo cáo"),
        ("Báo cáo hãng quý", "Báo cáo hằng quý"),
        ("ngày 1 5/7/2025 của tỉnh", "ngày 15/7/2025 của tỉnh"),
        ("tháng 12/2O25 và l2 xã", "tháng 12/2025 và 12 xã"),
        ("Quý IH/2025", "Quý III/2025"),
        ("~ Kế hoạch số 12/KH-UBND", "- Kế hoạch số 12/KH-UBND"),
        ("phát triển khoa. học của tỉnh", "phát triển khoa học của tỉnh"),
    ],
)
def test_a_word_that_can_be_only_one_is_repaired(read: str, printed: str) -> None:
    assert mend(recognised([read])).content == printed


@pytest.mark.parametrize(
    "printed",
    [
        "số đối của một số",
        "đối với các xã",
        "Quý 1/2025",
        "Điều 1. Ban hành. Điều 2. Hiệu lực",
        "57-NQ/TW ngày 22/12/2024",
        "193/2025/QH15",
        "ngày 4 5/6 số xã",
        "MobiFone, IoT và Wi-Fi 6",
        "= 15 hồ sơ",
    ],
)
def test_what_may_be_right_stays(printed: str) -> None:
    assert mend(recognised([printed])).content == printed


def test_a_sure_word_is_not_questioned_by_the_lexicon() -> None:
    text = recognised(["chuyến đối số"], confidence=0.99)
    assert mend(text) is text


def test_words_that_a_file_holds_as_text_are_never_changed() -> None:
    text = recognised(["~ Quý IH/2025 và chuyến đối"], confidence=None)
    assert mend(text) is text


def test_a_repair_keeps_what_was_read() -> None:
    mended = mend(recognised(["Một", "Báo cáo hãng quý", "Quý IH/2025"]))
    flags = [(i.code, i.params, i.span and i.span.of(mended.content)) for i in mended.issues]
    assert flags == [
        ("ocr_repaired", {"raw": "hãng", "fixed": "hằng"}, "hằng"),
        ("ocr_repaired", {"raw": "IH", "fixed": "III"}, "III"),
    ]


def test_offsets_move_with_a_repair() -> None:
    mended = mend(recognised(["Quý IH/2025", "ngày 1 5/7", "- Cuối cùng"]))
    assert lines_of(mended) == ["Quý III/2025", "ngày 15/7", "- Cuối cùng"]
    assert [place.span for place in mended.places] == [block.span for block in mended.blocks]


def test_a_number_between_two_others_is_the_one_between() -> None:
    rows = [("1", "Một"), ("2", "Hai"), ("v/", "Ba"), ("4", "Bốn"), ("9", "Năm"), ("6", "Sáu")]
    mended = mend(table_of(rows))
    assert lines_of(mended)[0::2] == ["1", "2", "3", "4", "5", "6"]


def test_groups_are_counted_in_roman_numerals() -> None:
    rows = [("I", "A"), ("1", "x"), ("H", "B"), ("2", "y"), ("IH", "C"), ("3", "z"), ("IV", "D")]
    mended = mend(table_of(rows, groups=(0, 2, 4, 6)))
    assert lines_of(mended)[0::2] == ["I", "1", "II", "2", "III", "3", "IV"]


def test_numbers_without_an_order_stay() -> None:
    rows = [("15", "a"), ("7", "b"), ("v/", "c"), ("40", "d"), ("3", "e")]
    text = table_of(rows)
    assert mend(text) is text


def test_an_appendix_that_begins_later_keeps_its_numbers() -> None:
    rows = [("7", "a"), ("8", "b"), ("9", "c"), ("10", "d")]
    text = table_of(rows)
    assert mend(text) is text


def test_a_chapter_between_two_others_is_the_one_between() -> None:
    lines = ["Chương I", "Điều 1", "Chương II", "Điều 2", "Chương II", "Điều 3", "Chương IV"]
    assert lines_of(mend(recognised(lines)))[4] == "Chương III"


def test_headings_that_start_anew_in_another_part_stay() -> None:
    text = recognised(["I. MỘT", "II. HAI", "I. BA", "II. BỐN", "III. NĂM"])
    assert mend(text) is text


def test_a_letter_that_no_list_has_is_the_next_point() -> None:
    lines = ["e) Năm;", "ø) Sáu;", "h) Bảy;", "ï) Tám."]
    assert [line[0] for line in lines_of(mend(recognised(lines)))] == ["e", "g", "h", "i"]


def test_d_and_its_twin_are_told_by_the_points_around() -> None:
    lines = ["c) Ba;", "đ) Bốn;", "đ) Năm;", "e) Sáu."]
    assert [line[0] for line in lines_of(mend(recognised(lines)))] == ["c", "d", "đ", "e"]
