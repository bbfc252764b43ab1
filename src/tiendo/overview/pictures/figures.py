"""What pictures are drawn of: figures with their words, in plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from tiendo.composer.charts import Spec
from tiendo.composer.sheets import CellKind, Sheet
from tiendo.domain.periods import Period
from vanban.quantities import Missing

# A figure or why there is none: never a zero for what is missing.
Reading = Decimal | Missing
_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Part:
    """Which rows of very many a picture shows. Units: counted from 1, the last included."""

    page: int
    pages: int
    first: int
    last: int
    all: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with what is behind it.

    ``summary`` says in a sentence what is to be seen. ``values`` are what it was drawn of, what the
    address left open included: an address of these opens it again. Missing: ``spec`` is None where
    there is nothing to draw; the summary then says why, and the sheet may have rows without
    figures. ``part`` is None where all rows are drawn.
    """

    code: str
    title: str
    summary: str
    sheet: Sheet
    spec: Spec | None
    part: Part | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured. ``say`` prints a value with its unit; a ratio has axes in per cent.

    ``is_lower_better``: the fewer the better. ``number`` prints a value without its unit, where
    the unit stands above; None: as ``say``.
    """

    code: str
    name: str
    unit: str
    is_ratio: bool
    say: Callable[[Decimal], str]
    is_lower_better: bool = False
    number: Callable[[Decimal], str] | None = None

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

    def brief(self, value: Decimal) -> str:
        """A value where its unit stands elsewhere."""
        return (self.number or self.say)(value)


@dataclass(frozen=True, slots=True)
class Point:
    """The figure of a period. ``is_provisional``: nobody has confirmed it yet; ``word`` is what
    makes it less than exact ("khoảng")."""

    period: Period
    name: str
    reading: Reading
    is_provisional: bool = False
    word: str = ""

    def words(self, measure: Measure) -> str:
        """Its figure as people read it."""
        return f"{self.word} {measure.words(self.reading)}".strip()


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
    """The figure of a body in a period; ``word`` is what makes it less than exact."""

    body: str
    reading: Reading
    is_provisional: bool = False
    word: str = ""

    def words(self, measure: Measure) -> str:
        """Its figure as people read it."""
        return f"{self.word} {measure.words(self.reading)}".strip()

    def brief(self, measure: Measure) -> str:
        """The same where the unit stands elsewhere."""
        if isinstance(self.reading, Missing):
            return measure.words(self.reading)
        return f"{self.word} {measure.brief(self.reading)}".strip()


def part_of(rows: Sequence[_Row], page: int, size: int) -> tuple[Sequence[_Row], Part | None]:
    """The rows of a page, the last one where there are fewer pages; which they are, if not all."""
    if len(rows) <= size:
        return rows, None
    pages = -(-len(rows) // size)
    page = min(max(page, 1), pages)
    first = (page - 1) * size
    shown = rows[first : first + size]
    return shown, Part(page, pages, first + 1, first + len(shown), len(rows))


def drawn(reading: Reading) -> float | None:
    """A reading as a length; None leaves a gap."""
    return None if isinstance(reading, Missing) else float(reading)


def known(readings: Sequence[Reading]) -> list[Decimal]:
    """The readings that are figures."""
    return [each for each in readings if not isinstance(each, Missing)]
