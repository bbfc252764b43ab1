"""Who may reach the pages of urls/dashboards.py: a dashboard belongs to who made it."""

from __future__ import annotations

from tests.factories import World, actor
from tests.integration.permission_rows import STAFF, Row
from tiendo.overview.dashboards import actions
from tiendo.overview.dashboards.starters import STARTERS, BlockPlan
from tiendo.overview.models import Dashboard, Sharing

# Those at Sở Nội vụ, with whose people their head shared it.
SNV = frozenset({"snv_head", "snv_officer"})
SNV_EDITORS = frozenset({"snv_head"})


def _made(world: World) -> Dashboard:
    by = actor(world.snv_head)
    made = actions.create_dashboard(title="Bảng", starter=STARTERS["empty"], by=by)
    plan = BlockPlan("tasks", {"ordering": "plan", "rows": 5})
    actions.add_block(dashboard=made, plan=plan, by=by)
    actions.share_dashboard(dashboard=made, sharing=Sharing.BODY, role="", by=by)
    return made


def _shared(world: World) -> tuple[object, ...]:
    return (_made(world).pk,)


def _file(world: World) -> tuple[object, ...]:
    return (_made(world).pk, "xlsx")


def _copied(world: World) -> tuple[object, ...]:
    return (_made(world).pk, "sao")


def _kind(world: World) -> tuple[object, ...]:
    return (_made(world).pk, "text")


def _block(world: World) -> tuple[object, ...]:
    made = _made(world)
    return (made.pk, made.blocks.get().pk)


def _pressed(world: World) -> tuple[object, ...]:
    return (*_block(world), "xoa")


# What is shared with a body is edited by who could have shared it so; of a whole post that was
# handed over, all comes along but what is one's own as its owner.
ROWS: dict[str, Row] = {
    "own-dashboard-list": Row(STAFF),
    "own-dashboard-new": Row(STAFF),
    "own-dashboard": Row(SNV, _shared),
    "own-dashboard-edit": Row(SNV_EDITORS, _shared),
    "own-dashboard-share": Row(SNV_EDITORS, _shared),
    "own-dashboard-wall": Row(SNV, _shared),
    "own-dashboard-file": Row(SNV, _file),
    "own-dashboard-step": Row(SNV, _copied, method="post", status=(302,)),
    "own-block-new": Row(SNV_EDITORS, _kind),
    "own-block-edit": Row(SNV_EDITORS, _block),
    "own-block-step": Row(SNV_EDITORS, _pressed, method="post", status=(302,)),
}
