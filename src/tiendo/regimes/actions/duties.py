"""Steps of a duty: released with a reason, its day moved with a reason."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import record
from tiendo.domain import clock
from tiendo.regimes.errors import RegimeError
from tiendo.regimes.laying import is_sent
from tiendo.regimes.models import ReportDuty


@transaction.atomic
def release_duty(*, by: Actor, duty: ReportDuty, reason: str) -> ReportDuty:
    """Release a body from a report it has not sent, with the reason.

    Errors: PermissionRefused; RegimeError reason_missing, duty_released, duty_sent, cycle_closed.
    """
    author = by.require("regime.manage")
    if not reason.strip():
        raise RegimeError("reason_missing")
    current = _owed(duty.pk)
    current.released_at, current.release_reason = clock.now(), reason.strip()
    current.save(update_fields=["released_at", "release_reason"])
    after = {"organisation": current.body_id}
    record(by=author, action="duty.release", target=current, after=after, reason=reason.strip())
    return current


@transaction.atomic
def move_duty(*, by: Actor, duty: ReportDuty, last_day: dt.date, reason: str) -> ReportDuty:
    """Move the last day of a report that was not sent, with the reason.

    Errors: PermissionRefused; RegimeError reason_missing, duty_released, duty_sent, cycle_closed,
    day_before_period, same_day.
    """
    author = by.require("regime.manage")
    if not reason.strip():
        raise RegimeError("reason_missing")
    current = _owed(duty.pk)
    if last_day < current.cycle.period_start:
        start = f"{current.cycle.period_start:%d/%m/%Y}"
        raise RegimeError("day_before_period", day=f"{last_day:%d/%m/%Y}", start=start)
    if last_day == current.last_day:
        raise RegimeError("same_day", day=f"{last_day:%d/%m/%Y}")
    before = {"last_day": current.last_day.isoformat(), "due_words": current.due_words}
    current.last_day = last_day
    current.due_words = _("chuyển đến hết ngày %(day)s") % {"day": f"{last_day:%d/%m/%Y}"}
    current.save(update_fields=["last_day", "due_words"])
    after = {"last_day": last_day.isoformat(), "due_words": current.due_words}
    record(
        by=author,
        action="duty.move",
        target=current,
        before=before,
        after=after,
        reason=reason.strip(),
    )
    return current


def _owed(pk: int) -> ReportDuty:
    """The duty, locked, where something is still owed."""
    rows = ReportDuty.objects.select_for_update(of=("self",)).select_related("cycle", "body")
    current = rows.get(pk=pk)
    if current.cycle.closed_at is not None:
        raise RegimeError("cycle_closed", label=current.cycle.label)
    if current.released_at is not None:
        raise RegimeError("duty_released", body=current.body.name)
    if is_sent(current):
        raise RegimeError("duty_sent", body=current.body.name)
    return current
