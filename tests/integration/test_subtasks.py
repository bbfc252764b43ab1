"""A task split into parts: who may, what is refused, who confirms, how the parts roll up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tests.factories import World, actor, make_body, make_user, make_world
from tests.refusing import refused
from tests.task_factories import bring_to, make_programme, make_task, noon, take_step
from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.accounts.models import RoleCode
from tiendo.audit.models import AuditEvent
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.domain.rollup import RollUpState
from tiendo.organisations.models import Kind, Level, Organisation
from tiendo.programmes.models import Programme
from tiendo.tasks import actions
from tiendo.tasks.actions import NewPart
from tiendo.tasks.errors import EditedMeanwhile, TaskError
from tiendo.tasks.models import Task
from tiendo.tasks.parties import parties_on
from tiendo.tasks.queries import TaskFilter, list_page, rollups_of, visible_tasks, with_status

pytestmark = pytest.mark.django_db

TODAY = dt.date(2025, 9, 10)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def programme(world: World) -> Programme:
    return make_programme(world)


@pytest.fixture
def whole(world: World, programme: Programme) -> Task:
    return bring_to(world, make_task(world, programme, code="NV-1"), State.LIVE)


@pytest.fixture
def division(world: World) -> Organisation:
    return make_body(
        "Phòng Cải cách hành chính", kind=Kind.DIVISION, level=Level.INTERNAL, parent=world.snv
    )


def part(lead: Organisation, **fields: object) -> NewPart:
    values: dict[str, object] = {
        "title": "Rà soát thủ tục",
        "product": "Báo cáo rà soát",
        "lead": lead,
    }
    return NewPart(**(values | fields))  # type: ignore[arg-type]


def split(world: World, whole: Task, *parts: NewPart, **more: object) -> tuple[Task, ...]:
    by = more.pop("by", None) or actor(world.snv_head)
    version = more.pop("version", whole.version)
    return actions.split_task(task=whole, parts=parts, by=by, version=version, **more)  # type: ignore[arg-type]


def refusal_of(world: World, whole: Task, *parts: NewPart, **more: object) -> str:
    with pytest.raises(TaskError) as refusal:
        split(world, whole, *parts, **more)
    return refusal.value.code


def report(task: Task, percent: int, by: Actor) -> None:
    actions.record_update(task=task, done="Đã làm", percent=Decimal(percent), by=by)


def test_a_head_splits_among_divisions_and_officers(world, whole, division):
    first, second = split(
        world,
        whole,
        part(division, weight=Decimal(3)),
        part(
            world.snv,
            officer=world.snv_officer,
            deadline_raw="20/9/2025",
            deadline_key="2025-09-20",
            last_day=dt.date(2025, 9, 20),
        ),
    )
    assert (first.code, second.code) == ("NV-1.01", "NV-1.02")
    assert first.lifecycle == second.lifecycle == "live"
    assert (first.last_day, second.last_day) == (whole.last_day, dt.date(2025, 9, 20))
    held = parties_on(second, TODAY).assignments[0]
    assert (held.organisation, held.officer) == (world.snv, world.snv_officer)


def test_parts_of_the_same_house_are_confirmed_by_the_confirmer_of_the_whole(
    world, whole, division
):
    (child,) = split(world, whole, part(division))
    assert parties_on(child, TODAY).confirmer_id == world.skhcn.pk


def test_parts_of_other_bodies_are_confirmed_by_the_lead_of_the_whole(world, whole):
    (child,) = split(world, whole, part(world.stc), by=actor(world.coordinator))
    assert parties_on(child, TODAY).confirmer_id == world.snv.pk
    actions.claim(
        task=child,
        done_on=TODAY,
        evidence=[actions.NewEvidence(document_number="5/BC", document_date=TODAY)],
        by=actor(world.stc_officer),
    )
    actions.approve(task=child, by=actor(world.stc_head))
    with pytest.raises(PermissionRefused):
        actions.confirm(task=child, by=actor(world.coordinator))
    assert actions.confirm(task=child, by=actor(world.snv_head)).lifecycle == "confirmed"


def test_a_head_gives_no_part_to_another_body(world, whole):
    assert refusal_of(world, whole, part(world.stc)) == "part_for_other_body"


@pytest.mark.parametrize("name", ["snv_officer", "stc_head", "leader", "inspector", "clerk"])
def test_others_do_not_split(world, whole, name):
    with pytest.raises(PermissionRefused):
        split(world, whole, part(world.snv), by=actor(getattr(world, name)))


def test_only_a_live_task_is_split(world, programme):
    draft = make_task(world, programme)
    assert refusal_of(world, draft, part(world.snv)) == "wrong_state"
    claimed = bring_to(world, make_task(world, programme), State.CLAIMED)
    assert refusal_of(world, claimed, part(world.snv)) == "wrong_state"


def test_an_older_form_is_refused(world, whole):
    split(world, whole, part(world.snv))
    with pytest.raises(EditedMeanwhile):
        split(world, whole, part(world.snv))


def test_bad_parts_are_refused_and_nothing_is_made(world, whole):
    late = {"deadline_raw": "1/12/2025", "last_day": dt.date(2025, 12, 1)}
    early = {"deadline_raw": "1/9/2025", "last_day": dt.date(2025, 9, 1)}
    good = part(world.snv)
    cases = {
        "parts_missing": [],
        "parts_too_many": [good] * 21,
        "deadline_before_start": [good, part(world.snv, **early)],
        "deadline_after_parent": [good, part(world.snv, **late)],
        "weight_out_of_range": [part(world.snv, weight=Decimal(0))],
        "officer_not_in_body": [part(world.snv, officer=world.stc_officer)],
        "title_missing": [part(world.snv, title="  ")],
        "cannot_go_live": [part(world.snv, product="")],
    }
    for code, parts in cases.items():
        with transaction.atomic():
            assert refusal_of(world, whole, *parts) == code
    assert not Task.objects.filter(parent=whole).exists()


def test_a_part_is_due_after_the_whole_with_a_reason(world, whole):
    late = part(world.snv, deadline_raw="1/12/2025", last_day=dt.date(2025, 12, 1))
    (child,) = split(world, whole, late, reason="Nghiệm thu sau khi ban hành")
    assert child.last_day == dt.date(2025, 12, 1)


def test_parts_go_down_three_levels(world, whole):
    task = whole
    for _level in range(3):
        (task,) = split(world, task, part(world.snv))
    assert refusal_of(world, task, part(world.snv)) == "subtasks_too_deep"


# What counts


def test_parts_do_not_count_beside_the_whole(world, programme, whole):
    split(world, whole, part(world.snv), part(world.snv))
    by = actor(world.coordinator)
    page = list_page(by, TaskFilter(programme=programme.pk), TODAY)
    assert (page.counts.total, page.counts.parts, len(page.tasks)) == (1, 2, 3)


def test_an_earlier_day_counts_as_it_did(world, programme):
    with noon(dt.date(2025, 9, 1)):
        whole = bring_to(world, make_task(world, programme), State.LIVE)
        other = bring_to(world, make_task(world, programme), State.LIVE)
    by = actor(world.coordinator)
    actions.set_parent(task=other, parent=whole, version=other.version, by=by)
    chosen = TaskFilter(programme=programme.pk)
    before = list_page(by, chosen, dt.date(2025, 9, 9))
    now = list_page(by, chosen, TODAY)
    assert (before.counts.total, before.counts.parts) == (2, 0)
    assert (now.counts.total, now.counts.parts) == (1, 1)


# Roll-up


def test_the_parts_roll_up_with_their_weights(world, whole, division):
    first, second, third = split(
        world, whole, part(world.snv, weight=Decimal(3)), part(world.snv), part(division)
    )
    by = actor(world.snv_officer)
    report(first, 40, by)
    report(second, 0, by)
    whole_now = rollups_of([whole.pk])[whole.pk]
    assert (whole_now.percent, whole_now.measured, whole_now.counted) == (Decimal(30), 2, 3)
    take_step(world, second, "claim")
    take_step(world, second, "approve")
    take_step(world, second, "confirm")
    assert rollups_of([whole.pk])[whole.pk].percent == Decimal(55)
    take_step(world, third, "cancel")
    assert rollups_of([whole.pk])[whole.pk].counted == 2


def test_a_part_with_parts_enters_by_these(world, whole):
    (child,) = split(world, whole, part(world.snv))
    (grandchild,) = split(world, child, part(world.snv))
    assert rollups_of([whole.pk])[whole.pk].state is RollUpState.NO_DATA
    report(grandchild, 70, actor(world.snv_officer))
    found = rollups_of([whole.pk, child.pk])
    assert found[whole.pk].percent == found[child.pk].percent == Decimal(70)


def test_a_past_day_rolls_up_as_it_was(world, whole):
    (child,) = split(world, whole, part(world.snv))
    report(child, 20, actor(world.snv_officer))
    with noon(dt.date(2025, 9, 20)):
        report(child, 90, actor(world.snv_officer))
        assert rollups_of([whole.pk])[whole.pk].percent == Decimal(90)
        assert rollups_of([whole.pk], TODAY)[whole.pk].percent == Decimal(20)
        assert rollups_of([whole.pk], dt.date(2025, 9, 9))[whole.pk].state is RollUpState.NOT_DUE


def test_tasks_without_parts_have_no_roll_up(whole):
    assert rollups_of([whole.pk]) == {}


def test_the_lead_of_the_whole_sees_its_parts(world, whole, division):
    (child,) = split(world, whole, part(division))
    assert visible_tasks(actor(world.snv_officer)).filter(pk=child.pk).exists()
    assert not visible_tasks(actor(world.congan_officer)).filter(pk=child.pk).exists()


# Cycles


def test_a_cycle_is_refused_with_a_clear_answer(world, whole):
    (child,) = split(world, whole, part(world.snv))
    (grandchild,) = split(world, child, part(world.snv))
    by = actor(world.coordinator)
    for below in (grandchild, whole):
        whole.refresh_from_db()
        with refused(TaskError, "parent_below_task"):
            actions.set_parent(task=whole, parent=below, version=whole.version, by=by)


def test_the_database_refuses_a_cycle_too(world, whole):
    (child,) = split(world, whole, part(world.snv))
    with pytest.raises(DatabaseError, match="below itself"), transaction.atomic():
        Task.objects.filter(pk=whole.pk).update(parent=child)
    with pytest.raises(DatabaseError, match="below itself"), transaction.atomic():
        Task.objects.filter(pk=child.pk).update(parent=child)


def test_a_task_is_put_below_another_and_taken_out(world, programme, whole):
    other = bring_to(world, make_task(world, programme), State.LIVE)
    by = actor(world.coordinator)
    other = actions.set_parent(
        task=other, parent=whole, weight=Decimal("2.5"), version=other.version, by=by
    )
    assert (other.parent, other.weight) == (whole, Decimal("2.5"))
    with refused(TaskError, "parent_unchanged"):
        actions.set_parent(task=other, parent=whole, version=other.version, by=by)
    other = actions.set_parent(task=other, parent=None, version=other.version, by=by)
    assert (other.parent, other.subtask_during) == (None, None)


def test_a_sub_task_taken_out_may_return(world, programme, whole):
    """It counted by itself between, and each of its times as a part stays known."""
    by, first = actor(world.coordinator), clock.today()
    task = bring_to(world, make_task(world, programme), State.LIVE)
    moves = ((0, whole), (10, None), (20, whole), (30, None))
    for days, parent in moves:
        with noon(first + dt.timedelta(days=days)):
            task.refresh_from_db()
            task = actions.set_parent(task=task, parent=parent, version=task.version, by=by)
    task.refresh_from_db()
    assert task.subtask_during == (
        DateRange(first, first + dt.timedelta(days=10)),
        DateRange(first + dt.timedelta(days=20), first + dt.timedelta(days=30)),
    )
    parts = {
        days: with_status(Task.objects.filter(pk=task.pk), first + dt.timedelta(days=days)).get()
        for days in (0, 9, 10, 19, 20, 29, 30)
    }
    assert [days for days, row in parts.items() if row.is_part] == [0, 9, 20, 29]
    events = AuditEvent.objects.filter(action="task.set_parent", object_id=str(task.pk))
    assert [row.after["parent"] for row in events.order_by("pk")] == [
        parent and parent.pk for _days, parent in moves
    ]


def test_a_draft_or_finished_task_takes_no_parts(world, programme, whole):
    draft = make_task(world, programme)
    by = actor(world.coordinator)
    with refused(TaskError, "parent_not_live"):
        actions.set_parent(task=whole, parent=draft, version=whole.version, by=by)
    with pytest.raises(PermissionRefused):
        actions.set_parent(
            task=whole, parent=draft, version=whole.version, by=actor(world.snv_head)
        )


@pytest.mark.django_db(transaction=True)
def test_two_people_making_a_cycle_at_once_make_none():
    world = make_world()
    programme = make_programme(world)
    one, two = (bring_to(world, make_task(world, programme), State.LIVE) for _ in range(2))
    other = make_user("dieu-phoi-2", (world.skhcn, RoleCode.COORDINATOR))
    start = Barrier(2)

    def put(task: Task, parent: Task, by: Actor) -> str:
        start.wait(timeout=10)
        try:
            actions.set_parent(task=task, parent=parent, version=task.version, by=by)
        except (TaskError, DatabaseError) as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        jobs = [
            pool.submit(put, one, two, actor(world.coordinator)),
            pool.submit(put, two, one, actor(other)),
        ]
        outcomes = [job.result() for job in jobs]
    assert outcomes.count("done") == 1
    assert Task.objects.filter(parent__isnull=False).count() == 1
