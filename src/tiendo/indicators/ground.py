"""Where values are computed: the bodies and periods that a change is felt in, and what is known
there."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from django.db.models import Q

from tiendo.domain import clock
from tiendo.domain.formulas import Reading, World
from tiendo.domain.formulas.world import PERIODS_A_YEAR
from tiendo.domain.periods import ONE_DAY, Cadence, Period, period_around, periods_from
from tiendo.indicators.definitions import holds_on
from tiendo.indicators.models import IndicatorValue, ValueState
from tiendo.organisations.models import Organisation
from vanban.quantities import Missing

# What a formula names: the code of an indicator and a breakdown.
Name = tuple[str, str]
Figures = dict[Name, dict[int, Reading]]
# The fields that tell where a figure stands, in the order of ``Told``.
PLACE = ("indicator__code", "breakdown", "organisation", "period_start", "period_end")
_STATED = {ValueState.NO_DATA: Missing.NO_DATA, ValueState.UNDEFINED: Missing.UNDEFINED}


class Told(NamedTuple):
    """A figure and where it stands: its indicator and breakdown, body, first and last day."""

    code: str
    breakdown: str
    body: int
    start: dt.date
    end: dt.date
    reading: Reading


@dataclass(frozen=True, slots=True)
class Changed:
    """Where figures changed: of which indicators, of which bodies, from when to when."""

    codes: frozenset[str]
    bodies: frozenset[int]
    cadence: Cadence
    first: dt.date
    last: dt.date


def cadence_of(period: Period) -> Cadence:
    """How often periods like this one follow each other."""
    return next(each for each in PERIODS_A_YEAR if period_around(each, period.start) == period)


def longer_periods(cadence: Cadence, period: Period) -> Iterator[Period]:
    """The period itself, and the longer ones of the calendar that it lies in, the shortest first:
    a figure of a year is that of each of its quarters for a formula by quarter."""
    a_year = PERIODS_A_YEAR[cadence]
    for each in sorted(PERIODS_A_YEAR, key=lambda longer: -PERIODS_A_YEAR[longer]):
        if PERIODS_A_YEAR[each] <= a_year:
            yield period_around(each, period.start)


def lay_world(bodies: Sequence[Organisation], changed: Changed, back: int) -> tuple[World, int]:
    """The periods from as far back as formulas look to as far on as they are felt, up to the one
    that runs, and the position of the first that changed."""
    first = changed.first
    for _step in range(back):
        first = period_around(changed.cadence, first - ONE_DAY).start
    periods = list(islice(_up_to(changed, first, back), 4096))
    places = {body.pk: place for place, body in enumerate(bodies)}
    outside = {
        place * len(periods) + number
        for place, body in enumerate(bodies)
        for number, period in enumerate(periods)
        if not holds_on(body.validity, period.end) and not holds_on(body.validity, period.start)
    }
    world = World(
        bodies=tuple(body.pk for body in bodies),
        parents=tuple(places.get(body.parent_id or 0) for body in bodies),
        cadence=changed.cadence,
        periods=tuple(periods),
        waiting=len(periods),
        outside=frozenset(outside),
    )
    return world, back


def _up_to(changed: Changed, first: dt.date, ahead: int) -> Iterable[Period]:
    """The periods from a day to as far after the change as it is felt; none that is to come."""
    today, left = clock.today(), ahead
    for period in periods_from(changed.cadence, first):
        if period.start > today or left < 0:
            return
        yield period
        left -= period.start >= changed.last


def with_those_above(bodies: Iterable[Organisation], changed: Iterable[int]) -> frozenset[int]:
    """The bodies that changed and all above them."""
    above = {body.pk: body.parent_id for body in bodies}
    found: set[int] = set()
    for start in changed:
        body: int | None = start
        while body is not None and body not in found:
            found.add(body)
            body = above.get(body)
    return frozenset(found)


def family_of(bodies: Sequence[Organisation], felt: frozenset[int]) -> set[int]:
    """The bodies felt and all below them."""
    below: defaultdict[int, list[int]] = defaultdict(list)
    for body in bodies:
        if body.parent_id is not None:
            below[body.parent_id].append(body.pk)
    found, waiting = set(felt), list(felt)
    while waiting:
        new = [pk for pk in below[waiting.pop()] if pk not in found]
        found.update(new)
        waiting += new
    return found


def figures_in(world: World, names: set[Name]) -> Figures:
    """What is known of the names in the world, by cell. Cost: one query."""
    rows = IndicatorValue.objects.filter(within(world, names)).values_list(*PLACE, "state", "value")
    told = (
        Told(
            code, breakdown, body, start, end,
            value if value is not None else _STATED[ValueState(state)],
        )
        for code, breakdown, body, start, end, state, value in rows.order_by(
            "-period_end", "period_start"
        )
    )  # fmt: skip
    return lay_figures(world, names, told)


def within(world: World, names: set[Name]) -> Q:
    """That a figure is of a name, of a body of the world, of one of its periods or of a longer one
    that holds one of them."""
    asked = Q(pk__in=[])
    for code, breakdown in names:
        asked |= Q(indicator__code=code, breakdown=breakdown)
    periods = _numbers(world)
    return asked & Q(
        organisation__in=world.bodies,
        period_start__in={period.start for period in periods},
        period_end__in={period.end for period in periods},
    )


def lay_figures(world: World, names: set[Name], rows: Iterable[Told]) -> Figures:
    """Figures by cell. Of two that tell of a cell the later row counts: the figure of the period
    itself, where there is one, is to come after those of longer ones."""
    places = {body: number for number, body in enumerate(world.bodies)}
    numbers = _numbers(world)
    found: Figures = {name: {} for name in names}
    for row in rows:
        if (row.code, row.breakdown) not in found or row.body not in places:
            continue
        for number in numbers.get(Period(row.start, row.end), ()):
            cell = places[row.body] * world.width + number
            found[row.code, row.breakdown][cell] = row.reading
    return found


def _numbers(world: World) -> dict[Period, list[int]]:
    """By period, the positions of the periods of the world that it is or holds."""
    numbers: defaultdict[Period, list[int]] = defaultdict(list)
    for number, period in enumerate(world.periods):
        for each in longer_periods(world.cadence, period):
            numbers[each].append(number)
    return dict(numbers)
