"""Own dashboards: composing, sharing, beginning with one, the wall, files, and whose numbers."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories import World, actor, make_world
from tests.integration.test_exports import in_docx
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import User
from tiendo.domain.lifecycle import State
from tiendo.overview.dashboards import actions
from tiendo.overview.dashboards.building import build_blocks
from tiendo.overview.dashboards.charts import charts_there_are
from tiendo.overview.dashboards.errors import DashboardError
from tiendo.overview.dashboards.kinds import KINDS
from tiendo.overview.dashboards.looking import Look
from tiendo.overview.dashboards.starters import STARTERS, BlockPlan
from tiendo.overview.dashboards.tables import views_for_blocks
from tiendo.overview.models import Dashboard, DashboardBlock, SavedFilter, Sharing, StartPage
from tiendo.overview.saved_filters import (
    FilterData,
    Shared,
    change_filter,
    delete_filter,
    restore_filter,
    save_filter,
)

pytestmark = pytest.mark.django_db

TODAY = dt.date(2025, 9, 10)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TILE = re.compile(r'<(a href="([^"]+)"|div) class="tile[^>]*><span class="tile-value">([^<]+)<')


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def two_bodies_at_work(world: World) -> None:
    """Of Sở Nội vụ one task overdue and one within time, of Công an tỉnh one within time."""
    programme = make_programme(world)
    past = dt.date(2025, 8, 31)
    with noon(dt.date(2025, 8, 1)):
        late = make_task(
            world, programme, title="Việc trễ", last_day=past, deadline_key=past.isoformat()
        )
        for task in (
            late,
            make_task(world, programme, title="Việc còn hạn"),
            make_task(world, programme, title="Việc công an", lead=world.congan, coordinating=[]),
        ):
            bring_to(world, task, State.LIVE)


def begun(user: User, starter: str = "meeting") -> Dashboard:
    return actions.create_dashboard(title="Bảng của tôi", starter=STARTERS[starter], by=actor(user))


def share(dashboard: Dashboard, user: User, sharing: Sharing, role: str = "") -> None:
    actions.share_dashboard(dashboard=dashboard, sharing=sharing, role=role, by=actor(user))


def body_of(client: Client, dashboard: Dashboard, name: str = "own-dashboard", **query: str) -> str:
    response = client.get(reverse(name, args=[dashboard.pk]), query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("starter", STARTERS)
def test_nobody_begins_from_nothing(world: World, starter: str) -> None:
    two_bodies_at_work(world)
    client = signed_in(world.snv_officer)
    made = client.post(reverse("own-dashboard-new"), {"title": "Bảng", "starter": starter})
    dashboard = Dashboard.objects.get()
    assert made["Location"] == reverse("own-dashboard-edit", args=[dashboard.pk])
    body = body_of(client, dashboard)
    assert body.count('class="dash-block') == dashboard.blocks.count()
    assert "notice-warning" not in body


def test_each_number_opens_the_list_it_counts(world: World) -> None:
    two_bodies_at_work(world)
    client = signed_in(world.leader)
    tiles = TILE.findall(body_of(client, begun(world.leader)))
    assert [words for _tag, _url, words in tiles] == ["3", "0", "0", "2", "1", "0"]
    for _tag, url, words in tiles:
        if url:
            listed = client.get(html.unescape(url)).content.decode()
            assert listed.count('<td class="num-code"') == int(words)


def test_who_is_shared_with_sees_the_numbers_of_their_own_rights(world: World) -> None:
    two_bodies_at_work(world)
    dashboard = begun(world.coordinator)
    share(dashboard, world.coordinator, Sharing.ALL)
    seen = {
        person: TILE.findall(body_of(signed_in(getattr(world, person)), dashboard))[0][2]
        for person in ("coordinator", "snv_officer", "congan_officer", "ea_trang_officer")
    }
    assert seen == {
        "coordinator": "3",
        "snv_officer": "2",
        "congan_officer": "1",
        "ea_trang_officer": "0",
    }


def test_a_dashboard_is_seen_by_those_it_is_shared_with(world: World) -> None:
    dashboard = begun(world.snv_head)
    people = ("snv_officer", "stc_head", "stc_officer")

    def seen() -> list[int]:
        url = reverse("own-dashboard", args=[dashboard.pk])
        return [signed_in(getattr(world, name)).get(url).status_code for name in people]

    assert seen() == [403, 403, 403]
    share(dashboard, world.snv_head, Sharing.BODY)
    assert seen() == [200, 403, 403]
    with pytest.raises(PermissionRefused):
        share(dashboard, world.snv_head, Sharing.ROLE, "unit_head")
    with pytest.raises(PermissionRefused):
        share(dashboard, world.snv_officer, Sharing.NOBODY)
    of_all = begun(world.coordinator)
    share(of_all, world.coordinator, Sharing.ROLE, "unit_head")
    dashboard = of_all
    assert seen() == [403, 200, 403]
    with pytest.raises(DashboardError):
        share(of_all, world.coordinator, Sharing.ROLE)


def test_a_copy_is_ones_own(world: World) -> None:
    dashboard = begun(world.coordinator)
    share(dashboard, world.coordinator, Sharing.ALL)
    client = signed_in(world.snv_officer)
    client.post(reverse("own-dashboard-step", args=[dashboard.pk, "sao"]))
    copy = Dashboard.objects.get(owner=world.snv_officer)
    assert copy.sharing == Sharing.NOBODY
    assert list(copy.blocks.values_list("kind", "config")) == list(
        dashboard.blocks.values_list("kind", "config")
    )


def test_the_start_page_falls_back_when_it_is_gone(world: World) -> None:
    dashboard = begun(world.coordinator)
    share(dashboard, world.coordinator, Sharing.ALL)
    client = signed_in(world.snv_officer)
    own = reverse("own-dashboard", args=[dashboard.pk])
    client.post(reverse("own-dashboard-step", args=[dashboard.pk, "trang-dau"]))
    assert client.get("/")["Location"] == own
    share(dashboard, world.coordinator, Sharing.NOBODY)
    assert client.get("/")["Location"] == reverse("my-work")
    share(dashboard, world.coordinator, Sharing.ALL)
    actions.remove_dashboard(dashboard=dashboard, by=actor(world.coordinator))
    assert client.get("/")["Location"] == reverse("my-work")
    actions.restore_dashboard(dashboard=dashboard, by=actor(world.coordinator))
    assert client.get("/")["Location"] == own
    client.post(reverse("own-dashboard-step", args=[dashboard.pk, "bo-trang-dau"]))
    assert not StartPage.objects.exists()


def test_blocks_are_added_moved_taken_off_and_put_back(world: World) -> None:
    two_bodies_at_work(world)
    dashboard = begun(world.snv_head, "empty")
    client = signed_in(world.snv_head)
    for kind, values in (
        ("tasks", {"trang_thai": "overdue", "ordering": "deadline", "rows": "5", "width": "1"}),
        ("text", {"text": "Họp thứ hai\nhằng tuần", "width": "2", "title": "Lưu ý"}),
    ):
        url = reverse("own-block-new", args=[dashboard.pk, kind])
        assert client.post(url, values).status_code == 302
    tasks, text = dashboard.blocks.all()
    body = body_of(client, dashboard)
    assert "Việc trễ" in body
    assert "Việc còn hạn" not in body
    assert body.index("Danh sách nhiệm vụ</h2>") < body.index("Lưu ý")

    def press(block: Any, name: str) -> None:
        client.post(reverse("own-block-step", args=[dashboard.pk, block.pk, name]))

    press(text, "len")
    assert list(dashboard.blocks.values_list("pk", flat=True)) == [text.pk, tasks.pk]
    press(tasks, "xoa")
    assert "Việc trễ" not in body_of(client, dashboard)
    press(tasks, "khoi-phuc")
    assert "Việc trễ" in body_of(client, dashboard)
    edited = client.post(
        reverse("own-block-edit", args=[dashboard.pk, tasks.pk]),
        {"ordering": "plan", "rows": "1", "width": "2", "title": "Việc đầu tiên"},
    )
    assert edited.status_code == 302
    body = body_of(client, dashboard)
    assert "Việc đầu tiên" in body
    assert "Xem tất cả" in body


def test_there_are_no_more_blocks_than_one_glance_takes(world: World) -> None:
    dashboard = begun(world.snv_head, "empty")
    by = actor(world.snv_head)
    for _each in range(12):
        actions.add_block(dashboard=dashboard, plan=BlockPlan("text"), by=by)
    with pytest.raises(DashboardError, match="12 khối"):
        actions.add_block(dashboard=dashboard, plan=BlockPlan("text"), by=by)


def test_a_preview_shows_the_block_before_it_is_kept(world: World) -> None:
    two_bodies_at_work(world)
    dashboard = begun(world.leader, "empty")
    url = reverse("own-block-new", args=[dashboard.pk, "tasks"])
    query = {"xem": "1", "trang_thai": "overdue", "ordering": "plan", "rows": "5", "width": "1"}
    shown = signed_in(world.leader).get(url, query, headers={"HX-Request": "true"})
    assert "Việc trễ" in shown.content.decode()
    assert "<html" not in shown.content.decode()
    assert not dashboard.blocks.exists()


def test_every_view_and_every_chart_can_stand_in_a_block(world: World) -> None:
    two_bodies_at_work(world)
    dashboard = begun(world.leader, "empty")
    blocks = [
        *(BlockPlan("table", {"view": name, "rows": 3}) for name in views_for_blocks()),
        *(BlockPlan("chart", {"chart": code}) for code in charts_there_are()),
    ]
    look = Look(actor(world.leader), TODAY)
    rows = [DashboardBlock(pk=1, kind=plan.kind, config=plan.config) for plan in blocks]
    assert [built.problem for built in build_blocks(look, rows)] == [""] * len(blocks)
    client = signed_in(world.leader)
    for plan in blocks[-12:]:
        actions.add_block(dashboard=dashboard, plan=plan, by=actor(world.leader))
    body = body_of(client, dashboard)
    assert "notice-warning" not in body
    assert 'class="line-chart"' in body


BROKEN = {
    "a body that is gone": BlockPlan("tasks", {"values": {"chu_tri": "999999"}}),
    "a view that is gone": BlockPlan("table", {"view": "bieu-cu", "rows": 3}),
    "a chart that is gone": BlockPlan("chart", {"chart": "banh-ram"}),
    "a kind that is gone": BlockPlan("ban-do"),
    "a filter nobody reads": BlockPlan("count", {"values": {"tu": "hôm qua"}, "counts": []}),
}


def test_a_block_that_lost_its_filter_says_so_and_the_others_stand(world: World) -> None:
    two_bodies_at_work(world)
    dashboard = begun(world.leader)
    for plan in BROKEN.values():
        actions.add_block(dashboard=dashboard, plan=plan, by=actor(world.leader))
    client = signed_in(world.leader)
    body = body_of(client, dashboard)
    assert body.count("notice-warning") == len(BROKEN)
    assert "nêu điều không còn, hoặc không được xem: Chủ trì" in body
    assert [words for _tag, _url, words in TILE.findall(body)][0] == "3"
    assert client.get(reverse("own-dashboard-file", args=[dashboard.pk, "xlsx"])).status_code == 200
    assert "Loại khối không còn" in body_of(client, dashboard, "own-dashboard-edit")


def test_the_files_hold_the_numbers_of_the_screen(world: World) -> None:
    two_bodies_at_work(world)
    dashboard = begun(world.leader, "leader")
    client = signed_in(world.leader)
    shown = [words for _tag, _url, words in TILE.findall(body_of(client, dashboard))]
    answer = client.get(reverse("own-dashboard-file", args=[dashboard.pk, "xlsx"]))
    book = load_workbook(io.BytesIO(answer.content))
    assert len(book.worksheets) == 2 * dashboard.blocks.count()
    counts = [row[1].value for row in list(book.worksheets[0].iter_rows())[1:]]
    assert [str(count) for count in counts[:6]] == shown[:6]
    written = client.get(reverse("own-dashboard-file", args=[dashboard.pk, "docx"]))
    rows = in_docx(written.content)
    assert [row[2] for row in rows[1:7]] == shown[:6]
    assert client.get(reverse("own-dashboard-file", args=[dashboard.pk, "csv"])).status_code == 404


def test_a_dashboard_of_a_past_day_is_that_of_the_day(world: World) -> None:
    two_bodies_at_work(world)
    dashboard = begun(world.leader)
    tiles = TILE.findall(body_of(signed_in(world.leader), dashboard, ngay="2025-08-15"))
    assert [words for _tag, _url, words in tiles] == ["3", "0", "0", "3", "0", "0"]
    assert "tính đến ngày 15/08/2025" in body_of(
        signed_in(world.leader), dashboard, "own-dashboard-wall", ngay="2025-08-15"
    )


def test_the_wall_comes_anew_and_turns_to_the_next(world: World) -> None:
    two_bodies_at_work(world)
    first, second = begun(world.leader), begun(world.leader, "body")
    client = signed_in(world.leader)
    body = body_of(client, first, "own-dashboard-wall", xoay=str(second.pk))
    following = html.unescape(re.search(r'hx-get="([^"]+)"', body)[1])  # type: ignore[index]
    assert following == f"/bang-dieu-hanh/{second.pk}/man-hinh/?xoay={first.pk}"
    part = client.get(following, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert f"/bang-dieu-hanh/{first.pk}/man-hinh/" in part
    actions.remove_dashboard(dashboard=second, by=actor(world.leader))
    gone = client.get(following, headers={"HX-Request": "true"})
    assert gone.status_code == 200
    assert "không còn được chia sẻ" in gone.content.decode()
    signed_out = Client().get(following, headers={"HX-Request": "true"})
    assert signed_out.status_code == 204


def test_a_dashboard_costs_the_same_queries_however_many_tasks(world: World) -> None:
    dashboard = begun(world.leader, "empty")
    by = actor(world.leader)
    of_tasks = [kind for kind in KINDS.values() if not kind.asks_picture]
    for kind in of_tasks:
        plan = BlockPlan(kind.code, {**kind.defaults, "change": True})
        actions.add_block(dashboard=dashboard, plan=plan, by=by)
    client = signed_in(world.leader)

    def cost() -> int:
        body_of(client, dashboard)
        with CaptureQueriesContext(connection) as queries:
            body_of(client, dashboard)
        return len(queries)

    two_bodies_at_work(world)
    few = cost()
    two_bodies_at_work(world)
    actions.add_block(dashboard=dashboard, plan=BlockPlan("count", {"counts": ["total"]}), by=by)
    assert cost() == few == 19


def kept_filter(user: User, status: str, shared: Shared) -> SavedFilter:
    data = FilterData("Việc của bộ lọc", {"trang_thai": status}, shared=shared)
    return save_filter(data=data, by=actor(user))


def block_that_follows(user: User, saved: SavedFilter) -> Dashboard:
    """A dashboard of one block put together on its page, sharing the numbers with all."""
    dashboard = begun(user, "empty")
    url = reverse("own-block-new", args=[dashboard.pk, "tasks"])
    values = {"saved": saved.pk, "ordering": "plan", "rows": "9", "width": "1"}
    assert signed_in(user).post(url, values).status_code == 302
    share(dashboard, user, Sharing.ALL)
    dashboard.refresh_from_db()
    return dashboard


def test_a_block_follows_its_saved_filter(world: World) -> None:
    """It held a copy: what changed in the filter never showed on the dashboard."""
    two_bodies_at_work(world)
    saved = kept_filter(world.coordinator, "overdue", Shared())
    dashboard = block_that_follows(world.coordinator, saved)
    officer = signed_in(world.snv_officer)
    body = body_of(officer, dashboard)
    assert "Việc trễ" in body
    assert "Việc còn hạn" not in body
    SavedFilter.objects.filter(pk=saved.pk).update(values={"trang_thai": "not_started"})
    body = body_of(officer, dashboard)
    assert "Việc trễ" not in body
    assert "Việc còn hạn" in body
    block = dashboard.blocks.get()
    form = signed_in(world.coordinator).get(
        reverse("own-block-edit", args=[dashboard.pk, block.pk])
    )
    assert form.context["form"]["saved"].value() == saved.pk
    delete_filter(saved=saved, by=actor(world.coordinator))
    body = body_of(officer, dashboard)
    assert "đã bị xóa hoặc không còn được chia sẻ" in body
    assert "Việc còn hạn" not in body
    restore_filter(saved=saved, by=actor(world.coordinator))
    assert "Việc còn hạn" in body_of(officer, dashboard)


def test_a_copy_keeps_the_conditions_of_a_filter_its_owner_does_not_see(world: World) -> None:
    two_bodies_at_work(world)
    saved = kept_filter(world.coordinator, "overdue", Shared())
    dashboard = block_that_follows(world.coordinator, saved)
    by = actor(world.snv_officer)
    copy = actions.duplicate_dashboard(dashboard=dashboard, title="Bản sao", by=by)
    assert copy.blocks.get().config == {
        "values": {"trang_thai": "overdue"},
        "ordering": "plan",
        "rows": 9,
    }
    change_filter(
        saved=saved, name=saved.name, shared=Shared(Sharing.ALL), by=actor(world.coordinator)
    )
    other = actions.duplicate_dashboard(dashboard=dashboard, title="Bản sao khác", by=by)
    assert other.blocks.get().config["filter"] == saved.pk
