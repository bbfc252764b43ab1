"""Words that two people changed at once: what is taken over, and what is asked."""

from __future__ import annotations

import pytest

from tiendo.domain.merging import Overlap, merge_words, tidy_words

BASE = "Một\nHai\nBa"

CASES = [
    ("nobody changed", BASE, BASE, BASE),
    ("only I changed", "Một\n2\nBa", BASE, "Một\n2\nBa"),
    ("only the other changed", BASE, "Một\nHai\nBa\nBốn", "Một\nHai\nBa\nBốn"),
    ("different paragraphs", "1\nHai\nBa", "Một\nHai\n3", "1\nHai\n3"),
    ("neighbouring paragraphs", "1\nHai\nBa", "Một\n2\nBa", "1\n2\nBa"),
    ("both alike", "Một\n2\nBa", "Một\n2\nBa", "Một\n2\nBa"),
    ("both at the end", BASE + "\ntôi", BASE + "\nbạn", BASE + "\nbạn\ntôi"),
    ("one takes out, the other elsewhere", "Một\nBa", BASE + "\nBốn", "Một\nBa\nBốn"),
    ("put before what the other changed", "tôi\n" + BASE, "1\nHai\nBa", "tôi\n1\nHai\nBa"),
]


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_changes_apart_are_both_taken(mine: str, theirs: str, expected: str) -> None:
    merged = merge_words(BASE, mine, theirs)
    assert (merged.text, merged.overlaps) == (expected, ())


def test_two_who_begin_an_empty_place_are_both_kept() -> None:
    merged = merge_words("", "của tôi", "của bạn")
    assert (merged.text, merged.overlaps) == ("của bạn\ncủa tôi", ())


def test_the_same_paragraph_changed_twice_is_asked_about_and_both_stand() -> None:
    merged = merge_words(BASE, "Một\nhai của tôi\nBa", "Một\nhai của bạn\nBa")
    assert merged.text == "Một\nhai của bạn\nhai của tôi\nBa"
    assert merged.overlaps == (Overlap("Hai", "hai của tôi", "hai của bạn"),)


def test_a_paragraph_taken_out_by_one_and_changed_by_the_other_is_asked_about() -> None:
    merged = merge_words(BASE, "Một\nBa", "Một\nhai của bạn\nBa")
    assert merged.text == "Một\nhai của bạn\nBa"
    assert merged.overlaps == (Overlap("Hai", "", "hai của bạn"),)


def test_words_are_tidied_alike_from_every_browser() -> None:
    assert tidy_words("Một \r\nHai\r\n\r\nBa\n\n") == "Một\nHai\n\nBa"
    assert merge_words("Một\r\nHai", "Một\nHai\n", "Một\nHai").text == "Một\nHai"
