"""Status spans: what ``domain.status`` says of each task, laid down for one indexed query.

Each write closes the spans that no longer hold and adds those that now do; the nightly audit
computes all of them anew from the histories and mends what differs.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange

from tiendo.domain.history import TaskHistory
from tiendo.domain.periods import ONE_DAY
from tiendo.domain.status import spans
from tiendo.tasks.histories import task_histories
from tiendo.tasks.models import StatusSpan, Task

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Stretch:
    """A status with its days; ``end`` is the first day after them, None for no end."""

    status: str
    start: dt.date
    end: dt.date | None


@dataclass(frozen=True, slots=True)
class KnownStretch:
    """A stretch with the moments between which it was what was known; None: still is."""

    stretch: Stretch
    since: dt.datetime
    until: dt.datetime | None


def write_spans(task_ids: Iterable[int], moment: dt.datetime) -> None:
    """Bring the spans of tasks in line with their histories, as known from ``moment`` on.

    Call it inside the action's transaction, with the tasks locked. Cost: at most eight queries.
    """
    ids = list(task_ids)
    held: defaultdict[int, dict[Stretch, StatusSpan]] = defaultdict(dict)
    for row in StatusSpan.objects.filter(task_id__in=ids, known__upper_inf=True):
        held[row.task_id][_stretch_of(row)] = row
    outdated: list[StatusSpan] = []
    fresh: list[StatusSpan] = []
    for task_id, history in task_histories(ids).items():
        now = _stretches(history)
        outdated += [row for stretch, row in held[task_id].items() if stretch not in now]
        fresh += [
            _as_row(task_id, KnownStretch(stretch, moment, None))
            for stretch in now
            if stretch not in held[task_id]
        ]
    _close(outdated, moment)
    StatusSpan.objects.bulk_create(fresh, batch_size=_BATCH)


def _close(rows: list[StatusSpan], moment: dt.datetime) -> None:
    """End what is no longer known; what was never known before this moment goes altogether."""
    unseen = [row for row in rows if _lower(row) >= moment]
    StatusSpan.objects.filter(pk__in=[row.pk for row in unseen]).delete()
    seen = [row for row in rows if _lower(row) < moment]
    for row in seen:
        row.known = DateTimeTZRange(_lower(row), moment)
    StatusSpan.objects.bulk_update(seen, ["known"], batch_size=_BATCH)


@transaction.atomic
def rebuild_spans(task: Task) -> None:
    """Lay the spans of one task anew, for every moment at which something became known."""
    Task.objects.select_for_update().get(pk=task.pk)
    _replace(task.pk, known_stretches(task_histories([task.pk])[task.pk]))


def audit_spans(task_ids: Iterable[int] | None = None) -> tuple[int, ...]:
    """The ids of the tasks whose spans differed from their histories, now mended.

    Cost: seven queries for each 500 tasks, and a few for each that differs.
    """
    chosen = (
        Task.objects.order_by("pk")
        if task_ids is None
        else Task.objects.filter(pk__in=list(task_ids)).order_by("pk")
    )
    ids = list(chosen.values_list("pk", flat=True))
    mended: list[int] = []
    for start in range(0, len(ids), _BATCH):
        mended += _audit_batch(ids[start : start + _BATCH])
    return tuple(mended)


@transaction.atomic
def _audit_batch(ids: list[int]) -> list[int]:
    list(Task.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    stored = _stored(ids)
    differing = []
    for task_id, history in task_histories(ids).items():
        expected = known_stretches(history)
        if expected != stored.get(task_id, frozenset()):
            _replace(task_id, expected)
            differing.append(task_id)
    return differing


def known_stretches(history: TaskHistory) -> frozenset[KnownStretch]:
    """Every stretch that was ever known of a task, with the moments of its knowledge."""
    found: set[KnownStretch] = set()
    open_since: dict[Stretch, dt.datetime] = {}
    for moment in history.moments():
        now = _stretches(history, moment)
        for stretch in [known for known in open_since if known not in now]:
            found.add(KnownStretch(stretch, open_since.pop(stretch), moment))
        for stretch in now:
            open_since.setdefault(stretch, moment)
    found |= {KnownStretch(stretch, since, None) for stretch, since in open_since.items()}
    return frozenset(found)


def _replace(task_id: int, expected: Iterable[KnownStretch]) -> None:
    StatusSpan.objects.filter(task_id=task_id).delete()
    StatusSpan.objects.bulk_create(_as_row(task_id, known) for known in expected)


def _stored(ids: list[int]) -> Mapping[int, frozenset[KnownStretch]]:
    found: defaultdict[int, set[KnownStretch]] = defaultdict(set)
    for row in StatusSpan.objects.filter(task_id__in=ids):
        known = KnownStretch(_stretch_of(row), _lower(row), row.known.upper)
        found[row.task_id].add(known)
    return {task_id: frozenset(rows) for task_id, rows in found.items()}


def _stretches(history: TaskHistory, known_at: dt.datetime | None = None) -> frozenset[Stretch]:
    return frozenset(
        Stretch(str(period.status), period.start, period.end + ONE_DAY if period.end else None)
        for period in spans(history, known_at)
    )


def _stretch_of(row: StatusSpan) -> Stretch:
    return Stretch(row.status, row.validity.lower, row.validity.upper)


def _lower(row: StatusSpan) -> dt.datetime:
    lower: dt.datetime = row.known.lower
    return lower


def _as_row(task_id: int, known: KnownStretch) -> StatusSpan:
    return StatusSpan(
        task_id=task_id,
        status=known.stretch.status,
        validity=DateRange(known.stretch.start, known.stretch.end),
        known=DateTimeTZRange(known.since, known.until),
    )
