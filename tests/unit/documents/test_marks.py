"""Secrecy marks: the mark in its place, never the word."""

from __future__ import annotations

import unicodedata

import pytest

from tiendo.documents.marks import mark_of, shuffled_mark_of


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("MẬT", "MẬT"),
        ("  MẬT  ", "MẬT"),
        ("[MẬT]", "MẬT"),
        ("* TỐI MẬT *", "TỐI MẬT"),
        ("T U Y Ệ T   M Ậ T", "TUYỆT MẬT"),
        ("Độ mật: Tối mật", "TỐI MẬT"),
        ("Mức độ mật: MẬT", "MẬT"),
        (unicodedata.normalize("NFD", "MẬT"), "MẬT"),
    ],
)
def test_a_mark_of_its_own_is_seen(line: str, mark: str) -> None:
    assert mark_of(line) == mark


@pytest.mark.parametrize(
    "line",
    [
        "",
        "bảo mật",
        "BẢO MẬT",
        "Mật",
        "mật",
        "MẬT MÃ",
        "An toàn, bảo mật thông tin",
        "Mật khẩu",
        "Hội nghị MẬT của tỉnh",
        "MẬT" + "." * 80,
    ],
)
def test_the_word_in_other_words_is_no_mark(line: str) -> None:
    assert mark_of(line) is None


@pytest.mark.parametrize(("line", "mark"), [("M T Ậ", "MẬT"), ("T I M T Ố Ậ", "TỐI MẬT")])
def test_letters_a_pdf_gives_out_of_order_are_seen(line: str, mark: str) -> None:
    assert shuffled_mark_of(line) == mark


@pytest.mark.parametrize("line", ["", "MAT", "B O M T Ả Ậ", "THÀNH TỰU"])
def test_other_letters_are_no_mark(line: str) -> None:
    assert shuffled_mark_of(line) is None
