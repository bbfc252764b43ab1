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


@dataclass(frozen=True, slots=True)
class Scale:
    """How far figures usually lie from their median; many figures are held against one.

    Missing: ``center`` and ``spread`` are None where there are too few.
    """

    count: int
    center: Decimal | None = None
    spread: Decimal | None = None
    factor: Decimal = _OF_MEDIAN

    @classmethod
    def of(cls, others: Sequence[Decimal], least: int) -> Scale:
        """The scale of figures; fewer than ``least`` have none."""
        if len(others) < max(least, 1):
            return cls(len(others))
        center = median(others)
        deviations = [abs(other - center) for other in others]
        spread = median(deviations)
        if spread != _NONE:
            return cls(len(others), center, spread)
        mean = sum(deviations, _NONE) / len(deviations)
        return cls(len(others), center, mean, _OF_MEAN)

    def look_at(self, value: Decimal, threshold: Decimal) -> Outlook:
        """A figure beside those; outlying beyond ``threshold`` scores."""
        if self.center is None or self.spread is None:
            return Outlook(Oddness.TOO_FEW, self.count)
        if self.spread == _NONE:
            return Outlook(Oddness.NO_SPREAD, self.count, self.center, self.spread)
        score = self.factor * (value - self.center) / self.spread
        oddness = Oddness.OUTLYING if abs(score) > threshold else Oddness.USUAL
        return Outlook(oddness, self.count, self.center, self.spread, score)


def look_at(
    value: Decimal, others: Sequence[Decimal], *, threshold: Decimal, least: int
) -> Outlook:
    """A figure beside the others, itself not among them; outlying beyond ``threshold`` scores.

    Missing: fewer than ``least`` others tell nothing, equal ones no distance.
    """
    return Scale.of(others, least).look_at(value, threshold)
