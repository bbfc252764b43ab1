"""Every analysis, as expressions over the tables of facts; no engine's own language stands here.

An expression groups and sums; a quotient is left to ``engines.run``, for each engine divides in its
own way (DuckDB in floating point). Of the four states a sum counts each: ``measured`` had a value,
``no_data``, ``undefined`` and ``not_due`` had none; a sum of nothing is null, never 0.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import ibis
from ibis import ir

from tiendo.analytics.tables import fact_tables

VALUE, NO_DATA, UNDEFINED, NOT_DUE = "value", "no_data", "undefined", "not_due"
_CELL = ("indicator", "body", "period_start", "period_end")
_NO_DAY = dt.date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Quotient:
    """A column of the result: one column by another, a whole number, to so many decimals.

    ``<name>_state`` beside it says "value", "no_data" (no numerator) or "undefined" (by zero).
    """

    name: str
    numerator: str
    denominator: str
    decimals: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """What an engine computes, and the quotients of it."""

    expression: ir.Table
    quotients: tuple[Quotient, ...] = ()


@cache
def table(name: str) -> ir.Table:
    """A table of facts by name, of no engine yet."""
    return ibis.table(ibis.Schema.from_pyarrow(fact_tables()[name].schema), name=name)


def current_values() -> ir.Table:
    """The values in force, entered and computed."""
    return table("indicator_values")


def observations_known(at: dt.datetime | None = None) -> ir.Table:
    """What had been entered and not yet corrected at a moment; None: until now."""
    return _known(table("observations"), at)


def with_silent_bodies(values: ir.Table) -> ir.Table:
    """The values, and a row without data for each body that owes one and sent nothing.

    The periods are those for which some body has a value of the indicator.
    """
    reporters = table("reporters")
    periods = values.select("indicator", "period_start", "period_end").distinct()
    owed = periods.join(reporters, "indicator")
    owed = owed.filter(
        owed.valid_from.isnull() | (owed.valid_from <= owed.period_end),
        owed.valid_to.isnull() | (owed.valid_to > owed.period_end),
    ).select(*_CELL)
    told = values.filter(values.breakdown == "")
    silent = owed.distinct().anti_join(told.select(*_CELL), _CELL)
    silent = silent.mutate(
        breakdown=ibis.literal(""),
        state=ibis.literal(NO_DATA),
        value=ibis.null(values.value.type()),
    )
    return told.select(silent.columns).union(silent)


def values_by_indicator_and_period(
    values: ir.Table | None = None, *, on: dt.date | None = None
) -> Analysis:
    """Each indicator in each period over all bodies."""
    return _summed(values, ("indicator", "period_start", "period_end"), on)


def values_by_body(values: ir.Table | None = None, *, on: dt.date | None = None) -> Analysis:
    """Each indicator of each body over all periods."""
    return _summed(values, ("indicator", "body"), on)


def _summed(values: ir.Table | None, keys: Sequence[str], on: dt.date | None) -> Analysis:
    """Sums and coverage of the values that are no part of another."""
    rows = current_values() if values is None else values
    rows = rows.filter(rows.breakdown == "")
    if on is not None:
        is_early = (rows.state == NO_DATA) & (rows.period_end >= on)
        rows = rows.mutate(state=ibis.ifelse(is_early, NOT_DUE, rows.state))
    summed = rows.group_by(keys).aggregate(
        total=rows.value.sum(),
        lowest=rows.value.min(),
        highest=rows.value.max(),
        counted=rows.count(),
        measured=rows.count(where=rows.state == VALUE),
        no_data=rows.count(where=rows.state == NO_DATA),
        undefined=rows.count(where=rows.state == UNDEFINED),
        not_due=rows.count(where=rows.state == NOT_DUE),
    )
    return Analysis(
        summed.order_by(keys),
        (Quotient("mean", "total", "measured", 6), Quotient("coverage", "measured", "counted", 4)),
    )


def statuses_by_body(days: Sequence[dt.date], *, known_at: dt.datetime | None = None) -> Analysis:
    """How many tasks of each lead body had each status on each of the days.

    A task that is part of one that counts is left out, as on every page.
    """
    spans = _known(table("status_spans"), known_at)
    spans = spans.filter(spans.is_counted)
    counted = [_statuses_on(spans, day) for day in dict.fromkeys(days)]
    return Analysis(ibis.union(*counted).order_by(["day", "body", "status"]))


def _statuses_on(spans: ir.Table, day: dt.date) -> ir.Table:
    held = spans.filter(spans.valid_from <= day, spans.valid_to.isnull() | (spans.valid_to > day))
    counted = held.group_by(["body", "status"]).aggregate(tasks=held.count())
    return counted.mutate(day=ibis.literal(day)).select("day", "body", "status", "tasks")


def updates_by_body_and_month() -> Analysis:
    """How many updates each body sent in each month, on how many tasks, with how many troubles."""
    updates = table("progress_updates")
    updates = updates.mutate(month=updates.as_of.month().cast("int32"))
    keys = ["body", "year", "month"]
    sent = updates.group_by(keys).aggregate(
        updates=updates.count(),
        tasks=updates.task_id.nunique(),
        difficulties=updates.count(where=updates.has_difficulty),
    )
    return Analysis(sent.order_by(keys))


def budget_by(
    *keys: str, on: dt.date | None = None, known_at: dt.datetime | None = None
) -> Analysis:
    """Money by year and by columns of the lines (source, nature, area, body), as of a day.

    An empty key is what the papers do not tell apart. ``rate`` is what was paid of what was
    allocated; requested, appraised, allocated, committed and paid are whole VND, null where no
    line has such a row.
    """
    lines, day = table("budget_lines"), on or _NO_DAY
    amounts = {
        "requested": _last_step(day, known_at, "request"),
        "appraised": _last_step(day, known_at, "appraisal"),
        "allocated": _last_step(day, known_at, "allocation", "adjustment"),
        "committed": _sum_by_line(_in_force("commitments", day, known_at)),
        "paid": _paid(day, known_at),
    }
    wide = lines
    for name, rows in amounts.items():
        wide = wide.left_join(
            rows.rename({name: "amount", "of_line": "line_id"}), [("line_id", "of_line")]
        ).drop("of_line")
    groups = ["year", *keys]
    sums = wide.group_by(groups).aggregate(
        lines=wide.count(), **{name: wide[name].sum() for name in amounts}
    )
    return Analysis(sums.order_by(groups), (Quotient("rate", "paid", "allocated", 4),))


def _last_step(day: dt.date, known_at: dt.datetime | None, *stages: str) -> ir.Table:
    """The amount that the last of these steps set for each line."""
    rows = _in_force("budget_steps", day, known_at)
    return _latest(rows.filter(rows.stage.isin(stages))).select("line_id", amount="amount_vnd")


def _paid(day: dt.date, known_at: dt.datetime | None) -> ir.Table:
    """What was paid of each line: the last cumulative figure and the payments after its day."""
    rows = _in_force("disbursements", day, known_at)
    told = _latest(rows.filter(rows.is_cumulative))
    told = told.select(told_line="line_id", told_day="day", told_amount="amount_vnd")
    single = rows.filter(~rows.is_cumulative).left_join(told, [("line_id", "told_line")])
    single = single.filter(single.told_day.isnull() | (single.day > single.told_day))
    parts = single.select("line_id", "amount_vnd").union(
        told.select(line_id="told_line", amount_vnd="told_amount")
    )
    return _sum_by_line(parts)


def _sum_by_line(rows: ir.Table) -> ir.Table:
    return rows.group_by("line_id").aggregate(amount=rows.amount_vnd.sum())


def _latest(rows: ir.Table) -> ir.Table:
    """The last row of each line, by day and then by entry."""
    order = [ibis.desc("day"), ibis.desc("row_id")]
    place = ibis.row_number().over(group_by="line_id", order_by=order)
    numbered = rows.mutate(place=place)
    return numbered.filter(numbered.place == 0).drop("place")


def _in_force(name: str, day: dt.date, known_at: dt.datetime | None) -> ir.Table:
    rows = _known(table(name), known_at)
    return rows.filter(~rows.is_withdrawn, rows.day <= day)


def _known(rows: ir.Table, at: dt.datetime | None) -> ir.Table:
    if at is None:
        return rows.filter(rows.known_to.isnull())
    moment = ibis.literal(at.astimezone(dt.UTC), type="timestamp('UTC')")
    return rows.filter(rows.known_from <= moment, rows.known_to.isnull() | (rows.known_to > moment))
