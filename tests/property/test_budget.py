"""The rules of money against a naive oracle that walks day by day and row by row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tiendo.domain.budget import (
    Entry,
    LineAmounts,
    Missing,
    carried_by,
    closing_day,
    forecast_linear,
    in_force,
    paid_by,
    rate_of,
    split_by,
    step_in_force,
    total_of,
)

FIRST = dt.date(2025, 1, 1)
DAYS = st.integers(0, 40).map(lambda n: FIRST + dt.timedelta(days=n))
AMOUNTS = st.integers(0, 10**13)
MAYBE = st.none() | AMOUNTS


def moment(number: int) -> dt.datetime:
    return dt.datetime(2025, 1, 1, tzinfo=dt.UTC) + dt.timedelta(hours=number)


@st.composite
def histories(draw: st.DrawFn, *, stages: bool) -> list[Entry]:
    """Rows as they were recorded one after another, some correcting an earlier one once."""
    rows: list[Entry] = []
    for number in range(draw(st.integers(0, 9))):
        gone = {row.corrects for row in rows}
        open_keys = [row.key for row in rows if row.key not in gone and not row.is_withdrawn]
        corrects = draw(st.sampled_from([None, *open_keys]))
        before = next((row for row in rows if row.key == corrects), None)
        stage = draw(st.sampled_from(["request", "appraisal", "allocation", "adjustment"]))
        rows.append(
            Entry(
                key=number,
                day=draw(DAYS),
                amount=draw(AMOUNTS),
                recorded_at=moment(number // 2),
                corrects=corrects,
                is_withdrawn=corrects is not None and draw(st.booleans()),
                stage="" if not stages else before.stage if before is not None else stage,
                is_cumulative=not stages and draw(st.booleans()),
            )
        )
    return rows


def standing(rows: Sequence[Entry], known_at: dt.datetime) -> list[Entry]:
    """Play the rows in their order: a correction takes the place of what it corrects."""
    kept: list[Entry] = []
    for row in rows:
        if row.recorded_at > known_at:
            break
        kept = [each for each in kept if each.key != row.corrects]
        if not row.is_withdrawn:
            kept.append(row)
    return kept


@given(histories(stages=True), DAYS, st.integers(-1, 5))
def test_the_amount_in_force_is_what_a_clerk_would_read_off(
    rows: list[Entry], on: dt.date, hour: int
) -> None:
    amount, best = None, (dt.date.min, dt.datetime.min.replace(tzinfo=dt.UTC), -1)
    for row in standing(rows, moment(hour)):
        if row.stage in ("allocation", "adjustment") and row.day <= on:
            place = (row.day, row.recorded_at, row.key)
            if place > best:
                amount, best = row.amount, place
    found = step_in_force(in_force(rows, moment(hour)), on)
    assert (found.amount if found else None) == amount


@given(histories(stages=False), DAYS, st.integers(-1, 5))
def test_paid_is_the_last_report_and_what_came_after_it(
    rows: list[Entry], on: dt.date, hour: int
) -> None:
    told: int | None = None
    kept = standing(rows, moment(hour))
    for step in range((on - FIRST).days + 1):
        day = FIRST + dt.timedelta(days=step)
        of_day = [row for row in kept if row.day == day]
        for row in of_day:
            if not row.is_cumulative:
                told = (told or 0) + row.amount
        for row in sorted(of_day, key=lambda row: (row.recorded_at, row.key)):
            if row.is_cumulative:
                told = row.amount
    assert paid_by(in_force(rows, moment(hour)), on) == told


@given(MAYBE, MAYBE, DAYS, st.integers(2024, 2026))
def test_a_rate_is_in_one_of_four_states(
    paid: int | None, allotted: int | None, on: dt.date, year: int
) -> None:
    rate = rate_of(paid, allotted, on, year)
    if on.year < year:
        assert rate.state is Missing.NOT_DUE
    elif paid is None or allotted is None:
        assert rate.state is Missing.NO_DATA
    elif allotted == 0:
        assert rate.state is Missing.UNDEFINED
    else:
        assert rate.state is None and rate.value is not None
        assert (
            abs(Fraction(rate.value) - Fraction(paid, allotted))
            <= Fraction(paid, allotted) / 10**20
        )
    assert (rate.value is None) == (rate.state is not None)


@st.composite
def purses(draw: st.DrawFn) -> list[tuple[int, int, int]]:
    """The years of one purse: what each gives or takes, what it pays, what it carries on."""
    held, years = 0, []
    for _number in range(draw(st.integers(1, 6))):
        new = draw(st.integers(-held, 10**13))
        paid = draw(st.integers(0, held + new))
        carried = draw(st.integers(0, held + new - paid))
        years.append((new, paid, carried))
        held = carried
    return years


@given(purses())
def test_money_carried_from_year_to_year_is_given_once(years: list[tuple[int, int, int]]) -> None:
    lines, carried = [], 0
    for number, (new, paid, left) in enumerate(years):
        opened = Entry(0, FIRST, carried if number else new, moment(0), stage="allocation")
        whole = Entry(1, FIRST, carried + new, moment(1), stage="adjustment")
        steps = in_force([opened, whole])
        setting = step_in_force(steps, FIRST)
        assert setting is not None
        had = carried_by(steps, FIRST) if number else 0
        lines.append(LineAmounts(setting.amount, None, paid, had))
        carried = left
    total = total_of(lines)
    assert total.allotted == sum(new for new, _paid, _left in years)
    assert total.paid == sum(paid for _new, paid, _left in years)


LINES = st.lists(
    st.tuples(st.sampled_from(["a", "b", ""]), st.builds(LineAmounts, MAYBE, MAYBE, MAYBE)),
    max_size=12,
)


@given(LINES)
def test_groups_and_what_is_not_told_apart_make_the_whole(
    lines: list[tuple[str, LineAmounts]],
) -> None:
    split = split_by(lines, ["a", "b"], "")
    whole = total_of(amounts for _group, amounts in lines)
    parts = [*split.groups.values(), split.untold]
    for name in ("allotted", "committed", "paid"):
        known = [getattr(part, name) for part in parts if getattr(part, name) is not None]
        assert getattr(whole, name) == (sum(known) if known else None)
    assert whole.lines == sum(part.lines for part in parts)


@given(LINES, DAYS)
def test_a_group_has_no_rate_while_money_is_not_told_apart(
    lines: list[tuple[str, LineAmounts]], on: dt.date
) -> None:
    split = split_by(lines, ["a", "b"], "")
    is_open = any(
        group == "" and (amounts.paid is not None or amounts.allotted is not None)
        for group, amounts in lines
    )
    for group in split.groups:
        rate = split.rate(group, on, 2025)
        assert not is_open or rate.state is Missing.NO_DATA


@given(AMOUNTS, DAYS)
def test_a_linear_forecast_is_the_pace_so_far_times_the_days(paid: int, on: dt.date) -> None:
    closes = closing_day(2025, "investment")
    found = forecast_linear(paid, 5, on, 2025, closes)
    assert found is not None
    exact = Fraction(paid * ((closes - FIRST).days + 1), (on - FIRST).days + 1)
    assert abs(found.amount - exact) <= Fraction(1, 2)
    assert Decimal(found.amount) >= paid
