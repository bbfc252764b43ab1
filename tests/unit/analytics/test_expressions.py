"""What the analyses say, against rows worked out by hand or one by one."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pytest

from tests.facts_on_disk import lay_facts, random_rows
from tiendo.analytics import Quotient, expressions, open_facts, run
from tiendo.analytics.quotients import add_quotients

JANUARY = {"period_start": dt.date(2025, 1, 1), "period_end": dt.date(2025, 1, 31)}
KNOWN = {"known_from": dt.datetime(2025, 1, 1, tzinfo=dt.UTC), "is_withdrawn": False}


def cell(body: str, state: str, value: str | None = None, **more: Any) -> dict[str, Any]:
    number = None if value is None else Decimal(value)
    row = {"indicator": "A", "body": body, "breakdown": "", "state": state, "value": number}
    return row | JANUARY | more


def only(table: pa.Table) -> dict[str, Any]:
    (row,) = table.to_pylist()
    return dict(row)


def test_the_four_states_stay_apart(tmp_path: Path) -> None:
    rows = [
        cell("b1", "value", "0"),
        cell("b2", "value", "10"),
        cell("b3", "no_data"),
        cell("b4", "undefined"),
        cell("b5", "value", "7", breakdown="sex=female"),
    ]
    facts = lay_facts(tmp_path / "facts-1", {"indicator_values": rows})
    after = only(run(expressions.values_by_indicator_and_period(on=dt.date(2025, 2, 1)), facts))
    early = only(run(expressions.values_by_indicator_and_period(on=dt.date(2025, 1, 9)), facts))
    told = ("counted", "measured", "no_data", "undefined", "not_due", "total", "mean", "coverage")
    assert [after[key] for key in told] == [4, 2, 1, 1, 0, 10, 5, Decimal("0.5")]
    assert [early[key] for key in told] == [4, 2, 0, 1, 1, 10, 5, Decimal("0.5")]


def test_a_sum_of_nothing_is_not_zero(tmp_path: Path) -> None:
    facts = lay_facts(tmp_path / "facts-1", {"indicator_values": [cell("b1", "no_data")]})
    row = only(run(expressions.values_by_body(), facts))
    assert (row["total"], row["mean"], row["mean_state"]) == (None, None, "undefined")
    assert (row["coverage"], row["coverage_state"]) == (0, "value")


def test_a_body_that_sent_nothing_is_counted_where_it_owes_a_value(tmp_path: Path) -> None:
    reporters: list[dict[str, Any]] = [
        {"indicator": "A", "body": "b1", "valid_from": None},
        {"indicator": "A", "body": "silent", "valid_from": dt.date(2025, 1, 31)},
        {"indicator": "A", "body": "later", "valid_from": dt.date(2025, 2, 1)},
        {"indicator": "A", "body": "gone", "valid_to": dt.date(2025, 1, 31)},
        {"indicator": "B", "body": "b1", "valid_from": None},
    ]
    values = [cell("b1", "value", "4"), cell("silent", "value", "1", breakdown="sex=female")]
    facts = lay_facts(tmp_path / "facts-1", {"indicator_values": values, "reporters": reporters})
    completed = expressions.with_silent_bodies(expressions.current_values())
    rows = run(expressions.values_by_body(completed), facts).to_pylist()
    assert [(row["body"], row["total"], row["no_data"]) for row in rows] == [
        ("b1", 4, 0),
        ("silent", None, 1),
    ]


def test_the_amount_in_force_and_what_was_paid_of_it(tmp_path: Path) -> None:
    def step(row_id: int, stage: str, amount: int, day: dt.date) -> dict[str, Any]:
        return _row(row_id, amount, day) | {"stage": stage}

    def paid(row_id: int, amount: int, day: dt.date, is_sum: bool = False) -> dict[str, Any]:
        return _row(row_id, amount, day) | {"is_cumulative": is_sum}

    steps = [
        step(1, "request", 900, dt.date(2025, 1, 1)),
        step(2, "allocation", 700, dt.date(2025, 1, 2)),
        step(3, "adjustment", 600, dt.date(2025, 6, 1)),
    ]
    payments = [
        paid(1, 100, dt.date(2025, 2, 1)),
        paid(2, 250, dt.date(2025, 3, 31), is_sum=True),
        paid(3, 50, dt.date(2025, 3, 31)),
        paid(4, -10, dt.date(2025, 4, 1)),
    ]
    line = {"line_id": 1, "year": 2025, "source": ""}
    facts = lay_facts(
        tmp_path / "facts-1",
        {"budget_lines": [line], "budget_steps": steps, "disbursements": payments},
    )

    def on(day: dt.date | None) -> tuple[Any, ...]:
        row = only(run(expressions.budget_by("source", on=day), facts))
        return tuple(row[key] for key in ("requested", "allocated", "paid", "rate", "committed"))

    assert on(dt.date(2025, 1, 1)) == (900, None, None, None, None)
    assert on(dt.date(2025, 2, 1)) == (900, 700, 100, Decimal("0.1429"), None)
    assert on(dt.date(2025, 3, 31)) == (900, 700, 250, Decimal("0.3571"), None)
    assert on(None) == (900, 600, 240, Decimal("0.4000"), None)


def _row(row_id: int, amount: int, day: dt.date) -> dict[str, Any]:
    return KNOWN | {"row_id": row_id, "line_id": 1, "amount_vnd": amount, "day": day}


@pytest.mark.parametrize("seed", range(3))
def test_sums_are_those_of_adding_one_by_one(tmp_path: Path, seed: int) -> None:
    given = random_rows(seed)
    facts = lay_facts(tmp_path / "facts-1", given)
    expected: defaultdict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for row in given["indicator_values"]:
        if row["breakdown"] == "" and row["value"] is not None:
            expected[row["indicator"], row["body"]].append(row["value"])
    rows = run(expressions.values_by_body(), facts).to_pylist()
    for row in rows:
        values = expected[row["indicator"], row["body"]]
        assert row["total"] == (sum(values) if values else None)
        if values:
            mean = sum(values, Decimal(0)) / len(values)
            assert row["mean"] == mean.quantize(Decimal("1.000000"), ROUND_HALF_UP)
            assert (row["lowest"], row["highest"]) == (min(values), max(values))


def test_quotients_are_rounded_half_up_and_never_float() -> None:
    rows = pa.table({"a": [183_395, 1, -1, 5, None, 5], "b": [500_118, 8, 8, 0, 3, None]})
    found = add_quotients(rows, [Quotient("q", "a", "b", 2)]).to_pylist()
    assert [(row["q"], row["q_state"]) for row in found] == [
        (Decimal("0.37"), "value"),
        (Decimal("0.13"), "value"),
        (Decimal("-0.13"), "value"),
        (None, "undefined"),
        (None, "no_data"),
        (None, "no_data"),
    ]


def test_the_examples_of_the_guide_run(tmp_path: Path) -> None:
    """The guide's blocks of code, one after the other as they stand there."""
    lay_facts(tmp_path / "facts-1", random_rows(1))
    guide = Path(__file__).parents[3] / "docs" / "how-to" / "analyse.md"
    blocks = guide.read_text(encoding="utf-8").split("```python\n")[1:]
    code = "\n".join(block.split("```")[0] for block in blocks)
    assert len(blocks) == 4 and code.count('open_facts("data/facts")') == 1
    names: dict[str, Any] = {}
    exec(code.replace('"data/facts"', repr(str(tmp_path))), names)  # noqa: S102 - our own page
    assert names["worst"].num_rows == 5
    results = (names[name].num_rows for name in ("spread", "known_then", "work", "money", "asked"))
    assert all(results)
    assert open_facts(tmp_path).manifest.rows > 0


