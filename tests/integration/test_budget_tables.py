"""The tables of money and their files; every figure of November 2025 from the loaded data."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import budget_factories as made
from tests.factories import World, actor, make_world
from tests.integration.test_exports import every_form_says_the_same
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.budgets import actions
from tiendo.budgets.models import Area, BudgetLine, Nature, Source
from tiendo.budgets.queries import LineFilter, year_money
from tiendo.composer.sheets import Values, bare
from tiendo.demo.scenes.budget import record_projects, record_year
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.measuring.money_and_work import money_beside_work
from tiendo.overview.asking import Asked
from tiendo.overview.sheets import VIEWS
from tiendo.overview.sheets.budget_views import MONEY
from tiendo.workspace.templatetags.vn import money as shown
from tiendo.workspace.templatetags.vn import percent
from vanban.quantities import Missing

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 11, 10)
MILLION = made.MILLION


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


@pytest.fixture
def november(world: World) -> World:
    """The figures of the report of November 2025, as they are loaded."""
    by = actor(world.coordinator)
    record_year(by, world.ubnd, None)
    record_projects(by, world.skhcn, world.snv, None)
    return world


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words_of(response: Any) -> str:
    """What a page says, without its tags."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(text).split())


def rows_of(world: World, name: str, **values: str) -> list[dict[str, Any]]:
    """The rows of a view, as the leader sees it."""
    sheet = VIEWS[name].build(Asked(actor(world.leader), TODAY, values=values))
    keys = [column.key for column in sheet.columns]
    totals: list[Values] = [] if sheet.totals is None else [sheet.totals]
    return [dict(zip(keys, map(bare, row), strict=True)) for row in [*sheet.rows, *totals]]


def test_every_figure_of_the_report_comes_out_to_the_digit(november: World, shared: Path) -> None:
    told = json.loads((shared / "gold/detail/report-2025-11.json").read_text(encoding="utf-8"))
    money = year_money(actor(november.leader), LineFilter(2025), TODAY)
    natures, areas = money.splits["nature"].groups, money.splits["area"].groups
    of = money.cross
    total = rows_of(november, "du-an", q="DA06")[0]["total"]
    ours = {
        "tổng dự toán chi KHCN, ĐMST, CĐS": money.total.allotted,
        "chi đầu tư": natures[Nature.INVESTMENT].allotted,
        "chi đầu tư – ngân sách Trung ương": of[Nature.INVESTMENT, Source.CENTRAL].allotted,
        "chi đầu tư – ngân sách tỉnh": of[Nature.INVESTMENT, Source.PROVINCE].allotted,
        "chi thường xuyên – ngân sách tỉnh": of[Nature.RECURRENT, Source.PROVINCE].allotted,
        "giải ngân": money.total.paid,
        "giải ngân – khoa học công nghệ": areas[Area.SCIENCE].paid,
        "giải ngân – đổi mới sáng tạo": areas[Area.INNOVATION].paid,
        "giải ngân – chuyển đổi số": areas[Area.DIGITAL].paid,
        "tổng mức đầu tư dự án phục vụ Đề án 06": total,
    }
    stated = {row["metric"]: row for row in told["observations"] if row["unit"] == "triệu đồng"}
    assert stated.keys() == ours.keys()
    for metric, row in stated.items():
        assert ours[metric] == row["value"] * MILLION, metric
        assert f"{shown(ours[metric])} triệu đồng" == row["raw"], metric
    [rate] = [row for row in told["observations"] if row["metric"].startswith("tỷ lệ giải ngân")]
    assert money.rate.value is not None
    assert percent(money.rate.value, 2) == rate["raw"] == "36,67%"
    assert f"{money.rate.on:%Y-%m-%d}" == rate["as_of"]
    in_vnd = sorted(row["value_vnd"] for row in told["money"])
    assert in_vnd == sorted(amount for amount in ours.values() if isinstance(amount, int))


def test_sums_stated_as_checks_hold_of_the_loaded_data(november: World, shared: Path) -> None:
    told = json.loads((shared / "gold/detail/report-2025-11.json").read_text(encoding="utf-8"))
    money = year_money(actor(november.leader), LineFilter(2025), TODAY)
    every = [money.total, *money.cross.values()]
    every += [total for split in money.splits.values() for total in split.groups.values()]
    known = {
        amount // MILLION for total in every for amount in (total.allotted, total.paid) if amount
    }
    sums = [check["expr"] for check in told["checks"] if check["kind"] in ("sum", "derived")]
    of_money = [each for each in sums if int(each.partition("==")[2]) > 5000]
    assert len(of_money) == 4
    for each in of_money:
        parts, _equals, whole = each.partition("==")
        figures = [int(part) for part in parts.split("+")]
        assert known.issuperset([*figures, int(whole)]), each
        assert sum(figures) == int(whole)


