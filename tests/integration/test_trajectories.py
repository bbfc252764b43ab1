"""Where targets stand: verdicts, forecasts made by a job, and the pages that tell them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.factories import World, actor, make_world
from tests.indicator_factories import TODAY, a_target, an_indicator
from tests.integration.test_exports import signed_in
from tests.task_factories import make_programme, noon
from tiendo.domain.achievement import Verdict
from tiendo.domain.periods import Cadence, period_around
from tiendo.indicators.actions import Cell, confirm_observations, save_cells
from tiendo.indicators.forecasts import make_forecasts
from tiendo.indicators.models import Entry, Forecast, Indicator, Observation, Target
from tiendo.indicators.outlooks import outlooks_of
from tiendo.indicators.trajectories import (
    Lack,
    Trajectory,
    TrajectoryFilter,
    find_trajectories,
)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


def enter(world: World, of: Indicator, **by_day: str) -> list[Observation]:
    """Confirmed figures of the coordinator's body by the last day of their period ("d20241231")."""
    cadence = Cadence(of.versions.get().frequency)
    cells = [
        Cell(
            of, world.skhcn, period_around(cadence, dt.date.fromisoformat(day[1:])), raw, reason="x"
        )
        for day, raw in by_day.items()
    ]
    saved = save_cells(by=actor(world.coordinator), cells=cells, entry=Entry.GRID)
    assert not saved.problems, [str(each.error) for each in saved.problems]
    confirm_observations(by=actor(world.skhcn_head), rows=saved.kept)
    return list(saved.kept)


def only(world: World, who: str = "leader", day: dt.date = TODAY) -> Trajectory:
    [row] = find_trajectories(actor(getattr(world, who)), TrajectoryFilter(), day)
    return row


def test_a_value_is_held_against_the_path(world: World) -> None:
    share = an_indicator(world)
    a_target(world, share, 25, baseline=Decimal("0.05"), baseline_day=dt.date(2024, 12, 31))
    enter(world, share, d20250930="7,9")
    row = only(world)
    assert row.verdict is Verdict.ON_TRACK
    assert row.lack is None
    assert row.figure is not None and row.figure.value == Decimal("0.079")
    assert row.achievement.required is not None
    assert row.gap == row.figure.value - row.achievement.required


def test_why_there_is_no_verdict_is_told(world: World) -> None:
    share = an_indicator(world)
    a_target(world, share, 25)
    assert (only(world).verdict, only(world).lack) == (Verdict.NO_DATA, Lack.NEVER)
    enter(world, share, d20250930="7,9")
    assert (only(world).verdict, only(world).lack) == (Verdict.UNDEFINED, Lack.NO_BASELINE)


def test_a_forecast_is_made_once_of_what_is_confirmed(world: World) -> None:
    share = an_indicator(world, frequency="monthly")
    target = a_target(world, share, 25, last_day=dt.date(2026, 12, 31))
    enter(world, share, d20250630="10", d20250731="11", d20250831="12")
    assert make_forecasts() == 1
    assert Forecast.objects.get().state == "too_few"
    enter(world, share, d20250930="13")
    assert make_forecasts() == 1
    assert make_forecasts() == 0
    outlook = outlooks_of([only(world)], TODAY)[target.pk]
    assert outlook.is_made and outlook.forecast.points == 4
    assert outlook.expected is not None
    assert outlook.expected.low <= outlook.expected.value <= outlook.expected.high
    assert Decimal("0.27") < outlook.expected.value < Decimal("0.29")
    assert outlook.reached_on == dt.date(2026, 10, 4)


@pytest.fixture
def targets(world: World) -> dict[str, Target]:
    """One target for each verdict, of two bodies, three documents and three horizons."""
    share = an_indicator(world)
    since = {"baseline": Decimal("0.05"), "baseline_day": dt.date(2024, 12, 31)}
    programme = make_programme(world)
    section = programme.sections.create(path="II.1", title="Nâng cao nhận thức", order=1)
    assert section.pk
    enter(world, share, d20250331="6", d20250630="7", d20250930="7,9")
    far = dt.date(2045, 12, 31)
    other = an_indicator(world, "HT.02", name="Tỷ lệ máy tính có phần mềm phòng mã độc")
    made = {
        "on_track": a_target(
            world, share, 25, programme=programme, source="146/KH-UBND, khoản 1 Mục II", **since
        ),
        "at_risk": a_target(world, share, 30, source="03/NQ-CP, mục 2", **since),
        "off_track": a_target(world, share, 60, source="57-NQ/TW, Mục II.1", **since),
        "achieved": a_target(world, share, 7, last_day=far),
        "undefined": a_target(world, share, 40, last_day=None),
        "no_data": a_target(world, other, 100, organisation=world.snv, **since),
    }
    return made


def test_the_targets_have_one_verdict_each(world: World, targets: dict[str, Target]) -> None:
    found = find_trajectories(actor(world.leader), TrajectoryFilter(), TODAY)
    assert {row.target.pk: str(row.verdict) for row in found} == {
        target.pk: verdict for verdict, target in targets.items()
    }


def test_pages_tell_verdicts_and_numbers_open_their_lists(
    world: World, targets: dict[str, Target]
) -> None:
    client = signed_in(world.leader)
    summary = client.get(reverse("trajectory-summary"))
    assert summary.status_code == 200
    for tile in summary.context["tiles"]:
        listed = client.get(tile.url)
        assert listed.context["page"].paginator.count == tile.count == 1
        assert str(tile.look.word) in listed.content.decode()
    for target in targets.values():
        page = client.get(reverse("trajectory", args=[target.pk]))
        assert page.status_code == 200, target
