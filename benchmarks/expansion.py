"""`bench expansion`: one task given to the 102 communes and wards, as one action.

There is no floor: the bar is two seconds. The queries are counted, and must not grow with the
number of bodies.
"""

import datetime as dt
import secrets
import statistics
import time
from typing import Any

from benchmarks._pages import count_queries

NEEDS_DATABASE = True
BODIES = 102
RUNS = 5


def main() -> dict[str, object]:
    """The median seconds of an expansion; each run is undone."""
    from django.db import transaction

    from tiendo.tasks.actions import expand_lead
    from tiendo.tasks.models import Task

    task, by = lay_task()
    seconds: list[float] = []
    made: list[int] = []

    def expand() -> bytes:
        with transaction.atomic():
            start = time.perf_counter()
            children = expand_lead(task=task, by=by)
            seconds.append(time.perf_counter() - start)
            made.append(len(children))
            transaction.set_rollback(True)
        return b""

    queries = count_queries(expand)
    for _run in range(RUNS):
        expand()
    if Task.objects.filter(parent=task).exists() or set(made) != {BODIES}:
        raise RuntimeError(f"expected {BODIES} bodies each time, made {made}")
    value = statistics.median(seconds[1:])
    print(f"{BODIES} bodies: {value * 1000:.0f} ms, {queries} queries")
    return {
        "name": "expansion",
        "value": round(value, 4),
        "floor": None,
        "ratio": None,
        "unit": "s",
    }


def lay_task() -> tuple[Any, Any]:
    """A complete draft for "UBND các xã, phường", and the coordinator who gives it."""
    from tiendo.accounts.models import User
    from tiendo.accounts.queries import load_actor
    from tiendo.demo.generator import Size, lay_ground
    from tiendo.domain import clock
    from tiendo.organisations.models import BodyGroup, Kind
    from tiendo.programmes.queries import current_programme
    from tiendo.tasks.actions import create_task

    today = clock.today()
    programme = current_programme()
    if programme is None:
        begins_on = today - dt.timedelta(days=30)
        size = Size(tasks=1, bodies=5)
        ground = lay_ground(size=size, password=secrets.token_urlsafe(), begins_on=begins_on)
        programme = ground.programme
    by = load_actor(User.objects.get(username="dieuphoi"), today)
    communes = [Kind.COMMUNE, Kind.WARD]
    group = BodyGroup.objects.get(kinds__contains=communes, kinds__contained_by=communes)
    number = programme.tasks.count() + 1
    task = create_task(
        programme=programme,
        code=f"X-{number}",
        title="Rà soát hạ tầng số của xã, phường",
        product="Báo cáo rà soát",
        deadline_key="2030-12-31",
        deadline_raw="31/12/2030",
        last_day=dt.date(2030, 12, 31),
        deciding_text="UBND xã, phường",
        lead=group,
        by=by,
    )
    return task, by
