"""Normalising and folding of Vietnamese text."""

import pytest

from vanban.legacy import legacy_encoding
from vanban.text import fold, fold_tones, normalise, strip_marks


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Đa\u0306\u0301k", "Đắk"),
        ("\u00d0ắk Lắk", "Đắk Lắk"),
        ("a\u00a0b\u2009c\td", "a b c d"),
        ("a\u200bb\ufeffc\u00add", "abcd"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\x00\x07b\x0c", "ab\x0c"),
        ("2021\u20112025", "2021-2025"),
    ],
)
def test_text_is_brought_to_one_form(raw: str, expected: str) -> None:
    assert normalise(raw) == expected


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("uỷ ban", "ủy ban"),
        ("Uỷ Ban", "Ủy Ban"),
        ("UỶ BAN", "ỦY BAN"),
        ("văn hoá", "văn hóa"),
        ("thoả thuận", "thỏa thuận"),
        ("khoẻ", "khỏe"),
        ("quý III", "quý III"),
        ("hoàn thành", "hoàn thành"),
        ("thuý", "thúy"),
    ],
)
def test_tones_are_folded_to_the_newer_place(old: str, new: str) -> None:
    assert fold_tones(old) == new
    assert len(fold_tones(old)) == len(old)


def test_marks_are_stripped_letter_by_letter() -> None:
    assert strip_marks("Đắk Lắk, Ủy ban nhân dân") == "Dak Lak, Uy ban nhan dan"


def test_folding_keeps_the_length() -> None:
    assert fold("UỶ BAN İ") == "ủy ban i"


def test_unicode_text_has_no_legacy_encoding() -> None:
    assert legacy_encoding("Ủy ban nhân dân tỉnh ban hành các nhiệm vụ của năm") is None
