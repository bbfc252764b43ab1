"""A hand-over passes on what else is open in a name: directives and drafted change requests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from tests.factories import World, actor, make_world
from tests.refusing import refused
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.accounts.actions.leaving import hand_over, items_of, undo_hand_over
from tiendo.accounts.models import HandOver, User
from tiendo.audit.models import AuditEvent
from tiendo.domain.lifecycle import State
from tiendo.tasks.actions.changes import draft_change, send_change
from tiendo.tasks.actions.difficulties import raise_difficulty
from tiendo.tasks.actions.difficulty_steps import assign_difficulty, name_answerer
from tiendo.tasks.actions.directives import give_directive
from tiendo.tasks.change_terms import Terms
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import ChangeRequest, Difficulty, Directive, DirectiveDuty
from tiendo.workspace.holdings import HOLDINGS

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
def directive(world: World) -> Directive:
    return give_directive(
        text="Làm rõ nguyên nhân chậm",
        last_day=TODAY + dt.timedelta(days=7),
        bodies=[world.snv, world.stc],
        person=world.snv_officer,
        by=actor(world.leader),
    )


@pytest.fixture
def change(world: World) -> ChangeRequest:
    task = bring_to(world, make_task(world, make_programme(world)), State.LIVE)
    return draft_change(
        kind="extension",
        organisation=world.snv,
        programme=task.programme,
        task=task,
        proposed=Terms(last_day=dt.date(2025, 12, 31)),
        reason="Chờ hướng dẫn",
        by=actor(world.snv_officer),
    )


@pytest.fixture
def difficulty(world: World) -> Difficulty:
    task = bring_to(world, make_task(world, make_programme(world)), State.LIVE)
    row = raise_difficulty(
        organisation=world.stc, programme=task.programme, what="Thiếu", by=actor(world.stc_officer)
    )
    row = assign_difficulty(
        difficulty=row,
        level="department",
        responsible=world.snv,
        due_on=TODAY,
        by=actor(world.coordinator),
    )
    return name_answerer(difficulty=row, person=world.snv_officer, by=actor(world.snv_head))


def test_a_difficulty_to_answer_goes_to_the_receiver_and_comes_back(
    world: World, difficulty: Difficulty
) -> None:
    row = leave(world, world.snv_head)
    difficulty.refresh_from_db()
    assert {item[0] for item in row.items} == {"difficulty"}
    assert (difficulty.person, difficulty.events.last().person) == (world.snv_head, world.snv_head)
    event = AuditEvent.objects.get(action="difficulty.hand_over")
    assert event.after["officer"] == world.snv_head.pk
    assert undo_hand_over(row=row, holdings=HOLDINGS, by=actor(world.snv_head)) == []
    difficulty.refresh_from_db()
    assert difficulty.person == world.snv_officer


def leave(world: World, to: User) -> HandOver:
    items = items_of(world.snv_officer, HOLDINGS, world.snv, TODAY)
    return hand_over(
        user=world.snv_officer,
        receivers={item.key: to for item in items},
        last_day=TODAY,
        reason="Chuyển công tác",
        holdings=HOLDINGS,
        house=world.snv,
        by=actor(world.snv_head),
    )


def test_they_go_to_the_receiver_and_come_back(
    world: World, directive: Directive, change: ChangeRequest
) -> None:
    row = leave(world, world.snv_head)
    assert {item[0] for item in row.items} == {"directive", "change"}
    assert DirectiveDuty.objects.get(person=world.snv_head).directive == directive
    change.refresh_from_db()
    assert (change.drafted_by, change.steps.get().by) == (world.snv_head, world.snv_officer)
    told = {each.action: each for each in AuditEvent.objects.filter(action__endswith="hand_over")}
    assert set(told) == {"directive.hand_over", "change.hand_over"}
    assert told["change.hand_over"].after == {"officer": world.snv_head.pk}
    assert undo_hand_over(row=row, holdings=HOLDINGS, by=actor(world.snv_head)) == []
    change.refresh_from_db()
    assert change.drafted_by == world.snv_officer
    assert DirectiveDuty.objects.filter(person=world.snv_officer).exists()


def test_they_go_to_nobody_outside_the_body(
    world: World, directive: Directive, change: ChangeRequest
) -> None:
    with refused(TaskError, "officer_not_in_body"):
        leave(world, world.stc_head)
    assert not HandOver.objects.exists()
    assert DirectiveDuty.objects.filter(person=world.snv_officer).exists()


def test_what_is_sent_is_no_longer_in_the_name_of_who_drafted_it(
    world: World, change: ChangeRequest
) -> None:
    send_change(change=change, by=actor(world.snv_head))
    assert items_of(world.snv_officer, HOLDINGS, world.snv, TODAY) == []
