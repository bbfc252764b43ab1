"""Tổng quan: every number opens the list it counts, for each role and as of any day."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import World, actor, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon, take_step
from tiendo.accounts.models import User
from tiendo.domain.lifecycle import State
from tiendo.programmes.actions import add_section
from tiendo.programmes.models import Programme
from tiendo.tasks import actions
from tiendo.tasks.models import Task

pytestmark = pytest.mark.django_db

TODAY = dt.date(2025, 9, 10)
D = dt.date
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TILE = re.compile(
    r'<a href="([^"]+)"[^>]*class="tile[^>]*>\s*<span class="tile-value[^>]*>([\d.]+)<'
)


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


@pytest.fixture
def programme(world: World) -> Programme:
    return make_programme(world)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def overview(client: Client, **query: str) -> str:
    response = client.get(reverse("dashboard"), query)
    assert response.status_code == 200
    return response.content.decode()


def live(world: World, programme: Programme, **fields: Any) -> Task:
    with noon(D(2025, 7, 1)):
        return bring_to(world, make_task(world, programme, **fields), State.LIVE)


def make_course(world: World, programme: Programme) -> None:
    """One task of each official column, one awaiting past its day, and one suspended."""
    late = {"last_day": D(2025, 8, 31), "deadline_key": "2025-08-31"}
    live(world, programme)
    live(world, programme, **late)
    waiting = live(world, programme, **late)
    take_step(world, waiting, "claim", D(2025, 9, 2))
    for fields in ({}, late):
        task = live(world, programme, **fields)
        for step in ("claim", "approve", "confirm"):
            task = take_step(world, task, step, D(2025, 9, 2))
    take_step(world, live(world, programme), "suspend")


@pytest.mark.parametrize("person", ["leader", "snv_officer"])
def test_each_number_opens_the_list_it_counts(world, programme, person):
    make_course(world, programme)
    client = signed_in(getattr(world, person))
    tiles = [(html.unescape(url), int(count)) for url, count in TILE.findall(overview(client))]
    assert [count for _url, count in tiles] == [6, 1, 1, 1, 2, 1]
    for url, count in tiles:
        body = client.get(url).content.decode()
        assert body.count('<td class="num-code"') == count, url


def test_lead_bodies_stand_with_the_most_overdue_first_and_rates_say_what_they_are_of(
    world, programme
):
    make_course(world, programme)
    live(world, programme, lead=world.congan, coordinating=[])
    body = overview(signed_in(world.leader))
    bodies = body[body.index("Theo cơ quan chủ trì") :]
    assert bodies.index("SNV") < bodies.index("CA tỉnh")
    assert "25%" in bodies
    assert "1 hoàn thành đúng hạn ÷ 4 đã hoàn thành hoặc quá hạn" in bodies
    assert "Không xác định" in bodies


def test_a_body_that_says_nothing_is_marked(world, programme):
    live(world, programme)
    assert "im lặng" in overview(signed_in(world.leader))
    task = live(world, programme)
    actions.record_update(task=task, done="Đã họp", by=actor(world.snv_officer))
    assert "im lặng" not in overview(signed_in(world.leader))


def test_parts_of_the_plan_count_what_stands_below_them(world, programme):
    by = actor(world.coordinator)
    first = add_section(programme=programme, path="I", title="Thể chế", order=1, by=by)
    second = add_section(programme=programme, path="II", title="Hạ tầng", order=2, by=by)
    below = add_section(
        programme=programme, path="II.1", title="Mạng", order=3, by=by, parent=second
    )
    live(world, programme, section=first)
    live(world, programme, section=second)
    live(world, programme, section=below)
    client = signed_in(world.leader)
    body = overview(client)
    assert "I. Thể chế" in body
    assert "II.1. Mạng" not in body
    row = body[body.index("II. Hạ tầng") :]
    assert re.search(r'<td class="num">(\d+)', row)[1] == "2"
    listed = client.get(reverse("task-list"), {"phan": second.pk}).content.decode()
    assert listed.count('<td class="num-code"') == 2


def test_where_all_stands_under_one_part_the_parts_below_it_are_shown(world, programme):
    by = actor(world.coordinator)
    top = add_section(programme=programme, path="II", title="Nhiệm vụ", order=1, by=by)
    for order, (path, title) in enumerate((("II.1", "Hạ tầng"), ("II.2", "Dữ liệu")), start=2):
        part = add_section(
            programme=programme, path=path, title=title, order=order, by=by, parent=top
        )
        live(world, programme, section=part)
    live(world, programme)
    body = overview(signed_in(world.leader))
    assert "II.1. Hạ tầng" in body
    assert "II.2. Dữ liệu" in body
    assert "II. Nhiệm vụ" not in body
    assert "Chưa gắn với phần nào" in body


def test_coming_deadlines_and_the_week_are_told(world, programme):
    soon = live(world, programme, title="Ban hành quy chế dữ liệu mở")
    with noon(D(2025, 9, 8)):
        take_step(world, live(world, programme, title="Đề án kho số"), "claim", D(2025, 9, 8))
    body = overview(signed_in(world.leader))
    coming = body[body.index("Đến hạn trong 30 ngày") : body.index("Thay đổi trong 7 ngày")]
    assert soon.title in coming
    week = body[body.index("Thay đổi trong 7 ngày") :]
    assert "1 báo cáo hoàn thành" in week
    assert "Đề án kho số" in week


def test_the_overview_of_a_past_day_is_that_of_the_day(world, programme):
    make_course(world, programme)
    body = overview(signed_in(world.leader), ngay="2025-08-15")
    counts = [int(count) for _url, count in TILE.findall(body)]
    assert counts == [6, 0, 0, 6, 0, 0]
    assert "Số liệu tính đến 15/08/2025" in body


def test_drafts_are_a_line_of_their_own_for_those_who_give_them(world, programme):
    live(world, programme)
    make_task(world, programme)
    assert "Bản nháp chưa giao 1" in overview(signed_in(world.coordinator))
    assert "Bản nháp chưa giao" not in overview(signed_in(world.leader))


def test_one_of_several_programmes_is_chosen(world, programme):
    other = make_programme(world, title="Kế hoạch khác", short_title="Kế hoạch 88")
    live(world, programme, title="Việc của kế hoạch trước")
    client = signed_in(world.leader)
    body = overview(client, chuong_trinh=str(programme.pk))
    assert "Việc của kế hoạch trước" in body
    assert "Chưa có nhiệm vụ nào được giao" in overview(client, chuong_trinh=str(other.pk))


def test_without_a_programme_it_says_so(world):
    assert "Chưa có chương trình nào" in overview(signed_in(world.leader))


def test_the_chart_has_a_table_of_the_same_figures(world, programme):
    make_course(world, programme)
    body = overview(signed_in(world.leader))
    assert "vega-lite" in body
    table = body[body.index("Bảng số liệu của biểu đồ") :]
    assert "SNV" in table


def test_the_overview_costs_the_same_queries_however_many_tasks(world, programme):
    def cost() -> int:
        client = signed_in(world.leader)
        overview(client)
        with CaptureQueriesContext(connection) as queries:
            overview(client)
        return len(queries)

    make_course(world, programme)
    few = cost()
    make_course(world, programme)
    assert cost() == few == 15
