"""Rows come in the order in which they are read: the latest first, sums above their parts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.facts_on_disk import lay_facts, random_rows
from tiendo.analytics import expressions, run

DAY = dt.date(2025, 11, 10)


def test_the_latest_periods_and_those_who_are_late_come_first(tmp_path: Path) -> None:
    facts = lay_facts(tmp_path / "facts-1", random_rows(7))
    work = run(expressions.work_by_quarter(expressions.quarter_ends(DAY, 8)), facts).to_pylist()
    order = [(row["quarter_end"], row["overdue"], row["open"]) for row in work]
    assert order == sorted(order, reverse=True)
    sent = run(expressions.updates_by_body_and_month(), facts).to_pylist()
    assert [(row["year"], row["month"], row["updates"]) for row in sent] == sorted(
        ((row["year"], row["month"], row["updates"]) for row in sent), reverse=True
    )


def test_what_one_body_told_alone_is_no_spread(tmp_path: Path) -> None:
    def row(indicator: str, body: str, month: int) -> dict[str, Any]:
        period = {"period_start": dt.date(2025, month, 1), "period_end": dt.date(2025, month, 28)}
        value = {"breakdown": "", "state": "value", "value": Decimal(1)}
        return period | value | {"indicator": indicator, "body": body}

    rows = [row("A", "b1", 1), row("A", "b2", 1), row("A", "b1", 2), row("B", "b1", 2)]
    rows += [row("B", "b2", 2), row("C", "b1", 3)]
    facts = lay_facts(tmp_path / "facts-1", {"indicator_values": rows})
    found = run(expressions.spread_by_indicator_and_period(least=2), facts).to_pylist()
    assert [(each["indicator"], each["period_start"].month) for each in found] == [
        ("B", 2),
        ("A", 1),
    ]


def test_the_money_of_a_year_stands_above_its_parts(tmp_path: Path) -> None:
    known = {"known_from": dt.datetime(2025, 1, 1, tzinfo=dt.UTC), "is_withdrawn": False}
    money = known | {"year": 2025, "day": dt.date(2025, 1, 1)}
    lines = [
        {"line_id": 1, "year": 2025, "source": "central", "nature": "", "area": ""},
        {"line_id": 2, "year": 2025, "source": "", "nature": "", "area": "digital"},
        {"line_id": 3, "year": 2024, "source": "", "nature": "", "area": ""},
    ]
    given = money | {"row_id": 1, "line_id": 1, "amount_vnd": 400, "stage": "allocation"}
    paid = money | {"row_id": 1, "line_id": 2, "amount_vnd": 100, "is_cumulative": True}
    facts = lay_facts(
        tmp_path / "facts-1",
        {"budget_lines": lines, "budget_steps": [given], "disbursements": [paid]},
    )
    rows = run(expressions.budget_by("source", "area", with_sums=True), facts).to_pylist()
    columns = ("year", "source", "area", "allocated", "paid", "rate")
    assert [tuple(row[name] for name in columns) for row in rows] == [
        (2025, None, None, 400, 100, Decimal("0.2500")),
        (2025, "", "digital", None, 100, None),
        (2025, "central", "", 400, None, None),
        (2024, None, None, None, None, None),
        (2024, "", "", None, None, None),
    ]
