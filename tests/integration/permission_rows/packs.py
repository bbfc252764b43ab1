"""Who may reach the pages of urls/packs.py: a pack belongs to who asked for it."""

from __future__ import annotations

from tests.factories import World, actor
from tests.integration.permission_rows import OVERSEERS, Row
from tests.task_factories import bring_to, make_programme, make_task
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.inspections.models import EvidencePack
from tiendo.inspections.packs import ask_for_pack, make_pack

HEADS = frozenset({"skhcn_head", "snv_head", "stc_head", "ea_trang_head"})
ASKING = OVERSEERS | HEADS
LEADER = frozenset({"leader"})


def a_pack(world: World) -> EvidencePack:
    """A pack the leader asked for."""
    task = bring_to(world, make_task(world, make_programme(world)), State.LIVE)
    return ask_for_pack(by=actor(world.leader), as_of=clock.today(), task=task)


def _pack(world: World) -> tuple[object, ...]:
    return (a_pack(world).pk,)


def _made(world: World) -> tuple[object, ...]:
    pack = a_pack(world)
    make_pack(pack.pk)
    return (pack.pk,)


ROWS: dict[str, Row] = {
    "pack-list": Row(ASKING),
    # Without an item in the address there is nothing to ask for.
    "pack-new": Row(ASKING, status=(404,)),
    "pack": Row(LEADER, _pack),
    "pack-progress": Row(LEADER, _pack),
    "pack-file": Row(LEADER, _made),
}
