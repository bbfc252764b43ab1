"""Stories of tasks: plausible, inside their time, and never against the lifecycle."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tiendo.demo.casting import REQUIRED, Ending, Pool, Role, cast, pool_of
from tiendo.demo.history import write_stories
from tiendo.demo.steps import Act, Due, Step, TaskFacts
from tiendo.demo.stories import tell
from tiendo.domain import clock
from tiendo.domain.lifecycle import BY_ACTION, State

TODAY = dt.date(2026, 3, 10)
LIVE_ON = dt.date(2025, 7, 1)
_AT_WORK = {State.LIVE, State.CLAIMED, State.UNIT_APPROVED}
_LAST_STATES = {
    Ending.NOT_STARTED: State.LIVE,
    Ending.IN_PROGRESS: State.LIVE,
    Ending.DUE_SOON: State.LIVE,
    Ending.OVERDUE: State.LIVE,
    Ending.RETURNED: State.LIVE,
    Ending.REOPENED: State.LIVE,
    Ending.RESUMED: State.LIVE,
    Ending.CLAIMED: State.CLAIMED,
    Ending.UNIT_APPROVED: State.UNIT_APPROVED,
    Ending.CLAIMED_LATE: State.UNIT_APPROVED,
    Ending.DONE_ON_TIME: State.CONFIRMED,
    Ending.DONE_AFTER_RETURN: State.CONFIRMED,
    Ending.DONE_LATE: State.CONFIRMED,
    Ending.SUSPENDED: State.SUSPENDED,
    Ending.CANCELLED: State.CANCELLED,
    Ending.SUPERSEDED: State.SUPERSEDED,
}


def facts(key: str = "NV-1", last_day: dt.date | None = None, live_on: dt.date = LIVE_ON,
          **fields: object) -> TaskFacts:  # fmt: skip
    values: dict[str, object] = {"title": "Lập kế hoạch", "product": "Kế hoạch",
                                 "lead_symbol": "SNV", "deciding": "UBND tỉnh"}  # fmt: skip
    return TaskFacts(key=key, live_on=live_on, last_day=last_day, **(values | fields))  # type: ignore[arg-type]


def follow(steps: list[Step]) -> State:
    """The state after the steps; every step must be allowed where it is taken."""
    state = State.LIVE
    for step in steps:
        if step.act.value in BY_ACTION:
            row = BY_ACTION[step.act.value]
            assert state in row.sources, f"{step.act} from {state}"
            assert step.text or not row.needs_reason
            state = row.target
        elif step.act in {Act.UPDATE, Act.MOVE_DEADLINE}:
            assert state in _AT_WORK, f"{step.act} in {state}"
    return state


def days(steps: list[Step]) -> list[dt.date]:
    return [clock.local_day(step.moment) for step in steps]


moved = st.one_of(st.none(), st.integers(1, 200))


@settings(max_examples=300, deadline=None)
@given(ending=st.sampled_from(Ending), lasted=st.integers(2, 900), due_in=st.integers(-400, 900),
       moved_in=moved, seed=st.integers(0, 10_000))  # fmt: skip
def test_no_story_breaks_the_lifecycle(
    ending: Ending, lasted: int, due_in: int, moved_in: int | None, seed: int
) -> None:
    live_on = TODAY - dt.timedelta(days=lasted)
    last_day = max(live_on, TODAY + dt.timedelta(days=due_in))
    new_day = None if moved_in is None else live_on + dt.timedelta(days=moved_in)
    task = facts(last_day=last_day, live_on=live_on)
    steps = tell(task, Role(ending, new_day), TODAY, Random(seed))
    assert follow(steps) is _LAST_STATES[ending]
    assert [step.moment for step in steps] == sorted({step.moment for step in steps})
    assert all(live_on < day < TODAY for day in days(steps))
    for step, day in zip(steps, days(steps), strict=True):
        assert step.done_on is None or live_on <= step.done_on <= day


@settings(max_examples=100, deadline=None)
@given(
    lasted=st.integers(1, 900), cadence=st.sampled_from([7, 30, 91, 365]), seed=st.integers(0, 999)
)
def test_occurrences_are_closed_one_after_the_other(lasted: int, cadence: int, seed: int) -> None:
    live_on = TODAY - dt.timedelta(days=lasted)
    starts = [live_on + dt.timedelta(days=cadence * number) for number in range(900 // cadence)]
    dues = tuple(Due(start, start + dt.timedelta(days=cadence - 1)) for start in starts)
    task = facts(live_on=live_on, is_recurring=True, due_days=dues)
    steps = tell(task, None, TODAY, Random(seed))
    state, closed = State.LIVE, 0
    for step in steps:
        if step.act is Act.CLAIM:
            assert step.done_on is not None and dues[closed].opens_on <= step.done_on
        if step.act.value in BY_ACTION:
            assert state in BY_ACTION[step.act.value].sources
            state = BY_ACTION[step.act.value].target
        if state is State.CONFIRMED:
            state, closed = State.LIVE, closed + 1


def test_work_without_end_is_only_reported_on() -> None:
    steps = tell(facts(is_continuous=True), None, TODAY, Random(3))
    acts = {step.act for step in steps}
    assert acts <= {Act.NAME_OFFICER, Act.UPDATE, Act.APPROVE_UPDATE}
    assert all(step.percent is None for step in steps)


def test_a_task_given_out_today_has_no_story() -> None:
    assert tell(facts(last_day=TODAY, live_on=TODAY), Role(Ending.OVERDUE), TODAY, Random(1)) == []


def test_a_story_is_the_same_for_the_same_seed() -> None:
    tasks = [facts(f"NV-{number}", TODAY + dt.timedelta(days=30 - number)) for number in range(40)]
    assert write_stories(tasks, TODAY, 5) == write_stories(tasks, TODAY, 5)
    assert write_stories(tasks, TODAY, 5) != write_stories(tasks, TODAY, 6)


@pytest.mark.parametrize("due_in", [-300, -20, 3, 400], ids=["past", "recent", "near", "far"])
@pytest.mark.parametrize("lasted", [40, 252, 700])
def test_every_ending_is_cast_whatever_the_deadlines_are(due_in: int, lasted: int) -> None:
    live_on = TODAY - dt.timedelta(days=lasted)
    tasks = [facts(f"NV-{n}", TODAY + dt.timedelta(days=due_in), live_on)
             for n in range(len(REQUIRED) + 5)]  # fmt: skip
    roles = cast(tasks, TODAY, Random(1))
    assert {role.ending for role in roles.values()} == set(Ending)
    for (ending, wanted), count in Counter(REQUIRED).items():
        cast_in = [role for role in roles.values() if role.ending is ending and role.last_day]
        assert all(pool_of(role.last_day, TODAY) is wanted for role in cast_in if role.last_day)
        assert count == 1


def test_a_task_led_by_a_body_that_is_shown_comes_first() -> None:
    tasks = [facts(f"NV-{n}", TODAY - dt.timedelta(days=40), is_shown=n == 7) for n in range(20)]
    assert cast(tasks, TODAY, Random(1))["NV-7"].ending is REQUIRED[0][0]


def test_tasks_without_a_last_day_have_no_role() -> None:
    tasks = [facts("A", is_continuous=True), facts("B"), facts("C", TODAY, is_recurring=True)]
    assert cast(tasks, TODAY, Random(1)) == {}


def test_the_pools_part_at_today_and_a_week_later() -> None:
    days_away = {Pool.PAST: -1, Pool.NEAR: 7, Pool.FAR: 8}
    for pool, away in days_away.items():
        assert pool_of(TODAY + dt.timedelta(days=away), TODAY) is pool
    assert pool_of(TODAY, TODAY) is Pool.NEAR
