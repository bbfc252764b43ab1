"""Other ways to look at the same tasks: timeline, board, calendar, matrix, responsibilities."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import World, actor, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.accounts.models import User
from tiendo.domain.lifecycle import State
from tiendo.tasks.actions import add_dependency, change_deadline
from tiendo.tasks.models import Task

pytestmark = pytest.mark.django_db

TODAY = dt.date(2025, 9, 10)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


@pytest.fixture
def world() -> World:
    return make_world()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def shown(client: Client, page: str, **query: str) -> str:
    answer = client.get(reverse(page), query)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def in_csv(client: Client, view: str, **query: str) -> list[dict[str, str]]:
    content = client.get(reverse("export-new", args=[view, "csv"]), query).content
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def make_four(world: World) -> dict[str, Task]:
    """One overdue, one whose deadline was moved, one done, one that is continuous."""
    programme = make_programme(world)

    def live(code: str, month: int, day: int, **more: object) -> Task:
        last = dt.date(2025, month, day)
        fields = {"code": code, "deadline_key": str(last), "last_day": last, **more}
        return bring_to(world, make_task(world, programme, **fields), State.LIVE)

    with noon(dt.date(2025, 8, 1)):
        late, moved = live("V-1", 8, 31), live("V-2", 9, 30)
        done = live("V-3", 10, 31, lead=world.stc, coordinating=[world.snv])
        rule = {"deadline_key": "", "last_day": None, "recurrence": "R:continuous"}
        always = make_task(world, programme, code="V-4", **rule)
        bring_to(world, always, State.LIVE)
    change_deadline(
        task=moved,
        deadline_key="2025-11-30",
        last_day=dt.date(2025, 11, 30),
        reason="Chờ hướng dẫn",
        deciding_document="12/UBND",
        version=moved.version,
        by=actor(world.leader),
    )
    return {"late": late, "moved": moved, "done": done, "always": always}


def row_of(page: str, code: str) -> str:
    return next(row for row in re.findall(r"<tr.*?</tr>", page, re.S) if f">{code}<" in row)


def queries(client: Client, page: str) -> int:
    client.get(reverse(page))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse(page))
    return len(asked)


def test_the_timeline_draws_baseline_delay_and_what_has_no_end(world: World) -> None:
    make_four(world)
    page = shown(signed_in(world.leader), "task-timeline")
    assert 'class="tl-late"' in row_of(page, "V-1")
    moved = row_of(page, "V-2")
    assert "30/11/2025 <small>hạn gốc 30/09/2025</small>" in moved
    assert {'class="tl-moved"', 'class="tl-first"'} <= set(re.findall(r'class="tl-\w+"', moved))
    assert 'class="tl-late"' not in row_of(page, "V-3")
    assert 'class="tl-open"' in row_of(page, "V-4")
    assert "Thường xuyên" in row_of(page, "V-4")
    assert "style=" not in page


def table_of(page: str) -> list[list[str]]:
    """The cells of the first table of a page, without the codes of HTML."""
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    rows = re.findall(r"<tr.*?</tr>", body, re.S)
    cells = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S) for row in rows]
    return [[unescape(re.sub(r"<[^>]+>", "", cell)) for cell in row] for row in cells]


PAGES = {
    "task-timeline": 11,
    "task-board": 9,
    "task-calendar": 8,
    "task-matrix": 12,
    "task-responsibilities": 9,
}


def test_each_view_asks_as_much_of_many_tasks_as_of_few(world: World) -> None:
    client = signed_in(world.leader)
    make_four(world)
    few = {page: queries(client, page) for page in PAGES}
    programme = make_programme(world)
    for _number in range(3):
        bring_to(world, make_task(world, programme), State.LIVE)
    assert {page: queries(client, page) for page in PAGES} == few == PAGES


def test_the_bars_are_those_of_the_file(world: World) -> None:
    tasks = make_four(world)
    add_dependency(predecessor=tasks["moved"], successor=tasks["late"], by=actor(world.coordinator))
    client = signed_in(world.leader)
    listed = in_csv(client, "dong-thoi-gian")
    by_code = {row["Mã"]: row for row in listed}
    assert by_code["V-2"]["Số ngày dời hạn"] == "61"
    assert by_code["V-1"]["Phải xong trước"] == "V-2"
    assert by_code["V-4"]["Thời hạn"] == by_code["V-4"]["Số ngày dời hạn"] == ""
    page = shown(client, "task-timeline")
    assert re.findall(r'data-key="Enter">([^<]+)</a>', page) == [row["Mã"] for row in listed]
    assert "sau V-2, việc đó đến hạn muộn hơn" in row_of(page, "V-1")
    assert 'class="tl-link is-late"' in row_of(page, "V-2")
    for row in listed:
        assert row["Trạng thái"] in row_of(page, row["Mã"])
    before = shown(client, "task-timeline", ngay="2025-09-09")
    assert "hạn gốc" not in row_of(before, "V-2")
    assert "sau V-2" not in row_of(before, "V-1")


def test_the_timeline_is_grouped_and_zoomed_by_links(world: World) -> None:
    make_four(world)
    client = signed_in(world.leader)
    assert 'scope="rowgroup">Chưa gắn với phần nào' in shown(client, "task-timeline")
    by_body = shown(client, "task-timeline", nhom="co-quan")
    assert by_body.count('class="group-row"') == 2
    month = shown(client, "task-timeline", muc="thang", moc="2025-11-15")
    assert "moc=2025-10-01" in month
    assert "moc=2025-12-01" in month
    assert 'class="tl-bar"' not in row_of(month, "V-1")
    assert 'class="tl-bar"' in row_of(month, "V-2")
    far = shown(client, "task-timeline", muc="nam", moc="2031-12-31")
    assert 'class="tl-bar"' not in row_of(far, "V-2")


def test_the_board_counts_what_its_columns_open(world: World) -> None:
    make_four(world)
    client = signed_in(world.snv_officer)
    page = client.get(reverse("task-board"))
    columns = {str(each["look"].code): each for each in page.context["columns"]}
    assert {code: each["count"] for code, each in columns.items()} == {
        "overdue": 1,
        "not_started": 2,
        "continuous": 1,
    }
    for each in columns.values():
        listed = client.get(each["url"])
        assert listed.context["page"].paginator.count == each["count"]
    late = columns["overdue"]["cards"][0]
    assert (late.code, str(late.step)) == ("V-1", "Cập nhật tiến độ")
    assert late.step_url == reverse("task-update", args=[Task.objects.get(code="V-1").pk])
    past = client.get(reverse("task-board"), {"ngay": "2025-08-20"}).context["columns"]
    assert all(not card.step for each in past for card in each["cards"])


def test_a_long_column_shows_the_first_and_leads_to_the_rest(world: World) -> None:
    programme = make_programme(world)
    for _number in range(10):
        bring_to(world, make_task(world, programme), State.LIVE)
    page = shown(signed_in(world.leader), "task-board")
    assert page.count("data-key-item") == 8
    assert "Xem thêm 2 nhiệm vụ" in page


def test_the_calendar_shows_deadlines_and_periods_of_a_month(world: World) -> None:
    make_four(world)
    with noon(dt.date(2025, 8, 1)):
        monthly = make_task(
            world,
            make_programme(world),
            code="V-5",
            deadline_key="R:monthly:25",
            deadline_raw="hằng tháng, ngày 25",
            last_day=None,
            recurrence="R:monthly:25",
        )
        bring_to(world, monthly, State.LIVE)
    client = signed_in(world.leader)
    page = client.get(reverse("task-calendar"))
    cells = {cell.day: cell for week in page.context["weeks"] for cell in week}
    assert [entry.code for entry in cells[dt.date(2025, 9, 25)].entries] == ["V-5"]
    assert page.context["total"] == len(in_csv(client, "lich")) == 1
    november = client.get(reverse("task-calendar"), {"thang": "2025-11"})
    days = {"tu": "2025-11-01", "den": "2025-11-30"}
    rows = in_csv(client, "lich", **days)
    assert november.context["total"] == len(rows)
    by_code = {row["Mã"]: row for row in rows}
    assert by_code["V-2"]["Đến hạn"] == "2025-11-30"
    assert by_code["V-5"]["Trạng thái"] == "Chưa đến kỳ"
    assert "?tu=2025-11-01&den=2025-11-30" in unescape(november.content.decode()).replace(
        "thang=2025-11&", ""
    )
    narrowed = client.get(reverse("task-calendar"), {"thang": "2025-11", "den": "2025-11-26"})
    assert narrowed.context["total"] == 1


def test_a_full_day_of_the_calendar_opens_its_list(world: World) -> None:
    programme = make_programme(world)
    for _number in range(6):
        bring_to(world, make_task(world, programme), State.LIVE)
    client = signed_in(world.leader)
    assert "và 2 việc khác" in shown(client, "task-calendar")
    answer = client.get(reverse("task-calendar"), {"chon": "2025-09-30"})
    assert len(answer.context["listed"]) == 6
    assert client.get(reverse("task-calendar"), {"chon": "2025-09-29"}).context["day"] is None


def test_the_matrix_marks_the_part_of_each_body(world: World) -> None:
    make_four(world)
    client = signed_in(world.leader)
    rows = in_csv(client, "ma-tran")
    page = table_of(shown(client, "task-matrix"))
    assert page == [list(row.values()) for row in rows]
    by_code = {row["Mã"]: row for row in rows}
    short = {body.pk: body.short_name or body.name for body in (world.snv, world.stc, world.skhcn)}
    assert by_code["V-1"][short[world.snv.pk]] == "C"
    assert by_code["V-1"][short[world.stc.pk]] == "P"
    assert by_code["V-3"][short[world.stc.pk]] == "C"
    assert by_code["V-1"][short[world.skhcn.pk]] == "X"


def test_bodies_beyond_the_columns_stand_by_name(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_four(world)
    monkeypatch.setattr("tiendo.overview.sheets.matrix.MOST_BODIES", 1)
    rows = in_csv(signed_in(world.leader), "ma-tran")
    assert len(rows[0]) == 4
    assert f"{world.stc.name} (P)" in rows[0]["Cơ quan khác"]


def test_every_body_is_reached_in_the_matrix(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those beyond the first columns stood by name alone, in a last column nobody sorted."""
    make_four(world)
    client = signed_in(world.leader)
    every = {cell for row in table_of(shown(client, "task-matrix")) for cell in row[2:-1]}
    monkeypatch.setattr("tiendo.overview.sheets.matrix.MOST_BODIES", 1)
    page = shown(client, "task-matrix", chu_tri=str(world.snv.pk))
    pages, marks = 1, set()
    while following := re.search(r'rel="next" href="(\?[^"]*cot=[^"]*)"', page):
        pages += 1
        marks |= {cell for row in table_of(page) for cell in row[2:-1]}
        address = unescape(following[1])
        assert f"chu_tri={world.snv.pk}" in address
        page = client.get(reverse("task-matrix") + address).content.decode()
    marks |= {cell for row in table_of(page) for cell in row[2:-1]}
    assert pages >= 3
    assert {"C", "P", "X"} <= marks <= every
    assert "Cơ quan 1–1 trong" in shown(client, "task-matrix", cot="x")


