"""Laws 2, 6 and 11 in the query layer: computed status, one query for all, what a role sees."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import World, actor, make_world
from tests.refusing import refused
from tests.task_factories import PROOF, bring_to, make_programme, make_task, noon, take_step
from tiendo.domain import clock
from tiendo.domain.collation import fold, sort_key
from tiendo.domain.lifecycle import State
from tiendo.domain.status import OfficialColumn, Status, status
from tiendo.organisations.models import BodyGroup, Kind, Level
from tiendo.programmes.actions import add_section
from tiendo.programmes.models import Programme
from tiendo.tasks import actions
from tiendo.tasks.errors import TaskError
from tiendo.tasks.histories import task_histories, task_history
from tiendo.tasks.models import Occurrence, Part, StatusSpan, Task
from tiendo.tasks.permissions import available_actions, can_view
from tiendo.tasks.queries import (
    Bucket,
    OfficialCounts,
    TaskFilter,
    counts_by_lead,
    counts_by_section,
    due_between,
    find_tasks,
    list_page,
    my_work,
    next_action,
    official_counts,
    select_tasks,
    silent_bodies,
    sort_tasks,
    visible_tasks,
    with_status,
    without_officer,
)
from tiendo.tasks.spans import audit_spans, known_stretches, rebuild_spans

pytestmark = pytest.mark.django_db

TODAY = dt.date(2025, 9, 10)
D = dt.date


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _today():
    with noon(TODAY):
        yield


@pytest.fixture
def programme(world: World) -> Programme:
    return make_programme(world)


def live(world: World, programme: Programme, **fields) -> Task:
    return bring_to(world, make_task(world, programme, **fields), State.LIVE)


def everything(world: World, **fields):
    return find_tasks(actor(world.leader), TaskFilter(**fields), TODAY)


# What a role sees


def test_a_body_sees_the_tasks_in_which_it_has_a_part(world, programme):
    task = live(world, programme)
    seeing = {"snv_officer", "snv_head", "stc_officer", "stc_head"}
    seeing |= {"coordinator", "skhcn_officer", "skhcn_head", "office", "leader", "inspector"}
    for name in (*seeing, "congan_officer", "ea_trang_officer", "clerk", "administrator"):
        by = actor(getattr(world, name))
        assert can_view(by, task) is (name in seeing), name


def test_drafts_are_seen_by_those_who_give_them(world, programme):
    draft = make_task(world, programme)
    assert can_view(actor(world.coordinator), draft)
    for name in ("leader", "snv_officer", "office", "inspector"):
        assert not can_view(actor(getattr(world, name)), draft), name


def test_a_member_of_an_assigned_group_sees_the_task(world, programme):
    group = BodyGroup.objects.create(
        name="UBND các xã, phường",
        slug="xa-phuong",
        folded_names=["ubnd cac xa, phuong"],
        kinds=[Kind.COMMUNE, Kind.WARD],
        level=Level.COMMUNE,
        source="tests",
    )
    task = live(world, programme, coordinating=[group])
    assert can_view(actor(world.ea_trang_officer), task)
    assert not can_view(actor(world.congan_officer), task)


def test_an_assignment_that_ended_is_seen_no_more(world, programme):
    with noon(D(2025, 9, 1)):
        task = live(world, programme)
    row = task.assignments.get(part=Part.COORDINATE)
    actions.end_assignment(assignment=row, version=task.version, by=actor(world.coordinator))
    assert not can_view(actor(world.stc_officer), task)
    assert visible_tasks(actor(world.stc_officer), D(2025, 9, 5)).filter(pk=task.pk).exists()


# Status, as of any day and as known at any moment


def make_every_status(world: World, programme: Programme) -> list[Task]:
    with noon(D(2025, 7, 1)):
        tasks = [live(world, programme, last_day=D(2025, 8, 31)) for _number in range(3)]
        tasks += [live(world, programme) for _number in range(5)]
        tasks.append(live(world, programme, last_day=None, recurrence="R:continuous"))
        tasks.append(live(world, programme, last_day=None, deadline_key="2026+"))
    with noon(D(2025, 9, 5)):
        tasks[1] = take_step(world, tasks[1], "claim", D(2025, 9, 2))
        for step in ("claim", "approve", "confirm"):
            tasks[2] = take_step(world, tasks[2], step, D(2025, 9, 2))
            tasks[3] = take_step(world, tasks[3], step, D(2025, 9, 2))
        tasks[4] = take_step(world, tasks[4], "claim", D(2025, 9, 2))
        tasks[5] = take_step(world, tasks[5], "suspend")
        tasks[6] = take_step(world, tasks[6], "cancel")
        actions.record_update(task=tasks[7], done="Đang làm", by=actor(world.snv_officer))
    return tasks


EXPECTED = [
    "overdue",
    "awaiting_overdue",
    "done_late",
    "done_on_time",
    "awaiting",
    "suspended",
    "cancelled",
    "in_progress",
    "continuous",
    "no_deadline",
]


def test_the_list_shows_what_the_function_says_on_any_day_and_as_known(world, programme):
    tasks = make_every_status(world, programme)
    histories = task_histories([task.pk for task in tasks])
    for on in (D(2025, 6, 30), D(2025, 8, 1), D(2025, 9, 3), TODAY, D(2026, 5, 1)):
        for known in (None, D(2025, 7, 2), D(2025, 9, 4), D(2025, 9, 6)):
            known_at = clock.local_noon(known) if known else None
            listed = with_status(Task.objects.all(), on, known_at)
            assert {task.pk: task.status for task in listed} == {
                pk: status(history, on, known_at) for pk, history in histories.items()
            }
    listed = dict(with_status(Task.objects.all(), TODAY).values_list("pk", "status"))
    assert [listed[task.pk] for task in tasks] == EXPECTED


def test_official_counts_add_up(world, programme):
    make_every_status(world, programme)
    make_task(world, programme)
    counts = official_counts(everything(world))
    assert counts.by_status == {Status(code): number for code, number in Counter(EXPECTED).items()}
    assert (counts.total, counts.done_on_time, counts.done_late) == (10, 1, 1)
    assert (counts.in_progress, counts.overdue, counts.awaiting) == (2, 2, 2)
    assert sum(counts.column(column) for column in OfficialColumn) == counts.total
    assert (counts.on_time_rate.numerator, counts.on_time_rate.denominator) == (1, 4)


def test_a_rate_without_anything_due_is_undefined_not_zero():
    assert OfficialCounts({Status.IN_PROGRESS: 3}).on_time_rate.value is None
    assert OfficialCounts({Status.OVERDUE: 3}).on_time_rate.value == 0


def test_counts_by_part_of_the_plan_and_by_body_agree_with_the_whole(world, programme):
    by = actor(world.coordinator)
    first = add_section(programme=programme, path="II.1", title="Nhận thức", order=1, by=by)
    second = add_section(programme=programme, path="II.2", title="Thể chế", order=2, by=by)
    live(world, programme, section=second)
    live(world, programme, section=first, lead=world.stc, coordinating=[])
    with noon(D(2025, 8, 1)):
        live(world, programme, section=first, lead=world.congan, last_day=D(2025, 8, 31))
    live(world, programme)
    tasks = everything(world)
    by_section = counts_by_section(tasks)
    assert [(row.section, row.counts.total) for row in by_section] == [
        (first, 2),
        (second, 1),
        (None, 1),
    ]
    by_lead = counts_by_lead(tasks, TODAY)
    assert [(row.body, row.counts.total, row.counts.overdue) for row in by_lead] == [
        (world.congan, 1, 1),
        (world.snv, 2, 0),
        (world.stc, 1, 0),
    ]
    assert sum(row.counts.total for row in by_lead) == official_counts(tasks).total


def test_a_body_without_a_word_for_thirty_days_is_silent(world, programme):
    with noon(D(2025, 7, 1)):
        old = live(world, programme)
        new = live(world, programme, lead=world.congan)
        live(world, programme, lead=world.stc, coordinating=[])
        actions.record_update(task=old, done="Đã làm", by=actor(world.snv_officer))
    actions.record_update(task=new, done="Đã làm", by=actor(world.congan_officer))
    silent = silent_bodies(everything(world), TODAY)
    assert [(row.body, row.last_day) for row in silent] == [
        (world.stc, None),
        (world.snv, D(2025, 7, 1)),
    ]


def test_a_body_names_its_officer_within_the_days_allowed(world, programme):
    with noon(D(2025, 9, 4)):
        late, named = live(world, programme), live(world, programme)
    with noon(D(2025, 9, 5)):
        live(world, programme)
    head = actor(world.snv_head)
    actions.name_officer(task=named, officer=world.snv_officer, version=named.version, by=head)
    assert list(without_officer(everything(world), TODAY)) == [late]


# Filters, search, order


def test_search_needs_no_diacritics_and_finds_codes(world, programme):
    task = live(world, programme, title="Xây dựng Đề án đô thị thông minh", code="PL2-07")
    live(world, programme)
    for text in ("de an do thi", "ĐÔ THỊ thông minh", "pl2-07", "minh do"):
        assert list(everything(world, text=text)) == [task], text
    assert not everything(world, text="không có từ này").exists()
    assert everything(world, text="  ").count() == 2


def test_search_takes_signs_of_patterns_as_they_are(world, programme):
    live(world, programme, title="Đạt 100% hồ sơ")
    live(world, programme, title="Đạt 100 hồ sơ")
    assert everything(world, text="100%").count() == 1


def test_each_filter_restricts(world, programme):
    by = actor(world.coordinator)
    parent = add_section(programme=programme, path="II", title="Nhiệm vụ", order=1, by=by)
    child = add_section(
        programme=programme, path="II.1", title="Nhận thức", order=2, by=by, parent=parent
    )
    first = live(world, programme, section=child)
    second = live(world, programme, lead=world.congan, last_day=D(2025, 12, 31))
    actions.name_officer(
        task=first, officer=world.snv_officer, version=first.version, by=actor(world.snv_head)
    )
    expected = {
        "first": [
            {"section": parent.pk},
            {"section": child.pk},
            {"lead": world.snv.pk},
            {"body": world.snv.pk},
            {"deadline_to": D(2025, 9, 30)},
            {"officer": world.snv_officer.pk},
        ],
        "second": [
            {"lead": world.congan.pk},
            {"deadline_from": D(2025, 10, 1)},
            {"body": world.congan.pk, "part": Part.LEAD},
        ],
        "both": [
            {"programme": programme.pk},
            {"body": world.stc.pk, "part": Part.COORDINATE},
            {"statuses": frozenset({Status.NOT_STARTED, Status.OVERDUE})},
        ],
        "none": [
            {"body": world.stc.pk, "part": Part.LEAD},
            {"statuses": frozenset({Status.OVERDUE})},
            {"programme": programme.pk + 1},
        ],
    }
    rows = {"first": {first.pk}, "second": {second.pk}, "both": {first.pk, second.pk}}
    for name, filters in expected.items():
        for fields in filters:
            found = {task.pk for task in everything(world, **fields)}
            assert found == rows.get(name, set()), fields


def test_titles_stand_in_vietnamese_order(world, programme):
    titles = ["Đào tạo", "Dạy nghề", "Ân xá", "An toàn", "Ăn uống", "Ea Trang", "Êban"]
    for title in titles:
        live(world, programme, title=title)
    listed = [task.title for task in sort_tasks(everything(world), "title")]
    assert listed == ["An toàn", "Ăn uống", "Ân xá", "Dạy nghề", "Đào tạo", "Ea Trang", "Êban"]


def test_deadlines_ahead_in_order(world, programme):
    late = live(world, programme, last_day=D(2025, 9, 20))
    soon = live(world, programme, last_day=D(2025, 9, 12))
    live(world, programme, last_day=D(2026, 1, 1))
    found = due_between(everything(world), TODAY, D(2025, 9, 30))
    assert list(found) == [soon, late]


def test_as_of_a_past_day_the_deadline_is_the_one_in_force_then(world, programme):
    with noon(D(2025, 7, 1)):
        task = live(world, programme)
    actions.change_deadline(
        task=task,
        deadline_key="2025-12",
        last_day=D(2025, 12, 31),
        reason="Lý do",
        deciding_document="1/UBND",
        version=task.version,
        by=actor(world.leader),
    )
    leader = actor(world.leader)
    assert find_tasks(leader, TaskFilter(), TODAY).get().due_on == D(2025, 12, 31)
    assert find_tasks(leader, TaskFilter(), D(2025, 9, 1)).get().due_on == D(2025, 9, 30)
    known = clock.local_noon(D(2025, 9, 1))
    assert find_tasks(leader, TaskFilter(), TODAY, known).get().due_on == D(2025, 9, 30)


# The work list


def test_the_work_list_stands_in_the_order_in_which_it_presses(world, programme):
    with noon(D(2025, 7, 1)):
        rest = live(world, programme, last_day=D(2025, 12, 31))
        overdue = live(world, programme, last_day=D(2025, 8, 31))
        soon = live(world, programme, last_day=D(2025, 9, 17))
        returned = bring_to(world, make_task(world, programme), State.CLAIMED)
        returned = take_step(world, returned, "send_back")
        claimed = bring_to(world, make_task(world, programme), State.CLAIMED)
        approved = bring_to(world, make_task(world, programme), State.UNIT_APPROVED)
        bring_to(world, make_task(world, programme), State.CONFIRMED)
    head = my_work(actor(world.snv_head), TODAY)
    assert [(task.pk, Bucket(task.bucket)) for task in head] == [
        (returned.pk, Bucket.RETURNED),
        (overdue.pk, Bucket.OVERDUE),
        (soon.pk, Bucket.DUE_SOON),
        (claimed.pk, Bucket.WAITING),
        (approved.pk, Bucket.REST),
        (rest.pk, Bucket.REST),
    ]
    officer = my_work(actor(world.snv_officer), TODAY)
    assert [task.pk for task in officer if task.bucket == Bucket.WAITING] == []
    coordinator = my_work(actor(world.coordinator), TODAY)
    assert [(task.pk, task.bucket) for task in coordinator] == [(approved.pk, Bucket.WAITING)]
    assert not my_work(actor(world.stc_officer), TODAY).exists()
    assert next_action(actor(world.snv_head), head[0]) == "update"
    assert next_action(actor(world.snv_head), head[3]) == "approve"
    assert next_action(actor(world.coordinator), coordinator[0]) == "confirm"
    assert next_action(actor(world.snv_officer), head[4]) == ""


def test_no_action_is_offered_on_another_day(world, programme):
    task = live(world, programme)
    officer = actor(world.snv_officer)
    assert available_actions(officer, task, TODAY) == ("claim", "update", "add_evidence")
    assert available_actions(officer, task, TODAY - dt.timedelta(days=1)) == ()


# Recurring tasks


def recurring(world: World, programme: Programme, key: str, **fields) -> Task:
    return live(world, programme, last_day=None, deadline_key="", recurrence=key, **fields)


def test_a_recurring_task_is_done_one_occurrence_at_a_time(world, programme):
    with noon(D(2025, 7, 1)):
        task = recurring(world, programme, "R:quarterly", deadline_raw="Hằng quý")
    first = Occurrence.objects.filter(task=task).order_by("last_day")[0]
    assert (first.label, first.last_day) == ("2025-Q3", D(2025, 9, 30))
    for step in ("claim", "approve", "confirm"):
        task = take_step(world, task, step, D(2025, 9, 9))
    assert task.lifecycle == State.LIVE
    first.refresh_from_db()
    assert (first.lifecycle, first.done_on) == (State.CONFIRMED, D(2025, 9, 9))
    with refused(TaskError, "no_open_occurrence"):
        take_step(world, task, "claim")
    history = task_history(task)
    assert status(history, TODAY) is Status.DONE_ON_TIME
    assert status(history, D(2025, 10, 1)) is Status.NOT_STARTED
    assert status(history, D(2026, 1, 1)) is Status.OVERDUE
    with noon(D(2025, 10, 2)):
        row = find_tasks(actor(world.leader), TaskFilter(), D(2025, 10, 2)).get()
        assert (row.status, row.due_on, row.stage) == ("not_started", D(2025, 12, 31), "live")
        assert row.occurrence_label == "2025-Q4"
        task = take_step(world, task, "claim", D(2025, 10, 2))
    assert not audit_spans()


def test_reopening_acts_on_the_occurrence_confirmed_last(world, programme):
    with noon(D(2025, 7, 1)):
        task = recurring(world, programme, "R:monthly")
        for step in ("claim", "approve", "confirm"):
            task = take_step(world, task, step)
    coordinator = actor(world.coordinator)
    assert "reopen" in available_actions(coordinator, task, TODAY)
    task = take_step(world, task, "reopen")
    assert Occurrence.objects.get(task=task, label="2025-07").lifecycle == State.LIVE
    assert status(task_history(task), TODAY) is Status.OVERDUE


def test_a_moved_deadline_moves_the_current_occurrence_alone(world, programme):
    with noon(D(2025, 7, 1)):
        task = recurring(world, programme, "R:quarterly")
    moved = actions.change_deadline(
        task=task,
        deadline_key="2025-10-15",
        last_day=D(2025, 10, 15),
        reason="Lý do",
        deciding_document="1/UBND",
        version=task.version,
        by=actor(world.leader),
    )
    days = list(Occurrence.objects.filter(task=task).values_list("last_day", flat=True)[:2])
    assert days == [D(2025, 10, 15), D(2025, 12, 31)]
    with noon(D(2025, 12, 1)):
        actions.open_occurrences()
    labels = [row.label for row in Occurrence.objects.filter(task=moved)]
    assert len(set(labels)) == len(labels)


def test_time_lays_the_coming_occurrences_once(world, programme):
    task = recurring(world, programme, "R:monthly", deadline_raw="Hằng tháng")
    assert actions.open_occurrences() == 0
    before = Occurrence.objects.filter(task=task).count()
    with noon(D(2025, 11, 10)):
        assert actions.open_occurrences() == 2
        assert actions.open_occurrences() == 0
        assert not audit_spans()
    assert Occurrence.objects.filter(task=task).count() == before + 2


def test_occurrences_end_with_the_programme(world):
    short = make_programme(world, short_title="Ngắn", ends_on=D(2025, 11, 15))
    task = recurring(world, short, "R:monthly")
    labels = list(Occurrence.objects.filter(task=task).values_list("label", flat=True))
    assert labels == ["2025-09", "2025-10", "2025-11"]


# Spans


def test_spans_close_what_is_no_longer_known_and_keep_the_rest(world, programme):
    with noon(D(2025, 7, 1)):
        task = live(world, programme)
    take_step(world, task, "claim", D(2025, 9, 10))
    rows = StatusSpan.objects.filter(task=task)
    assert rows.filter(known__upper_inf=True).count() == 3
    assert rows.filter(known__upper_inf=False).count() == 2


def test_the_audit_finds_and_mends_a_wrong_span(world, programme):
    tasks = make_every_status(world, programme)
    assert audit_spans() == ()
    StatusSpan.objects.filter(task=tasks[0], status="overdue").update(status="done_on_time")
    StatusSpan.objects.filter(task=tasks[3]).delete()
    assert audit_spans() == (tasks[0].pk, tasks[3].pk)
    assert audit_spans() == ()


def test_rebuilding_gives_what_the_writes_had_laid(world, programme):
    tasks = make_every_status(world, programme)
    before = _stored()
    for task in tasks:
        rebuild_spans(task)
    assert _stored() == before
    assert known_stretches(task_history(tasks[3]))


def _stored() -> set[tuple[object, ...]]:
    rows = StatusSpan.objects.values_list("task_id", "status", "validity", "known")
    return {(task, code, str(days), str(known)) for task, code, days, known in rows}


def test_a_clock_that_went_back_spoils_nothing(world, programme):
    with noon(D(2025, 9, 20)):
        task = live(world, programme)
    with noon(D(2025, 9, 15)):
        actions.add_evidence(task=task, evidence=PROOF, by=actor(world.snv_officer))
    with noon(D(2025, 9, 21)):
        take_step(world, task, "claim")
    assert audit_spans() == ()


# Cost


def test_lists_and_counts_cost_the_same_for_any_number_of_tasks(world, programme):
    def queries() -> list[int]:
        leader, head = actor(world.leader), actor(world.snv_head)
        counts = []
        for read in (
            lambda: list(sort_tasks(find_tasks(leader, TaskFilter(text="quy"), TODAY), "lead")),
            lambda: list(my_work(head, TODAY)),
            lambda: official_counts(find_tasks(leader, TaskFilter(), TODAY)),
            lambda: counts_by_section(find_tasks(leader, TaskFilter(), TODAY)),
            lambda: counts_by_lead(select_tasks(leader, TaskFilter(), TODAY), TODAY),
            lambda: silent_bodies(find_tasks(leader, TaskFilter(), TODAY), TODAY),
            lambda: task_histories(Task.objects.values_list("pk", flat=True)),
        ):
            with CaptureQueriesContext(connection) as captured:
                read()
            counts.append(len(captured))
        return counts

    by = actor(world.coordinator)
    section = add_section(programme=programme, path="II", title="Nhiệm vụ", order=1, by=by)
    live(world, programme, section=section)
    few = queries()
    for _number in range(4):
        live(world, programme, section=section)
    assert queries() == few == [1, 1, 1, 2, 2, 3, 6]


def test_folding_and_order_are_written_with_each_edit(world, programme):
    task = make_task(world, programme, title="Đề án", code="A1")
    actions.edit_task(
        task=task, version=task.version, by=actor(world.coordinator), title="Ánh sáng"
    )
    task.refresh_from_db()
    assert task.folded == fold("A1 Ánh sáng Quyết định của UBND tỉnh")
    assert bytes(task.sort_key) == sort_key("Ánh sáng")


# One page of the list


@pytest.mark.parametrize("ordering", ["plan", "title", "deadline", "-deadline", "lead", "status"])
def test_the_pages_of_a_list_are_the_whole_list_in_its_order(world, programme, ordering):
    make_every_status(world, programme)
    leader = actor(world.leader)
    whole = list(sort_tasks(everything(world), ordering).values_list("pk", "status", "due_on"))
    pages = [
        list_page(leader, TaskFilter(), TODAY, ordering=ordering, number=number, size=4)
        for number in (1, 2, 3)
    ]
    rows = [(task.pk, task.status, task.due_on) for page in pages for task in page.tasks]
    assert rows == whole
    assert [(page.number, page.pages, page.counts.total) for page in pages] == [
        (1, 3, 10),
        (2, 3, 10),
        (3, 3, 10),
    ]


def test_a_page_beyond_the_last_is_the_last_and_an_empty_list_has_one(world, programme):
    live(world, programme)
    leader = actor(world.leader)
    assert list_page(leader, TaskFilter(), TODAY, number=99).number == 1
    empty = list_page(leader, TaskFilter(text="không có"), TODAY, number=-3)
    assert (empty.tasks, empty.number, empty.pages, empty.counts.total) == ([], 1, 1, 0)


def test_a_page_costs_two_queries(world, programme):
    for _number in range(3):
        live(world, programme)
    by = actor(world.snv_officer)
    with CaptureQueriesContext(connection) as captured:
        page = list_page(by, TaskFilter(text="quy"), TODAY, ordering="lead")
        shown = [(task.lead_name, task.section_id, task.code) for task in page.tasks]
        assert [row[:2] for row in shown] == [("Sở Nội vụ", None)] * 3
    assert len(captured) == 2
