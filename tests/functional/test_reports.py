"""Reports in a browser: compiled, read, a figure led back to its records, approved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories import PASSWORD, World, make_world
from tests.report_factories import Plan, compile_plan, make_plan
from tiendo.reporting.models import Report, ReportState

pytestmark = pytest.mark.django_db(transaction=True)
Check = Callable[[Any], None]


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def plan(world: World) -> Plan:
    return make_plan(world)


def open_as(page: Any, server: Any, username: str, address: str) -> None:
    """Sign in and land on an address."""
    page.goto(f"{server.url}/accounts/login/?next={address}")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server.url}{address}")


def test_the_coordinator_compiles_a_report_by_the_form(
    page: Any, live_server: Any, plan: Plan, assert_accessible: Check
) -> None:
    open_as(page, live_server, "coordinator", "/bao-cao/lap/")
    assert_accessible(page)
    page.get_by_label("Kỳ báo cáo từ ngày").fill("01/09/2025")
    page.get_by_label("Đến ngày").first.fill("10/11/2025")
    page.get_by_label("Kính gửi").fill("Đảng ủy UBND tỉnh")
    page.get_by_role("button", name="Lập dự thảo báo cáo").click()
    page.wait_for_url("**/bao-cao/*/")
    assert page.get_by_text("Kính gửi: Đảng ủy UBND tỉnh").is_visible()
    assert page.get_by_text("Dự thảo").first.is_visible()


def test_a_report_and_its_pages_are_accessible(
    page: Any,
    live_server: Any,
    world: World,
    plan: Plan,
    assert_page_is_sound: Callable[..., None],
) -> None:
    report = compile_plan(world, plan)
    open_as(page, live_server, "leader", "/bao-cao/")
    for path in (
        "",
        f"{report.pk}/",
        f"{report.pk}/so-lieu/",
        f"{report.pk}/so-lieu/tasks.overdue/",
    ):
        assert_page_is_sound(page, f"{live_server.url}/bao-cao/{path}")


def test_a_figure_opens_its_records_beside_the_report(
    page: Any, live_server: Any, world: World, plan: Plan, assert_accessible: Check
) -> None:
    report = compile_plan(world, plan)
    open_as(page, live_server, "leader", f"/bao-cao/{report.pk}/")
    page.locator(f'a[href="/bao-cao/{report.pk}/so-lieu/tasks.overdue/"]').first.click()
    sheet = page.locator("dialog#sheet")
    sheet.get_by_text("3 hồ sơ đã tính").wait_for()
    assert sheet.locator(".lineage li").count() == 3
    assert sheet.get_by_text("Quá hạn, chưa hoàn thành").first.is_visible()
    assert_accessible(page)


def test_the_leader_approves_what_is_on_the_page(
    page: Any, live_server: Any, world: World, plan: Plan
) -> None:
    report = compile_plan(world, plan)
    open_as(page, live_server, "leader", f"/bao-cao/{report.pk}/")
    page.get_by_role("link", name="Duyệt báo cáo").click()
    page.locator("dialog#sheet").get_by_role("button", name="Duyệt báo cáo").click()
    page.get_by_text("Đã duyệt báo cáo.").wait_for()
    assert page.get_by_role("link", name="Duyệt báo cáo").count() == 0
    assert Report.objects.get(pk=report.pk).state == ReportState.APPROVED
