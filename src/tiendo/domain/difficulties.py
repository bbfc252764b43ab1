"""The way of a difficulty through the register, and the figures of a period.

The database enforces the same table by a trigger (tasks migration ``0008_difficulties``); a test
compares the two. A difficulty is carried from period to period until it is solved or closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DifficultyCourse(StrEnum):
    """Stored states of a difficulty."""

    OPEN = "open"
    PASSED_UP = "passed_up"
    ANSWERED = "answered"
    SOLVED = "solved"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class DifficultyRule:
    """One row of the table. ``target`` None: the state stays as it is."""

    action: str
    sources: tuple[DifficultyCourse, ...]
    target: DifficultyCourse | None


_C = DifficultyCourse
CARRIED = (_C.OPEN, _C.PASSED_UP, _C.ANSWERED)
ENDED = (_C.SOLVED, _C.CLOSED)
DIFFICULTY_RULES: tuple[DifficultyRule, ...] = (
    DifficultyRule("continue", CARRIED, None),
    DifficultyRule("assign", CARRIED, _C.OPEN),
    DifficultyRule("name", CARRIED, None),
    DifficultyRule("pass_up", CARRIED, _C.PASSED_UP),
    DifficultyRule("answer", CARRIED, _C.ANSWERED),
    DifficultyRule("solve", CARRIED, _C.SOLVED),
    DifficultyRule("close", CARRIED, _C.CLOSED),
    DifficultyRule("reopen", ENDED, _C.OPEN),
)
BY_DIFFICULTY_ACTION = {row.action: row for row in DIFFICULTY_RULES}


def difficulty_transitions() -> frozenset[tuple[str, str]]:
    """Every pair of different states that some action leads through."""
    return frozenset(
        (source.value, row.target.value)
        for row in DIFFICULTY_RULES
        for source in row.sources
        if row.target is not None and row.target is not source
    )


@dataclass(frozen=True, slots=True)
class PeriodFlow:
    """What a period did to the register. It always holds that what was open at the start, plus
    what was raised and reopened, less what ended, is what is open at the end."""

    open_at_start: int
    raised: int
    reopened: int
    answered: int
    ended: int
    open_at_end: int

    @property
    def is_even(self) -> bool:
        """Whether the flow adds up."""
        return self.open_at_start + self.raised + self.reopened - self.ended == self.open_at_end