@pytest.mark.parametrize("number", range(1, 9))
def test_quartiles_are_those_of_spreadsheets(tmp_path: Path, number: int) -> None:
    """QUARTILE.INC of so many values, a missing and an undefined one aside."""
    random = Random(number)  # noqa: S311 - no secret
    values = [Decimal(random.randrange(-99, 9999)) / 8 for _each in range(number)]
    rows = [cell(f"b{at}", "value", str(value)) for at, value in enumerate(values)]
    rows += [cell("none", "no_data"), cell("zero", "undefined")]
    facts = lay_facts(tmp_path / "facts-1", {"indicator_values": rows})
    row = only(run(expressions.spread_by_indicator_and_period(), facts))
    ordered, told = sorted(values), [row[f"quartile_{at}"] for at in (1, 3)]
    expected = []
    for quarter in (1, 2, 3):
        whole, rest = divmod((number - 1) * quarter, 4)
        above = ordered[min(whole + 1, number - 1)]
        expected.append(ordered[whole] + (above - ordered[whole]) * rest / 4)
    assert [told[0], row["median"], told[1]] == expected
    assert (row["lowest"], row["highest"]) == (ordered[0], ordered[-1])
    assert (row["counted"], row["measured"]) == (number + 2, number)


def test_what_is_not_confirmed_is_counted_and_known_then(tmp_path: Path) -> None:
    confirmed: dict[str, Any] = {
        "confirmed_at": dt.datetime(2025, 3, 1, tzinfo=dt.UTC),
        "quality": "confirmed",
    }
    told: dict[str, Any] = {
        "known_from": dt.datetime(2025, 2, 1, tzinfo=dt.UTC),
        "quality": "provisional",
    }
    rows = [
        cell("b1", "value", "1", **told | confirmed),
        cell("b2", "value", "2", **told),
        cell("b3", "no_data", **told),
    ]
    given = {"observations": rows, "indicator_values": [*rows, cell("b4", "value", "4")]}
    facts = lay_facts(tmp_path / "facts-1", given)

    def provisional(values: Any = None) -> tuple[int, int]:
        row = only(run(expressions.spread_by_indicator_and_period(values), facts))
        return row["provisional"], row["measured"]

    assert provisional() == (1, 3)
    for month, number in ((2, 2), (3, 1)):
        then = expressions.observations_known(dt.datetime(2025, month, 2, tzinfo=dt.UTC))
        assert provisional(then) == (number, 2)


