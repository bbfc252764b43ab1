"""What bodies owe of the latest period that is over, counted for their list of work."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Sequence, Set
from dataclasses import dataclass

from django.db.models import Count, Q

from tiendo.domain.closing import load_closing_rules
from tiendo.domain.formulas.world import PERIODS_A_YEAR
from tiendo.domain.periods import ONE_DAY, Cadence, Period, period_around
from tiendo.indicators.asked import AskedKind, kinds_of, was_asked
from tiendo.indicators.completeness import Part
from tiendo.indicators.definitions import holds_on
from tiendo.indicators.entry_periods import Timing, Timings
from tiendo.indicators.models import IndicatorVersion, Observation
from tiendo.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class _Ended:
    """The latest period of a frequency whose days, by a closing rule, are over."""

    cadence: Cadence
    closing: str
    period: Period
    is_past: bool


@dataclass(frozen=True, slots=True)
class Owed:
    """Figures not entered of a period: late already, or still in time."""

    part: Part
    cadence: Cadence
    period: Period


def owed(body_ids: Collection[int], day: dt.date) -> dict[Owed, int]:
    """How many figures bodies have not entered of the latest periods that are over. Cost: three
    queries, one where nothing is expected of anybody."""
    ended = list(_ended(day))
    kinds = _asked_in(ended)
    if not kinds:
        return {}
    bodies = list(Organisation.objects.filter(pk__in=body_ids).only("kind", "level", "validity"))
    expected: Counter[_Ended] = Counter()
    subjects: set[int] = set()
    for each, kind, subject, number in kinds:
        for body in bodies:
            if kind.asks(body) and holds_on(body.validity, each.period.end):
                expected[each] += number
                subjects |= {subject} if subject else set()
    if not expected:
        return {}
    came = _came_in({body.pk for body in bodies}, subjects, list(expected))
    found: Counter[Owed] = Counter()
    for each, number in expected.items():
        part = Part.MISSING if each.is_past else Part.AWAITED
        left = number - came.get((each.cadence, each.closing), 0)
        found[Owed(part, each.cadence, each.period)] += left
    return {each: number for each, number in found.items() if number}


def _ended(day: dt.date) -> Iterator[_Ended]:
    timings = Timings(day)
    for cadence in PERIODS_A_YEAR:
        running = period_around(cadence, day)
        for code, rules in load_closing_rules().items():
            for period in (running, period_around(cadence, running.start - ONE_DAY)):
                if rules.on(period).window(period).end < day:
                    is_past = timings.of(code, period) is Timing.LATE
                    yield _Ended(cadence, code, period, is_past)
                    break


def _asked_in(ended: Sequence[_Ended]) -> list[tuple[_Ended, AskedKind, int | None, int]]:
    """What definitions ask of whom in each period, of which subject. Cost: one query."""
    holding = Q(pk__in=[])
    for each in ended:
        end = each.period.end
        there = Q(subject__isnull=True) | Q(subject__validity__contains=end)
        holding |= there & Q(frequency=each.cadence, closing=each.closing, validity__contains=end)
    by_rule = {(each.cadence, each.closing): each for each in ended}
    found = kinds_of(IndicatorVersion.objects.filter(holding))
    return [
        (by_rule[cadence, kind.closing], kind, subject, number)
        for cadence, kind, subject, number in found
    ]


def _came_in(
    asked: Set[int], subjects: Set[int], ended: Sequence[_Ended]
) -> dict[tuple[Cadence, str], int]:
    """How many of the figures expected came in, by frequency and closing rule. Cost: one query."""
    at = Q(pk__in=[])
    for each in ended:
        at |= was_asked(each.cadence, asked) & Q(
            indicator__versions__closing=each.closing,
            period_start=each.period.start,
            period_end=each.period.end,
        )
    rows = (
        Observation.objects.filter(at, revision=1, breakdown="", organisation__in=asked | subjects)
        .order_by()
        .values_list("indicator__versions__frequency", "indicator__versions__closing")
        .annotate(number=Count("pk"))
    )
    return {(Cadence(frequency), closing): number for frequency, closing, number in rows}
