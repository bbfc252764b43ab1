"""`bench update-form`: opening the form of an update and sending it, as an officer and as a head.

The ratio is the worst of the four against the floors of `_work_urls.py`: to open, one query and a
plain template; to send, the update with the stamp on its task and its event, in one transaction.
"""

from collections.abc import Callable
from uuid import uuid4

from benchmarks._pages import (
    Application,
    measure_pair,
    open_application,
    request,
    send,
    sign_in,
    worst_of,
)

NEEDS_DATABASE = True
NAME = "update-form"
ROLES = ("chuyenvien", "thutruong")
BODY = "so-noi-vu"


def main() -> dict[str, object]:
    """The seconds of the worst step, its floor and the ratio."""
    application = open_application("benchmarks._work_urls")
    task = longest_story()
    return worst_of(
        NAME, [pair for account in ROLES for pair in measure(application, account, task)]
    )


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

    def opening(path: str) -> Callable[[], bytes]:
        return lambda: request(application, path, cookie)

    def sending(path: str) -> Callable[[], bytes]:
        return lambda: send(application, path, cookie, typed())

    path, floor = f"/nhiem-vu/{task}/cap-nhat/", f"/floor/{NAME}/{task}/"
    return [
        measure_pair(f"{account} opens", opening(path), opening(floor)),
        measure_pair(f"{account} sends", sending(path), sending(floor)),
    ]


def typed() -> dict[str, object]:
    """An update, another one each time."""
    return {"version": "1", "request_key": uuid4(), "done": "Đã họp với các bên", "percent": "50"}