def test_the_tables_of_november_say_what_a_rate_is_a_rate_of(november: World) -> None:
    rows = rows_of(november, "tong-hop-ngan-sach")
    assert [row["allotted"] for row in rows][-1] == 500_118 * MILLION
    # What was paid is told apart by area alone: no other group has a rate.
    assert {row["rate"] for row in rows[:-1]} == {Missing.NO_DATA}
    assert percent(rows[-1]["rate"]) == "36,67%"
    client = signed_in(november.leader)
    said = words_of(client.get(reverse("budget-table", args=["tong-hop-ngan-sach"])))
    assert "Số liệu tính đến ngày: 10/11/2025" in said and "36,67%" in said
    assert "302.430.000.000" in said and "Đã giải ngân ÷ dự toán được giao" in said
    assert client.get(reverse("budget-table", args=["nhiem-vu"])).status_code == 404


@pytest.fixture
def much(world: World) -> World:
    """A little of everything that the tables show."""
    programme = make_programme(world)
    task = bring_to(world, make_task(world, programme), State.LIVE)
    project = made.project(world)
    made.approve(world, project, 90)
    line = made.line(world, project=project, task=task.pk, item_code="6900")
    made.step(world, line, 30)
    made.pay(world, line, 10, dt.date(2025, 5, 5))
    wrong = made.pay(world, line, 7, dt.date(2025, 6, 5), symbol="KB-7")
    actions.withdraw_amount(by=actor(world.coordinator), row=wrong, reason="Ghi hai lần")
    made.project(world, code="DA-02", owner=world.stc)
    made.statement(world, [made.paid_row(TODAY, "KB-9", 3 * MILLION)])
    return world


def test_every_form_of_a_table_says_the_same(much: World, tmp_path: Path) -> None:
    made.line(much, title="Kho dữ liệu cán bộ, công chức, viên chức của tỉnh", body=much.stc)
    # The day that the comparison of files is made for.
    with noon(dt.date(2025, 9, 10)):
        client, asked = signed_in(much.coordinator), Asked(actor(much.coordinator), clock.today())
        for view in MONEY:
            every_form_says_the_same(much.coordinator, client, view.name, tmp_path)
            assert len(list(view.build(asked).rows)) == view.count(asked) > 0, view.name


def test_the_table_of_a_list_names_what_the_treasury_does_not_list(much: World) -> None:
    made.pay(much, BudgetLine.objects.order_by("pk")[0], 4, TODAY, symbol="KB-10")
    every = [("KB-9", "Chưa đối chiếu", 3 * MILLION), ("KB-10", "Không có ở Kho bạc", 4 * MILLION)]
    for state, expected in (("", every), ("open", every[:1]), ("unlisted", every[1:])):
        asked = Asked(actor(much.coordinator), TODAY, values={"trang_thai": state})
        sheet = VIEWS["kho-bac"].build(asked)
        places = [
            [column.key for column in sheet.columns].index(key)
            for key in ("symbol", "state", "amount")
        ]
        found = [tuple(bare(row[place]) for place in places) for row in sheet.rows]
        assert found == expected and VIEWS["kho-bac"].count(asked) == len(expected)


def test_a_table_shows_what_was_known_then(much: World) -> None:
    assert [row["amount"] for row in rows_of(much, "giai-ngan")] == [10 * MILLION]
    [line, total] = rows_of(much, "ngan-sach")
    assert (line["paid"], line["left"], line["item"]) == (10 * MILLION, 20 * MILLION, "6900")
    assert line["rate"] == total["rate"] == Decimal("0.333333")


def test_money_stands_beside_work_those_farthest_apart_first(much: World) -> None:
    by, project = actor(much.coordinator), made.project(much, code="DA-03")
    made.approve(much, project, 100, symbol="3/QĐ")
    line = made.line(much, project=project, title="Máy chủ")
    made.pay(much, line, 80, TODAY)
    for done in (True, False):
        step = actions.add_milestone(by=by, project=project, name="Mốc", last_day=TODAY)
        if done:
            actions.finish_milestone(by=by, milestone=step, on=TODAY, note="")
    rows = money_beside_work(by, TODAY)
    first = rows[0]
    assert (first.code, first.money, first.work) == ("DA-03", Decimal("0.8"), Decimal("0.5"))
    assert first.step.value == "money_ahead"
    assert rows[-1].gap is None
    said = words_of(signed_in(much.leader).get(reverse("budget-table", args=["tien-va-viec"])))
    assert said.index("DA-03") < said.index("DA-02") and "Tiền đi trước việc" in said


def test_a_body_finds_its_own_money_alone(much: World) -> None:
    asked = Asked(actor(much.stc_officer), TODAY)
    for name in ("ngan-sach", "giai-ngan", "tong-hop-ngan-sach"):
        assert not list(VIEWS[name].build(asked).rows)
    assert [row[1] for row in VIEWS["du-an"].build(asked).rows] != []
    assert not list(VIEWS["kho-bac"].build(asked).rows)
    client = signed_in(much.stc_officer)
    for name in ("dau-tu-giong-nhau", "kho-bac"):
        assert client.get(reverse("export-new", args=[name, "csv"])).status_code == 403
