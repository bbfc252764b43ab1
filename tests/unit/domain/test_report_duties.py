"""Where a duty to report stands, and how duties are counted."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tiendo.domain.report_duties import DutyCounts, DutyFacts, DutyState, count_duties, duty_state

DAY = dt.date
LAST = DAY(2025, 6, 9)
UNSENT = DutyFacts(last_day=LAST, closing_on=DAY(2025, 5, 31))


def state(facts: DutyFacts, on: dt.date) -> DutyState:
    return duty_state(facts, on, soon_days=7, opens_days=30)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (DAY(2025, 4, 30), DutyState.NOT_OPEN),
        (DAY(2025, 5, 1), DutyState.OPEN),
        (DAY(2025, 6, 1), DutyState.OPEN),
        (DAY(2025, 6, 2), DutyState.DUE_SOON),
        (LAST, DutyState.DUE_SOON),
        (DAY(2025, 6, 10), DutyState.MISSING),
    ],
)
def test_an_unsent_duty_opens_nears_its_day_and_is_missing(
    on: dt.date, expected: DutyState
) -> None:
    assert state(UNSENT, on) is expected
    assert state(replace(UNSENT, submission="writing"), on) is expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"submission": "sent"}, DutyState.SENT),
        ({"submission": "sent", "is_late": True}, DutyState.SENT_LATE),
        ({"submission": "returned", "is_late": True}, DutyState.RETURNED),
        ({"submission": "accepted"}, DutyState.ACCEPTED),
        ({"submission": "sent", "is_closed": True}, DutyState.SENT),
        ({"is_closed": True}, DutyState.MISSING),
        ({"is_released": True, "submission": "writing"}, DutyState.RELEASED),
    ],
)
def test_what_was_handed_in_tells_the_state_on_any_day(
    fields: dict[str, Any], expected: DutyState
) -> None:
    for on in (DAY(2025, 1, 1), DAY(2026, 1, 1)):
        assert state(replace(UNSENT, **fields), on) is expected


def test_what_is_asked_ad_hoc_is_open_at_once() -> None:
    assert state(replace(UNSENT, is_asked=True), DAY(2025, 1, 1)) is DutyState.OPEN


def test_each_duty_is_counted_once() -> None:
    counts = count_duties(
        [
            ("accepted", False, 2, 3),
            ("accepted", True, 1, 1),
            ("sent_late", True, 0, 2),
            ("returned", False, 4, 1),
            ("missing", False, 0, 5),
            ("missing", True, 1, 1),
            ("due_soon", False, 0, 2),
            ("not_open", False, 0, 1),
            ("released", False, 0, 7),
        ]
    )
    assert counts == DutyCounts(
        owed=16, on_time=4, late=3, missing=6, awaited=3, accepted=4, released=7, returns=8
    )
    assert counts.handed_in == 7
    assert counts.owed == counts.on_time + counts.late + counts.missing + counts.awaited


def test_no_duty_counts_as_zero_everywhere() -> None:
    assert count_duties([]) == DutyCounts(0, 0, 0, 0, 0, 0, 0, 0)
