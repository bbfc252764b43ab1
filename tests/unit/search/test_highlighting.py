"""Words looked for are marked in the text's own letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiendo.search.asking import read_question
from tiendo.search.highlighting import holds_any, marked, without_terms_of


def shown(text: str, typed: str, most: int = 0) -> str:
    pieces = marked(text, read_question(typed), most=most)
    return "".join(f"[{p.words}]" if p.is_found else p.words for p in pieces)


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("Công bố Dữ Liệu mở.", "du lieu", "Công bố [Dữ Liệu] mở."),
        ("Số 146/KH-UBND ngày", "146 kh ubnd", "Số [146/KH-UBND] ngày"),
        ("Kế hoạch của xã", "kh", "[Kế hoạch] của xã"),
        ("Sở KH&CN chủ trì", "khoa học và công nghệ", "Sở [KH&CN] chủ trì"),
        ("họp quý, theo quy chế", "quý", "họp [quý], theo quy chế"),
        ("họp quy, theo quy chế", "quý", "họp [quy], theo [quy] chế"),
        ("số liệu và dữ liệu số", "dữ liệu", "số liệu và [dữ liệu] số"),
        ("đang triển khai", "trien kh", "đang [triển khai]"),
        ("không có gì", "xyz", "không có gì"),
    ],
)
def test_what_was_looked_for_is_marked(text: str, typed: str, expected: str) -> None:
    assert shown(text, typed) == expected


def test_a_snippet_shows_the_stretch_that_holds_most() -> None:
    text = "mở đầu " * 60 + "kho dữ liệu mở của tỉnh " + "phần cuối " * 60
    cut = shown(text, "kho dữ liệu", most=80)
    assert "[kho dữ liệu]" in cut
    assert cut.startswith("…") and cut.endswith("…")
    assert len(cut) < 90


def test_terms_that_stand_in_a_title_are_left_out() -> None:
    left = without_terms_of("Sở Nội vụ", read_question("sở nội vụ lao động"))
    assert [term.phrases for term in left.terms] == [(("lao",),), (("dong",),)]
    assert not holds_any("Sở Y tế", left)


@given(st.text(max_size=200), st.text(max_size=30), st.sampled_from([0, 40]))
def test_pieces_are_the_letters_of_the_text(text: str, typed: str, most: int) -> None:
    pieces = marked(text, read_question(typed), most=most)
    joined = "".join(piece.words for piece in pieces).removeprefix("…").removesuffix("…")
    assert joined in text or "…" in text
