"""The first visit to a page weighs 300 kB at most, charts aside: what a browser that has kept
nothing fetches, compressed as it is sent.

`bench first-paint` weighs pages in a browser at the size of a province; here nobody may add to the
frame, its styles, its program or its fonts without noticing.
"""

from __future__ import annotations

import datetime as dt
import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import make_world
from tests.task_factories import noon
from tiendo.cli.frontend import ensure_frontend

MOST = 300_000
# A hundred rows of a list, compressed: left free for them.
ROWS = 30_000
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BUILT = Path(settings.BASE_DIR) / "src" / "tiendo" / "static" / "build"
PAGES = ("/tong-quan/", "/viec-cua-toi/", "/nhiem-vu/", "/nhiem-vu/bang/", "/canh-bao/")
FETCHED = re.compile(r"/static/build/([^\"#?]+)")
# Plain letters and the marks of Vietnamese; other letters come where a name has them.
FONTS = re.compile(r"be-vietnam-pro-(?:latin|vietnamese)-\d+-normal\.woff2")
COMPRESSED = (".woff2", ".jpg", ".png")


def sent(content: bytes) -> int:
    """How much of a text is sent."""
    return len(gzip.compress(content, 6))


def weight_of(name: str) -> int:
    """How much of a file of the front end is sent."""
    content = (BUILT / name).read_bytes()
    return len(content) if name.endswith(COMPRESSED) else sent(content)


@pytest.mark.django_db
def test_a_first_visit_weighs_little() -> None:
    ensure_frontend()
    client = Client()
    client.force_login(make_world().leader, backend=BACKEND)
    styles = (BUILT / "app.css").read_text(encoding="utf-8")
    fonts = {f"fonts/{name}" for name in FONTS.findall(styles)}
    for path in PAGES:
        with noon(dt.date(2025, 9, 10)):
            page = client.get(path).content
        fetched = {"app.css", "app.js", *FETCHED.findall(page.decode()), *fonts}
        whole = sent(page) + sum(weight_of(name) for name in fetched if "charts" not in name)
        assert whole + ROWS <= MOST, path
