"""A generic addressee becomes one task for each body it stands for."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import MERGER, World, actor, make_body, make_user, make_world
from tests.refusing import refused
from tests.task_factories import make_group, make_programme, make_task, noon
from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.accounts.models import RoleCode
from tiendo.audit.models import AuditEvent
from tiendo.domain import clock
from tiendo.organisations.models import BodyGroup, Kind, Level, Succession, SuccessionKind
from tiendo.outbox.models import OutboxEvent
from tiendo.tasks import actions
from tiendo.tasks.completeness import missing_for_go_live
from tiendo.tasks.errors import CannotGoLive, TaskError
from tiendo.tasks.models import Assignment, Lifecycle, Part, StatusSpan, Task
from tiendo.tasks.parties import parties_of, parties_on
from tiendo.tasks.queries import TaskFilter, list_page, rollups_of, visible_tasks
from tiendo.tasks.spans import audit_spans

pytestmark = pytest.mark.django_db

COMMUNE = {"kind": Kind.COMMUNE, "level": Level.COMMUNE, "since": MERGER}


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def group(world: World) -> BodyGroup:
    return make_group()


def test_each_body_gets_its_task_confirmed_by_the_coordinator(world, group):
    parent = make_task(world, make_programme(world), lead=group, code="PL2-16")
    assert missing_for_go_live(parent) == ("lead", "confirmer")
    by = actor(world.coordinator)
    children = actions.expand_lead(task=parent, by=by)
    assert [child.code for child in children] == ["PL2-16.001", "PL2-16.002"]
    assert {child.lifecycle for child in Task.objects.filter(parent=parent)} == {"live"}
    parties = parties_of([child.pk for child in children], clock.today()).values()
    assert {row.lead_id for row in parties} == {world.ea_trang.pk, world.tan_an.pk}
    assert {row.confirmer_id for row in parties} == {world.skhcn.pk}
    assert actions.expand_lead(task=parent, by=by) == ()


def test_the_umbrella_is_no_draft_has_no_status_and_is_not_counted(world, group):
    programme = make_programme(world)
    parent = make_task(world, programme, lead=group)
    by = actor(world.coordinator)
    children = actions.expand_lead(task=parent, by=by)
    parent.refresh_from_db()
    assert parent.lifecycle == Lifecycle.UMBRELLA
    assert not StatusSpan.objects.filter(task=parent).exists()
    page = list_page(by, TaskFilter(programme=programme.pk), clock.today())
    assert {task.pk for task in page.tasks} == {child.pk for child in children}
    assert (page.counts.total, page.counts.parts) == (2, 0)
    assert rollups_of([parent.pk])[parent.pk].counted == 2
    assert audit_spans() == ()


def test_the_umbrella_is_seen_by_those_who_see_a_child(world, group):
    parent = make_task(world, make_programme(world), lead=group, coordinating=[])
    actions.expand_lead(task=parent, by=actor(world.coordinator))
    assert visible_tasks(actor(world.ea_trang_officer)).filter(pk=parent.pk).exists()
    assert not visible_tasks(actor(world.stc_officer)).filter(pk=parent.pk).exists()


def test_a_body_that_came_later_is_added_by_doing_it_again(world, group):
    parent = make_task(world, make_programme(world), lead=group, code="PL2-16")
    by = actor(world.coordinator)
    actions.expand_lead(task=parent, by=by)
    make_body("UBND xã Cư Pui", **(COMMUNE | {"since": dt.date(2025, 9, 1)}))
    (added,) = actions.expand_lead(task=parent, by=by)
    assert (added.code, added.lifecycle) == ("PL2-16.003", "live")


def test_a_body_merged_on_1_july_2025_is_followed_to_its_successor(world):
    merged = dt.date(2025, 7, 1)
    kinds = {"kind": Kind.PUBLIC_SERVICE, "level": Level.PROVINCE}
    first = make_body("Trung tâm Khuyến công", **kinds, until=merged)
    second = make_body("Trung tâm Khuyến nông", **kinds, until=merged)
    heir = make_body("Trung tâm Khuyến công và Khuyến nông", **kinds, since=merged)
    for old in (first, second):
        Succession.objects.create(
            predecessor=old,
            successor=heir,
            kind=SuccessionKind.MERGED,
            effective_on=merged,
            source="tests",
        )
    centres = BodyGroup.objects.create(
        name="Các trung tâm",
        slug="cac-trung-tam",
        folded_names=["cac trung tam"],
        kinds=[Kind.PUBLIC_SERVICE],
        level=Level.PROVINCE,
        source="tests",
    )
    by = actor(world.coordinator)
    task = make_task(world, make_programme(world), lead=centres)
    (child,) = actions.expand_lead(task=task, by=by, on=dt.date(2025, 6, 25))
    assert parties_on(child, clock.today()).lead_id == heir.pk
    # A child whose lead ended later still stands for the body that follows.
    Assignment.objects.filter(task=child, part=Part.LEAD).update(organisation=first)
    assert actions.expand_lead(task=task, by=by, on=dt.date(2025, 6, 25)) == ()


def test_what_lacks_something_stays_a_draft_with_no_child(world, group):
    task = make_task(world, make_programme(world), lead=group, product="")
    with pytest.raises(CannotGoLive) as refusal:
        actions.expand_lead(task=task, by=actor(world.coordinator))
    assert refusal.value.lacking == ("product",)
    task.refresh_from_db()
    assert (task.lifecycle, task.children.count()) == (Lifecycle.DRAFT, 0)


def test_a_group_that_means_nobody_is_said(world):
    nobody = BodyGroup.objects.create(
        name="Các viện", slug="cac-vien", folded_names=[], kinds=[Kind.INSTITUTE], source="tests"
    )
    task = make_task(world, make_programme(world), lead=nobody)
    with refused(TaskError, "group_is_empty"):
        actions.expand_lead(task=task, by=actor(world.coordinator))


def test_a_known_lead_is_not_expanded(world):
    task = make_task(world, make_programme(world))
    with refused(TaskError, "lead_is_no_group"):
        actions.expand_lead(task=task, by=actor(world.coordinator))


def test_only_who_gives_tasks_expands(world, group):
    task = make_task(world, make_programme(world), lead=group)
    with pytest.raises(PermissionRefused):
        actions.expand_lead(task=task, by=actor(world.snv_head))


def test_it_is_told_and_recorded_once_for_all(world, group):
    parent = make_task(world, make_programme(world), lead=group)
    children = actions.expand_lead(task=parent, by=actor(world.coordinator))
    (told,) = OutboxEvent.objects.filter(name="task.assigned")
    assert told.payload["bodies"] == sorted([world.ea_trang.pk, world.tan_an.pk])
    assert told.payload["tasks"] == [child.pk for child in children]
    events = AuditEvent.objects.filter(object_id__in=[str(child.pk) for child in children])
    assert sorted(events.values_list("action", flat=True)) == [
        *["task.create"] * 2,
        *["task.go_live"] * 2,
    ]


def test_more_bodies_cost_no_more_queries(world, group):
    by = actor(world.coordinator)
    programme = make_programme(world)
    few = make_task(world, programme, lead=group)
    with CaptureQueriesContext(connection) as for_two:
        actions.expand_lead(task=few, by=by)
    for number in range(20):
        make_body(f"UBND xã Thử {number}", **COMMUNE)
    many = make_task(world, programme, lead=group)
    with CaptureQueriesContext(connection) as for_all:
        assert len(actions.expand_lead(task=many, by=by)) == 22
    assert len(for_all) == len(for_two)


@pytest.mark.django_db(transaction=True)
def test_two_people_expanding_at_once_make_no_double():
    world = make_world()
    with noon(dt.date(2025, 9, 10)):
        task = make_task(world, make_programme(world), lead=make_group())
    other = make_user("dieu-phoi-2", (world.skhcn, RoleCode.COORDINATOR))
    people = [actor(world.coordinator), actor(other)]
    start = Barrier(len(people))

    def expand(by: Actor) -> int:
        start.wait(timeout=10)
        try:
            return len(actions.expand_lead(task=task, by=by))
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        made = sorted(pool.map(expand, people))
    assert made == [0, 2]
    assert Task.objects.filter(parent=task).count() == 2
    assert audit_spans() == ()
