"""Who may reach the pages of urls/exports.py: an export belongs to who asked for it."""

from __future__ import annotations

from tests.factories import World, actor
from tests.integration.permission_rows import SIGNED_IN, STAFF, Row
from tiendo.domain import clock
from tiendo.overview.asking import Asked
from tiendo.overview.exports import ask_for_export, make_export
from tiendo.overview.models import Export, Format
from tiendo.overview.sheets import VIEWS

LEADER = frozenset({"leader"})


def an_export(world: World) -> Export:
    """An export the leader asked for."""
    asked = Asked(actor(world.leader), clock.today())
    return ask_for_export(view=VIEWS["nhiem-vu"], asked=asked, form=Format.CSV)


def _waiting(world: World) -> tuple[object, ...]:
    return (an_export(world).pk,)


def _made(world: World) -> tuple[object, ...]:
    export = an_export(world)
    make_export(export.pk)
    return (export.pk,)


def _task_list(world: World) -> tuple[object, ...]:
    return ("nhiem-vu", "csv")


ROWS: dict[str, Row] = {
    "export-list": Row(SIGNED_IN),
    "export-new": Row(STAFF, _task_list),
    "export": Row(LEADER, _waiting),
    "export-progress": Row(LEADER, _waiting),
    "export-cancel": Row(LEADER, _waiting, method="post", status=(302,)),
    "export-delete": Row(LEADER, _made, method="post", status=(302,)),
    "export-file": Row(LEADER, _made),
}
