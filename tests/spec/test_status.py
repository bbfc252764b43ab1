"""The status table: happenings in, the status of a day out, directly and through the spans."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.spec.histories import read_history
from tiendo.domain import clock
from tiendo.domain.periods import Period
from tiendo.domain.status import (
    OfficialColumn,
    Status,
    StatusPeriod,
    official_column,
    spans,
    status,
)

CASES = yaml.safe_load(Path(__file__).with_name("status_cases.yaml").read_text(encoding="utf-8"))
SHOWN = [
    pytest.param(case, day, expected, id=f"{case['name']}: {day}")
    for case in CASES
    for day, expected in case["shows"].items()
]


def _moments(question: str) -> tuple[dt.date, dt.datetime | None]:
    day, _words, known = question.partition(" as known on ")
    moment = clock.local_noon(dt.date.fromisoformat(known)) if known else None
    return dt.date.fromisoformat(day), moment


@pytest.mark.parametrize(("case", "question", "expected"), SHOWN)
def test_status_of_a_day(case: dict[str, Any], question: str, expected: str):
    day, known_at = _moments(question)
    assert (status(read_history(case), day, known_at) or "-") == expected


@pytest.mark.parametrize(("case", "question", "expected"), SHOWN)
def test_the_spans_say_the_same(case: dict[str, Any], question: str, expected: str):
    day, known_at = _moments(question)
    held = [row for row in spans(read_history(case), known_at) if _holds(row, day)]
    assert [str(row.status) for row in held] == ([] if expected == "-" else [expected])


def _holds(row: StatusPeriod, day: dt.date) -> bool:
    return row.start <= day if row.end is None else day in Period(row.start, row.end)


def test_every_status_occurs_in_the_table():
    assert {case for row in CASES for case in row["shows"].values()} >= {str(s) for s in Status}


@pytest.mark.parametrize(
    ("code", "column"),
    [
        ("not_started", "in_progress"),
        ("in_progress", "in_progress"),
        ("due_soon", "in_progress"),
        ("awaiting", "in_progress"),
        ("awaiting_overdue", "overdue"),
        ("overdue", "overdue"),
        ("done_on_time", "done_on_time"),
        ("done_late", "done_late"),
        ("continuous", "continuous"),
        ("no_deadline", "no_deadline"),
        ("suspended", "suspended"),
        ("cancelled", "cancelled"),
        ("superseded", "superseded"),
    ],
)
def test_how_a_status_is_counted_officially(code: str, column: str):
    assert official_column(Status(code)) is OfficialColumn(column)
