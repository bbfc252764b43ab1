"""Who may split tasks, put them below others and name officers for many.

The task is led by Sở Nội vụ with Sở Tài chính.
"""

from __future__ import annotations

from tests.factories import World
from tests.integration.permission_rows import COORDINATORS, OVERSEERS, Row
from tests.task_factories import bring_to, make_programme, make_task
from tiendo.domain.lifecycle import State


def _live(world: World) -> tuple[object, ...]:
    return (bring_to(world, make_task(world, make_programme(world)), State.LIVE).pk,)


ROWS: dict[str, Row] = {
    "task-officers": Row(OVERSEERS | {"snv_head", "stc_head", "ea_trang_head"}),
    "task-split": Row(COORDINATORS | {"snv_head"}, _live),
    "task-place": Row(COORDINATORS, _live),
}
