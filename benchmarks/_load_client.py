"""The people of `bench load`, in a process of their own: each thinks, opens a page, thinks again.

Reads its orders as JSON from stdin and writes what it saw as JSON to stdout; it shares no code
with the product. A page counts from the sending of the request to its last byte.
"""

import asyncio
import json
import random
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

# How often each page is opened, by role. A page is an address, or a method of `Person`.
OFFICER = {
    "/viec-cua-toi/": 30,
    "/nhiem-vu/": 14,
    "open_task": 26,
    "search": 8,
    "update": 12,
    "/tong-quan/": 10,
}
HEAD = {
    "/viec-cua-toi/": 24,
    "/nhiem-vu/": 14,
    "open_task": 26,
    "search": 8,
    "update": 6,
    "/tong-quan/": 16,
    "/canh-bao/": 6,
}
COORDINATOR = {
    "/viec-cua-toi/": 10,
    "/nhiem-vu/": 26,
    "open_task": 26,
    "search": 14,
    "/tong-quan/": 18,
    "/canh-bao/": 6,
}
MIXES = {"officer": OFFICER, "unit_head": HEAD, "coordinator": COORDINATOR}
WORDS = ("ke hoach", "dữ liệu", "đề án", "chuyen doi so", "NV-01", "quy định")
TASK = re.compile(rb'href="/nhiem-vu/(\d+)/"')
TO_UPDATE = re.compile(rb'href="/nhiem-vu/(\d+)/cap-nhat/')
HIDDEN = re.compile(rb'<input[^>]*type="hidden"[^>]*>')
ATTRIBUTE = re.compile(rb'(name|value)="([^"]*)"')
ALLOWED = {200, 302}
TIMEOUT = 60


@dataclass
class Seen:
    """What the people saw: milliseconds by kind of page, and what went wrong."""

    times: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    counts_from: float = 0.0

    def add(self, kind: str, started: float, ended: float) -> None:
        if started >= self.counts_from:
            self.times.setdefault(kind, []).append((ended - started) * 1000)


