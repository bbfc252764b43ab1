"""Which tasks wait for which: two in a row, and one pair whose deadlines contradict each other."""

from __future__ import annotations

import datetime as dt

from tiendo.demo.people import Crew
from tiendo.domain import clock
from tiendo.programmes.models import Programme
from tiendo.tasks.actions import add_dependency
from tiendo.tasks.models import Lifecycle, Task

LINKED_AGO = dt.timedelta(days=12)
NOTES = (
    "Cần kết quả khảo sát làm đầu vào",
    "Ban hành quy chế rồi mới tổ chức tập huấn",
    "Chờ danh mục được phê duyệt",
)


def put_in_order(crew: Crew, programme: Programme) -> None:
    """Link the first tasks with deadlines of the plan, the last pair the wrong way round."""
    linked_on = crew.on - LINKED_AGO
    found = Task.objects.filter(
        programme=programme,
        lifecycle=Lifecycle.LIVE,
        recurrence="",
        last_day__isnull=False,
        live_on__lt=linked_on,
        parent__isnull=True,
    ).order_by("order", "pk")[:9]
    in_time = sorted(found, key=lambda task: (task.last_day, task.order))
    pairs = list(zip(in_time, in_time[1:], strict=False))[:2]
    if len(in_time) > 4 and in_time[-1].last_day != in_time[3].last_day:
        pairs.append((in_time[-1], in_time[3]))
    by = crew.named("dieuphoi")
    with clock.at(clock.local_noon(linked_on)):
        for (first, second), note in zip(pairs, NOTES, strict=False):
            add_dependency(predecessor=first, successor=second, note=note, by=by)
