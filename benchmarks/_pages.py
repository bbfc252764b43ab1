"""Pages under measurement: requests through the WSGI stack in this process, and their floor.

The floor of a list is a minimal view behind the same middleware: one SQL query for the same rows
and a plain template. Queries of the middleware itself count on both sides.
"""

import io
import re
import secrets
import statistics
import string
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from benchmarks._province import ROLES, fill

WARM_UP = 8
RUNS = 40
TOKEN_LENGTH = 32
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def sign_in(username: str) -> str:
    """The session cookie of a person."""
    from django.conf import settings
    from django.test import Client

    from tiendo.accounts.models import User

    client = Client()
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(User.objects.get(username=username), backend=backend)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def request(application: Application, path: str, cookie: str) -> bytes:
    """The body of a page, as a server would ask for it. Errors: RuntimeError unless it is 200."""
    return _answer(application, path, "200", {"REQUEST_METHOD": "GET", "HTTP_COOKIE": cookie})


def send(application: Application, path: str, cookie: str, typed: Mapping[str, object]) -> bytes:
    """Send a form as a browser would. Errors: RuntimeError unless it leads on."""
    from django.conf import settings

    letters = string.ascii_letters + string.digits
    token = "".join(secrets.choice(letters) for _place in range(TOKEN_LENGTH))
    body = urlencode({**typed, "csrfmiddlewaretoken": token}).encode()
    given: dict[str, object] = {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_COOKIE": f"{cookie}; {settings.CSRF_COOKIE_NAME}={token}",
        "wsgi.input": io.BytesIO(body),
    }
    return _answer(application, path, "302", given)


def _answer(application: Application, path: str, status: str, given: dict[str, object]) -> bytes:
    statuses: list[str] = []
    place, _mark, query = path.partition("?")
    environ = {
        "PATH_INFO": place,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    response = application(environ | given, lambda status, *_rest: statuses.append(status))
    body = b"".join(response)
    close = getattr(response, "close", None)
    if close is not None:
        close()
    if not statuses or not statuses[0].startswith(status):
        raise RuntimeError(f"{path}: {statuses}")
    return body


def compare(page: Callable[[], bytes], floor: Callable[[], bytes]) -> tuple[float, float]:
    """Median seconds of a page and of its floor, asked for in turns."""
    for _run in range(WARM_UP):
        page()
        floor()
    pairs = [(time_call(page), time_call(floor)) for _run in range(RUNS)]
    pages, floors = zip(*pairs, strict=True)
    return statistics.median(pages), statistics.median(floors)


def count_rows(body: bytes) -> int:
    """The rows of the tables of a page, without their heads."""
    tables = re.findall(rb"<tbody.*?</tbody>", body, re.DOTALL)
    return sum(len(re.findall(rb"<tr\b", table)) for table in tables)


def measure_page(
    name: str,
    path: str,
    urls: str,
    *,
    roles: Mapping[str, tuple[str, str]] = ROLES,
    count: Callable[[bytes], int] = count_rows,
) -> dict[str, object]:
    """A page and its floor at ``/floor/NAME/`` of the address module ``urls``, in the full
    province. ``roles``: the account and the body of each; ``count`` tells the rows of the page."""
    application = open_application(urls)
    return worst_of(
        name, [measure_as(application, name, path, each, count) for each in roles.items()]
    )


def open_application(urls: str) -> Application:
    """The product at the size of a province, with the addresses of a module."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    from tiendo.cli.frontend import collect_static, ensure_frontend

    ensure_frontend()
    collect_static()
    fill()
    settings.ROOT_URLCONF = urls
    application: Application = get_wsgi_application()
    return application


def worst_of(name: str, measured: Iterable[tuple[float, float]]) -> dict[str, object]:
    """The worst seconds of a page beside its floor, and the ratio, as a benchmark tells them."""
    page, floor = max(measured, key=lambda pair: pair[0] / pair[1])
    return {
        "name": name,
        "value": round(page, 5),
        "floor": round(floor, 5),
        "ratio": round(page / floor, 2),
        "unit": "s",
    }


def measure_as(
    application: Application,
    name: str,
    path: str,
    whose: tuple[str, tuple[str, str]],
    count: Callable[[bytes], int] = count_rows,
) -> tuple[float, float]:
    """Median seconds of the page and of its floor for one role."""
    role, (account, body) = whose
    cookie = sign_in(account)

    def page() -> bytes:
        return request(application, path, cookie)

    def floor() -> bytes:
        return request(application, f"/floor/{name}/?body={body}", cookie)

    content = page()
    rows = f"rows {count(content)} and {count_rows(floor())}, {len(content) // 1024} KiB"
    return measure_pair(f"{path} as {role}: {rows}", page, floor)


def measure_pair(
    title: str, page: Callable[[], bytes], floor: Callable[[], bytes]
) -> tuple[float, float]:
    """Median seconds of what is asked for and of its floor, printed under a title."""
    seconds = compare(page, floor)
    print(
        f"{title}, {seconds[0] * 1000:.1f} ms, floor {seconds[1] * 1000:.1f} ms, "
        f"ratio {seconds[0] / seconds[1]:.2f}, "
        f"queries {count_queries(page)} and {count_queries(floor)}"
    )
    return seconds


def time_call(call: Callable[[], bytes]) -> float:
    """Seconds of one call."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def count_queries(call: Callable[[], bytes]) -> int:
    """How many queries a page sends."""
    from django.db import connection

    count = 0

    def counting(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*arguments)

    with connection.execute_wrapper(counting):
        call()
    return count
