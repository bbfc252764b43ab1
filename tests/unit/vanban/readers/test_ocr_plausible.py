"""How likely recognised words are words of official documents."""

import pytest

from vanban.readers.ocr_plausible import plausibility


@pytest.mark.parametrize(
    "word",
    [
        "nghiệp",
        "TRIỂN",
        "Ủy",
        "57-NQ/TW",
        "315-CV/ĐU",
        "193/2025/QH15",
        "15/2022/NQ-HĐND",
        "22/12/2024",
        "1.003",
        "36,67%",
        "≥30",
        "IV.",
        "đ)",
        "-",
        "./.",
    ],
)
def test_words_of_documents_are_likely(word: str) -> None:
    assert plausibility(word) >= 0.9


@pytest.mark.parametrize("word", ["NÑQ-TW", "cñ", "VINH1", "Viettl", "ghệiu", "#@"])
def test_letters_in_no_order_are_not(word: str) -> None:
    assert plausibility(word) < 0.6


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("BCĐTW", "8CĐTW"), ("12/KH-UBND", "12/KH-U8ND"), ("31/12", "37/13"), ("CV/ĐU", "CV/ĐĐU")],
)
def test_the_right_reading_is_likelier(right: str, wrong: str) -> None:
    assert plausibility(right) > plausibility(wrong)
