"""The story of one task from the day it was given: updates, proof, claims, decisions, as steps.

Pure: the same facts, role and random numbers give the same steps. Every step lies on a day after
the task went live and before today, so that no action is asked for in the future.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

from tiendo.demo import wording
from tiendo.demo.casting import Ending, Role
from tiendo.demo.steps import MONTHLY, Act, Due, Proof, Rhythm, Step, TaskFacts, working_moment

ONE_DAY = dt.timedelta(days=1)
_DIFFICULT = 0.2
_APPROVED = 0.7


def tell(
    facts: TaskFacts, role: Role | None, today: dt.date, rng: Random, rhythm: Rhythm = MONTHLY
) -> list[Step]:
    """The steps of one task up to yesterday, in order; none where it went live yesterday."""
    story = _Story(facts, role, today, rng, rhythm)
    if story.first > story.last:
        return []
    story.add(story.days_after(facts.live_on, 1, 4), Act.NAME_OFFICER)
    if facts.is_recurring:
        _tell_occurrences(story, facts.due_days)
    elif role is None:
        _tell_endless(story)
    else:
        story.move_deadline()
        _ENDINGS[role.ending](story)
    return story.steps()


@dataclass(slots=True)
class _Story:
    """Collects the steps of one task; days outside its time are brought to the nearest inside."""

    facts: TaskFacts
    role: Role | None
    today: dt.date
    rng: Random
    rhythm: Rhythm = MONTHLY
    _rows: list[tuple[dt.date, int, Act, Mapping[str, Any]]] = field(default_factory=list)

    @property
    def first(self) -> dt.date:
        return self.facts.live_on + ONE_DAY

    @property
    def last(self) -> dt.date:
        return self.today - ONE_DAY

    @property
    def due(self) -> dt.date:
        """The last day in force at the end of the story."""
        moved = self.role.last_day if self.role else None
        return moved or self.facts.last_day or self.today

    def days_after(self, day: dt.date, least: int, most: int) -> dt.date:
        return day + dt.timedelta(days=self.rng.randint(least, most))

    def between(self, start: dt.date, end: dt.date) -> dt.date:
        """A day from ``start`` to ``end``; ``start`` where that lies later."""
        return start + dt.timedelta(days=self.rng.randint(0, max(0, (end - start).days)))

    def inside(self, day: dt.date) -> dt.date:
        return max(self.first, min(day, self.last))

    def add(self, day: dt.date, act: Act, **particulars: Any) -> dt.date:
        """Put an act on a day; returns the day it took."""
        day = self.inside(day)
        self._rows.append((day, len(self._rows), act, particulars))
        return day

    def update(self, day: dt.date, text: str, percent: int | None) -> None:
        """An update, now and then with a difficulty, mostly approved the next day."""
        difficulty, proposal = "", ""
        if percent != 100 and self.rng.random() < _DIFFICULT:
            difficulty, proposal = wording.hindrance(self.rng)
        number = None if percent is None else Decimal(percent)
        day = self.add(
            day,
            Act.UPDATE,
            text=text,
            percent=number,
            difficulty=difficulty,
            proposal=proposal,
            proofs=self._proofs(day),
        )
        if self.rng.random() < _APPROVED:
            self.add(day, Act.APPROVE_UPDATE)

    def _proofs(self, day: dt.date) -> tuple[Proof, ...]:
        """The documents that go with an update."""
        numbers = range(self.rhythm.proofs)
        return tuple(wording.proof_of(self.facts, self.inside(day), self.rng) for _ in numbers)

    def progress(self, until: dt.date, percent: int, least: int = 0) -> None:
        """Updates about once a month up to a day, growing to a percentage."""
        until = self.inside(until)
        wanted = (until - self.first).days // self.rhythm.days
        count = max(least, min(self.rhythm.most, wanted))
        for number in range(1, count + 1):
            reached = percent * number // count // 5 * 5
            day = self.first + (until - self.first) * number // (count + 1)
            text = wording.progress_text(self.facts, min(reached, 95), self.rng)
            self.update(day, text, reached)

    def claim(self, done_on: dt.date, day: dt.date) -> dt.date:
        """A claim with its proof; returns its day."""
        day = self.inside(day)
        done_on = max(self.first, min(done_on, day))
        proof = wording.proof_of(self.facts, done_on, self.rng)
        text = wording.progress_text(self.facts, 100, self.rng)
        return self.add(day, Act.CLAIM, text=text, done_on=done_on, proofs=(proof,))

    def finish(self, done_on: dt.date) -> dt.date:
        """Claim, approval and confirmation within about a week; returns the last one's day."""
        day = self.claim(done_on, self.days_after(done_on, 0, 2))
        day = self.add(self.days_after(day, 0, 2), Act.APPROVE)
        return self.add(self.days_after(day, 1, 4), Act.CONFIRM)

    def move_deadline(self) -> None:
        """The province's decision to move the deadline, before either day and before any claim."""
        moved = self.role.last_day if self.role else None
        if moved is None or self.facts.last_day is None:
            return
        is_later = moved > self.facts.last_day
        reason = (
            self.rng.choice(wording.EXTENSION_REASONS) if is_later else (wording.SHORTENING_REASON)
        )
        bound = min(moved, self.facts.last_day, self.today - dt.timedelta(days=9))
        day = self.first + (bound - self.first) * self.rng.randint(20, 35) // 100
        number = wording.directive_number(self.rng)
        self.add(day, Act.MOVE_DEADLINE, text=reason, document=number, last_day=moved)

    def steps(self) -> list[Step]:
        """The steps in order of time, those of a day one after the other."""
        found: list[Step] = []
        minutes, before = 0, None
        for day, _order, act, particulars in sorted(self._rows, key=lambda row: row[:2]):
            minutes = (
                minutes + self.rng.randint(3, 25) if day == before else (self.rng.randint(10, 240))
            )
            before = day
            moment = working_moment(day, minutes)
            found.append(Step(moment, self.facts.key, act, **particulars))
        return found


