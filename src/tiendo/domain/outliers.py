"""Whether a figure lies far from those it should be like, by a rule that outliers cannot bend.

The distance from the median is measured in median absolute deviations (Iglewicz and Hoaglin, "How
to detect and handle outliers", 1993): where more than half of the others are equal, in mean
absolute deviations; where all are, no distance is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from statistics import median

# What makes the deviations of a normal distribution comparable with its standard deviation.
_OF_MEDIAN = Decimal("0.6745")
_OF_MEAN = Decimal("0.7979")
_NONE = Decimal(0)


class Oddness(StrEnum):
    """What is known of a figure beside the others."""

    USUAL = "usual"
    OUTLYING = "outlying"
    TOO_FEW = "too_few"
    NO_SPREAD = "no_spread"


@dataclass(frozen=True, slots=True)
class Outlook:
    """A figure beside others.

    Units: ``center`` and ``spread`` in those of the figures; ``score`` in standard deviations.
    Missing: all three are None where there are too few others, ``score`` also without spread.
    """

    oddness: Oddness
    count: int
    center: Decimal | None = None
    spread: Decimal | None = None
    score: Decimal | None = None

    @property
    def is_outlying(self) -> bool:
        """Whether a person should look at it."""
        return self.oddness is Oddness.OUTLYING


def look_at(
    value: Decimal, others: Sequence[Decimal], *, threshold: Decimal, least: int
) -> Outlook:
    """A figure beside the others, itself not among them; outlying beyond ``threshold`` scores.

    Missing: fewer than ``least`` others tell nothing, equal ones no distance.
    """
    if len(others) < max(least, 1):
        return Outlook(Oddness.TOO_FEW, len(others))
    center = median(others)
    deviations = [abs(other - center) for other in others]
    spread, factor = median(deviations), _OF_MEDIAN
    if spread == _NONE:
        spread, factor = sum(deviations, _NONE) / len(deviations), _OF_MEAN
    if spread == _NONE:
        return Outlook(Oddness.NO_SPREAD, len(others), center, _NONE)
    score = factor * (value - center) / spread
    oddness = Oddness.OUTLYING if abs(score) > threshold else Oddness.USUAL
    return Outlook(oddness, len(others), center, spread, score)
