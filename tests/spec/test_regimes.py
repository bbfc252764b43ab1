"""The table of rules of regimes: each lays the cycle and the last day it states."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.spec.reference.regimes import cases, laid_by
from tiendo.domain.periods import Period
from tiendo.domain.regime_rules import read_due, read_rule, write_due, write_rule

ROWS = [
    pytest.param(case, str(label), expected, id=f"{case['name']} {label}")
    for case in cases()
    for label, expected in case["cycles"].items()
]


@pytest.mark.parametrize(("case", "label", "expected"), ROWS)
def test_a_rule_lays_its_cycle_and_its_last_day(
    case: dict[str, Any], label: str, expected: dict[str, dt.date]
) -> None:
    cycle, due = laid_by(case, label)
    assert cycle.period == Period(expected["start"], expected["end"])
    assert cycle.closing == expected["closing"]
    assert due.last_day == expected["last_day"]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["name"])
def test_a_rule_written_and_read_again_is_the_same(case: dict[str, Any]) -> None:
    rule = read_rule(case["rule"])
    assert read_rule(write_rule(rule)) == rule
    if "days" not in case["due"]:
        due = read_due(case["due"])
        assert read_due(write_due(due)) == due
