"""Computed values made anew, a year at a time, and compared with those that are stored."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, Min

from tiendo.domain import clock
from tiendo.domain.formulas import find_references
from tiendo.domain.periods import Cadence, Period
from tiendo.indicators.audit_tally import Place, Said, Tally, said_of, told
from tiendo.indicators.computing import Changed, cadence_of, compute, longer_periods
from tiendo.indicators.formula_book import FormulaBook
from tiendo.indicators.keeping import keep_computed, lock_computing
from tiendo.indicators.models import IndicatorValue, ValueState
from tiendo.organisations.models import Kind, Organisation

Unlike = dict[Place, tuple[int | None, Said | None, IndicatorValue | None]]


def audit_formula(book: FormulaBook, code: str, tally: Tally) -> None:
    """Compute an indicator anew for all bodies and periods, and put right what differs.

    Cost: a few queries for each year; memory for one year.
    """
    for year in _years(book, code):
        if not _unlike(book, code, year):
            continue
        with transaction.atomic():
            lock_computing()
            found = _unlike(book, code, year)
            for place, (stored_id, said, expected) in found.items():
                now = None if expected is None else said_of(expected)
                tally.tell(code, place, told(stored_id, said), told(expected, now))
            IndicatorValue.objects.filter(
                pk__in=[row[0] for row in found.values() if row[0] and row[2] is None]
            ).delete()
            keep_computed([row[2] for row in found.values() if row[2] is not None])


def _unlike(book: FormulaBook, code: str, year: int) -> Unlike:
    """The values of a formula in a year that are not what it gives: id and words of the stored one,
    the one that has to be.
    """
    expected = _expected(book, code, year)
    found: Unlike = {}
    rows = IndicatorValue.objects.filter(
        indicator=book.versions[code][0].indicator_id,
        period_start__gte=dt.date(year, 1, 1),
        period_start__lte=dt.date(year, 12, 31),
    ).values_list(
        "organisation", "period_start", "period_end", "breakdown",
        "pk", "observation", "state", "value", "measured", "counted",
    )  # fmt: skip
    for row in rows.iterator(10_000):
        body, start, end, breakdown, pk, observation, state, value, measured, counted = row
        right = expected.pop((body, start, end, breakdown), None)
        said = (state, value, measured, counted)
        if observation is None and (right is None or said_of(right) != said):
            found[body, start, end, breakdown] = pk, said, right
    return found | {
        place: (None, None, value) for place, value in _owed(book, code, year, expected)
    }


def _owed(
    book: FormulaBook, code: str, year: int, absent: Mapping[Place, IndicatorValue]
) -> Iterator[tuple[Place, IndicatorValue]]:
    """Those of the values without a row that somebody's figures should have left one of: figures,
    and what is undefined or has no data because of something that was entered."""
    quiet = {place: value for place, value in absent.items() if value.value is None}
    yield from ((place, value) for place, value in absent.items() if place not in quiet)
    if not quiet:
        return
    told = _told(book, code, year)
    for place, value in quiet.items():
        body, start, end, _breakdown = place
        period = Period(start, end)
        longer = longer_periods(cadence_of(period), period)
        heard = [told.get((body, each.start, each.end)) for each in longer]
        if any(each is not None and each.owes(value, period) for each in heard):
            yield place, value


@dataclass(slots=True)
class _Told:
    """Of a body and a period: whether it told something itself, and when it or one below last did.

    A period that had not begun then was not yet due: no row was made for it.
    """

    is_own: bool = False
    last: dt.datetime | None = None

    def owes(self, value: IndicatorValue, period: Period) -> bool:
        if value.state == ValueState.UNDEFINED:
            return self.is_own
        return self.last is not None and clock.local_day(self.last) >= period.start


def _told(book: FormulaBook, code: str, year: int) -> Mapping[tuple[int, dt.date, dt.date], _Told]:
    """What the inputs of a formula tell in a year, by body and period. Cost: two queries."""
    above = dict(Organisation.objects.values_list("pk", "parent"))
    rows = IndicatorValue.objects.filter(
        indicator__code__in=_named_in(book, code), period_start__year=year
    ).values_list("organisation", "period_start", "period_end", "computed_at")
    told: defaultdict[tuple[int, dt.date, dt.date], _Told] = defaultdict(_Told)
    for own, start, end, moment in rows.iterator(10_000):
        told[own, start, end].is_own = True
        body: int | None = own
        while body is not None:
            here = told[body, start, end]
            here.last = moment if here.last is None else max(here.last, moment)
            body = above[body]
    return told


def _expected(book: FormulaBook, code: str, year: int) -> dict[Place, IndicatorValue]:
    """What the formula gives in each period of a year that has begun."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    if first > clock.today():
        return {}
    bodies = frozenset(
        Organisation.objects.exclude(kind=Kind.DIVISION).values_list("pk", flat=True)
    )
    cadences = {Cadence(version.frequency) for version in book.versions[code]}
    made = [
        value
        for cadence in sorted(cadences)
        for value in compute(book, [code], Changed(frozenset(), bodies, cadence, first, last))
    ]
    return {
        (value.organisation_id, value.period_start, value.period_end, value.breakdown): value
        for value in made
        if first <= value.period_start <= last
    }


def _years(book: FormulaBook, code: str) -> range:
    """The years in which the formula may have values: from its first input to today, and those
    in which some are stored."""
    held = IndicatorValue.objects.filter(indicator__code__in={*_named_in(book, code), code})
    reach = held.aggregate(first=Min("period_start"), last=Max("period_start"))
    if reach["first"] is None:
        return range(0)
    return range(reach["first"].year, max(reach["last"], clock.today()).year + 1)


def _named_in(book: FormulaBook, code: str) -> set[str]:
    """The codes that the formulas of an indicator name."""
    return {
        reference.code
        for version in book.versions[code]
        for reference in find_references(book.plans[version.pk].formula.root)
    }
