"""Sums of many lines as of a day, counted in the database; a line's own page counts its rows.

The rules are those of ``domain.budget``, which tests hold both against.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from tiendo.budgets.models import BudgetLine
from tiendo.domain.budget import Split, Total

# What lines are grouped by, and the column of each.
COLUMNS: Mapping[str, str] = {
    "source": "source",
    "nature": "nature",
    "area": "area",
    "body": "body_id",
    "project": "project_id",
    "task": "task_id",
}
# None: the lines that belong to no project or task.
Group = tuple[str | int | None, ...]

_IN_FORCE = """
    r.day <= %(on)s AND NOT r.is_withdrawn AND r.recorded_at <= %(known)s
    AND NOT EXISTS (
        SELECT FROM {table} c WHERE c.corrects_id = r.id AND c.recorded_at <= %(known)s)
"""
_AMOUNTS = """
WITH asked AS ({lines}),
allotted AS (
    SELECT DISTINCT ON (r.line_id) r.line_id, r.amount_vnd AS amount
    FROM budgets_budgetstep r JOIN asked ON asked.id = r.line_id
    WHERE r.stage IN ('allocation', 'adjustment') AND {step_in_force}
    ORDER BY r.line_id, r.day DESC, r.recorded_at DESC, r.id DESC
),
-- Of lines of several years, money that one of them had before counts once.
carried AS (
    SELECT DISTINCT ON (r.line_id) r.line_id, r.amount_vnd AS amount
    FROM budgets_budgetstep r JOIN asked ON asked.id = r.line_id
    WHERE r.stage = 'allocation' AND asked.carried_from_id IN (SELECT id FROM asked)
        AND {step_in_force}
    ORDER BY r.line_id, r.day DESC, r.recorded_at DESC, r.id DESC
),
committed AS (
    SELECT r.line_id, sum(r.amount_vnd) AS amount
    FROM budgets_commitment r JOIN asked ON asked.id = r.line_id
    WHERE {commitment_in_force}
    GROUP BY r.line_id
),
payment AS (
    SELECT r.* FROM budgets_disbursement r JOIN asked ON asked.id = r.line_id
    WHERE {payment_in_force}
),
told AS (
    SELECT DISTINCT ON (line_id) line_id, day, amount_vnd FROM payment WHERE is_cumulative
    ORDER BY line_id, day DESC, recorded_at DESC, id DESC
),
paid AS (
    SELECT p.line_id, coalesce(max(told.amount_vnd), 0) + coalesce(sum(p.amount_vnd) FILTER (
        WHERE NOT p.is_cumulative AND (told.day IS NULL OR p.day > told.day)), 0) AS amount
    FROM payment p LEFT JOIN told USING (line_id) GROUP BY p.line_id
)
"""
_SUMS = """
SELECT {columns}, sum(allotted.amount - coalesce(carried.amount, 0)), sum(committed.amount),
    sum(paid.amount), count(*),
    count(*) FILTER (WHERE allotted.amount IS NOT NULL AND paid.amount IS NULL)
FROM asked
LEFT JOIN allotted ON allotted.line_id = asked.id
LEFT JOIN carried ON carried.line_id = asked.id
LEFT JOIN committed ON committed.line_id = asked.id
LEFT JOIN paid ON paid.line_id = asked.id
GROUP BY GROUPING SETS ({sets})
"""
_DAYS = "SELECT count(DISTINCT day), max(day) FROM payment"


@dataclass(frozen=True, slots=True)
class Sums:
    """The totals of some lines, whole and told apart in each way that was asked for."""

    whole: Total
    groups: Mapping[tuple[str, ...], Mapping[Group, Total]]

    def split(self, name: str, order: Sequence[str]) -> Split[str]:
        """The totals by one thing, in an order; those that it does not tell apart on their own."""
        found = self.groups[(name,)]
        totals = {group: found[(group,)] for group in order if (group,) in found}
        return Split(totals, found.get(("",), Total()))

    def by_id(self, name: str) -> dict[int, Total]:
        """The totals by the id of a body, a project or a task; without those of none."""
        found = self.groups[(name,)]
        return {group: total for (group,), total in found.items() if isinstance(group, int)}


def sum_lines(
    lines: QuerySet[BudgetLine],
    on: dt.date,
    known_at: dt.datetime | None = None,
    ways: Sequence[tuple[str, ...]] = (),
) -> Sums:
    """The totals of lines as of a day, as known at a moment, by each of some ways to tell them
    apart. Cost: one query, whatever the number of lines."""
    names = [name for name in COLUMNS if any(name in way for way in ways)]
    columns = ", ".join(COLUMNS[name] for name in names)
    grouped = f"{columns}, grouping({columns})" if names else "0"
    sets = ", ".join(["()", *(f"({', '.join(map(COLUMNS.__getitem__, way))})" for way in ways)])
    whole, groups = Total(), {way: dict[Group, Total]() for way in ways}
    for row in _rows(lines, _SUMS.format(columns=grouped, sets=sets), on, known_at):
        values, mask, total = row[: len(names)], row[len(names)], _total(row[len(names) + 1 :])
        kept = [name for place, name in enumerate(names) if not mask >> _bit(names, place) & 1]
        if not kept:
            whole = total
            continue
        way = next(way for way in ways if sorted(way) == sorted(kept))
        found = dict(zip(names, values, strict=True))
        groups[way][tuple(found[name] for name in way)] = total
    return Sums(whole, groups)


def days_told(
    lines: QuerySet[BudgetLine], on: dt.date, known_at: dt.datetime | None = None
) -> tuple[int, dt.date | None]:
    """On how many days up to one payments of lines are told, and the last of them. One query."""
    for days, last in _rows(lines, _DAYS, on, known_at):
        return days, last
    return 0, None


def _bit(names: Sequence[str], place: int) -> int:
    """The bit of a column in what ``grouping`` tells: the last column's is the lowest."""
    return len(names) - 1 - place


def _total(row: Sequence[Any]) -> Total:
    allotted, committed, paid = (None if each is None else int(each) for each in row[:3])
    return Total(allotted, committed, paid, row[3], row[4])


def _rows(
    lines: QuerySet[BudgetLine], what: str, on: dt.date, known_at: dt.datetime | None
) -> Iterator[tuple[Any, ...]]:
    chosen = lines.order_by().values("id", *COLUMNS.values(), "carried_from_id")
    try:
        asked, given = chosen.query.sql_with_params()
    except EmptyResultSet:
        return
    # The words of the filter come first, by their place; the rest by its name.
    named = {f"given_{place}": value for place, value in enumerate(given)}
    with connection.cursor() as cursor:
        cursor.execute(
            _AMOUNTS.format(
                lines=asked % tuple(f"%({name})s" for name in named),
                step_in_force=_IN_FORCE.format(table="budgets_budgetstep"),
                commitment_in_force=_IN_FORCE.format(table="budgets_commitment"),
                payment_in_force=_IN_FORCE.format(table="budgets_disbursement"),
            )
            + what,
            {**named, "on": on, "known": known_at or "infinity"},
        )
        yield from cursor.fetchall()
