"""Where targets stand: verdicts, forecasts made by a job, and the pages that tell them."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.factories import World, actor, make_world
from tests.indicator_factories import THIRD, TODAY, a_target, an_indicator, an_observation
from tests.integration.test_exports import signed_in
from tests.task_factories import make_programme, make_task, noon
from tiendo.composer.sheets import Behind, CellKind, bare, printed
from tiendo.domain import clock
from tiendo.domain.achievement import Verdict
from tiendo.domain.periods import Cadence, period_around
from tiendo.indicators.actions import (
    Cell,
    TargetFields,
    confirm_observations,
    retire_indicator,
    revise_target,
    save_cells,
)
from tiendo.indicators.forecast_queue import FORECAST_JOB
from tiendo.indicators.forecasts import make_forecasts
from tiendo.indicators.models import Comparator, Entry, Forecast, Indicator, Observation, Target
from tiendo.indicators.prospects import prospects_of
from tiendo.indicators.trajectories import (
    Lack,
    Trajectory,
    TrajectoryFilter,
    find_trajectories,
    judge_targets,
)
from tiendo.measuring.actions import link_task
from tiendo.overview.asking import Asked
from tiendo.overview.conditions import kept
from tiendo.overview.sheets import target_path, trajectories
from tiendo.overview.sheets import targets as sheets_of_targets
from vanban.quantities import Missing

# A path from the end of 2024.
SINCE: dict[str, Any] = {"baseline": Decimal("0.05"), "baseline_day": dt.date(2024, 12, 31)}


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
    prospect = prospects_of([only(world)], TODAY)[target.pk]
    assert prospect.is_made and prospect.forecast.points == 4
    assert prospect.expected is not None
    assert prospect.expected.low <= prospect.expected.value <= prospect.expected.high
    assert Decimal("0.27") < prospect.expected.value < Decimal("0.29")
    assert prospect.reached_on == dt.date(2026, 10, 4)


def test_a_past_day_has_the_forecast_of_its_figures(world: World) -> None:
    share = an_indicator(world, frequency="monthly")
    target = a_target(world, share, 25, last_day=dt.date(2026, 12, 31))
    enter(world, share, d20250531="9", d20250630="10", d20250731="11", d20250831="12")
    make_forecasts()
    enter(world, share, d20250930="13")
    make_forecasts()

    def points(day: dt.date, known_at: dt.datetime | None = None) -> int | None:
        found = prospects_of([only(world)], day, known_at).get(target.pk)
        return found.forecast.points if found else None

    assert points(TODAY) == 5
    # Made today, of what had been measured by then.
    assert points(dt.date(2025, 9, 15)) == 4
    assert points(dt.date(2025, 8, 15)) is None
    assert points(TODAY, clock.end_of(dt.date(2025, 11, 9))) is None
    page = reverse("trajectory", args=[target.pk])
    said = signed_in(world.leader).get(page, {"ngay": "2025-08-15"}).content.decode()
    assert "Không có dự báo từ số liệu đến ngày này" in said


@pytest.fixture
def targets(world: World) -> dict[str, Target]:
    """One target for each verdict, of two bodies, three documents and three horizons."""
    share = an_indicator(world)
    since = SINCE
    programme = make_programme(world)
    programme.sections.create(path="II.1", title="Nâng cao nhận thức", order=1)
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
    names = ("muc", "co_quan", "nam")
    for sheet in (trajectories.build(asked(world, theo=by)) for by in names):
        assert bare((sheet.totals or ())[1]) == len(targets)
        for cell in (cell for row in sheet.rows for cell in row[2:] if bare(cell)):
            assert isinstance(cell, Behind)
            narrowed = kept(sheets_of_targets.CONDITIONS, cell.values)
            assert sheets_of_targets.count(asked(world, **narrowed)) == cell.value


def asked(world: World, day: dt.date = TODAY, **values: str) -> Asked:
    return Asked(actor(world.leader), day, values=values)


def test_goals_bodies_and_years_hold_every_target_once(
    world: World, targets: dict[str, Target]
) -> None:
    names = {
        by: [str(row[0]) for row in trajectories.build(asked(world, theo=by)).rows]
        for by in trajectories.GROUPINGS
    }
    assert names["muc"] == ["Kế hoạch 146 · II.1 Nâng cao nhận thức", "Ngoài chương trình"]
    assert names["co_quan"] == ["Sở Khoa học và Công nghệ", "Sở Nội vụ"]
    assert names["nam"] == ["2030", "2045", "Không nêu hạn"]


def test_the_summary_counts_as_one_counts_by_hand(world: World, targets: dict[str, Target]) -> None:
    """Target by target, looking up where it stands, whose it is and when it is due."""
    by_hand = {
        "muc": lambda row: "146" in row.source and row.programme is not None,
        "co_quan": lambda row: row.organisation.name,
        "nam": lambda row: str(row.last_day.year) if row.last_day else "Không nêu hạn",
    }
    for by, place in by_hand.items():
        counted: dict[object, Counter[str]] = {}
        for verdict, target in targets.items():
            counted.setdefault(place(target), Counter())[verdict] += 1
        sheet = trajectories.build(asked(world, theo=by))
        verdicts = [column.key for column in sheet.columns[2:]]
        shown = {
            ("II.1" in str(row[0]) if by == "muc" else row[0]): {
                verdict: bare(cell)
                for verdict, cell in zip(verdicts, row[2:], strict=True)
                if bare(cell)
            }
            for row in sheet.rows
        }
        assert shown == counted


def test_a_list_page_shows_what_its_file_holds(world: World, targets: dict[str, Target]) -> None:
    client = signed_in(world.leader)
    for query in ({}, {"ket_luan": "off_track"}, {"q": "57-nq"}, {"nam": "0"}, {"sort": "-name"}):
        sheet = sheets_of_targets.build(
            Asked(actor(world.leader), TODAY, values=query, ordering=query.get("sort", "plan"))
        )
        keys = [column.key for column in sheet.columns]
        page = client.get(reverse("trajectory-list"), query)
        rows = re.findall(r"<tr data-key-item>.*?</tr>", page.content.decode(), re.S)
        told = [dict(zip(keys, row, strict=True)) for row in sheet.rows]
        assert len(told) == len(rows) > 0, query
        for row, html in zip(told, rows, strict=True):
            words = " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
            for key in ("name", "target", "verdict", "reason", "source"):
                assert str(row[key]) in words, (key, query)


def test_the_page_of_a_target_is_its_file(world: World, targets: dict[str, Target]) -> None:
    target = targets["on_track"]
    page = signed_in(world.leader).get(reverse("trajectory", args=[target.pk]))
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())
    sheet = target_path.build(asked(world, muc_tieu=str(target.pk)))
    rows = list(sheet.rows)
    assert [row[0] for row in rows] == [
        "Quý IV/2024", "Quý I/2025", "Quý II/2025", "Quý III/2025", "Quý IV/2030",
    ]  # fmt: skip
    assert (rows[0][3], rows[-1][2], rows[-1][3]) == ("5,0% (gốc)", "25,0%", Missing.NOT_DUE)
    for row in rows:
        told = (printed(bare(cell), CellKind.TEXT, clock.LOCAL_ZONE) for cell in row)
        assert " ".join(each for each in told if each) in words
    assert "57-NQ/TW, Mục II.1" in words
    assert "+35,0 điểm %" in words


def test_an_officer_elsewhere_is_told_no_provisional_figure(world: World) -> None:
    share = an_indicator(world)
    a_target(world, share, 25, **SINCE)
    an_observation(world, share, "20", period=THIRD, reason="nhập muộn")
    assert only(world, "stc_officer").verdict is Verdict.NO_DATA
    assert only(world, "skhcn_officer").verdict is Verdict.ON_TRACK
    assert only(world, "leader").verdict is Verdict.ON_TRACK


def test_a_past_day_is_judged_by_what_there_was(world: World, targets: dict[str, Target]) -> None:
    def verdict(day: dt.date, known_at: dt.datetime | None = None) -> tuple[Verdict, str]:
        [row] = judge_targets(actor(world.leader), [targets["on_track"]], day, known_at)
        return row.verdict, str(row.figure.value.normalize()) if row.figure else ""

    assert verdict(TODAY) == (Verdict.ON_TRACK, "0.079")
    assert verdict(dt.date(2025, 7, 31)) == (Verdict.ON_TRACK, "0.07")
    assert verdict(TODAY, clock.end_of(TODAY)) == (Verdict.ON_TRACK, "0.079")
    # Before anybody wrote anything down.
    before = clock.end_of(dt.date(2025, 7, 31))
    assert find_trajectories(actor(world.leader), TrajectoryFilter(), TODAY, before) == []


def test_four_value_states_are_told_apart(world: World) -> None:
    rate = an_indicator(world, "HT.03", frequency="yearly")
    a_target(world, rate, 25, **SINCE)
    # The first year ends after today.
    assert (only(world).verdict, only(world).lack) == (Verdict.NO_DATA, Lack.NOT_DUE)
    share = an_indicator(world)
    target = a_target(world, share, 25, **SINCE)

    def now() -> tuple[Verdict, Lack | None]:
        [row] = judge_targets(actor(world.leader), [target], TODAY)
        return row.verdict, row.lack

    assert now() == (Verdict.NO_DATA, Lack.NEVER)
    cell = Cell(share, world.skhcn, THIRD, is_missing=True, note="chưa đo", reason="nhập muộn")
    save_cells(by=actor(world.coordinator), cells=[cell], entry=Entry.GRID)
    assert now() == (Verdict.NO_DATA, Lack.DECLARED)
    enter(world, share, d20250630="0")
    assert now() == (Verdict.OFF_TRACK, None)


def test_a_path_begins_at_a_measured_value_by_a_decision(world: World) -> None:
    share = an_indicator(world)
    target = a_target(world, share, 25)
    [early, _late] = enter(world, share, d20250331="6", d20250930="7,9")
    client = signed_in(world.coordinator)
    url = reverse("trajectory-baseline", args=[target.pk])
    assert "Quý I/2025: 6,0%" in client.get(url).content.decode()
    value = early.shown_as.pk
    given = {"value": value, "deciding_words": " ", "effective_on": "10/11/2025"}
    refused = client.post(url, given)
    assert refused.status_code == 422
    assert not Target.objects.filter(revises=target).exists()
    done = client.post(url, {**given, "deciding_words": "Thông báo 12/TB-UBND ngày 05/11/2025"})
    revised = Target.objects.get(revises=target)
    assert done["Location"] == reverse("trajectory", args=[revised.pk])
    assert (revised.baseline, revised.baseline_day) == (Decimal("0.06"), dt.date(2025, 3, 31))
    assert (revised.value, revised.source) == (target.value, target.source)
    assert only(world).verdict is Verdict.AT_RISK
    again = client.post(url, {**given, "deciding_words": "Thông báo 13/TB-UBND"})
    assert again.status_code == 409
    old = client.get(reverse("trajectory", args=[target.pk])).content.decode()
    assert "Thông báo 12/TB-UBND" in old
    assert reverse("trajectory", args=[revised.pk]) in old


def test_confirming_asks_for_forecasts_once(world: World) -> None:
    jobs = ProcrastinateJob.objects.filter(task_name=FORECAST_JOB, status="todo")
    share = an_indicator(world)
    a_target(world, share, 25)
    enter(world, share, d20250331="6")
    enter(world, share, d20250630="7")
    assert jobs.count() == 1


def test_forecasts_are_of_confirmed_values_of_periods_that_are_over(world: World) -> None:
    share = an_indicator(world, frequency="monthly")
    a_target(world, share, 25)
    enter(world, share, d20250831="12", d20250930="13", d20251130="90")
    an_observation(world, share, "50", period=period_around(Cadence.MONTHLY, dt.date(2025, 10, 1)))
    make_forecasts()
    forecast = Forecast.objects.get()
    assert (forecast.points, forecast.last_day) == (2, dt.date(2025, 9, 30))
    # Every row stays as it was made.
    with pytest.raises(DatabaseError), transaction.atomic():
        Forecast.objects.update(points=9)


QUERIES = {"trajectory-summary": 12, "trajectory-list": 13, "trajectory": 24}


def test_pages_ask_as_much_of_many_targets_as_of_few(
    world: World, targets: dict[str, Target]
) -> None:
    client = signed_in(world.leader)
    urls = {
        name: reverse(name, args=[targets["on_track"].pk] if name == "trajectory" else [])
        for name in QUERIES
    }
    client.get(urls["trajectory-list"])
    found: dict[str, list[int]] = {name: [] for name in QUERIES}
    share = targets["on_track"].indicator
    for number in range(2):
        for step in range(3):
            a_target(world, share, 50 + step, **SINCE)
            made = an_indicator(world, f"HT.1{number}{step}")
            a_target(world, made, organisation=world.stc, **SINCE)
        for name, url in urls.items():
            with CaptureQueriesContext(connection) as captured:
                assert client.get(url).status_code == 200
            found[name].append(len(captured))
    assert found == {name: [count, count] for name, count in QUERIES.items()}


def test_programmes_bodies_and_tasks_show_their_targets(
    world: World, targets: dict[str, Target]
) -> None:
    client = signed_in(world.coordinator)
    programme = targets["on_track"].programme
    assert programme is not None
    task = make_task(world, programme)
    link_task(by=actor(world.coordinator), task=task, indicator=targets["on_track"].indicator)
    pages = {
        reverse("programme", args=[programme.pk]): {"on_track"},
        reverse("organisation", args=["so-noi-vu"]): {"no_data"},
        reverse("task", args=[task.pk]): set(targets) - {"no_data"},
    }
    for url, shown in pages.items():
        said = client.get(url).content.decode()
        found = {name for name, each in targets.items() if f"/lo-trinh/{each.pk}/" in said}
        assert found == shown, url


def test_a_withdrawn_target_has_no_verdict(world: World) -> None:
    share = an_indicator(world)
    target = a_target(world, share, 25, **SINCE)
    gone = revise_target(
        by=actor(world.coordinator),
        target=target,
        fields=TargetFields(Comparator.GE, target.value, "", "146/KH-UBND"),
        effective_on=TODAY,
        deciding_words="Quyết định 9/QĐ-UBND",
        withdraw=True,
    )
    client = signed_in(world.coordinator)
    assert find_trajectories(actor(world.leader), TrajectoryFilter(), TODAY) == []
    page = client.get(reverse("trajectory", args=[gone.pk])).content.decode()
    assert "Mục tiêu này đã bỏ" in page
    assert reverse("trajectory-baseline", args=[gone.pk]) not in page
    assert client.get(reverse("trajectory", args=[10**9])).status_code == 404


def test_targets_of_an_indicator_given_up_count_until_then(
    world: World, targets: dict[str, Target]
) -> None:
    given_up, later = targets["no_data"].indicator, dt.date(2025, 12, 1)
    with noon(later):
        on = dt.date(2025, 11, 20)
        by = actor(world.coordinator)
        retire_indicator(by=by, indicator=given_up, on=on, reason="Thay chỉ tiêu")
        for day, count in ((later, len(targets) - 1), (TODAY, len(targets))):
            found = find_trajectories(actor(world.leader), TrajectoryFilter(), day)
            assert len(found) == count, day
