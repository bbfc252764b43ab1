"""Required values and verdicts against an oracle that walks the path day by day in fractions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from hypothesis import example, given
from hypothesis import strategies as st

from tiendo.domain.achievement import Aim, Bands, Verdict, judge, required_on
from vanban.models import Comparator

START = dt.date(2025, 1, 1)
BANDS = Bands(on_track=Decimal("0.95"), at_risk=Decimal("0.6"))
NUMBERS = st.integers(-8, 8).map(lambda tenths: Decimal(tenths) / 4)
DAYS = st.integers(-30, 60).map(lambda days: START + dt.timedelta(days))


@st.composite
def aims(draw: st.DrawFn) -> Aim:
    """Any target: every comparator, ranges, falling ways, with a path or without."""
    comparator = draw(st.sampled_from(list(Comparator)))
    value = draw(NUMBERS)
    width = draw(st.integers(1, 6)) if comparator is Comparator.RANGE else None
    has_baseline = draw(st.booleans()) or draw(st.booleans())
    return Aim(
        comparator,
        value,
        None if width is None else value + Decimal(width) / 4,
        draw(st.none() | DAYS),
        draw(NUMBERS) if has_baseline else None,
        draw(DAYS) if has_baseline else None,
    )


def satisfies(value: Decimal, aim: Aim) -> bool:
    """By the words of the comparators, one after the other."""
    return (
        (aim.comparator == ">" and value > aim.value)
        or (aim.comparator == ">=" and not value < aim.value)
        or (aim.comparator == "=" and not value < aim.value and not value > aim.value)
        or (aim.comparator == "<=" and not value > aim.value)
        or (aim.comparator == "<" and value < aim.value)
        or (aim.high is not None and not value < aim.value and not value > aim.high)
    )


def missing_by(value: Decimal, aim: Aim) -> Fraction:
    """How far a value lies from those that satisfy the target, found among many of them."""
    ends = [aim.value] if aim.high is None else [aim.value, aim.high]
    if satisfies(value, aim):
        return Fraction(0)
    return min(abs(Fraction(value) - Fraction(end)) for end in ends)


def path(aim: Aim) -> dict[dt.date, Fraction] | None:
    """The value asked for on each day between baseline and last day, by equal daily steps."""
    if aim.baseline is None or aim.baseline_day is None or aim.last_day is None:
        return None
    days = (aim.last_day - aim.baseline_day).days
    if days <= 0:
        return None
    begun, end = Fraction(aim.baseline), Fraction(aim.value)
    if aim.high is not None and begun > Fraction(aim.high):
        end = Fraction(aim.high)
    step, asked, day = (end - begun) / days, {}, aim.baseline_day
    for number in range(days + 1):
        asked[day + dt.timedelta(number)] = begun + step * number
    return asked


def on_path(asked: dict[dt.date, Fraction], day: dt.date) -> Fraction:
    return asked[min(max(day, min(asked)), max(asked))]


def oracle(value: Decimal | None, aim: Aim, on: dt.date) -> Verdict:
    if value is None:
        return Verdict.NO_DATA
    if satisfies(value, aim):
        return Verdict.ACHIEVED
    if aim.last_day is not None and on > aim.last_day:
        return Verdict.OFF_TRACK
    asked = path(aim)
    if asked is None or aim.baseline is None:
        return Verdict.UNDEFINED
    if satisfies(aim.baseline, aim):
        return Verdict.OFF_TRACK
    required = on_path(asked, on)
    way = abs(required - Fraction(aim.baseline))
    start, left = missing_by(aim.baseline, aim), missing_by(value, aim)
    is_beyond = aim.comparator not in ("=", "range") and left > start
    gone = start - left if not is_beyond else -abs(Fraction(value) - Fraction(aim.baseline))
    if way == 0:
        return Verdict.ON_TRACK if gone >= 0 else Verdict.OFF_TRACK
    if gone >= way * Fraction(BANDS.on_track):
        return Verdict.ON_TRACK
    return Verdict.AT_RISK if gone >= way * Fraction(BANDS.at_risk) else Verdict.OFF_TRACK


RANGE = Aim(Comparator.RANGE, Decimal(1), Decimal(2), START + dt.timedelta(40), Decimal(0), START)


@given(st.none() | NUMBERS, aims(), DAYS)
@example(Decimal(3), RANGE, START + dt.timedelta(20))
@example(Decimal("1.5"), RANGE, START + dt.timedelta(20))
def test_a_verdict_is_that_of_the_oracle(value: Decimal | None, aim: Aim, on: dt.date) -> None:
    assert judge(value, aim, on=on, bands=BANDS).verdict is oracle(value, aim, on)


@given(aims(), DAYS)
def test_what_is_required_is_what_daily_steps_come_to(aim: Aim, on: dt.date) -> None:
    required, asked = required_on(aim, on), path(aim)
    if asked is None or aim.baseline is None:
        assert required is None
    elif satisfies(aim.baseline, aim):
        assert required == (None if aim.high is not None else aim.value)
    else:
        assert required is not None
        assert abs(Fraction(required) - on_path(asked, on)) < Fraction(1, 10**20)


@given(NUMBERS, aims(), DAYS)
def test_an_unknown_value_is_never_judged_as_zero(value: Decimal, aim: Aim, on: dt.date) -> None:
    unknown = judge(None, aim, on=on, bands=BANDS)
    assert unknown.verdict is Verdict.NO_DATA
    assert unknown.share is None
    assert judge(Decimal(0), aim, on=on, bands=BANDS).verdict is not Verdict.NO_DATA
    assert unknown.required == judge(value, aim, on=on, bands=BANDS).required or path(aim) is None
