"""Who may reach the pages of urls/pictures.py."""

from __future__ import annotations

from tests.factories import World
from tests.integration.permission_rows import STAFF, WITH_POST, Row

Args = tuple[object, ...]


def _trend(world: World) -> Args:
    return ("xu-huong",)


def _file(world: World) -> Args:
    return ("dong-tien", "csv")


ROWS: dict[str, Row] = {
    "picture-list": Row(WITH_POST),
    "picture": Row(STAFF, _trend),
    "picture-file": Row(STAFF, _file),
}