# Endings of tasks done once


def _not_started(_story: _Story) -> None:
    """Nothing but the officer's name."""


def _in_progress(story: _Story) -> None:
    story.progress(story.last, story.rng.choice((35, 45, 55, 70)), least=1)


def _due_soon(story: _Story) -> None:
    story.progress(story.last, 85, least=1)


def _overdue(story: _Story) -> None:
    story.progress(story.last, story.rng.choice((40, 60, 75)), least=1)


def _claimed(story: _Story) -> None:
    done_on = story.last - dt.timedelta(days=story.rng.randint(1, 4))
    story.progress(done_on - 2 * ONE_DAY, 90, least=1)
    story.claim(done_on, done_on)


def _unit_approved(story: _Story) -> None:
    done_on = story.last - dt.timedelta(days=story.rng.randint(3, 8))
    story.progress(done_on - 2 * ONE_DAY, 90, least=1)
    day = story.claim(done_on, done_on)
    story.add(story.days_after(day, 1, 2), Act.APPROVE)


def _returned(story: _Story) -> None:
    _unit_approved(story)
    story.add(story.last, Act.RETURN, text=story.rng.choice(wording.RETURN_REASONS))


def _claimed_late(story: _Story) -> None:
    done_on = max(story.due + ONE_DAY, story.last - dt.timedelta(days=story.rng.randint(2, 9)))
    story.progress(done_on - 2 * ONE_DAY, 85, least=1)
    day = story.claim(done_on, done_on)
    story.add(story.days_after(day, 1, 2), Act.APPROVE)


def _day_done_on_time(story: _Story) -> dt.date:
    latest = story.inside(min(story.due, story.today - dt.timedelta(days=9)))
    earliest = story.first + (latest - story.first) * 6 // 10
    return story.between(earliest, latest)


def _done_on_time(story: _Story) -> None:
    done_on = _day_done_on_time(story)
    story.progress(done_on - 2 * ONE_DAY, 90)
    story.finish(done_on)


def _done_late(story: _Story) -> None:
    latest = min(story.due + dt.timedelta(days=45), story.today - dt.timedelta(days=7))
    done_on = story.between(story.due + ONE_DAY, latest)
    story.progress(done_on - 2 * ONE_DAY, 85, least=1)
    story.finish(done_on)


