"""A programme replaced by another: mapped by the coordinator, decided by a leader at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.document_factories import register_plan, text_of
from tests.factories import World, actor, make_world
from tests.integration.test_intake import signed_in
from tests.task_factories import bring_to, make_programme, make_task, noon, take_step
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import User
from tiendo.audit.models import AuditEvent
from tiendo.documents.models import Passage
from tiendo.domain.lifecycle import State
from tiendo.outbox.models import OutboxEvent
from tiendo.programmes.actions import add_section
from tiendo.programmes.models import (
    HandOverDecision,
    HandOverRow,
    HandOverSection,
    HandOverState,
    PlanSection,
    Programme,
    ProgrammeHandOver,
    ProgrammeState,
)
from tiendo.tasks.actions.handing_over import (
    RowChoice,
    accept_proposals,
    carry_rows,
    decide_rows,
    refresh_rows,
    start_handover,
)
from tiendo.tasks.actions.handing_over_decision import (
    apply_handover,
    discard_handover,
    return_handover,
    submit_handover,
)
from tiendo.tasks.actions.handing_over_sections import map_sections
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import DeadlineChange, Lifecycle, StatusSpan, Task
from tiendo.tasks.queries import TaskFilter, select_tasks
from tiendo.tasks.queries.handovers import sections_of
from tiendo.tasks.spans import audit_spans

pytestmark = pytest.mark.django_db

BEFORE, TODAY = dt.date(2025, 9, 1), dt.date(2025, 9, 10)
DOCUMENT = "146/KH-UBND ngày 14/8/2025"
D = HandOverDecision


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


@pytest.fixture
def old(world: World) -> Programme:
    return make_programme(world, short_title="Kế hoạch 49")


@pytest.fixture
def new(world: World) -> Programme:
    return make_programme(world, short_title="Kế hoạch 146")


def given(world: World, programme: Programme, title: str, **fields: object) -> Task:
    """A task live since the first of September."""
    with noon(BEFORE):
        return bring_to(world, make_task(world, programme, title=title, **fields), State.LIVE)


@pytest.fixture
def tasks(world: World, old: Programme, new: Programme) -> dict[str, Task]:
    """Four live tasks of the old plan; the new one has a task that says the first again."""
    made = {
        "like": given(world, old, "Xây dựng kho dữ liệu dùng chung về đất đai của tỉnh"),
        "carried": given(world, old, "Lập bản đồ ngập lụt các xã ven sông bằng ảnh vệ tinh"),
        "ended": given(world, old, "Tổ chức hội thi tin học cho thanh niên nông thôn"),
        "cancelled": given(world, old, "Mua sắm máy trạm cho các phòng thử nghiệm cũ"),
    }
    made["heir"] = given(world, new, "Xây dựng kho dữ liệu dùng chung về đất đai của toàn tỉnh")
    return made


@pytest.fixture
def handover(
    world: World, old: Programme, new: Programme, tasks: dict[str, Task]
) -> ProgrammeHandOver:
    return start_handover(old=old, new=new, deciding_document=DOCUMENT, by=actor(world.coordinator))


def row_of(handover: ProgrammeHandOver, task: Task) -> HandOverRow:
    return HandOverRow.objects.get(handover=handover, task=task)


def choices_for(handover: ProgrammeHandOver, tasks: dict[str, Task]) -> dict[int, RowChoice]:
    return {
        row_of(handover, tasks["like"]).pk: RowChoice(D.SUPERSEDE, tasks["heir"]),
        row_of(handover, tasks["carried"]).pk: RowChoice(D.CARRY),
        row_of(handover, tasks["ended"]).pk: RowChoice(D.END, reason="Đã lồng ghép"),
        row_of(handover, tasks["cancelled"]).pk: RowChoice(D.CANCEL, reason="Hết kinh phí"),
    }


@pytest.fixture
def submitted(
    world: World, handover: ProgrammeHandOver, tasks: dict[str, Task]
) -> ProgrammeHandOver:
    by = actor(world.coordinator)
    decide_rows(handover=handover, choices=choices_for(handover, tasks), by=by)
    return submit_handover(handover=handover, by=by)


def refused_code(refusal: pytest.ExceptionInfo[TaskError]) -> str:
    return refusal.value.code


# The parts of the plan


def test_parts_are_matched_by_title_then_number_reviewed_and_carried(
    world: World, old: Programme, new: Programme
) -> None:
    by = actor(world.coordinator)

    def part(programme: Programme, path: str, title: str, order: int) -> PlanSection:
        return add_section(programme=programme, path=path, title=title, order=order, by=by)

    data, skills, odd = (
        part(old, "I", "Dữ liệu số", 1), part(old, "II", "Kỹ năng số", 2), part(old, "V", "Khác", 3)
    )  # fmt: skip
    first, second = part(new, "I", "Nhân lực", 1), part(new, "II", "dữ liệu số", 2)
    kept = [given(world, old, f"Việc {at}", section=at) for at in (data, skills, odd)]
    row = start_handover(old=old, new=new, deciding_document=DOCUMENT, by=by)
    proposed = {each.old: each.new for each in sections_of(row)}
    assert proposed == {data: second, skills: second, odd: None}
    carry_rows(handover=row, row_ids=list(row.rows.values_list("pk", flat=True)), by=by)
    with pytest.raises(TaskError) as refused:
        submit_handover(handover=row, by=by)
    assert refused.value.code == "handover_sections_unreviewed"
    with pytest.raises(TaskError) as refused:
        map_sections(handover=row, choices={odd.pk: data}, by=by)
    assert refused.value.code == "handover_section_wrong"
    choices = {data.pk: second, skills.pk: first, odd.pk: None}
    client = signed_in(world.coordinator)
    url = reverse("handover-sections", args=[row.pk])
    assert "Dữ liệu số" in client.get(url).content.decode()
    typed = {f"part_{pk}": heir.pk if heir else "" for pk, heir in choices.items()}
    assert client.post(url, typed).status_code == 302
    assert all(each.reviewed_by == world.coordinator for each in sections_of(row))
    event = AuditEvent.objects.get(action__endswith="map_sections")
    assert event.after["sections"] == ["I → II", "II → I", "V → –"]
    submit_handover(handover=row, by=by)
    with pytest.raises(TaskError):
        map_sections(handover=row, choices=choices, by=by)
    apply_handover(handover=row, by=actor(world.leader))
    for task in kept:
        task.refresh_from_db()
    assert [task.section for task in kept] == [second, first, None]
    with pytest.raises(DatabaseError), transaction.atomic():
        HandOverSection.objects.update(new=None)


def test_a_draft_the_new_plan_says_again_is_answered_for_by_its_task(
    world: World, old: Programme, new: Programme
) -> None:
    """It stays a draft of the replaced plan; its passages go to the task that takes its place."""
    text = text_of(register_plan(world))
    passage = Passage.objects.create(text=text, start=0, end=5, quote=text.content[:5])
    draft = make_task(world, old, title="Lập bản đồ ngập lụt bằng ảnh", passages=[passage])
    heir = given(world, new, "Lập bản đồ ngập lụt bằng ảnh vệ tinh")
    by = actor(world.coordinator)
    row = start_handover(old=old, new=new, deciding_document=DOCUMENT, by=by)
    assert accept_proposals(handover=row, row_ids=[row_of(row, draft).pk], by=by) == 1
    submit_handover(handover=row, by=by)
    apply_handover(handover=row, by=actor(world.leader))
    draft.refresh_from_db()
    assert (draft.lifecycle, draft.programme) == (State.DRAFT, old)
    assert [source.passage for source in heir.sources.all()] == [passage]
    assert AuditEvent.objects.get(action="task.sources_added").actor_id == world.leader.pk


# Preparing


def test_each_standing_task_has_a_row_and_the_alike_one_a_proposal(
    handover: ProgrammeHandOver, tasks: dict[str, Task]
) -> None:
    assert handover.rows.count() == 4
    like = row_of(handover, tasks["like"])
    assert like.proposed == tasks["heir"]
    assert like.score is not None
    assert like.score > Decimal("0.5")
    assert row_of(handover, tasks["carried"]).proposed is None


def test_tasks_done_or_set_aside_have_no_row(
    world: World, old: Programme, new: Programme, tasks: dict[str, Task]
) -> None:
    take_step(world, tasks["ended"], "cancel")
    made = start_handover(old=old, new=new, deciding_document=DOCUMENT, by=actor(world.coordinator))
    assert tasks["ended"].pk not in set(made.rows.values_list("task", flat=True))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("same", "handover_same"),
        ("no document", "handover_document_needed"),
        ("closed", "handover_not_active"),
        ("twice", "handover_under_way"),
        ("empty", "handover_nothing"),
    ],
)
def test_what_cannot_be_begun_is_said(
    change: str, code: str, world: World, old: Programme, new: Programme
) -> None:
    by = actor(world.coordinator)
    if change != "empty":
        given(world, old, "Lập bản đồ ngập lụt các xã ven sông")
    if change == "closed":
        Programme.objects.filter(pk=new.pk).update(state=ProgrammeState.CLOSED)
    if change == "twice":
        start_handover(old=old, new=new, deciding_document=DOCUMENT, by=by)
    document = " " if change == "no document" else DOCUMENT
    with pytest.raises(TaskError) as refusal:
        start_handover(
            old=old, new=old if change == "same" else new, deciding_document=document, by=by
        )
    assert refused_code(refusal) == code


def test_a_claimed_task_can_only_be_carried(
    world: World, handover: ProgrammeHandOver, tasks: dict[str, Task]
) -> None:
    take_step(world, tasks["like"], "claim")
    row, by = row_of(handover, tasks["like"]), actor(world.coordinator)
    with pytest.raises(TaskError) as refusal:
        decide_rows(
            handover=handover, choices={row.pk: RowChoice(D.SUPERSEDE, tasks["heir"])}, by=by
        )
    assert refused_code(refusal) == "handover_not_allowed"
    assert carry_rows(handover=handover, row_ids=[row.pk], by=by) == 1


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        (RowChoice(D.END), "handover_reason_needed"),
        (RowChoice(D.CANCEL, reason="  "), "handover_reason_needed"),
        (RowChoice(D.SUPERSEDE), "handover_successor_wrong"),
        (RowChoice(D.LEAVE), "handover_not_allowed"),
    ],
)
def test_a_half_choice_is_refused(
    choice: RowChoice, code: str, world: World, handover: ProgrammeHandOver, tasks: dict[str, Task]
) -> None:
    row = row_of(handover, tasks["ended"])
    with pytest.raises(TaskError) as refusal:
        decide_rows(handover=handover, choices={row.pk: choice}, by=actor(world.coordinator))
    assert refused_code(refusal) == code


def test_a_task_of_the_old_programme_takes_the_place_of_none(
    world: World, handover: ProgrammeHandOver, tasks: dict[str, Task]
) -> None:
    row = row_of(handover, tasks["ended"])
    choice = RowChoice(D.SUPERSEDE, tasks["carried"])
    with pytest.raises(TaskError) as refusal:
        decide_rows(handover=handover, choices={row.pk: choice}, by=actor(world.coordinator))
    assert refused_code(refusal) == "handover_successor_wrong"


def test_proposals_are_accepted_together_and_rows_without_one_stay(
    world: World, handover: ProgrammeHandOver, tasks: dict[str, Task]
) -> None:
    ids = list(handover.rows.values_list("pk", flat=True))
    assert accept_proposals(handover=handover, row_ids=ids, by=actor(world.coordinator)) == 1
    row = row_of(handover, tasks["like"])
    assert (row.decision, row.successor) == (D.SUPERSEDE, tasks["heir"])


def test_the_list_is_brought_up_to_date_and_what_fits_stays(
    world: World, old: Programme, handover: ProgrammeHandOver, tasks: dict[str, Task]
) -> None:
    by = actor(world.coordinator)
    decide_rows(handover=handover, choices=choices_for(handover, tasks), by=by)
    take_step(world, tasks["like"], "claim")
    take_step(world, tasks["ended"], "cancel")
    late = given(world, old, "Đo kiểm chất lượng sóng di động ở buôn xa trung tâm")
    assert refresh_rows(handover=handover, by=by) == 1
    assert row_of(handover, late).decision == ""
    assert row_of(handover, tasks["like"]).decision == ""
    assert row_of(handover, tasks["carried"]).decision == D.CARRY
    assert not HandOverRow.objects.filter(task=tasks["ended"]).exists()


def test_it_is_submitted_only_when_every_task_is_decided_on(
    world: World, handover: ProgrammeHandOver
) -> None:
    with pytest.raises(TaskError) as refusal:
        submit_handover(handover=handover, by=actor(world.coordinator))
    assert refused_code(refusal) == "handover_undecided"


# Deciding


def _statuses(tasks: dict[str, Task]) -> set[tuple[object, ...]]:
    """Every status of every task as known up to the first of September, on every day before."""
    rows = StatusSpan.objects.filter(task__in=tasks.values(), known__startswith__lt=_moment(TODAY))
    return {(row.task_id, row.status, row.validity.lower, row.known.lower) for row in rows}


def _moment(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def _as_known(world: World, on: dt.date, known_at: dt.datetime | None) -> dict[int, str]:
    found = select_tasks(actor(world.coordinator), TaskFilter(), on, known_at)
    return dict(found.values_list("pk", "status"))


def test_a_leader_decides_and_every_task_goes_where_it_was_sent(
    world: World,
    submitted: ProgrammeHandOver,
    tasks: dict[str, Task],
    old: Programme,
    new: Programme,
) -> None:
    apply_handover(handover=submitted, by=actor(world.leader))
    for task in tasks.values():
        task.refresh_from_db()
    old.refresh_from_db()
    new.refresh_from_db()
    assert tasks["like"].lifecycle == Lifecycle.SUPERSEDED
    assert tasks["carried"].lifecycle == Lifecycle.LIVE
    assert tasks["carried"].programme == new
    assert tasks["ended"].lifecycle == Lifecycle.SUPERSEDED
    assert tasks["cancelled"].lifecycle == Lifecycle.CANCELLED
    assert (old.state, new.replaces) == (ProgrammeState.REPLACED, old)
    told = OutboxEvent.objects.get(name="handover.applied")
    assert world.snv.pk in told.payload["bodies"]
    events = AuditEvent.objects.filter(action="handover.apply")
    assert [event.actor_id for event in events] == [world.leader.pk]


def test_a_carried_task_keeps_code_deadlines_history_and_trail(
    world: World, submitted: ProgrammeHandOver, tasks: dict[str, Task]
) -> None:
    task = tasks["carried"]
    events = list(task.events.values_list("pk", flat=True))
    changes = list(DeadlineChange.objects.filter(task=task).values_list("pk", flat=True))
    trail = AuditEvent.objects.filter(object_type="tasks.task", object_id=str(task.pk)).count()
    apply_handover(handover=submitted, by=actor(world.leader))
    code = task.code
    task.refresh_from_db()
    assert task.code == code
    assert list(task.events.values_list("pk", flat=True)) == events
    kept = DeadlineChange.objects.filter(task=task).values_list("pk", flat=True)
    assert list(kept) == changes
    after = AuditEvent.objects.filter(object_type="tasks.task", object_id=str(task.pk)).count()
    assert after == trail + 1


def test_a_code_in_use_in_the_new_programme_is_marked(
    world: World, submitted: ProgrammeHandOver, tasks: dict[str, Task], new: Programme
) -> None:
    given(world, new, "Một việc khác hẳn của kế hoạch mới", code=tasks["carried"].code)
    apply_handover(handover=submitted, by=actor(world.leader))
    carried = Task.objects.get(pk=tasks["carried"].pk)
    assert carried.code == f"{tasks['carried'].code}-CT{submitted.old_id}"
    assert carried.folded.startswith(carried.code.casefold())
    assert row_of(submitted, carried).old_code == tasks["carried"].code


def test_what_was_known_before_stays_known(
    world: World, submitted: ProgrammeHandOver, tasks: dict[str, Task]
) -> None:
    moments = [_moment(BEFORE) + dt.timedelta(hours=hours) for hours in (0, 12, 96, 200)]
    days = [BEFORE + dt.timedelta(days=step) for step in range(0, 60, 7)]
    before = [_as_known(world, day, moment) for day in days for moment in moments]
    spans = _statuses(tasks)
    with noon(TODAY + dt.timedelta(days=1)):
        apply_handover(handover=submitted, by=actor(world.leader))
        assert audit_spans() == ()
        assert _statuses(tasks) == spans
        assert [_as_known(world, day, moment) for day in days for moment in moments] == before


def test_days_before_count_in_the_old_programme_and_days_after_in_the_new(
    world: World,
    submitted: ProgrammeHandOver,
    tasks: dict[str, Task],
    old: Programme,
    new: Programme,
) -> None:
    apply_handover(handover=submitted, by=actor(world.leader))
    by = actor(world.leader)

    def held(programme: Programme, on: dt.date) -> bool:
        found = select_tasks(by, TaskFilter(programme=programme.pk), on)
        return found.filter(pk=tasks["carried"].pk).exists()

    yesterday = TODAY - dt.timedelta(days=1)
    assert (held(old, yesterday), held(new, yesterday)) == (True, False)
    assert (held(old, TODAY), held(new, TODAY)) == (False, True)
    with noon(TODAY + dt.timedelta(days=9)):
        assert (held(old, yesterday), held(new, TODAY)) == (True, True)


def test_deciding_twice_changes_nothing(
    world: World, submitted: ProgrammeHandOver, tasks: dict[str, Task]
) -> None:
    apply_handover(handover=submitted, by=actor(world.leader))
    count = AuditEvent.objects.count()
    apply_handover(handover=submitted, by=actor(world.leader))
    assert AuditEvent.objects.count() == count


def test_a_task_that_moved_on_stops_all(
    world: World, submitted: ProgrammeHandOver, tasks: dict[str, Task]
) -> None:
    take_step(world, tasks["like"], "claim")
    with pytest.raises(TaskError) as refusal:
        apply_handover(handover=submitted, by=actor(world.leader))
    assert refused_code(refusal) == "handover_outdated"
    assert refusal.value.params["tasks"] == tasks["like"].code
    assert Task.objects.get(pk=tasks["carried"].pk).programme == submitted.old
    assert ProgrammeHandOver.objects.get(pk=submitted.pk).state == HandOverState.SUBMITTED


def test_a_task_given_after_the_submission_stops_all(
    world: World, submitted: ProgrammeHandOver, old: Programme
) -> None:
    late = given(world, old, "Đo kiểm chất lượng sóng di động ở buôn xa trung tâm")
    with pytest.raises(TaskError) as refusal:
        apply_handover(handover=submitted, by=actor(world.leader))
    assert refusal.value.params["tasks"] == late.code


def test_a_leader_returns_it_with_a_reason(world: World, submitted: ProgrammeHandOver) -> None:
    with pytest.raises(TaskError) as refusal:
        return_handover(handover=submitted, reason=" ", by=actor(world.leader))
    assert refused_code(refusal) == "handover_return_needs_reason"
    back = return_handover(handover=submitted, reason="Xem lại việc 2", by=actor(world.leader))
    assert (back.state, back.returned_for) == (HandOverState.DRAFT, "Xem lại việc 2")
    with pytest.raises(TaskError):
        apply_handover(handover=submitted, by=actor(world.leader))


def test_a_mapping_given_up_leaves_room_for_another(
    world: World, handover: ProgrammeHandOver, old: Programme, new: Programme
) -> None:
    by = actor(world.coordinator)
    discard_handover(handover=handover, by=by)
    again = start_handover(old=old, new=new, deciding_document=DOCUMENT, by=by)
    assert again.pk != handover.pk


def test_the_coordinator_prepares_and_a_leader_decides(
    world: World, handover: ProgrammeHandOver, submitted: ProgrammeHandOver
) -> None:
    with pytest.raises(PermissionRefused):
        apply_handover(handover=submitted, by=actor(world.coordinator))
    with pytest.raises(PermissionRefused):
        refresh_rows(handover=submitted, by=actor(world.leader))
    with pytest.raises(PermissionRefused):
        carry_rows(handover=handover, row_ids=[], by=actor(world.snv_head))


def test_the_database_keeps_what_was_decided(world: World, submitted: ProgrammeHandOver) -> None:
    apply_handover(handover=submitted, by=actor(world.leader))
    for change in (
        lambda: ProgrammeHandOver.objects.filter(pk=submitted.pk).update(deciding_document="x"),
        lambda: HandOverRow.objects.filter(handover=submitted).update(reason="x"),
        lambda: HandOverRow.objects.filter(handover=submitted).delete(),
    ):
        with pytest.raises(IntegrityError, match="hand-over"), transaction.atomic():
            change()


# Pages


def page_of(user: User, handover: ProgrammeHandOver, **query: str) -> str:
    address = reverse("handover", args=[handover.pk])
    return signed_in(user).get(address, query).content.decode()


def test_the_page_shows_old_proposal_and_what_differs(
    world: World, handover: ProgrammeHandOver, tasks: dict[str, Task]
) -> None:
    Task.objects.filter(pk=tasks["heir"].pk).update(last_day=dt.date(2025, 12, 31))
    page = page_of(world.coordinator, handover)
    assert f"{tasks['like'].code} {tasks['like'].title}" in page
    assert "đề xuất, giống" in page
    assert "Thời hạn: 30/09/2025 → 31/12/2025" in page
    assert "Còn 4 nhiệm vụ chưa chọn cách chuyển" in page
    assert tasks["like"].title not in page_of(world.coordinator, handover, loc="khong-de-xuat")


def test_a_mapping_goes_from_the_form_to_the_decision(
    world: World, old: Programme, new: Programme, tasks: dict[str, Task]
) -> None:
    client = signed_in(world.coordinator)
    form = {"old": old.pk, "new": new.pk, "deciding_document": DOCUMENT}
    answer = client.post(reverse("handover-new"), form)
    handover = ProgrammeHandOver.objects.get()
    assert answer.url == reverse("handover", args=[handover.pk])
    many = reverse("handover-rows", args=[handover.pk])
    ids = list(handover.rows.values_list("pk", flat=True))
    client.post(many, {"action": "carry", "dong": ids})
    row = row_of(handover, tasks["like"])
    one = reverse("handover-row", args=[row.pk])
    choice = {"decision": "supersede", "successor": tasks["heir"].code.lower(), "reason": ""}
    assert client.post(one, choice).status_code == 302
    client.post(reverse("handover-submit", args=[handover.pk]))
    leader = signed_in(world.leader)
    assert "Bản chuyển nhiệm vụ chờ tôi" in leader.get(reverse("my-work")).content.decode()
    assert "Quyết định chuyển…" in page_of(world.leader, handover)
    leader.post(reverse("handover-apply", args=[handover.pk]))
    assert Task.objects.get(pk=tasks["like"].pk).lifecycle == Lifecycle.SUPERSEDED
    task_page = reverse("task", args=[tasks["like"].pk])
    assert f">{tasks['heir'].code}</a>" in leader.get(task_page).content.decode()
    heir_page = reverse("task", args=[tasks["heir"].pk])
    assert "Thay cho" in leader.get(heir_page).content.decode()
    carried_page = reverse("task", args=[tasks["carried"].pk])
    carried = leader.get(carried_page).content.decode()
    assert "Chuyển từ Kế hoạch 49 sang Kế hoạch 146" in carried


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"decision": "end", "reason": ""}, "Chưa nêu lý do kết thúc"),
        ({"decision": "supersede", "successor": "KHONG-CO"}, "phải là nhiệm vụ còn thực hiện"),
        ({"decision": "leave"}, "leave"),
    ],
)
def test_the_form_of_a_row_says_what_is_wrong(
    choice: dict[str, str],
    words: str,
    world: World,
    handover: ProgrammeHandOver,
    tasks: dict[str, Task],
) -> None:
    address = reverse("handover-row", args=[row_of(handover, tasks["ended"]).pk])
    answer = signed_in(world.coordinator).post(address, choice)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_refused_decision_is_told_on_the_page(
    world: World, submitted: ProgrammeHandOver, tasks: dict[str, Task]
) -> None:
    take_step(world, tasks["like"], "claim")
    answer = signed_in(world.leader).post(reverse("handover-apply", args=[submitted.pk]))
    assert answer.status_code == 409
    assert tasks["like"].code in answer.content.decode()


def test_sure_proposals_are_taken_at_once_and_an_unknown_action_is_refused(
    world: World, handover: ProgrammeHandOver, tasks: dict[str, Task]
) -> None:
    client = signed_in(world.coordinator)
    row = row_of(handover, tasks["like"])
    HandOverRow.objects.filter(pk=row.pk).update(score=Decimal("0.95"))
    many = reverse("handover-rows", args=[handover.pk])
    client.post(many, {"action": "sure"})
    assert row_of(handover, tasks["like"]).decision == D.SUPERSEDE
    assert handover.rows.filter(decision="").count() == 3
    assert client.post(many, {"action": "drop"}).status_code == 400


def test_the_page_asks_the_same_number_of_queries_however_many_rows(
    world: World, old: Programme, handover: ProgrammeHandOver
) -> None:
    client = signed_in(world.coordinator)
    address = reverse("handover", args=[handover.pk])

    def asked() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            client.get(address)
        return len(found)

    before = asked()
    for number in range(5):
        given(world, old, f"Đo kiểm chất lượng sóng di động ở buôn số {number} xa trung tâm")
    refresh_rows(handover=handover, by=actor(world.coordinator))
    assert asked() == before


def test_the_page_of_a_replaced_programme_leads_to_the_new_one(
    world: World, submitted: ProgrammeHandOver, old: Programme, new: Programme
) -> None:
    apply_handover(handover=submitted, by=actor(world.leader))
    address = reverse("programme", args=[old.pk])
    page = signed_in(world.leader).get(address).content.decode()
    assert "đã được thay thế bằng" in page
    assert reverse("programme", args=[new.pk]) in page
