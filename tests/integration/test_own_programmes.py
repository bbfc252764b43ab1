"""A body runs its own programme under a provincial one, and gives work to itself alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from tests.factories import World, actor, make_body, make_world
from tests.refusing import refused
from tests.task_factories import make_programme, make_task, noon
from tiendo.accounts.actor import PermissionRefused
from tiendo.organisations.models import Kind, Level
from tiendo.programmes.actions import (
    close_programme,
    create_programme,
    edit_programme,
    set_filing_due,
)
from tiendo.programmes.errors import MESSAGES, ProgrammeError
from tiendo.programmes.models import Programme, ProgrammeState
from tiendo.tasks import actions
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import Part, Task
from tiendo.tasks.parties import parties_on
from tiendo.tasks.permissions import available_actions
from tiendo.tasks.queries import visible_tasks

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
def provincial(world: World) -> Programme:
    return make_programme(world)


def make_own(world: World, **fields: Any) -> Programme:
    values: dict[str, Any] = {
        "title": "Kế hoạch của Sở Nội vụ",
        "short_title": "Kế hoạch SNV",
        "owner": world.snv,
        "coordinator": world.snv,
        "starts_on": dt.date(2025, 8, 1),
        "by": actor(world.snv_head),
    }
    return create_programme(**(values | fields))


@pytest.fixture
def own(world: World, provincial: Programme) -> Programme:
    return make_own(world, implements=provincial)


def own_task(world: World, own: Programme, **fields: Any) -> Task:
    values = {"lead": world.snv, "coordinating": [], "by": actor(world.snv_head)}
    return make_task(world, own, **(values | fields))


def test_a_head_sets_up_edits_and_closes_the_own_programme(world, own, provincial):
    assert own.is_own
    assert not provincial.is_own
    by = actor(world.snv_head)
    edited = edit_programme(
        programme=own,
        title="Kế hoạch mới",
        short_title="KH",
        ends_on=dt.date(2026, 12, 31),
        implements=provincial,
        by=by,
    )
    assert (edited.title, edited.ends_on) == ("Kế hoạch mới", dt.date(2026, 12, 31))
    with refused(ProgrammeError, "reason_missing"):
        close_programme(programme=own, reason=" ", by=by)
    assert close_programme(programme=own, reason="Hết năm", by=by).state == ProgrammeState.CLOSED
    with refused(ProgrammeError, "not_active"):
        edit_programme(
            programme=own, title="A", short_title="A", ends_on=None, implements=None, by=by
        )


@pytest.mark.parametrize("name", ["snv_officer", "stc_head", "clerk", "leader", "inspector"])
def test_nobody_else_sets_it_up(world, provincial, name):
    with pytest.raises(PermissionRefused):
        make_own(world, implements=provincial, by=actor(getattr(world, name)))


def test_a_head_sets_up_no_programme_of_the_province(world):
    with pytest.raises(PermissionRefused):
        make_own(world, owner=world.ubnd)
    with pytest.raises(PermissionRefused):
        make_own(world, owner=world.stc, coordinator=world.stc)


def test_what_it_implements_is_in_force_and_no_circle(world, own, provincial):
    by = actor(world.coordinator)
    with refused(ProgrammeError, "implements_itself"):
        edit_programme(
            programme=provincial, title="A", short_title="A", ends_on=None, implements=own, by=by
        )
    close_programme(programme=provincial, reason="Hết", by=by)
    with refused(ProgrammeError, "implemented_not_active"):
        make_own(world, implements=provincial)


def test_bad_facts_of_a_programme_are_refused(world):
    with refused(ProgrammeError, "title_missing"):
        make_own(world, title=" ")
    with refused(ProgrammeError, "title_too_long"):
        make_own(world, short_title="x" * 151)
    with refused(ProgrammeError, "ends_before_it_starts"):
        make_own(world, ends_on=dt.date(2025, 1, 1))


def test_the_head_adds_gives_and_assigns_tasks_of_the_own_programme(world, own):
    division = make_body(
        "Phòng Tổ chức", kind=Kind.DIVISION, level=Level.INTERNAL, parent=world.snv
    )
    by = actor(world.snv_head)
    task = own_task(world, own, lead=division)
    assert parties_on(task, TODAY).confirmer_id == world.skhcn.pk
    task = actions.edit_task(task=task, version=task.version, title="Nội dung mới", by=by)
    task = actions.go_live(task=task, by=by)
    task = actions.assign(
        task=task, part=Part.COORDINATE, body=world.snv, version=task.version, by=by
    )
    assert task.lifecycle == "live"
    assert {"edit", "assign"} <= set(available_actions(by, task, TODAY))


def test_it_gives_no_work_to_other_bodies(world, own):
    for fields in ({"lead": world.stc}, {"coordinating": [world.stc]}, {"lead": "Sở khác"}):
        with refused(TaskError, "own_programme_inside_only"):
            own_task(world, own, **fields)
    task = own_task(world, own)
    for part in (Part.LEAD, Part.COORDINATE, Part.CONFIRM):
        with refused(TaskError, "own_programme_inside_only"):
            actions.assign(
                task=task,
                part=part,
                body=world.stc,
                version=task.version,
                by=actor(world.snv_head),
            )


def test_the_programme_of_the_coordinator_itself_is_confirmed_by_the_office(world, provincial):
    own = make_own(
        world,
        owner=world.skhcn,
        coordinator=world.skhcn,
        implements=provincial,
        by=actor(world.skhcn_head),
    )
    task = make_task(world, own, lead=world.skhcn, coordinating=[], by=actor(world.skhcn_head))
    assert parties_on(task, TODAY).confirmer_id == world.vp.pk


def test_the_head_does_not_run_the_programme_of_the_province(world, provincial):
    by = actor(world.snv_head)
    with pytest.raises(PermissionRefused):
        make_task(world, provincial, by=by)
    task = make_task(world, provincial)
    with pytest.raises(PermissionRefused):
        actions.go_live(task=task, by=by)
    with pytest.raises(PermissionRefused):
        set_filing_due(programme=provincial, raw="", key="", last_day=None, by=by)


def test_the_head_suspends_and_cancels_in_the_own_programme_with_a_document(world, own):
    by = actor(world.snv_head)
    task = actions.go_live(task=own_task(world, own), by=by)
    decision = {"reason": "Dừng", "deciding_document": "12/QĐ-SNV"}
    task = actions.suspend(task=task, by=by, **decision)
    task = actions.resume(task=task, by=by)
    assert task.lifecycle == "live"
    moved = actions.change_deadline(
        task=task,
        deadline_key="2025-12-01",
        last_day=dt.date(2025, 12, 1),
        version=task.version,
        by=by,
        **decision,
    )
    assert moved.last_day == dt.date(2025, 12, 1)
    with pytest.raises(PermissionRefused):
        actions.suspend(task=task, by=actor(world.stc_head), **decision)


def test_the_body_sees_its_own_programme_and_only_its_head_the_drafts(world, own):
    draft = own_task(world, own)
    live = actions.go_live(task=own_task(world, own), by=actor(world.snv_head))

    def seen(user: Any) -> set[int]:
        return set(visible_tasks(actor(user)).filter(programme=own).values_list("pk", flat=True))

    assert seen(world.snv_head) == {draft.pk, live.pk}
    assert seen(world.snv_officer) == {live.pk}
    assert seen(world.stc_head) == set()


def test_a_task_serves_one_of_the_province(world, own, provincial):
    served = actions.go_live(task=make_task(world, provincial), by=actor(world.coordinator))
    child = own_task(world, own, parent=served)
    child = actions.go_live(task=child, by=actor(world.snv_head))
    assert child.parent == served
    assert child.subtask_during is not None


def test_the_day_by_which_plans_are_due_is_read_and_checked(world, provincial):
    by = actor(world.coordinator)
    due = set_filing_due(
        programme=provincial,
        raw="trước ngày 15/7/2025",
        key="2025-07-15",
        last_day=dt.date(2025, 7, 14),
        by=by,
    )
    assert due.filing_last_day == dt.date(2025, 7, 14)
    with refused(ProgrammeError, "filing_due_unread"):
        set_filing_due(programme=provincial, raw="sớm", key="", last_day=None, by=by)
    with refused(ProgrammeError, "filing_due_before_start"):
        set_filing_due(
            programme=provincial,
            raw="1/1/2025",
            key="2025-01-01",
            last_day=dt.date(2025, 1, 1),
            by=by,
        )
    cleared = set_filing_due(programme=provincial, raw="", key="", last_day=None, by=by)
    assert cleared.filing_last_day is None


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_every_refusal_has_words(code):
    assert str(ProgrammeError(code))
