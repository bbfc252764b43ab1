"""A place of a text is named in any order, with or without diacritics; other words are none."""

from __future__ import annotations

import pytest

from tiendo.search.asking import read_question
from tiendo.search.places import read_place


@pytest.mark.parametrize(
    ("typed", "ends", "rest"),
    [
        ("Điều 5 khoản 2", ("Điều 5.2",), ""),
        ("khoản 2 Điều 5", ("Điều 5.2",), ""),
        ("khoan 2 dieu 5", ("Điều 5.2",), ""),
        ("Khoản 2, Điều 5", ("Điều 5.2",), ""),
        ("Điều 5.2.đ", ("Điều 5.2.đ",), ""),
        ("điều 5a", ("Điều 5a",), ""),
        ("điểm d khoản 2 Điều 5", ("Điều 5.2.d",), ""),
        ("diem d khoan 2 dieu 5", ("Điều 5.2.d", "Điều 5.2.đ"), ""),
        ("điểm a khoản 1 Mục II", ("II.1.a", "Mục II.1.a"), ""),
        ("diem a khoan 1 muc ii", ("II.1.a", "Mục II.1.a"), ""),
        ("mục II.5.g", ("II.5.g", "Mục II.5.g"), ""),
        ("II.5.g", ("II.5.g", "Mục II.5.g"), ""),
        ("điểm c khoản 3", ("3.c",), ""),
        ("Chương iv", ("Chương IV",), ""),
        ("khoản 2 của Điều 5, Nghị định 303/2025", ("Điều 5.2",), "Nghị định 303/2025"),
        ("tiến độ tại mục 3 kế hoạch 146", ("3", "Mục 3"), "tiến độ tại kế hoạch 146"),
    ],
)
def test_a_place_is_read(typed: str, ends: tuple[str, ...], rest: str) -> None:
    place = read_place(typed)
    assert place is not None
    assert (place.ends, place.rest) == (ends, rest)


@pytest.mark.parametrize(
    "typed",
    [
        "khoản 2",
        "điểm lõm sóng",
        "điểm vi phạm",
        "danh mục 3",
        "mục tiêu",
        "mục lục",
        "điều phối 5",
        "điều 5/2 x",
        "Phụ lục II",
        "4.507",
        "146/KH-UBND",
        "",
    ],
)
def test_other_words_are_no_place(typed: str) -> None:
    assert read_place(typed) is None


def test_a_question_keeps_its_words_beside_the_place() -> None:
    question = read_question("khoản 2 Điều 5 kế hoạch 92")
    assert question.ends == ("Điều 5.2",)
    assert question.beside is not None
    assert question.beside.words == ("ke", "hoach", "92")
    assert question.words == ("khoan", "2", "dieu", "5", "ke", "hoach", "92")
    assert read_question("Điều 5").beside is None
