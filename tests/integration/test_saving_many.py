"""Many figures kept by bulk copy: the same rows, values and problems as the grid's way."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from django.db import transaction

from tests.factories import World, actor, make_world
from tests.indicator_factories import FOURTH, THIRD, TODAY, an_indicator, an_observation
from tests.task_factories import noon
from tiendo.audit.models import AuditEvent
from tiendo.domain import clock
from tiendo.domain.periods import Cadence, Period, period_around
from tiendo.indicators.actions import Cell, save_cells
from tiendo.indicators.actions.saving_many import look_at_many, save_many
from tiendo.indicators.models import (
    CheckRule,
    Entry,
    Indicator,
    IndicatorValue,
    Observation,
)

pytestmark = pytest.mark.django_db

JULY = period_around(Cadence.MONTHLY, dt.date(2025, 7, 1))
TYPED = (
    "99,9",
    "1.234,5",
    "1,234.5",
    "khoảng 80",
    "hơn 80%",
    "12 tỷ",
    "",
    "0",
    "-5",
    "1,23456789",
    "ước đạt 7\t1",
    "số \\N",
)
ROW = (
    "indicator_id", "organisation_id", "period_start", "period_end", "breakdown", "revision",
    "is_current", "value", "is_missing", "qualifier", "as_of", "note", "state", "entry", "reason",
    "is_late", "entered_by_id", "passage_id",
)  # fmt: skip
VALUE = ("indicator_id", "organisation_id", "period_start", "state", "value", "measured", "as_of")


@pytest.fixture
def world() -> World:
    return make_world()


def ground(world: World) -> list[Indicator]:
    """Indicators with and without rules, one computed of another, one already with figures."""
    plain = an_indicator(world, "AA.01", unit="hồ sơ", decimals=0)
    share = an_indicator(world, "AA.02")
    an_indicator(world, "AA.03", unit="hồ sơ", formula="[AA.01] * 2")
    given: dict[str, Any] = {"source": "thử", "set_by": world.coordinator, "set_at": clock.now()}
    for indicator, kind, severity, high in (
        (plain, "range", "block", 1000),
        (share, "jump", "warn", 0.1),
    ):
        CheckRule.objects.create(
            indicator=indicator,
            kind=kind,
            severity=severity,
            low=0,
            high=high,
            validity=(dt.date(2025, 1, 1), None),
            **given,
        )
    an_observation(world, share, "50", period=THIRD, organisation=world.snv, reason="muộn")
    an_observation(world, plain, "7", organisation=world.stc)
    return [plain, share, Indicator.objects.get(code="AA.03")]


def some_cells(world: World, indicators: list[Indicator], chance: random.Random) -> list[Cell]:
    bodies = [world.skhcn, world.snv, world.stc, world.ea_trang]
    places = [
        (indicator, body, period, breakdown)
        for indicator in indicators
        for body in bodies
        for period, breakdown in ((THIRD, ""), (FOURTH, ""), (FOURTH, "la=khong"), (JULY, ""))
    ]
    return [a_cell(place, chance) for place in chance.sample(places, 30)]


def a_cell(place: tuple[Any, Any, Period, str], chance: random.Random) -> Cell:
    indicator, body, period, breakdown = place
    return Cell(
        indicator,
        body,
        period,
        chance.choice(TYPED) if chance.random() < 0.4 else str(chance.randint(0, 1200)),
        breakdown,
        is_missing=chance.random() < 0.15,
        note=chance.choice(("", "chưa\tcó \\ nguồn\n")),
        as_of=chance.choice((None, None, None, period.start, dt.date(2024, 1, 1))),
        reason=chance.choice(("", "Nhập bổ sung", "Nhập bổ sung")),
        seen=chance.choice((0, 0, 0, 1)),
    )


def stand() -> tuple[list[Any], list[Any]]:
    rows = Observation.objects.order_by(*ROW[:6]).values_list(*ROW)
    values = IndicatorValue.objects.order_by(*VALUE[:3], "breakdown").values_list(*VALUE)
    return list(rows), list(values)


def said(problems: Any) -> list[tuple[int, str]]:
    return sorted((each.place, str(each.error)) for each in problems)


@pytest.mark.parametrize("only_good", [True, False])
def test_both_ways_keep_the_same_and_say_the_same(world: World, only_good: bool) -> None:
    indicators = ground(world)
    by = actor(world.coordinator)
    kept = 0
    for seed in range(6):
        cells = some_cells(world, indicators, random.Random(seed))  # noqa: S311
        outcomes = []
        for many in (False, True):
            with transaction.atomic(), noon(TODAY):
                saved: Any = (
                    save_many(
                        by=by,
                        cells=cells,
                        entry=Entry.SHEET,
                        target=indicators[0],
                        only_good=only_good,
                    )
                    if many
                    else save_cells(by=by, cells=cells, entry=Entry.SHEET, only_good=only_good)
                )
                kept += len(saved.kept)
                outcomes.append(
                    (
                        said(saved.problems),
                        said(saved.warnings),
                        saved.unchanged,
                        len(saved.kept),
                        stand(),
                    )
                )
                transaction.set_rollback(True)
        assert outcomes[0] == outcomes[1]
    assert kept > 30 or not only_good


def test_looking_keeps_nothing_and_first_figures_are_one_event(world: World) -> None:
    indicator = an_indicator(world, unit="hồ sơ", decimals=0)
    bodies = (world.skhcn, world.snv, world.stc)
    cells = [Cell(indicator, body, FOURTH, "5") for body in bodies]
    by = actor(world.coordinator)
    with noon(TODAY):
        assert look_at_many(by=by, cells=cells, entry=Entry.SHEET).total == 3
        assert not Observation.objects.exists()
        saved = save_many(by=by, cells=cells, entry=Entry.SHEET, target=indicator)
    assert Observation.objects.filter(pk__in=saved.kept).count() == 3
    event = AuditEvent.objects.get(action="observation.enter_many")
    assert event.after is not None
    assert event.after["rows"] == 3
    assert len(event.after["digest"]) == 64
