"""What is to be kept: figures as typed, and what became of them when they were looked at."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from tiendo.audit.trail import Author
from tiendo.documents.models import Passage
from tiendo.domain.periods import Period
from tiendo.domain.readings import Reading
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.models import Indicator, Observation
from tiendo.indicators.naming import Names
from tiendo.indicators.permissions import Place
from tiendo.organisations.models import Organisation

Key = tuple[int, int, dt.date, dt.date, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure to be kept: as typed, for an indicator, a body, a period and a breakdown.

    ``seen`` is the revision that was on screen (0: none), so that nobody writes over what was not
    seen. Missing: ``is_missing`` declares, with ``note``, that there is no figure; ``as_of`` None
    is the last day of the window, or today within it; ``names`` None keeps those behind the figure
    where its value stays, an empty tuple says that there are none.
    """

    indicator: Indicator
    organisation: Organisation
    period: Period
    raw: str = ""
    breakdown: str = ""
    is_missing: bool = False
    note: str = ""
    as_of: dt.date | None = None
    reason: str = ""
    seen: int = 0
    passage: Passage | None = None
    names: Names | None = None

    @property
    def key(self) -> Key:
        """What there is one figure in force for."""
        period = self.period
        return self.indicator.pk, self.organisation.pk, period.start, period.end, self.breakdown

    @property
    def of(self) -> Place:
        """What it is of: the indicator and the body."""
        return self.indicator.pk, self.organisation.pk


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Why a figure is refused, or what is odd in one that is kept. ``place``: of the cell given."""

    place: int
    error: IndicatorError


class New(NamedTuple):
    """A revision to be kept, with the place of its cell, its author and what it replaces."""

    place: int
    author: Author
    made: Observation
    old: Observation | None


@dataclass(slots=True)
class Sifted:
    """The cells as they are sifted: new revisions, the names behind them, problems, warnings."""

    new: list[New] = field(default_factory=list)
    named: dict[Key, Names] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)
    warnings: list[CellProblem] = field(default_factory=list)
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Alike:
    """First figures that differ in body, value and note alone: the first cell of them, which was
    looked at for all, and the revision that it becomes. ``place``: their key but for the body."""

    first: Cell
    made: Observation
    place: tuple[int, dt.date, dt.date, str]


class Plain(NamedTuple):
    """A first figure of which nothing is to be said. ``number``: of its row; ``raw``: as typed."""

    number: int
    alike: Alike
    organisation: Organisation
    raw: str
    reading: Reading
    note: str

    @property
    def cell(self) -> Cell:
        """The cell it was typed in."""
        return replace(
            self.alike.first, organisation=self.organisation, raw=self.raw, note=self.note
        )
