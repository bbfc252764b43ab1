"""Deadline keys: last days, and the due days of what recurs."""

from __future__ import annotations

import datetime as dt
from itertools import islice

import pytest

from tiendo.domain.deadlines import is_recurring, last_day, parse_recurrence, says_before

D = dt.date


@pytest.mark.parametrize(
    ("key", "raw", "expected"),
    [
        ("2025-12-15", "15/12/2025", D(2025, 12, 15)),
        ("2025-07-15", "trước ngày 15/7/2025", D(2025, 7, 14)),
        ("2025-12-31", "Trước 31/12/2025", D(2025, 12, 30)),
        ("2025-12", "Tháng 12/2025", D(2025, 12, 31)),
        ("2025-12", "trước tháng 12/2025", D(2025, 11, 30)),
        ("2024-02", "tháng 02/2024", D(2024, 2, 29)),
        ("2025-Q3", "Quý III/2025", D(2025, 9, 30)),
        ("2030", "đến hết năm 2030", D(2030, 12, 31)),
        ("2025-2026", "2025 - 2026", D(2026, 12, 31)),
        ("2026+", "từ năm 2026 trở đi", None),
        ("R:quarterly", "hằng quý", None),
        ("R:continuous", "thường xuyên", None),
    ],
)
def test_last_day_of_a_key(key, raw, expected):
    assert last_day(key, raw) == expected


def test_before_or_on_a_day_includes_it():
    assert says_before("trước ngày 15/7/2025")
    assert not says_before("trước hoặc trong ngày 15/7/2025")
    assert not says_before("đến ngày 15/7/2025")


@pytest.mark.parametrize(
    ("key", "raw", "due"),
    [
        ("R:daily", "", [D(2025, 6, 25), D(2025, 6, 26)]),
        ("R:weekly", "", [D(2025, 6, 29), D(2025, 7, 6)]),
        ("R:monthly", "", [D(2025, 6, 30), D(2025, 7, 31)]),
        ("R:monthly:15", "", [D(2025, 7, 15), D(2025, 8, 15)]),
        ("R:monthly:31", "", [D(2025, 6, 30), D(2025, 7, 31)]),
        ("R:quarterly", "", [D(2025, 6, 30), D(2025, 9, 30)]),
        ("R:halfyearly", "", [D(2025, 6, 30), D(2025, 12, 31)]),
        ("R:halfyearly:06-10", "trước 10/6", [D(2025, 12, 9), D(2026, 6, 9)]),
        ("R:yearly", "", [D(2025, 12, 31), D(2026, 12, 31)]),
        ("R:yearly:10", "Tháng 10 hằng năm", [D(2025, 10, 31), D(2026, 10, 31)]),
        ("R:yearly:10", "trước tháng 10 hằng năm", [D(2025, 9, 30), D(2026, 9, 30)]),
        ("R:yearly:11-25", "trước ngày 25/11", [D(2025, 11, 24), D(2026, 11, 24)]),
        ("R:yearly:11-25", "ngày 25/11 hằng năm", [D(2025, 11, 25), D(2026, 11, 25)]),
        ("R:yearly:02-29", "29/02 hằng năm", [D(2026, 2, 28), D(2027, 2, 28)]),
        ("R:yearly:05-01", "01/5 hằng năm", [D(2026, 5, 1), D(2027, 5, 1)]),
    ],
)
def test_due_days_of_what_recurs(key, raw, due):
    rule = parse_recurrence(key, raw)
    assert rule is not None
    instances = list(islice(rule.instances(D(2025, 6, 25), D(2030, 1, 1)), 2))
    assert [instance.last_day for instance in instances] == due
    assert all(instance.opens_on <= instance.last_day for instance in instances)


def test_an_instance_opens_with_its_period_and_the_first_with_the_task():
    rule = parse_recurrence("R:yearly:11-25")
    assert rule is not None
    first, second = rule.instances(D(2025, 6, 25), D(2026, 12, 31))
    assert (first.label, first.opens_on) == ("2025", D(2025, 6, 25))
    assert (second.label, second.opens_on) == ("2026", D(2026, 1, 1))


def test_instances_end_with_the_horizon():
    rule = parse_recurrence("R:quarterly")
    assert rule is not None
    labels = [row.label for row in rule.instances(D(2025, 6, 25), D(2025, 10, 1))]
    assert labels == ["2025-Q2", "2025-Q3", "2025-Q4"]


@pytest.mark.parametrize(
    "key", ["", "2025", "R:continuous", "R:sometimes", "R:yearly:13", "R:yearly:13-01", "R:"]
)
def test_what_is_no_rule_gives_none(key):
    assert parse_recurrence(key) is None


def test_continuous_work_is_not_due_again_and_again():
    assert is_recurring("R:monthly")
    assert not is_recurring("R:continuous")
    assert not is_recurring("2025")
