"""Figures as a table to be entered: what stands in each place, and where one may type."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import groupby

from django.db.backends.postgresql.psycopg_any import DateRange

from tiendo.accounts.actor import Actor
from tiendo.domain.periods import Cadence, Period
from tiendo.indicators.breakdowns import breakdown_of
from tiendo.indicators.checking import Checker
from tiendo.indicators.definitions import holds_on, is_asked_of
from tiendo.indicators.entry_periods import Timing, Timings
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.models import (
    Indicator,
    IndicatorVersion,
    Observation,
    ObservationComment,
    ObservationState,
    Origin,
)
from tiendo.indicators.permissions import visible_observations, visible_values
from tiendo.organisations.models import Organisation

_GROUP = re.compile(r"[A-Z0-9]+")
Key = tuple[int, int, dt.date, str]


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
class Spot:
    """A place: an indicator as defined for the period (None: it is not), a body, a breakdown."""

    version: IndicatorVersion | None
    indicator: Indicator
    body: Organisation
    period: Period
    breakdown: str = ""

    @property
    def key(self) -> Key:
        """What tells it from the other places of a table."""
        return self.indicator.pk, self.body.pk, self.period.start, self.breakdown


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
    """A place with what stands there; ``needs_reason``: a figure typed now needs one."""

    spot: Spot
    standing: Standing
    figure: Figure | None = None
    computed: Decimal | None = None
    is_past: bool = False

    @property
    def needs_reason(self) -> bool:
        """Whether what is typed here is late or corrects what was confirmed."""
        return self.is_past or self.standing in (Standing.CONFIRMED, Standing.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Line:
    """A row before it is filled: its head and its places. ``part``: the item of a breakdown."""

    title: str
    code: str
    unit: str
    spots: tuple[Spot, ...]
    part: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table."""

    line: Line
    cells: tuple[GridCell, ...]


def group_of(code: str) -> str:
    """The group an indicator belongs to: the first part of its code ("HT" of HT.01)."""
    found = _GROUP.match(code)
    return found[0] if found else code


def groups_of(cadence: Cadence) -> list[str]:
    """The groups that have indicators of a frequency. Cost: one query."""
    codes = IndicatorVersion.objects.filter(frequency=cadence).values_list(
        "indicator__code", flat=True
    )
    return sorted({group_of(code) for code in codes})


def definitions_in(cadence: Cadence, periods: Sequence[Period]) -> list[list[IndicatorVersion]]:
    """The definitions of a frequency that hold in some periods, by indicator in order of its code.

    Cost: three queries.
    """
    days = DateRange(periods[0].start, periods[-1].end, "[]")
    found = (
        IndicatorVersion.objects.filter(frequency=cadence, validity__overlap=days)
        .select_related("indicator", "reporters")
        .prefetch_related("dimensions__items")
        .order_by("indicator__code", "number")
    )
    return [list(rows) for _pk, rows in groupby(found, key=lambda row: row.indicator_id)]


def version_for(versions: Iterable[IndicatorVersion], period: Period) -> IndicatorVersion | None:
    """The definition for a period: that of its last day, or of its first; None without one."""
    rows = list(versions)
    for day in (period.end, period.start):
        for version in rows:
            if holds_on(version.validity, day):
                return version
    return None


def lines_of_body(
    body: Organisation, cadence: Cadence, periods: Sequence[Period], *, with_parts: bool, words: str
) -> list[Line]:
    """A row for each indicator of a body, a place for each period; ``words`` narrow them by code
    or folded name. Cost: three queries."""
    lines: list[Line] = []
    for versions in definitions_in(cadence, periods):
        if not any(is_asked_of(version, body) for version in versions):
            continue
        latest = versions[-1]
        if words and words not in latest.folded and words not in latest.indicator.code.lower():
            continue
        for breakdown, part in _parts(latest, with_parts):
            spots = (_spot(versions, body, period, breakdown) for period in periods)
            lines.append(_line(latest, tuple(spots), part))
    return lines


def _parts(version: IndicatorVersion, with_parts: bool) -> Iterator[tuple[str, str]]:
    """The whole, and each item of each breakdown where they are asked for."""
    yield "", ""
    if not with_parts or version.origin != Origin.ENTERED:
        return
    for dimension in version.dimensions.all():
        for item in dimension.items.all():
            if not item.is_retired:
                yield breakdown_of({dimension.code: item.code}), f"{dimension.name}: {item.name}"


def _line(version: IndicatorVersion, spots: tuple[Spot, ...], part: str) -> Line:
    unit = f"{version.unit} {version.unit_base}".strip()
    return Line(version.name, version.indicator.code, unit, spots, part)


def _spot(
    versions: Sequence[IndicatorVersion], body: Organisation, period: Period, breakdown: str
) -> Spot:
    return Spot(version_for(versions, period), versions[0].indicator, body, period, breakdown)


def columns_of_group(group: str, cadence: Cadence, period: Period) -> list[IndicatorVersion]:
    """The definitions of a group's indicators for a period. Cost: three queries."""
    found = (version_for(rows, period) for rows in definitions_in(cadence, (period,)))
    return [row for row in found if row is not None and group_of(row.indicator.code) == group]


def lines_of_group(
    bodies: Iterable[Organisation], versions: Sequence[IndicatorVersion], period: Period
) -> list[Line]:
    """A row for each body that is asked for one of the indicators, a place for each indicator."""
    lines = []
    for body in bodies:
        if any(is_asked_of(version, body) for version in versions):
            spots = tuple(
                Spot(
                    version if is_asked_of(version, body) else None, version.indicator, body, period
                )
                for version in versions
            )
            lines.append(Line(body.name, "", "", spots))
    return lines


@dataclass(slots=True)
class _Known:
    """What is in force in the places of a table."""

    figures: dict[Key, Figure] = field(default_factory=dict)
    computed: dict[Key, Decimal | None] = field(default_factory=dict)


def fill(actor: Actor, lines: Sequence[Line], *, today: dt.date | None = None) -> list[Row]:
    """The rows with what stands in each place. Cost: two queries, a third with computed places."""
    spots = [spot for line in lines for spot in line.spots]
    known, timings = _known(actor, spots), Timings(today)
    return [Row(line, tuple(_cell(spot, known, timings) for spot in line.spots)) for line in lines]


def _cell(spot: Spot, known: _Known, timings: Timings) -> GridCell:
    version = spot.version
    if version is None or not _is_there(spot.body, spot.period):
        return GridCell(spot, Standing.ABSENT)
    if version.origin != Origin.ENTERED:
        return GridCell(spot, Standing.COMPUTED, computed=known.computed.get(spot.key))
    timing = timings.of(version.closing, spot.period)
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
        for body, indicator, start, end, value in values.values_list(*_COMPUTED):
            if ends.get(start) == end:
                known.computed[indicator, body, start, ""] = value
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
_COMPUTED = ("indicator", "organisation", "period_start", "period_end", "value")


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
