"""Which end each task of the demo comes to, so that every status is there on the last day.

First the endings that must occur are given to the tasks that come to them by themselves; where a
plan has no such task, the province moves the deadline of one. The others end by chance.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from tiendo.demo.steps import TaskFacts

SOON_DAYS = 7
# A task may have been due at all only where this many days passed since it was given.
_SHORTEST_PAST = 30
# Work that is late longer than this had its deadline moved once before.
_LONGEST_LATE = 90


class Ending(StrEnum):
    """Where the story of a task done once stands on the last day."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DUE_SOON = "due_soon"
    CLAIMED = "claimed"
    UNIT_APPROVED = "unit_approved"
    RETURNED = "returned"
    OVERDUE = "overdue"
    CLAIMED_LATE = "claimed_late"
    REOPENED = "reopened"
    DONE_ON_TIME = "done_on_time"
    DONE_AFTER_RETURN = "done_after_return"
    DONE_LATE = "done_late"
    RESUMED = "resumed"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


class Pool(StrEnum):
    """Where the last day of a task lies, seen from today."""

    PAST = "past"
    NEAR = "near"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class Role:
    """The ending of one task; ``last_day`` is set where its deadline is moved on the way."""

    ending: Ending
    last_day: dt.date | None = None


# In the order in which they are served from a small plan.
REQUIRED: tuple[tuple[Ending, Pool], ...] = (
    (Ending.OVERDUE, Pool.PAST),
    (Ending.IN_PROGRESS, Pool.FAR),
    (Ending.DONE_ON_TIME, Pool.PAST),
    (Ending.UNIT_APPROVED, Pool.FAR),
    (Ending.DONE_LATE, Pool.PAST),
    (Ending.NOT_STARTED, Pool.FAR),
    (Ending.DUE_SOON, Pool.NEAR),
    (Ending.CLAIMED_LATE, Pool.PAST),
    (Ending.SUSPENDED, Pool.FAR),
    (Ending.CANCELLED, Pool.PAST),
    (Ending.SUPERSEDED, Pool.PAST),
    (Ending.DONE_AFTER_RETURN, Pool.PAST),
    (Ending.RETURNED, Pool.FAR),
    (Ending.CLAIMED, Pool.FAR),
    (Ending.REOPENED, Pool.PAST),
    (Ending.RESUMED, Pool.FAR),
)
_OPEN_LATE = frozenset({Ending.OVERDUE, Ending.CLAIMED_LATE, Ending.REOPENED})
_CHANCES: dict[Pool, tuple[tuple[Ending, int], ...]] = {
    Pool.PAST: ((Ending.DONE_ON_TIME, 6), (Ending.DONE_LATE, 2), (Ending.OVERDUE, 1)),
    Pool.NEAR: ((Ending.DUE_SOON, 1),),
    Pool.FAR: ((Ending.IN_PROGRESS, 6), (Ending.NOT_STARTED, 2), (Ending.DONE_ON_TIME, 1)),
}


def cast(tasks: Iterable[TaskFacts], today: dt.date, rng: Random) -> Mapping[str, Role]:
    """The role of each task done once, by its key; those without a last day have none."""
    pools = _pools(tasks, today, rng)
    roles: dict[str, Role] = {}
    for ending, wanted in REQUIRED:
        found = _take(pools, wanted, today)
        if found is not None:
            facts, pool = found
            is_moved = pool is not wanted or _is_long_late(ending, facts, today)
            last_day = _moved_day(wanted, facts, today, rng) if is_moved else None
            roles[facts.key] = Role(ending, last_day)
    for pool, left in pools.items():
        endings, weights = zip(*_CHANCES[pool], strict=True)
        for facts in left:
            roles[facts.key] = Role(rng.choices(endings, weights)[0])
    return roles


def pool_of(last_day: dt.date, today: dt.date) -> Pool:
    """Where a last day lies, seen from today."""
    if last_day < today:
        return Pool.PAST
    return Pool.NEAR if (last_day - today).days <= SOON_DAYS else Pool.FAR


def _pools(tasks: Iterable[TaskFacts], today: dt.date, rng: Random) -> dict[Pool, list[TaskFacts]]:
    """The tasks by pool, in the order in which they are taken from the end: those of bodies whose
    accounts are handed out first, children last."""
    pools: dict[Pool, list[TaskFacts]] = {pool: [] for pool in Pool}
    for facts in tasks:
        is_once = not facts.is_recurring and not facts.is_continuous
        if is_once and facts.last_day is not None:
            pools[pool_of(facts.last_day, today)].append(facts)
    for left in pools.values():
        rng.shuffle(left)
        left.sort(key=lambda facts: (not facts.is_child, facts.is_shown))
    return pools


def _take(
    pools: dict[Pool, list[TaskFacts]], wanted: Pool, today: dt.date
) -> tuple[TaskFacts, Pool] | None:
    """A task of the wanted pool, else of the fullest other one whose deadline can be moved."""
    others = sorted(Pool, key=lambda pool: len(pools[pool]), reverse=True)
    for pool in (wanted, *others):
        if not pools[pool]:
            continue
        facts = pools[pool][-1]
        if pool is wanted or _can_move(facts, wanted, today):
            return pools[pool].pop(), pool
    return None


def _is_long_late(ending: Ending, facts: TaskFacts, today: dt.date) -> bool:
    if ending not in _OPEN_LATE or facts.last_day is None:
        return False
    return (today - facts.last_day).days > _LONGEST_LATE


def _can_move(facts: TaskFacts, wanted: Pool, today: dt.date) -> bool:
    passed = (today - facts.live_on).days
    return passed >= (_SHORTEST_PAST if wanted is Pool.PAST else 2)


def _moved_day(wanted: Pool, facts: TaskFacts, today: dt.date, rng: Random) -> dt.date:
    """A last day in the wanted pool."""
    if wanted is Pool.FAR:
        return today + dt.timedelta(days=rng.randint(30, 120))
    if wanted is Pool.NEAR:
        return today + dt.timedelta(days=rng.randint(2, SOON_DAYS - 1))
    passed = (today - facts.live_on).days
    return today - dt.timedelta(days=rng.randint(min(passed // 5, 10), min(passed // 2, 60)))
