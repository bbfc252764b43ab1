"""Computed indicators follow their inputs in the same transaction, with coverage and states."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from tests.factories import World, actor, make_world
from tests.task_factories import noon
from tiendo.domain.formulas import FormulaRefusal
from tiendo.domain.periods import ONE_DAY, Cadence, Period, period_around
from tiendo.indicators.actions import (
    Cell,
    Definition,
    define_indicator,
    retire_indicator,
    save_cells,
)
from tiendo.indicators.audits import audit_values
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.lineage import lineage_of
from tiendo.indicators.models import Direction, Entry, Indicator, IndicatorValue
from tiendo.indicators.models.dictionary import Frequency
from tiendo.organisations.models import BodyGroup, Kind, Organisation

pytestmark = pytest.mark.django_db

TODAY = dt.date(2025, 11, 10)
SINCE = dt.date(2024, 1, 1)
FOURTH = period_around(Cadence.QUARTERLY, TODAY)
THIRD = period_around(Cadence.QUARTERLY, FOURTH.start - ONE_DAY)


@pytest.fixture
def world() -> World:
    world = make_world()
    for body in (world.ea_trang, world.tan_an):
        body.parent = world.ubnd
        body.save(update_fields=["parent"])
    return world


def define(world: World, code: str, owner: Organisation, **changes: Any) -> Indicator:
    fields: dict[str, Any] = {
        "name": code,
        "unit": "hồ sơ",
        "direction": Direction.HIGHER,
        "frequency": Frequency.QUARTERLY,
    }
    definition = Definition(**{**fields, **changes})
    with noon(TODAY):
        return define_indicator(
            by=actor(world.coordinator), code=code, owner=owner, definition=definition, since=SINCE
        )


def enter(
    world: World,
    indicator: Indicator,
    body: Organisation,
    period: Period,
    raw: str,
    *,
    on: dt.date = TODAY,
    **given: Any,
) -> None:
    held = indicator.observations.filter(
        organisation=body, period_start=period.start, is_current=True
    ).first()
    seen = held.revision if held else 0
    cell = Cell(indicator, body, period, raw, reason="Nhập bổ sung", seen=seen, **given)
    with noon(on):
        saved = save_cells(by=actor(world.coordinator), cells=[cell], entry=Entry.FORM)
    assert [str(problem.error) for problem in saved.problems] == []


def value(indicator: Indicator, body: Organisation, period: Period) -> tuple[Any, ...]:
    found = IndicatorValue.objects.get(
        indicator=indicator, organisation=body, period_start=period.start
    )
    return found.state, found.value, found.measured, found.counted


@pytest.fixture
def communes() -> BodyGroup:
    return BodyGroup.objects.create(
        name="UBND cấp xã", slug="ubnd-cap-xa-thu", folded_names=[], source="Thử",
        kinds=[Kind.COMMUNE, Kind.WARD],
    )  # fmt: skip


def test_a_share_follows_both_sides_and_a_zero_below_is_undefined(
    world: World, communes: BodyGroup
) -> None:
    online = define(world, "DVC.01", world.ubnd, reporters=communes)
    every = define(world, "DVC.02", world.ubnd, reporters=communes)
    share = define(
        world, "DVC.03", world.ubnd, reporters=communes, unit="%", formula="[DVC.01] / [DVC.02]"
    )
    enter(world, online, world.ea_trang, FOURTH, "30")
    assert value(share, world.ea_trang, FOURTH)[:2] == ("no_data", None)
    enter(world, every, world.ea_trang, FOURTH, "40")
    assert value(share, world.ea_trang, FOURTH)[:2] == ("value", Decimal("0.75"))
    enter(world, every, world.ea_trang, FOURTH, "0")
    assert value(share, world.ea_trang, FOURTH)[:2] == ("undefined", None)


def test_a_sum_over_communes_tells_what_it_lacks(world: World, communes: BodyGroup) -> None:
    each = define(world, "DVC.01", world.ubnd, reporters=communes)
    total = define(world, "DVC.09", world.ubnd, formula="sum_children([DVC.01])")
    enter(world, each, world.ea_trang, FOURTH, "0")
    assert value(total, world.ubnd, FOURTH) == ("value", Decimal(0), 1, 2)
    enter(world, each, world.tan_an, FOURTH, "12")
    assert value(total, world.ubnd, FOURTH) == ("value", Decimal(12), 1, 1)


def test_what_compares_with_the_period_before_is_felt_in_the_next_one(world: World) -> None:
    base = define(world, "KT.01", world.skhcn)
    growth = define(
        world, "KT.02", world.skhcn, unit="%",
        formula="([KT.01] - previous([KT.01])) / previous([KT.01])",
    )  # fmt: skip
    enter(world, base, world.skhcn, FOURTH, "150")
    assert value(growth, world.skhcn, FOURTH)[0] == "no_data"
    enter(world, base, world.skhcn, THIRD, "100")
    assert value(growth, world.skhcn, FOURTH)[:2] == ("value", Decimal("0.5"))


def test_a_chain_of_formulas_is_computed_in_its_order(world: World) -> None:
    base = define(world, "A.01", world.skhcn)
    define(world, "A.02", world.skhcn, formula="[A.01] * 2")
    last = define(world, "A.03", world.skhcn, formula="[A.02] + [A.01]")
    enter(world, base, world.skhcn, FOURTH, "5")
    assert value(last, world.skhcn, FOURTH)[:2] == ("value", Decimal(15))


def test_nobody_types_over_what_is_computed(world: World) -> None:
    define(world, "A.01", world.skhcn)
    computed = define(world, "A.02", world.skhcn, formula="[A.01] * 2")
    with noon(TODAY):
        cell = Cell(computed, world.skhcn, FOURTH, "5")
        saved = save_cells(by=actor(world.coordinator), cells=[cell], entry=Entry.FORM)
    assert [problem.error.code for problem in saved.problems] == ["computed"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"formula": "[A.09] * 2"}, "names_itself"),
        ({"formula": "[A.01] * "}, "unfinished"),
        ({"formula": "[KHONG.CO]"}, "unknown_indicator"),
        ({"formula": "[A.01]", "unit": "người"}, "unit_of_result"),
        ({"formula": "[A.01]", "frequency": Frequency.YEARLY}, "frequency_differs"),
        ({"formula": "year_to_date([A.01])", "frequency": Frequency.MONTHLY}, "frequency_repeats"),
        (
            {"formula": "[A.01] - previous(2 * [A.01])", "frequency": Frequency.MONTHLY},
            "frequency_repeats",
        ),
        ({"unit": "?!"}, "unknown_unit"),
    ],
)
def test_a_formula_that_cannot_hold_is_refused(
    world: World, changes: dict[str, Any], code: str
) -> None:
    define(world, "A.01", world.skhcn)
    with pytest.raises((FormulaRefusal, IndicatorError)) as refused:
        define(world, "A.09", world.skhcn, **changes)
    assert refused.value.code == code
    assert str(refused.value)


def test_what_a_formula_names_is_not_retired(world: World) -> None:
    base = define(world, "A.01", world.skhcn)
    define(world, "A.02", world.skhcn, formula="[A.01] * 2")
    with noon(TODAY), pytest.raises(FormulaRefusal, match=r"A\.02"):
        retire_indicator(
            by=actor(world.coordinator), indicator=base, on=dt.date(2026, 1, 1), reason="Thử"
        )


YEAR = period_around(Cadence.YEARLY, TODAY)
OCTOBER = period_around(Cadence.MONTHLY, dt.date(2025, 10, 5))


def test_a_figure_of_a_year_holds_in_each_of_its_quarters(world: World) -> None:
    people = define(world, "DS.01", world.skhcn, unit="người", frequency=Frequency.YEARLY)
    spent = define(world, "TC.01", world.skhcn, unit="triệu đồng")
    each = define(world, "TC.02", world.skhcn, unit="triệu đồng/người", formula="[TC.01] / [DS.01]")
    enter(world, spent, world.skhcn, THIRD, "50")
    enter(world, spent, world.skhcn, FOURTH, "30")
    assert value(each, world.skhcn, FOURTH)[:2] == ("no_data", None)
    enter(world, people, world.skhcn, YEAR, "10")
    assert [value(each, world.skhcn, period)[1] for period in (THIRD, FOURTH)] == [5, 3]
    enter(world, people, world.skhcn, YEAR, "0")
    assert value(each, world.skhcn, THIRD)[:2] == ("undefined", None)


def test_a_change_of_a_year_is_felt_down_to_the_months(world: World) -> None:
    people = define(world, "DS.01", world.skhcn, unit="người", frequency=Frequency.YEARLY)
    half = define(world, "DS.02", world.skhcn, unit="người", formula="[DS.01] / 2")
    month = define(
        world, "DS.03", world.skhcn, unit="người", frequency=Frequency.MONTHLY,
        formula="[DS.02] + [DS.01]",
    )  # fmt: skip
    enter(world, people, world.skhcn, YEAR, "10")
    assert value(half, world.skhcn, THIRD)[1] == 5
    assert value(month, world.skhcn, OCTOBER)[1] == 15
    enter(world, people, world.skhcn, YEAR, "20")
    assert value(month, world.skhcn, OCTOBER)[1] == 30
    with noon(TODAY):
        assert audit_values().examples == []


def test_an_explanation_shows_the_figure_of_the_year(world: World) -> None:
    people = define(world, "DS.01", world.skhcn, unit="người", frequency=Frequency.YEARLY)
    half = define(world, "DS.02", world.skhcn, unit="người", formula="[DS.01] / 2")
    enter(world, people, world.skhcn, YEAR, "10")
    found = IndicatorValue.objects.get(indicator=half, period_start=FOURTH.start)
    with noon(TODAY):
        lineage = lineage_of(actor(world.coordinator), found)
    assert lineage is not None
    [figure] = lineage.inputs
    assert (figure.period, figure.value.reading) == (YEAR, Decimal(10))
    assert figure.stored is not None and figure.stored.indicator == people
