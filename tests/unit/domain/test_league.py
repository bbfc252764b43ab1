"""Standings of bodies: few tasks weigh little, equal rates share a place."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiendo.domain.league import Standing, Tally, standings

TALLY = st.integers(0, 40).flatmap(
    lambda due: st.integers(0, due).map(lambda good: Tally(good, due))
)
TALLIES = st.dictionaries(st.integers(0, 30), TALLY, max_size=8)


def test_one_lucky_task_does_not_beat_many_done_well() -> None:
    found = standings({"few": Tally(1, 1), "many": Tally(47, 50)}, drawn_by=5, least=1)
    assert [found["many"].place, found["few"].place] == [2, 1]
    found = standings(
        {"few": Tally(1, 1), "many": Tally(47, 50), "bad": Tally(0, 50)}, drawn_by=5, least=1
    )
    assert [found["many"].place, found["few"].place, found["bad"].place] == [1, 2, 3]


def test_few_tasks_are_shown_and_not_placed() -> None:
    found = standings({"few": Tally(4, 4), "enough": Tally(4, 5)}, drawn_by=5, least=5)
    assert found["few"] == Standing(None, Decimal("0.9383"), is_small=True)
    assert (found["enough"].place, found["enough"].is_small) == (1, False)


def test_of_nothing_due_nothing_is_said() -> None:
    found = standings({"none": Tally(0, 0), "some": Tally(0, 9)}, drawn_by=5, least=5)
    assert found["none"] == Standing(None, None, is_small=True)
    assert found["some"].adjusted == Decimal("0.0000")


def test_equal_rates_share_a_place_and_the_next_is_left_out() -> None:
    tallies = {"a": Tally(9, 10), "b": Tally(9, 10), "c": Tally(1, 10)}
    found = standings(tallies, drawn_by=5, least=5)
    assert [found[key].place for key in "abc"] == [1, 1, 3]


@pytest.mark.parametrize(("good", "due"), [(-1, 3), (4, 3), (1, 0)])
def test_a_tally_has_no_more_good_than_due(good: int, due: int) -> None:
    with pytest.raises(ValueError, match="no tally"):
        Tally(good, due)


@given(TALLIES, st.integers(0, 20), st.integers(1, 10))
def test_places_follow_the_adjusted_rates(
    tallies: dict[int, Tally], drawn_by: int, least: int
) -> None:
    found = standings(tallies, drawn_by=drawn_by, least=least)
    due = sum(tally.due for tally in tallies.values())
    common = Fraction(sum(tally.good for tally in tallies.values()), due) if due else Fraction(0)

    def rate(key: int) -> Fraction:
        return (tallies[key].good + drawn_by * common) / (tallies[key].due + drawn_by)

    enough = [key for key in tallies if tallies[key].due >= least]
    for key in tallies:
        better = sum(rate(other) > rate(key) for other in enough) if tallies[key].due else 0
        assert found[key].place == (better + 1 if key in enough else None)
