"""The tables of facts: their columns, and the query of PostgreSQL that gives their rows.

A quantity is ``decimal128``, money whole VND as a 64-bit integer, a day ``date32``, a moment a
timestamp in UTC: no column is a floating-point number. A table with a ``year`` is split by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pyarrow as pa

from tiendo.analytics import sources

YEAR = "year"

_TEXT = pa.string()
_DAY = pa.date32()
_MOMENT = pa.timestamp("us", tz="UTC")
_ID = pa.int64()
_COUNT = pa.int32()
_FLAG = pa.bool_()


@dataclass(frozen=True, slots=True)
class FactTable:
    """A table of facts. ``query`` gives the columns of ``schema`` in its order, sorted so that the
    rows of a year stand together. ``source`` is the table whose rows it tells."""

    name: str
    source: str
    schema: pa.Schema
    query: str

    @property
    def has_years(self) -> bool:
        """Whether its files are split by year."""
        return YEAR in self.schema.names


_OBSERVATIONS = pa.schema(
    [
        ("indicator", _TEXT),
        ("body", _TEXT),
        (YEAR, _COUNT),
        ("period_start", _DAY),
        ("period_end", _DAY),
        ("breakdown", _TEXT),
        ("state", _TEXT),
        ("value", pa.decimal128(28, 6)),
        ("qualifier", _TEXT),
        ("quality", _TEXT),
        ("entry", _TEXT),
        ("as_of", _DAY),
        ("revision", _COUNT),
        ("known_from", _MOMENT),
        ("known_to", _MOMENT),
        ("confirmed_at", _MOMENT),
        ("published_at", _MOMENT),
    ]
)
_INDICATOR_VALUES = pa.schema(
    [
        ("indicator", _TEXT),
        ("body", _TEXT),
        (YEAR, _COUNT),
        ("period_start", _DAY),
        ("period_end", _DAY),
        ("breakdown", _TEXT),
        ("state", _TEXT),
        ("value", pa.decimal128(38, 12)),
        ("quality", _TEXT),
        ("measured", _COUNT),
        ("counted", _COUNT),
        ("as_of", _DAY),
        ("is_computed", _FLAG),
    ]
)
_INDICATORS = pa.schema(
    [
        ("indicator", _TEXT),
        ("version", _COUNT),
        ("name", _TEXT),
        ("unit", _TEXT),
        ("unit_base", _TEXT),
        ("decimals", _COUNT),
        ("direction", _TEXT),
        ("origin", _TEXT),
        ("frequency", _TEXT),
        ("valid_from", _DAY),
        ("valid_to", _DAY),
    ]
)
_REPORTERS = pa.schema(
    [("indicator", _TEXT), ("body", _TEXT), ("valid_from", _DAY), ("valid_to", _DAY)]
)
_BODIES = pa.schema(
    [
        ("body", _TEXT),
        ("name", _TEXT),
        ("kind", _TEXT),
        ("level", _TEXT),
        ("parent", _TEXT),
        ("valid_from", _DAY),
        ("valid_to", _DAY),
    ]
)
_STATUS_SPANS = pa.schema(
    [
        ("span_id", _ID),
        ("task_id", _ID),
        ("task", _TEXT),
        ("programme_id", _ID),
        ("body", _TEXT),
        ("status", _TEXT),
        ("is_counted", _FLAG),
        (YEAR, _COUNT),
        ("valid_from", _DAY),
        ("valid_to", _DAY),
        ("known_from", _MOMENT),
        ("known_to", _MOMENT),
    ]
)
_PROGRESS_UPDATES = pa.schema(
    [
        ("update_id", _ID),
        ("task_id", _ID),
        ("task", _TEXT),
        ("programme_id", _ID),
        ("body", _TEXT),
        (YEAR, _COUNT),
        ("as_of", _DAY),
        ("percent", pa.decimal128(5, 2)),
        ("done_count", pa.decimal128(14, 2)),
        ("total_count", pa.decimal128(14, 2)),
        ("count_unit", _TEXT),
        ("has_difficulty", _FLAG),
        ("known_from", _MOMENT),
        ("approved_at", _MOMENT),
    ]
)
_BUDGET_LINES = pa.schema(
    [
        ("line_id", _ID),
        (YEAR, _COUNT),
        ("title", _TEXT),
        ("body", _TEXT),
        ("programme_id", _ID),
        ("project", _TEXT),
        ("source", _TEXT),
        ("nature", _TEXT),
        ("area", _TEXT),
        ("chapter_code", _TEXT),
        ("sector_code", _TEXT),
        ("item_code", _TEXT),
        ("programme_code", _TEXT),
    ]
)
_MONEY = [
    ("row_id", _ID),
    ("line_id", _ID),
    (YEAR, _COUNT),
    ("amount_vnd", _ID),
    ("day", _DAY),
    ("is_withdrawn", _FLAG),
    ("known_from", _MOMENT),
    ("known_to", _MOMENT),
]


@cache
def fact_tables() -> dict[str, FactTable]:
    """All tables of facts by name."""
    money = pa.schema(_MONEY)
    tables = [
        FactTable("observations", "indicators_observation", _OBSERVATIONS, sources.OBSERVATIONS),
        FactTable(
            "indicator_values",
            "indicators_indicatorvalue",
            _INDICATOR_VALUES,
            sources.INDICATOR_VALUES,
        ),
        FactTable("indicators", "indicators_indicatorversion", _INDICATORS, sources.INDICATORS),
        FactTable("reporters", "indicators_indicatorversion", _REPORTERS, sources.REPORTERS),
        FactTable("bodies", "organisations_organisation", _BODIES, sources.BODIES),
        FactTable("status_spans", "tasks_statusspan", _STATUS_SPANS, sources.STATUS_SPANS),
        FactTable(
            "progress_updates",
            "tasks_progressupdate",
            _PROGRESS_UPDATES,
            sources.PROGRESS_UPDATES,
        ),
        FactTable("budget_lines", "budgets_budgetline", _BUDGET_LINES, sources.BUDGET_LINES),
        FactTable(
            "budget_steps",
            "budgets_budgetstep",
            money.append(pa.field("stage", _TEXT)),
            sources.BUDGET_STEPS,
        ),
        FactTable("commitments", "budgets_commitment", money, sources.COMMITMENTS),
        FactTable(
            "disbursements",
            "budgets_disbursement",
            money.append(pa.field("is_cumulative", _FLAG)),
            sources.DISBURSEMENTS,
        ),
    ]
    return {table.name: table for table in tables}
