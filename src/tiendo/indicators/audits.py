"""Each night the values that pages read are made anew from what they come from, and compared.

Entered ones are compared with the figures in force by the database, an indicator at a time;
computed ones are computed again in the order of their formulas, a year at a time, so that memory
stays flat however many there are. What differs is put right as the writers of figures would, and
counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import Max, Min

from tiendo.domain import clock
from tiendo.domain.formulas import find_references
from tiendo.domain.periods import Cadence
from tiendo.indicators.computing import Changed, compute
from tiendo.indicators.formula_book import FormulaBook
from tiendo.indicators.keeping import keep_computed, keep_entered, lock_bodies, lock_computing
from tiendo.indicators.models import (
    Indicator,
    IndicatorValue,
    Observation,
    Origin,
    ValueAudit,
    ValueState,
)
from tiendo.organisations.models import Kind, Organisation

EXAMPLES = 20
# Place within an indicator: body, first and last day, breakdown.
Place = tuple[int, dt.date, dt.date, str]
# What a value says: state, value, measured, counted.
Said = tuple[str, Decimal | None, int, int]
DIFFERING = """
SELECT organisation_id, period_start, period_end, breakdown, e.id, s.id, e.value, s.value
FROM (SELECT * FROM indicators_observation WHERE indicator_id = %(pk)s AND is_current) e
FULL JOIN (SELECT * FROM indicators_indicatorvalue WHERE indicator_id = %(pk)s) s
    USING (organisation_id, period_start, period_end, breakdown)
WHERE (e.id IS NULL AND (s.observation_id IS NOT NULL OR NOT %(is_computed)s))
   OR (e.id IS NOT NULL AND (
        s.observation_id IS DISTINCT FROM e.id OR s.value IS DISTINCT FROM e.value
        OR s.as_of IS DISTINCT FROM e.as_of OR s.counted <> 1
        OR s.measured <> (NOT e.is_missing)::int
        OR s.state <> CASE WHEN e.is_missing THEN 'no_data' ELSE 'value' END))
"""


@dataclass(slots=True)
class _Tally:
    """What was found so far."""

    changed: int = 0
    added: int = 0
    dropped: int = 0
    examples: list[dict[str, str]] = field(default_factory=list)

    def tell(self, code: str, place: Place, stored: object, expected: object) -> None:
        """Count one; both sides as plain words, "–" for a value that is not there."""
        if stored is None:
            self.added += 1
        elif expected is None:
            self.dropped += 1
        else:
            self.changed += 1
        if len(self.examples) < EXAMPLES:
            body, start, end, breakdown = place
            self.examples.append(
                {
                    "indicator": code,
                    "body": str(body),
                    "period": f"{start.isoformat()}/{end.isoformat()}",
                    "breakdown": breakdown,
                    "stored": "–" if stored is None else str(stored),
                    "expected": "–" if expected is None else str(expected),
                }
            )


def audit_values() -> ValueAudit:
    """Compare every value with what it comes from and put right what differs.

    Cost: one query for each indicator, a few for each formula and year; memory for the values of
    one formula in one year.
    """
    audit = ValueAudit.objects.create(
        started_at=clock.now(), checked=IndicatorValue.objects.count()
    )
    tally = _Tally()
    for indicator in Indicator.objects.order_by("pk").iterator():
        _audit_entered(indicator, tally)
    book = FormulaBook.load()
    for code in book.graph.order:
        _audit_formula(book, code, tally)
    audit.changed, audit.added, audit.dropped = tally.changed, tally.added, tally.dropped
    audit.examples, audit.finished_at = _named(tally.examples), clock.now()
    audit.save()
    return audit


def _named(examples: list[dict[str, str]]) -> list[dict[str, str]]:
    """The examples with the names of their bodies."""
    names = {
        str(body.pk): body.name
        for body in Organisation.objects.filter(pk__in=[int(each["body"]) for each in examples])
    }
    return [each | {"body": names[each["body"]]} for each in examples]


def _audit_entered(indicator: Indicator, tally: _Tally) -> None:
    if not _differing(indicator):
        return
    with transaction.atomic():
        # Who writes waits: what is found now is what is put right.
        lock_bodies({row.place[0] for row in _differing(indicator)})
        found = _differing(indicator)
        for row in found:
            stored = None if row.stored_id is None else _words(row.stored)
            expected = None if row.figure_id is None else _words(row.expected)
            tally.tell(indicator.code, row.place, stored, expected)
        gone = [row.stored_id for row in found if row.figure_id is None and row.stored_id]
        IndicatorValue.objects.filter(pk__in=gone).delete()
        current = [row.figure_id for row in found if row.figure_id is not None]
        # A figure is shown once: one that stands at a wrong place leaves it first.
        IndicatorValue.objects.filter(observation__in=current).delete()
        keep_entered(list(Observation.objects.filter(pk__in=current)))


def _words(value: Decimal | None) -> str:
    return str(ValueState.NO_DATA) if value is None else f"{value.normalize():f}"


@dataclass(frozen=True, slots=True)
class _Differing:
    """A place where the figure in force and the value that is shown are not the same."""

    place: Place
    figure_id: int | None
    stored_id: int | None
    expected: Decimal | None
    stored: Decimal | None


def _differing(indicator: Indicator) -> list[_Differing]:
    is_computed = indicator.versions.exclude(origin=Origin.ENTERED).exists()
    with connection.cursor() as cursor:
        cursor.execute(DIFFERING, {"pk": indicator.pk, "is_computed": is_computed})
        return [_Differing(tuple(row[:4]), *row[4:]) for row in cursor.fetchall()]


def _audit_formula(book: FormulaBook, code: str, tally: _Tally) -> None:
    for year in _years(book, code):
        if not _unlike(book, code, year):
            continue
        with transaction.atomic():
            lock_computing()
            found = _unlike(book, code, year)
            for place, (stored_id, said, expected) in found.items():
                now = None if expected is None else _said(expected)
                tally.tell(code, place, _told(stored_id, said), _told(expected, now))
            IndicatorValue.objects.filter(
                pk__in=[row[0] for row in found.values() if row[0] and row[2] is None]
            ).delete()
            keep_computed([row[2] for row in found.values() if row[2] is not None])


def _told(present: object, said: Said | None) -> str | None:
    """What a value says, in words; None where there is none."""
    if present is None or said is None:
        return None
    state, value, measured, counted = said
    return f"{state if value is None else f'{value.normalize():f}'} ({measured}/{counted})"


Unlike = dict[Place, tuple[int | None, Said | None, IndicatorValue | None]]


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
        if observation is None and (right is None or _said(right) != said):
            found[body, start, end, breakdown] = pk, said, right
    return found | {
        place: (None, None, value) for place, value in _owed(book, code, year, expected)
    }


def _owed(
    book: FormulaBook, code: str, year: int, absent: Mapping[Place, IndicatorValue]
) -> Iterator[tuple[Place, IndicatorValue]]:
    """Those of the values without a row that say more than no row does: figures, and what is
    undefined because of something that was entered."""
    stated = {place: value for place, value in absent.items() if value.state == ValueState.VALUE}
    yield from stated.items()
    undefined = [place for place in absent if absent[place].state == ValueState.UNDEFINED]
    if undefined:
        known = set(
            IndicatorValue.objects.filter(
                indicator__code__in=_named_in(book, code), period_start__year=year
            ).values_list("organisation", "period_start")
        )
        yield from ((place, absent[place]) for place in undefined if place[:2] in known)


def _said(value: IndicatorValue) -> Said:
    return str(value.state), value.value, value.measured, value.counted


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
