"""The numbers of a formula, from the other figures of the same report."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tiendo.reporting.lineage.workings import working_of
from tiendo.reporting.models import Figure, ValueState

DAY = dt.date(2026, 6, 30)


def figure(key: str, formula: str, value: str | None, printed: str = "", unit: str = "") -> Figure:
    """A figure that is not kept anywhere."""
    held = None if value is None else Decimal(value)
    state = ValueState.UNDEFINED if held is None else ValueState.VALUE
    return Figure(
        key=key, formula=formula, value=held, value_state=state, printed=printed or str(value),
        unit=unit, as_of=DAY, record_type="tasks.task", record_ids=[],
    )  # fmt: skip


def counts(**values: int) -> dict[str, Figure]:
    """The counts of tasks of a report."""
    return {
        f"tasks.{name}": figure(f"tasks.{name}", f"tasks.{name}", str(value), unit="nhiệm vụ")
        for name, value in values.items()
    }


COUNTS = counts(
    total=47, done_on_time=5, done_late=1, in_progress=32, overdue=3, continuous=4, cancelled=2
)
MONEY = {
    row.key: row
    for row in (
        figure("budget.allotted", "budget.allotted", "64350", "64.350", "triệu đồng"),
        figure("budget.allotted.investment", "budget.allotted", "50200", "50.200", "triệu đồng"),
        figure("budget.allotted.recurrent", "budget.allotted", "14150", "14.150", "triệu đồng"),
        figure("budget.disbursed", "budget.disbursed", "38866", "38.866", "triệu đồng"),
    )
}
TARGET = {
    row.key: row
    for row in (
        figure("target.7.reached", "indicator.value", "0.784", "78,4%"),
        figure("target.7.planned", "target.value", "0.75", "75%"),
    )
}
LEVELS = {
    f"difficulties.level.{name}": figure(
        f"difficulties.level.{name}", "difficulties.level", value, unit="vướng mắc"
    )
    for name, value in (("commune", "2"), ("none", "3"))
}


@pytest.mark.parametrize(
    ("row", "siblings", "working"),
    [
        (COUNTS["tasks.total"], COUNTS, "5 + 1 + 32 + 3 + 4 + 2"),
        (COUNTS["tasks.overdue"], COUNTS, ""),
        (figure("tasks.on_time_rate", "tasks.on_time_rate", "0.555556"), COUNTS,
         "5 / (5 + 1 + 3) × 100%"),
        (figure("tasks.overdue.share", "tasks.share", "0.06383"), COUNTS, "3 / 47 × 100%"),
        (figure("task.9.days_overdue", "task.days_overdue", "181"), {}, "30/6/2026 − 31/12/2025"),
        (figure("task.9.days_overdue", "task.days_overdue", None), {}, ""),
        (MONEY["budget.allotted"], MONEY, "50.200 + 14.150"),
        (MONEY["budget.disbursed"], MONEY, ""),
        (figure("budget.disbursed_rate", "budget.disbursed_rate", "0.604"), MONEY,
         "38.866 / 64.350 × 100%"),
        (figure("target.7.rate", "target.rate", "1.0453"), TARGET, "78,4% / 75% × 100%"),
        (figure("target.7.rate", "target.rate", None), TARGET, ""),
        (figure("difficulties.open", "difficulties.open", "5", unit="vướng mắc"), LEVELS, "2 + 3"),
        (figure("difficulties.open", "difficulties.open", "6", unit="vướng mắc"), LEVELS, ""),
    ],
)  # fmt: skip
def test_a_formula_is_told_with_the_numbers_that_give_it(
    row: Figure, siblings: dict[str, Figure], working: str
) -> None:
    assert working_of(row, siblings) == working


def test_a_count_of_one_kind_alone_has_no_sum() -> None:
    siblings = counts(total=3, done_on_time=0, done_late=0, in_progress=3, overdue=0, other=0)
    assert working_of(siblings["tasks.total"], siblings) == ""
