"""Computed values as they are for who asks and when: of what that person may read, of what was
known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import World, actor, make_world
from tests.indicator_factories import FOURTH, THIRD, TODAY, reporting_communes
from tests.integration.test_indicator_pages import signed_in, words_of
from tests.task_factories import noon
from tiendo.domain import clock
from tiendo.domain.achievement import Verdict
from tiendo.domain.periods import Period
from tiendo.indicators.actions import (
    Cell,
    Definition,
    TargetFields,
    confirm_observations,
    define_indicator,
    definition_of,
    revise_definition,
    save_cells,
    set_target,
)
from tiendo.indicators.models import (
    Comparator,
    Direction,
    Entry,
    Indicator,
    IndicatorValue,
    Observation,
)
from tiendo.indicators.models.dictionary import Frequency
from tiendo.indicators.trajectories import TrajectoryFilter, find_trajectories
from tiendo.organisations.models import Organisation

pytestmark = pytest.mark.django_db

SINCE = dt.date(2025, 1, 1)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


@pytest.fixture
def world() -> World:
    """Two communes below the province report files; the province has their sum."""
    world = make_world()
    for body in (world.ea_trang, world.tan_an):
        body.parent = world.ubnd
        body.save(update_fields=["parent"])
    communes = reporting_communes()
    define(world, "DVC.01", reporters=communes)
    define(world, "DVC.09", formula="sum_children([DVC.01])")
    return world


def define(world: World, code: str, **changes: Any) -> Indicator:
    fields: dict[str, Any] = {
        "name": f"Hồ sơ {code}",
        "unit": "hồ sơ",
        "direction": Direction.HIGHER,
        "frequency": Frequency.QUARTERLY,
    }
    with noon(SINCE):
        return define_indicator(
            by=actor(world.coordinator),
            code=code,
            owner=world.ubnd,
            definition=Definition(**{**fields, **changes}),
            since=SINCE,
        )


def enter(
    world: World,
    body: Organisation,
    raw: str,
    *,
    on: dt.date = TODAY,
    period: Period = FOURTH,
    code: str = "DVC.01",
) -> Observation:
    indicator = Indicator.objects.get(code=code)
    held = indicator.observations.filter(
        organisation=body, period_start=period.start, is_current=True
    ).first()
    seen = held.revision if held else 0
    cell = Cell(indicator, body, period, raw, reason="Nhập bổ sung", seen=seen)
    with noon(on):
        saved = save_cells(by=actor(world.coordinator), cells=[cell], entry=Entry.FORM)
    assert not saved.problems, [str(each.error) for each in saved.problems]
    return saved.kept[0]


def confirm(world: World, *rows: Observation, on: dt.date = TODAY) -> None:
    with noon(on):
        confirm_observations(by=actor(world.coordinator), rows=rows)


def told(world: World, who: Any, code: str = "DVC.09", **query: str) -> str:
    pk = Indicator.objects.get(code=code).pk
    page = signed_in(who).get(reverse("indicator", args=[pk]), query)
    return words_of(page).partition("Số liệu đến ngày")[2]


def why(code: str = "DVC.09") -> str:
    value = IndicatorValue.objects.filter(indicator__code=code).latest("period_end")
    return reverse("indicator-value", args=[value.indicator_id, value.pk])


def test_who_may_not_read_what_waits_is_told_the_sum_of_the_rest(world: World) -> None:
    confirm(world, enter(world, world.ea_trang, "10"))
    waiting = enter(world, world.tan_an, "5")
    assert "15 hồ sơ" in told(world, world.leader)
    for who, number, word in (
        (world.stc_officer, "10 hồ sơ 1/2 có số liệu", "Tạm tính"),
        (world.leader, "15 hồ sơ", "Tính tự động"),
    ):
        said = told(world, who)
        assert number in said and word in said
        sheet = signed_in(who).get(
            reverse("export-new", args=["gia-tri", "csv"]),
            {"chi_tieu": str(Indicator.objects.get(code="DVC.09").pk)},
        )
        assert word in bytes(sheet.content).decode("utf-8-sig")
        listed = words_of(signed_in(who).get(reverse("indicator-list")))
        assert number.split(" 1/2")[0] in listed
        page = words_of(signed_in(who).get(why()))
        assert "Tạm tính" in page and ("= 5 hồ sơ" in page) == (who == world.leader)
    confirm(world, waiting)
    said = told(world, world.stc_officer)
    assert "15 hồ sơ" in said and "Tạm tính" not in said


def test_a_figure_that_counts_for_nothing_here_hides_nothing(world: World) -> None:
    define(
        world, "KHAC.01", reporters=Indicator.objects.get(code="DVC.01").versions.get().reporters
    )
    confirm(world, enter(world, world.ea_trang, "10"))
    enter(world, world.tan_an, "7", code="KHAC.01")
    said = told(world, world.stc_officer)
    assert "10 hồ sơ" in said and "Tính tự động" in said


def test_where_nothing_is_confirmed_nothing_is_told(world: World) -> None:
    enter(world, world.tan_an, "5")
    assert "hồ sơ" not in told(world, world.stc_officer)
    assert signed_in(world.stc_officer).get(why()).status_code == 403


def test_what_was_confirmed_stands_until_its_correction_is(world: World) -> None:
    confirm(world, enter(world, world.ea_trang, "10"))
    corrected = enter(world, world.ea_trang, "12")
    assert "10 hồ sơ" in told(world, world.stc_officer, "DVC.01")
    assert "10 hồ sơ" in told(world, world.stc_officer)
    assert "12 hồ sơ" in told(world, world.leader)
    confirm(world, corrected)
    assert "12 hồ sơ" in told(world, world.stc_officer)


def test_a_moment_knows_the_sum_of_what_was_entered_by_then(world: World) -> None:
    first, later = dt.date(2025, 10, 20), dt.date(2025, 10, 27)
    enter(world, world.ea_trang, "10", on=first, period=THIRD)
    enter(world, world.ea_trang, "12", on=later, period=THIRD)
    enter(world, world.tan_an, "5", on=later, period=THIRD)
    total = Indicator.objects.get(code="DVC.09")
    with noon(first):
        aim = TargetFields(
            Comparator.GE, Decimal(16), wording="từ 16", source="Kế hoạch", last_day=TODAY
        )
        set_target(
            by=actor(world.coordinator), indicator=total, organisation=world.ubnd, fields=aim
        )
    then = {"biet-den": "2025-10-20"}
    assert "17 hồ sơ" in told(world, world.leader)
    assert "10 hồ sơ 1/2 có số liệu" in told(world, world.leader, **then)
    assert "1/2 có số liệu" not in told(world, world.leader, **{"biet-den": "2025-10-19"})
    leader = signed_in(world.leader)
    page = words_of(leader.get(why(), then))
    assert "10 hồ sơ" in page and "= 5 hồ sơ" not in page and "tính lại" in page
    assert "10 hồ sơ Quý III/2025 · 1/2" in words_of(leader.get(reverse("indicator-list"), then))
    for moment, number in ((first, 10), (later, 17)):
        [row] = find_trajectories(
            actor(world.leader), TrajectoryFilter(), TODAY, clock.end_of(moment)
        )
        assert row.figure is not None and row.figure.value == number
        assert (row.verdict is Verdict.ACHIEVED) == (number > 16)


def test_as_many_queries_for_many_formulas_as_for_few(world: World) -> None:
    confirm(world, enter(world, world.ea_trang, "10"))
    enter(world, world.tan_an, "5")
    officer, leader = signed_in(world.stc_officer), signed_in(world.leader)

    def asked() -> list[int]:
        counts = []
        for client, query in ((officer, {}), (leader, {"biet-den": "2025-11-10"})):
            with CaptureQueriesContext(connection) as captured:
                assert "10 hồ sơ" in words_of(client.get(reverse("indicator-list"), query))
            counts.append(len(captured))
        return counts

    asked()
    before = asked()
    for number in range(3):
        define(world, f"DVC.1{number}", formula=f"sum_children([DVC.01]) * {number + 2}")
    assert asked() == before


def test_a_moment_knows_the_formula_that_stood_then(world: World) -> None:
    confirm(world, enter(world, world.ea_trang, "10", on=dt.date(2025, 10, 20), period=THIRD))
    total = Indicator.objects.get(code="DVC.09")
    with noon(dt.date(2025, 10, 30)):
        again = definition_of(total.versions.get())
        changed = replace(again, formula="sum_children([DVC.01]) * 3")
        revise_definition(
            by=actor(world.coordinator),
            indicator=total,
            definition=changed,
            since=dt.date(2025, 7, 1),
            reason="Tính lại",
        )
    assert "30 hồ sơ" in told(world, world.leader)
    assert "10 hồ sơ" in told(world, world.leader, **{"biet-den": "2025-10-25"})
