"""Who may reach the pages of urls/trajectories.py: a target of Sở KH&CN."""

from __future__ import annotations

from tests.factories import World
from tests.indicator_factories import a_target, an_indicator
from tests.integration.permission_rows import COORDINATORS, STAFF, Row

Args = tuple[object, ...]


def _target(world: World) -> Args:
    return (a_target(world, an_indicator(world)).pk,)


ROWS: dict[str, Row] = {
    "trajectory-summary": Row(STAFF),
    "trajectory-list": Row(STAFF),
    "trajectory": Row(STAFF, _target),
    "trajectory-baseline": Row(COORDINATORS, _target),
}
