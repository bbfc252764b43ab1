"""The screens of money: the figures of November 2025 to the digit, forms, queries."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import budget_factories as made
from tests.factories import World, actor, make_world
from tests.task_factories import make_programme, noon
from tiendo.accounts.models import User
from tiendo.budgets import actions
from tiendo.budgets.models import BudgetLine, Disbursement, Project, TreasuryStatement
from tiendo.budgets.queries import LineFilter, year_money
from tiendo.demo.scenes.budget import TOLD_ON, record_projects, record_year

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NBSP = "\u00a0"


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TOLD_ON):
        yield


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def words_of(response: Any) -> str:
    """What a page says, its marks left out."""
    assert response.status_code in (200, 422), response.status_code
    main = response.content.decode().partition('<main id="main"')[2].partition("</main>")[0]
    text = html.unescape(re.sub(r"<[^>]+>", " ", main)).replace(NBSP, " ")
    return " ".join(text.split())


@pytest.fixture
def november(world: World) -> World:
    by = actor(world.coordinator)
    programme = make_programme(world)
    record_year(by, world.ubnd, programme)
    record_projects(by, world.skhcn, world.congan, programme)
    return world


def test_the_sums_of_november_2025_come_out_to_the_digit(november: World) -> None:
    money = year_money(actor(november.leader), LineFilter(2025), TOLD_ON)
    million = 10**6
    assert money.total.allotted == 500_118 * million
    assert money.total.paid == 183_395 * million
    allotted = {
        name: {group: total.allotted for group, total in split.groups.items()}
        for name, split in money.splits.items()
    }
    assert allotted["nature"] == {
        "investment": 325_030 * million,
        "recurrent": 175_088 * million,
    }
    assert allotted["source"] == {
        "central": 302_430 * million,
        "province": (22_600 + 175_088) * million,
    }
    paid = {group: total.paid for group, total in money.splits["area"].groups.items()}
    assert paid == {
        "science": 42_570 * million,
        "innovation": 7_438 * million,
        "digital": 133_387 * million,
    }


def test_the_page_of_november_2025_prints_them_as_the_report_does(november: World) -> None:
    said = words_of(signed_in(november.leader).get(reverse("budget-list")))
    for printed in ("500.118", "325.030", "302.430", "22.600", "175.088"):
        assert f" {printed} " in said
    for printed in ("183.395", "42.570", "7.438", "133.387"):
        assert f" {printed} " in said
    assert "36,67%" in said and "số liệu gần nhất ngày 10/11/2025" in said
    assert "183.395 đã giải ngân ÷ 500.118 triệu đồng dự toán được giao, đến 10/11/2025" in said
    in_billions = words_of(signed_in(november.leader).get(reverse("budget-list"), {"don-vi": "ty"}))
    assert " 500,118 " in in_billions and " 183,395 " in in_billions
    in_dong = words_of(signed_in(november.leader).get(reverse("budget-list"), {"don-vi": "dong"}))
    assert " 500.118.000.000 " in in_dong
    assert "36,67%" in in_billions and "36,67%" in in_dong


def test_before_the_figures_were_told_there_are_none(november: World) -> None:
    leader = signed_in(november.leader)
    before = words_of(leader.get(reverse("budget-list"), {"ngay": "2025-11-09"}))
    assert "36,67%" not in before and "Chưa có số liệu" in before
    year_before = words_of(leader.get(reverse("budget-list"), {"ngay": "2024-11-09", "nam": 2025}))
    assert "Chưa đến kỳ" in year_before


def test_the_equipment_of_project_06_stands_with_its_decision(november: World) -> None:
    project = Project.objects.get(code="DA06-TB")
    said = words_of(signed_in(november.leader).get(reverse("project", args=[project.pk])))
    assert "53/NQ-HĐND" in said and "107.483 triệu đồng" in said
    assert "Ngân sách trung ương" in said
    listed = words_of(signed_in(november.leader).get(reverse("project-list")))
    assert "107.483" in listed and "2021–2025" in listed


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1.234,5", "chưa có đơn vị"),
        ("1,234.5 triệu", "không đọc được"),
        ("khoảng 99,9 triệu", "là số ước chừng"),
        ("hơn 80 tỷ", "là số ước chừng"),
        ("25 %", "không phải số tiền đồng"),
        ("0,5 đồng", "lẻ dưới một đồng"),
    ],
)
def test_an_amount_that_is_none_is_refused_beside_its_field(
    world: World, typed: str, said: str
) -> None:
    line = made.line(world)
    data = {"amount_vnd": typed, "day": "10/11/2025", "symbol": "UNC 5"}
    url = reverse("budget-payment-new", args=[line.pk])
    response = signed_in(world.snv_officer).post(url, data)
    assert response.status_code == 422
    assert said in words_of(response)
    assert not Disbursement.objects.exists()


def test_an_amount_is_typed_as_people_write_it(world: World) -> None:
    line, officer = made.line(world), signed_in(world.snv_officer)
    data = {"amount_vnd": "1.234,5 triệu", "day": "10/11/2025", "symbol": "UNC 5"}
    url = reverse("budget-payment-new", args=[line.pk])
    assert officer.post(url, data).status_code == 302
    row = Disbursement.objects.get()
    assert row.amount_vnd == 1_234_500_000
    url = reverse("budget-correct", args=["giai-ngan", row.pk])
    assert "1.234.500.000 đồng" in officer.get(url).content.decode()
    corrected = data | {"amount_vnd": "1,2 tỷ", "reason": "Nhầm số"}
    assert officer.post(url, corrected).status_code == 302
    assert officer.post(url, corrected).status_code == 409
    said = words_of(officer.get(reverse("budget-line", args=[line.pk])))
    assert "Đã đính chính" in said and "1.200 triệu đồng" in said


def test_a_future_or_foreign_day_is_refused_with_words(world: World) -> None:
    line, officer = made.line(world), signed_in(world.snv_officer)
    url = reverse("budget-payment-new", args=[line.pk])
    data = {"amount_vnd": "5 triệu", "symbol": "UNC 5"}
    assert "còn ở phía trước" in words_of(officer.post(url, data | {"day": "11/11/2025"}))
    assert "nằm ngoài niên độ 2025" in words_of(officer.post(url, data | {"day": "31/12/2024"}))


def test_a_list_of_the_treasury_is_taken_in_and_worked_off(world: World) -> None:
    client = signed_in(world.coordinator)
    line = made.line(world)
    made.pay(world, line, 20, dt.date(2025, 5, 6), symbol="KB-02")
    rows = [
        made.paid_row(dt.date(2025, 5, 6), "KB-02", 25_000_000),
        made.paid_row(dt.date(2025, 5, 9), "KB-09", 9_000_000),
    ]
    file = SimpleUploadedFile("kb.xlsx", made.workbook(rows))
    data = {"file": file, "year": 2025, "as_of": "10/11/2025"}
    assert client.post(reverse("treasury-list"), data).status_code == 302
    statement = TreasuryStatement.objects.get()
    page = reverse("treasury", args=[statement.pk])
    assert "Khác số tiền (1)" in words_of(client.get(page))
    [differing, missing] = statement.rows.all()
    row_page = reverse("treasury-row", args=[missing.pk])
    assert client.post(row_page, {"line": line.pk}).status_code == 302
    assert "Đã ghi nhận (1)" in words_of(client.get(page))
    aside = reverse("treasury-aside", args=[differing.pk])
    assert client.post(aside, {"reason": "Của năm trước"}).status_code == 302
    file.seek(0)
    again = client.post(reverse("treasury-list"), data)
    assert "Tệp này đã nhập ngày 10/11/2025" in words_of(again)


def test_pages_ask_a_fixed_number_of_queries(world: World) -> None:
    client = signed_in(world.coordinator)
    project = made.project(world)
    made.approve(world, project, 10)
    for number in range(2):
        line = made.line(world, title=f"Dòng chi thường xuyên {number}", project=project)
        made.step(world, line, 10)
        made.pay(world, line, 1, TOLD_ON, symbol=f"KB-{number}")
        made.project(world, code=f"DA-1{number}")
        actions.add_milestone(
            by=actor(world.coordinator), project=project, name="Mốc", last_day=TOLD_ON
        )
        urls = {
            reverse("budget-list"): 14,
            reverse("budget-line", args=[line.pk]): 13,
            reverse("budget-alike"): 6,
            reverse("project-list"): 7,
            reverse("project", args=[project.pk]): 14,
            reverse("treasury-list"): 5,
        }
        found = {}
        for url in urls:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            found[url] = len(asked)
        assert found == urls


def test_an_empty_year_says_what_to_do(world: World) -> None:
    said = words_of(signed_in(world.snv_officer).get(reverse("budget-list")))
    assert "Chưa có dòng dự toán nào" in said
    assert "Chưa có dự án nào" in words_of(
        signed_in(world.snv_officer).get(reverse("project-list"))
    )


def test_a_line_is_opened_and_edited_by_form(world: World) -> None:
    client = signed_in(world.snv_officer)
    data = {"title": "Tập huấn kỹ năng số", "year": 2025, "body": world.snv.pk, "area": "digital"}
    assert client.post(reverse("budget-line-new"), data).status_code == 302
    line = BudgetLine.objects.get()
    step = {"stage": "request", "amount_vnd": "90 triệu", "day": "1/8/2025", "symbol": "TTr 12"}
    assert client.post(reverse("budget-step-new", args=[line.pk]), step).status_code == 302
    assert (
        client.post(
            reverse("budget-step-new", args=[line.pk]), step | {"stage": "allocation"}
        ).status_code
        == 422
    )
    moved = client.post(reverse("budget-line-edit", args=[line.pk]), data | {"area": "science"})
    assert "không đổi được năm, cơ quan, nguồn" in words_of(moved)


def test_a_project_goes_its_way_by_forms(world: World) -> None:
    client = signed_in(world.snv_head)
    data = {
        "code": "DA-9",
        "name": "Số hóa hồ sơ",
        "owner": world.snv.pk,
        "starts_year": 2025,
        "ends_year": 2026,
    }
    assert client.post(reverse("project-new"), data).status_code == 302
    project = Project.objects.get()
    decision = {
        "kind": "project",
        "symbol": "9/QĐ-UBND",
        "day": "3/2/2025",
        "total_vnd": "10 tỷ",
        "from_central": "6 tỷ",
        "from_province": "5 tỷ",
    }
    url = reverse("project-approve", args=[project.pk])
    assert "lớn hơn tổng mức 10.000.000.000 đồng" in words_of(client.post(url, decision))
    assert client.post(url, decision | {"from_province": "3 tỷ"}).status_code == 302
    said = words_of(client.get(reverse("project", args=[project.pk])))
    assert "Chưa tách nguồn 1.000 triệu đồng" in said
    running = reverse("project-move", args=[project.pk, "running"])
    assert client.post(running).status_code == 302
    assert client.post(running).status_code == 409