class Person:
    """One signed-in browser with one connection that is kept."""

    def __init__(self, orders: dict[str, Any], seed: int, seen: Seen) -> None:
        self.cookies = {orders["cookie_name"]: orders["cookie"]}
        self.mix = MIXES[orders["role"]]
        self.orders = orders
        self.random = random.Random(seed)  # noqa: S311 - no secret
        self.seen = seen
        self.tasks: list[str] = []
        self.updatable: list[str] = []
        self.stream: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def live(self, until: float) -> None:
        """Open pages until the end."""
        await asyncio.sleep(self.random.uniform(0, self.orders["think"]))
        while time.perf_counter() < until:
            try:
                async with asyncio.timeout(TIMEOUT):
                    await self.look()
            except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError) as error:
                self.seen.errors.append(f"{type(error).__name__}: {error}")
                self.close()
            await asyncio.sleep(self.random.uniform(0.5, 1.5) * self.orders["think"])
        self.close()

    async def look(self) -> None:
        (page,) = self.random.choices(list(self.mix), list(self.mix.values()))
        if page.startswith("/"):
            await self.open(page, page)
        else:
            await getattr(self, page)()

    async def open_task(self) -> None:
        if not self.tasks:
            await self.open("/nhiem-vu/", "/nhiem-vu/")
        elif task := self.random.choice(self.tasks):
            await self.open("task", f"/nhiem-vu/{task}/")

    async def search(self) -> None:
        query = urlencode({"q": self.random.choice(WORDS)})
        await self.open("search", f"{self.orders['search']}?{query}")

    async def update(self) -> None:
        """Open the form of a task, write, send, and land where it leads."""
        if not self.updatable:
            await self.open("/viec-cua-toi/", "/viec-cua-toi/")
            return
        path = f"/nhiem-vu/{self.random.choice(self.updatable)}/cap-nhat/"
        form = await self.open("form", path)
        await asyncio.sleep(self.random.uniform(0.5, 1.5) * self.orders["think"])
        typed = {"done": "Đã họp với các bên, thống nhất tiến độ", "percent": "50"}
        values = {**hidden_of(form), **typed}
        await self.open("send", path, urlencode(values).encode())

    async def open(self, kind: str, path: str, form: bytes | None = None) -> bytes:
        """A page as a browser opens it: follows where it leads, then asks for the bell's count."""
        started = time.perf_counter()
        status, headers, body = await self.ask(path, form)
        if status == 302:
            status, headers, body = await self.ask(headers["location"], None)
        self.seen.add(kind, started, time.perf_counter())
        if status != 200 or b"</html>" not in body:
            self.seen.errors.append(f"{path}: {status}")
        self.tasks = found(TASK, body) or self.tasks
        self.updatable = found(TO_UPDATE, body) or self.updatable
        await self.count_notices()
        return body

    async def count_notices(self) -> None:
        started = time.perf_counter()
        status, _headers, _body = await self.ask(self.orders["bell"], None)
        self.seen.add("bell", started, time.perf_counter())
        if status != 200:
            self.seen.errors.append(f"{self.orders['bell']}: {status}")

    async def ask(self, path: str, form: bytes | None) -> tuple[int, dict[str, str], bytes]:
        """One request and its answer, over a connection made anew where the server closed it."""
        request = self.request(path, form)
        for attempt in (1, 2):
            if self.stream is None:
                self.stream = await asyncio.open_connection("127.0.0.1", self.orders["port"])
            try:
                self.stream[1].write(request)
                return await self.read(self.stream[0])
            except (ConnectionError, asyncio.IncompleteReadError):
                self.close()
                if attempt == 2 or form is not None:
                    raise
        raise ConnectionError(path)

    def request(self, path: str, form: bytes | None) -> bytes:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        lines = [
            f"{'GET' if form is None else 'POST'} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.orders['port']}",
            "Accept: text/html",
            "Accept-Encoding: gzip",
            f"Cookie: {cookies}",
        ]
        if form is not None:
            lines.append("Content-Type: application/x-www-form-urlencoded")
            lines.append(f"Content-Length: {len(form)}")
        return "\r\n".join([*lines, "", ""]).encode() + (form or b"")

    async def read(self, reader: asyncio.StreamReader) -> tuple[int, dict[str, str], bytes]:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {}
        for line in filter(None, head[1:]):
            name, _colon, value = line.partition(":")
            headers[name.lower()] = value.strip()
            if name.lower() == "set-cookie":
                cookie, _equals, content = value.strip().partition("=")
                self.cookies[cookie] = content.partition(";")[0]
        return int(head[0].split()[1]), headers, unpacked(headers, await body_of(reader, headers))

    def close(self) -> None:
        if self.stream is not None:
            self.stream[1].close()
        self.stream = None


async def body_of(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    """The bytes of an answer, of a known length or in pieces."""
    if "content-length" in headers:
        return await reader.readexactly(int(headers["content-length"]))
    pieces = []
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        pieces.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readuntil(b"\r\n")
    return b"".join(pieces)


def unpacked(headers: dict[str, str], body: bytes) -> bytes:
    """An answer as it was before it was compressed."""
    if headers.get("content-encoding") == "gzip":
        import gzip

        return gzip.decompress(body)
    return body


def found(pattern: re.Pattern[bytes], body: bytes) -> list[str]:
    """The numbers of the tasks a page leads to."""
    return [number.decode() for number in dict.fromkeys(pattern.findall(body))]


def hidden_of(form: bytes) -> dict[str, str]:
    """What a form sends unseen."""
    fields = [dict(ATTRIBUTE.findall(tag)) for tag in HIDDEN.findall(form)]
    return {
        each[b"name"].decode(): each.get(b"value", b"").decode()
        for each in fields
        if b"name" in each
    }


async def run(orders: dict[str, Any]) -> dict[str, Any]:
    """Everybody at once for as long as was ordered."""
    seen = Seen()
    start = time.perf_counter()
    seen.counts_from = start + orders["warm"]
    until = seen.counts_from + orders["seconds"]
    shared = {key: value for key, value in orders.items() if key != "people"}
    everybody = [
        Person(shared | person, number, seen) for number, person in enumerate(orders["people"])
    ]
    cpu = time.process_time()
    await asyncio.gather(*(person.live(until) for person in everybody))
    elapsed = time.perf_counter() - start
    share = (time.process_time() - cpu) / elapsed
    return {"times": seen.times, "errors": seen.errors, "cpu": share}


def main(read: Callable[[], str] = sys.stdin.read) -> None:
    """Carry out the orders on stdin."""
    sys.stdout.write(json.dumps(asyncio.run(run(json.loads(read())))))


if __name__ == "__main__":
    main()
