"""Finding by keyboard alone: the field, a suggestion, the results and a clause in its text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.document_factories import register_plan
from tests.factories import PASSWORD, make_world

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_search_works_by_keyboard(
    live_server: Any, page: Any, assert_accessible: Callable[[Any], None]
) -> None:
    document = register_plan(make_world())
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("[name=login]", "clerk")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda address: "/accounts/login/" not in address)
    page.goto(f"{live_server.url}/co-quan/")
    page.keyboard.press("/")
    page.keyboard.type("ea tra")
    option = page.locator("#search-suggestions [role=option]").first
    option.wait_for()
    assert_accessible(page)
    page.keyboard.press("Escape")
    assert not option.is_visible()
    page.keyboard.press("ArrowDown")
    assert option.get_attribute("aria-selected") == "true"
    page.keyboard.press("Enter")
    page.wait_for_url("**/co-quan/ubnd-xa-ea-trang/")
    page.keyboard.press("/")
    page.keyboard.type("kho du lieu mo")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim-kiem/?q=*")
    assert page.locator("mark", has_text="kho dữ liệu mở").count() >= 1
    assert_accessible(page)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/van-ban/{document.pk}/?ban=*")
    assert page.locator(".mark-asked").first.inner_text().startswith("b)")
