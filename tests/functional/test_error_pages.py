"""What a person sees when something is refused or fails."""

from collections.abc import Callable
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client

PAGES = {
    "400.html": "Yêu cầu không hợp lệ",
    "403.html": "Không có quyền xem hoặc làm việc này",
    "403_csrf.html": "Biểu mẫu đã hết hạn",
    "404.html": "Không có trang này",
    "500.html": "Hệ thống gặp lỗi",
    "account/lockout.html": "Đăng nhập tạm khóa",
}


@pytest.mark.parametrize(("name", "heading"), PAGES.items())
def test_error_pages_need_no_request_and_say_what_to_do(name: str, heading: str) -> None:
    html = render_to_string(name)
    assert f"<h1>{heading}</h1>" in html
    assert 'class="steps-list"' in html
    assert "style=" not in html


@pytest.mark.django_db
def test_an_unknown_address_answers_404_in_vietnamese() -> None:
    response = Client().get("/khong-co-trang-nay/")
    assert response.status_code == 404
    assert "Không có trang này" in response.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_answers_403_in_vietnamese() -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x"})
    assert response.status_code == 403
    assert "Biểu mẫu đã hết hạn" in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_404_page_is_accessible(
    page: Any, live_server: Any, assert_accessible: Callable[[Any], None]
) -> None:
    page.goto(f"{live_server.url}/khong-co-trang-nay/")
    assert_accessible(page)
