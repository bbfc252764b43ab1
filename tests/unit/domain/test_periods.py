"""Periods of the calendar."""

from __future__ import annotations

import datetime as dt
from itertools import islice

import pytest

from tiendo.domain.periods import (
    Cadence,
    Period,
    period_around,
    period_label,
    periods_from,
    shifted,
)

D = dt.date


def test_a_period_holds_both_its_ends():
    july = Period(D(2025, 7, 1), D(2025, 7, 31))
    assert D(2025, 7, 1) in july
    assert D(2025, 7, 31) in july
    assert D(2025, 8, 1) not in july
    assert july.days == 31


def test_a_period_does_not_end_before_it_starts():
    with pytest.raises(ValueError, match="ends before"):
        Period(D(2025, 7, 2), D(2025, 7, 1))


@pytest.mark.parametrize(
    ("cadence", "start", "end", "label"),
    [
        (Cadence.DAILY, D(2025, 8, 20), D(2025, 8, 20), "2025-08-20"),
        (Cadence.WEEKLY, D(2025, 8, 18), D(2025, 8, 24), "2025-W34"),
        (Cadence.MONTHLY, D(2025, 8, 1), D(2025, 8, 31), "2025-08"),
        (Cadence.QUARTERLY, D(2025, 7, 1), D(2025, 9, 30), "2025-Q3"),
        (Cadence.HALFYEARLY, D(2025, 7, 1), D(2025, 12, 31), "2025-H2"),
        (Cadence.YEARLY, D(2025, 1, 1), D(2025, 12, 31), "2025"),
    ],
)
def test_each_cadence_has_its_period_around_a_day(cadence, start, end, label):
    period = period_around(cadence, D(2025, 8, 20))
    assert period == Period(start, end)
    assert period_label(cadence, period) == label


@pytest.mark.parametrize("cadence", list(Cadence))
def test_periods_follow_each_other_without_gap_and_with_labels_of_their_own(cadence):
    periods = list(islice(periods_from(cadence, D(2023, 12, 30)), 60))
    for first, second in zip(periods, periods[1:], strict=False):
        assert second.start - first.end == dt.timedelta(days=1)
    labels = [period_label(cadence, period) for period in periods]
    assert len(set(labels)) == len(labels)
    assert sorted(labels) == labels


@pytest.mark.parametrize(
    ("start", "end", "count", "then"),
    [
        (D(2026, 1, 1), D(2026, 6, 30), 1, (D(2026, 7, 1), D(2026, 12, 31))),
        (D(2026, 10, 15), D(2026, 11, 14), -1, (D(2026, 9, 15), D(2026, 10, 14))),
        (D(2026, 1, 1), D(2026, 12, 31), 1, (D(2027, 1, 1), D(2027, 12, 31))),
        (D(2024, 2, 1), D(2024, 2, 29), 1, (D(2024, 3, 1), D(2024, 3, 31))),
        (D(2026, 5, 4), D(2026, 5, 10), -1, (D(2026, 4, 27), D(2026, 5, 3))),
        (D(2025, 7, 1), D(2026, 11, 20), 1, (D(2026, 11, 21), D(2028, 4, 11))),
        (D(2026, 1, 31), D(2026, 2, 27), 1, (D(2026, 2, 28), D(2026, 3, 27))),
    ],
)
def test_a_period_of_whole_months_is_followed_by_one_of_as_many_months(start, end, count, then):
    assert shifted(Period(start, end), count) == Period(*then)
