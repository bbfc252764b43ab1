"""Every analysis, as expressions over the tables of facts; no engine's own language stands here.

An expression groups and sums; a quotient is left to ``engines.run``, for each engine divides in its
own way (DuckDB in floating point). Of the four states a sum counts each: ``measured`` had a value,
``no_data``, ``undefined`` and ``not_due`` had none; a sum of nothing is null, never 0.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import ibis
from ibis import ir

from tiendo.analytics.errors import AnalyticsError
from tiendo.analytics.tables import fact_tables

VALUE, NO_DATA, UNDEFINED, NOT_DUE = "value", "no_data", "undefined", "not_due"
PROVISIONAL, CONFIRMED, PUBLISHED = "provisional", "confirmed", "published"
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
class Quartile:
    """A column of the result: the first, second (the median) or third quartile of ``count`` values.

    ``low`` and ``high`` are the values around it; what lies between is divided in a line, as
    QUARTILE.INC of spreadsheets does. It takes their place.
    Missing: null where there is no value.
    """

    name: str
    number: int
    low: str
    high: str
    count: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """What an engine computes, and the quotients and quartiles of it."""

    expression: ir.Table
    quotients: tuple[Quotient, ...] = ()
    quartiles: tuple[Quartile, ...] = ()


@cache
def table(name: str) -> ir.Table:
    """A table of facts by name, of no engine yet. Errors: AnalyticsError for one there is not."""
    if name not in fact_tables():
        raise AnalyticsError("facts.table", table=name, tables=", ".join(sorted(fact_tables())))
    return ibis.table(ibis.Schema.from_pyarrow(fact_tables()[name].schema), name=name)


def current_values() -> ir.Table:
    """The values in force, entered and computed. ``quality`` says how far an entered one may be
    relied on: provisional, confirmed, published; it is null where a value is computed."""
    return table("indicator_values")


def observations_known(at: dt.datetime | None = None) -> ir.Table:
    """What had been entered and not yet corrected at a moment, in the quality that it had then;
    None: until now."""
    rows = _known(table("observations"), at)
    if at is None:
        return rows
    moment = _moment(at)
    published, confirmed = rows.published_at <= moment, rows.confirmed_at <= moment
    quality = ibis.cases((published, PUBLISHED), (confirmed, CONFIRMED), else_=PROVISIONAL)
    return rows.mutate(quality=quality)


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
        quality=ibis.null("string"),
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
    rows = _whole(values, on)
    summed = rows.group_by(keys).aggregate(**_summing(rows))
    return Analysis(summed.order_by(keys), _MEAN_AND_COVERAGE)


_MEAN_AND_COVERAGE = (
    Quotient("mean", "total", "measured", 6),
    Quotient("coverage", "measured", "counted", 4),
)


def _whole(values: ir.Table | None, on: dt.date | None) -> ir.Table:
    """The values that are no part of another; what has no data in a period that has not ended on
    the day is not yet due."""
    rows = current_values() if values is None else values
    rows = rows.filter(rows.breakdown == "")
    if on is None:
        return rows
    is_early = (rows.state == NO_DATA) & (rows.period_end >= on)
    return rows.mutate(state=ibis.ifelse(is_early, NOT_DUE, rows.state))


def _summing(rows: ir.Table) -> dict[str, ir.Value]:
    return {
        "total": rows.value.sum(),
        "lowest": rows.value.min(),
        "highest": rows.value.max(),
        "counted": rows.count(),
        "measured": rows.count(where=rows.state == VALUE),
        "no_data": rows.count(where=rows.state == NO_DATA),
        "undefined": rows.count(where=rows.state == UNDEFINED),
        "not_due": rows.count(where=rows.state == NOT_DUE),
    }


def spread_by_indicator_and_period(
    values: ir.Table | None = None, *, on: dt.date | None = None, least: int = 1
) -> Analysis:
    """How the values of all bodies lie: least, quartiles, median, greatest, with their coverage;
    of what so many bodies told at the ``least``, the latest periods first.

    ``provisional`` of the values were not confirmed yet.
    Each engine has a median of its own making; so the values are only put in order here.
    """
    keys = ["indicator", "period_start", "period_end"]
    rows = _whole(values, on)
    in_order = [rows.value.isnull(), rows.value, rows.body]
    rows = rows.mutate(
        place=ibis.row_number().over(group_by=keys, order_by=in_order),
        number=rows.value.count().over(group_by=keys),
    )
    around = {}
    for quartile in _QUARTILES:
        # Four times the place of the quartile among the values, counted from 0.
        wanted, place = (rows.number - 1) * quartile.number, rows.place * 4
        around[quartile.low] = rows.value.max(where=(place <= wanted) & (place > wanted - 4))
        around[quartile.high] = rows.value.max(where=(place >= wanted) & (place < wanted + 4))
    is_provisional = rows.quality.fill_null("") == PROVISIONAL
    around["provisional"] = rows.count(where=rows.value.notnull() & is_provisional)
    spread = rows.group_by(keys).aggregate(**_summing(rows), **around)
    spread = spread.filter(spread.counted >= least)
    order = [ibis.desc("period_end"), ibis.desc("period_start"), "indicator"]
    return Analysis(spread.order_by(order), _MEAN_AND_COVERAGE, _QUARTILES)


_QUARTILES = tuple(
    Quartile(name, number, f"below_{name}", f"above_{name}", "measured")
    for number, name in enumerate(("quartile_1", "median", "quartile_3"), 1)
)


def work_by_quarter(ends: Sequence[dt.date], *, known_at: dt.datetime | None = None) -> Analysis:
    """What went through each lead body in the quarters of these days, up to the day.

    ``given``: tasks that began in it; ``on_time``, ``late``: those first done in it; ``overdue``,
    ``open``: those that were so on the day. A task that is part of one that counts is left
    out; it stands with the body that led it on the day in question. The latest quarters come
    first, in each of them the bodies with most that is overdue.
    """
    spans = _known(table("status_spans"), known_at)
    spans = spans.filter(spans.is_counted)
    spans = spans.mutate(is_done=spans.status.isin(_DONE))
    in_time = [spans.valid_from, spans.span_id]
    spans = spans.mutate(
        is_first=ibis.row_number().over(group_by="task_id", order_by=in_time) == 0,
        is_first_done=(
            ibis.row_number().over(group_by=["task_id", "is_done"], order_by=in_time) == 0
        )
        & spans.is_done,
    )
    quarters = _on_each(ends, lambda end: _work_in(spans, end))
    order = [ibis.desc("quarter_end"), ibis.desc("overdue"), ibis.desc("open"), "body"]
    return Analysis(
        quarters.order_by(order),
        (Quotient("on_time_rate", "on_time", "finished", 4),),
    )


def quarter_ends(until: dt.date, number: int) -> list[dt.date]:
    """The last days of so many quarters; of the last one, in which a day lies, that day."""
    first = dt.date(until.year, (until.month - 1) // 3 * 3 + 1, 1)
    ends = []
    for _each in range(number):
        following = dt.date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
        ends.append(following - dt.timedelta(days=1))
        first = dt.date(first.year - (first.month == 1), (first.month + 8) % 12 + 1, 1)
    return [*ends[:0:-1], until]


_DONE = ("done_on_time", "done_late")
_LATE = ("overdue", "awaiting_overdue")
_CLOSED = (*_DONE, "cancelled", "superseded")


def _work_in(spans: ir.Table, end: dt.date) -> ir.Table:
    start = dt.date(end.year, (end.month - 1) // 3 * 3 + 1, 1)
    spans = spans.mutate(
        begins=(spans.valid_from >= start) & (spans.valid_from <= end),
        holds=(spans.valid_from <= end) & (spans.valid_to.isnull() | (spans.valid_to > end)),
    )
    # What has ended before the quarter says nothing of it.
    spans = spans.filter(spans.begins | spans.holds)
    finished = spans.begins & spans.is_first_done
    counted = spans.group_by("body").aggregate(
        given=spans.count(where=spans.begins & spans.is_first),
        finished=spans.count(where=finished),
        on_time=spans.count(where=finished & (spans.status == _DONE[0])),
        late=spans.count(where=finished & (spans.status == _DONE[1])),
        overdue=spans.count(where=spans.holds & spans.status.isin(_LATE)),
        open=spans.count(where=spans.holds & spans.status.notin(_CLOSED)),
    )
    return counted.mutate(quarter_end=ibis.literal(end)).relocate("quarter_end")


def statuses_by_body(days: Sequence[dt.date], *, known_at: dt.datetime | None = None) -> Analysis:
    """How many tasks of each lead body had each status on each of the days.

    A task that is part of one that counts is left out, as on every page.
    """
    spans = _known(table("status_spans"), known_at)
    spans = spans.filter(spans.is_counted)
    counted = _on_each(days, lambda day: _statuses_on(spans, day))
    return Analysis(counted.order_by(["day", "body", "status"]))


def _on_each(days: Sequence[dt.date], asked: Callable[[dt.date], ir.Table]) -> ir.Table:
    """The rows of each day, one given twice once. Errors: ValueError for no day."""
    if not days:
        raise ValueError("of no day nothing can be told")
    return ibis.union(*(asked(day) for day in dict.fromkeys(days)))


def _statuses_on(spans: ir.Table, day: dt.date) -> ir.Table:
    held = spans.filter(spans.valid_from <= day, spans.valid_to.isnull() | (spans.valid_to > day))
    counted = held.group_by(["body", "status"]).aggregate(tasks=held.count())
    return counted.mutate(day=ibis.literal(day)).select("day", "body", "status", "tasks")


def updates_by_body_and_month() -> Analysis:
    """How many updates each body sent in each month, on how many tasks, with how many troubles;
    the latest months first, in each of them who sent most."""
    updates = table("progress_updates")
    updates = updates.mutate(month=updates.as_of.month().cast("int32"))
    keys = ["body", "year", "month"]
    sent = updates.group_by(keys).aggregate(
        updates=updates.count(),
        tasks=updates.task_id.nunique(),
        difficulties=updates.count(where=updates.has_difficulty),
    )
    order = [ibis.desc("year"), ibis.desc("month"), ibis.desc("updates"), "body"]
    return Analysis(sent.order_by(order))


def budget_by(
    *keys: str,
    on: dt.date | None = None,
    known_at: dt.datetime | None = None,
    with_sums: bool = False,
) -> Analysis:
    """Money by year and by columns of the lines (source, nature, area, body), as of a day; the
    latest years first.

    An empty key is what the papers do not tell apart; a null one, on the row above its year's
    others that is added ``with_sums``, is all of them. ``rate`` is what was paid of what was
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
    sums = {"lines": wide.count(), **{name: wide[name].sum() for name in amounts}}
    rows = wide.group_by(["year", *keys]).aggregate(**sums)
    if with_sums:
        years = wide.group_by("year").aggregate(**sums)
        years = years.mutate(**dict.fromkeys(keys, ibis.null("string")))
        rows = years.select(rows.columns).union(rows)
    order = [ibis.desc("year"), *(ibis.asc(key, nulls_first=True) for key in keys)]
    return Analysis(rows.order_by(order), (Quotient("rate", "paid", "allocated", 4),))


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
    moment = _moment(at)
    return rows.filter(rows.known_from <= moment, rows.known_to.isnull() | (rows.known_to > moment))


def _moment(at: dt.datetime) -> ir.Scalar:
    return ibis.literal(at.astimezone(dt.UTC), type="timestamp('UTC')")
