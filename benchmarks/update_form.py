"""`bench update-form`: opening the form of an update and sending it, as an officer and as a head.

The ratio is the worst of the four against the floors of `_work_urls.py`: to open, one query and a
plain template; to send, the update with the stamp on its task and its event, in one transaction.
"""

import io
import secrets
import string
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from benchmarks._pages import Application, compare, count_queries, request, sign_in
from benchmarks._province import fill

NEEDS_DATABASE = True
ROLES = ("chuyenvien", "thutruong")
BODY = "so-noi-vu"
TOKEN_LENGTH = 32


def main() -> dict[str, object]:
    """The seconds of the worst step, its floor and the ratio."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    from tiendo.cli.frontend import collect_static, ensure_frontend

    ensure_frontend()
    collect_static()
    fill()
    settings.ROOT_URLCONF = "benchmarks._work_urls"
    application: Any = get_wsgi_application()
    task = longest_story()
    measured = [pair for account in ROLES for pair in measure(application, account, task)]
    page, floor = max(measured, key=lambda pair: pair[0] / pair[1])
    return {
        "name": "update-form",
        "value": round(page, 5),
        "floor": round(floor, 5),
        "ratio": round(page / floor, 2),
        "unit": "s",
    }


def longest_story() -> int:
    """The live task of the body with the most updates."""
    from django.db.models import Count

    from tiendo.tasks.models import Task

    led = Task.objects.filter(
        lifecycle="live", assignments__part="lead", assignments__organisation__slug=BODY
    )
    told = led.annotate(told=Count("updates")).order_by("-told", "pk")
    return told.values_list("pk", flat=True)[0]


def measure(application: Application, account: str, task: int) -> list[tuple[float, float]]:
    """Median seconds of opening and of sending, each with its floor."""
    cookie = sign_in(account)
    path, floor_path = f"/nhiem-vu/{task}/cap-nhat/", f"/floor/update-form/{task}/"
    steps = {
        "open": (
            lambda: request(application, path, cookie),
            lambda: request(application, floor_path, cookie),
        ),
        "send": (
            lambda: send(application, path, cookie),
            lambda: send(application, floor_path, cookie),
        ),
    }
    pairs = []
    for name, (page, floor) in steps.items():
        seconds = compare(page, floor)
        pairs.append(seconds)
        print(
            f"{account} {name}: {seconds[0] * 1000:.1f} ms, floor {seconds[1] * 1000:.1f} ms, "
            f"ratio {seconds[0] / seconds[1]:.2f}, "
            f"queries {count_queries(page)} and {count_queries(floor)}"
        )
    return pairs


def send(application: Application, path: str, cookie: str) -> bytes:
    """Send the form as a browser would. Errors: RuntimeError unless it leads on."""
    from django.conf import settings

    letters = string.ascii_letters + string.digits
    token = "".join(secrets.choice(letters) for _place in range(TOKEN_LENGTH))
    typed = {"version": "1", "request_key": uuid4(), "done": "Đã họp với các bên", "percent": "50"}
    body = urlencode({**typed, "csrfmiddlewaretoken": token}).encode()
    statuses: list[str] = []
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_COOKIE": f"{cookie}; {settings.CSRF_COOKIE_NAME}={token}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    response = application(environ, lambda status, *_rest: statuses.append(status))
    answer = b"".join(response)
    close = getattr(response, "close", None)
    if close is not None:
        close()
    if not statuses or not statuses[0].startswith("302"):
        raise RuntimeError(f"{path}: {statuses}")
    return answer
