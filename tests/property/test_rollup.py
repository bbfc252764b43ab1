"""A roll-up against a naive oracle that repeats each part as often as its weight says."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tiendo.domain.lifecycle import State
from tiendo.domain.rollup import PartOfWhole, RollUpState, roll_up

PARTS = st.lists(
    st.builds(
        PartOfWhole,
        key=st.integers(1, 99),
        weight=st.integers(1, 12).map(Decimal),
        state=st.sampled_from(State),
        percent=st.none() | st.decimals(0, 100, places=2),
    ),
    max_size=12,
)
OUT = (State.DRAFT, State.CANCELLED, State.SUPERSEDED)


def oracle(parts: list[PartOfWhole]) -> Fraction | None:
    """The plain mean of a list in which each part with a figure stands as often as it weighs."""
    figures: list[Fraction] = []
    for part in parts:
        if part.state in OUT:
            continue
        percent = 100 if part.state is State.CONFIRMED else part.percent
        if percent is not None:
            figures += [Fraction(percent)] * int(part.weight)
    return sum(figures, Fraction(0)) / len(figures) if figures else None


@given(PARTS)
def test_the_roll_up_is_the_mean_of_the_repeated_figures(parts):
    whole, expected = roll_up(parts), oracle(parts)
    if expected is None:
        assert whole.percent is None
        assert whole.state is not RollUpState.VALUE
        return
    assert whole.state is RollUpState.VALUE
    assert Fraction(whole.numerator) / Fraction(whole.denominator) == expected
    assert whole.percent is not None
    assert abs(Fraction(whole.percent) - expected) < Fraction(1, 10**20)


@given(PARTS)
def test_what_is_said_of_the_inputs_adds_up(parts):
    whole = roll_up(parts)
    assert 0 <= whole.measured <= whole.counted <= whole.total == len(parts)
    assert sum(whole.by_state.values()) == whole.total
    assert (whole.measured > 0) is (whole.percent is not None)
    assert whole.percent is None or -Decimal("1e-20") <= whole.percent <= 100 + Decimal("1e-20")


@given(PARTS, st.integers(2, 9).map(Decimal))
def test_the_size_of_the_weights_does_not_matter(parts, factor):
    heavier = [
        PartOfWhole(part.key, part.weight * factor, part.state, part.percent) for part in parts
    ]
    first, second = roll_up(parts), roll_up(heavier)
    assert (first.state, first.measured) == (second.state, second.measured)
    assert first.numerator * second.denominator == second.numerator * first.denominator
