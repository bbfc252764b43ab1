"""What the registers hold by body, each asked of the database at once.

Bodies are told by their ids; 0 stands for what no known body answers for.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, Min, Q, QuerySet

from tiendo.budgets.models import BudgetLine
from tiendo.budgets.sums import sum_lines
from tiendo.documents.models import Document
from tiendo.domain.difficulties import CARRIED
from tiendo.domain.periods import Period
from tiendo.domain.status import Status
from tiendo.tasks.models import Difficulty, StatusSpan
from tiendo.tasks.queries.difficulties import register_on

# Tasks that count on each of some days, by lead body and status.
_STATUSES = """
SELECT asked.place, coalesce(lead.organisation_id, 0), span.status, count(*)
FROM unnest(%(days)s::date[]) WITH ORDINALITY AS asked(day, place)
JOIN tasks_statusspan span ON span.validity @> asked.day AND upper_inf(span.known)
JOIN tasks_task task ON task.id = span.task_id
LEFT JOIN tasks_assignment lead ON lead.task_id = task.id AND lead.part = 'lead'
    AND lead.validity @> asked.day
WHERE (task.subtask_during @> asked.day) IS NOT TRUE
    AND (%(programme)s::bigint IS NULL OR task.programme_id = %(programme)s)
GROUP BY 1, 2, 3
"""


def statuses_on(
    days: Sequence[dt.date], programme: int | None
) -> list[dict[int, dict[Status, int]]]:
    """How many tasks of each body have each status, on each of some days. Cost: one query."""
    found: list[defaultdict[int, dict[Status, int]]] = [defaultdict(dict) for _day in days]
    with connection.cursor() as cursor:
        cursor.execute(_STATUSES, {"days": list(days), "programme": programme})
        for place, body, status, number in cursor.fetchall():
            found[place - 1][body][Status(status)] = number
    return [dict(held) for held in found]


def tasks_begin() -> dt.date | None:
    """The first day on which some task had a status."""
    found = StatusSpan.objects.filter(known__upper_inf=True).aggregate(
        first=Min("validity__startswith")
    )
    first: dt.date | None = found["first"]
    return first


@dataclass(frozen=True, slots=True)
class Money:
    """The money of a body in a budget year. Units: whole VND. Missing: None, nothing recorded."""

    allotted: Decimal | None
    committed: Decimal | None
    paid: Decimal | None


def money_on(day: dt.date, programme: int | None) -> dict[int, Money]:
    """The money of each body in the budget year of a day, as of the day. Cost: one query."""
    lines = BudgetLine.objects.filter(year=day.year)
    if programme is not None:
        lines = lines.filter(programme=programme)
    found = sum_lines(lines, day, ways=[("body",)]).by_id("body")
    return {
        body: Money(*map(_exact, (total.allotted, total.committed, total.paid)))
        for body, total in found.items()
    }


def _exact(amount: int | None) -> Decimal | None:
    return None if amount is None else Decimal(amount)


def money_begins() -> dt.date | None:
    """The first day of the first budget year there is."""
    year = BudgetLine.objects.aggregate(first=Min("year"))["first"]
    return None if year is None else dt.date(year, 1, 1)


def difficulties_raised(window: Period, programme: int | None) -> Mapping[int, int]:
    """How many difficulties each body raised within a window. Cost: one query."""
    found = Difficulty.objects.filter(raised_on__range=(window.start, window.end))
    return _by_body(_of(found, programme), "organisation")


def difficulties_carried(window: Period, programme: int | None) -> Mapping[int, int]:
    """How many difficulties each body had to carry on the last day of a window. Cost: one query."""
    carried = Q(state_on__in=[str(state) for state in CARRIED])
    found = register_on(_of(Difficulty.objects.all(), programme), window.end)
    return _by_body(found.filter(carried), "organisation")


def difficulties_begin() -> dt.date | None:
    """The day on which the first difficulty was raised."""
    first: dt.date | None = Difficulty.objects.aggregate(first=Min("raised_on"))["first"]
    return first


def documents_issued(window: Period, _programme: int | None) -> Mapping[int, int]:
    """How many documents on file each body issued within a window. Cost: one query."""
    found = Document.objects.filter(issued_on__range=(window.start, window.end))
    return _by_body(found, "issuer")


def documents_begin() -> dt.date | None:
    """The day of the oldest document on file."""
    first: dt.date | None = Document.objects.aggregate(first=Min("issued_on"))["first"]
    return first


def _of(found: QuerySet[Difficulty], programme: int | None) -> QuerySet[Difficulty]:
    return found if programme is None else found.filter(programme=programme)


def _by_body(found: QuerySet[Any], body: str) -> Mapping[int, int]:
    rows = found.order_by().values_list(body).annotate(number=Count("pk", distinct=True))
    return {pk or 0: number for pk, number in rows}
