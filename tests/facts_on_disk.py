"""Folders of facts made from rows, without a database: for tests and benchmarks of analysis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tiendo.analytics.engines import Facts, open_facts
from tiendo.analytics.manifest import (
    SCHEMA_VERSION,
    Manifest,
    TableFacts,
    describe_file,
    write_manifest,
)
from tiendo.analytics.tables import fact_tables

MADE_AT = dt.datetime(2025, 11, 10, 5, tzinfo=dt.UTC)
Rows = Sequence[Mapping[str, Any]]


def lay_facts(folder: Path, rows: Mapping[str, Rows]) -> Facts:
    """Facts of these rows; a column that a row does not name is null, other tables are empty."""
    tables = {}
    for name, table in fact_tables().items():
        path = f"{name}/part-0.parquet"
        (folder / name).mkdir(parents=True)
        given = [dict.fromkeys(table.schema.names) | dict(row) for row in rows.get(name, ())]
        pq.write_table(pa.Table.from_pylist(given, schema=table.schema), folder / path)
        tables[name] = TableFacts((describe_file(folder, path, len(given)),), len(given), None)
    write_manifest(folder, Manifest(SCHEMA_VERSION, MADE_AT, "1:1:", tables))
    return open_facts(folder)


def random_rows(seed: int) -> dict[str, Rows]:
    """Rows of every table with all that is odd: nulls, zeros, corrections, open ends."""
    random = Random(seed)  # noqa: S311 - no secret
    return {
        "observations": [_observation(random) for _each in range(300)],
        "indicator_values": [_value(random) for _each in range(300)],
        "reporters": [
            {"indicator": f"I{at % 4}", "body": f"b{at % 7}", "valid_from": _day(random)}
            for at in range(20)
        ],
        "status_spans": [_span(random) for _each in range(300)],
        "progress_updates": [_update(random) for _each in range(200)],
        "budget_lines": [_line(random, at) for at in range(40)],
        "budget_steps": [
            _money(random, at) | {"stage": random.choice(_STAGES)} for at in range(150)
        ],
        "commitments": [_money(random, at) for at in range(60)],
        "disbursements": [
            _money(random, at) | {"is_cumulative": random.random() < 0.3} for at in range(150)
        ],
    }


_STAGES = ("request", "appraisal", "allocation", "adjustment")
_STATES = ("value", "value", "value", "no_data", "undefined")


def _day(random: Random) -> dt.date:
    return dt.date(2025, 1, 1) + dt.timedelta(days=random.randrange(330))


def _moment(random: Random) -> dt.datetime:
    return dt.datetime.combine(_day(random), dt.time(5, 6, 7), dt.UTC)


def _maybe(random: Random, value: Any) -> Any:
    return value if random.random() < 0.5 else None


def _value(random: Random) -> dict[str, Any]:
    month = random.randrange(1, 13)
    state = random.choice(_STATES)
    return {
        "indicator": f"I{random.randrange(4)}",
        "body": f"b{random.randrange(6)}",
        "year": 2025,
        "period_start": dt.date(2025, month, 1),
        "period_end": dt.date(2025, month, 28),
        "breakdown": random.choice(("", "", "sex=female")),
        "state": state,
        "value": Decimal(random.randrange(-9, 10**9)) / 1000 if state == "value" else None,
        "quality": random.choice(("provisional", "confirmed", "published", None)),
    }


def _observation(random: Random) -> dict[str, Any]:
    known_from = _moment(random)
    later = known_from + dt.timedelta(days=20)
    told = {"known_from": known_from, "known_to": _maybe(random, later)}
    return _value(random) | told | {"confirmed_at": later, "published_at": _maybe(random, later)}


def _span(random: Random) -> dict[str, Any]:
    start, known_from = _day(random), _moment(random)
    return {
        "task_id": random.randrange(50),
        "body": random.choice(("", "snv", "stc")),
        "status": random.choice(("in_progress", "overdue", "done_late")),
        "is_counted": random.random() < 0.8,
        "year": start.year,
        "valid_from": start,
        "valid_to": _maybe(random, start + dt.timedelta(days=90)),
        "known_from": known_from,
        "known_to": _maybe(random, known_from + dt.timedelta(days=60)),
    }


def _update(random: Random) -> dict[str, Any]:
    day = _day(random)
    return {
        "task_id": random.randrange(30),
        "body": random.choice(("snv", "stc")),
        "year": day.year,
        "as_of": day,
        "percent": _maybe(random, Decimal(random.randrange(101))),
        "has_difficulty": random.random() < 0.2,
    }


def _line(random: Random, at: int) -> dict[str, Any]:
    return {
        "line_id": at,
        "year": random.choice((2024, 2025)),
        "body": random.choice(("skhcn", "stc")),
        "source": random.choice(("", "province", "central")),
        "nature": random.choice(("", "investment", "recurrent")),
        "area": random.choice(("", "science", "digital")),
    }


def _money(random: Random, at: int) -> dict[str, Any]:
    known_from = _moment(random)
    return {
        "row_id": at,
        "line_id": random.randrange(35),
        "year": 2025,
        "amount_vnd": random.choice((0, random.randrange(10**13))),
        "day": _day(random),
        "is_withdrawn": random.random() < 0.1,
        "known_from": known_from,
        "known_to": _maybe(random, known_from + dt.timedelta(days=100)),
    }
