"""Telling bodies that a cycle they report in is open: once a cycle, and whoever comes later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Least

from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.domain.periods import ONE_DAY
from tiendo.domain.report_duties import OPENS_DAYS
from tiendo.outbox.actions import Value, emit
from tiendo.regimes.models import Cycle, RegimeKind, ReportDuty

OPENED, ASKED, WITHDRAWN = "cycle.opened", "report_request.given", "cycle.withdrawn"


def tell_opened() -> int:
    """Tell the bodies that owe of each cycle that opened since; the number of cycles.

    A cycle whose last days have all passed is told of no more. Running it twice tells nothing.
    """
    waiting = Cycle.objects.filter(_is_open(clock.today()), told_at=None, closed_at=None)
    return sum(tell_of_cycle(pk) for pk in waiting.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def tell_of_cycle(pk: int) -> bool:
    """Tell all bodies that owe in a cycle, unless they were told; whether it did."""
    cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=pk)
    if cycle.told_at is not None:
        return False
    cycle.told_at = clock.now()
    cycle.save(update_fields=["told_at"])
    tell_bodies(cycle, _owing(cycle).values_list("body", flat=True))
    return True


def tell_bodies(cycle: Cycle, bodies: Iterable[int]) -> None:
    """Tell bodies that they owe the report of an open cycle: one event, however many they are.

    Call it inside the transaction of the action.
    """
    concerned = set(bodies)
    if not concerned:
        return
    regime = cycle.version.regime
    name = ASKED if regime.kind == RegimeKind.AD_HOC else OPENED
    days = _owing(cycle).filter(body__in=concerned).order_by("last_day")
    first = days.values_list("last_day", flat=True).first()
    payload: dict[str, Value] = {"title": title_told(cycle)}
    if first is not None:
        payload["due_on"] = first.isoformat()
    emit(name, target=cycle, bodies=concerned, payload=payload)


def tell_withdrawn(cycle: Cycle) -> None:
    """Tell the bodies that were told of a cycle that nothing is owed in it any more.

    Call it inside the transaction of the action, while they still owe.
    """
    bodies = set(_owing(cycle).values_list("body", flat=True))
    if cycle.told_at is not None and bodies:
        emit(WITHDRAWN, target=cycle, bodies=bodies, payload={"title": title_told(cycle)})


def title_told(cycle: Cycle) -> str:
    """A cycle as notices name it."""
    return f"{cycle.version.regime.title}, {cycle.name}"


def _is_open(on: dt.date) -> Q:
    """Whether some report of the cycle is open on a day, as ``duty_state`` says it."""
    opens = on + parameter_on(OPENS_DAYS, on) * ONE_DAY
    owed = ReportDuty.objects.filter(cycle=OuterRef("pk"), released_at=None, last_day__gte=on)
    opened = owed.annotate(first_of=Least("last_day", "cycle__closing_on"))
    return Q(Exists(opened.filter(~Q(cycle__asked="") | Q(first_of__lte=opens))))


def _owing(cycle: Cycle) -> QuerySet[ReportDuty]:
    return cycle.duties.filter(released_at=None)
