"""Main journeys by the keyboard alone: Tab to what is needed, see where one is, type, press."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from tests.factories import PASSWORD, World, make_world
from tests.functional.keyboard import Keyboard
from tests.task_factories import bring_to, make_programme, make_task
from tests.unit.imports.books import a_row, book_of
from tiendo.accounts.models import User
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.imports.bringing import run_import
from tiendo.imports.models import SheetImport
from tiendo.overview.models import Dashboard, SavedFilter
from tiendo.tasks.models import ProgressUpdate, Task

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("private_files")]


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def task(world: World) -> Task:
    return bring_to(world, make_task(world, make_programme(world)), State.LIVE)


def signed_in(page: Any, server: Any, user: User, address: str) -> Keyboard:
    """The keyboard of somebody who signed in with it."""
    page.context.clear_cookies()
    page.goto(f"{server.url}/accounts/login/?next={address}")
    keys = Keyboard(page)
    keys.fill("Tên đăng nhập", user.username)
    keys.fill("Mật khẩu", PASSWORD)
    keys.press("Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
    return keys


def test_a_task_is_reported_approved_and_confirmed(
    page: Any, live_server: Any, world: World, task: Task
) -> None:
    keys = signed_in(page, live_server, world.snv_officer, reverse("my-work"))
    keys.follow("Cập nhật tiến độ")
    keys.fill("Đã làm được gì", "Đã trình dự thảo lần hai")
    keys.fill("Tỷ lệ (%)", "80")
    keys.activate("Gửi thủ trưởng")
    page.wait_for_selector("text=Đã gửi cập nhật tiến độ tới thủ trưởng.")
    assert ProgressUpdate.objects.get(task=task).percent == 80

    today = f"{clock.today():%d/%m/%Y}"
    page.goto(f"{live_server.url}{reverse('task-claim', args=[task.pk])}")
    keys.fill("Ngày có sản phẩm", today)
    keys.fill("hoặc số, ký hiệu văn bản đã ban hành", "88/QĐ-UBND")
    keys.fill("Ngày văn bản", today)
    keys.activate("Báo cáo hoàn thành, gửi thủ trưởng duyệt")
    page.wait_for_selector("text=Đã báo cáo hoàn thành; chờ thủ trưởng duyệt.")

    keys = signed_in(page, live_server, world.snv_head, reverse("task", args=[task.pk]))
    keys.follow("Duyệt")
    keys.activate("Duyệt")
    page.wait_for_selector("text=Đã duyệt và gửi cơ quan xác nhận.")

    keys = signed_in(page, live_server, world.coordinator, reverse("my-work"))
    keys.follow("Xác nhận")
    keys.activate("Xác nhận hoàn thành")
    page.wait_for_selector("text=Đã xác nhận hoàn thành.")
    task.refresh_from_db()
    assert task.lifecycle == State.CONFIRMED


def test_a_leader_goes_from_a_number_to_a_task_and_takes_the_list_out(
    page: Any, live_server: Any, world: World, task: Task
) -> None:
    keys = signed_in(page, live_server, world.leader, reverse("dashboard"))
    keys.press("Tab")
    assert keys.name == "Chuyển đến nội dung"
    keys.press("Enter")
    keys.follow("1 Tổng số nhiệm vụ")
    page.wait_for_url("**/nhiem-vu/**")
    keys.press("j")
    keys.press("Enter")
    page.wait_for_url(f"**{reverse('task', args=[task.pk])}*")
    page.go_back()
    keys.activate("Xuất")
    keys.to("CSV")
    with page.expect_download() as file:
        keys.press("Enter")
    assert file.value.suggested_filename.endswith(".csv")


def test_a_filter_is_kept_a_dashboard_composed_and_a_meeting_prepared(
    page: Any, live_server: Any, world: World, task: Task
) -> None:
    keys = signed_in(page, live_server, world.coordinator, reverse("task-list"))
    keys.press("/")
    page.keyboard.type(task.title)
    keys.press("Enter")
    page.wait_for_url("**/tim-kiem/**")
    keys.press("j")
    keys.press("Enter")
    page.wait_for_url(f"**{reverse('task', args=[task.pk])}*")

    page.goto(f"{live_server.url}{reverse('task-list')}?trang_thai=overdue")
    keys.follow("Lưu bộ lọc này")
    keys.fill("Tên bộ lọc", "Việc quá hạn")
    keys.activate("Lưu bộ lọc")
    page.wait_for_selector("text=Việc quá hạn")
    assert SavedFilter.objects.get().name == "Việc quá hạn"

    page.goto(f"{live_server.url}{reverse('own-dashboard-new')}")
    keys.fill("Tên bảng", "Giao ban thứ hai")
    keys.activate("Lập bảng")
    page.wait_for_url(lambda url: "/lap/" not in url)
    assert Dashboard.objects.get().title == "Giao ban thứ hai"

    page.goto(f"{live_server.url}{reverse('meeting-new')}")
    keys.fill("Tên phiên họp", "Giao ban tuần 34")
    keys.fill("Ngày họp", f"{clock.today():%d/%m/%Y}")
    keys.choose("Người chủ trì", world.leader.full_name)
    keys.activate("Lập phiên họp")
    page.wait_for_url(lambda url: "/lap/" not in url)


def test_a_sheet_is_brought_in_mended_and_taken_back(
    page: Any, live_server: Any, world: World, tmp_path: Path
) -> None:
    make_programme(world)
    sheet = tmp_path / "nhiem-vu.xlsx"
    due = f"{clock.today() + dt.timedelta(days=60):%d/%m/%Y}"
    sheet.write_bytes(book_of([a_row(1, due=due), a_row(2, "Sở KHCNN", due=due)]))
    keys = signed_in(page, live_server, world.coordinator, reverse("import-list"))
    page.set_input_files("input[type=file]", sheet)  # the window of the browser is not ours
    keys.activate("Đọc tệp")
    page.wait_for_selector("text=Đọc được 2 dòng")
    keys.activate("Kiểm tra từng dòng")
    page.wait_for_selector("text=không có trong danh mục cơ quan")
    keys.choose("“Sở KHCNN”", "Sở Khoa học và Công nghệ")
    keys.activate("Dùng cho mọi ô cùng tên")
    page.wait_for_selector("text=Nhập 2 dòng")
    keys.activate("Nhập 2 dòng")
    page.wait_for_selector("text=Đang chờ đến lượt")
    row = SheetImport.objects.get()
    run_import(row.pk)
    page.goto(f"{live_server.url}{reverse('import', args=[row.pk])}")
    keys.activate("Hoàn tác lượt nhập")
    page.wait_for_selector("dialog[open] >> text=Chưa dòng nào có thay đổi sau khi nhập")
    keys.activate("Hoàn tác")
    page.wait_for_selector("text=Đang hoàn tác")
    run_import(row.pk)
    assert not Task.objects.exists()
