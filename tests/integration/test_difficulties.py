"""The register of difficulties: entered once, carried until it ends, answered in time."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests.factories import World, actor, make_body, make_user, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import RoleCode
from tiendo.audit.models import AuditEvent
from tiendo.domain import clock
from tiendo.domain.difficulties import difficulty_transitions
from tiendo.domain.lifecycle import State
from tiendo.domain.periods import Period
from tiendo.outbox.models import OutboxEvent
from tiendo.programmes.models import Programme
from tiendo.tasks import actions
from tiendo.tasks.actions.difficulties import OTHER, SOLVED, STILL, raise_difficulty
from tiendo.tasks.actions.difficulty_steps import (
    answer_difficulty,
    assign_difficulty,
    close_difficulty,
    name_answerer,
    pass_up,
    reopen_difficulty,
    solve_difficulty,
)
from tiendo.tasks.difficulty_errors import DifficultyError
from tiendo.tasks.models import Difficulty, DifficultyEvent, DifficultyState, Task
from tiendo.tasks.queries.difficulties import (
    Band,
    DifficultyFilter,
    answers_by_body,
    answers_by_level,
    find_difficulties,
    period_flow,
    periods_carried,
    register_counts,
    visible_difficulties,
)

pytestmark = pytest.mark.django_db
D = dt.date
DAY = D(2025, 9, 10)
WORDS = "Chưa có đường truyền số liệu chuyên dùng đến xã"


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def programme(world: World) -> Programme:
    return make_programme(world)


@pytest.fixture
def task(world: World, programme: Programme) -> Task:
    with noon(D(2025, 7, 1)):
        return bring_to(world, make_task(world, programme), State.LIVE)


def update(world: World, task: Task, day: dt.date = DAY, words: str = WORDS, course: str = ""):
    with noon(day):
        return actions.record_update(
            task=task,
            done="Đã khảo sát",
            difficulty=words,
            difficulty_course=course,
            by=actor(world.snv_officer),
        )


def raised(world: World, task: Task, day: dt.date = DAY, words: str = WORDS) -> Difficulty:
    with noon(day):
        return raise_difficulty(
            organisation=world.snv,
            programme=task.programme,
            tasks=[task],
            what=words,
            by=actor(world.snv_officer),
        )


def assigned(world: World, row: Difficulty, day: dt.date = DAY, **fields: object) -> Difficulty:
    values: dict[str, object] = {
        "level": "department",
        "responsible": world.stc,
        "due_on": day + dt.timedelta(days=15),
        "by": actor(world.coordinator),
    }
    with noon(day):
        return assign_difficulty(difficulty=row, **(values | fields))  # type: ignore[arg-type]


def answered(world: World, row: Difficulty, day: dt.date = DAY) -> Difficulty:
    with noon(day):
        return answer_difficulty(
            difficulty=row, answer="Đã bố trí kinh phí", by=actor(world.stc_officer)
        )


# Entered once


def test_the_words_of_an_update_become_one_difficulty(world: World, task: Task) -> None:
    made = update(world, task)
    row = Difficulty.objects.get()
    assert (row.what, row.organisation, row.origin, row.raised_on) == (
        WORDS,
        world.snv,
        made,
        DAY,
    )
    assert list(row.tasks.all()) == [task]
    assert row.state == DifficultyState.OPEN
    assert OutboxEvent.objects.get(name="difficulty.raised").payload["bodies"] == [world.skhcn.pk]


def test_the_next_update_continues_it(world: World, task: Task) -> None:
    update(world, task)
    update(world, task, D(2025, 10, 10), "Vẫn chưa có đường truyền", STILL)
    row = Difficulty.objects.get()
    assert row.what == WORDS
    assert [event.action for event in row.events.all()] == ["raise", "continue"]
    assert row.events.last().text == "Vẫn chưa có đường truyền"


def test_an_update_may_say_that_it_is_solved_and_name_another(world: World, task: Task) -> None:
    update(world, task)
    update(world, task, D(2025, 10, 10), "Thiếu người vận hành", SOLVED)
    old, new = Difficulty.objects.order_by("pk")
    assert (old.state, new.state) == ("solved", "open")
    assert new.what == "Thiếu người vận hành"
    update(world, task, D(2025, 11, 10), "Thiếu kinh phí", OTHER)
    assert Difficulty.objects.filter(state="open").count() == 2


def test_an_update_without_words_enters_nothing(world: World, task: Task) -> None:
    update(world, task, words="")
    assert not Difficulty.objects.exists()


def test_another_body_on_the_task_has_a_difficulty_of_its_own(world: World, task: Task) -> None:
    update(world, task)
    with noon(DAY):
        actions.record_update(
            task=task, done="Đã góp ý", difficulty="Chờ quy hoạch", by=actor(world.stc_officer)
        )
    assert Difficulty.objects.count() == 2


# The way of one


def test_it_is_given_answered_and_solved(world: World, task: Task) -> None:
    row = answered(world, assigned(world, raised(world, task)))
    assert (row.state, row.responsible) == ("answered", world.stc)
    with noon(DAY):
        row = solve_difficulty(difficulty=row, by=actor(world.snv_officer))
    assert (row.state, row.ended_by) == ("solved", world.snv_officer)
    kinds = AuditEvent.objects.filter(object_type="tasks.difficulty").values_list("action")
    assert [action for (action,) in kinds.order_by("pk")] == [
        "difficulty.raise",
        "difficulty.assign",
        "difficulty.answer",
        "difficulty.solve",
    ]


def test_it_is_passed_up_by_the_body_that_was_to_answer(world: World, task: Task) -> None:
    row = assigned(world, raised(world, task))
    with noon(DAY):
        row = pass_up(
            difficulty=row,
            level="province",
            responsible=world.ubnd,
            due_on=D(2025, 10, 1),
            reason="Vượt thẩm quyền của sở",
            by=actor(world.stc_officer),
        )
        assert (row.state, row.level, row.responsible) == ("passed_up", "province", world.ubnd)
        with pytest.raises(DifficultyError, match="cấp cao hơn") as refused:
            pass_up(
                difficulty=row,
                level="department",
                responsible=world.stc,
                due_on=D(2025, 10, 1),
                reason="Trả xuống",
                by=actor(world.coordinator),
            )
        assert refused.value.code == "level_not_higher"
        # The leader answers for every body.
        row = answer_difficulty(difficulty=row, answer="Đồng ý", by=actor(world.leader))
    assert row.state == "answered"


def test_it_is_closed_and_reopened_with_reasons(world: World, task: Task) -> None:
    row = raised(world, task)
    with noon(DAY):
        row = close_difficulty(difficulty=row, reason="Trùng", by=actor(world.coordinator))
        with pytest.raises(DifficultyError) as refused:
            close_difficulty(difficulty=row, reason="Lần nữa", by=actor(world.coordinator))
        assert refused.value.code == "ended"
        row = reopen_difficulty(difficulty=row, reason="Chưa hết", by=actor(world.snv_officer))
    assert (row.state, row.reopenings, row.ended_at) == ("open", 1, None)


@pytest.mark.parametrize(
    ("person", "code"), [("congan_officer", "not_responsible"), ("clerk", "difficulty.answer")]
)
def test_who_is_not_responsible_does_not_answer(
    world: World, task: Task, person: str, code: str
) -> None:
    row = assigned(world, raised(world, task))
    with noon(DAY), pytest.raises((DifficultyError, PermissionRefused)) as refused:
        answer_difficulty(difficulty=row, answer="Có", by=actor(getattr(world, person)))
    assert code in (getattr(refused.value, "code", ""), getattr(refused.value, "permission", ""))


def test_nobody_answers_before_it_is_given(world: World, task: Task) -> None:
    row = raised(world, task)
    for person in (world.stc_officer, world.coordinator):
        with noon(DAY), pytest.raises(DifficultyError) as refused:
            answer_difficulty(difficulty=row, answer="Có", by=actor(person))
        assert refused.value.code == "not_assigned"


def test_the_answer_of_a_body_outside_is_entered_by_its_document(world: World, task: Task) -> None:
    row = assigned(world, raised(world, task))
    with noon(DAY):
        with pytest.raises(DifficultyError) as refused:
            answer_difficulty(difficulty=row, answer="Có", by=actor(world.office))
        assert refused.value.code == "document_needed"
        row = answer_difficulty(
            difficulty=row,
            answer="Có",
            document_number="12/STC-NS",
            document_date=DAY,
            by=actor(world.office),
        )
    assert row.events.last().document_number == "12/STC-NS"


def test_a_dissolved_body_answers_nothing(world: World, task: Task) -> None:
    gone = make_body("Sở Thông tin và Truyền thông", until=D(2025, 7, 1))
    with pytest.raises(DifficultyError) as refused:
        assigned(world, raised(world, task), responsible=gone)
    assert refused.value.code == "body_dissolved"
    assert "01/07/2025" in str(refused.value)


def test_a_dissolved_body_raises_nothing(world: World, programme: Programme) -> None:
    gone = make_body("UBND huyện Cư Kuin", until=D(2025, 7, 1))
    person = make_user("cukuin", (gone, RoleCode.OFFICER))
    with noon(DAY), pytest.raises(DifficultyError) as refused:
        raise_difficulty(
            organisation=gone, programme=programme, what="Thiếu", by=actor(person, DAY)
        )
    assert refused.value.code == "body_dissolved"


def test_who_left_raises_nothing(world: World, task: Task) -> None:
    world.snv_officer.is_active = False
    world.snv_officer.save()
    with pytest.raises(PermissionRefused):
        raised(world, task)


def test_bad_input_is_answered(world: World, task: Task) -> None:
    with pytest.raises(DifficultyError) as refused:
        raised(world, task, words="  ")
    assert refused.value.code == "what_missing"
    row = raised(world, task)
    with pytest.raises(DifficultyError) as refused:
        assigned(world, row, due_on=D(2025, 9, 9))
    assert refused.value.code == "due_in_past"
    with noon(DAY), pytest.raises(DifficultyError) as refused:
        close_difficulty(difficulty=row, reason=" ", by=actor(world.coordinator))
    assert refused.value.code == "reason_needed"
    with noon(DAY), pytest.raises(DifficultyError) as refused:
        solve_difficulty(difficulty=row, by=actor(world.snv_officer), version=99)
    assert refused.value.code == "edited_meanwhile"
    draft = make_task(world, task.programme)
    with noon(DAY), pytest.raises(DifficultyError) as refused:
        raised(world, draft)
    assert refused.value.code == "task_not_given"


# The database


def test_the_database_knows_the_table(world: World, task: Task) -> None:
    row = raised(world, task)
    allowed = difficulty_transitions()
    for source in DifficultyState.values:
        for target in DifficultyState.values:
            if source != target:
                assert _database_allows(world, row, source, target) == (
                    (source, target) in allowed
                ), (source, target)


def _database_allows(world: World, row: Difficulty, source: str, target: str) -> bool:
    with transaction.atomic():
        _force(row, source)
        try:
            with transaction.atomic():
                Difficulty.objects.filter(pk=row.pk).update(**_as(row, target))
        except DatabaseError:
            allowed = False
        else:
            allowed = True
        transaction.set_rollback(True)
    return allowed


def _force(row: Difficulty, state: str) -> None:
    """Bring it to a state by ways the table allows."""
    for step in {"open": [], "closed": ["closed"], "solved": ["solved"]}.get(state, [state]):
        Difficulty.objects.filter(pk=row.pk).update(**_as(row, step))


def _as(row: Difficulty, state: str) -> dict[str, object]:
    ended = state in ("solved", "closed")
    return {
        "state": state,
        "ended_at": clock.now() if ended else None,
        "ended_by": row.raised_by if ended else None,
        "answered_at": clock.now(),
    }


def test_events_are_never_rewritten(world: World, task: Task) -> None:
    event = raised(world, task).events.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        DifficultyEvent.objects.filter(pk=event.pk).update(text="khác")
    with pytest.raises(IntegrityError), transaction.atomic():
        event.delete()


def test_level_body_and_day_are_set_together(world: World, task: Task) -> None:
    row = raised(world, task)
    with pytest.raises(IntegrityError), transaction.atomic():
        Difficulty.objects.filter(pk=row.pk).update(level="province")


# As of a day, by period


def test_the_register_of_a_past_day_is_as_it_was(world: World, task: Task) -> None:
    row = answered(world, assigned(world, raised(world, task)), D(2025, 9, 20))
    with noon(D(2025, 10, 5)):
        solve_difficulty(difficulty=row, by=actor(world.snv_officer))
        by = actor(world.leader)
        states = {
            day: list(
                find_difficulties(by, DifficultyFilter(), day).values_list("state_on", flat=True)
            )
            for day in (D(2025, 9, 9), DAY, D(2025, 9, 20), D(2025, 10, 4), D(2025, 10, 5))
        }
    assert list(states.values()) == [[], ["open"], ["answered"], ["answered"], ["solved"]]


def test_a_period_adds_up(world: World, task: Task) -> None:
    first = raised(world, task, D(2025, 8, 5))
    second = raised(world, task, D(2025, 9, 5), "Thiếu người")
    answered(world, assigned(world, second, D(2025, 9, 6)), D(2025, 9, 7))
    by = actor(world.leader)
    with noon(D(2025, 9, 8)):
        row = close_difficulty(difficulty=first, reason="Xong", by=actor(world.coordinator))
        reopen_difficulty(difficulty=row, reason="Chưa", by=actor(world.coordinator))
        solve_difficulty(difficulty=second, by=actor(world.snv_officer))
        august = period_flow(by, Period(D(2025, 8, 1), D(2025, 8, 31)))
        september = period_flow(by, Period(D(2025, 9, 1), D(2025, 9, 30)))
    assert (august.open_at_start, august.raised, august.open_at_end) == (0, 1, 1)
    assert (september.raised, september.reopened, september.answered, september.ended) == (
        1, 1, 1, 2,
    )  # fmt: skip
    assert (september.open_at_start, september.open_at_end) == (1, 1)
    assert august.is_even and september.is_even


def test_ages_and_late_answers_are_counted(world: World, task: Task) -> None:
    for days, words in ((100, "cũ"), (45, "vừa"), (3, "mới")):
        row = raised(
            world, task, DAY - dt.timedelta(days=days) if days < 60 else D(2025, 7, 1), words
        )
        if words != "mới":
            assigned(world, row, row.raised_on)
    on = D(2025, 10, 1)
    by = actor(world.leader)
    counts = register_counts(find_difficulties(by, DifficultyFilter(), on), on)
    assert counts.by_band == {Band.FRESH: 1, Band.MIDDLE: 1, Band.LONG: 1}
    assert (counts.carried, counts.late, counts.by_level) == (3, 2, {"": 1, "department": 2})
    late = find_difficulties(by, DifficultyFilter(is_late=True), on)
    assert late.count() == 2
    oldest = find_difficulties(by, DifficultyFilter(band="long"), on).get()
    assert periods_carried(oldest, on) == 4


def test_answer_rates_are_undefined_where_nothing_was_given(world: World, task: Task) -> None:
    by = actor(world.leader)
    with noon(DAY):
        rows = find_difficulties(by, DifficultyFilter(), DAY)
        assert answers_by_body(rows, DAY) == []
        assigned(world, raised(world, task))
        (waiting,) = answers_by_level(rows, DAY)
        assert (waiting.answered.value, waiting.on_time.value) == (0, None)
    row = assigned(world, raised(world, task, words="Hai"))
    answered(world, row, D(2025, 9, 12))
    with noon(D(2025, 10, 20)):
        (rate,) = answers_by_body(
            find_difficulties(by, DifficultyFilter(), D(2025, 10, 20)), D(2025, 10, 20)
        )
    assert (rate.given, rate.answered.numerator, rate.on_time.numerator) == (2, 1, 1)
    assert rate.on_time.denominator == 2


def test_a_body_sees_its_own_and_those_of_its_tasks(world: World, task: Task) -> None:
    raised(world, task)
    with noon(DAY):
        seen = {
            person: visible_difficulties(actor(getattr(world, person))).count()
            for person in ("snv_officer", "stc_officer", "ea_trang_officer", "office", "postless")
        }
    assert seen == {
        "snv_officer": 1, "stc_officer": 1, "ea_trang_officer": 0, "office": 1, "postless": 0,
    }  # fmt: skip


# Who answers


def named(world: World, row: Difficulty, person: object, by: object = None) -> Difficulty:
    with noon(DAY):
        return name_answerer(
            difficulty=row,
            person=person,
            by=actor(by or world.stc_head),  # type: ignore[arg-type]
        )


def test_the_head_names_who_answers_and_another_body_lets_go(world: World, task: Task) -> None:
    row = named(world, assigned(world, raised(world, task)), world.stc_officer)
    assert (row.person, row.state) == (world.stc_officer, "open")
    assert row.events.last().person == world.stc_officer
    told = OutboxEvent.objects.filter(name="difficulty.assigned").order_by("pk").last()
    assert told is not None
    assert told.payload["users"] == [world.stc_officer.pk]
    event = AuditEvent.objects.get(action="difficulty.name")
    assert (event.before["officer"], event.after["officer"]) == (None, world.stc_officer.pk)
    assert assigned(world, row, responsible=world.stc).person == world.stc_officer
    row.refresh_from_db()
    assert assigned(world, row, responsible=world.congan).person is None


def test_only_somebody_of_the_body_is_named_by_those_who_may(world: World, task: Task) -> None:
    row = raised(world, task)
    with pytest.raises(DifficultyError) as refused:
        named(world, row, world.stc_officer, world.coordinator)
    assert refused.value.code == "not_assigned"
    row = assigned(world, row)
    with pytest.raises(DifficultyError) as refused:
        named(world, row, world.snv_officer)
    assert refused.value.code == "person_elsewhere"
    for person in (world.stc_officer, world.snv_head, world.leader):
        with pytest.raises(PermissionRefused):
            named(world, row, world.stc_officer, person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Difficulty.objects.filter(pk=row.pk).update(
            responsible=None, level="", due_on=None, person=world.stc_officer
        )


def test_the_finder_keeps_to_the_bodies_of_a_person(world: World, task: Task) -> None:
    """Listed for who raised, who answers, who works on the task, and overseers; nobody else."""
    row = assigned(world, raised(world, task), responsible=world.congan)
    sees = {
        name: bool(find_difficulties(actor(getattr(world, name)), DifficultyFilter(), DAY))
        for name in (
            "snv_officer", "congan_officer", "stc_officer", "ea_trang_officer", "leader",
            "inspector", "administrator", "postless",
        )
    }  # fmt: skip
    assert [name for name, seen in sees.items() if seen] == [
        "snv_officer", "congan_officer", "stc_officer", "leader", "inspector",
    ]  # fmt: skip
    for chosen, found in (
        (DifficultyFilter(responsible=world.congan.pk), [row]),
        (DifficultyFilter(responsible=world.stc.pk), []),
        (DifficultyFilter(raised_by=world.snv.pk, task=task.pk), [row]),
        (DifficultyFilter(raised_by=world.congan.pk), []),
    ):
        assert list(find_difficulties(actor(world.leader), chosen, DAY)) == found
