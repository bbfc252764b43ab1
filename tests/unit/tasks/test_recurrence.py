"""How periods are called, and which occurrences a task gets."""

from __future__ import annotations

import datetime as dt

import pytest

from tiendo.programmes.models import Programme
from tiendo.tasks.models import Task
from tiendo.tasks.recurrence import missing_instances, period_name, rules_of

D = dt.date


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("2025", "Năm 2025"),
        ("2025-H1", "6 tháng đầu năm 2025"),
        ("2025-H2", "6 tháng cuối năm 2025"),
        ("2025-Q3", "Quý III/2025"),
        ("2025-07", "Tháng 7/2025"),
        ("2025-W05", "Tuần 5/2025"),
        ("2025-07-09", "Ngày 09/07/2025"),
        ("2025-2026", "Giai đoạn 2025 - 2026"),
    ],
)
def test_a_period_has_a_name_for_people(label, name):
    assert period_name(label) == name


def task(**fields) -> Task:
    programme = Programme(starts_on=D(2025, 6, 25), ends_on=None)
    return Task(programme=programme, live_on=D(2025, 6, 25), **fields)


def days(row: Task) -> list[tuple[str, dt.date]]:
    return [(item.label, item.last_day) for item in missing_instances(row, set(), D(2025, 6, 25))]


def test_only_recurring_tasks_have_a_rule():
    assert rules_of(task(recurrence="R:yearly")) != ()
    assert rules_of(task(recurrence="R:continuous")) == ()
    assert rules_of(task(recurrence="")) == ()


def test_a_dated_deadline_with_a_rhythm_is_due_once_and_then_again_and_again():
    row = task(recurrence="R:yearly", deadline_key="2025-Q3", last_day=D(2025, 9, 30))
    assert days(row) == [
        ("2025-Q3", D(2025, 9, 30)),
        ("2026", D(2026, 12, 31)),
        ("2027", D(2027, 12, 31)),
    ]


def test_what_is_laid_already_is_not_laid_again():
    row = task(recurrence="R:yearly", deadline_raw="trước ngày 25/11 hằng năm")
    everything = missing_instances(row, set(), D(2025, 6, 25))
    laid = {(item.label, item.last_day.isoformat()) for item in everything}
    assert missing_instances(row, laid, D(2025, 6, 25)) == []
