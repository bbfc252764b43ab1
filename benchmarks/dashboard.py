"""`bench dashboard`: the overview of a programme at the size of a province.

As an officer, a unit head and a coordinator; the ratio is that of the worst role against the floor
of `_dashboard_urls.py`: one GROUP BY and a plain template, behind the same middleware. The
times of a dashboard of one's own are printed beside.
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
    for role in ROLES:
        measure(application, role, own_dashboard(role))
    page, floor = max(measured, key=lambda pair: pair[0] / pair[1])
    return {
        "name": "dashboard",
        "value": round(page, 5),
        "floor": round(floor, 5),
        "ratio": round(page / floor, 2),
        "unit": "s",
    }


def own_dashboard(role: str) -> str:
    """The address of a dashboard of one's own, as the leader of a province would begin."""
    from tiendo.accounts.models import User
    from tiendo.accounts.queries import load_actor
    from tiendo.domain import clock
    from tiendo.overview.dashboards.actions import create_dashboard
    from tiendo.overview.dashboards.starters import STARTERS
    from tiendo.overview.models import Dashboard

    user = User.objects.get(username=ROLES[role][0])
    made = Dashboard.objects.filter(owner=user, removed_at__isnull=True).first()
    if made is None:
        by = load_actor(user, clock.today())
        made = create_dashboard(title="Lãnh đạo tỉnh", starter=STARTERS["leader"], by=by)
    return f"/bang-dieu-hanh/{made.pk}/"


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
