"""A figure beside others: the rule holds however wild a few of them are."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiendo.domain.outliers import Oddness, Outlook, look_at


def _look(value: float | str, *others: float | str) -> Outlook:
    figures = [Decimal(str(other)) for other in others]
    return look_at(Decimal(str(value)), figures, threshold=Decimal("3.5"), least=6)


def test_a_figure_far_from_the_others_is_outlying() -> None:
    found = _look(90, 10, 11, 12, 10, 9, 11)
    assert found.oddness is Oddness.OUTLYING
    assert found.center == Decimal("10.5")
    assert found.spread == Decimal("0.5")
    assert found.score == Decimal("107.24550")


def test_a_wild_figure_among_the_others_does_not_hide_another() -> None:
    assert _look(90, 10, 11, 12, 10, 9, 1000).is_outlying


def test_a_figure_like_the_others_is_usual() -> None:
    assert _look(12, 10, 11, 12, 10, 9, 11).oddness is Oddness.USUAL


def test_too_few_others_say_so() -> None:
    found = _look(90, 10, 11, 12)
    assert found == Outlook(Oddness.TOO_FEW, 3)


def test_equal_others_know_no_distance() -> None:
    found = _look(90, *[5] * 8)
    assert found.oddness is Oddness.NO_SPREAD
    assert found.score is None


def test_mostly_equal_others_are_measured_by_the_mean() -> None:
    found = _look(100, 5, 5, 5, 5, 5, 7)
    assert found.oddness is Oddness.OUTLYING
    assert found.spread == Decimal(2) / 6


_FIGURES = st.decimals(-1000, 1000, places=2)


@given(st.lists(_FIGURES, min_size=6, max_size=30), _FIGURES, st.integers(1, 50))
def test_the_unit_does_not_matter(others: list[Decimal], value: Decimal, scale: int) -> None:
    plain = look_at(value, others, threshold=Decimal("3.5"), least=6)
    scaled = [other * scale for other in others]
    again = look_at(value * scale, scaled, threshold=Decimal("3.5"), least=6)
    if plain.score is None or again.score is None:
        assert plain.oddness is again.oddness
    else:
        assert again.score == pytest.approx(plain.score)
