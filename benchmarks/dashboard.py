"""`bench dashboard`: the overview of a programme at the size of a province.

As an officer, a unit head and a coordinator; the ratio is that of the worst role against the floor
of `_dashboard_urls.py`: one GROUP BY and a plain template, behind the same middleware.
"""

from typing import Any

from benchmarks._pages import Application, compare, count_queries, request, sign_in
from benchmarks._province import ROLES, fill

NEEDS_DATABASE = True
PATH = "/tong-quan/"


def main() -> dict[str, object]:
    """The seconds of the worst role, its floor and the ratio."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    from tiendo.cli.frontend import collect_static, ensure_frontend

    ensure_frontend()
    collect_static()
    fill()
    settings.ROOT_URLCONF = "benchmarks._dashboard_urls"
    application: Any = get_wsgi_application()
    measured = [measure(application, role, PATH) for role in ROLES]
    page, floor = max(measured, key=lambda pair: pair[0] / pair[1])
    return {
        "name": "dashboard",
        "value": round(page, 5),
        "floor": round(floor, 5),
        "ratio": round(page / floor, 2),
        "unit": "s",
    }


def measure(application: Application, role: str, path: str) -> tuple[float, float]:
    """Median seconds of a page and of the floor for one role."""
    account, body = ROLES[role]
    cookie = sign_in(account)

    def page() -> bytes:
        return request(application, path, cookie)

    def floor() -> bytes:
        return request(application, f"/floor/dashboard/?body={body}", cookie)

    seconds = compare(page, floor)
    print(
        f"{path} as {role}: {seconds[0] * 1000:.1f} ms, floor {seconds[1] * 1000:.1f} ms, "
        f"ratio {seconds[0] / seconds[1]:.2f}, queries {count_queries(page)} and "
        f"{count_queries(floor)}, {len(page()) // 1024} KiB"
    )
    return seconds
