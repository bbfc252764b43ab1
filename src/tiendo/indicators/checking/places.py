"""The values that rules compare with: those in force, under those being looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from tiendo.indicators.models import Indicator, IndicatorValue


class Figure(Protocol):
    """What a rule looks at of a figure."""

    indicator_id: int
    organisation_id: int
    period_start: dt.date
    period_end: dt.date
    breakdown: str
    value: Decimal | None

    @property
    def indicator(self) -> Indicator:
        """What it is a figure of."""
        ...


@dataclass(frozen=True, slots=True)
class Spot:
    """A body and a period, by its first day."""

    organisation: int
    start: dt.date


# An indicator and a breakdown.
Name = tuple[int, str]


def spot_of(row: Figure) -> Spot:
    """Where a figure stands."""
    return Spot(row.organisation_id, row.period_start)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The values of some indicators where figures are looked at, by spot, and which of them are
    being looked at."""

    values: dict[Spot, dict[Name, Decimal | None]]
    looked_at: dict[Spot, set[Name]]

    @classmethod
    def of(cls, rows: Sequence[Figure], indicators: Collection[int]) -> Surroundings:
        """Cost: one query, none for no indicators."""
        values: dict[Spot, dict[Name, Decimal | None]] = {}
        looked_at: dict[Spot, set[Name]] = {}
        for body, start, name, value in _stored(rows, indicators):
            values.setdefault(Spot(body, start), {})[name] = value
        for row in rows:
            spot, name = spot_of(row), (row.indicator_id, row.breakdown)
            values.setdefault(spot, {})[name] = row.value
            looked_at.setdefault(spot, set()).add(name)
        return cls(values, looked_at)

    def value(self, spot: Spot, name: Name) -> Decimal | None:
        """The value there, None where there is none."""
        return self.values.get(spot, {}).get(name)

    def tells(self, row: Figure, names: Sequence[Name]) -> bool:
        """Whether a row is the first of those looked at among ``names``: it alone tells what they
        have in common."""
        here = self.looked_at.get(spot_of(row), set())
        first = next((name for name in names if name in here), None)
        return first == (row.indicator_id, row.breakdown)


def _stored(
    rows: Sequence[Figure], indicators: Collection[int]
) -> Iterable[tuple[int, dt.date, Name, Decimal | None]]:
    if not indicators:
        return
    found = IndicatorValue.objects.filter(
        indicator__in=indicators,
        organisation__in={row.organisation_id for row in rows},
        period_start__in={row.period_start for row in rows},
    ).values_list("organisation", "period_start", "indicator", "breakdown", "value")
    for body, start, indicator, breakdown, value in found:
        yield body, start, (indicator, breakdown), value
