"""Submissions in a browser: two people write one place at once; every page can be used by all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories import PASSWORD, World, actor, make_world
from tests.report_factories import AS_OF
from tests.submission_factories import (
    PLACE,
    Owed,
    fresh,
    make_owed,
    open_for,
    return_for,
    rework_for,
    send_for,
    write_for,
)
from tests.task_factories import noon
from tiendo.regimes.models import Submission
from tiendo.regimes.submissions.writing import compose_submission
from tiendo.reporting.writings import words_of

pytestmark = pytest.mark.django_db(transaction=True)
Sound = Callable[..., None]


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def owed(world: World) -> Owed:
    return make_owed(world)


def open_as(page: Any, server: Any, username: str, address: str) -> None:
    """Sign in and land on an address."""
    page.goto(f"{server.url}/accounts/login/?next={address}")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server.url}{address}")


def test_a_body_opens_what_it_owes_and_calls_it_ready(
    page: Any, live_server: Any, world: World, owed: Owed
) -> None:
    open_as(page, live_server, "snv_officer", "/bao-cao-ky/")
    page.get_by_role("button", name="Mở báo cáo").click()
    page.wait_for_url("**/bao-cao-ky/*/")
    assert page.get_by_text("Kính gửi: Sở Khoa học và Công nghệ").is_visible()
    page.get_by_role("link", name="Viết: Đánh giá chung").click()
    sheet = page.locator("dialog#sheet")
    sheet.get_by_label("Lời văn").fill("Đã tổ chức 12 lớp tập huấn.")
    sheet.get_by_role("button", name="Ghi lời văn").click()
    page.get_by_text("Có lời văn mới chưa vào bản in").wait_for()
    page.get_by_role("button", name="Lập lại số liệu").click()
    page.locator("article").get_by_text("Đã tổ chức 12 lớp tập huấn.").wait_for()
    page.get_by_role("button", name="Báo thủ trưởng").click()
    page.get_by_text("Đã báo thủ trưởng.").wait_for()


def test_two_who_write_at_once_keep_what_both_typed(
    page: Any, phone_page: Any, live_server: Any, world: World, owed: Owed
) -> None:
    submission = open_for(world, owed)
    address = f"/bao-cao-ky/{submission.pk}/viet/{PLACE}/"
    for each, username in ((page, "snv_officer"), (phone_page, "snv_head")):
        each.clock.install()
        open_as(each, live_server, username, address)
    keep(page, "Lời của chuyên viên.")
    keep(phone_page, "Lời của thủ trưởng.")
    phone_page.get_by_text("thêm đoạn người khác vừa viết").wait_for()
    both = "Lời của chuyên viên.\nLời của thủ trưởng."
    assert phone_page.get_by_label("Lời văn").input_value() == both
    assert words_of(fresh(submission).report, PLACE).text == both
    keep(phone_page, both.replace("chuyên viên", "cả Sở"))
    page.get_by_label("Lời văn").fill("Lời của phòng.")
    page.get_by_role("button", name="Ghi lời văn").click()
    page.get_by_role("heading", name="Của người khác").wait_for()
    proposed = page.get_by_label("Lời văn").input_value()
    assert "Lời của cả Sở." in proposed
    assert "Lời của phòng." in proposed


def keep(page: Any, words: str) -> None:
    """Type, and wait until the page has kept it by itself."""
    page.get_by_label("Lời văn").fill(words)
    with page.expect_response("**/luu/"):
        page.clock.fast_forward(21_000)
    page.locator("[data-keep-state]", has_text="Đã tự ghi").wait_for()


def test_the_pages_of_a_submission_are_accessible(
    page: Any, live_server: Any, world: World, owed: Owed, assert_page_is_sound: Sound
) -> None:
    submission = open_for(world, owed)
    write_for(world, submission, "Lời văn")
    send_again = rework_for(world, return_for(world, send_composed(world, submission)))
    open_as(page, live_server, "snv_head", "/bao-cao-ky/")
    own = f"/bao-cao-ky/{send_again.pk}/"
    for path in (
        "/bao-cao-ky/",
        own,
        f"{own}viet/{PLACE}/",
        f"{own}viet/{PLACE}/ban/",
        f"{own}thay-doi/",
        f"{own}gui/",
    ):
        assert_page_is_sound(page, live_server.url + path)


def test_the_pages_of_who_receives_are_accessible(
    page: Any, live_server: Any, world: World, owed: Owed, assert_page_is_sound: Sound
) -> None:
    sent = send_for(world, open_for(world, owed))
    open_as(page, live_server, "coordinator", "/bao-cao-ky/tiep-nhan/")
    own = f"/bao-cao-ky/{sent.pk}/"
    paths = ("", "tiep-nhan/", "tra-lai/", "gop-y/?doan=doan-2")
    for path in ("/bao-cao-ky/tiep-nhan/", *(own + each for each in paths)):
        assert_page_is_sound(page, live_server.url + path)


def send_composed(world: World, submission: Submission) -> Submission:
    """The submission of Sở Nội vụ with its words composed into it, sent."""
    with noon(AS_OF):
        by = actor(world.snv_officer)
        compose_submission(by=by, submission=fresh(submission), version=1)
    return send_for(world, submission)
