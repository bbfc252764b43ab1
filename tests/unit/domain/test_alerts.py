"""The rules of alerts as pure functions: at their edges, and where a value is missing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tiendo.domain.alerts import (
    HEAD,
    LEADER,
    OFFICER,
    PARAMETERS,
    TASK_RULES,
    Rule,
    TaskFacts,
    basis_replaced,
    silent_body,
)
from tiendo.domain.parameters import load_parameters, parameter_on

D = dt.date
START, DUE = D(2025, 7, 1), D(2025, 9, 29)  # ninety days


def thresholds(rule: Rule) -> dict[str, int]:
    return {short: parameter_on(name, START) for short, name in PARAMETERS[rule].items()}


def found(rule: Rule, on: dt.date, **facts: object) -> tuple[int, int] | None:
    """Level and stage of what a rule finds with the product's own values; None: nothing."""
    given = {"starts_on": START, "due_on": DUE, "evidence": 1, "updated_on": on} | facts
    finding = TASK_RULES[rule](TaskFacts(**given), on, thresholds(rule))  # type: ignore[arg-type]
    return None if finding is None else (finding.level, finding.stage)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (D(2025, 8, 29), None),
        (D(2025, 8, 30), (OFFICER, 1)),
        (D(2025, 9, 21), (OFFICER, 1)),
        (D(2025, 9, 22), (HEAD, 2)),
        (D(2025, 9, 28), (HEAD, 3)),
        (DUE, (HEAD, 3)),
        (D(2025, 9, 30), None),
    ],
)
def test_due_soon(on, expected):
    assert found(Rule.DUE_SOON, on) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (DUE, None),
        (D(2025, 9, 30), (OFFICER, 1)),
        (D(2025, 10, 2), (HEAD, 1)),
        (D(2025, 10, 13), (HEAD, 1)),
        (D(2025, 10, 14), (LEADER, 1)),
    ],
)
def test_overdue(on, expected):
    assert found(Rule.OVERDUE, on) == expected


@pytest.mark.parametrize(
    ("days", "expected"), [(30, None), (31, (1, 1)), (37, (2, 1)), (60, (3, 1))]
)
def test_no_update(days, expected):
    day = START + dt.timedelta(days=days)
    assert found(Rule.NO_UPDATE, day, updated_on=None) == expected
    assert found(Rule.NO_UPDATE, day, updated_on=START - dt.timedelta(days=9)) == expected


@pytest.mark.parametrize(
    ("percent", "expected"),
    [(None, None), (Decimal(20), None), (Decimal(19), (1, 1)), (Decimal(0), (1, 1))],
)
def test_behind_halfway(percent, expected):
    """A zero is a figure; no figure is none."""
    assert found(Rule.BEHIND, START + dt.timedelta(days=45), percent=percent) == expected


def test_behind_is_over_with_the_deadline_and_needs_one():
    late = D(2025, 9, 30)
    assert found(Rule.BEHIND, late, percent=Decimal(1)) is None
    assert found(Rule.BEHIND, late, percent=Decimal(1), due_on=None) is None
    assert found(Rule.BEHIND, START, percent=Decimal(0), due_on=START) is None


def test_evidence_is_missed_when_complete_or_near_the_end():
    assert found(Rule.NO_EVIDENCE, START, evidence=0, percent=Decimal(100)) == (OFFICER, 1)
    assert found(Rule.NO_EVIDENCE, START, evidence=0, percent=None) is None
    assert found(Rule.NO_EVIDENCE, D(2025, 9, 22), evidence=0) == (OFFICER, 1)
    assert found(Rule.NO_EVIDENCE, D(2025, 9, 26), evidence=0) == (HEAD, 1)
    assert found(Rule.NO_EVIDENCE, D(2025, 9, 26), evidence=1) is None


@pytest.mark.parametrize(
    ("moves", "expected"), [(2, None), (3, (HEAD, 3)), (4, (HEAD, 4)), (5, (LEADER, 5))]
)
def test_moved(moves, expected):
    assert found(Rule.MOVED, START, moves=moves) == expected


@pytest.mark.parametrize(("days", "expected"), [(5, None), (6, (HEAD, 1)), (15, (LEADER, 1))])
def test_no_officer(days, expected):
    day = START + dt.timedelta(days=days)
    assert found(Rule.NO_OFFICER, day, has_officer=False) == expected
    assert found(Rule.NO_OFFICER, day, has_officer=True) is None


def test_a_body_without_open_tasks_is_not_silent():
    given, day = thresholds(Rule.SILENT_BODY), START + dt.timedelta(days=90)
    assert silent_body(None, START, 0, day, given) is None
    assert silent_body(day, START, 5, day, given) is None
    finding = silent_body(None, START, 5, day, given)
    assert finding is not None
    assert (finding.level, finding.facts["days_silent"]) == (LEADER, 90)


def test_a_basis_that_will_be_replaced_later_is_none_yet():
    given = thresholds(Rule.BASIS_REPLACED)
    assert basis_replaced(D(2025, 7, 2), START, given) is None
    finding = basis_replaced(START, D(2025, 7, 8), given)
    assert finding is not None
    assert finding.level == HEAD


def test_every_threshold_is_a_parameter_with_a_source():
    known = load_parameters()
    for names in PARAMETERS.values():
        for name in names.values():
            assert known[name].versions[0].source