def test_of_no_value_there_is_no_quartile(tmp_path: Path) -> None:
    facts = lay_facts(tmp_path / "facts-1", {"indicator_values": [cell("b", "no_data")]})
    row = only(run(expressions.spread_by_indicator_and_period(), facts))
    assert [row[name] for name in ("quartile_1", "median", "quartile_3", "lowest")] == [None] * 4


def test_work_is_told_in_the_quarter_in_which_it_was_done(tmp_path: Path) -> None:
    def span(
        at: int, task: int, status: str, start: dt.date, end: dt.date | None
    ) -> dict[str, Any]:
        told = {"span_id": at, "task_id": task, "body": "b", "status": status, "is_counted": True}
        return told | {"valid_from": start, "valid_to": end, "known_from": KNOWN["known_from"]}

    august, october, december = (dt.date(2025, month, 5) for month in (8, 10, 12))
    rows = [
        span(1, 1, "in_progress", august, october),
        span(2, 1, "done_on_time", october, None),
        span(3, 2, "in_progress", august, october),
        span(4, 2, "overdue", october, None),
        # Done late, opened again, done again: told once.
        span(5, 3, "done_late", august, october),
        span(6, 3, "in_progress", october, december),
        span(7, 3, "done_late", december, None),
        span(8, 4, "overdue", august, None) | {"is_counted": False},
        span(9, 5, "overdue", august, None) | {"known_to": dt.datetime(2025, 9, 1, tzinfo=dt.UTC)},
    ]
    facts = lay_facts(tmp_path / "facts-1", {"status_spans": rows})
    ends = expressions.quarter_ends(dt.date(2025, 12, 31), 3)
    assert ends == [dt.date(2025, 6, 30), dt.date(2025, 9, 30), dt.date(2025, 12, 31)]
    told = ("given", "finished", "on_time", "late", "overdue", "open", "on_time_rate")
    found = {
        row["quarter_end"]: [row[name] for name in told]
        for row in run(expressions.work_by_quarter(ends), facts).to_pylist()
    }
    assert found == {ends[1]: [3, 1, 0, 1, 0, 2, 0], ends[2]: [0, 1, 1, 0, 1, 1, 1]}
    # In a quarter that runs, what is not late yet is not told as late at its end.
    early = only(run(expressions.work_by_quarter([october - dt.timedelta(days=1)]), facts))
    assert [early[name] for name in told] == [0, 0, 0, 0, 0, 2, None]


def test_of_no_day_nothing_is_asked() -> None:
    for analysis in (expressions.work_by_quarter, expressions.statuses_by_body):
        with pytest.raises(ValueError, match="no day"):
            analysis([])


def test_quarters_end_where_years_do() -> None:
    for year in range(2024, 2027):
        for month in range(1, 13):
            ends = expressions.quarter_ends(dt.date(year, month, 15), 5)
            assert ends == sorted(set(ends)) and len(ends) == 5
            assert ends[-1] == dt.date(year, month, 15)
            assert all(each.month % 3 == 0 for each in ends[:-1])
            assert all((each + dt.timedelta(days=1)).day == 1 for each in ends[:-1])
            assert ends[-1] - ends[-2] < dt.timedelta(days=80)
