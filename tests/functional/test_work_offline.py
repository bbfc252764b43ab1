"""The short form in a browser: without a network nothing is lost, and nothing is made twice."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from tests.document_factories import PNG
from tests.factories import PASSWORD, World, make_world
from tests.task_factories import bring_to, make_programme, make_task
from tiendo.accounts.models import User
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.tasks.models import Evidence, ProgressUpdate, Task

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("private_files")]


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def task(world: World) -> Task:
    day = clock.today() + dt.timedelta(days=10)
    draft = make_task(world, make_programme(world), last_day=day, deadline_key=day.isoformat())
    return bring_to(world, draft, State.LIVE)


def sign_in(page: Any, live_server: Any, user: User, address: str) -> None:
    page.goto(f"{live_server.url}{address}")
    type_password(page, user, address)


def type_password(page: Any, user: User, address: str) -> None:
    """Fill in the form of the sign-in; the page it leads to is loaded, its scripts too."""
    page.locator("#id_login").fill(user.username)
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: urlsplit(url).path == address, wait_until="load")


def drafts(page: Any) -> list[str]:
    names: list[str] = page.evaluate("Object.keys(localStorage).filter(n => n.includes('draft:'))")
    return names


def test_a_lost_connection_keeps_what_was_typed_and_sends_it_once_when_back(
    page: Any, live_server: Any, world: World, task: Task
) -> None:
    sign_in(page, live_server, world.snv_officer, reverse("task-update", args=[task.pk]))
    page.get_by_label("Đã làm được gì").fill("Đã họp với ba xã")
    page.context.set_offline(True)
    page.get_by_role("button", name="Gửi thủ trưởng", exact=True).click()
    page.get_by_text("Chưa gửi được vì mất kết nối").wait_for()
    assert page.get_by_label("Đã làm được gì").input_value() == "Đã họp với ba xã"
    assert drafts(page)
    assert not ProgressUpdate.objects.exists()
    page.context.set_offline(False)
    page.get_by_text("Đã có kết nối trở lại.").wait_for()
    page.get_by_role("button", name="Gửi lại ngay").click()
    page.get_by_text("Đã gửi cập nhật tiến độ").wait_for()
    assert list(ProgressUpdate.objects.values_list("done", flat=True)) == ["Đã họp với ba xã"]
    assert not drafts(page)


def test_what_was_typed_survives_a_reload_and_goes_with_the_sign_out(
    page: Any, live_server: Any, world: World, task: Task
) -> None:
    address = reverse("task-update", args=[task.pk])
    sign_in(page, live_server, world.snv_officer, address)
    page.get_by_label("Đã làm được gì").fill("Đã trình dự thảo")
    page.reload()
    assert page.get_by_label("Đã làm được gì").input_value() == "Đã trình dự thảo"
    assert page.get_by_text("Đã khôi phục nội dung chưa gửi").is_visible()
    page.locator(".menu-summary").last.click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_load_state()
    assert not drafts(page)


def test_somebody_else_at_the_same_machine_sees_nothing_of_it(
    page: Any, live_server: Any, world: World, task: Task
) -> None:
    address = reverse("task-update", args=[task.pk])
    sign_in(page, live_server, world.snv_officer, address)
    page.get_by_label("Đã làm được gì").fill("Chuyện của người trước")
    page.context.clear_cookies()
    sign_in(page, live_server, world.snv_head, address)
    assert page.get_by_label("Đã làm được gì").input_value() == ""
    assert not drafts(page)


def test_a_draft_is_not_kept_for_ever(
    page: Any, live_server: Any, world: World, task: Task
) -> None:
    address = reverse("task-update", args=[task.pk])
    sign_in(page, live_server, world.snv_officer, address)
    page.get_by_label("Đã làm được gì").fill("Chuyện cũ")
    page.evaluate(
        """() => { const name = Object.keys(localStorage).find(n => n.includes('draft:'));
        const kept = JSON.parse(localStorage.getItem(name)); kept.at -= 8 * 86400000;
        localStorage.setItem(name, JSON.stringify(kept)); }"""
    )
    page.reload()
    assert page.get_by_label("Đã làm được gì").input_value() == ""
    assert not drafts(page)


def test_an_ended_session_keeps_the_words_and_leads_back_to_the_form(
    page: Any, live_server: Any, world: World, task: Task
) -> None:
    address = reverse("task-update", args=[task.pk])
    sign_in(page, live_server, world.snv_officer, address)
    page.get_by_label("Đã làm được gì").fill("Đã gửi lấy ý kiến")
    token = [cookie for cookie in page.context.cookies() if "csrf" in cookie["name"]]
    page.context.clear_cookies()
    page.context.add_cookies(token)
    page.get_by_role("button", name="Gửi thủ trưởng", exact=True).click()
    page.get_by_text("phiên làm việc đã kết thúc").wait_for()
    page.get_by_role("link", name="Đăng nhập lại rồi gửi").click()
    type_password(page, world.snv_officer, address)
    assert page.get_by_label("Đã làm được gì").input_value() == "Đã gửi lấy ý kiến"


def test_from_the_list_the_form_is_one_click_away_and_leads_back(
    page: Any, live_server: Any, world: World, task: Task
) -> None:
    sign_in(page, live_server, world.snv_officer, reverse("my-work"))
    page.locator("tr", has_text=task.title).get_by_role("link", name="Cập nhật").click()
    sheet = page.locator("#sheet")
    sheet.get_by_label("Đã làm được gì").wait_for()
    sheet.locator("textarea[name=done]:focus").wait_for()
    page.keyboard.type("Đã lắp đặt ở 34 xã")
    sheet.locator("summary", has_text="Báo theo số lượng").click()
    sheet.locator("[name=done_count]").fill("34")
    sheet.locator("[name=total_count]").fill("102")
    sheet.locator("[name=count_unit]").fill("xã")
    sheet.get_by_text("34/102 xã = 33,33%").wait_for()
    sheet.get_by_role("button", name="Gửi thủ trưởng", exact=True).click()
    page.get_by_text("Đã gửi cập nhật tiến độ").wait_for()
    assert page.url.endswith(reverse("my-work"))


def test_many_are_ticked_by_keys_and_reported_on_together(
    page: Any, live_server: Any, world: World, task: Task, assert_accessible: Any
) -> None:
    sign_in(page, live_server, world.snv_officer, reverse("my-work"))
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.get_by_role("button", name="Cập nhật các việc đã chọn").click()
    page.get_by_label(f"Đã làm được gì: {task.code}").fill("Đã rà soát")
    assert_accessible(page)
    page.get_by_role("button", name="Ghi các cập nhật").click()
    page.get_by_text("Đã ghi cập nhật của 1 nhiệm vụ.").wait_for()
    assert ProgressUpdate.objects.get().done == "Đã rà soát"


def test_on_a_phone_the_form_is_a_page_that_fits(
    phone_page: Any,
    live_server: Any,
    world: World,
    task: Task,
    assert_accessible: Any,
    assert_no_sideways_scroll: Any,
) -> None:
    sign_in(phone_page, live_server, world.snv_officer, reverse("my-work"))
    assert_no_sideways_scroll(phone_page)
    phone_page.get_by_role("link", name="Cập nhật").first.click()
    phone_page.wait_for_url("**/cap-nhat/**")
    assert_accessible(phone_page)
    assert_no_sideways_scroll(phone_page)


@pytest.fixture
def phone(page: Any) -> Any:
    """A page of a phone: narrow, and touched."""
    size = {"width": 390, "height": 844}
    context = page.context.browser.new_context(viewport=size, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


def test_a_photo_taken_on_a_phone_is_evidence_once_it_is_declared(
    phone: Any, page: Any, live_server: Any, world: World, task: Task
) -> None:
    address = reverse("task-update", args=[task.pk])
    sign_in(page, live_server, world.snv_officer, address)
    assert not page.get_by_text("Chụp ảnh", exact=True).is_visible()
    sign_in(phone, live_server, world.snv_officer, address)
    assert phone.get_by_text("Chụp ảnh", exact=True).is_visible()
    camera = phone.locator("input[name=photos]")
    assert camera.get_attribute("capture") == "environment"
    assert camera.get_attribute("accept") == "image/*"
    phone.get_by_label("Đã làm được gì").fill("Đã nghiệm thu")
    for name in ("mot.png", "hai.png"):
        camera.set_input_files(
            {"name": name, "mimeType": "image/png", "buffer": PNG + name.encode()}
        )
    assert "mot.png" in phone.locator("[data-file-list]").inner_text()
    phone.get_by_role("button", name="Gửi thủ trưởng", exact=True).click()
    assert not ProgressUpdate.objects.exists()
    phone.get_by_label("Tôi cam kết tệp này không chứa bí mật nhà nước").check()
    phone.get_by_role("button", name="Gửi thủ trưởng", exact=True).click()
    phone.get_by_text("Đã gửi cập nhật tiến độ").wait_for()
    assert set(Evidence.objects.values_list("original_name", flat=True)) == {"mot.png", "hai.png"}
