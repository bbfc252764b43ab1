"""Entering figures in a browser as in a spreadsheet: keys, a block from Excel, undo, the phone."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.urls import reverse

from tests.factories import PASSWORD, World, actor, make_world
from tiendo.accounts.models import User
from tiendo.domain import clock
from tiendo.domain.periods import ONE_DAY, Cadence, period_around
from tiendo.indicators.actions import (
    Cell,
    Definition,
    confirm_observations,
    define_indicator,
    save_cells,
)
from tiendo.indicators.models import Direction, Entry, Indicator, Observation
from tiendo.indicators.models.dictionary import Frequency

pytestmark = pytest.mark.django_db(transaction=True)
PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  document.activeElement.dispatchEvent(event);
}"""
COPY = """() => {
  const data = new DataTransfer();
  const event = new ClipboardEvent("copy", {clipboardData: data, bubbles: true, cancelable: true});
  document.activeElement.dispatchEvent(event);
  return data.getData("text/plain");
}"""


@pytest.fixture
def world() -> World:
    world = make_world()
    year = period_around(Cadence.YEARLY, clock.today())
    since = period_around(Cadence.YEARLY, year.start - ONE_DAY).start
    for number in range(1, 4):
        define_indicator(
            by=actor(world.coordinator),
            code=f"HT.0{number}",
            owner=world.snv,
            definition=Definition(
                name=f"Số trạm phát sóng loại {number}",
                unit="trạm",
                direction=Direction.HIGHER,
                frequency=Frequency.YEARLY,
            ),
            since=since,
        )
    return world


def open_table(page: Any, url: str, address: str) -> None:
    page.goto(f"{url}/accounts/login/?next={quote(address)}")
    sign_in(page)


def sign_in(page: Any) -> None:
    page.fill("[name=login]", "snv_officer")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.locator(".gi").first.wait_for()


def enter(user: User, world: World, indicator: Indicator, raw: str) -> Observation:
    """The figure of the running year, typed by somebody else."""
    year = period_around(Cadence.YEARLY, clock.today())
    cell = Cell(indicator, world.snv, year, raw)
    [row] = save_cells(by=actor(user), cells=[cell], entry=Entry.GRID).kept
    return row


def values(page: Any) -> list[str]:
    """What the fields hold, row by row."""
    found: list[str] = page.locator(".gi").evaluate_all("found => found.map(each => each.value)")
    return found


def test_figures_are_entered_like_in_a_spreadsheet(
    page: Any, live_server: Any, world: World, assert_page_is_sound: Any
) -> None:
    address = reverse("observation-grid", query={"tan_suat": "yearly", "so_ky": "2"})
    open_table(page, live_server.url, address)
    assert_page_is_sound(page, f"{live_server.url}{address}", "grid")
    page.set_viewport_size({"width": 1440, "height": 900})
    fields, note = page.locator(".gi"), page.locator("[data-grid-note]")
    fields.nth(1).focus()
    page.keyboard.type("10")
    page.keyboard.press("Enter")
    page.keyboard.type("20")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("F2")
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    assert values(page) == ["", "105", "", "20", "", ""]
    assert note.inner_text() == "2 ô chưa lưu"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert values(page)[3] == ""
    page.get_by_role("button", name="Hoàn tác").click()
    assert values(page)[3] == "20"
    fields.nth(2).focus()
    page.evaluate(PASTE, "1\t2\t3\r\n4\t5\r\n6\t7\r\n")
    assert values(page) == ["", "105", "1", "2", "4", "5"]
    assert "Khối dán rộng hơn bảng" in note.inner_text() and "3" in note.inner_text()
    fields.nth(3).focus()
    page.keyboard.press("Shift+ArrowDown")
    assert page.evaluate(COPY) == "2\n5"
    page.keyboard.press("Control+d")
    assert values(page)[5] == "2"
    page.keyboard.press("Control+z")
    assert values(page)[5] == "5"
    page.get_by_label("Lý do nhập muộn").fill("Nhập bổ sung")
    page.get_by_role("button", name="Lưu số liệu").click()
    page.get_by_text("Đã lưu 5 ô.").wait_for()
    # The click that leaves a field counts: the button stood elsewhere when undo showed beside it.
    fields.nth(0).fill("9")
    page.get_by_label("Lý do nhập muộn").evaluate("field => field.value = 'Nhập bổ sung'")
    page.get_by_role("button", name="Lưu số liệu").click()
    page.get_by_text("Đã lưu 1 ô.").wait_for()
    assert Observation.objects.count() == 6


def test_leaving_with_unsaved_figures_asks_first(page: Any, live_server: Any, world: World) -> None:
    address = reverse("observation-grid", query={"tan_suat": "yearly"})
    open_table(page, live_server.url, address)
    page.locator(".gi").first.click()
    page.keyboard.type("7")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(live_server.url + reverse("my-work"))
    assert asked == ["beforeunload"]


def test_what_was_typed_outlives_the_session_and_what_others_wrote_meanwhile(
    page: Any, live_server: Any, world: World
) -> None:
    first, second, _third = Indicator.objects.order_by("code")
    held = enter(world.snv_head, world, first, "10")
    confirm_observations(by=actor(world.snv_head), rows=[held])
    open_table(
        page,
        live_server.url,
        reverse("observation-grid", query={"tan_suat": "yearly", "so_ky": "1"}),
    )
    fields, save = page.locator(".gi"), page.get_by_role("button", name="Lưu số liệu")
    fields.nth(0).fill("11")
    page.get_by_label("Lý do đính chính", exact=True).fill("Nhà mạng báo lại")
    fields.nth(1).fill("20")
    fields.nth(2).fill("1,234.5")
    enter(world.snv_head, world, second, "21")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    save.click()
    sign_in(page)
    page.get_by_text("Đã lấy lại những số gõ mà chưa lưu").wait_for()
    assert values(page) == ["11", "20", "1,234.5"]
    save.click()
    page.get_by_text("viết theo kiểu nước ngoài").wait_for()
    page.get_by_label("Lấy số mới: 21").check()
    assert values(page) == ["11", "21", "1,234.5"]
    fields.nth(2).fill("1.234,5")
    save.click()
    page.get_by_text("Đã lưu 1 ô.").wait_for()
    page.reload()
    assert values(page) == ["11", "21", "1.234,5"]
    assert page.locator(".is-unsaved, [data-draft-note]:visible").count() == 0
    reasons = Observation.objects.filter(is_current=True).order_by("indicator__code")
    assert list(reasons.values_list("reason", flat=True)) == ["Nhà mạng báo lại", "", ""]
