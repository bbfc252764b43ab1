"""A generic addressee becomes one task for each body it stands for."""

from __future__ import annotations

import pytest

from tests.factories import World, actor, make_world
from tests.task_factories import make_programme, make_task
from tiendo.accounts.actor import PermissionRefused
from tiendo.domain import clock
from tiendo.organisations.models import BodyGroup, Kind, Level
from tiendo.tasks import actions
from tiendo.tasks.completeness import missing_for_go_live
from tiendo.tasks.errors import TaskError
from tiendo.tasks.parties import parties_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def group(world: World) -> BodyGroup:
    return BodyGroup.objects.create(
        name="UBND các xã, phường",
        slug="cac-xa-phuong",
        folded_names=["ubnd cac xa, phuong"],
        kinds=[Kind.COMMUNE, Kind.WARD],
        level=Level.COMMUNE,
        source="tests",
    )


def test_each_body_of_the_group_gets_its_task_confirmed_by_the_coordinator(world, group):
    parent = make_task(world, make_programme(world), lead=group, code="PL2-16")
    assert missing_for_go_live(parent) == ("lead", "confirmer")
    by = actor(world.coordinator)
    children = actions.expand_lead(task=parent, by=by)
    assert [child.code for child in children] == ["PL2-16.001", "PL2-16.002"]
    parties = [parties_on(child, clock.today()) for child in children]
    assert {row.lead_id for row in parties} == {world.ea_trang.pk, world.tan_an.pk}
    assert {row.confirmer_id for row in parties} == {world.skhcn.pk}
    assert all(child.parent_id == parent.pk for child in children)
    assert len(actions.go_live_many(tasks=children, by=by).tasks) == 2
    assert actions.expand_lead(task=parent, by=by) == ()


def test_a_known_lead_is_not_expanded(world):
    task = make_task(world, make_programme(world))
    with pytest.raises(TaskError, match="lead_is_no_group"):
        actions.expand_lead(task=task, by=actor(world.coordinator))


def test_only_who_reviews_drafts_expands(world, group):
    task = make_task(world, make_programme(world), lead=group)
    with pytest.raises(PermissionRefused):
        actions.expand_lead(task=task, by=actor(world.snv_head))
