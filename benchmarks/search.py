"""`bench search`: the page of results in the full province, for words that stand in few entries, in
many, in one, mistyped, and for symbols; as an officer, a unit head and a coordinator.

The value is the worst role's time at p95 over the questions; the floor that of `_search_urls.py`.
"""

import statistics
from typing import Any
from urllib.parse import urlencode

from benchmarks._pages import Application, request, sign_in, time_call
from benchmarks._province import ROLES, fill

NEEDS_DATABASE = True
ASKED = (
    "so noi vu",
    "dữ liệu dùng chung",
    "kế hoạch",
    "hồ sơ",
    "ubnd xa ea trang",
    "146/KH-UBND",
    "nền tảng số",
    "tinh",
    "khong co tu nay xyzq",
    "tap huan can bo cap xa",
)
RUNS = 6


def main() -> dict[str, object]:
    """Milliseconds at p95 of the worst role, its floor and the ratio."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    from tiendo.cli.frontend import collect_static, ensure_frontend
    from tiendo.search.models import SearchEntry

    ensure_frontend()
    collect_static()
    fill()
    print(f"{SearchEntry.objects.count()} entries")
    settings.ROOT_URLCONF = "benchmarks._search_urls"
    application: Any = get_wsgi_application()
    measured = [measure(application, role) for role in ROLES]
    page, floor = max(measured)
    return {
        "name": "search",
        "value": round(page * 1000, 1),
        "floor": round(floor * 1000, 1),
        "ratio": round(page / floor, 2),
        "unit": "ms",
    }


def measure(application: Application, role: str) -> tuple[float, float]:
    """Seconds at p95 of the page and of its floor for one role."""
    account, _body = ROLES[role]
    cookie = sign_in(account)
    pages: list[float] = []
    floors: list[float] = []
    for asked in ASKED:
        query = urlencode({"q": asked})
        own = [
            time_call(lambda query=query: request(application, f"/tim-kiem/?{query}", cookie))
            for _run in range(RUNS)
        ][1:]
        pages += own
        floors += [
            time_call(lambda query=query: request(application, f"/floor/search/?{query}", cookie))
            for _run in range(RUNS)
        ][1:]
        print(f"{role}: {asked!r} {statistics.median(own) * 1000:.0f} ms")
    seconds = at_p95(pages), at_p95(floors)
    print(f"{role}: p95 {seconds[0] * 1000:.1f} ms, floor {seconds[1] * 1000:.1f} ms")
    return seconds


def at_p95(seconds: list[float]) -> float:
    """The time that 95 of 100 do not exceed."""
    return statistics.quantiles(seconds, n=20)[-1]
