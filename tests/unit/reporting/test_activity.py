"""What happened in a period, read from the tasks' own rows."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.factories import World, actor, make_world
from tests.report_factories import Plan, make_plan
from tests.task_factories import noon
from tiendo.domain import clock
from tiendo.domain.periods import Period
from tiendo.reporting.activity import (
    OTHER_TYPE,
    finished_in,
    issued_in,
    one_line,
    percents_on,
    proposals_in,
    type_of,
)
from tiendo.tasks import actions
from tiendo.tasks.actions import NewEvidence

AUTUMN = Period(dt.date(2025, 9, 1), dt.date(2025, 11, 10))
LATER = clock.local_noon(dt.date(2025, 12, 1))


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def plan(world: World) -> Plan:
    return make_plan(world)


@pytest.mark.parametrize(
    ("number", "type_name"),
    [
        ("518/QĐ-UBND", "Quyết định"),
        ("12/NQ-HĐND", "Nghị quyết"),
        ("57-NQ/TW", "Nghị quyết"),
        ("04010/UBND-KGVX", "Công văn"),
        ("Biên bản họp", OTHER_TYPE),
        ("", OTHER_TYPE),
    ],
)
def test_a_symbol_tells_the_type_of_a_document(number: str, type_name: str) -> None:
    assert type_of(number) == type_name


def test_words_of_people_are_put_on_one_line() -> None:
    assert one_line(" a\n\n b\tc ") == "a b c"


def ids(plan: Plan) -> list[int]:
    return [task.pk for task in plan.tasks.values()]


def test_nothing_happened_in_a_period_to_come(plan: Plan) -> None:
    assert not finished_in(ids(plan), None, LATER).days
    assert proposals_in(ids(plan), None, LATER) == ()
    assert issued_in(ids(plan), None, LATER) == ()


def test_what_became_known_later_is_not_yet_there(plan: Plan) -> None:
    early = clock.local_noon(dt.date(2025, 9, 25))
    assert set(finished_in(ids(plan), AUTUMN, early).days) == {plan.tasks["on_time"].pk}
    assert proposals_in(ids(plan), AUTUMN, early) == ()


def test_a_document_given_twice_counts_once(world: World, plan: Plan) -> None:
    found = issued_in(ids(plan), AUTUMN, LATER)
    assert [(document.number, len(document.evidence_ids)) for document in found] == [
        ("12/QĐ-UBND", 3)
    ]


def test_documents_stand_by_type_then_by_day(world: World, plan: Plan) -> None:
    given = (("9/QĐ-UBND", 9), ("7/KH-UBND", 8), ("Ảnh chụp", 7), ("8/QĐ-UBND", None))
    with noon(dt.date(2025, 10, 20)):
        for number, month in given:
            actions.add_evidence(
                task=plan.tasks["in_progress"],
                evidence=NewEvidence(
                    document_number=number,
                    document_date=dt.date(2025, month, 30) if month else None,
                ),
                by=actor(world.snv_officer),
            )
    found = issued_in(ids(plan), AUTUMN, LATER)
    # the plan of August and the photograph of July lie before the period
    assert [(document.type_name, document.number) for document in found] == [
        ("Quyết định", "8/QĐ-UBND"),
        ("Quyết định", "12/QĐ-UBND"),
        ("Quyết định", "9/QĐ-UBND"),
    ]


def test_how_far_a_task_is_comes_from_its_latest_update(world: World, plan: Plan) -> None:
    task = plan.tasks["in_progress"]
    day = dt.date(2025, 11, 10)
    assert percents_on(ids(plan), day, LATER) == {task.pk: "62,5%"}
    with noon(dt.date(2025, 11, 5)):
        actions.record_update(task=task, done="Chưa rõ", by=actor(world.snv_officer))
    assert percents_on(ids(plan), day, LATER) == {}
    assert percents_on(ids(plan), dt.date(2025, 11, 1), LATER) == {task.pk: "62,5%"}
