"""Signing in and keeping a session, as an attacker tries them: docs/explanation/security.md."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    SECRET_SESSION_KEY,
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client, override_settings
from django.urls import reverse

from tests.factories import PASSWORD, World, make_world
from tiendo.accounts.models import User
from tiendo.audit.models import AuditEvent
from tiendo.domain import clock

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
OPEN = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "account_change_password",
}
CLOSED = (
    "/accounts/signup/",
    "/accounts/email/",
    "/accounts/confirm-email/",
    "/accounts/confirm-email/abc/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/1-abc/",
    "/accounts/password/set/",
    "/accounts/login/code/confirm/",
    "/accounts/3rdparty/",
    "/accounts/3rdparty/signup/",
    "/accounts/social/connections/",
)


@pytest.fixture(autouse=True)
def counters() -> Iterator[None]:
    """Each test starts with nobody counted."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def world() -> World:
    return make_world()


def sign_in(client: Client, name: str = "snv_officer", password: str = PASSWORD, **extra: str):
    return client.post(LOGIN, {"login": name, "password": password}, **extra)


def signed_in(name: str = "snv_officer") -> Client:
    client = Client()
    assert sign_in(client, name).status_code == 302
    return client


@pytest.mark.parametrize("path", CLOSED)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_the_product_does_not_use_does_not_answer(
    path: str, method: str, world: World, mailoutbox: list[object]
) -> None:
    for client in (Client(), signed_in()):
        response = getattr(client, method)(path, {"email": "a@b.vn"} if method == "post" else {})
        assert response.status_code == 404
    assert mailoutbox == []


def test_the_addresses_of_accounts_that_answer_are_listed(world: World) -> None:
    from tiendo.config.urls import OPEN_ACCOUNT_PAGES

    assert OPEN <= OPEN_ACCOUNT_PAGES
    assert not {name for name in OPEN_ACCOUNT_PAGES if re.search("signup|email|reset|phone", name)}


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", r"/\evil.example", "javascript:alert(1)"],
)
def test_signing_in_and_out_leads_nowhere_else(target: str, world: World) -> None:
    client = Client()
    form = {"login": "snv_officer", "password": PASSWORD, "next": target}
    assert client.post(LOGIN, form)["Location"] == "/"
    assert client.post("/accounts/logout/", {"next": target})["Location"] == LOGIN


def test_the_key_of_the_session_changes_at_sign_in_and_ends_at_sign_out(world: World) -> None:
    client = Client()
    client.get(LOGIN)
    client.cookies["sessionid"] = "a" * 32
    sign_in(client)
    key = client.session.session_key
    assert key != "a" * 32
    client.post("/accounts/logout/")
    stolen = Client()
    stolen.cookies["sessionid"] = key
    assert stolen.get("/").status_code == 302
    assert stolen.get("/")["Location"].startswith(LOGIN)


def test_sign_in_and_out_need_the_token_of_the_form(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client).status_code == 403
    victim = Client(enforce_csrf_checks=True)
    victim.force_login(world.snv_officer, "allauth.account.auth_backends.AuthenticationBackend")
    assert victim.post("/accounts/logout/").status_code == 403


def test_a_session_ends_twelve_hours_after_sign_in_however_busy(world: World) -> None:
    start = dt.datetime(2025, 11, 10, 1, 0, tzinfo=dt.UTC)
    with clock.at(start):
        client = signed_in()
    for hours, is_open in ((6, True), (11.9, True), (12.1, False)):
        with clock.at(start + dt.timedelta(hours=hours)):
            response = client.get(reverse("my-work"))
            assert (response.status_code == 200) is is_open
    assert "_auth_user_id" not in client.session


def test_a_new_password_ends_the_other_sessions(world: World) -> None:
    here, elsewhere = signed_in(), signed_in()
    fresh = "một mật khẩu khác hẳn"
    form = {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh}
    assert here.post("/accounts/password/change/", form).status_code == 302
    assert here.get(reverse("my-work")).status_code == 200
    assert elsewhere.get(reverse("my-work")).status_code == 302


def test_a_change_of_ones_own_password_stands_in_the_trail_without_it(world: World) -> None:
    fresh = "một mật khẩu khác hẳn"
    form = {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh}
    signed_in().post("/accounts/password/change/", form)
    event = AuditEvent.objects.get(action="account.password_changed")
    assert (event.actor_id, event.object_id) == (
        world.snv_officer.pk,
        str(world.snv_officer.pk),
    )
    assert fresh not in bytes(event.canonical).decode()