def test_responsibilities_are_told_by_task_and_counted_by_body(world: World) -> None:
    make_four(world)
    client = signed_in(world.leader)
    rows = in_csv(client, "trach-nhiem")
    assert table_of(shown(client, "task-responsibilities")) == [list(row.values()) for row in rows]
    first = next(row for row in rows if row["Mã"] == "V-1")
    assert first["Chủ trì"] == world.snv.name
    assert first["Phối hợp"] == world.stc.name
    assert first["Xác nhận"] == world.skhcn.name
    assert first["Thẩm quyền quyết định"] == "UBND tỉnh"
    page = shown(client, "task-responsibilities", theo="co-quan")
    counted = in_csv(client, "trach-nhiem-co-quan")
    assert table_of(page) == [list(row.values()) for row in counted]
    links = re.findall(r'<a href="(/nhiem-vu/\?[^"]*)">(\d+)</a>', page)
    assert len(links) >= 6
    for url, number in links:
        assert client.get(url).context["page"].paginator.count == int(number), url


def test_the_tabs_carry_filter_and_day_and_views_keep_the_filter(world: World) -> None:
    make_four(world)
    client = signed_in(world.leader)
    for page in PAGES:
        content = shown(client, page, trang_thai="overdue", ngay="2025-09-05", thang="2025-08")
        assert "/nhiem-vu/ma-tran/?ngay=2025-09-05&trang_thai=overdue" in content
        assert "V-1" in content
        assert "V-3" not in content
    assert "?" not in re.findall(r'href="(/nhiem-vu/bang/[^"]*)"', shown(client, "task-list"))[0]


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("task-calendar", {"thang": "2025-13"}),
        ("task-calendar", {"chon": "hôm qua"}),
        ("task-timeline", {"muc": "thang", "moc": "31/2/2025"}),
        ("task-matrix", {"ngay": "không"}),
    ],
)
def test_a_day_that_does_not_exist_is_said(world: World, page: str, query: dict[str, str]) -> None:
    assert signed_in(world.leader).get(reverse(page), query).status_code == 400


def test_before_the_programme_every_view_is_empty_and_whole(world: World) -> None:
    make_four(world)
    client = signed_in(world.leader)
    for page in PAGES:
        assert "V-1" not in shown(client, page, ngay="2025-01-01", thang="2025-08")
    assert "V-1" not in shown(signed_in(world.ea_trang_officer), "task-timeline")
