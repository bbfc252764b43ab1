"""Who may reach the pages of urls/pictures.py."""

from __future__ import annotations

from tests.factories import World
from tests.integration.permission_rows import ADMINISTRATORS, STAFF, Row
from tests.picture_factories import loaded_outlines, outline_file
from tiendo.overview.pictures.actions import ReadMap
from tiendo.workspace.views.map_outlines import signed

Args = tuple[object, ...]


def _trend(world: World) -> Args:
    return ("xu-huong",)


def _file(world: World) -> Args:
    return ("dong-tien", "csv")


def _outlines(world: World) -> Args:
    return (loaded_outlines(world, outline_file((("24445", 1),))).pk,)


READ = ReadMap("xa.geojson", "0" * 64, 2, "Thử", {}, [], 102)
ROWS: dict[str, Row] = {
    "picture-list": Row(STAFF),
    "picture": Row(STAFF, _trend),
    "map-outlines": Row(ADMINISTRATORS),
    "map-outlines-take": Row(
        ADMINISTRATORS, method="post", data={"kept": signed(READ)}, status=(302,)
    ),
    "map-outlines-remove": Row(ADMINISTRATORS, _outlines, method="post", status=(302,)),
    "picture-file": Row(STAFF, _file),
}
