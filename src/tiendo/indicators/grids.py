"""What stands in each place of a table of figures, and where one may type."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from tiendo.accounts.actor import Actor
from tiendo.domain.periods import Period
from tiendo.indicators.checking import Checker
from tiendo.indicators.entry_periods import Timing, Timings
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.grid_lines import Key, Line, Spot
from tiendo.indicators.models import (
    Observation,
    ObservationComment,
    ObservationState,
    Origin,
)
from tiendo.indicators.permissions import visible_observations, visible_values
from tiendo.organisations.models import Organisation
from vanban.quantities import Missing


class Standing(StrEnum):
    """What stands in a place of the table."""

    # Nothing yet: in time, or past its last day.
    OPEN = "open"
    LATE = "late"
    PROVISIONAL = "provisional"
    RETURNED = "returned"
    CONFIRMED = "confirmed"
    PUBLISHED = "published"
    # Nothing is typed here: computed, not yet begun, not of this body or period.
    COMPUTED = "computed"
    FUTURE = "future"
    ABSENT = "absent"

    @property
    def is_typed(self) -> bool:
        """Whether a figure may be typed here."""
        return self not in (Standing.COMPUTED, Standing.FUTURE, Standing.ABSENT)


@dataclass(frozen=True, slots=True)
class Figure:
    """What is in force in a place. Missing: ``value`` is None where it was declared missing."""

    pk: int
    revision: int
    value: Decimal | None
    qualifier: str
    note: str
    is_late: bool
    standing: Standing


@dataclass(frozen=True, slots=True)
class GridCell:
    """A place with what stands there. ``computed``: what formulas or registers give in it."""

    spot: Spot
    standing: Standing
    figure: Figure | None = None
    computed: Decimal | Missing = Missing.NO_DATA
    is_past: bool = False

    @property
    def corrects(self) -> bool:
        """Whether what is typed here corrects what was confirmed."""
        return self.standing in (Standing.CONFIRMED, Standing.PUBLISHED)

    @property
    def needs_reason(self) -> bool:
        """Whether what is typed here is late or corrects what was confirmed."""
        return self.is_past or self.corrects


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table."""

    line: Line
    cells: tuple[GridCell, ...]


@dataclass(slots=True)
class _Known:
    """What is in force in the places of a table."""

    figures: dict[Key, Figure] = field(default_factory=dict)
    computed: dict[Key, Decimal | Missing] = field(default_factory=dict)


def fill(actor: Actor, lines: Sequence[Line], *, today: dt.date | None = None) -> list[Row]:
    """The rows with what stands in each place. Cost: two queries, a third with computed places."""
    spots = [spot for line in lines for spot in line.spots]
    known, timings = _known(actor, spots), Timings(today)
    return [Row(line, tuple(_cell(spot, known, timings) for spot in line.spots)) for line in lines]


def _cell(spot: Spot, known: _Known, timings: Timings) -> GridCell:
    version = spot.version
    if version is None or not _is_there(spot.body, spot.period):
        return GridCell(spot, Standing.ABSENT)
    timing = timings.of(version.closing, spot.period)
    if version.origin != Origin.ENTERED:
        standing = Standing.FUTURE if timing is Timing.FUTURE else Standing.COMPUTED
        return GridCell(spot, standing, computed=known.computed.get(spot.key, Missing.NO_DATA))
    figure = known.figures.get(spot.key)
    is_past = timing is Timing.LATE
    if figure is not None:
        return GridCell(spot, figure.standing, figure, is_past=is_past)
    if timing is None:
        return GridCell(spot, Standing.ABSENT)
    return GridCell(spot, Standing(timing), is_past=is_past)


def _is_there(body: Organisation, period: Period) -> bool:
    lower, upper = body.validity.lower, body.validity.upper
    return (lower is None or lower <= period.end) and (upper is None or period.start < upper)


def _known(actor: Actor, spots: Sequence[Spot]) -> _Known:
    if not spots:
        return _Known()
    bodies = {spot.body.pk for spot in spots}
    asked: dict[str, Collection[int] | Collection[dt.date]] = {
        "indicator__in": {spot.indicator.pk for spot in spots},
        "organisation__in": bodies,
        "period_start__in": {spot.period.start for spot in spots},
    }
    known, ends = _Known(), {spot.period.start: spot.period.end for spot in spots}
    returned = _returned(bodies)
    rows = visible_observations(actor).filter(is_current=True, **asked).order_by()
    for row in rows.values_list(*_READ):
        (body, indicator, start, end, breakdown), (pk, *told, state) = row[:5], row[5:]
        if ends.get(start) == end:
            standing = Standing.RETURNED if pk in returned else Standing(state)
            revision, value, qualifier, note, is_late = told
            known.figures[indicator, body, start, breakdown] = Figure(
                pk, revision, value, qualifier, note, is_late, standing
            )
    if any(spot.version and spot.version.origin != Origin.ENTERED for spot in spots):
        values = visible_values(actor).filter(observation__isnull=True, breakdown="", **asked)
        for indicator, body, start, end, value, state in values.values_list(*_COMPUTED):
            if ends.get(start) == end:
                reading = Missing(state) if value is None else value
                known.computed[indicator, body, start, ""] = reading
    return known


_READ = (
    "organisation",
    "indicator",
    "period_start",
    "period_end",
    "breakdown",
    "pk",
    "revision",
    "value",
    "qualifier",
    "note",
    "is_late",
    "state",
)
_COMPUTED = ("indicator", "organisation", "period_start", "period_end", "value", "state")


def _returned(bodies: Collection[int]) -> set[int]:
    """The figures of bodies that were sent back and not corrected since."""
    comments = ObservationComment.objects.filter(
        is_return=True,
        observation__organisation__in=bodies,
        observation__is_current=True,
        observation__state=ObservationState.PROVISIONAL,
    )
    return set(comments.values_list("observation", flat=True))


def warned(rows: Iterable[Row]) -> dict[Key, list[IndicatorError]]:
    """What the rules say of figures shown that are not confirmed. Cost: as ``Checker.of``."""
    shown = [
        (cell.spot.key, _observed(cell))
        for row in rows
        for cell in row.cells
        if cell.standing in (Standing.PROVISIONAL, Standing.RETURNED)
    ]
    if not shown:
        return {}
    checker = Checker.of([made for _key, made in shown])
    found = {key: [*sum(checker.look_at(made), [])] for key, made in shown}
    return {key: errors for key, errors in found.items() if errors}


def _observed(cell: GridCell) -> Observation:
    spot, figure = cell.spot, cell.figure
    return Observation(
        pk=figure.pk if figure else None,
        indicator=spot.indicator,
        organisation=spot.body,
        period_start=spot.period.start,
        period_end=spot.period.end,
        breakdown=spot.breakdown,
        value=figure.value if figure else None,
    )
