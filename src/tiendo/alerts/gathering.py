"""One notice where many of one kind come: the reports of a cycle, sent by body after body."""

from __future__ import annotations

from collections.abc import Iterable

from tiendo.alerts.models import Notice
from tiendo.alerts.paths import path_of
from tiendo.outbox.models import OutboxEvent
from tiendo.regimes.models import Cycle
from tiendo.regimes.opening import title_told

# The events that come once for each body of a cycle, to whoever receives them all.
GATHERED = frozenset({"submission.sent"})


def gather_unread(event: OutboxEvent, notices: Iterable[Notice]) -> None:
    """Have a person's unread notice of the same kind and cycle stand for a new one too.

    The notice that stands then counts the reports and leads to the cycle; the new one is kept as
    the record. Call it before the new ones are written. Cost: two queries, and one for each
    person whose notice stands for more.
    """
    rows = list(notices)
    if event.name not in GATHERED or not rows:
        return
    cycle = _cycle_of(int(event.object_id))
    if cycle is None:
        return
    for row in rows:
        row.params = {**row.params, "cycle": cycle.pk}
    standing = Notice.objects.select_for_update().filter(
        kind=event.name,
        user_id__in=[row.user_id for row in rows],
        params__cycle=cycle.pk,
        read_at__isnull=True,
        summary__isnull=True,
        mail__isnull=True,
    )
    first = {row.user_id: row for row in standing.order_by("-pk")}
    for row in rows:
        if (stands := first.get(row.user_id)) is not None:
            _stand_for(stands, row, cycle)


def _stand_for(stands: Notice, row: Notice, cycle: Cycle) -> None:
    row.summary, row.is_silent = stands, True
    count = int(stands.params.get("reports", 1)) + 1
    stands.params = {**stands.params, "reports": count, "title": title_told(cycle)}
    stands.path = path_of(Cycle._meta.label_lower, cycle.pk)
    stands.save(update_fields=["params", "path"])


def _cycle_of(submission: int) -> Cycle | None:
    return (
        Cycle.objects.select_related("version__regime")
        .filter(duties__submission=submission)
        .first()
    )
