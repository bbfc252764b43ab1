"""Who may reach the pages of urls/pictures.py."""

from __future__ import annotations

from tests.factories import World, actor
from tests.integration.permission_rows import ADMINISTRATORS, STAFF, Row
from tests.picture_factories import outline_file
from tiendo.overview.pictures.actions import load_outlines

Args = tuple[object, ...]


def _trend(world: World) -> Args:
    return ("xu-huong",)


def _file(world: World) -> Args:
    return ("dong-tien", "csv")


def _outlines(world: World) -> Args:
    made = load_outlines(
        content=outline_file((("24445", 0),)),
        file_name="ranh-gioi.geojson",
        source="Thử",
        by=actor(world.administrator),
    )
    return (made.pk,)


ROWS: dict[str, Row] = {
    "picture-list": Row(STAFF),
    "picture": Row(STAFF, _trend),
    "map-outlines": Row(ADMINISTRATORS),
    "map-outlines-remove": Row(ADMINISTRATORS, _outlines, method="post", status=(302,)),
    "picture-file": Row(STAFF, _file),
}
