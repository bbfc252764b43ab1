"""Reads the happenings of the spec tables into histories."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from tiendo.domain import clock
from tiendo.domain.history import DeadlineSet, Event, TaskHistory, UpdateNote, WorkHistory
from tiendo.domain.lifecycle import BY_ACTION


def read_history(case: dict[str, Any]) -> TaskHistory:
    """The history a case describes."""
    occurrences = case.get("occurrences")
    return TaskHistory(
        work=read_work(case["happened"]),
        is_continuous=case.get("kind") == "continuous",
        is_recurring=occurrences is not None,
        occurrences=tuple(read_work(row["happened"]) for row in occurrences or ()),
    )


def read_work(happened: Iterable[str]) -> WorkHistory:
    """The happenings of one task or occurrence."""
    events: list[Event] = []
    deadlines: list[DeadlineSet] = []
    updates: list[UpdateNote] = []
    for line in happened:
        words, _at, recorded = line.partition(" @")
        day_word, action, *rest = words.split()
        day = dt.date.fromisoformat(day_word)
        recorded_at = clock.local_noon(dt.date.fromisoformat(recorded or day_word))
        argument = dt.date.fromisoformat(rest[0]) if rest and rest[0] != "none" else None
        if action == "deadline":
            deadlines.append(DeadlineSet(argument, day, recorded_at))
        elif action == "update":
            updates.append(UpdateNote(day, recorded_at))
        else:
            state = BY_ACTION[action].target
            events.append(Event(action, state, day, recorded_at, argument))
    return WorkHistory(tuple(events), tuple(deadlines), tuple(updates))
