"""The life of a directive at each body it was given to: one table of who may take it where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class DutyState(StrEnum):
    """Where a body stands with what a leader directed."""

    GIVEN = "given"
    ACKNOWLEDGED = "acknowledged"
    REPORTED = "reported"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


# What is still to be done by the body; what is done with, by a decision.
TO_CARRY_OUT = (DutyState.GIVEN, DutyState.ACKNOWLEDGED)
ENDED = (DutyState.CLOSED, DutyState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class DutyStep:
    """One row of the table. ``permission`` is asked for at the body where ``at_body``."""

    action: str
    sources: tuple[DutyState, ...]
    target: DutyState
    permission: str
    at_body: bool
    needs_words: bool


STEPS: tuple[DutyStep, ...] = (
    DutyStep(
        "acknowledge",
        (DutyState.GIVEN,),
        DutyState.ACKNOWLEDGED,
        "directive.answer",
        at_body=True,
        needs_words=False,
    ),
    DutyStep(
        "report", TO_CARRY_OUT, DutyState.REPORTED, "directive.answer", at_body=True,
        needs_words=True,
    ),
    DutyStep(
        "close",
        (DutyState.REPORTED,),
        DutyState.CLOSED,
        "directive.follow",
        at_body=False,
        needs_words=False,
    ),
    DutyStep(
        "return",
        (DutyState.REPORTED,),
        DutyState.ACKNOWLEDGED,
        "directive.follow",
        at_body=False,
        needs_words=True,
    ),
    DutyStep(
        "withdraw",
        (*TO_CARRY_OUT, DutyState.REPORTED),
        DutyState.WITHDRAWN,
        "directive.give",
        at_body=False,
        needs_words=True,
    ),
)  # fmt: skip
BY_ACTION: Mapping[str, DutyStep] = {step.action: step for step in STEPS}