def _done_after_return(story: _Story) -> None:
    """Sent back by the own head, then returned by the confirmer, at last confirmed."""
    done_on = _day_done_on_time(story)
    story.progress(done_on - 2 * ONE_DAY, 80)
    day = story.claim(done_on, done_on)
    day = story.add(day, Act.SEND_BACK, text=story.rng.choice(wording.SEND_BACK_REASONS))
    day = story.claim(done_on, story.days_after(day, 0, 1))
    day = story.add(day, Act.APPROVE)
    day = story.add(day, Act.RETURN, text=story.rng.choice(wording.RETURN_REASONS))
    story.finish(story.days_after(day, 1, 2))


def _reopened(story: _Story) -> None:
    done_on = _day_done_on_time(story)
    day = story.finish(done_on)
    day = story.between(day + ONE_DAY, story.last - 2 * ONE_DAY)
    day = story.add(day, Act.REOPEN, text=story.rng.choice(wording.REOPEN_REASONS))
    text = wording.progress_text(story.facts, 70, story.rng)
    story.update(day + 2 * ONE_DAY, text, 70)


def _directed(act: Act) -> Callable[[_Story], None]:
    def direct(story: _Story) -> None:
        latest = min(story.due, story.last)
        day = story.between(story.first + (latest - story.first) // 2, latest - ONE_DAY)
        story.progress(day - 2 * ONE_DAY, 40)
        number = wording.directive_number(story.rng)
        story.add(day, act, text=wording.DIRECTIVES[act], document=number)

    return direct


def _resumed(story: _Story) -> None:
    """Suspended for some weeks, then taken up again."""
    day = story.first + (story.last - story.first) * 2 // 5
    story.progress(day - 2 * ONE_DAY, 30)
    for act, start in ((Act.SUSPEND, day), (Act.RESUME, story.days_after(day, 20, 45))):
        number = wording.directive_number(story.rng)
        day = story.add(start, act, text=wording.DIRECTIVES[act], document=number)
    story.update(
        story.between(day, story.last), wording.progress_text(story.facts, 55, story.rng), 55
    )


_ENDINGS: Mapping[Ending, Callable[[_Story], None]] = {
    Ending.NOT_STARTED: _not_started,
    Ending.IN_PROGRESS: _in_progress,
    Ending.DUE_SOON: _due_soon,
    Ending.CLAIMED: _claimed,
    Ending.UNIT_APPROVED: _unit_approved,
    Ending.RETURNED: _returned,
    Ending.OVERDUE: _overdue,
    Ending.CLAIMED_LATE: _claimed_late,
    Ending.REOPENED: _reopened,
    Ending.RESUMED: _resumed,
    Ending.DONE_ON_TIME: _done_on_time,
    Ending.DONE_AFTER_RETURN: _done_after_return,
    Ending.DONE_LATE: _done_late,
    Ending.SUSPENDED: _directed(Act.SUSPEND),
    Ending.CANCELLED: _directed(Act.CANCEL),
    Ending.SUPERSEDED: _directed(Act.SUPERSEDE),
}


# Work that has no end, and work that is due again and again


def _tell_endless(story: _Story) -> None:
    day = story.days_after(story.first, 15, 35)
    while day <= story.last:
        story.update(day, wording.continuous_text(story.rng), None)
        day = story.days_after(day, 45, 70)


def _tell_occurrences(story: _Story, dues: Iterable[Due]) -> None:
    """One after the other, each confirmed before the next is claimed; the last may stay open."""
    free_from = story.first
    for due in sorted(dues, key=lambda each: each.last_day):
        opens = max(due.opens_on, free_from)
        if opens > story.last:
            return
        day = max(opens, _claim_day(story, due))
        if day + 6 * ONE_DAY > story.last:
            _leave_open(story, opens, day)
            return
        free_from = story.finish(day) + ONE_DAY


def _claim_day(story: _Story, due: Due) -> dt.date:
    """Mostly in the days before the last one, now and then after it."""
    if story.rng.random() < 0.15:
        return story.days_after(due.last_day, 2, 9)
    return due.last_day - dt.timedelta(days=story.rng.randint(0, 4))


def _leave_open(story: _Story, opens: dt.date, claimed: dt.date) -> None:
    """The occurrence at hand today: worked on, or claimed and waiting for its approval."""
    if claimed <= story.last:
        story.claim(claimed, claimed)
    elif opens + 5 * ONE_DAY < story.last:
        text = wording.progress_text(story.facts, 50, story.rng)
        story.update(story.between(opens + 2 * ONE_DAY, story.last), text, 50)
