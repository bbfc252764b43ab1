"""`bench load`: people who think 3 s between pages, against the server as `./tiendo serve` runs it.

The value is the 95th percentile of a page in milliseconds at the first number of people; the other
numbers show where the machine has no more to give. The people are a process of their own, whose
share of a core is told. Options: --people 50,100,200,350,500 --seconds 40 --think 3
--workers 4
"""

import argparse
import contextlib
import itertools
import json
import math
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from benchmarks._memory import family, share_mib
from benchmarks._pages import sign_in
from benchmarks._province import fill

NEEDS_DATABASE = True
TAKES_OPTIONS = True
WARM_SECONDS = 10
START_SECONDS = 60
BAR_MS = 300
# Of ten people: what they are.
SHARES = {"officer": 7, "unit_head": 2, "coordinator": 1}
BELL = "bell"
Numbers = dict[str, list[float]]


def main(options: list[str]) -> dict[str, object]:
    """The 95th percentile of the pages of the first number of people."""
    parser = argparse.ArgumentParser(prog="bench load")
    parser.add_argument("--people", default="50,100,200,350,500")
    parser.add_argument("--seconds", type=int, default=40)
    parser.add_argument("--think", type=float, default=3)
    parser.add_argument("--workers", help="of the server; as many as it starts of itself")
    chosen = parser.parse_args(options)
    fill()
    steps = [int(number) for number in chosen.people.split(",")]
    people = list(itertools.islice(everybody(), max(steps)))
    print(f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with serving(chosen.workers) as (pid, port):
        base = {"port": port, "seconds": chosen.seconds, "think": chosen.think, **addresses()}
        worst = [step(pid, base | {"warm": WARM_SECONDS, "people": people[:n]}) for n in steps]
    knee = next((n for n, ms in zip(steps, worst, strict=True) if ms > BAR_MS), None)
    print(f"knee: {'above ' + str(steps[-1]) if knee is None else 'before ' + str(knee)} people")
    return {
        "name": "load",
        "value": round(worst[0], 1),
        "floor": None,
        "ratio": None,
        "unit": "ms",
    }


def addresses() -> dict[str, str]:
    """Where one searches, and what the bell asks."""
    from django.conf import settings
    from django.urls import NoReverseMatch, reverse

    try:
        search = reverse("search")
    except NoReverseMatch:
        search = reverse("task-list")
    bell = reverse("notice-count")
    return {"search": search, "bell": bell, "cookie_name": settings.SESSION_COOKIE_NAME}


def everybody() -> Iterator[dict[str, str]]:
    """People by their shares, each with an account; where accounts run out, a second browser."""
    from tiendo.accounts.models import Membership

    posts = Membership.objects.order_by("pk").select_related("user")
    accounts = {
        role: itertools.cycle(posts.filter(role=role).values_list("user__username", flat=True))
        for role in SHARES
    }
    order = [role for role, share in SHARES.items() for _each in range(share)]
    for role in itertools.cycle(order):
        cookie = sign_in(next(accounts[role])).partition("=")[2]
        yield {"role": role, "cookie": cookie}


@contextlib.contextmanager
def serving(workers: str | None = None) -> Iterator[tuple[int, int]]:
    """The server of the product in its own processes: its first one and its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-P", "-m", "tiendo.cli", "serve", "--port", str(port)]
    command += ["--workers", workers] if workers else []
    server = subprocess.Popen(command, stdout=sys.stderr)  # noqa: S603 - our own program
    try:
        wait_for(port)
        yield server.pid, port
    finally:
        server.terminate()
        server.wait(timeout=START_SECONDS)


def wait_for(port: int, path: str = "/readyz") -> None:
    """Until the server answers. Errors: RuntimeError when it does not."""
    for _try in range(START_SECONDS * 4):
        with contextlib.suppress(URLError, ConnectionError):
            urlopen(f"http://127.0.0.1:{port}{path}").close()  # noqa: S310 - our own server
            return
        time.sleep(0.25)
    raise RuntimeError("the server does not answer")


def step(server: int, orders: dict[str, Any]) -> float:
    """One number of people for a while; the 95th percentile of their pages."""
    before = cpu_of(server), cpu_of(database()), time.perf_counter()
    seen = send_people(orders)
    elapsed = time.perf_counter() - before[2]
    used = cpu_of(server) - before[0], cpu_of(database()) - before[1]
    memory = share_mib(family(server)), share_mib(family(database()))
    pages = [ms for kind, times in seen["times"].items() if kind != BELL for ms in times]
    answered = sum(map(len, seen["times"].values()))
    print(
        f"{len(orders['people'])} people: {len(pages) / orders['seconds']:.1f} pages/s "
        f"({answered / orders['seconds']:.1f} requests/s), p50 {percentile(pages, 50):.0f} ms, "
        f"p95 {percentile(pages, 95):.0f} ms, p99 {percentile(pages, 99):.0f} ms, "
        f"{len(seen['errors'])} errors; cores: web {used[0] / elapsed:.2f}, "
        f"database {used[1] / elapsed:.2f}, people {seen['cpu']:.2f}; "
        f"memory: web {memory[0]:.0f} MiB, database {memory[1]:.0f} MiB"
    )
    for kind, times in sorted(seen["times"].items()):
        print(f"    {kind}: {len(times)}, p50 {percentile(times, 50):.0f}, "
              f"p95 {percentile(times, 95):.0f}")  # fmt: skip
    for error in sorted(set(seen["errors"]))[:5]:
        print(f"    error: {error}")
    return percentile(pages, 95)


def send_people(orders: Mapping[str, Any]) -> dict[str, Any]:
    """What the people of another process saw."""
    client = Path(__file__).with_name("_load_client.py")
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-P", str(client)],
        input=json.dumps(orders),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


def percentile(values: list[float], percent: int) -> float:
    """The smallest value that so many percent do not exceed; 0 of none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)] if ordered else 0.0


def database() -> int:
    """The first process of the database of benchmarks."""
    from tiendo.config.environment import read_data_folder
    from tiendo.config.postgres_postmaster import read_postmaster

    postmaster = read_postmaster(read_data_folder() / "postgres" / "cluster")
    if postmaster is None:
        raise RuntimeError("no database of its own")
    return postmaster.pid


def cpu_of(pid: int) -> float:
    """The seconds of a core that a process and its living descendants have used."""
    ticks = 0
    for each in family(pid):
        with contextlib.suppress(OSError):
            stat = Path(f"/proc/{each}/stat").read_text(encoding="utf-8", errors="replace")
            ticks += sum(map(int, stat.rpartition(")")[2].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")
