"""What tasks contribute to, and a figure taken from the register of tasks."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.demo.people import COMMITTEE, COORDINATOR, Crew
from tiendo.domain import clock
from tiendo.domain.likeness import PairIndex
from tiendo.indicators.actions import Definition, define_indicator
from tiendo.indicators.models import Direction, Indicator, IndicatorVersion
from tiendo.indicators.models.dictionary import Frequency
from tiendo.measuring.actions import link_task
from tiendo.measuring.models import Contribution
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme
from tiendo.tasks.models import Task

PLAYED_ON = dt.date(2025, 11, 11)
SINCE = dt.date(2025, 7, 1)
ON_TIME = "NV.01"
_MOST, _LEAST_PAIRS = 6, 3


def contribute(crew: Crew, programme: Programme) -> None:
    """Play the scene once there are indicators."""
    bodies = Organisation.objects.in_bulk([COMMITTEE, COORDINATOR], field_name="slug")
    is_played = Contribution.objects.exists() or Indicator.objects.filter(code=ON_TIME).exists()
    if clock.today() < PLAYED_ON or len(bodies) < 2 or is_played:
        return
    by = crew.named("dieuphoi")
    with clock.at(clock.local_noon(PLAYED_ON)), transaction.atomic():
        link_alike(by, programme)
        take_from_tasks(by, bodies[COORDINATOR], bodies[COMMITTEE])


def link_alike(by: Actor, programme: Programme) -> None:
    """Link tasks to indicators that are named with the same words."""
    versions = list(IndicatorVersion.objects.select_related("indicator").order_by("pk"))
    index = PairIndex([version.name for version in versions])
    linked = 0
    for task in Task.objects.filter(programme=programme).order_by("code", "pk"):
        shared = [each for each in index.sharing(task.title) if each.pairs >= _LEAST_PAIRS]
        if not shared or linked == _MOST:
            continue
        likest = versions[max(shared, key=lambda each: each.pairs).text]
        link_task(by=by, task=task, indicator=likest.indicator)
        linked += 1


def take_from_tasks(by: Actor, owner: Organisation, province: Organisation) -> None:
    """Define the province's share of tasks done on time, month by month."""
    definition = Definition(
        name="Tỷ lệ nhiệm vụ hoàn thành đúng hạn",
        unit="%",
        direction=Direction.HIGHER,
        frequency=Frequency.MONTHLY,
        decimals=1,
        register="tasks.on_time_share",
        subject=province,
        data_source="Sổ theo dõi nhiệm vụ của hệ thống",
    )
    define_indicator(by=by, code=ON_TIME, owner=owner, definition=definition, since=SINCE)