@pytest.mark.parametrize("password", ["ngắn", "123456789012345", "snv_officer123"])
def test_a_weak_password_is_refused(password: str, world: World) -> None:
    form = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert signed_in().post("/accounts/password/change/", form).status_code == 200
    assert User.objects.get(pk=world.snv_officer.pk).check_password(PASSWORD)


def test_a_closed_account_ends_its_sessions_and_cannot_sign_in(world: World) -> None:
    client = signed_in()
    User.objects.filter(pk=world.snv_officer.pk).update(is_active=False)
    assert client.get(reverse("my-work")).status_code == 302
    again = Client()
    sign_in(again)
    assert "_auth_user_id" not in again.session


def test_an_unknown_name_is_answered_like_a_wrong_password(world: World) -> None:
    pages = [_without_name(name) for name in ("snv_officer", "khong_co_ai")]
    assert pages[0] == pages[1]
    assert "Chưa đăng nhập được" in pages[0]


def _without_name(name: str) -> str:
    """The answer to a wrong password, without what differs from one answer to the next."""
    page = sign_in(Client(), name, "sai").content.decode().replace(name, "")
    return re.sub(r'="[A-Za-z0-9]{64}"', "", page)  # the tokens of the form


def _code(secret: str) -> str:
    """The code that an authenticator application shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


@pytest.mark.parametrize(("failures", "opens"), [(5, True), (6, False)])
def test_the_second_step_cannot_be_guessed_without_end(
    failures: int, opens: bool, world: World
) -> None:
    secret = generate_totp_secret()
    TOTP.activate(world.snv_officer, secret)
    client = Client()
    assert sign_in(client)["Location"].startswith("/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in client.session
    for _attempt in range(failures):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    client.post("/accounts/2fa/authenticate/", {"code": _code(secret)})
    assert ("_auth_user_id" in client.session) is opens


def test_switching_the_second_step_stands_in_the_trail(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    commits = django_capture_on_commit_callbacks
    client = signed_in()
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    code = _code(client.session[SECRET_SESSION_KEY])
    with commits(execute=True):
        client.post("/accounts/2fa/totp/activate/", {"code": code})
    client.post("/accounts/2fa/totp/deactivate/")
    events = AuditEvent.objects.filter(actor_id=world.snv_officer.pk).order_by("pk")
    actions = [event.action for event in events if event.after == {"kind": "totp"}]
    assert actions == ["account.second_step_added", "account.second_step_removed"]


def test_switching_the_second_step_needs_the_password_anew(world: World) -> None:
    client = Client()
    client.force_login(world.snv_officer, "allauth.account.auth_backends.AuthenticationBackend")
    response = client.get("/accounts/2fa/totp/activate/")
    assert response["Location"].startswith("/accounts/reauthenticate/")


@pytest.fixture
def locking() -> Iterator[None]:
    with override_settings(AXES_ENABLED=True):
        yield


def _failures(forwarded: list[str]) -> list[int]:
    """The answers to wrong passwords that claim to come from these addresses."""
    return [
        sign_in(Client(), password="sai", headers={"X-Forwarded-For": one}).status_code  # noqa: S106
        for one in forwarded
    ]


def test_a_made_up_address_does_not_get_round_the_lock_out(world: World, locking: None) -> None:
    assert _failures([f"203.0.113.{n}" for n in range(5)])[-1] == 429


def test_behind_a_proxy_its_word_counts_and_not_the_callers(world: World, locking: None) -> None:
    with override_settings(TRUSTED_PROXIES=1):
        assert _failures([f"10.0.0.{n}, 203.0.113.9" for n in range(5)])[-1] == 429
        cache.clear()
        others = [f"203.0.113.{n}" for n in range(20, 24)]
        assert _failures(others) == [200] * 4


def test_a_missing_or_silly_forwarded_address_breaks_nothing(world: World, locking: None) -> None:
    with override_settings(TRUSTED_PROXIES=2):
        assert _failures(["", "1.2.3.4", "x, y", "1.2.3.4, [::1]:80"]) == [200] * 4


def test_no_log_names_a_person_or_a_password(
    world: World, locking: None, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    for _attempt in range(6):
        sign_in(Client(), password="bí mật của tôi")  # noqa: S106
    Client().get("/accounts/login/?next=/%0d%0aX: 1")
    from tiendo.config.logs import JsonFormatter

    lines = [json.loads(JsonFormatter().format(record)) for record in caplog.records]
    kept = [line for line in lines if not line["logger"].startswith("axes")]
    written = json.dumps(kept, ensure_ascii=False) + "".join(capfd.readouterr())
    assert "bí mật của tôi" not in written
    assert "snv_officer" not in written
