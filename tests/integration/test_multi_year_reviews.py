"""Reviews over several years: the figures of each year side by side, from data of each."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.budget_factories import line, pay, step
from tests.factories import World, actor, make_world
from tests.gathering_factories import make_outline, report_on
from tests.integration.test_gathering import cells
from tests.report_factories import Plan, make_plan
from tests.task_factories import noon
from tiendo.composer.model import Table
from tiendo.domain.regimes import Frequency
from tiendo.regimes.configuring.actions import bring_in_regime
from tiendo.regimes.models import Cycle
from tiendo.regimes.starters import regime_starters
from tiendo.reporting.models import Report, ValueState
from tiendo.reporting.queries import composed_document, figures_of

pytestmark = pytest.mark.django_db

YEARS = {
    "kind": "years",
    "figures": [
        {"value": "tasks.total", "name": "Nhiệm vụ"},
        {"value": "budget.allotted", "name": "Dự toán"},
        {"value": "budget.disbursed_rate", "name": "Tỷ lệ giải ngân"},
    ],
}
ON = dt.date(2026, 3, 10)


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def plan(world: World) -> Plan:
    return make_plan(world)


def put_money(world: World, plan: Plan) -> None:
    """100 million in 2025, 40 of them paid; 200 in 2026, nothing paid yet."""
    for year, given, paid in ((2025, 100, 40), (2026, 200, 0)):
        with noon(dt.date(year, 2, 10)):
            of = line(world, year=year, programme=plan.programme)
            step(world, of, given, dt.date(year, 1, 10))
            if paid:
                pay(world, of, paid, dt.date(year, 2, 1))


def review(world: World, plan: Plan) -> Report:
    outline = make_outline("so-ket", YEARS)
    start, end = dt.date(2024, 1, 1), dt.date(2027, 12, 31)
    return report_on(world, plan, start, end, on=ON, outline=outline)


def test_each_year_stands_in_its_column_with_the_money_of_that_year(
    world: World, plan: Plan
) -> None:
    put_money(world, plan)
    report = review(world, plan)
    blocks = composed_document(report, list(figures_of(report))).blocks
    table = next(each for each in blocks if isinstance(each, Table))
    assert [cell.content[0].text for cell in table.header[0]][2:] == [  # type: ignore[union-attr]
        "Năm 2024",
        "Năm 2025",
        "Năm 2026",
        "Năm 2027",
    ]
    tasks, allotted, rate = (cells(report, row)[1:] for row in table.rows)
    of_2025 = report.figures.get(key="y2025.tasks.total")
    assert tasks == [
        "Nhiệm vụ (nhiệm vụ)",
        "Chưa có số liệu",
        of_2025.printed,
        report.figures.get(key="y2026.tasks.total").printed,
        "Chưa đến kỳ",
    ]
    assert of_2025.value is not None and of_2025.value > 0
    assert allotted[2:4] == ["100", "200"]
    assert rate[2] == "40%"


def test_the_four_states_stay_apart_from_year_to_year(world: World, plan: Plan) -> None:
    put_money(world, plan)
    figures = {row.key: row for row in review(world, plan).figures.all()}
    states = [figures[f"y{year}.tasks.total"].value_state for year in (2024, 2025, 2027)]
    assert states == [ValueState.NO_DATA, ValueState.VALUE, ValueState.NOT_DUE]
    paid = figures["y2025.budget.disbursed_rate"]
    assert (paid.value, paid.formula) == (Decimal("0.4"), "years.value")
    assert figures["y2024.budget.allotted"].value_state == ValueState.NO_DATA


def test_the_review_of_a_stage_is_laid_by_its_file_and_composed(world: World, plan: Plan) -> None:
    put_money(world, plan)
    text = regime_starters()["so-ket-giai-doan"].text.replace(
        "first_year: 2026", "first_year: 2022"
    )
    with noon(ON):
        by = actor(world.coordinator)
        regime = bring_in_regime(by=by, programme=plan.programme, text=text)
    cycle = Cycle.objects.get(version__regime=regime)
    assert (cycle.label, cycle.period_start) == ("2022-2026", dt.date(2022, 1, 1))
    assert cycle.version.rule["frequency"] == Frequency.MULTI_YEAR
    start, end, outline = cycle.period_start, cycle.period_end, cycle.version.outline
    report = report_on(world, plan, start, end, on=ON, outline=outline)
    kept = set(report.figures.values_list("key", flat=True))
    assert {f"y{year}.budget.disbursed" for year in range(2022, 2027)} <= kept
