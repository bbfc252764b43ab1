"""What the rules find outside single tasks: difficulties, directives, bases that lost force; and
that each finding goes to the body it concerns alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from tests.document_factories import make_docx, register_plan, text_of
from tests.factories import World, actor, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.alerts.finders.documents import find_replaced_bases
from tiendo.alerts.finders.duties import find_overdue_directives, find_unanswered_difficulties
from tiendo.alerts.finders.found import Found
from tiendo.alerts.people import People
from tiendo.alerts.rulebook import RuleBook
from tiendo.documents.known import known_documents
from tiendo.documents.models import Document, DocumentLink, Passage
from tiendo.domain.lifecycle import State
from tiendo.programmes.models import Programme
from tiendo.tasks.actions.change_deciding import Decision, appraise_change, decide_change
from tiendo.tasks.actions.changes import draft_change, send_change
from tiendo.tasks.actions.difficulties import raise_difficulty
from tiendo.tasks.actions.difficulty_steps import (
    answer_difficulty,
    assign_difficulty,
    name_answerer,
)
from tiendo.tasks.actions.directives import acknowledge_directive, give_directive
from tiendo.tasks.change_terms import Terms
from tiendo.tasks.models import Difficulty, Directive, Task, TaskSource

pytestmark = pytest.mark.django_db
D = dt.date
TODAY = D(2025, 9, 10)
LATE = TODAY + dt.timedelta(days=8)


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


@pytest.fixture
def programme(world: World) -> Programme:
    return make_programme(world)


@pytest.fixture
def task(world: World, programme: Programme) -> Task:
    return bring_to(world, make_task(world, programme), State.LIVE)


def look(find: object, on: dt.date) -> list[Found]:
    with noon(on):
        return list(find(RuleBook(on), People(on)))  # type: ignore[operator]


# Difficulties and directives


@pytest.fixture
def difficulty(world: World, task: Task) -> Difficulty:
    row = raise_difficulty(
        organisation=world.snv,
        programme=task.programme,
        tasks=[task],
        what="Thiếu kinh phí",
        by=actor(world.snv_officer),
    )
    return assign_difficulty(
        difficulty=row,
        level="department",
        responsible=world.stc,
        due_on=TODAY + dt.timedelta(days=7),
        by=actor(world.coordinator),
    )


def test_an_unanswered_difficulty_is_of_the_body_and_person_to_answer(
    world: World, difficulty: Difficulty
) -> None:
    name_answerer(difficulty=difficulty, person=world.stc_officer, by=actor(world.stc_head))
    assert look(find_unanswered_difficulties, TODAY + dt.timedelta(days=7)) == []
    (found,) = look(find_unanswered_difficulties, LATE)
    assert (found.object_id, found.body_id) == (difficulty.pk, world.stc.pk)
    assert (found.programme_id, found.officer_id) == (difficulty.programme_id, world.stc_officer.pk)
    answer_difficulty(difficulty=difficulty, answer="Đã bố trí", by=actor(world.stc_officer))
    assert look(find_unanswered_difficulties, LATE) == []


def test_an_overdue_directive_is_found_for_each_body_that_did_not_report(
    world: World, task: Task
) -> None:
    directive: Directive = give_directive(
        text="Làm rõ nguyên nhân chậm",
        last_day=TODAY + dt.timedelta(days=7),
        bodies=[world.snv, world.stc],
        by=actor(world.leader),
    )
    duty = directive.duties.get(organisation=world.snv)
    acknowledge_directive(duty=duty, by=actor(world.snv_officer))
    assert look(find_overdue_directives, TODAY + dt.timedelta(days=7)) == []
    found = look(find_overdue_directives, LATE)
    assert {row.body_id for row in found} == {world.snv.pk, world.stc.pk}


# Bases that lost force


def stock(world: World, number: str, day: str) -> Document:
    return register_plan(
        world, make_docx(["I. MỤC TIÊU"], number=number, day=day), f"{number}.docx"
    )


def end(world: World, lost: Document) -> Document:
    """Another document replaces it."""
    heir = stock(world, "901", "20")
    link(heir, lost, "replaces")
    return heir


def link(citing: Document, cited: Document, relation: str) -> None:
    DocumentLink.objects.create(
        citing=citing,
        cited=cited,
        number=cited.number,
        relation=relation,
        passage=first_passage(citing),
    )


def first_passage(document: Document) -> Passage:
    text = text_of(document)
    return Passage.objects.create(text=text, start=0, end=1, quote=text.content[:1])


def test_a_document_a_task_answers_to_besides_is_followed(world: World, task: Task) -> None:
    other = stock(world, "55", "15")
    passage = first_passage(other)
    TaskSource.objects.create(task=task, passage=passage, order=1)
    assert look(find_replaced_bases, LATE) == []
    heir = end(world, other)
    (found,) = look(find_replaced_bases, D(2026, 1, 10))
    assert (found.object_id, found.body_id) == (task.programme_id, world.skhcn.pk)
    assert found.finding.facts["by_document"] == heir.pk
    assert found.finding.facts["documents"] == 1


def test_the_decision_of_a_change_in_force_is_followed(world: World, task: Task) -> None:
    decision = stock(world, "56", "5")
    assert decision.issued_on is not None
    row = draft_change(
        kind="extension",
        organisation=world.snv,
        programme=task.programme,
        task=task,
        proposed=Terms(last_day=D(2025, 12, 31)),
        reason="Chờ hướng dẫn",
        by=actor(world.snv_officer),
    )
    row = send_change(change=row, by=actor(world.snv_head))
    with noon(D(2025, 9, 25)):
        row = appraise_change(change=row, opinion="agree", by=actor(world.coordinator))
        paper = {"document": decision.number_raw, "document_date": decision.issued_on}
        decide_change(change=row, decision=Decision("accepted", **paper), by=actor(world.leader))
    assert look(find_replaced_bases, D(2025, 10, 1)) == []
    end(world, decision)
    (found,) = look(find_replaced_bases, D(2026, 1, 10))
    assert found.finding.facts["number"] == decision.number_raw


def test_a_basis_the_plan_cites_is_followed_and_other_programmes_are_not_told(
    world: World, programme: Programme, task: Task
) -> None:
    plan, basis = stock(world, "57", "5"), stock(world, "58", "6")
    Programme.objects.filter(pk=programme.pk).update(document=plan)
    make_programme(world, short_title="Kế hoạch khác")
    link(plan, basis, "based_on")
    end(world, basis)
    found = look(find_replaced_bases, D(2026, 1, 10))
    assert [row.object_id for row in found] == [programme.pk]


def test_the_register_tells_what_was_repealed_from_what_was_replaced(world: World) -> None:
    lost, other = stock(world, "55", "15"), stock(world, "56", "16")
    heir, last = end(world, other), stock(world, "902", "21")
    link(last, lost, "repeals")
    held = {each.key: each for each in known_documents()}
    ended = [(held[str(pk)].replaced_by, held[str(pk)].repealed_by) for pk in (lost.pk, other.pk)]
    assert ended == [(None, last.number), (heir.number, None)]
