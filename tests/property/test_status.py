"""Whatever happened: the status agrees with a naive reading, and the spans with the status."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiendo.domain.history import DeadlineSet, Event, TaskHistory, UpdateNote, WorkHistory
from tiendo.domain.lifecycle import State, actions_from
from tiendo.domain.parameters import Parameter, ParameterVersion
from tiendo.domain.status import Status, spans, status
from tiendo.tasks.spans import known_stretches

FIRST = dt.date(2025, 1, 1)
DAYS = 60
START = dt.datetime(2025, 1, 1, 5, tzinfo=dt.UTC)


def _day(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=number)


def _moment(number: int) -> dt.datetime:
    return START + dt.timedelta(days=number)


@st.composite
def works(draw: st.DrawFn, first_action: str = "go_live") -> WorkHistory:
    """A history that the table of transitions allows, recorded on growing days."""
    today = draw(st.integers(0, 10))
    events = [Event(first_action, State.LIVE, _day(draw(st.integers(0, today))), _moment(today))]
    deadlines = [DeadlineSet(_last_day(draw), events[0].day, _moment(today))]
    updates: list[UpdateNote] = []
    done_on: dt.date | None = None
    for _step in range(draw(st.integers(0, 7))):
        today += draw(st.integers(0, 9))
        what = draw(st.sampled_from(["action", "action", "deadline", "update"]))
        if what == "deadline":
            effective = _day(draw(st.integers(max(0, today - 5), today)))
            deadlines.append(DeadlineSet(_last_day(draw), effective, _moment(today)))
        elif what == "update":
            updates.append(UpdateNote(_day(draw(st.integers(0, today))), _moment(today)))
        else:
            rows = actions_from(events[-1].state)
            if not rows:
                continue
            row = draw(st.sampled_from(rows))
            if row.action == "claim":
                done_on = _day(draw(st.integers(0, today)))
            carried = done_on if row.action in {"claim", "confirm"} else None
            events.append(Event(row.action, row.target, _day(today), _moment(today), carried))
    return WorkHistory(tuple(events), tuple(deadlines), tuple(updates))


def _last_day(draw: st.DrawFn) -> dt.date | None:
    return draw(st.one_of(st.none(), st.integers(0, DAYS).map(_day)))


@st.composite
def histories(draw: st.DrawFn) -> TaskHistory:
    kind = draw(st.sampled_from(["once", "once", "continuous", "recurring"]))
    history = TaskHistory(draw(works()), is_continuous=kind == "continuous")
    if kind != "recurring":
        return history
    return replace(
        history,
        is_recurring=True,
        occurrences=tuple(draw(st.lists(works(), max_size=3))),
    )


def naive_status(history: TaskHistory, on: dt.date) -> str | None:
    """Day by day and row by row, without any of the product's functions."""
    state, done_on = _naive_state(history.work, on)
    if state is None:
        return None
    if state in {"suspended", "cancelled", "superseded"}:
        return state
    if history.is_recurring:
        return _naive_recurring(history, on)
    if history.is_continuous and state == "live":
        return "continuous"
    return _naive_work(history.work, state, done_on, on)


def _naive_recurring(history: TaskHistory, on: dt.date) -> str:
    opened = []
    for occurrence in history.occurrences:
        state, done_on = _naive_state(occurrence, on)
        if state and state not in {"suspended", "cancelled", "superseded"}:
            opened.append((occurrence, state, done_on))
    pending = [row for row in opened if row[1] != "confirmed"]
    if not opened:
        return "not_started"
    work, state, done_on = pending[0] if pending else opened[-1]
    return _naive_work(work, state, done_on, on)


def _naive_state(work: WorkHistory, on: dt.date) -> tuple[str | None, dt.date | None]:
    state, done_on = None, None
    for event in work.events:
        starts = event.done_on if event.action == "confirm" else event.day
        if starts <= on:
            state, done_on = event.state.value, event.done_on
    return state, done_on


def _naive_deadline(work: WorkHistory, on: dt.date) -> dt.date | None:
    found = work.deadlines[0].last_day
    for change in work.deadlines:
        if change.effective_on <= on:
            found = change.last_day
    return found


def _naive_work(work: WorkHistory, state: str, done_on: dt.date | None, on: dt.date) -> str:
    if state == "confirmed":
        last_day = _naive_deadline(work, done_on)
        return "done_late" if last_day and done_on > last_day else "done_on_time"
    last_day = _naive_deadline(work, on)
    is_late = last_day is not None and on > last_day
    if state in {"claimed", "unit_approved"}:
        return "awaiting_overdue" if is_late else "awaiting"
    if last_day is None:
        return "no_deadline"
    if is_late:
        return "overdue"
    begun = [note.day for note in work.updates]
    begun += [event.day for event in work.events if event.action == "claim"]
    if not any(day <= on for day in begun):
        return "not_started"
    return "due_soon" if (last_day - on).days <= 7 else "in_progress"


@given(histories(), st.integers(0, DAYS + 15), st.one_of(st.none(), st.integers(-1, 80)))
def test_the_status_is_what_a_naive_reading_finds(
    history: TaskHistory, number: int, known: int | None
):
    known_at = None if known is None else _moment(known)
    seen = history if known_at is None else history.known_at(known_at)
    assert status(history, _day(number), known_at) == naive_status(seen, _day(number))


@given(histories(), st.one_of(st.none(), st.integers(-1, 80)))
def test_the_spans_are_the_status_of_every_day_without_gap(history: TaskHistory, known: int | None):
    known_at = None if known is None else _moment(known)
    rows = spans(history, known_at)
    for first, second in zip(rows, rows[1:], strict=False):
        assert first.end is not None
        assert second.start - first.end == dt.timedelta(days=1)
        assert first.status is not second.status
    assert not rows or rows[-1].end is None
    for number in range(-3, DAYS + 15):
        day = _day(number)
        held = [row.status for row in rows if row.start <= day and (not row.end or day <= row.end)]
        found = status(history, day, known_at)
        assert held == ([] if found is None else [found])


@given(histories(), st.integers(-1, DAYS + 15), st.integers(-1, 80))
def test_what_was_known_at_any_moment_is_kept(history: TaskHistory, number: int, known: int):
    day, moment = _day(number), _moment(known)
    held = [
        row.stretch.status
        for row in known_stretches(history)
        if row.since <= moment
        and (row.until is None or moment < row.until)
        and row.stretch.start <= day
        and (row.stretch.end is None or day < row.stretch.end)
    ]
    found = status(history, day, moment)
    assert held == ([] if found is None else [str(found)])


@given(works(), st.integers(8, 20))
def test_a_new_threshold_changes_only_the_days_from_its_own(work: WorkHistory, days: int):
    """Law 9: an old period recomputes to its old figure."""
    since = _day(30)
    changed = Parameter(
        "due_soon_days",
        "day",
        (
            ParameterVersion(dt.date(1900, 1, 1), 7, "old"),
            ParameterVersion(since, days, "new"),
        ),
    )
    history = TaskHistory(work)
    before = [status(history, _day(number)) for number in range(30)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "tiendo.domain.parameters.load_parameters", lambda: {"due_soon_days": changed}
        )
        assert [status(history, _day(number)) for number in range(30)] == before
        rows = spans(history)
        for number in range(DAYS + 15):
            day = _day(number)
            held = [r.status for r in rows if r.start <= day and (not r.end or day <= r.end)]
            found: Status | None = status(history, day)
            assert held == ([] if found is None else [found])
