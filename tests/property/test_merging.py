"""Whatever two people write at once, no line of either is lost."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tiendo.domain.merging import merge_words, tidy_words

# Few different lines, so that they meet, repeat and move.
TEXTS = st.lists(st.sampled_from(["a", "b", "c", "d", "e", ""]), max_size=8).map("\n".join)


def counted(text: str) -> Counter[str]:
    tidied = tidy_words(text)
    return Counter(tidied.split("\n")) if tidied else Counter()


@given(TEXTS, TEXTS, TEXTS)
def test_every_line_that_either_added_stands_in_the_result(
    base: str, mine: str, theirs: str
) -> None:
    made, old = counted(merge_words(base, mine, theirs).text), counted(base)
    for text in (mine, theirs):
        added = counted(text) - old
        assert added - made == Counter()


@given(TEXTS, TEXTS, TEXTS)
def test_a_line_that_all_three_hold_stays(base: str, mine: str, theirs: str) -> None:
    made = counted(merge_words(base, mine, theirs).text)
    assert counted(base).keys() & counted(mine).keys() & counted(theirs).keys() <= made.keys()


@given(TEXTS, TEXTS)
def test_a_change_of_one_alone_is_taken_as_it_is(base: str, mine: str) -> None:
    for merged in (merge_words(base, mine, base), merge_words(base, base, mine)):
        assert (counted(merged.text), merged.overlaps) == (counted(mine), ())
    assert merge_words(base, mine, base).text == merge_words(base, base, mine).text
    assert merge_words(base, mine, base).text == tidy_words(mine)


@given(TEXTS, TEXTS)
def test_two_who_write_the_same_are_not_asked(base: str, mine: str) -> None:
    merged = merge_words(base, mine, mine)
    assert (merged.text, merged.overlaps) == (tidy_words(mine), ())


@given(TEXTS, TEXTS, TEXTS)
def test_who_is_asked_is_asked_whichever_of_the_two_saves_last(
    base: str, mine: str, theirs: str
) -> None:
    there, back = merge_words(base, mine, theirs), merge_words(base, theirs, mine)
    assert len(there.overlaps) == len(back.overlaps)
