"""Who may reach the pages of urls/handovers.py: coordinators prepare, leaders decide."""

from __future__ import annotations

from tests.factories import World, actor
from tests.integration.permission_rows import COORDINATORS, Row
from tests.task_factories import bring_to, make_programme, make_task
from tiendo.domain.lifecycle import State
from tiendo.programmes.models import ProgrammeHandOver
from tiendo.tasks.actions.handing_over import carry_rows, start_handover
from tiendo.tasks.actions.handing_over_decision import submit_handover

LEADER = frozenset({"leader"})


def _made(world: World) -> ProgrammeHandOver:
    """A mapping in which everything is decided on."""
    old = make_programme(world, short_title="Kế hoạch 49")
    bring_to(world, make_task(world, old), State.LIVE)
    new = make_programme(world, short_title="Kế hoạch 146")
    by = actor(world.coordinator)
    made = start_handover(old=old, new=new, deciding_document="146/KH-UBND", by=by)
    carry_rows(handover=made, row_ids=list(made.rows.values_list("pk", flat=True)), by=by)
    return made


def _draft(world: World) -> tuple[object, ...]:
    return (_made(world).pk,)


def _submitted(world: World) -> tuple[object, ...]:
    return (submit_handover(handover=_made(world), by=actor(world.coordinator)).pk,)


def _row(world: World) -> tuple[object, ...]:
    return (_made(world).rows.get().pk,)


def _prepare(name: str = "post", **data: str) -> Row:
    return Row(COORDINATORS, _draft, method=name, data=data, status=(302,))


ROWS: dict[str, Row] = {
    "handover-list": Row(COORDINATORS | LEADER),
    "handover-new": Row(COORDINATORS),
    "handover": Row(COORDINATORS | LEADER, _draft),
    "handover-row": Row(COORDINATORS, _row),
    "handover-rows": _prepare(action="carry"),
    "handover-sections": Row(COORDINATORS, _draft),
    "handover-refresh": _prepare(),
    "handover-submit": _prepare(),
    "handover-discard": _prepare(),
    "handover-return": Row(
        LEADER, _submitted, method="post", data={"reason": "Xem lại"}, status=(302,)
    ),
    "handover-apply": Row(LEADER, _submitted, method="post", status=(302,)),
}
