"""One engine held against another: the same rows for every analysis."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass

from tiendo.analytics import expressions
from tiendo.analytics.engines import DuckDB, Engine, Facts, run
from tiendo.analytics.expressions import Analysis, quarter_ends


@dataclass(frozen=True, slots=True)
class Compared:
    """An analysis on DuckDB and on another engine."""

    name: str
    rows: int
    is_same: bool
    duckdb_s: float
    other_s: float


def every_analysis(known_at: dt.datetime) -> dict[str, Analysis]:
    """All analyses with arguments, by a name for people; days lie in the year before a moment."""
    on = known_at.date()
    days = [on - dt.timedelta(days=each) for each in (0, 30, 92)]
    observed = expressions.observations_known(known_at)
    silent = expressions.with_silent_bodies(expressions.current_values())
    return {
        "values by indicator and period": expressions.values_by_indicator_and_period(),
        "the same on a day": expressions.values_by_indicator_and_period(on=on),
        "observations known then": expressions.values_by_indicator_and_period(observed),
        "spread of values": expressions.spread_by_indicator_and_period(),
        "spread of what was known": expressions.spread_by_indicator_and_period(observed, on=on),
        "values by body": expressions.values_by_body(),
        "values by body with silent ones": expressions.values_by_body(silent, on=on),
        "statuses by body": expressions.statuses_by_body(days),
        "statuses known then": expressions.statuses_by_body(days, known_at=known_at),
        "work by quarter": expressions.work_by_quarter(quarter_ends(on, 4)),
        "work by quarter known then": expressions.work_by_quarter(
            quarter_ends(on, 2), known_at=known_at
        ),
        "updates by body and month": expressions.updates_by_body_and_month(),
        "budget by year": expressions.budget_by(),
        "budget by source": expressions.budget_by("source"),
        "spread among several": expressions.spread_by_indicator_and_period(on=on, least=2),
        "budget with sums of years": expressions.budget_by("source", "area", with_sums=True),
        "budget known then": expressions.budget_by("nature", "area", on=on, known_at=known_at),
    }


def compare(facts: Facts, other: Engine, known_at: dt.datetime) -> Iterator[Compared]:
    """Each analysis on both engines, one after the other."""
    ours = DuckDB()
    for name, analysis in every_analysis(known_at).items():
        begin = time.monotonic()
        expected = run(analysis, facts, ours)
        middle = time.monotonic()
        found = run(analysis, facts, other)
        end = time.monotonic()
        same = found.schema.equals(expected.schema) and found.equals(expected)
        yield Compared(name, expected.num_rows, same, middle - begin, end - middle)
