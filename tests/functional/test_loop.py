"""The loop in a browser: an officer updates and claims, the head approves, another body confirms.

Each page on the way is accessible, fits the screen and keeps the content security policy.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from tests.factories import PASSWORD, World, actor, make_world
from tests.task_factories import bring_to, make_programme, make_task, take_step
from tiendo.accounts.models import User
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.tasks import actions
from tiendo.tasks.models import Evidence, Task

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("private_files")]
Check = Callable[[Any], None]


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def task(world: World) -> Task:
    """A live task of Sở Nội vụ among others in several states, due in ten days."""
    programme = make_programme(world)
    day = clock.today() + dt.timedelta(days=10)
    due = {"last_day": day, "deadline_key": day.isoformat()}
    for state in (State.CLAIMED, State.UNIT_APPROVED, State.CONFIRMED, State.DRAFT):
        bring_to(world, make_task(world, programme, **due), state)
    take_step(world, bring_to(world, make_task(world, programme, **due), State.LIVE), "suspend")
    found = bring_to(world, make_task(world, programme, **due), State.LIVE)
    actions.record_update(
        task=found,
        done="Đã lập tổ soạn thảo",
        by=actor(world.snv_officer),
        difficulty="Thiếu người",
    )
    return found


def sign_in(page: Any, server: Any, person: User, address: str) -> None:
    """Sign in as a person; whoever was signed in before is forgotten."""
    page.context.clear_cookies()
    page.goto(f"{server.url}/accounts/login/?next={address}")
    page.get_by_label("Tên đăng nhập").fill(person.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def test_a_task_goes_from_an_update_to_its_confirmation(
    page: Any, live_server: Any, world: World, task: Task, tmp_path: Path, assert_accessible: Check
) -> None:
    proof = tmp_path / "biên bản.txt"
    proof.write_text("Biên bản họp tổ soạn thảo", encoding="utf-8")
    today = f"{clock.today():%d/%m/%Y}"

    sign_in(page, live_server, world.snv_officer, reverse("my-work"))
    row = page.locator("tr", has_text=task.title)
    row.get_by_role("link", name="Cập nhật tiến độ").click()
    sheet = page.locator("#sheet")
    sheet.get_by_label("Đã làm được gì").fill("Đã trình dự thảo lần hai")
    sheet.get_by_label("Tỷ lệ (%)").fill("80")
    sheet.get_by_label("Minh chứng: tệp").set_input_files(proof)
    assert_accessible(page)
    sheet.get_by_role("button", name="Gửi thủ trưởng").click()
    page.wait_for_selector("text=Đã gửi cập nhật tiến độ tới thủ trưởng.")
    page.goto(f"{live_server.url}{reverse('task', args=[task.pk])}")
    assert page.get_by_role("link", name="biên bản.txt").count() == 1
    assert_accessible(page)

    page.get_by_role("link", name="Báo cáo hoàn thành").click()
    sheet.get_by_label("Ngày có sản phẩm").fill(today)
    sheet.get_by_label("hoặc số, ký hiệu văn bản đã ban hành").fill("88/QĐ-UBND")
    sheet.get_by_label("Ngày văn bản").fill(today)
    sheet.get_by_role("button", name="Báo cáo hoàn thành, gửi thủ trưởng duyệt").click()
    page.wait_for_selector("text=Đã báo cáo hoàn thành; chờ thủ trưởng duyệt.")

    sign_in(page, live_server, world.snv_head, reverse("task", args=[task.pk]))
    page.get_by_role("link", name="Duyệt", exact=True).click()
    sheet.get_by_text("88/QĐ-UBND").wait_for()
    assert_accessible(page)
    sheet.get_by_role("button", name="Duyệt").click()
    page.wait_for_selector("text=Đã duyệt và gửi cơ quan xác nhận.")

    sign_in(page, live_server, world.coordinator, reverse("my-work"))
    page.locator("tr", has_text=task.title).get_by_role("link", name="Xác nhận").click()
    sheet.get_by_role("button", name="Xác nhận hoàn thành").click()
    page.wait_for_selector("text=Đã xác nhận hoàn thành.")
    task.refresh_from_db()
    assert (task.lifecycle, task.done_on) == (State.CONFIRMED, clock.today())
    assert Evidence.objects.filter(task=task).count() == 2


def test_a_typed_update_is_kept_when_the_server_refuses_it(
    page: Any, live_server: Any, world: World, task: Task
) -> None:
    address = reverse("task-update", args=[task.pk])
    sign_in(page, live_server, world.snv_officer, address)
    page.get_by_label("Đã làm được gì").fill("Đã họp với ba sở")
    page.get_by_label("Tỷ lệ (%)").fill("180")
    page.get_by_role("button", name="Gửi thủ trưởng").click()
    page.get_by_text("Nhập một số từ 0 đến 100").first.wait_for()
    assert page.get_by_label("Đã làm được gì").input_value() == "Đã họp với ba sở"


def test_the_list_is_worked_by_keys_and_ticked_tasks_are_confirmed(
    page: Any, live_server: Any, world: World, task: Task, assert_accessible: Check
) -> None:
    sign_in(page, live_server, world.coordinator, reverse("task-list") + "?trang_thai=awaiting")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.get_by_label("Chọn mọi việc chờ xác nhận của trang").check()
    page.get_by_role("button", name="Xem minh chứng và xác nhận…").click()
    page.wait_for_selector("text=12/QĐ-UBND")
    assert_accessible(page)
    page.get_by_label("Đã xem minh chứng").check()
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.get_by_role("button", name="Xác nhận hoàn thành").click()
    page.wait_for_selector("text=Đã xác nhận hoàn thành 1 nhiệm vụ.")


def addresses(task: Task) -> dict[str, tuple[str, str]]:
    """The pages by name: who looks at them, and their address."""
    claimed = Task.objects.get(lifecycle=State.CLAIMED)
    draft = Task.objects.get(lifecycle=State.DRAFT)

    def of(name: str, row: Task = task) -> str:
        return reverse(name, args=[row.pk])

    return {
        "my-work": ("snv_officer", reverse("my-work")),
        "my-work-empty": ("administrator", reverse("my-work")),
        "dashboard": ("leader", reverse("dashboard")),
        "list": ("coordinator", reverse("task-list")),
        "list-filtered": ("coordinator", reverse("task-list") + "?q=khong-co&tu=2026-01-01"),
        "drafts": ("coordinator", reverse("task-drafts")),
        "task": ("snv_officer", of("task")),
        "task-of-head": ("snv_head", of("task")),
        "task-draft": ("coordinator", of("task", draft)),
        "update": ("snv_officer", of("task-update")),
        "claim": ("snv_officer", of("task-claim")),
        "approve": ("snv_head", of("task-approve", claimed)),
        "refused": ("snv_head", of("task-approve")),
        "officer": ("snv_head", of("task-name-officer")),
        "deadline": ("leader", of("task-change-deadline")),
        "cancel": ("leader", of("task-cancel")),
        "assign": ("coordinator", of("task-assign")),
        "edit": ("coordinator", of("task-edit", draft)),
    }


def test_the_pages_are_accessible_and_fit_the_screen(
    page: Any,
    live_server: Any,
    world: World,
    task: Task,
    assert_page_is_sound: Callable[..., None],
) -> None:
    pages = sorted(addresses(task).items(), key=lambda item: item[1][0])
    signed_in = ""
    for name, (person, address) in pages:
        if person != signed_in:
            sign_in(page, live_server, getattr(world, person), address)
            signed_in = person
        assert_page_is_sound(page, live_server.url + address, name)


def test_the_dashboard_shows_its_first_two_rows_without_scrolling(
    page: Any, live_server: Any, world: World, task: Task
) -> None:
    sign_in(page, live_server, world.leader, reverse("dashboard"))
    page.wait_for_selector("#by-body svg")
    rows = page.locator(".tiles, .dashboard-pair .panel")
    boxes = [rows.nth(index).bounding_box() for index in range(rows.count())]
    assert len(boxes) == 3
    assert all(box["y"] + box["height"] <= 900 for box in boxes)
