"""Each night the values that pages read are made anew from what they come from, and compared.

Entered ones are compared with the figures in force by the database, an indicator at a time;
computed ones are computed again in the order of their formulas, a year at a time, so that memory
stays flat however many there are. What differs is put right as the writers of figures would, and
counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection, transaction

from tiendo.domain import clock
from tiendo.indicators.audit_formulas import audit_formula
from tiendo.indicators.audit_registers import audit_registers
from tiendo.indicators.audit_tally import Place, Tally
from tiendo.indicators.formula_book import FormulaBook
from tiendo.indicators.keeping import keep_entered, lock_bodies
from tiendo.indicators.models import (
    Indicator,
    IndicatorValue,
    Origin,
    ValueAudit,
    ValueState,
)
from tiendo.organisations.models import Organisation

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


def audit_values() -> ValueAudit:
    """Compare every value with what it comes from and put right what differs.

    Cost: one query for each indicator, a few for each formula and year; memory for the values of
    one formula in one year.
    """
    audit = ValueAudit.objects.create(
        started_at=clock.now(), checked=IndicatorValue.objects.count()
    )
    tally = Tally()
    for indicator in Indicator.objects.order_by("pk").iterator():
        _audit_entered(indicator, tally)
    audit_registers(tally)
    book = FormulaBook.load()
    for code in book.graph.order:
        audit_formula(book, code, tally)
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


def _audit_entered(indicator: Indicator, tally: Tally) -> None:
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
        keep_entered(current)


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
