"""The rows of a table of figures: which indicators, of which bodies, in which periods."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.backends.postgresql.psycopg_any import DateRange

from tiendo.domain.periods import Cadence, Period
from tiendo.indicators.breakdowns import breakdown_of
from tiendo.indicators.definitions import figure_asked_by, holds_on
from tiendo.indicators.models import Indicator, IndicatorVersion, Origin
from tiendo.organisations.models import Organisation

_GROUP = re.compile(r"[A-Z0-9]+")
Key = tuple[int, int, dt.date, str]


@dataclass(frozen=True, slots=True)
class Spot:
    """A place: an indicator as defined for the period, a body, a breakdown.

    Missing: ``version`` None where nothing is asked.
    """

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
class Line:
    """A row before it is filled: its head and its places. ``part``: the item of a breakdown;
    ``of``: whose figures they are where they are not of the body that enters them."""

    title: str
    code: str
    unit: str
    spots: tuple[Spot, ...]
    part: str = ""
    of: str = ""


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
        .select_related("indicator", "reporters", "subject")
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
    """A row for each indicator of which a body is asked for figures, a place for each period;
    ``words`` narrow them by code or folded name. Cost: three queries."""
    lines: list[Line] = []
    for versions in definitions_in(cadence, periods):
        if not any(figure_asked_by(version, body) for version in versions):
            continue
        latest = versions[-1]
        if words and words not in latest.folded and words not in latest.indicator.code.lower():
            continue
        for breakdown, part in _parts(latest, with_parts):
            spots = (_spot(versions, body, period, breakdown) for period in periods)
            lines.append(_line(latest, tuple(spots), part, body))
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


def _spot(
    versions: Sequence[IndicatorVersion], body: Organisation, period: Period, breakdown: str
) -> Spot:
    version = version_for(versions, period)
    whose = figure_asked_by(version, body) if version else None
    asked = version if whose else None
    return Spot(asked, versions[0].indicator, whose or body, period, breakdown)


def _line(
    version: IndicatorVersion, spots: tuple[Spot, ...], part: str, body: Organisation
) -> Line:
    unit = f"{version.unit} {version.unit_base}".strip()
    others = {_short(spot.body): None for spot in spots if spot.body != body}
    return Line(version.name, version.indicator.code, unit, spots, part, ", ".join(others))


def _short(body: Organisation) -> str:
    return body.short_name or body.name


def columns_of_group(group: str, cadence: Cadence, period: Period) -> list[IndicatorVersion]:
    """The definitions of a group's indicators for a period, but for what is computed of one body
    alone. Cost: three queries."""
    found = (version_for(rows, period) for rows in definitions_in(cadence, (period,)))
    return [
        row
        for row in found
        if row is not None
        and group_of(row.indicator.code) == group
        and (row.origin == Origin.ENTERED or row.reporters is not None)
    ]


def lines_of_group(
    bodies: Iterable[Organisation], versions: Sequence[IndicatorVersion], period: Period
) -> list[Line]:
    """A row for each body of which one of the indicators asks for a figure, a place for each
    indicator; the subjects of what the bodies own come after the bodies."""
    listed = list(bodies)
    rows: dict[int, tuple[Organisation, set[int]]] = {body.pk: (body, set()) for body in listed}
    for body in listed:
        for version in versions:
            if (whose := figure_asked_by(version, body)) is not None:
                rows.setdefault(whose.pk, (whose, set()))[1].add(version.pk)
    return [
        Line(body.name, "", "", tuple(_asked(version, asked, body, period) for version in versions))
        for body, asked in rows.values()
        if asked
    ]


def _asked(version: IndicatorVersion, asked: set[int], body: Organisation, period: Period) -> Spot:
    return Spot(version if version.pk in asked else None, version.indicator, body, period)
