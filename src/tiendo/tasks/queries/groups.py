"""Tasks grouped by lead body, part of the plan and status, and the counts made of these groups."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import F, QuerySet

from tiendo.accounts.prepared import AnyOf, KeptQueries, ModelRows
from tiendo.domain.status import Status
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import PlanSection
from tiendo.tasks.queries.counts import (
    BodyCounts,
    OfficialCounts,
    SectionCounts,
    most_overdue_first,
)
from tiendo.tasks.queries.parts import parts_of_plan

_BODY_FIELDS = ("id", "name", "short_name", "slug", "kind", "sort_key")
_BODIES = KeptQueries()
_SHOWN = ModelRows(Organisation, *_BODY_FIELDS)


class TaskGroup(NamedTuple):
    """How many tasks share a lead body, a part of the plan and a status, and when the latest of
    them was updated, in seconds since 1970: a day is made only of those shown. Missing: lead and
    section are None where there is none, latest where none was updated."""

    lead: int | None
    section: int | None
    status: Status
    is_part: bool
    number: int
    latest: float | None


def counts_of(groups: Sequence[TaskGroup]) -> OfficialCounts:
    """The counts of all groups together."""
    counter: Counter[Status] = Counter()
    for row in groups:
        if not row.is_part:
            counter[row.status] += row.number
    return OfficialCounts(dict(counter), sum(row.number for row in groups if row.is_part))


def parts_of(groups: Sequence[TaskGroup], sections: list[PlanSection]) -> list[SectionCounts]:
    """The counts of the parts of a plan, rolled up to those that say most."""
    found = _by_key(groups, "section")
    rows = [SectionCounts(row, found[row.pk]) for row in sections if row.pk in found]
    if None in found:
        rows.append(SectionCounts(None, found[None]))
    return parts_of_plan(rows, sections)


def bodies_of(groups: Sequence[TaskGroup]) -> list[BodyCounts]:
    """The counts of each lead body, most overdue first. Cost: one query."""
    found = _by_key(groups, "lead")
    latest: dict[int | None, float] = {}
    for row in groups:
        if row.latest is not None and not row.is_part:
            latest[row.lead] = max(row.latest, latest.get(row.lead, row.latest))
    bodies = _organisations([pk for pk in found if pk is not None])
    rows = [
        BodyCounts(bodies[pk] if pk is not None else None, counts, _moment(latest.get(pk)))
        for pk, counts in found.items()
    ]
    return sorted(rows, key=most_overdue_first)


def _moment(seconds: float | None) -> dt.datetime | None:
    return None if seconds is None else dt.datetime.fromtimestamp(seconds, dt.UTC)


def _by_key(groups: Sequence[TaskGroup], key: str) -> dict[int | None, OfficialCounts]:
    counters: defaultdict[int | None, Counter[Status]] = defaultdict(Counter)
    for row in groups:
        if not row.is_part:
            counters[getattr(row, key)][row.status] += row.number
    return {pk: OfficialCounts(dict(counter)) for pk, counter in counters.items()}


def _organisations(ids: list[int]) -> dict[int, Organisation]:
    """The bodies with what a row shows of them. Cost: one query."""

    def bodies() -> QuerySet[Organisation, Any]:
        named = Organisation.objects.filter(AnyOf(F("pk"), "?bodies")).order_by()
        return named.values_list(*_SHOWN.columns)

    rows = _BODIES.rows("bodies", bodies, {"?bodies": ids})
    return {body.pk: body for body in map(_SHOWN.instance, rows)}
