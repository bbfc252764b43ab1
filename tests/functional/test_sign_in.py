"""Signing in, in a browser: one step, by keyboard, in Vietnamese, under the security policy."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "mot-mat-khau-dai-2025"


@pytest.fixture
def owner() -> Any:
    return get_user_model().objects.create_user("chuyenvien", PASSWORD)


def sign_in(page: Any, server: str, address: str) -> None:
    """Fill the sign-in form, which then leads to the address."""
    page.goto(f"{server}/accounts/login/?next={address}")
    page.get_by_label("Tên đăng nhập").fill("chuyenvien")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")


@pytest.mark.parametrize("width", [1440, 390])
def test_sign_in_page_is_accessible(
    page: Any,
    live_server: Any,
    assert_accessible: Callable[[Any], None],
    assert_no_sideways_scroll: Callable[[Any], None],
    width: int,
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{live_server.url}/")
    assert page.url.split("?")[0].endswith("/accounts/login/")
    assert page.locator("html").get_attribute("lang") == "vi"
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def test_wrong_password_says_what_to_do(
    page: Any, live_server: Any, owner: Any, assert_accessible: Callable[[Any], None]
) -> None:
    page.goto(f"{live_server.url}/accounts/login/")
    page.get_by_label("Tên đăng nhập").fill("chuyenvien")
    page.get_by_label("Mật khẩu").fill("sai")
    page.get_by_role("button", name="Đăng nhập").click()
    alert = page.get_by_role("alert")
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in alert.inner_text()
    assert_accessible(page)


def test_signing_in_by_keyboard_takes_one_step(page: Any, live_server: Any, owner: Any) -> None:
    page.goto(f"{live_server.url}/accounts/login/?next=/accounts/2fa/")
    page.get_by_label("Tên đăng nhập").focus()
    page.keyboard.type("chuyenvien")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/accounts/2fa/")
    assert page.get_by_role("heading", level=1, name="Xác thực hai bước").is_visible()


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/accounts/2fa/", "Xác thực hai bước"),
        ("/accounts/password/change/", "Đổi mật khẩu"),
        ("/accounts/logout/", "Đăng xuất"),
    ],
)
def test_account_pages_are_vietnamese_and_accessible(
    page: Any,
    live_server: Any,
    owner: Any,
    assert_accessible: Callable[[Any], None],
    address: str,
    heading: str,
) -> None:
    sign_in(page, live_server.url, address)
    page.wait_for_url(f"{live_server.url}{address}")
    assert page.locator("h1").inner_text() == heading
    assert_accessible(page)


def test_second_factor_is_offered_after_the_password_is_asked_again(
    page: Any, live_server: Any, owner: Any, assert_accessible: Callable[[Any], None]
) -> None:
    sign_in(page, live_server.url, "/accounts/2fa/totp/activate/")
    page.get_by_role("heading", name="Xác nhận lại").wait_for()
    assert_accessible(page)
    page.get_by_label("Mật khẩu hiện tại").fill(PASSWORD)
    page.get_by_role("button", name="Xác nhận").click()
    page.get_by_role("heading", name="Bật ứng dụng xác thực").wait_for()
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 0
    assert_accessible(page)
    page.get_by_label("Mã 6 chữ số").fill("000000")
    page.get_by_role("button", name="Bật xác thực hai bước").click()
    assert "Mã không đúng hoặc đã hết hạn" in page.locator(".field-error").inner_text()
