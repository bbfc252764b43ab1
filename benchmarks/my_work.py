"""`bench my-work`: the work list at the size of a province, as an officer, a head, a coordinator.

The ratio is that of the worst role against the floor of `_work_urls.py`: one query for the same
100 rows and a plain template, behind the same middleware.
"""

from typing import Any

from benchmarks._pages import Application, compare, count_queries, count_rows, request, sign_in
from benchmarks._province import fill

NEEDS_DATABASE = True
PATH = "/viec-cua-toi/"
# role → account, its body
ROLES = {
    "officer": ("chuyenvien", "so-noi-vu"),
    "unit_head": ("thutruong", "so-noi-vu"),
    "coordinator": ("dieuphoi", "so-khoa-hoc-va-cong-nghe"),
}


def main() -> dict[str, object]:
    """The seconds of the worst role, its floor and the ratio."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    from tiendo.cli.frontend import collect_static, ensure_frontend

    ensure_frontend()
    collect_static()
    fill()
    settings.ROOT_URLCONF = "benchmarks._work_urls"
    application: Any = get_wsgi_application()
    measured = [measure(application, role) for role in ROLES]
    page, floor = max(measured, key=lambda pair: pair[0] / pair[1])
    return {
        "name": "my-work",
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
        return request(application, f"/floor/my-work/?body={body}", cookie)

    seconds = compare(page, floor)
    rows = count_rows(page()), count_rows(floor())
    print(
        f"{role}: {seconds[0] * 1000:.1f} ms, floor {seconds[1] * 1000:.1f} ms, "
        f"ratio {seconds[0] / seconds[1]:.2f}, rows {rows[0]} and {rows[1]}, "
        f"queries {count_queries(page)} and {count_queries(floor)}, {len(page()) // 1024} KiB"
    )
    return seconds
