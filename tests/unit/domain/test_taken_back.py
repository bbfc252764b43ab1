"""An update taken back begins no work; before that was known, it did."""

from __future__ import annotations

import datetime as dt

from tiendo.domain.history import DeadlineSet, Event, TaskHistory, UpdateNote, WorkHistory
from tiendo.domain.lifecycle import State
from tiendo.domain.status import Status, status

FIRST = dt.date(2025, 9, 1)


def at(day: int) -> dt.datetime:
    return dt.datetime(2025, 9, day, 5, tzinfo=dt.UTC)


def history(*updates: UpdateNote) -> TaskHistory:
    events = (Event("go_live", State.LIVE, FIRST, at(1)),)
    return TaskHistory(
        WorkHistory(events, (DeadlineSet(dt.date(2025, 12, 31), FIRST, at(1)),), updates)
    )


def test_an_update_taken_back_begins_nothing_from_then_on() -> None:
    told = history(UpdateNote(dt.date(2025, 9, 3), at(3), taken_back_at=at(5)))
    day = dt.date(2025, 9, 10)
    assert status(told, day) is Status.NOT_STARTED
    assert status(told, day, known_at=at(4)) is Status.IN_PROGRESS
    assert status(told, day, known_at=at(5)) is Status.NOT_STARTED
    assert told.moments() == (at(1), at(3), at(5))


def test_another_update_still_begins_it() -> None:
    wrong = UpdateNote(dt.date(2025, 9, 3), at(3), taken_back_at=at(5))
    told = history(wrong, UpdateNote(dt.date(2025, 9, 6), at(6)))
    assert status(told, dt.date(2025, 9, 5)) is Status.NOT_STARTED
    assert status(told, dt.date(2025, 9, 6)) is Status.IN_PROGRESS
