"""The official counts of each person who handles tasks of the filter."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from django.db.models import Count, F, FilteredRelation, Q, QuerySet
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.models import User
from tiendo.composer.sheets import Behind, Sheet, SheetColumn
from tiendo.domain.collation import sort_key
from tiendo.domain.status import Status
from tiendo.overview.asking import Asked, View
from tiendo.overview.filters import OFFICER, WHOLE, narrowed
from tiendo.overview.sheets.counting import count_columns, count_values
from tiendo.tasks.models import Assignment, Task
from tiendo.tasks.queries import OfficialCounts, official_counts, select_tasks

NOBODY = 0
_Counts = Mapping[int | None, OfficialCounts]


def build(asked: Asked) -> Sheet:
    """The people named on tasks, most overdue first; of other bodies only for who sees all.

    A task that several people handle counts with each, and once in the whole. Cost: four queries,
    five for who sees one's own bodies alone.
    """
    counts = counts_by_officer(asked)
    people = User.objects.in_bulk([pk for pk in counts if pk is not None])
    bodies = _bodies(asked, people)
    columns = (
        SheetColumn("person", _g("Người xử lý"), width=34),
        SheetColumn("body", _g("Cơ quan"), width=30),
        *count_columns(),
    )
    rows = [
        (_name(asked, people, pk), bodies.get(pk, ""), *count_values(found, _behind(asked, pk)))
        for pk, found in sorted(counts.items(), key=lambda pair: _most_overdue(pair, people))
    ]
    tasks = select_tasks(asked.actor, asked.tasks, asked.day, asked.known_at)
    whole = count_values(official_counts(tasks), asked.values)
    totals = (_g("Toàn bộ, mỗi nhiệm vụ đếm một lần"), "", *whole)
    return Sheet(VIEW.name, str(VIEW.title), columns, rows, totals, asked.stated())


def count(asked: Asked) -> int:
    """How many people there will be. Cost: one query or two."""
    return len(counts_by_officer(asked))


VIEW = View("theo-nguoi", _("Kết quả theo người xử lý"), "dashboard.view", build, count)


def counts_by_officer(asked: Asked) -> _Counts:
    """The counts by officer; None: of tasks whose handling nobody is named for. Cost: one query,
    two for who sees one's own bodies alone."""
    found: defaultdict[int | None, Counter[Status]] = defaultdict(Counter)
    for officer, status, number in _grouped(asked):
        found[officer][Status(status)] += number
    return {officer: OfficialCounts(dict(by_status)) for officer, by_status in found.items()}


def _grouped(asked: Asked) -> QuerySet[Task, tuple[int | None, str, int]]:
    tasks = select_tasks(asked.actor, asked.tasks, asked.day, asked.known_at)
    named = Q(assignments__validity__contains=asked.day, assignments__officer__isnull=False)
    if not asked.actor.may("task.view_all"):
        # An empty list would find no task at all, not even those that nobody handles.
        named &= Q(assignments__officer__in=_colleagues(asked) or [NOBODY])
    held = tasks.filter(Q(is_part=False)).annotate(
        handled=FilteredRelation("assignments", condition=named), handler=F("handled__officer_id")
    )
    groups = held.order_by().values_list("handler", "status")
    return groups.annotate(number=Count("pk", distinct=True))


def _colleagues(asked: Asked) -> list[int]:
    """The ids of those named on tasks for one's own bodies."""
    held = Assignment.objects.filter(
        organisation__in=asked.actor.bodies_for("task.view"),
        validity__contains=asked.day,
        officer__isnull=False,
    )
    return list(held.order_by().values_list("officer_id", flat=True).distinct())


def _bodies(asked: Asked, people: Mapping[int, User]) -> dict[int | None, str]:
    """The bodies for which each person handles tasks. Cost: one query."""
    held = Assignment.objects.filter(officer__in=people, validity__contains=asked.day)
    rows = held.order_by("organisation__sort_key").values_list(
        "officer_id", "organisation__short_name", "organisation__name"
    )
    found: defaultdict[int | None, dict[str, None]] = defaultdict(dict)
    for officer, short_name, name in rows:
        found[officer][short_name or name or ""] = None
    return {officer: "; ".join(filter(None, names)) for officer, names in found.items()}


def _name(asked: Asked, people: Mapping[int, User], pk: int | None) -> str | Behind:
    if pk is None:
        return _g("Chưa phân công người xử lý")
    return Behind(str(people[pk]), {**narrowed(asked.values, {OFFICER: pk}), WHOLE: "1"})


def _behind(asked: Asked, pk: int | None) -> Mapping[str, str] | None:
    """The filter of one person's tasks; of those that nobody handles there is none."""
    return None if pk is None else narrowed(asked.values, {OFFICER: pk})


def _most_overdue(
    pair: tuple[int | None, OfficialCounts], people: Mapping[int, User]
) -> tuple[bool, int, bytes]:
    pk, counts = pair
    return pk is None, -counts.overdue, b"" if pk is None else sort_key(str(people[pk]))
