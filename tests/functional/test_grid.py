"""Entering figures in a browser as in a spreadsheet: keys, a block from Excel, undo, the phone."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.urls import reverse

from tests.factories import PASSWORD, World, actor, make_world
from tiendo.domain import clock
from tiendo.domain.periods import ONE_DAY, Cadence, period_around
from tiendo.indicators.actions import Definition, define_indicator
from tiendo.indicators.models import Direction, Observation
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
    page.fill("[name=login]", "snv_officer")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.locator(".gi").first.wait_for()


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
    assert Observation.objects.count() == 5


def test_leaving_with_unsaved_figures_asks_first(page: Any, live_server: Any, world: World) -> None:
    address = reverse("observation-grid", query={"tan_suat": "yearly"})
    open_table(page, live_server.url, address)
    page.locator(".gi").first.click()
    page.keyboard.type("7")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(live_server.url + reverse("my-work"))
    assert asked == ["beforeunload"]
