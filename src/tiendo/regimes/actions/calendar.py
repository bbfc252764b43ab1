"""Changing the calendar of working days together with the last days that hang on it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.calendars.actions import DayFacts, add_day, change_day, import_days, remove_day
from tiendo.calendars.models import CalendarDay, DayKind
from tiendo.calendars.queries import working_days
from tiendo.domain.working_days import WorkingDays
from tiendo.regimes.moving import CycleMove, move_last_days, moves_under


@dataclass(frozen=True, slots=True)
class CalendarEdit:
    """What is changed: many days listed, or the listed day ``row`` changed; removed where no day
    stands in its place."""

    days: tuple[DayFacts, ...] = ()
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit did: days added and changed, last days moved."""

    added: int
    changed: int
    moves: tuple[CycleMove, ...]


def preview_edit(edit: CalendarEdit) -> list[CycleMove]:
    """Which last days an edit would move, from when to when; nothing is changed."""
    known = dict(working_days().calendar)
    if edit.row is not None:
        for gone in CalendarDay.objects.filter(pk=edit.row).values_list("day", flat=True):
            known.pop(gone, None)
    known |= {facts.day: facts.kind == DayKind.WORKING for facts in edit.days}
    return moves_under(WorkingDays(known))


@transaction.atomic
def edit_calendar(*, by: Actor, edit: CalendarEdit) -> Edited:
    """Change the calendar, and move the last days that its rules now lay elsewhere.

    Errors: PermissionRefused; CalendarError of the change.
    """
    author = by.require("calendar.manage")
    added, changed = _edit(by, edit)
    moves = move_last_days(working_days(), author, _("Lịch làm việc thay đổi"))
    return Edited(added, changed, tuple(moves))


def _edit(by: Actor, edit: CalendarEdit) -> tuple[int, int]:
    if edit.row is not None:
        if edit.days:
            change_day(by=by, pk=edit.row, facts=edit.days[0])
        else:
            remove_day(by=by, pk=edit.row)
        return 0, 1
    if len(edit.days) == 1:
        add_day(by=by, facts=edit.days[0])
        return 1, 0
    return import_days(by=by, days=edit.days)
