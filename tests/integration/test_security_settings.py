"""What an installation may set: bad values are refused, and no refusal repeats a secret."""

import json
import os
import subprocess
import sys

import pytest

from tiendo.config.environment import BadEnvironment, read_count

SECRET = "mat-khau-rat-bi-mat"
NAMES = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "TRUSTED_PROXIES", "SECURE_PROXY_SSL_HEADER")
SCRIPT = f"""
import json
from tiendo.config import settings
print(json.dumps({{name: getattr(settings, name) for name in {NAMES!r}}}))
"""


def run(script: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    """A fresh process with these choices."""
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", script], env=os.environ | environ, capture_output=True, text=True
    )


@pytest.mark.parametrize("value", ["-1", "mười", "1.5", "10", "²", "9" * 5000])
def test_a_number_of_proxies_that_cannot_be_is_refused(value: str) -> None:
    with pytest.raises(BadEnvironment) as refused:
        read_count("TIENDO_TRUSTED_PROXIES", 0, 9, {"TIENDO_TRUSTED_PROXIES": value})
    assert "TIENDO_TRUSTED_PROXIES" in str(refused.value)


def test_no_proxy_is_trusted_on_plain_http() -> None:
    values = json.loads(run(SCRIPT, TIENDO_PUBLIC_URL="").stdout)
    assert values["TRUSTED_PROXIES"] == 0
    assert values["SECURE_PROXY_SSL_HEADER"] is None


def test_https_means_one_proxy_and_cookies_of_this_host_alone() -> None:
    values = json.loads(run(SCRIPT, TIENDO_PUBLIC_URL="https://tiendo.example.vn").stdout)
    assert values["TRUSTED_PROXIES"] == 1
    assert values["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert values["CSRF_COOKIE_NAME"].startswith("__Host-")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", f"postgresql://tiendo:{SECRET}/khac@127.0.0.1/tiendo"),
        ("DATABASE_URL", f"mysql://tiendo:{SECRET}@127.0.0.1/tiendo"),
        ("DATABASE_URL", f"postgresql://tiendo:{SECRET}@127.0.0.1:99999/tiendo"),
        ("TIENDO_SECRET_KEY", SECRET),
        ("TIENDO_SECRET_KEY_FILE", "/khong/co/tep"),
    ],
)
@pytest.mark.parametrize("script", ["import tiendo.config.settings"])
def test_a_refused_setting_is_named_and_its_secret_is_not_told(
    name: str, value: str, script: str
) -> None:
    environ = {name: value}
    if name.endswith("_FILE"):
        environ[name.removesuffix("_FILE")] = ""
    done = run(script, **environ)
    assert done.returncode != 0
    assert name.removesuffix("_FILE") in done.stderr
    assert SECRET not in done.stdout + done.stderr
