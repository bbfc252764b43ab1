"""`bench redmine`: Debian's Redmine beside the product, with the same 5,000 tasks in one run.

Same machine, same database server, same client, both as they run in production: the list of 100,
the chart of 3,000 tasks over time, and the page of 100 for machines (Redmine's REST; ours is the
list as CSV, as it has no API yet). The value is our slowest page against Redmine's (the floor): the
bar is a ratio of a third. `redmine/install.sh` installs Redmine.
"""

import contextlib
import datetime as dt
import http.client
import re
import secrets
import socket
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlencode

from benchmarks import _redmine_instance as redmine
from benchmarks._pages import sign_in
from benchmarks._province import fill
from benchmarks.load import serving, wait_for

NEEDS_DATABASE = True
WARM_UP = 3
RUNS = {"list": 21, "chart": 7, "machine": 21}
ACCOUNT = "dieuphoi"
ROWS = 100
STATES = {"done_on_time": "done", "done_late": "done"}
Pair = tuple[float, float]


def main() -> dict[str, object]:
    """The page on which we are least ahead."""
    redmine.require_installed()
    fill()
    given = tasks()
    settings = redmine.environment(superuser())
    filled = redmine.prepare(settings, given)
    print(f"Redmine: {filled['issues']} issues; the product: {len(given['tasks'])} tasks")
    port = free_port()
    with redmine.serving(settings, port), serving() as (_pid, own_port):
        wait_for(port, "/login")
        theirs = Browser(port)
        theirs.sign_in("reader", given["password"])
        ours = Browser(own_port, sign_in(ACCOUNT))
        pairs = {
            name: measure(name, ours, theirs, own, other)
            for name, (own, other) in pages(given, filled["key"]).items()
        }
    own, other = max(pairs.values(), key=lambda pair: pair[0] / pair[1])
    return {
        "name": "redmine",
        "value": round(own, 4),
        "floor": round(other, 4),
        "ratio": round(own / other, 3),
        "unit": "s",
    }


def pages(given: dict[str, Any], key: str) -> dict[str, tuple[str, str]]:
    """Our address and Redmine's of each page."""
    since = min(task["start"] for task in given["tasks"])
    months = urlencode(
        {
            "set_filter": 1,
            "year": since[:4],
            "month": int(since[5:7]),
            "months": redmine.GANTT_MONTHS,
        }
    )
    return {
        "list": ("/nhiem-vu/", f"/projects/plan/issues?set_filter=1&per_page={ROWS}"),
        "chart": ("/nhiem-vu/dong-thoi-gian/", f"/projects/plan/issues/gantt?{months}"),
        "machine": (
            f"/xuat/nhiem-vu.csv?{urlencode(given['page'])}",
            f"/issues.json?project_id=plan&limit={ROWS}&key={key}",
        ),
    }


def measure(name: str, ours: "Browser", theirs: "Browser", own: str, other: str) -> Pair:
    """Median seconds of our page and of Redmine's, asked for in turns."""
    sizes = [(len(ours.get(own)), len(theirs.get(other))) for _run in range(WARM_UP)]
    taken = [(ours.time(own), theirs.time(other)) for _run in range(RUNS[name])]
    mine, their = (statistics.median(column) for column in zip(*taken, strict=True))
    shown = rows_of(name, ours.get(own)), rows_of(name, theirs.get(other))
    print(
        f"{name}: {mine * 1000:.0f} ms, Redmine {their * 1000:.0f} ms, "
        f"{their / mine:.1f} times as fast; rows {shown[0]} and {shown[1]}, "
        f"{sizes[-1][0] // 1024} and {sizes[-1][1] // 1024} KiB"
    )
    return mine, their


def rows_of(name: str, body: bytes) -> int:
    """How many tasks a page of either shows."""
    if name == "machine":
        return body.count(b'"tracker"') or body.count(b"\r\n") - 1
    if name == "chart":
        bars = len(re.findall(rb'class="issue-subject', body))
        return bars or len(re.findall(rb"<tr data-key-item", body))
    return len(re.findall(rb'<tr[^>]*(?:data-key-item|id="issue-)', body))


