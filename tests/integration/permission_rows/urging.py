"""Who may reach the pages of urls/urging.py: the coordinator and the office write, the clerk too
records that letters went."""

from __future__ import annotations

import datetime as dt

from tests.factories import World, actor
from tests.integration.permission_rows import COORDINATORS, OVERSEERS, Row
from tests.task_factories import bring_to, make_programme, make_task
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.reporting.models import UrgingRound
from tiendo.reporting.urging.actions import Terms, latest_letters, write_urging_letters
from tiendo.reporting.urging.writing import write_waiting

WRITERS = COORDINATORS | {"office"}
RECORDERS = WRITERS | {"clerk"}
SEEING = OVERSEERS | {"clerk"}


def a_round(world: World) -> UrgingRound:
    """A round over one task that Sở Nội vụ should have done by yesterday."""
    yesterday = clock.today() - dt.timedelta(days=1)
    late = {"last_day": yesterday, "deadline_key": yesterday.isoformat()}
    bring_to(world, make_task(world, make_programme(world), **late), State.LIVE)
    written = write_urging_letters(
        by=actor(world.coordinator), programme=None, terms=Terms(world.skhcn)
    )
    write_waiting(written.pk, written.version, world.coordinator.pk)
    return written


def _round(world: World) -> tuple[object, ...]:
    return (a_round(world).pk,)


def _letter(world: World) -> tuple[object, ...]:
    return (latest_letters(a_round(world))[0].pk,)


ROWS: dict[str, Row] = {
    "urging-list": Row(SEEING),
    "urging-new": Row(WRITERS),
    "urging": Row(SEEING, _round),
    "urging-progress": Row(SEEING, _round),
    "urging-rewrite": Row(WRITERS, _round, method="post", status=(302,)),
    "urging-sent": Row(RECORDERS, _round, method="post", status=(422,)),
    "urging-zip": Row(SEEING, _round),
    "urging-letter": Row(SEEING, _letter),
    "urging-file": Row(SEEING, _letter),
}
