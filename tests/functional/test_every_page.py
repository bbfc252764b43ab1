"""Every page that is read, as somebody who may read it: axe finds nothing, and it fits 320 px.

The browser is shown what the test client was answered, inside a transaction that each page's
objects are undone with: no world for each page. What shows it is a server of files, which the
browser keeps as it would keep those of an installation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import transaction
from django.urls import reverse

from tests.factories import World, make_world
from tests.integration.permission_rows import Row
from tests.integration.test_permissions import TABLE, Objects, by_objects, signed_in

pytestmark = pytest.mark.django_db
Check = Callable[[Any], None]
# Each share makes one world and walks its pages.
SHARES = 6
# WCAG 1.4.10: a page of 1280 px at 400 %.
NARROW = {"width": 320, "height": 640}
WIDE = {"width": 1440, "height": 900}
FOR_THE_WALK = {"Cache-Control": "public, max-age=3600"}


class Site:
    """A server on loopback of one page as it was answered, and of the files it asks for.

    What script asks for besides is answered with nothing: the page stays as it came.
    """

    def __init__(self) -> None:
        self._path, self._headers, self._content = "", dict[str, str](), b""
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                status, headers, content = site._answer(self.path)
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(content))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *words: object) -> None:
                """Nothing: the test tells what it finds."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """Where the page is shown."""
        return f"http://localhost:{self._server.server_port}{self._path}"

    def show(self, path: str, headers: dict[str, str], content: bytes) -> None:
        """Show a page under its address."""
        self._path, self._headers, self._content = path, headers, content

    def close(self) -> None:
        """End the server."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _answer(self, path: str) -> tuple[int, dict[str, str], bytes]:
        if path == self._path:
            return 200, self._headers, self._content
        name = urlsplit(path).path
        if not name.startswith(settings.STATIC_URL):
            return 204, {}, b""
        file = Path(str(finders.find(name.removeprefix(settings.STATIC_URL))))
        kind = guess_type(name)[0] or "application/octet-stream"
        return 200, {**FOR_THE_WALK, "Content-Type": kind}, file.read_bytes()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """One server for all shares, so that the browser keeps its files."""
    site = Site()
    yield site
    site.close()


def is_read(row: Row) -> bool:
    """Whether the row is of a page that is opened, without anything sent."""
    return row.method == "get" and 200 in row.status


PAGES = by_objects(sorted(name for name, row in TABLE.items() if is_read(row)))
SIZE = -(-len(PAGES) // SHARES)


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_is_accessible_and_flows(
    page: Any,
    site: Site,
    assert_accessible: Check,
    assert_no_sideways_scroll: Check,
    share: int,
) -> None:
    world = make_world()
    checks = ((assert_accessible, WIDE), (assert_no_sideways_scroll, NARROW))
    objects = Objects(world)
    wrong: list[str] = []
    for name in PAGES[share * SIZE : (share + 1) * SIZE]:
        path = reverse(name, args=objects.of(TABLE[name]))
        with transaction.atomic():
            if _opened(page, site, world, name, path):
                wrong += [
                    f"{name} at {size['width']} px: {found}"
                    for check, size in checks
                    for found in _finding(page, check, size)
                ]
            transaction.set_rollback(True)
    objects.undo()
    assert not wrong, "\n".join(wrong)


def _finding(page: Any, check: Check, size: dict[str, int]) -> list[str]:
    page.set_viewport_size(size)
    try:
        check(page)
    except AssertionError as found:
        return [str(found)]
    return []


def _opened(page: Any, site: Site, world: World, name: str, path: str) -> bool:
    """Open a page as a person who may read it; not what is no page of its own: a file, or a part
    that script puts into one."""
    row = TABLE[name]
    client = signed_in(getattr(world, min(row.allowed - {"postless"})))
    first = client.get(path, dict(row.data))
    content = b"".join(first.streaming_content) if first.streaming else first.content
    if not first["Content-Type"].startswith("text/html") or b"<html" not in content:
        return False
    site.show(first.wsgi_request.get_full_path(), dict(first.items()), content)
    page.set_viewport_size(WIDE)
    page.goto(site.address)
    return True
