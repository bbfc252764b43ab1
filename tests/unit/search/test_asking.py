"""What was typed becomes terms: short and long forms, symbols, quotes, slips."""

from __future__ import annotations

import pytest

from tiendo.search.asking import MOST_WORDS, read_question, with_words
from tiendo.search.lexemes import all_terms, in_a_row, spelled_terms

DAY_OF_JUNE = ("25 6 2025", "25 06 2025", "25 thang 6 nam 2025", "25 thang 06 nam 2025")


def terms(typed: str) -> list[tuple[str, ...]]:
    return [
        tuple(" ".join(phrase) for phrase in term.phrases) for term in read_question(typed).terms
    ]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("kho dữ liệu", [("kho",), ("du",), ("lieu",)]),
        ("UBND", [("ubnd", "uy ban nhan dan")]),
        ("Ủy ban nhân dân xã", [("uy ban nhan dan", "ubnd"), ("xa",)]),
        ("kế hoạch 146", [("ke hoach", "kh"), ("146",)]),
        ("Sở KH&CN", [("so",), ("khcn", "khoa hoc va cong nghe")]),
        ("nq57", [("nq57", "nq 57", "57 nq")]),
        ("146 khubnd", [("146",), ("khubnd", "kh ubnd")]),
        ("146khubnd", [("146khubnd", "146 khubnd", "khubnd 146", "146 kh ubnd")]),
        ("số 146", [("146",)]),
        ("sở 146", [("so",), ("146",)]),
        ("ngày 25/6/2025", [DAY_OF_JUNE]),
        ("45/13/2025", [("45",), ("13",), ("2025",)]),
        ("dân và nước", [("dan",), ("nuoc",)]),
        ("và", [("va",)]),
        ("", []),
        (" /-. ", []),
    ],
)
def test_terms_of_what_was_typed(typed: str, expected: list[tuple[str, ...]]) -> None:
    assert terms(typed) == expected


@pytest.mark.parametrize("typed", ["25/06/2025", "25.6.2025", "ngày 25 tháng 6 năm 2025"])
def test_a_day_is_the_same_in_any_form(typed: str) -> None:
    (term,) = read_question(typed).terms
    assert {" ".join(phrase) for phrase in term.phrases} == set(DAY_OF_JUNE)
    assert read_question(typed).exact == ()


def test_a_symbol_and_quoted_words_stand_in_a_row() -> None:
    assert read_question("146/KH-UBND").exact == (("146", "kh", "ubnd"),)
    assert read_question('"học tập số" ở buôn').exact == (("hoc", "tap", "so"),)
    assert read_question("kinh tế - xã hội").exact == ()


def test_words_typed_with_diacritics_are_spelled() -> None:
    assert spelled_terms(read_question("quý trong")) == "'quy1'"
    assert spelled_terms(read_question("quy trong")) == ""


def test_queries_are_written_for_the_database() -> None:
    question = read_question("kế hoạch 14")
    assert all_terms(question, within="AB") == "(('ke':AB <-> 'hoach':AB) | 'kh':AB) & '14':AB"
    assert all_terms(question, is_begun=True).endswith("& '14':*")
    assert in_a_row(question) == "('ke' <-> 'hoach' <-> '14')"


def test_mistyped_words_are_replaced_where_they_stand() -> None:
    assert with_words(read_question("hocj bạ"), {"hocj": "hoc"}).typed == "hoc bạ"


def test_a_long_text_is_cut() -> None:
    assert len(read_question("a " * 5000).terms) <= MOST_WORDS
