"""How far a whole is by its parts: what enters, what is left out, what is said of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tiendo.domain.lifecycle import State
from tiendo.domain.rollup import PartOfWhole, RollUpState, roll_up

D = Decimal


def part(state: State = State.LIVE, percent: str | None = None, weight: str = "1") -> PartOfWhole:
    return PartOfWhole(1, D(weight), state, None if percent is None else D(percent))


def test_the_mean_is_weighted():
    whole = roll_up([part(percent="100", weight="3"), part(percent="20")])
    assert (whole.percent, whole.state) == (D(80), RollUpState.VALUE)
    assert (whole.numerator, whole.denominator) == (D(320), D(4))
    assert whole.ratio == D("0.8")


def test_a_part_without_a_figure_is_no_zero_and_is_named_in_the_coverage():
    whole = roll_up([part(percent="60"), part(), part(percent="0")])
    assert whole.percent == D(30)
    assert (whole.measured, whole.counted, whole.total) == (2, 3, 3)


def test_zero_is_a_figure():
    whole = roll_up([part(percent="0")])
    assert (whole.percent, whole.state) == (D(0), RollUpState.VALUE)


def test_a_confirmed_part_is_whole_whatever_was_said_before():
    assert roll_up([part(State.CONFIRMED, "40"), part(State.CONFIRMED)]).percent == D(100)


@pytest.mark.parametrize("state", [State.CANCELLED, State.SUPERSEDED, State.DRAFT])
def test_what_is_out_of_the_race_is_left_out(state):
    whole = roll_up([part(percent="50"), part(state, "0", "9")])
    assert (whole.percent, whole.counted, whole.total) == (D(50), 1, 2)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([], RollUpState.UNDEFINED),
        ([State.CANCELLED], RollUpState.UNDEFINED),
        ([State.DRAFT, State.CANCELLED], RollUpState.NOT_DUE),
        ([State.LIVE, State.DRAFT], RollUpState.NO_DATA),
        ([State.CLAIMED], RollUpState.NO_DATA),
    ],
)
def test_the_kinds_of_missing_stay_apart(states, expected):
    whole = roll_up([part(state) for state in states])
    assert (whole.percent, whole.state) == (None, expected)


def test_the_parts_are_counted_by_state():
    whole = roll_up([part(), part(), part(State.CONFIRMED)])
    assert whole.by_state == {State.LIVE: 2, State.CONFIRMED: 1}


def test_a_weight_is_above_zero():
    with pytest.raises(ValueError, match="above zero"):
        roll_up([part(weight="0")])
