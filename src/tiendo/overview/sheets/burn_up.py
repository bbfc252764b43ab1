"""How the work came about: given and done, week by week or month by month."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Count, IntegerField, Min, QuerySet, Value
from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.prepared import KeptQueries
from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.domain import clock
from tiendo.domain.periods import ONE_DAY
from tiendo.overview.asking import Asked, View
from tiendo.overview.filters import STEP
from tiendo.overview.sheets.counting import listed
from tiendo.reporting.formulas import DONE_LATE, DONE_ON_TIME, FORMULAS, OVERDUE
from tiendo.tasks.models import Task
from tiendo.tasks.queries import OfficialCounts, select_tasks
from tiendo.tasks.queries.counts import counts_of_groups

WEEK, MONTH = "tuan", "thang"
STEP_CHOICES: Mapping[str, str | Promise] = {WEEK: _("Theo tuần"), MONTH: _("Theo tháng")}
STEPS = 13
_SEVEN = dt.timedelta(days=7)
_DONE = (*DONE_ON_TIME.statuses, *DONE_LATE.statuses)
_KEPT = KeptQueries()


@dataclass(frozen=True, slots=True)
class Point:
    """The end of a step: the counts of that day."""

    day: dt.date
    counts: OfficialCounts

    @property
    def done(self) -> int:
        """Done by then, on time or late."""
        return self.counts.of(*_DONE)


def build(asked: Asked) -> Sheet:
    """A row for each step up to the day, the last one ending with it. Cost: two queries."""
    return sheet_of(asked, points_of(asked))


def sheet_of(asked: Asked, points: Sequence[Point]) -> Sheet:
    """The sheet of points that are known. Cost: that of saying the filter."""
    rows = [_row(asked, before, point) for before, point in pairwise(points)]
    return Sheet(VIEW.name, str(VIEW.title), tuple(_columns()), rows, None, asked.stated())


def count(asked: Asked) -> int:
    """How many steps there will be. Cost: one query."""
    return max(0, len(_days(asked)) - 1)


VIEW = View("tien-trien", _("Tiến triển: việc giao và việc xong"), "dashboard.view", build, count)


def points_of(asked: Asked) -> list[Point]:
    """The counts at the end of each step, and before the first one. Cost: two queries."""
    days = _days(asked)
    if not days:
        return []
    key = (asked.actor, asked.tasks, tuple(days), asked.known_at, clock.today())
    groups: defaultdict[int, list[tuple[object, ...]]] = defaultdict(list)
    for place, *group in _KEPT.rows(key, lambda: _groups(asked, days)):
        groups[place].append(tuple(group))
    return [Point(day, counts_of_groups(groups[place])) for place, day in enumerate(days)]


def steps_between(first: dt.date, last: dt.date, step: str = "") -> list[dt.date]:
    """The ends of the steps, the last day of all included, and the day before the first step;
    without a step given, weeks where there are few enough of them."""
    weekly = step == WEEK or (step != MONTH and last - first < STEPS * _SEVEN)
    ends = [last]
    while ends[0] >= first and len(ends) <= STEPS:
        before = ends[0] - _SEVEN if weekly else ends[0].replace(day=1) - ONE_DAY
        ends.insert(0, before)
    return ends


def _days(asked: Asked) -> Sequence[dt.date]:
    tasks = select_tasks(asked.actor, asked.tasks, asked.day, asked.known_at).order_by()
    first = tasks.aggregate(first=Min("live_on"))["first"]
    return steps_between(first, asked.day, asked.values.get(STEP, "")) if first else ()


def _groups(asked: Asked, days: Sequence[dt.date]) -> QuerySet[Task, tuple[int, str, bool, int]]:
    """The groups of each day in one query: place of the day, status, whether a part, how many."""
    first, *others = (_groups_of(asked, day, place) for place, day in enumerate(days))
    return first.union(*others, all=True)


def _groups_of(
    asked: Asked, day: dt.date, place: int
) -> QuerySet[Task, tuple[int, str, bool, int]]:
    tasks = select_tasks(asked.actor, asked.tasks, day, asked.known_at)
    placed = tasks.annotate(place=Value(place, output_field=IntegerField())).order_by()
    return placed.values_list("place", "status", "is_part").annotate(number=Count("pk"))


def _columns() -> Iterator[SheetColumn]:
    yield SheetColumn("until", _g("Đến hết ngày"), CellKind.DAY, 12)
    given = _g("Tổng số đến ngày này trừ tổng số đến ngày của dòng trước")
    yield SheetColumn("given_in", _g("Giao thêm trong kỳ"), CellKind.COUNT, 11, given)
    done = _g("Số đã hoàn thành đến ngày này trừ số đến ngày của dòng trước")
    yield SheetColumn("done_in", _g("Hoàn thành thêm trong kỳ"), CellKind.COUNT, 11, done)
    total = str(FORMULAS["tasks.total"])
    yield SheetColumn("total", _g("Tổng số đã giao"), CellKind.COUNT, 11, total)
    both = _g(
        "Hoàn thành đúng hạn cộng hoàn thành quá hạn; nhiệm vụ định kỳ sang kỳ mới lại là đang làm"
    )
    yield SheetColumn("done", _g("Đã hoàn thành"), CellKind.COUNT, 11, both)
    late = str(FORMULAS["tasks.overdue"])
    yield SheetColumn("overdue", OVERDUE.label, CellKind.COUNT, 11, late)


def _row(asked: Asked, before: Point, point: Point) -> Values:
    values = _values_on(asked, point.day)
    return (
        point.day,
        point.counts.total - before.counts.total,
        point.done - before.done,
        listed(point.counts.total, values),
        listed(point.done, values, _DONE),
        listed(point.counts.overdue, values, OVERDUE.statuses),
    )


def _values_on(asked: Asked, day: dt.date) -> Mapping[str, str]:
    """The filter of the list as of a day."""
    return {**asked.values, "ngay": day.isoformat()}
