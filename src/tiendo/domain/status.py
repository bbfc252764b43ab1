"""The status of a task on any day, as known at any moment: computed, never typed.

Source: design.md section 5. One rule decides the stored state on a day: of the events known, the
one recorded last among those that hold by that day. A confirmation holds from the product's day
on, everything else from its own day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tiendo.domain.history import DeadlineSet, Event, TaskHistory, WorkHistory
from tiendo.domain.lifecycle import State
from tiendo.domain.parameters import find_parameter, parameter_on
from tiendo.domain.periods import ONE_DAY

DUE_SOON = "due_soon_days"


class Status(StrEnum):
    """What is shown of a task on a day. Drafts have no status."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DUE_SOON = "due_soon"
    AWAITING = "awaiting"
    AWAITING_OVERDUE = "awaiting_overdue"
    OVERDUE = "overdue"
    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    CONTINUOUS = "continuous"
    NO_DEADLINE = "no_deadline"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


class OfficialColumn(StrEnum):
    """The columns of official counts. Every status stands in one; together they give the total."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    IN_PROGRESS = "in_progress"
    OVERDUE = "overdue"
    CONTINUOUS = "continuous"
    NO_DEADLINE = "no_deadline"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


# The official four count awaiting work by its deadline, with a mark, and work not yet begun as in
# progress, also shown on its own.
OFFICIAL_COLUMNS: dict[Status, OfficialColumn] = {
    Status.NOT_STARTED: OfficialColumn.IN_PROGRESS,
    Status.IN_PROGRESS: OfficialColumn.IN_PROGRESS,
    Status.DUE_SOON: OfficialColumn.IN_PROGRESS,
    Status.AWAITING: OfficialColumn.IN_PROGRESS,
    Status.AWAITING_OVERDUE: OfficialColumn.OVERDUE,
    Status.OVERDUE: OfficialColumn.OVERDUE,
    Status.DONE_ON_TIME: OfficialColumn.DONE_ON_TIME,
    Status.DONE_LATE: OfficialColumn.DONE_LATE,
    Status.CONTINUOUS: OfficialColumn.CONTINUOUS,
    Status.NO_DEADLINE: OfficialColumn.NO_DEADLINE,
    Status.SUSPENDED: OfficialColumn.SUSPENDED,
    Status.CANCELLED: OfficialColumn.CANCELLED,
    Status.SUPERSEDED: OfficialColumn.SUPERSEDED,
}

# States in which a task is out of the race, whatever its deadline.
_ASIDE = {
    State.SUSPENDED: Status.SUSPENDED,
    State.CANCELLED: Status.CANCELLED,
    State.SUPERSEDED: Status.SUPERSEDED,
}
# A draft is not given yet; an umbrella is carried by its children and counted by them alone.
_UNCOUNTED = frozenset({State.DRAFT, State.UMBRELLA})
_AWAITING = frozenset({State.CLAIMED, State.UNIT_APPROVED})


@dataclass(frozen=True, slots=True)
class StatusPeriod:
    """A status on the days from ``start`` to ``end``; None: without end."""

    status: Status
    start: dt.date
    end: dt.date | None


def official_column(status: Status) -> OfficialColumn:
    """The column in which official counts put a status."""
    return OFFICIAL_COLUMNS[status]


def status(history: TaskHistory, on: dt.date, known_at: dt.datetime | None = None) -> Status | None:
    """The status of a task on a day, as known at a moment (None: as known now).

    Missing: None for a draft and for an umbrella, and for days before the task went live.
    A recurring task has the status of its current occurrence: the earliest one that opened by
    that day and is not confirmed; once all are confirmed, that of the last one, until the next
    opens; before the first opens it has not started.
    """
    known = history if known_at is None else history.known_at(known_at)
    return _status_on(known, on)


def occurrence_status(
    work: WorkHistory, on: dt.date, known_at: dt.datetime | None = None
) -> Status | None:
    """The status of one due instance by itself, as known at a moment (None: as known now).

    Missing: None before it opens.
    """
    known = work if known_at is None else work.known_at(known_at)
    event = state_on(known, on)
    if event is None:
        return None
    return _ASIDE.get(event.state) or _work_status(known, event, on)


def spans(history: TaskHistory, known_at: dt.datetime | None = None) -> tuple[StatusPeriod, ...]:
    """The status of every day since the task went live, as periods without gaps, in order.

    The last one has no end: for every day d, the period that holds d has ``status(history, d)``.
    """
    known = history if known_at is None else history.known_at(known_at)
    found: list[StatusPeriod] = []
    for day in sorted(_turning_days(known)):
        now = _status_on(known, day)
        if now is None or (found and found[-1].status is now):
            continue
        if found:
            found[-1] = StatusPeriod(found[-1].status, found[-1].start, day - ONE_DAY)
        found.append(StatusPeriod(now, day, None))
    return tuple(found)


def state_on(work: WorkHistory, on: dt.date) -> Event | None:
    """The event that decides the state on a day; None before the first holds."""
    return next((event for event in reversed(work.events) if event.holds_from <= on), None)


def last_day_on(deadlines: tuple[DeadlineSet, ...], on: dt.date) -> dt.date | None:
    """The last acceptable day in force on a day; before the first change, the original one."""
    for change in reversed(deadlines):
        if change.effective_on <= on:
            return change.last_day
    return deadlines[0].last_day if deadlines else None


def _status_on(history: TaskHistory, on: dt.date) -> Status | None:
    event = state_on(history.work, on)
    if event is None or event.state in _UNCOUNTED:
        return None
    if event.state in _ASIDE:
        return _ASIDE[event.state]
    if history.is_recurring:
        return _recurring_status(history, on)
    if history.is_continuous and event.state is State.LIVE:
        return Status.CONTINUOUS
    return _work_status(history.work, event, on)


def _recurring_status(history: TaskHistory, on: dt.date) -> Status:
    latest: tuple[WorkHistory, Event] | None = None
    for occurrence in history.occurrences:
        event = state_on(occurrence, on)
        if event is None or event.state in _ASIDE:
            continue
        latest = occurrence, event
        if event.state is not State.CONFIRMED:
            break
    return Status.NOT_STARTED if latest is None else _work_status(*latest, on)


def _work_status(work: WorkHistory, event: Event, on: dt.date) -> Status:
    if event.state is State.CONFIRMED:
        return _done_status(work, event)
    last_day = last_day_on(work.deadlines, on)
    is_late = last_day is not None and on > last_day
    if event.state in _AWAITING:
        return Status.AWAITING_OVERDUE if is_late else Status.AWAITING
    if last_day is None:
        return Status.NO_DEADLINE
    if is_late:
        return Status.OVERDUE
    if not _has_begun(work, on):
        return Status.NOT_STARTED
    is_near = (last_day - on).days <= parameter_on(DUE_SOON, on)
    return Status.DUE_SOON if is_near else Status.IN_PROGRESS


def _done_status(work: WorkHistory, event: Event) -> Status:
    """On time by the day of the product against the last day in force on that day."""
    done_on = event.holds_from
    last_day = last_day_on(work.deadlines, done_on)
    is_late = last_day is not None and done_on > last_day
    return Status.DONE_LATE if is_late else Status.DONE_ON_TIME


def _has_begun(work: WorkHistory, on: dt.date) -> bool:
    """Whether an update that stands or a claim was there by a day; work sent back was begun."""
    claims = (event.day <= on for event in work.events if event.action == "claim")
    standing = (note.day for note in work.updates if note.taken_back_at is None)
    return any(day <= on for day in standing) or any(claims)


def _turning_days(history: TaskHistory) -> set[dt.date]:
    """Every day on which the status may change; more of them do no harm."""
    days: set[dt.date] = set()
    for work in (history.work, *history.occurrences):
        days |= {event.holds_from for event in work.events}
        days |= {event.day for event in work.events}
        days |= {note.day for note in work.updates}
        days |= {change.effective_on for change in work.deadlines}
        last_days = (change.last_day for change in work.deadlines)
        days |= _days_around(day for day in last_days if day is not None)
    return days


def _days_around(last_days: Iterable[dt.date]) -> set[dt.date]:
    versions = find_parameter(DUE_SOON).versions
    days = {version.since for version in versions}
    for last_day in last_days:
        days.add(last_day + ONE_DAY)
        days |= {last_day - dt.timedelta(days=version.value) for version in versions}
    return days
