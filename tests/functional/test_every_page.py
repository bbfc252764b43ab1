"""Every page that is read, as somebody who may read it: axe finds nothing, and it fits 320 px.

The browser is answered by the test client, inside a transaction that each page's objects are undone
with: no server, and no world for each page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import transaction
from django.urls import reverse

from tests.factories import World, make_world
from tests.integration.permission_rows import Row
from tests.integration.test_permissions import TABLE, signed_in

pytestmark = pytest.mark.django_db
Check = Callable[[Any], None]
# Each share makes one world and walks its pages.
SHARES = 4
# WCAG 1.4.10: a page of 1280 px at 400 %.
NARROW = {"width": 320, "height": 640}
WIDE = {"width": 1440, "height": 900}
SITE = "http://localhost"


def is_read(row: Row) -> bool:
    """Whether the row is of a page that is opened, without anything sent."""
    return row.method == "get" and 200 in row.status


PAGES = sorted(name for name, row in TABLE.items() if is_read(row))


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_is_accessible_and_flows(
    page: Any, assert_accessible: Check, assert_no_sideways_scroll: Check, share: int
) -> None:
    world = make_world()
    checks = ((assert_accessible, WIDE), (assert_no_sideways_scroll, NARROW))
    wrong: list[str] = []
    for name in PAGES[share::SHARES]:
        with transaction.atomic():
            if _opened(page, world, name):
                wrong += [
                    f"{name} at {size['width']} px: {found}"
                    for check, size in checks
                    for found in _finding(page, check, size)
                ]
            transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)


def _finding(page: Any, check: Check, size: dict[str, int]) -> list[str]:
    page.set_viewport_size(size)
    try:
        check(page)
    except AssertionError as found:
        return [str(found)]
    return []


def _opened(page: Any, world: World, name: str) -> bool:
    """Open a page as a person who may read it; not what is no page of its own: a file, or a part
    that script puts into one."""
    row = TABLE[name]
    path = reverse(name, args=row.args(world))
    client = signed_in(getattr(world, min(row.allowed - {"postless"})))
    first = client.get(path, dict(row.data))
    content = b"".join(first.streaming_content) if first.streaming else first.content
    if not first["Content-Type"].startswith("text/html") or b"<html" not in content:
        return False
    address = f"{SITE}{first.wsgi_request.get_full_path()}"

    def reply(route: Any, request: Any) -> None:
        if request.url == address:
            headers = {key.lower(): value for key, value in first.items()}
            route.fulfill(headers=headers, body=content)
        elif file := _static(request.url):
            route.fulfill(path=file)
        else:
            # What script asks for later: the page stays as it came.
            route.fulfill(status=204)

    page.unroute_all()
    page.route("**/*", reply)
    page.set_viewport_size(WIDE)
    page.goto(address)
    return True


def _static(url: str) -> str | None:
    path = urlsplit(url).path
    if not path.startswith(settings.STATIC_URL):
        return None
    return str(finders.find(path.removeprefix(settings.STATIC_URL)))
