"""`bench first-paint`: when the first words of the dashboard stand on the screen, cold.

Headless Chromium with nothing cached, the server as `./tiendo serve` runs it; the median of seven.
Beside it a table of what each main page weighs on its first visit: everything that is fetched, as
it is transferred. Charts and their program are told apart, as few pages have any.
"""

import shutil
import statistics
from collections import Counter
from typing import Any

from benchmarks._pages import sign_in
from benchmarks._province import fill
from benchmarks.load import serving

NEEDS_DATABASE = True
RUNS = 7
ACCOUNT = "lanhdao"
DASHBOARD = "/tong-quan/"
PAGES = (
    DASHBOARD,
    "/viec-cua-toi/",
    "/nhiem-vu/",
    "/nhiem-vu/dong-thoi-gian/",
    "/nhiem-vu/bang/",
    "/canh-bao/",
    "/vuong-mac/",
    "/co-quan/",
    "/van-ban/",
)
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
CHARTS = "charts"
PAINT = """() => new Promise((told) => new PerformanceObserver((list) => {
  const entry = list.getEntriesByName("first-contentful-paint")[0];
  if (entry) told(entry.startTime);
}).observe({type: "paint", buffered: true}))"""


def main() -> dict[str, object]:
    """The median seconds to the first contentful paint."""
    from playwright.sync_api import sync_playwright

    fill()
    cookie = sign_in(ACCOUNT)
    with serving() as (_pid, port), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        paints = [visit(browser, port, cookie, DASHBOARD)[0] for _run in range(RUNS + 1)]
        for path in PAGES:
            show(path, *visit(browser, port, cookie, path))
        browser.close()
    return {
        "name": "first-paint",
        "value": round(statistics.median(paints[1:]) / 1000, 3),
        "floor": None,
        "ratio": None,
        "unit": "s",
    }


def visit(browser: Any, port: int, cookie: str, path: str) -> tuple[float, Counter[str]]:
    """Milliseconds to the first contentful paint of a page, and the bytes it fetched by kind."""
    name, _equals, value = cookie.partition("=")
    address = f"http://127.0.0.1:{port}"
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN")
    context.add_cookies([{"name": name, "value": value, "url": address}])
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    kinds: dict[str, str] = {}
    weight: Counter[str] = Counter()

    def on_response(event: dict[str, Any]) -> None:
        is_chart = CHARTS in event["response"]["url"]
        kinds[event["requestId"]] = CHARTS if is_chart else event["type"].lower()

    def on_finished(event: dict[str, Any]) -> None:
        kind = kinds.get(event["requestId"], "other")
        weight[kind] += int(event["encodedDataLength"])

    session.on("Network.responseReceived", on_response)
    session.on("Network.loadingFinished", on_finished)
    answer = page.goto(address + path, wait_until="networkidle")
    if answer is None or not answer.ok:
        raise RuntimeError(f"{path}: {answer and answer.status}")
    paint: float = page.evaluate(PAINT)
    context.close()
    return paint, weight


def show(path: str, paint: float, weight: Counter[str]) -> None:
    """One page of the table."""
    whole = sum(count for kind, count in weight.items() if kind != CHARTS)
    parts = ", ".join(f"{kind} {count / 1000:.0f}" for kind, count in sorted(weight.items()))
    print(f"{path}: {whole / 1000:.0f} kB without charts ({parts}), first paint {paint:.0f} ms")
