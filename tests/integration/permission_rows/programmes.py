"""Who may reach the pages of urls/programmes.py.

The programme of the province is coordinated by Sở Khoa học và Công nghệ; the own one is that of
Sở Nội vụ; the filing is that of Sở Nội vụ.
"""

from __future__ import annotations

from tests.factories import World, actor
from tests.integration.permission_rows import COORDINATORS, OVERSEERS, STAFF, Row
from tests.task_factories import STARTS_ON, make_programme
from tiendo.domain import clock
from tiendo.programmes.actions import create_programme
from tiendo.tasks.actions import PlanFacts, record_filing

HEADS = frozenset({"skhcn_head", "snv_head", "stc_head", "ea_trang_head"})
OWN = frozenset({"snv_head"})
RECORDERS = COORDINATORS | {"snv_head", "snv_officer"}


def _provincial(world: World) -> tuple[object, ...]:
    return (make_programme(world).pk,)


def _own(world: World) -> tuple[object, ...]:
    programme = create_programme(
        title="Kế hoạch của Sở Nội vụ",
        short_title="Kế hoạch SNV",
        owner=world.snv,
        coordinator=world.snv,
        starts_on=STARTS_ON,
        implements=make_programme(world),
        by=actor(world.snv_head),
    )
    return (programme.pk,)


def _body(world: World) -> tuple[object, ...]:
    return (make_programme(world).pk, world.snv.slug)


def _filed(world: World) -> tuple[object, ...]:
    programme = make_programme(world)
    plan = PlanFacts("12/KH-SNV", clock.today(), "Kế hoạch của Sở")
    by = actor(world.snv_head)
    record_filing(programme=programme, organisation=world.snv, plan=plan, covers=[], by=by)
    return (programme.pk, world.snv.slug)


ROWS: dict[str, Row] = {
    "programme-list": Row(STAFF),
    "programme-new": Row(HEADS),
    "programme": Row(OVERSEERS | {"snv_head", "snv_officer"}, _own),
    "programme-edit": Row(COORDINATORS, _provincial),
    "programme-close": Row(COORDINATORS, _provincial),
    # The page is of heads; the coordinating head may enter a task in any body's programme.
    "programme-add-task": Row(OWN | {"skhcn_head"}, _own),
    "programme-filing-due": Row(COORDINATORS, _provincial),
    "filing-list": Row(STAFF, _provincial),
    "filing": Row(STAFF, _body),
    "filing-write": Row(RECORDERS, _body),
    "filing-withdraw": Row(RECORDERS, _filed),
}
