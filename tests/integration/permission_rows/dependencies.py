"""Who may say which task waits for which; both are led by Sở Nội vụ."""

from __future__ import annotations

from tests.factories import World, actor
from tests.integration.permission_rows import COORDINATORS, Row
from tests.task_factories import bring_to, make_programme, make_task
from tiendo.domain.lifecycle import State
from tiendo.tasks.actions import add_dependency
from tiendo.tasks.models import Task

LINKERS = COORDINATORS | {"snv_head", "leader"}


def _two(world: World) -> tuple[Task, Task]:
    programme = make_programme(world)
    first, second = (bring_to(world, make_task(world, programme), State.LIVE) for _ in range(2))
    return first, second


def _live(world: World) -> tuple[object, ...]:
    return (_two(world)[0].pk,)


def _linked(world: World) -> tuple[object, ...]:
    first, second = _two(world)
    row = add_dependency(predecessor=first, successor=second, by=actor(world.coordinator))
    return (row.pk,)


ROWS: dict[str, Row] = {
    "task-dependencies": Row(LINKERS, _live),
    "dependency-remove": Row(LINKERS, _linked, method="post", status=(302,)),
}
