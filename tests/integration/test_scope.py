"""Toàn cảnh: how a part of the work stands, how it came there, what changed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import World, actor, make_body, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon, take_step
from tiendo.accounts.models import User
from tiendo.composer.sheets import Behind, Sheet, bare
from tiendo.domain.lifecycle import State
from tiendo.overview.asking import Asked
from tiendo.overview.beginning import not_begun
from tiendo.overview.comparing import earlier_of, month_before
from tiendo.overview.medians import median_of_kind
from tiendo.overview.sheets import VIEWS, burn_up, comparison
from tiendo.overview.sheets.ageing import bands_on
from tiendo.programmes.models import Programme
from tiendo.tasks.actions import change_deadline, name_officer
from tiendo.tasks.models import Task
from vanban.quantities import Missing

TODAY = dt.date(2025, 9, 10)
LATE = dt.date(2025, 8, 1)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def due(day: dt.date) -> dict[str, Any]:
    return {"deadline_key": day.isoformat(), "last_day": day, "deadline_raw": f"{day:%d/%m/%Y}"}


def given(world: World, programme: Programme, until: dt.date, **fields: Any) -> Task:
    """A task given on 1 August."""
    with noon(LATE):
        task = make_task(world, programme, **due(until), **fields)
        return bring_to(world, task, State.LIVE)


def asked_by(user: User, day: dt.date = TODAY, **values: str) -> Asked:
    return Asked(actor(user), day, values=values)


def rows_of(sheet: Sheet) -> list[dict[str, Any]]:
    keys = [column.key for column in sheet.columns]
    return [dict(zip(keys, map(bare, row), strict=True)) for row in sheet.rows]


def build(name: str, asked: Asked) -> list[dict[str, Any]]:
    return rows_of(VIEWS[name].build(asked))


def test_overdue_work_stands_in_the_band_of_its_days(world: World) -> None:
    programme = make_programme(world)
    for days in (1, 7, 8, 30, 31):
        given(world, programme, TODAY - dt.timedelta(days=days))
    given(world, programme, TODAY)
    (row,) = build("tuoi-qua-han", asked_by(world.leader))
    assert row["body"] == "Sở Nội vụ"
    assert [row[f"band_{place}"] for place in range(4)] == [2, 2, 1, 0]
    assert (row["total"], row["longest"]) == (5, 31)


def test_bands_follow_one_another_without_a_gap() -> None:
    bands = bands_on(TODAY)
    assert [(band.least, band.most) for band in bands] == [(1, 7), (8, 30), (31, 90), (91, None)]
    assert [band.words for band in bands][-1] == "Trên 90 ngày"


def test_a_narrower_filter_stays_a_limit_behind_a_number(world: World) -> None:
    given(world, make_programme(world), dt.date(2025, 8, 31))
    asked = asked_by(world.leader, tu="2025-08-20", trang_thai="overdue.in_progress")
    (cells,) = VIEWS["tuoi-qua-han"].build(asked).rows
    band = cells[3]
    assert isinstance(band, Behind)
    assert band.values["tu"] == "2025-08-20"
    assert band.values["den"] == "2025-09-02"
    assert band.values["trang_thai"] == "overdue"


def test_work_comes_about_week_by_week(world: World) -> None:
    programme = make_programme(world)
    done = given(world, programme, dt.date(2025, 12, 31))
    given(world, programme, dt.date(2025, 9, 5))
    with noon(dt.date(2025, 9, 4)):
        for step in ("claim", "approve", "confirm"):
            done = take_step(world, done, step)
    rows = build("tien-trien", asked_by(world.leader))
    assert [row["until"] for row in rows][-2:] == [dt.date(2025, 9, 3), TODAY]
    assert (rows[0]["given_in"], rows[0]["total"]) == (2, 2)
    assert (rows[-2]["done"], rows[-2]["overdue"]) == (0, 0)
    assert (rows[-1]["done_in"], rows[-1]["done"], rows[-1]["overdue"]) == (1, 1, 1)


def test_a_long_time_goes_by_months() -> None:
    days = burn_up.steps_between(dt.date(2025, 1, 20), TODAY)
    assert days[:2] == [dt.date(2024, 12, 31), dt.date(2025, 1, 31)]
    assert days[-2:] == [dt.date(2025, 8, 31), TODAY]
    assert len(burn_up.steps_between(dt.date(2020, 1, 1), TODAY)) == burn_up.STEPS + 1
    assert burn_up.steps_between(dt.date(2025, 1, 20), TODAY, "tuan")[1] == dt.date(2025, 6, 18)


def test_the_last_step_says_the_counts_of_the_day(world: World) -> None:
    given(world, make_programme(world), dt.date(2025, 9, 5))
    asked = asked_by(world.leader)
    last, now = build("tien-trien", asked)[-1], comparison.counts_now(asked)
    assert (last["total"], last["overdue"]) == (now.total, now.overdue) == (1, 1)


def test_what_changed_is_told_task_by_task(world: World) -> None:
    programme = make_programme(world)
    late = given(world, programme, dt.date(2025, 9, 5))
    moved = given(world, programme, dt.date(2025, 12, 1))
    given(world, programme, dt.date(2025, 12, 31))
    new = bring_to(world, make_task(world, programme, **due(dt.date(2025, 12, 31))), State.LIVE)
    change_deadline(
        task=moved,
        deadline_key="2025-12-15",
        last_day=dt.date(2025, 12, 15),
        version=moved.version,
        reason="Gia hạn",
        deciding_document="99/UBND-TH",
        by=actor(world.coordinator),
    )
    rows = build("thay-doi", asked_by(world.leader))
    assert [(row["code"], row["change"]) for row in rows] == [
        (late.code, "Thành quá hạn"),
        (new.code, "Mới giao"),
        (moved.code, "Đổi thời hạn"),
    ]
    assert rows[1]["status_then"] == "Không có ở danh sách"
    assert (rows[2]["due_then"], rows[2]["due_on"]) == (
        dt.date(2025, 12, 1),
        dt.date(2025, 12, 15),
    )


def test_counts_stand_beside_those_that_were_known_then(world: World) -> None:
    programme = make_programme(world)
    done = given(world, programme, dt.date(2025, 12, 31))
    # The product is older than the look, its confirmation younger: a week ago nobody knew.
    for step in ("claim", "approve", "confirm"):
        done = take_step(world, done, step, dt.date(2025, 9, 1))
    then, now, more = build("so-voi-truoc", asked_by(world.leader))
    assert (then["done_on_time"], now["done_on_time"], more["done_on_time"]) == (0, 1, 1)
    assert then["on_time_rate"] is Missing.UNDEFINED
    assert more["on_time_rate"] is Missing.UNDEFINED


def test_an_earlier_look_may_be_a_week_a_month_or_a_day_ago(world: World) -> None:
    asked = asked_by(world.leader)
    assert earlier_of(asked).day == dt.date(2025, 9, 3)
    assert earlier_of(replace(asked, values={"so_voi": "thang"})).day == dt.date(2025, 8, 10)
    assert earlier_of(replace(asked, values={"so_voi": "2025-07-01"})).day == dt.date(2025, 7, 1)
    assert earlier_of(replace(asked, values={"so_voi": "bao_cao"})).day == dt.date(2025, 9, 3)
    assert month_before(dt.date(2025, 3, 31)) == dt.date(2025, 2, 28)


def test_nothing_known_later_than_asked_comes_into_an_earlier_look(world: World) -> None:
    known = dt.datetime(2025, 8, 20, tzinfo=dt.UTC)
    asked = replace(asked_by(world.leader), known_at=known)
    assert earlier_of(asked).known_at == known


def test_people_are_counted_by_the_tasks_they_handle(world: World) -> None:
    programme = make_programme(world)
    late = given(world, programme, dt.date(2025, 9, 5))
    given(world, programme, dt.date(2025, 12, 31))
    name_officer(
        task=late, officer=world.snv_officer, version=late.version, by=actor(world.snv_head)
    )
    named, nobody = build("theo-nguoi", asked_by(world.leader))
    assert (named["person"], named["body"], named["overdue"]) == ("Lê Nội Vụ", "SNV", 1)
    assert (nobody["person"], nobody["total"]) == ("Chưa phân công người xử lý", 1)


def test_a_body_sees_its_own_people_alone(world: World) -> None:
    task = given(world, make_programme(world), dt.date(2025, 9, 5))
    name_officer(
        task=task, officer=world.snv_officer, version=task.version, by=actor(world.snv_head)
    )
    own = [row["person"] for row in build("theo-nguoi", asked_by(world.snv_head))]
    others = [row["person"] for row in build("theo-nguoi", asked_by(world.stc_head))]
    assert own == ["Lê Nội Vụ"]
    assert others == ["Chưa phân công người xử lý"]


def test_the_median_of_a_kind_needs_enough_bodies(world: World) -> None:
    programme = make_programme(world)
    bodies = [world.snv, *(make_body(f"Sở Thử {number}") for number in range(3))]
    for body in bodies[:2]:
        given(world, programme, dt.date(2025, 9, 5), lead=body)
    asked = asked_by(world.snv_head, chu_tri=str(world.snv.pk))
    assert median_of_kind(asked, world.snv).value is None
    given(world, programme, dt.date(2025, 9, 5), lead=bodies[2])
    found = median_of_kind(asked, world.snv)
    assert (found.bodies, found.value) == (3, 0)


def test_a_day_before_the_programme_gives_an_answer_and_no_zeros(world: World) -> None:
    programme = make_programme(world)
    given(world, programme, dt.date(2025, 9, 5))
    client = signed_in(world.leader)
    words = "Chương trình bắt đầu ngày 25/06/2025; đến ngày 10/01/2025 chưa có số liệu."
    query = {"ngay": "2025-01-10"}
    pages = [reverse(name) for name in ("dashboard", "scope", "task-list")]
    pages += [reverse("view", args=[name]) for name in ("theo-co-quan", "tien-trien")]
    for url in pages:
        page = client.get(url, query).content.decode()
        assert words in page, url
    known = client.get(reverse("scope"), {"biet-den": "2025-01-10"}).content.decode()
    assert words in known
    answer = client.get(reverse("export-new", args=["theo-co-quan", "csv"]), query)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not_begun(asked_by(world.leader)) is None


def scope(client: Client, **query: object) -> Any:
    answer = client.get(reverse("scope"), query)
    assert answer.status_code == 200
    return answer


def test_a_number_of_the_whole_picture_opens_its_list(world: World) -> None:
    programme = make_programme(world)
    given(world, programme, dt.date(2025, 9, 5))
    given(world, programme, dt.date(2025, 12, 31))
    client = signed_in(world.leader)
    page = scope(client, chu_tri=world.snv.pk, ngay="2025-09-09").content.decode()
    links = re.findall(r'<a href="(/nhiem-vu/\?[^"]*)"[^>]*>\s*(?:<span[^>]*>)?([\d.]+)<', page)
    assert len(links) > 10
    for url, count in dict.fromkeys(links):
        listed = client.get(unescape(url))
        assert listed.context["page"].paginator.count == int(count), url


@pytest.mark.parametrize(
    ("names", "queries"), [((), 15), (("chu_tri",), 19), (("chuong_trinh", "so_voi"), 17)]
)
def test_the_whole_picture_asks_as_much_of_many_tasks_as_of_few(
    world: World, names: tuple[str, ...], queries: int
) -> None:
    programme = make_programme(world)
    every: Mapping[str, object] = {
        "chu_tri": world.snv.pk,
        "chuong_trinh": programme.pk,
        "so_voi": "thang",
    }
    query = {name: every[name] for name in names}
    client = signed_in(world.leader)
    counts = []
    for _turn in range(2):
        given(world, programme, dt.date(2025, 9, 5))
        given(world, programme, dt.date(2025, 12, 31))
        with CaptureQueriesContext(connection) as asked:
            scope(client, **query)
        counts.append(len(asked))
    assert counts == [queries, queries]


def test_a_body_sees_its_own_picture_beside_the_median(world: World) -> None:
    given(world, make_programme(world), dt.date(2025, 9, 5))
    page = scope(signed_in(world.snv_head), chu_tri=world.snv.pk).content.decode()
    assert "Sở Nội vụ" in page
    assert "Trung vị của loại" in page
    other = scope(signed_in(world.ea_trang_head), chu_tri=world.snv.pk).content.decode()
    assert "Không có nhiệm vụ nào" in other


def test_the_page_of_a_body_says_how_it_stands(world: World) -> None:
    programme = make_programme(world)
    given(world, programme, dt.date(2025, 9, 5))
    url = reverse("organisation", args=[world.snv.slug])
    client = signed_in(world.snv_head)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url)
    page = answer.content.decode()
    assert "Kết quả thực hiện" in page
    assert f"/tong-quan/toan-canh/?chu_tri={world.snv.pk}" in page
    assert "Chưa ban hành" in page
    assert "0 hoàn thành đúng hạn ÷ 1 đã hoàn thành hoặc quá hạn" in page
    # One of them finds that the body has no targets.
    assert len(asked) == 20
    stranger = signed_in(world.ea_trang_head).get(url).content.decode()
    assert "Kết quả thực hiện" not in stranger


def test_the_page_of_a_person_counts_what_the_person_handles(world: World) -> None:
    task = given(world, make_programme(world), dt.date(2025, 9, 5))
    name_officer(
        task=task,
        officer=world.snv_officer,
        version=task.version,
        by=actor(world.snv_head),
    )
    url = reverse("person", args=[world.snv_officer.pk])
    page = signed_in(world.leader).get(url).content.decode()
    assert "1 nhiệm vụ" in page
    assert f"/tong-quan/toan-canh/?nguoi={world.snv_officer.pk}" in page
    stranger = signed_in(world.ea_trang_head).get(url).content.decode()
    assert "Nhiệm vụ đang xử lý" not in stranger


def test_a_period_confirmed_since_was_still_overdue_on_its_day(world: World) -> None:
    programme = make_programme(world)
    with noon(LATE):
        rule = {"recurrence": "R:monthly:25", "last_day": None, "deadline_key": ""}
        task = make_task(world, programme, deadline_raw="ngày 25 hằng tháng", **rule)
        task = bring_to(world, task, State.LIVE)
    with noon(dt.date(2025, 9, 4)):
        for step in ("claim", "approve", "confirm"):
            task = take_step(world, task, step)
    (row,) = build("tuoi-qua-han", asked_by(world.leader, dt.date(2025, 9, 1)))
    assert (row["total"], row["band_0"], row["longest"]) == (1, 1, 7)
