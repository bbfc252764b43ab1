"""Changing the calendar of working days: each action in one transaction, with its trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import State, record
from tiendo.calendars.errors import CalendarError
from tiendo.calendars.models import CalendarDay, DayKind
from tiendo.domain import clock


@dataclass(frozen=True, slots=True)
class DayFacts:
    """A day as it is to be listed."""

    day: dt.date
    kind: DayKind
    name: str
    source: str
    is_verified: bool = False


@transaction.atomic
def add_day(*, by: Actor, facts: DayFacts) -> CalendarDay:
    """List a day. Errors: PermissionRefused; CalendarError name_missing, source_missing,
    day_listed."""
    author = by.require("calendar.manage")
    row = CalendarDay()
    _fill(row, facts, by)
    row.save(force_insert=True)
    record(by=author, action="calendar.add", target=row, after=_told(row))
    return row


@transaction.atomic
def change_day(*, by: Actor, pk: int, facts: DayFacts) -> CalendarDay:
    """Change a listed day. Errors: PermissionRefused; CalendarError as ``add_day``, day_gone."""
    author = by.require("calendar.manage")
    row = _locked(pk)
    before = _told(row)
    _fill(row, facts, by)
    row.save()
    record(by=author, action="calendar.change", target=row, before=before, after=_told(row))
    return row


@transaction.atomic
def remove_day(*, by: Actor, pk: int) -> None:
    """Take a day off the list: it is again what its weekday says.

    Errors: PermissionRefused; CalendarError day_gone.
    """
    author = by.require("calendar.manage")
    row = _locked(pk)
    record(by=author, action="calendar.remove", target=row, before=_told(row))
    row.delete()


@transaction.atomic
def import_days(*, by: Actor, days: Sequence[DayFacts]) -> tuple[int, int]:
    """List many days; one that is listed is changed. Returns how many were added and changed.

    Errors: PermissionRefused; CalendarError nothing_listed, name_missing, source_missing.
    """
    author = by.require("calendar.manage")
    if not days:
        raise CalendarError("nothing_listed")
    wanted = [facts.day for facts in days]
    listed = {
        row.day: row for row in CalendarDay.objects.select_for_update().filter(day__in=wanted)
    }
    added = changed = 0
    for facts in days:
        row = listed.get(facts.day) or CalendarDay()
        before = _told(row) if row.pk else None
        _fill(row, facts, by)
        after = _told(row)
        if before == after:
            continue
        row.save()
        action = "calendar.change" if before else "calendar.add"
        record(by=author, action=action, target=row, before=before, after=after)
        added, changed = added + (before is None), changed + (before is not None)
    return added, changed


def _locked(pk: int) -> CalendarDay:
    row = CalendarDay.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise CalendarError("day_gone")
    return row


def _fill(row: CalendarDay, facts: DayFacts, by: Actor) -> None:
    name, source = " ".join(facts.name.split()), " ".join(facts.source.split())
    if not name:
        raise CalendarError("name_missing")
    if not source:
        raise CalendarError("source_missing")
    other = CalendarDay.objects.filter(day=facts.day).exclude(pk=row.pk).first()
    if other is not None:
        raise CalendarError("day_listed", day=f"{facts.day:%d/%m/%Y}", name=other.name)
    row.day, row.kind, row.name, row.source = facts.day, facts.kind, name, source
    row.is_verified = facts.is_verified
    row.recorded_by_id, row.recorded_at = by.user_id, clock.now()


def _told(row: CalendarDay) -> State:
    return {
        "day": row.day.isoformat(),
        "day_kind": str(row.kind),
        "name": row.name,
        "source": row.source,
        "is_verified": row.is_verified,
    }
