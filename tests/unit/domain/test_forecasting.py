"""Figures are continued as they went, with the interval in which the next are to be expected."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tiendo.domain.forecasting import Bounds, Point, bounds_of, days_ahead, expect
from tiendo.domain.periods import Cadence

START = dt.date(2024, 1, 31)
LEVEL = Decimal("0.8")
FREE = Bounds()
NEAR = Decimal("0.001")


def after(days: int) -> dt.date:
    return START + dt.timedelta(days=days)


def line(days: list[int], start: Decimal, a_day: Decimal) -> list[Point]:
    return [Point(after(day), start + a_day * day) for day in days]


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.integers(0, 1500), min_size=4, max_size=20, unique=True),
    st.decimals(-500, 500, places=2),
    st.decimals(-2, 2, places=2),
    st.integers(1501, 4000),
)
def test_a_straight_line_goes_on_whatever_periods_are_missing(
    days: list[int], start: Decimal, a_day: Decimal, ahead: int
) -> None:
    [found] = expect(line(days, start, a_day), [after(ahead)], level=LEVEL, bounds=FREE)
    expected = start + a_day * ahead
    assert abs(found.value - expected) < NEAR
    assert found.low <= found.value <= found.high
    assert found.high - found.low < NEAR


@pytest.mark.parametrize("value", ["0", "0.999", "500118000000"])
def test_what_stays_is_expected_to_stay(value: str) -> None:
    points = line([0, 90, 181, 273, 365], Decimal(value), Decimal(0))
    for found in expect(points, [after(456), after(2000)], level=LEVEL, bounds=FREE):
        assert (found.low, found.value, found.high) == (Decimal(value),) * 3


def test_intervals_hold_as_many_of_the_next_values_as_they_say() -> None:
    chance, held, trials = random.Random(57), 0, 400
    for _trial in range(trials):
        points = [
            Point(after(90 * place), Decimal(str(10 + place + chance.gauss(0, 2))))
            for place in range(6)
        ]
        [found] = expect(points, [after(90 * 7)], level=LEVEL, bounds=FREE)
        held += found.low <= Decimal(str(17 + chance.gauss(0, 2))) <= found.high
    # Four in five of them, give or take three standard errors.
    assert abs(held / trials - 0.8) < 0.06


def test_the_further_ahead_the_wider() -> None:
    points = [Point(after(90 * place), Decimal(value)) for place, value in enumerate((1, 3, 2, 4))]
    near, far = expect(points, [after(400), after(2000)], level=LEVEL, bounds=FREE)
    assert far.high - far.low > near.high - near.low


def test_near_its_bound_the_interval_of_a_share_reaches_back_and_does_not_vanish() -> None:
    values = ("0.80", "0.86", "0.88", "0.93", "0.95", "0.985")
    points = [Point(after(90 * at), Decimal(value)) for at, value in enumerate(values)]
    bounds = bounds_of([point.value for point in points], is_share=True)
    days = [after(90 * at) for at in (6, 8, 12, 20)]
    bounded = expect(points, days, level=LEVEL, bounds=bounds)
    free = expect(points, days, level=LEVEL, bounds=FREE)
    for held, at_large in zip(bounded, free, strict=True):
        assert at_large.high > 1
        assert (held.value, held.high) == (min(at_large.value, Decimal(1)), 1)
        assert Decimal("0.5") < held.low < held.value


def test_an_interval_within_bounds_holds_as_many_of_the_values_that_can_be() -> None:
    chance, held, trials = random.Random(58), 0, 400
    for _trial in range(trials):
        points = [Point(after(90 * at), _share(chance, at)) for at in range(6)]
        bounds = bounds_of([point.value for point in points], is_share=True)
        [found] = expect(points, [after(90 * 6)], level=LEVEL, bounds=bounds)
        held += found.low <= _share(chance, 6) <= found.high
    assert abs(held / trials - 0.8) < 0.1


def _share(chance: random.Random, at: int) -> Decimal:
    """A share that rises to its bound, with what chance adds but not beyond it."""
    while (value := 0.9 + at / 100 + chance.gauss(0, 0.03)) > 1:
        pass
    return Decimal(str(round(value, 6)))


def test_far_from_bounds_they_change_nothing() -> None:
    points = [Point(after(90 * at), Decimal(value)) for at, value in enumerate((41, 43, 42, 44))]
    days = [after(400), after(500)]
    bounds = Bounds(Decimal(0), Decimal(1000))
    for one, other in zip(
        expect(points, days, level=LEVEL, bounds=bounds),
        expect(points, days, level=LEVEL, bounds=FREE),
        strict=True,
    ):
        assert one.value == other.value
        # Little of what may come lies beyond them.
        assert abs(one.low - other.low) < 1 and abs(one.high - other.high) < 1


def test_a_share_stays_between_nothing_and_all() -> None:
    points = line([0, 90, 180, 270], Decimal("0.7"), Decimal("0.001"))
    bounds = bounds_of([point.value for point in points], is_share=True)
    [found] = expect(points, [after(2000)], level=LEVEL, bounds=bounds)
    assert (found.value, found.high) == (1, 1)
    falling = line([0, 90, 180, 270], Decimal("0.3"), Decimal("-0.001"))
    [found] = expect(falling, [after(2000)], level=LEVEL, bounds=bounds)
    assert found.value == 0


@pytest.mark.parametrize(
    ("values", "is_share", "expected"),
    [
        (["0.2", "0.9"], True, (0, 1)),
        (["0.2", "1.1"], True, (0, None)),
        (["-0.2", "0.1"], True, (None, 1)),
        (["20", "90"], False, (0, None)),
        (["-20", "90"], False, (None, None)),
    ],
)
def test_bounds_are_those_that_values_kept_to(
    values: list[str], is_share: bool, expected: tuple[int | None, int | None]
) -> None:
    bounds = bounds_of([Decimal(value) for value in values], is_share=is_share)
    assert (bounds.low, bounds.high) == expected


def test_two_points_lead_nowhere() -> None:
    with pytest.raises(ValueError, match="lead nowhere"):
        expect(line([0, 90], Decimal(1), Decimal(1)), [after(180)], level=LEVEL, bounds=FREE)


def test_amounts_of_money_are_continued_to_the_dong() -> None:
    points = line([0, 100, 200, 300], Decimal(10**15), Decimal(10**9))
    [found] = expect(points, [after(1000)], level=LEVEL, bounds=FREE)
    assert abs(found.value - Decimal(10**15 + 10**12)) < 10


def test_days_ahead_are_ends_of_periods_then_of_years() -> None:
    quarterly = days_ahead(
        Cadence.QUARTERLY, after=dt.date(2025, 9, 30), until=dt.date(2026, 12, 31), most=40
    )
    assert quarterly == tuple(
        dt.date(*day)
        for day in ((2025, 12, 31), (2026, 3, 31), (2026, 6, 30), (2026, 9, 30), (2026, 12, 31))
    )
    monthly = days_ahead(
        Cadence.MONTHLY, after=dt.date(2025, 10, 31), until=dt.date(2028, 6, 30), most=3
    )
    assert monthly == tuple(
        dt.date(*day)
        for day in ((2025, 11, 30), (2025, 12, 31), (2026, 1, 31), (2026, 12, 31), (2027, 12, 31))
    )
    assert days_ahead(Cadence.YEARLY, after=START, until=START, most=9) == ()
