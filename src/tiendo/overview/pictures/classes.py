"""Values in classes from light to dark, told in words; what is missing is a class of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from tiendo.overview.pictures import looks
from tiendo.overview.pictures.figures import Reading, known
from vanban.quantities import Missing


@dataclass(frozen=True, slots=True)
class Class:
    """A class of values: its words, its colour, whether letters on it are white."""

    words: str
    colour: str
    is_dark: bool = False


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of some readings. ``bounds``: the upper ends of all but the last, rising."""

    bounds: tuple[Decimal, ...]
    valued: tuple[Class, ...]

    def of(self, reading: Reading) -> Class:
        """The class of a reading."""
        if isinstance(reading, Missing):
            return Class(str(reading.words), looks.ABSENT[reading])
        place = sum(reading > bound for bound in self.bounds)
        return self.valued[place]


def make_classes(readings: Sequence[Reading], say: Callable[[Decimal], str]) -> Classes:
    """At most five classes of equal width between the least and the greatest value.

    Values that are all alike make one class; no value at all makes none that is used.
    """
    values = known(readings)
    low, high = min(values, default=Decimal(0)), max(values, default=Decimal(0))
    if low == high:
        return Classes((), (Class(say(low), looks.STEPS[2], True),))
    steps = len(looks.STEPS)
    bounds = tuple(low + (high - low) * step / steps for step in range(1, steps))
    ends = (low, *bounds, high)
    return Classes(
        bounds,
        tuple(
            Class(_class_words(number, ends, say), looks.STEPS[number], number >= looks.DARK_FROM)
            for number in range(steps)
        ),
    )


def _class_words(number: int, ends: Sequence[Decimal], say: Callable[[Decimal], str]) -> str:
    given = {"low": say(ends[number]), "high": say(ends[number + 1])}
    words = _("%(low)s đến %(high)s") if number == 0 else _("trên %(low)s đến %(high)s")
    return words % given


def used(classes: Sequence[Class], among: Classes) -> list[Class]:
    """The classes to name in a legend: of values in their order, then what is missing."""
    found = {each.words: each for each in classes}
    ordered = [each for each in among.valued if each.words in found]
    valued = {each.words for each in among.valued}
    return [*ordered, *(each for words, each in found.items() if words not in valued)]
