"""Comparing bodies fairly: rates drawn towards the common one where they rest on few tasks.

Source: product rule; the two numbers of it are dated parameters (``parameters/league.yaml``).
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

PLACES = Decimal("0.0001")
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Tally:
    """What one body's rate is made of: ``good`` of ``due``, with 0 ≤ good ≤ due."""

    good: int
    due: int

    def __post_init__(self) -> None:
        if not 0 <= self.good <= self.due:
            raise ValueError(f"{self.good} of {self.due} is no tally")


@dataclass(frozen=True, slots=True)
class Standing:
    """The place of one body.

    ``adjusted`` is the ratio by which it is placed. Missing: ``place`` is None where too few tasks
    were due (``is_small``); ``adjusted`` is None where none was due at all.
    """

    place: int | None
    adjusted: Decimal | None
    is_small: bool


def standings(tallies: Mapping[Key, Tally], *, drawn_by: int, least: int) -> dict[Key, Standing]:
    """The standing of every body. Equal rates share a place, and the next place is left out.

    A body's rate is that of its tasks and ``drawn_by`` more tasks done as all bodies together do
    theirs; below ``least`` tasks due it is shown and not placed.
    """
    common = _common_rate(list(tallies.values()))
    rates = {key: _adjusted(tally, common, drawn_by) for key, tally in tallies.items() if tally.due}
    placed = sorted(
        (rate for key, rate in rates.items() if tallies[key].due >= least), reverse=True
    )
    return {key: _standing(tally, rates.get(key), placed, least) for key, tally in tallies.items()}


def _common_rate(tallies: Collection[Tally]) -> Fraction:
    """Good of due over all bodies; of nothing due nothing is said."""
    due = sum(tally.due for tally in tallies)
    return Fraction(sum(tally.good for tally in tallies), due) if due else Fraction(0)


def _adjusted(tally: Tally, common: Fraction, drawn_by: int) -> Fraction:
    return (tally.good + drawn_by * common) / (tally.due + drawn_by)


def _standing(tally: Tally, rate: Fraction | None, placed: list[Fraction], least: int) -> Standing:
    if rate is None:
        return Standing(None, None, is_small=True)
    shown = (Decimal(rate.numerator) / rate.denominator).quantize(PLACES)
    if tally.due < least:
        return Standing(None, shown, is_small=True)
    return Standing(placed.index(rate) + 1, shown, is_small=False)
