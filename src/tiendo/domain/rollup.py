"""How far a task is by its parts: the weighted mean of what is known of them, with its inputs.

Only what counts enters: a part that was cancelled, superseded or not yet given is left out. A part
without a figure is no zero: it is left out of the mean and named in the coverage.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tiendo.domain.lifecycle import State

WHOLE = Decimal(100)
FORMULA = "Σ(weight × percent) / Σ(weight)"
_LEFT_OUT = frozenset({State.CANCELLED, State.SUPERSEDED})


class RollUpState(StrEnum):
    """The four states of a rolled-up value."""

    VALUE = "value"
    NO_DATA = "no_data"
    UNDEFINED = "undefined"
    NOT_DUE = "not_due"


@dataclass(frozen=True, slots=True)
class PartOfWhole:
    """A part as the roll-up sees it: its weight, its state, how far it was said to be (0 to 100).

    Missing: ``percent`` is None where nobody gave a figure.
    """

    key: int
    weight: Decimal
    state: State
    percent: Decimal | None = None

    @property
    def is_counted(self) -> bool:
        """Whether it is given and still in the race."""
        return self.state not in _LEFT_OUT and self.state is not State.DRAFT

    @property
    def known_percent(self) -> Decimal | None:
        """The figure that enters the mean: a confirmed part is whole, whatever was said before."""
        return WHOLE if self.state is State.CONFIRMED else self.percent


@dataclass(frozen=True, slots=True)
class RollUp:
    """The percent of a whole with what it was computed from.

    Missing: ``percent`` is None unless ``state`` is VALUE. ``measured`` of ``counted`` parts have
    a figure; ``total`` also counts those left out.
    """

    percent: Decimal | None
    state: RollUpState
    inputs: tuple[PartOfWhole, ...]
    numerator: Decimal
    denominator: Decimal
    measured: int
    counted: int
    total: int
    by_state: Mapping[State, int]
    formula: str = FORMULA

    @property
    def ratio(self) -> Decimal | None:
        """The percent as a ratio (0.25, never 25)."""
        return None if self.percent is None else self.percent / WHOLE


def roll_up(parts: Iterable[PartOfWhole]) -> RollUp:
    """The weighted mean of the parts that have a figure.

    Units: percents from 0 to 100, unrounded. Missing: UNDEFINED where no part is in the race (or
    there is none), NOT_DUE where none was given yet, NO_DATA where none has a figure.
    Errors: ValueError for a weight that is not above zero.
    """
    inputs = tuple(parts)
    if any(part.weight <= 0 for part in inputs):
        raise ValueError("a weight is above zero")
    counted = [part for part in inputs if part.is_counted]
    figures = [
        (part.weight, percent) for part in counted if (percent := part.known_percent) is not None
    ]
    numerator = sum((weight * percent for weight, percent in figures), Decimal(0))
    denominator = sum((weight for weight, _percent in figures), Decimal(0))
    return RollUp(
        percent=numerator / denominator if figures else None,
        state=_state(inputs, counted, bool(figures)),
        inputs=inputs,
        numerator=numerator,
        denominator=denominator,
        measured=len(figures),
        counted=len(counted),
        total=len(inputs),
        by_state=dict(Counter(part.state for part in inputs)),
    )


def _state(
    inputs: tuple[PartOfWhole, ...], counted: list[PartOfWhole], has_figures: bool
) -> RollUpState:
    if has_figures:
        return RollUpState.VALUE
    if counted:
        return RollUpState.NO_DATA
    is_waiting = any(part.state is State.DRAFT for part in inputs)
    return RollUpState.NOT_DUE if is_waiting else RollUpState.UNDEFINED
