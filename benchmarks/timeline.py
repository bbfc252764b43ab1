"""`bench timeline`: 3,000 tasks as bars on one page, as an officer, a unit head and a coordinator.

The ratio is that of the worst role against the floor of `_timeline_urls.py`.
"""

from typing import Any

from benchmarks._pages import Application, compare, count_queries, request, sign_in
from benchmarks._province import ROLES, fill

NEEDS_DATABASE = True
PATH = "/nhiem-vu/dong-thoi-gian/"


def main() -> dict[str, object]:
    """The seconds of the worst role, its floor and the ratio."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    from tiendo.cli.frontend import collect_static, ensure_frontend

    ensure_frontend()
    collect_static()
    fill()
    settings.ROOT_URLCONF = "benchmarks._timeline_urls"
    application: Any = get_wsgi_application()
    measured = [measure(application, role) for role in ROLES]
    page, floor = max(measured, key=lambda pair: pair[0] / pair[1])
    return {
        "name": "timeline",
        "value": round(page, 5),
        "floor": round(floor, 5),
        "ratio": round(page / floor, 2),
        "unit": "s",
    }


def measure(application: Application, role: str) -> tuple[float, float]:
    """Median seconds of the page and of its floor for one role."""
    account, body = ROLES[role]
    cookie = sign_in(account)

    def page() -> bytes:
        return request(application, PATH, cookie)

    def floor() -> bytes:
        return request(application, f"/floor/timeline/?body={body}", cookie)

    seconds = compare(page, floor)
    content = page()
    print(
        f"{role}: {seconds[0] * 1000:.1f} ms, floor {seconds[1] * 1000:.1f} ms, "
        f"ratio {seconds[0] / seconds[1]:.2f}, "
        f"rows {content.count(b'<tr data-key-item')} and {floor().count(b'<tr>')}, "
        f"queries {count_queries(page)} and {count_queries(floor)}, {len(content) // 1024} KiB"
    )
    return seconds
