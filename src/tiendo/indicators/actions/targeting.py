"""Targets: set as a document states them, revised by another one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import State, record
from tiendo.documents.models import Document, Passage
from tiendo.domain import clock
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.forecast_queue import ask_for_forecasts
from tiendo.indicators.models import Comparator, Indicator, IndicatorState, Obligation, Target
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme


@dataclass(frozen=True, slots=True)
class TargetFields:
    """A target as a text states it.

    Units: those of the indicator, a percentage as a ratio. Missing: as in ``Target``.
    """

    comparator: Comparator
    value: Decimal | None
    wording: str
    source: str
    last_day: dt.date | None = None
    high: Decimal | None = None
    obligation: Obligation = Obligation.MUST
    baseline: Decimal | None = None
    baseline_day: dt.date | None = None
    passage: Passage | None = None
    is_verified: bool = False


@transaction.atomic
def set_target(
    *,
    by: Actor,
    indicator: Indicator,
    organisation: Organisation,
    fields: TargetFields,
    programme: Programme | None = None,
    effective_on: dt.date | None = None,
) -> Target:
    """A target of a body. The same one in another document is another target.

    Missing: ``effective_on`` None is today.
    Errors: PermissionRefused; IndicatorError retired, source_missing, wording_missing,
    range_reversed, baseline_alone.
    """
    author = by.require("target.set")
    if indicator.state == IndicatorState.RETIRED:
        raise IndicatorError("retired", code=indicator.code)
    target = _new(by, fields)
    target.indicator, target.organisation, target.programme = indicator, organisation, programme
    target.effective_on = effective_on or clock.today()
    target.save(force_insert=True)
    record(by=author, action="target.set", target=target, after=_facts(target))
    ask_for_forecasts()
    return target


@transaction.atomic
def revise_target(
    *,
    by: Actor,
    target: Target,
    fields: TargetFields,
    effective_on: dt.date,
    deciding_words: str,
    deciding: Document | None = None,
    withdraw: bool = False,
) -> Target:
    """Another target in the place of one, or none (``withdraw``), by a deciding document.

    Errors: PermissionRefused; IndicatorError deciding_missing, target_replaced and those of
    ``set_target``.
    """
    author = by.require("target.set")
    if not deciding_words.strip():
        raise IndicatorError("deciding_missing")
    current = Target.objects.get(pk=target.pk)
    # Who reads at the same time waits here, then finds it replaced.
    Indicator.objects.select_for_update().get(pk=current.indicator_id)
    if Target.objects.filter(revises=current).exists():
        raise IndicatorError("target_replaced")
    revised = _new(by, fields)
    revised.indicator_id = current.indicator_id
    revised.organisation_id = current.organisation_id
    revised.programme_id = current.programme_id
    revised.revises, revised.effective_on = current, effective_on
    revised.deciding, revised.deciding_words = deciding, deciding_words.strip()
    revised.is_withdrawn = withdraw
    revised.save(force_insert=True)
    action = "target.withdraw" if withdraw else "target.revise"
    record(by=author, action=action, target=revised, before=_facts(current), after=_facts(revised))
    ask_for_forecasts()
    return revised


def _new(by: Actor, fields: TargetFields) -> Target:
    if not fields.source.strip():
        raise IndicatorError("source_missing")
    if fields.value is None and not fields.wording.strip():
        raise IndicatorError("wording_missing")
    low, high = fields.value, fields.high
    if fields.comparator == Comparator.RANGE and (low is None or high is None or high <= low):
        raise IndicatorError("range_reversed", low=low, high=high)
    if (fields.baseline is None) != (fields.baseline_day is None):
        raise IndicatorError("baseline_alone")
    return Target(
        comparator=fields.comparator,
        value=fields.value,
        high=fields.high if fields.comparator == Comparator.RANGE else None,
        wording=fields.wording.strip(),
        source=fields.source.strip(),
        last_day=fields.last_day,
        obligation=fields.obligation,
        baseline=fields.baseline,
        baseline_day=fields.baseline_day,
        passage=fields.passage,
        is_verified=fields.is_verified,
        set_by_id=by.user_id,
        set_at=clock.now(),
    )


def _facts(target: Target) -> State:
    return {
        "indicator": target.indicator_id,
        "organisation": target.organisation_id,
        "comparator": target.comparator,
        "value": _plain(target.value),
        "high": _plain(target.high),
        "baseline": _plain(target.baseline),
        "obligation": target.obligation,
        "last_day": target.last_day.isoformat() if target.last_day else None,
        "wording": target.wording,
        "source": target.source,
        "revises": target.revises_id,
        "is_withdrawn": target.is_withdrawn,
    }


def _plain(value: Decimal | None) -> str | None:
    """A number without the noughts it is stored with."""
    return None if value is None else f"{value.normalize():f}"
