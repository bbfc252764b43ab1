"""Steps of a cycle: begun by a document, closed, opened again."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import record
from tiendo.documents.models import Document
from tiendo.domain import clock
from tiendo.domain.regime_rules import read_rule
from tiendo.domain.regimes import Frequency, event_cycle
from tiendo.regimes.actions.writing import lock_regime
from tiendo.regimes.errors import RegimeError
from tiendo.regimes.laying import open_cycle
from tiendo.regimes.models import Cycle, Regime, RegimeVersion
from tiendo.regimes.opening import tell_of_cycle


@transaction.atomic
def begin_event_cycle(
    *, by: Actor, regime: Regime, day: dt.date | None = None, trigger: Document | None = None
) -> Cycle:
    """Begin the cycle of something that was done: a document issued, on its day.

    Errors: PermissionRefused; RegimeError regime_ended, event_day_missing, event_ahead,
    event_outside, not_on_event, already_begun.
    """
    author = by.require("regime.manage")
    current = lock_regime(regime.pk)
    happened = day or (trigger.issued_on if trigger else None)
    version = _version_on(current, happened)
    if trigger is not None:
        known = Cycle.objects.filter(version__regime=current, trigger=trigger).first()
        if known is not None:
            raise RegimeError("already_begun", label=known.label)
    assert happened is not None  # noqa: S101 - refused above
    label = _free_label(current, happened)
    open_cycle(version, event_cycle(happened, label), author, more={"trigger": trigger})
    cycle = Cycle.objects.get(version=version, label=label)
    tell_of_cycle(cycle.pk)
    return cycle


@transaction.atomic
def close_cycle(*, by: Actor, cycle: Cycle) -> Cycle:
    """Close a cycle: what comes from now on is late.

    Errors: PermissionRefused; RegimeError cycle_closed, cycle_not_over.
    """
    author = by.require("regime.manage")
    current = lock_cycle(cycle.pk)
    if current.closed_at is not None:
        raise RegimeError("cycle_closed", label=current.label)
    if clock.today() <= current.closing_on:
        day = f"{current.closing_on:%d/%m/%Y}"
        raise RegimeError("cycle_not_over", label=current.label, day=day)
    current.closed_at = clock.now()
    current.save(update_fields=["closed_at"])
    record(by=author, action="cycle.close", target=current, after={"label": current.label})
    return current


@transaction.atomic
def reopen_cycle(*, by: Actor, cycle: Cycle, reason: str) -> Cycle:
    """Open a closed cycle again, with the reason.

    Errors: PermissionRefused; RegimeError reason_missing, cycle_open.
    """
    author = by.require("regime.manage")
    if not reason.strip():
        raise RegimeError("reason_missing")
    current = lock_cycle(cycle.pk)
    if current.closed_at is None:
        raise RegimeError("cycle_open", label=current.label)
    current.closed_at = None
    current.save(update_fields=["closed_at"])
    after = {"label": current.label}
    record(by=author, action="cycle.reopen", target=current, after=after, reason=reason.strip())
    return current


def lock_cycle(pk: int) -> Cycle:
    """The cycle, locked."""
    return Cycle.objects.select_for_update(of=("self",)).get(pk=pk)


def _version_on(regime: Regime, day: dt.date | None) -> RegimeVersion:
    if day is None:
        raise RegimeError("event_day_missing")
    if day > clock.today():
        raise RegimeError("event_ahead", day=f"{day:%d/%m/%Y}")
    version = regime.versions.filter(effective__contains=day).first()
    if version is None:
        raise RegimeError("event_outside", day=f"{day:%d/%m/%Y}")
    if read_rule(version.rule).frequency is not Frequency.ON_EVENT:
        raise RegimeError("not_on_event")
    return version


def _free_label(regime: Regime, day: dt.date) -> str:
    """The day, with a number where another cycle began on it."""
    stem = day.isoformat()
    number = Cycle.objects.filter(version__regime=regime, period_start=day).count()
    return f"{stem}-{number + 1}" if number else stem
