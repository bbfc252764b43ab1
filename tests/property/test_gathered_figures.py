"""Figures over several reports against a naive oracle: sums, rates of sums, records counted once.

The oracle lists every task with the body that counts it and looks at nothing but that list.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tiendo.reporting.gathering.sources import RATIO_PARTS, Source, Told, total_of
from tiendo.reporting.models import ValueState

Bodies = list[dict[str, set[int] | None]]
DAY = dt.date(2025, 11, 10)
STATES = ("done_on_time", "done_late", "overdue", "in_progress")
# What a body says of its tasks, each of one state; None: it says nothing of that state.
BODY = st.fixed_dictionaries(
    {state: st.none() | st.sets(st.integers(1, 60), max_size=8) for state in STATES}
)
BODIES = st.lists(BODY, max_size=6)


def sources(bodies: Bodies) -> list[Source]:
    return [Source(at, at, f"Sở {at}", "", DAY) for at, _ in enumerate(bodies, start=1)]


def told(bodies: Bodies) -> dict[tuple[int, str], Told]:
    made = {}
    for at, body in enumerate(bodies, start=1):
        for number, (state, ids) in enumerate(body.items()):
            key = f"tasks.{state}"
            value = None if ids is None else Decimal(len(ids))
            kept = ValueState.NO_DATA if ids is None else ValueState.VALUE
            records = tuple(sorted(ids or ()))
            figure = at * 10 + number
            made[at, key] = Told(
                figure, at, key, state, value, kept, "nhiệm vụ", str(value),
                record_type="tasks.task", record_ids=records,
            )  # fmt: skip
    return made


@given(BODIES)
def test_a_sum_counts_every_record_once_and_is_no_zero_where_nobody_says_anything(
    bodies: Bodies,
) -> None:
    found = total_of(sources(bodies), "tasks.overdue", told(bodies))
    assert found is not None
    said = [body["overdue"] for body in bodies if body["overdue"] is not None]
    if not said:
        assert (found.value, found.state) == (None, ValueState.NO_DATA)
        return
    assert found.state is ValueState.VALUE
    assert found.value == len(set().union(*said))
    is_shared = sum(map(len, said)) > len(set().union(*said))
    assert found.formula == ("gathered.distinct" if is_shared else "gathered.sum")


@given(BODIES)
def test_a_rate_is_of_the_bodies_that_say_its_part_and_its_whole(bodies: Bodies) -> None:
    found = total_of(sources(bodies), "tasks.on_time_rate", told(bodies))
    assert found is not None
    over, under = RATIO_PARTS["tasks.on_time_rate"]
    names = [name.removeprefix("tasks.") for name in {*over, *under}]
    whole = [body for body in bodies if all(body[name] is not None for name in names)]
    on_time = sum(len(body["done_on_time"] or ()) for body in whole)
    due = sum(len(body[name] or ()) for body in whole for name in names)
    if not whole:
        assert found.state is ValueState.NO_DATA
    elif due == 0:
        assert (found.value, found.state) == (None, ValueState.UNDEFINED)
    else:
        assert found.value is not None
        assert abs(Fraction(found.value) - Fraction(on_time, due)) <= Fraction(1, 10**6)


@given(st.lists(st.tuples(st.sampled_from(["triệu đồng", "tỷ đồng", "đồng"]),
                          st.integers(0, 10**9)), min_size=1, max_size=6))  # fmt: skip
def test_money_in_different_units_is_added_in_one(amounts: list[tuple[str, int]]) -> None:
    scale = {"đồng": 1, "triệu đồng": 10**6, "tỷ đồng": 10**9}
    held = {
        (at, "budget.disbursed"): Told(
            at, at, "budget.disbursed", "Đã giải ngân", Decimal(value), ValueState.VALUE, unit, ""
        )
        for at, (unit, value) in enumerate(amounts, start=1)
    }
    bodies = [Source(at, at, f"Sở {at}", "", DAY) for at, _ in enumerate(amounts, start=1)]
    found = total_of(bodies, "budget.disbursed", held)
    assert found is not None
    assert found.value is not None
    total = sum(value * scale[unit] for unit, value in amounts)
    assert found.unit == amounts[0][0]
    assert Fraction(found.value) * scale[found.unit] == total
