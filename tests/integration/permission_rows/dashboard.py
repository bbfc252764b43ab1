"""Who may reach the pages of urls/dashboard.py."""

from __future__ import annotations

from tests.factories import World
from tests.integration.permission_rows import STAFF, Row
from tests.task_factories import bring_to, make_programme, make_task
from tiendo.domain.lifecycle import State


def _programme(world: World) -> tuple[object, ...]:
    bring_to(world, make_task(world, make_programme(world)), State.LIVE)
    return ()


def _table(world: World) -> tuple[object, ...]:
    _programme(world)
    return ("theo-co-quan",)


ROWS: dict[str, Row] = {
    "dashboard": Row(STAFF, _programme),
    "scope": Row(STAFF, _programme),
    "view": Row(STAFF, _table),
}
