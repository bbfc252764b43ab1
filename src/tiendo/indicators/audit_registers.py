"""Figures taken from registers, measured anew and compared with those that are stored.

A figure of a period that still runs follows the day: only one measured on the same day can differ.
"""

from __future__ import annotations

from django.db import transaction

from tiendo.domain import clock
from tiendo.indicators.audit_tally import Place, Tally, said_of, told
from tiendo.indicators.keeping import lock_computing
from tiendo.indicators.models import IndicatorValue, IndicatorVersion, Origin
from tiendo.indicators.registers import keep_measured, measured


def audit_registers(tally: Tally) -> None:
    """Measure every figure anew and put right what differs.

    Cost: for each definition a few queries; memory for its values.
    """
    found = IndicatorVersion.objects.filter(origin=Origin.REGISTER).order_by("indicator", "number")
    for version in found.select_related("indicator", "reporters"):
        with transaction.atomic():
            lock_computing()
            _compare(version, tally)
            keep_measured([version])


def _compare(version: IndicatorVersion, tally: Tally) -> None:
    code, made = version.indicator.code, {_place(value): value for value in measured(version)}
    rows = IndicatorValue.objects.filter(
        indicator=version.indicator_id, observation=None, period_end__contained_by=version.validity
    )
    gone = []
    for stored in rows.iterator(10_000):
        right = made.pop(_place(stored), None)
        if right is None:
            gone.append(stored.pk)
            tally.tell(code, _place(stored), _words(stored), None)
        elif right.as_of == stored.as_of and said_of(right) != said_of(stored):
            tally.tell(code, _place(stored), _words(stored), _words(right))
    for place, right in made.items():
        # Of a period that begins today nothing was measured yet.
        if right.period_start < clock.today():
            tally.tell(code, place, None, _words(right))
    IndicatorValue.objects.filter(pk__in=gone).delete()


def _words(value: IndicatorValue) -> str | None:
    return told(value, said_of(value))


def _place(value: IndicatorValue) -> Place:
    return value.organisation_id, value.period_start, value.period_end, value.breakdown
