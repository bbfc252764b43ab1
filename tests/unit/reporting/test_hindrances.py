"""What the register of difficulties says for a report."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.factories import World, actor, make_world
from tests.report_factories import AS_OF, DIFFICULTY, Plan, make_plan
from tests.task_factories import noon
from tiendo.domain import clock
from tiendo.domain.periods import Period
from tiendo.reporting.hindrances import hindrances_of
from tiendo.tasks.actions.difficulty_steps import assign_difficulty, solve_difficulty
from tiendo.tasks.models import Difficulty
from tiendo.tasks.queries.difficulties import DifficultyFilter

D = dt.date
AUTUMN = Period(D(2025, 9, 1), D(2025, 11, 10))
LATER = clock.local_noon(D(2025, 12, 1))


def of(plan: Plan) -> DifficultyFilter:
    return DifficultyFilter(programme=plan.programme.pk)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def plan(world: World) -> Plan:
    return make_plan(world)


def test_what_is_carried_is_told_with_level_body_and_day(world: World, plan: Plan) -> None:
    row = Difficulty.objects.get()
    with noon(D(2025, 10, 11)):
        assign_difficulty(
            difficulty=row,
            level="province",
            responsible=world.ubnd,
            due_on=D(2025, 10, 20),
            by=actor(world.coordinator),
        )
    by = actor(world.coordinator)
    told = hindrances_of(by, of(plan), AS_OF, AUTUMN, LATER)
    (hindrance,) = told.carried
    assert hindrance.text == " ".join(DIFFICULTY.split()).rstrip(".")
    assert (hindrance.level, hindrance.answerer) == ("province", world.ubnd.name)
    assert (told.late_ids, told.raised_ids, told.ended_ids) == ((row.pk,), (row.pk,), ())
    with noon(D(2025, 11, 5)):
        solve_difficulty(difficulty=row, by=actor(world.snv_officer))
    after = hindrances_of(by, of(plan), AS_OF, AUTUMN, LATER)
    assert (after.carried, after.ended_ids) == ((), (row.pk,))
    before = hindrances_of(by, of(plan), AS_OF, AUTUMN, clock.local_noon(D(2025, 11, 1)))
    assert [row.difficulty_id for row in before.carried] == [row.pk]


def test_a_period_to_come_has_nothing(world: World, plan: Plan) -> None:
    told = hindrances_of(actor(world.coordinator), of(plan), D(2025, 9, 1), None, LATER)
    assert (told.carried, told.raised_ids, told.ended_ids) == ((), (), ())
