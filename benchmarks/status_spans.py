"""`bench status-spans`: the spans of every task of the province thrown away and laid anew.

The bar is 60 s, and what is laid must be what was kept: every day, as known at every moment.
"""

import time

from benchmarks._province import fill

NEEDS_DATABASE = True
BAR_SECONDS = 60


def main() -> dict[str, object]:
    """The seconds of laying all spans anew; the floor is the bar."""
    from django.db import transaction

    from tiendo.tasks.models import StatusSpan, Task
    from tiendo.tasks.spans import audit_spans

    fill()
    kept = read_spans()
    with transaction.atomic():
        StatusSpan.objects.all().delete()
    start = time.perf_counter()
    mended = audit_spans()
    seconds = time.perf_counter() - start
    if read_spans() != kept:
        raise RuntimeError("the spans laid anew are not those that were kept")
    print(f"{Task.objects.count()} tasks, {len(kept)} spans, {len(mended)} tasks laid anew, equal")
    start = time.perf_counter()
    audit_spans()
    print(f"compared without a difference in {time.perf_counter() - start:.1f} s")
    return {
        "name": "status-spans",
        "value": round(seconds, 2),
        "floor": BAR_SECONDS,
        "ratio": round(seconds / BAR_SECONDS, 3),
        "unit": "s",
    }


def read_spans() -> set[tuple[object, ...]]:
    """Every span by its task, status, days and moments."""
    from tiendo.tasks.models import StatusSpan

    fields = ("task_id", "status", "validity", "known")
    return set(StatusSpan.objects.values_list(*fields).iterator())
