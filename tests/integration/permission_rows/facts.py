"""Who may reach the pages of urls/facts.py."""

from __future__ import annotations

from tests.factories import World
from tests.integration.permission_rows import OVERSEERS, Row


def _spread(world: World) -> tuple[object, ...]:
    return ("so-lieu",)


ROWS: dict[str, Row] = {
    "facts": Row(OVERSEERS),
    "analysis": Row(OVERSEERS, _spread),
}
