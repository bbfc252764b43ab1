"""What pictures are drawn of: figures with their words, in plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tiendo.composer.charts import Spec
from tiendo.composer.sheets import CellKind, Sheet, Value
from tiendo.domain.achievement import Verdict
from tiendo.domain.periods import Period
from vanban.quantities import Missing

# A figure or why there is none: never a zero for what is missing.
Reading = Decimal | Missing


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with what is behind it.

    ``summary`` says in a sentence what is to be seen. Missing: ``spec`` is None where there is
    nothing to draw; the summary then says why, and the sheet may have rows without figures.
    """

    code: str
    title: str
    summary: str
    sheet: Sheet
    spec: Spec | None


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured. ``say`` prints a value with its unit; a ratio has axes in per cent.

    ``is_lower_better``: the fewer the better.
    """

    code: str
    name: str
    unit: str
    is_ratio: bool
    say: Callable[[Decimal], str]
    is_lower_better: bool = False

    @property
    def kind(self) -> CellKind:
        """What cells with its values hold."""
        return CellKind.RATIO if self.is_ratio else CellKind.COUNT

    @property
    def axis_title(self) -> str | None:
        """The unit where the axis does not say it itself."""
        return None if self.is_ratio else self.unit

    def words(self, reading: Reading) -> str:
        """A reading as people read it."""
        return str(reading.words) if isinstance(reading, Missing) else self.say(reading)


@dataclass(frozen=True, slots=True)
class Point:
    """The figure of a period. ``is_provisional``: nobody has confirmed it yet."""

    period: Period
    name: str
    reading: Reading
    is_provisional: bool = False


@dataclass(frozen=True, slots=True)
class Goal:
    """A target: its words, its value, its day, where the way to it begins.

    Missing: ``value`` for a target in words alone, ``day`` where the text states none, ``start``
    without a baseline.
    """

    words: str
    value: Decimal | None
    day: dt.date | None
    source: str = ""
    start: tuple[dt.date, Decimal] | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """A forecast of one day with its interval. Missing: the bounds are None without one."""

    day: dt.date
    value: Decimal
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class BodyReading:
    """The figure of a body in a period, with where it stands against its target.

    Missing: ``goal`` without a target, ``required`` without a path, ``verdict`` without either.
    """

    body: str
    reading: Reading
    is_provisional: bool = False
    goal: Goal | None = None
    required: Decimal | None = None
    verdict: Verdict | None = None


def cell(reading: Reading | None) -> Value:
    """A reading as a cell of a sheet; None says that there is nothing to say."""
    return reading


def drawn(reading: Reading) -> float | None:
    """A reading as a length; None leaves a gap."""
    return None if isinstance(reading, Missing) else float(reading)


def known(readings: Sequence[Reading]) -> list[Decimal]:
    """The readings that are figures."""
    return [each for each in readings if not isinstance(each, Missing)]
