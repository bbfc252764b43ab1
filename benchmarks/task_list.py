"""`bench task-list`: the first page of 5,000 tasks with totals, as an officer and a coordinator.

The ratio is that of the worst role against the floor of `_task_list_urls.py`.
"""

import datetime as dt
import os
import secrets
import time
from typing import Any

from benchmarks._pages import Application, compare, count_queries, count_rows, request, sign_in

NEEDS_DATABASE = True
TASKS = 5000
BODIES = 60
SEED = 57
MONTHS_DAYS = 480
PATH = "/nhiem-vu/"
# role → account, the body whose tasks it sees (empty: all)
ROLES = {"officer": ("chuyenvien", "so-noi-vu"), "coordinator": ("dieuphoi", "")}


def main() -> dict[str, object]:
    """The seconds of the worst role, its floor and the ratio."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    from tiendo.cli.frontend import collect_static, ensure_frontend

    ensure_frontend()
    collect_static()
    fill()
    settings.ROOT_URLCONF = "benchmarks._task_list_urls"
    application: Any = get_wsgi_application()
    measured = [measure(application, role) for role in ROLES]
    page, floor = max(measured, key=lambda pair: pair[0] / pair[1])
    return {
        "name": "task-list",
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
        return request(application, f"/floor/task-list/?body={body}", cookie)

    seconds = compare(page, floor)
    rows = count_rows(page()), count_rows(floor())
    print(
        f"{role}: {seconds[0] * 1000:.1f} ms, floor {seconds[1] * 1000:.1f} ms, "
        f"ratio {seconds[0] / seconds[1]:.2f}, rows {rows[0]} and {rows[1]}, "
        f"queries {count_queries(page)} and {count_queries(floor)}, {len(page()) // 1024} KiB"
    )
    return seconds


def fill() -> None:
    """5,000 tasks with months of work, unless an earlier run left them."""
    from tiendo.demo.generator import Size, fill_in_bulk, lay_ground
    from tiendo.domain import clock
    from tiendo.tasks.models import Task

    if Task.objects.count() >= TASKS:
        return
    size = Size(tasks=TASKS, bodies=BODIES)
    start = time.perf_counter()
    begins_on = clock.today() - dt.timedelta(days=MONTHS_DAYS)
    ground = lay_ground(size=size, password=secrets.token_urlsafe(), begins_on=begins_on)
    steps = fill_in_bulk(ground, size=size, seed=SEED)
    tidy()
    print(f"{TASKS} tasks, {steps} steps written in {time.perf_counter() - start:.0f} s")


def tidy() -> None:
    """What autovacuum does between one day and the next: tables written at once are full of holes.

    Only the owner of the tables may ask for it.
    """
    import psycopg

    with psycopg.connect(os.environ["MIGRATION_DATABASE_URL"], autocommit=True) as owner:
        owner.execute("VACUUM (FULL, ANALYZE)")
