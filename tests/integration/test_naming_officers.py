"""A body names its officers within the days allowed, one by one or many at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from tests.factories import World, actor, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.domain.lifecycle import State
from tiendo.outbox.models import OutboxEvent
from tiendo.tasks import actions
from tiendo.tasks.queries import to_name

pytestmark = pytest.mark.django_db

TODAY = dt.date(2025, 9, 10)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


@pytest.fixture
def world() -> World:
    return make_world()


def test_the_list_holds_the_live_tasks_of_the_own_body_without_an_officer(world):
    programme = make_programme(world)
    waiting = bring_to(world, make_task(world, programme), State.LIVE)
    make_task(world, programme)
    bring_to(world, make_task(world, programme), State.CLAIMED)
    other = bring_to(
        world, make_task(world, programme, lead=world.stc, coordinating=[]), State.LIVE
    )
    assert list(to_name(actor(world.snv_head), TODAY)) == [waiting]
    assert set(to_name(actor(world.coordinator), TODAY)) == {waiting, other}
    assert list(to_name(actor(world.snv_officer), TODAY)) == []


def test_many_are_named_at_once_and_each_refusal_has_its_reason(world):
    programme = make_programme(world)
    first, second, moved, foreign = (
        bring_to(world, make_task(world, programme, lead=lead, coordinating=[]), State.LIVE)
        for lead in (world.snv, world.snv, world.snv, world.stc)
    )
    outdated = moved.version
    actions.edit_task(task=moved, version=moved.version, title="Khác", by=actor(world.coordinator))
    moved.version = outdated
    named = actions.name_officers(
        tasks=[first, second, moved, foreign], officer=world.snv_officer, by=actor(world.snv_head)
    )
    assert {task.pk for task in named.tasks} == {first.pk, second.pk}
    assert {pk: type(why).__name__ for pk, why in named.refused.items()} == {
        moved.pk: "EditedMeanwhile",
        foreign.pk: "PermissionRefused",
    }
    assert list(to_name(actor(world.snv_head), TODAY)) == [moved]
    assert OutboxEvent.objects.filter(name="task.officer_named").count() == 2


def test_an_officer_of_another_body_is_refused_for_every_task(world):
    task = bring_to(world, make_task(world, make_programme(world)), State.LIVE)
    named = actions.name_officers(tasks=[task], officer=world.stc_officer, by=actor(world.snv_head))
    assert named.tasks == ()
    assert str(getattr(named.refused[task.pk], "code", "")) == "officer_not_in_body"
