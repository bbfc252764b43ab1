"""What the dashboard shows of a programme: parts of the plan, lead bodies, the week that was."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tiendo.composer.charts import PartCounts, Slice, Spec, status_by_part
from tiendo.domain.status import Status
from tiendo.programmes.models import PlanSection
from tiendo.tasks.models import DeadlineChange, LifecycleEvent, ProgressUpdate, Task
from tiendo.tasks.queries import BodyCounts, OfficialCounts, SectionCounts
from tiendo.workspace.status_look import LOOKS, UNCOUNTED

WEEK = dt.timedelta(days=7)
CHART_BODIES = 10


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of the plan with the counts of everything below it; None: tasks without a part."""

    section: PlanSection | None
    counts: OfficialCounts


def parts_of_plan(rows: Sequence[SectionCounts], sections: Iterable[PlanSection]) -> list[PartRow]:
    """The topmost parts with the counts rolled up, in the plan's order.

    Where everything stands under one part, the parts below it say more than that one.
    """
    parents = {section.pk: section.parent_id for section in sections}
    by_pk = {section.pk: section for section in sections}
    chains = [_chain(row.section, parents) for row in rows]
    level = _common_depth([chain for chain in chains if chain])
    found: defaultdict[int | None, Counter[Status]] = defaultdict(Counter)
    for row, chain in zip(rows, chains, strict=True):
        key = chain[min(level, len(chain) - 1)] if chain else None
        found[key].update(row.counts.by_status)
    tops = sorted((pk for pk in found if pk is not None), key=lambda pk: (by_pk[pk].order, pk))
    listed: list[int | None] = [*tops, *([None] if None in found else [])]
    return [PartRow(by_pk[pk] if pk else None, OfficialCounts(dict(found[pk]))) for pk in listed]


def _common_depth(chains: list[list[int]]) -> int:
    """How many parts all chains begin with, while something stands below each."""
    depth = 0
    while (
        chains
        and all(len(chain) > depth + 1 for chain in chains)
        and len({chain[depth] for chain in chains}) == 1
    ):
        depth += 1
    return depth


def _chain(section: PlanSection | None, parents: Mapping[int, int | None]) -> list[int]:
    """The part with those above it, the topmost first."""
    chain: list[int] = []
    pk = section.pk if section else None
    while pk is not None and pk not in chain:
        chain.insert(0, pk)
        pk = parents.get(pk)
    return chain


def bodies_chart(rows: Sequence[BodyCounts]) -> Spec:
    """Tasks by lead body and status, the bodies with most tasks."""
    listed = sorted(rows, key=lambda row: -row.counts.total)[:CHART_BODIES]
    used = [look for look in LOOKS if any(_count(row, look.code) for row in listed)]
    parts = tuple(
        PartCounts(
            body_name(row),
            tuple(Slice(look.code, str(look.word), _count(row, look.code)) for look in used),
        )
        for row in listed
    )
    return _drawn(parts, _("Nhiệm vụ theo cơ quan chủ trì và trạng thái"))


@lru_cache(maxsize=32)
def _drawn(parts: tuple[PartCounts, ...], description: str) -> Spec:
    """The specification of the chart: building one takes longer than the queries behind it."""
    return status_by_part(parts, description=description)


def chart_table(rows: Sequence[BodyCounts]) -> tuple[list[str], list[tuple[str, list[int]]]]:
    """The figures of the chart: the words of its columns, and the rows."""
    listed = sorted(rows, key=lambda row: -row.counts.total)[:CHART_BODIES]
    used = [look for look in LOOKS if any(_count(row, look.code) for row in listed)]
    table = [(body_name(row), [_count(row, look.code) for look in used]) for row in listed]
    return [str(look.word) for look in used], table


def _count(row: BodyCounts, code: str) -> int:
    return row.counts.by_status.get(Status(code), 0) if code not in UNCOUNTED else 0


def body_name(row: BodyCounts) -> str:
    """The short name of a lead body."""
    if row.body is None:
        return _("Chưa rõ cơ quan chủ trì")
    return row.body.short_name or row.body.name


@dataclass(frozen=True, slots=True)
class Week:
    """What changed in the seven days up to a day: how many of each kind, and the newest steps."""

    counts: list[str]
    newest: list[LifecycleEvent]


def week_of(tasks: QuerySet[Task], on: dt.date, known_at: dt.datetime | None) -> Week:
    """What changed in the week. Cost: three queries."""
    ids, after = tasks.order_by().values("pk"), on - WEEK
    events = LifecycleEvent.objects.filter(task__in=ids, day__gt=after, day__lte=on)
    events = events.exclude(action="go_live", occurrence__isnull=False)
    changes = DeadlineChange.objects.filter(
        task__in=ids, effective_on__gt=after, effective_on__lte=on
    ).exclude(reason="")
    updates = ProgressUpdate.objects.filter(task__in=ids, as_of__gt=after, as_of__lte=on)
    if known_at is not None:
        events = events.filter(recorded_at__lte=known_at)
        changes = changes.filter(recorded_at__lte=known_at)
        updates = updates.filter(recorded_at__lte=known_at)
    rows = list(events.select_related("task").order_by("-recorded_at", "-pk"))
    by_action = Counter(row.action for row in rows)
    words = list(_week_words(by_action, updates.count(), changes.count()))
    return Week(words, [row for row in rows if row.action != "go_live"][:5])


def _week_words(by_action: Counter[str], updates: int, moved: int) -> Iterator[str]:
    numbers = (
        (by_action["go_live"], _("%(n)d việc được giao")),
        (updates, _("%(n)d cập nhật tiến độ")),
        (by_action["claim"], _("%(n)d báo cáo hoàn thành")),
        (by_action["confirm"], _("%(n)d việc được xác nhận")),
        (by_action["send_back"] + by_action["return"], _("%(n)d việc bị trả lại")),
        (by_action["reopen"], _("%(n)d việc mở lại")),
        (moved, _("%(n)d thời hạn được điều chỉnh")),
        (
            by_action["suspend"] + by_action["cancel"] + by_action["supersede"],
            _("%(n)d việc tạm dừng, hủy hoặc thay thế"),
        ),
    )
    for number, words in numbers:
        if number:
            yield words % {"n": number}