def tasks() -> dict[str, Any]:
    """Our tasks as plain values in the order of the list, and a filter that finds a page."""
    from tiendo.domain import clock
    from tiendo.tasks.queries import TaskFilter, find_tasks, percents_said, sort_tasks

    on = clock.today()
    rows = list(sort_tasks(find_tasks(_actor(), TaskFilter(), on), "plan"))
    said = percents_said([row.pk for row in rows], on)
    listed = [
        {
            "subject": f"{row.code} {row.title}",
            "product": row.product,
            "body": row.lead_name or "",
            "part": f"Part {row.section_id or 0}",
            "state": STATES.get(row.status, "open"),
            "percent": int(said[row.pk].percent) if row.pk in said else 0,
            "start": str(row.live_on or on),
            "due": str(row.last_day) if row.last_day and row.last_day >= row.live_on else None,
            "changed": row.changed_at.isoformat(),
        }
        for row in rows
    ]
    return {
        "tasks": listed,
        "bodies": sorted({task["body"] for task in listed}),
        "parts": sorted({task["part"] for task in listed}),
        "password": secrets.token_urlsafe(),
        "page": page_of(row.due_on for row in rows),
    }


def page_of(due_days: Iterable[dt.date | None]) -> dict[str, str]:
    """The filter by last day that finds as few tasks as are enough for a page."""
    counts = sorted(Counter(day for day in due_days if day is not None).items())
    spans = {
        sum(count for _day, count in counts[start:end]): (counts[start][0], counts[end - 1][0])
        for start in range(len(counts))
        for end in range(start + 1, min(start + 60, len(counts)) + 1)
    }
    first, last = spans[min(number for number in spans if number >= ROWS)]
    return {"tu": first.isoformat(), "den": last.isoformat()}


def superuser() -> str:
    """Who may make a database on the server of benchmarks."""
    import json

    from django.db import connection

    from tiendo.config.environment import read_data_folder
    from tiendo.config.postgres_roles import SUPERUSER, Server

    stored = (read_data_folder() / "postgres" / "passwords.json").read_text(encoding="utf-8")
    connection.ensure_connection()
    port = connection.connection.info.port
    return Server(port, json.loads(stored)).url(SUPERUSER, "postgres")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


class Browser:
    """One client for both: a kept connection, its cookies, nothing else."""

    def __init__(self, port: int, cookie: str = "") -> None:
        name, _equals, value = cookie.partition("=")
        self.cookies = {name: value} if cookie else {}
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)

    def get(self, path: str) -> bytes:
        """A page. Errors: RuntimeError unless it is 200."""
        with self._ask("GET", path, None) as answer:
            body = answer.read()
        if answer.status != http.HTTPStatus.OK:
            raise RuntimeError(f"{path}: {answer.status}")
        return body

    def time(self, path: str) -> float:
        """Seconds of a page, to its last byte."""
        start = time.perf_counter()
        self.get(path)
        return time.perf_counter() - start

    def sign_in(self, name: str, password: str) -> None:
        """By the form of Redmine. Errors: RuntimeError unless it leads on."""
        found = re.search(rb'name="authenticity_token" value="([^"]+)"', self.get("/login"))
        if found is None:
            raise RuntimeError("no form to sign in")
        typed = {
            "authenticity_token": found[1].decode(),
            "username": name,
            "password": password,
        }
        with self._ask("POST", "/login", urlencode(typed)) as answer:
            answer.read()
        if answer.status != http.HTTPStatus.FOUND:
            raise RuntimeError(f"Redmine does not sign in: {answer.status}")

    @contextlib.contextmanager
    def _ask(self, verb: str, path: str, form: str | None) -> Iterator[http.client.HTTPResponse]:
        more = {} if form is None else {"Content-Type": "application/x-www-form-urlencoded"}
        more["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(verb, path, form, more)
        answer = self.connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _equals, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        yield answer


def _actor() -> Any:
    from tiendo.accounts.models import User
    from tiendo.accounts.queries import load_actor
    from tiendo.domain import clock

    return load_actor(User.objects.get(username=ACCOUNT), clock.today())
