"""Quotes found again in another reading of their file."""

from __future__ import annotations

import pytest

from tiendo.documents.anchoring import SUGGESTED, Anchor, Quoted, find_quotes, find_words

CONTENT = (
    "I. MỤC TIÊU\n"
    "Xây dựng kho dữ liệu mở của tỉnh, cập nhật hằng quý.\n"
    "II. NHIỆM VỤ\n"
    "Xây dựng kho dữ liệu mở của tỉnh trong năm 2026.\n"
    "Tổ chức hai tuần lễ sáng tạo số tại các trường trung học phổ thông.\n"
)


def quoted(words: str, before: str = "", after: str = "", near: int = 0) -> Quoted:
    return Quoted(words, before, after, near)


def found(quote: Quoted) -> str | None:
    anchor = find_quotes(CONTENT, [quote]).get(0)
    return None if anchor is None else CONTENT[anchor.start : anchor.end]


def test_of_two_places_the_one_with_the_same_words_around_is_meant() -> None:
    quote = quoted("Xây dựng kho dữ liệu mở của tỉnh", after=" trong năm 2026", near=0)
    anchor = find_quotes(CONTENT, [quote])[0]
    assert CONTENT[anchor.end :].startswith(" trong năm 2026")


def test_of_two_places_alike_the_nearer_is_meant() -> None:
    words = "Xây dựng kho dữ liệu mở của tỉnh"
    anchor = find_quotes(CONTENT, [quoted(words, near=len(CONTENT))])[0]
    assert anchor.start == CONTENT.rindex(words)


def test_a_changed_sentence_is_found_from_its_first_to_its_last_word() -> None:
    old = "Tổ chức tuần lễ sáng tạo số tại trường trung học phổ thông"
    assert found(quoted(old, near=150)) == (
        "Tổ chức hai tuần lễ sáng tạo số tại các trường trung học phổ thông"
    )


def test_a_changed_sentence_keeps_its_full_stop() -> None:
    old = "Tổ chức tuần lễ sáng tạo số tại trường trung học phổ thông."
    assert (found(quoted(old, near=150)) or "").endswith("phổ thông.")


def test_a_like_sentence_of_another_part_is_not_the_changed_one() -> None:
    far = "Mở đầu. " * 3000 + CONTENT
    old = quoted("Tổ chức tuần lễ sáng tạo số tại trường trung học phổ thông", near=0)
    assert find_quotes(far, [old]) == {}
    assert find_quotes(far, [old], SUGGESTED)[0].likeness > 0.8


def test_marks_of_tone_do_not_hide_a_sentence() -> None:
    old = "Tô chức hai tuần lễ sáng tao số tại các trường trung hoc phổ thông"
    assert found(quoted(old, near=150)) == (
        "Tổ chức hai tuần lễ sáng tạo số tại các trường trung học phổ thông"
    )


def test_a_changed_first_word_stays_inside_its_paragraph() -> None:
    old = "Mở hai tuần lễ sáng tạo số tại các trường trung học phổ thông"
    anchor = find_quotes(CONTENT, [quoted(old, near=150)])[0]
    assert "\n" not in CONTENT[anchor.start : anchor.end]


@pytest.mark.parametrize("words", ["Bãi bỏ quy chế phối hợp liên ngành cũ", "", "…"])
def test_what_is_not_there_is_lost(words: str) -> None:
    assert find_quotes(CONTENT, [quoted(words)]) == {}


def test_a_short_quote_needs_the_words_around_it() -> None:
    assert found(quoted("2026", before="trong năm ", after=".")) == "2026"
    assert found(quoted("2026", before="năm học 2025-", after=" vừa qua")) is None


def test_a_person_finds_words_whatever_their_spaces_and_capitals() -> None:
    assert find_words(CONTENT, "kho  dữ LIỆU\nmở", most=1) == [
        Anchor(CONTENT.index("kho dữ liệu mở"), CONTENT.index("kho dữ liệu mở") + 14)
    ]
    assert find_words(CONTENT, "  ") == []
    assert len(find_words(CONTENT, "(")) == 0
