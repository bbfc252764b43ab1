"""docs/reference/reporting-regimes.md: rules of regimes with the cycles and days they lay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.spec.reference.markdown import page, table
from tiendo.domain.regime_rules import read_due, read_rule
from tiendo.domain.regime_words import due_words, rule_words
from tiendo.domain.regimes import CycleDates, Due, cycles, due_of
from tiendo.domain.working_days import WorkingDays

CASES = Path(__file__).parents[1] / "regime_cases.yaml"


@cache
def cases() -> list[dict[str, Any]]:
    """Every case of the table."""
    found: list[dict[str, Any]] = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    return found


def laid_by(case: dict[str, Any], label: str) -> tuple[CycleDates, Due]:
    """The cycle of a label as the case's rule lays it, and when its report is due."""
    every = cycles(read_rule(case["rule"]), dt.date(2020, 1, 1), dt.date(2035, 12, 31))
    cycle = next(each for each in every if each.label == label)
    return cycle, due_of(read_due(_with_days(case["due"])), cycle, calendar_of(case))


def calendar_of(case: dict[str, Any]) -> WorkingDays:
    """The listed days of a case."""
    off = dict.fromkeys(case.get("days_off", ()), False)
    return WorkingDays(off | dict.fromkeys(case.get("worked", ()), True))


def write() -> str:
    """The page."""
    return page(
        "Rules of reporting regimes",
        "From `tests/spec/regime_cases.yaml`. The period is the days whose data a cycle covers; a "
        "cycle belongs to the version of its regime that is in force on the last of them.",
        table(["rule", "due", "cycle", "period", "closing", "last day", "source"], _rows()),
    )


def _with_days(due: dict[str, Any]) -> dict[str, Any]:
    if "days" not in due:
        return due
    return due | {"days": {label: day.isoformat() for label, day in due["days"].items()}}


def _rows() -> Iterator[list[str]]:
    for case in cases():
        rule, due = read_rule(case["rule"]), read_due(_with_days(case["due"]))
        for label in map(str, case["cycles"]):
            cycle, found = laid_by(case, label)
            yield [
                rule_words(rule),
                due_words(due, rule),
                label,
                f"{cycle.period.start} – {cycle.period.end}",
                cycle.closing.isoformat(),
                found.last_day.isoformat(),
                case["source"],
            ]
