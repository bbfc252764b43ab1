"""Signing in: one step, by name and password, with a lock-out; nobody signs up."""

from collections.abc import Iterator

import pytest
from django.test import Client, override_settings

from tiendo.accounts.models import User

NAME, PASSWORD = "chuyenvien", "mật khẩu đủ dài"
LOGIN = "/accounts/login/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    """A person with an account."""
    return User.objects.create_user(username=NAME, password=PASSWORD)


@pytest.fixture
def locking() -> Iterator[None]:
    """Lock-out as in production."""
    with override_settings(AXES_ENABLED=True):
        yield


def sign_in(client: Client, password: str) -> int:
    return client.post(LOGIN, {"login": NAME, "password": password}).status_code


def test_the_root_leads_to_the_form(client: Client) -> None:
    response = client.get("/", follow=True)
    assert response.redirect_chain == [(f"{LOGIN}?next=/", 302)]
    assert "Đăng nhập" in response.content.decode()


def test_name_and_password_are_enough(client: Client, owner: User) -> None:
    assert sign_in(client, PASSWORD) == 302
    assert client.session["_auth_user_id"] == str(owner.pk)


def test_a_wrong_password_is_told_and_opens_nothing(client: Client, owner: User) -> None:
    assert sign_in(client, "sai") == 200
    assert "_auth_user_id" not in client.session


def test_the_fifth_failure_locks_the_name_out(client: Client, owner: User, locking: None) -> None:
    assert [sign_in(client, "sai") for _ in range(5)] == [200, 200, 200, 200, 429]
    refused = client.post(LOGIN, {"login": NAME, "password": PASSWORD})
    assert refused.status_code == 429
    assert "account/lockout.html" in [template.name for template in refused.templates]


def test_another_spelling_of_the_name_is_counted_with_it(
    client: Client, owner: User, locking: None
) -> None:
    spellings = [NAME, NAME.upper(), f" {NAME} ", NAME.title(), NAME]
    codes = [client.post(LOGIN, {"login": s, "password": "sai"}).status_code for s in spellings]
    assert codes == [200, 200, 200, 200, 429]


def test_the_lock_out_of_one_name_leaves_others(client: Client, owner: User, locking: None) -> None:
    for _attempt in range(5):
        client.post(LOGIN, {"login": "nguoikhac", "password": "sai"})
    assert sign_in(client, PASSWORD) == 302


def test_nobody_signs_up(client: Client) -> None:
    response = client.post(
        "/accounts/signup/", {"username": "x", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert response.status_code == 404
    assert not User.objects.filter(username="x").exists()


def test_a_link_signs_nobody_out(client: Client, owner: User) -> None:
    sign_in(client, PASSWORD)
    client.get("/accounts/logout/")
    assert "_auth_user_id" in client.session


def test_changing_the_password_leads_to_no_page_that_is_closed(client: Client, owner: User) -> None:
    sign_in(client, PASSWORD)
    body = client.get("/accounts/password/change/").content.decode()
    assert "password/reset" not in body
    assert "liên hệ quản trị viên" in body
    assert "Ít nhất 12 ký tự." in body
