"""Who may reach the pages of urls/regimes.py, urls/duties.py and urls/calendars.py."""

from __future__ import annotations

import datetime as dt

from tests.factories import World
from tests.integration.permission_rows import (
    ADMINISTRATORS,
    COORDINATORS,
    STAFF,
    WITH_POST,
    Row,
)
from tests.regime_factories import cycle_of, duty_of, make_regime
from tests.task_factories import make_programme
from tiendo.calendars.models import CalendarDay
from tiendo.domain import clock
from tiendo.domain.regimes import CountedFrom, DueKind, DueRule, Frequency, RegimeRule
from tiendo.regimes.models import Cycle, Regime

CALENDAR = COORDINATORS | ADMINISTRATORS


def _regime(world: World) -> Regime:
    return make_regime(world, make_programme(world))


def _pk(world: World) -> tuple[object, ...]:
    return (_regime(world).pk,)


def _on_event(world: World) -> tuple[object, ...]:
    due = DueRule(DueKind.AFTER, number=5, counted_from=CountedFrom.ISSUE)
    rule = RegimeRule(Frequency.ON_EVENT)
    return (make_regime(world, make_programme(world), rule=rule, due=due).pk,)


def _cycle(world: World) -> tuple[object, ...]:
    return (cycle_of(_regime(world)).pk,)


def _closed(world: World) -> tuple[object, ...]:
    cycle = cycle_of(_regime(world))
    Cycle.objects.filter(pk=cycle.pk).update(closed_at=clock.now())
    return (cycle.pk,)


def _duty(world: World) -> tuple[object, ...]:
    return (duty_of(_regime(world), world.snv).pk,)


def _day(world: World) -> tuple[object, ...]:
    row, _made = CalendarDay.objects.get_or_create(
        day=dt.date(2027, 1, 1),
        defaults={"kind": "holiday", "name": "Tết", "source": "x", "recorded_at": clock.now()},
    )
    return (row.pk,)


ROWS: dict[str, Row] = {
    "regime-list": Row(STAFF),
    "regime-new": Row(COORDINATORS),
    "regime-ask": Row(COORDINATORS),
    "regime": Row(STAFF, _pk),
    "regime-revise": Row(COORDINATORS, _pk),
    "regime-end": Row(COORDINATORS, _pk),
    "regime-begin": Row(COORDINATORS, _on_event),
    "report-cycle": Row(STAFF, _cycle),
    "cycle-close": Row(COORDINATORS, _cycle, method="post", status=(302,)),
    "cycle-reopen": Row(COORDINATORS, _closed),
    "duty-list": Row(STAFF),
    "duty-counts": Row(STAFF),
    "duty-release": Row(COORDINATORS, _duty),
    "duty-move": Row(COORDINATORS, _duty),
    "working-calendar": Row(WITH_POST),
    "calendar-day-new": Row(CALENDAR),
    "calendar-paste": Row(CALENDAR),
    "calendar-day-edit": Row(CALENDAR, _day),
    "calendar-day-remove": Row(CALENDAR, _day, method="post", status=(302,)),
}
