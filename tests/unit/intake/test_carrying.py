"""Which draft of a new reading continues which one of the earlier reading."""

from __future__ import annotations

from tiendo.intake.carrying import Item, pair_items

LONG = "Rà soát đường truyền tại trụ sở các xã còn yếu sóng"


def item(words: str, number: str = "", part: str = "body") -> Item:
    return Item("task", part, number, words)


def test_the_same_words_are_paired_wherever_they_stand() -> None:
    assert pair_items([item(LONG, "II.2")], [item("Khác", "II.2"), item(LONG, "II.1")]) == {0: 1}


def test_the_same_number_is_paired_only_with_words_half_alike() -> None:
    nearly = LONG.replace("yếu", "mất")
    assert pair_items([item(nearly, "1")], [item(LONG, "1")]) == {0: 0}
    assert pair_items([item("Mở lớp tập huấn", "1")], [item(LONG, "1")]) == {}


def test_letters_that_were_misread_do_not_part_a_pair() -> None:
    misread = LONG.replace("đường", "dường")
    assert pair_items([item(LONG, "")], [item(misread, "")]) == {0: 0}


def test_each_old_item_is_continued_once() -> None:
    assert pair_items([item(LONG, "1"), item(LONG, "2")], [item(LONG, "1")]) == {0: 0}


def test_a_target_does_not_continue_a_task() -> None:
    target = Item("target", "body", "1", LONG)
    assert pair_items([target], [item(LONG, "1")]) == {}


def test_nothing_pairs_with_nothing() -> None:
    assert pair_items([], [item(LONG)]) == {}
    assert pair_items([item(LONG)], []) == {}
