"""Targets are judged against the path to them; what is unknown is no failure and no zero."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiendo.domain.achievement import Aim, Bands, Verdict, is_reached, judge, required_on
from vanban.models import Comparator

BANDS = Bands(on_track=Decimal("0.95"), at_risk=Decimal("0.6"))
START, END = dt.date(2025, 1, 1), dt.date(2031, 1, 1)
MIDDLE = START + (END - START) / 2
RISING = Aim(Comparator.GE, Decimal(25), None, END, Decimal(5), START)
FALLING = Aim(Comparator.LE, Decimal(2), None, END, Decimal(10), START)


def verdict(value: str | None, aim: Aim, on: dt.date = MIDDLE) -> Verdict:
    return judge(None if value is None else Decimal(value), aim, on=on, bands=BANDS).verdict


@pytest.mark.parametrize(
    ("value", "aim", "expected"),
    [
        (None, RISING, Verdict.NO_DATA),
        ("25", RISING, Verdict.ACHIEVED),
        ("15", RISING, Verdict.ON_TRACK),
        ("14.5", RISING, Verdict.ON_TRACK),
        ("14.4", RISING, Verdict.AT_RISK),
        ("10.9", RISING, Verdict.OFF_TRACK),
        ("0", RISING, Verdict.OFF_TRACK),
        ("2", FALLING, Verdict.ACHIEVED),
        ("6", FALLING, Verdict.ON_TRACK),
        ("7", FALLING, Verdict.AT_RISK),
        ("11", FALLING, Verdict.OFF_TRACK),
        ("20", Aim(Comparator.GE, Decimal(25)), Verdict.UNDEFINED),
        ("0", Aim(Comparator.LE, Decimal(0), None, END), Verdict.ACHIEVED),
    ],
)
def test_a_value_half_way_is_held_against_the_path(
    value: str | None, aim: Aim, expected: Verdict
) -> None:
    assert verdict(value, aim) is expected


def test_after_its_day_a_target_is_reached_or_missed() -> None:
    after = END + dt.timedelta(days=1)
    assert verdict("24.9", RISING, after) is Verdict.OFF_TRACK
    assert verdict("24.9", Aim(Comparator.GE, Decimal(25), None, END), after) is Verdict.OFF_TRACK
    assert verdict("25", RISING, after) is Verdict.ACHIEVED
    assert verdict(None, RISING, after) is Verdict.NO_DATA


def test_on_the_day_of_the_baseline_no_way_is_required() -> None:
    assert verdict("5", RISING, START) is Verdict.ON_TRACK
    assert verdict("4", RISING, START) is Verdict.OFF_TRACK
    assert verdict("10.5", FALLING, START) is Verdict.OFF_TRACK


@pytest.mark.parametrize(
    ("comparator", "below", "at", "above"),
    [
        (Comparator.GT, False, False, True),
        (Comparator.GE, False, True, True),
        (Comparator.EQ, False, True, False),
        (Comparator.LE, True, True, False),
        (Comparator.LT, True, False, False),
    ],
)
def test_each_comparison_keeps_to_its_bound(
    comparator: Comparator, below: bool, at: bool, above: bool
) -> None:
    aim = Aim(comparator, Decimal(55))
    seen = [is_reached(Decimal(value), aim) for value in ("54.9", "55", "55.1")]
    assert seen == [below, at, above]


def test_both_bounds_of_a_range_belong_to_it() -> None:
    aim = Aim(Comparator.RANGE, Decimal(16), Decimal(18), END, Decimal(30), START)
    assert [is_reached(Decimal(value), aim) for value in (15, 16, 18, 19)] == [
        False, True, True, False,
    ]  # fmt: skip
    # From above, the way leads to the upper bound.
    assert required_on(aim, END) == 18


@given(
    st.decimals(-1000, 1000, places=2),
    st.decimals(-1000, 1000, places=2),
    st.integers(-400, 4000),
)
def test_the_path_stays_between_its_ends(baseline: Decimal, goal: Decimal, days: int) -> None:
    aim = Aim(Comparator.EQ, goal, None, END, baseline, START)
    required = required_on(aim, START + dt.timedelta(days=days))
    assert required is not None
    assert min(baseline, goal) <= required <= max(baseline, goal)
