"""What the settings promise: headers, cookies, and https only where it is spoken."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client

NAMES = (
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SECURE_HSTS_SECONDS",
    "SECURE_SSL_REDIRECT",
    "DEBUG",
    "TODAY",
)
SCRIPT = """
import json
from tiendo.config import settings
from tiendo.domain import clock
values = {name: getattr(settings, name) for name in %r}
print(json.dumps(values | {"clock": clock.today()}, default=str))
"""


def settings_with(**environ: str) -> "dict[str, object]":
    """The settings of a fresh process with these choices."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT % (NAMES,)],
        env=os.environ | environ,
        capture_output=True,
        text=True,
        check=True,
    )
    values: dict[str, object] = json.loads(done.stdout)
    return values


def test_under_https_cookies_and_transport_are_strict() -> None:
    values = settings_with(TIENDO_PUBLIC_URL="https://tiendo.example.vn")
    assert values["SESSION_COOKIE_SECURE"] is True
    assert values["CSRF_COOKIE_SECURE"] is True
    assert values["SECURE_SSL_REDIRECT"] is True
    assert values["SECURE_HSTS_SECONDS"] == 365 * 24 * 3600


def test_plain_http_on_this_machine_works() -> None:
    values = settings_with(TIENDO_PUBLIC_URL="")
    assert [values[name] for name in NAMES[:4]] == [False, False, 0, False]


def test_debugging_is_off_unless_asked_for() -> None:
    assert settings_with()["DEBUG"] is False


def test_the_day_can_be_fixed() -> None:
    values = settings_with(TIENDO_TODAY="2025-11-30")
    assert (values["TODAY"], values["clock"]) == ("2025-11-30", "2025-11-30")


@pytest.mark.django_db
def test_every_page_carries_an_enforcing_policy(client: Client) -> None:
    headers = client.get("/accounts/login/").headers
    policy = headers["Content-Security-Policy"]
    for directive in ("default-src 'self'", "object-src 'none'", "frame-ancestors 'none'"):
        assert directive in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


def test_the_service_says_that_it_lives(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.django_db
def test_the_service_says_that_it_is_ready(client: Client) -> None:
    assert client.get("/readyz").json() == {"status": "ok"}
    assert client.post("/readyz").status_code == 405


@pytest.mark.django_db
def test_a_page_that_is_not_there_is_told_in_vietnamese(client: Client) -> None:
    response = client.get("/khong-co/")
    assert response.status_code == 404
    assert "404.html" in [template.name for template in response.templates]


@pytest.mark.django_db
def test_a_form_without_its_token_is_told_in_vietnamese() -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x"})
    assert response.status_code == 403
    assert "403_csrf.html" in [template.name for template in response.templates]


def test_stored_files_are_for_their_owner_alone() -> None:
    for name in ("default", "quarantine"):
        options = settings.STORAGES[name]["OPTIONS"]
        assert options["file_permissions_mode"] == 0o600
        assert options["directory_permissions_mode"] == 0o700
        assert str(settings.STATIC_ROOT) not in str(options["location"])
