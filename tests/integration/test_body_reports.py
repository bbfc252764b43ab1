"""A body's own report: what that body answers for, in its own name, by those who write for it."""

from __future__ import annotations

import pytest

from tests.factories import World, actor, make_world
from tests.report_factories import Plan, compile_plan, make_plan
from tiendo.accounts.actor import PermissionRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def plan(world: World) -> Plan:
    return make_plan(world)


def test_a_body_reports_on_the_tasks_it_leads(world: World, plan: Plan) -> None:
    report = compile_plan(world, plan, body=world.snv, by=actor(world.snv_officer))
    of_others = plan.tasks["of_finance"].pk
    total = report.figures.get(key="tasks.total")
    assert report.issuer == world.snv
    assert of_others not in total.record_ids
    assert len(total.record_ids) == len(plan.tasks) - 1


def test_the_figures_of_bodies_add_up_to_those_of_the_programme(world: World, plan: Plan) -> None:
    whole = compile_plan(world, plan).figures.get(key="tasks.total")
    parts = [
        compile_plan(world, plan, body=body).figures.get(key="tasks.total")
        for body in (world.snv, world.stc)
    ]
    assert sum(part.value for part in parts if part.value is not None) == whole.value


def test_another_bodys_officer_writes_no_report_for_it(world: World, plan: Plan) -> None:
    with pytest.raises(PermissionRefused):
        compile_plan(world, plan, body=world.stc, by=actor(world.snv_officer))
