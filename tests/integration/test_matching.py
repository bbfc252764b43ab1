"""Drafts of a later document against live tasks: matched, undone, and one task for both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.document_factories import extract_plan, plan_docx
from tests.factories import World, actor, make_world
from tests.integration.test_intake import new_programme, signed_in
from tests.task_factories import bring_to, make_programme, make_task, noon, take_step
from tiendo.audit.models import AuditEvent
from tiendo.domain.lifecycle import State
from tiendo.intake.actions import (
    Choice,
    approve_run,
    decide_drafts,
    match_draft,
    match_many,
    undo_match,
)
from tiendo.intake.errors import ApprovalRefused, EditedMeanwhile, ReviewRefused
from tiendo.intake.matching import likely_tasks, proposals_for, to_match
from tiendo.intake.models import Draft, DraftMatch, DraftState, ExtractionRun, MatchKind
from tiendo.intake.queries import drafts_in
from tiendo.intake.tasking import passages_of
from tiendo.outbox.models import OutboxEvent
from tiendo.programmes.actions import close_programme
from tiendo.programmes.models import Programme
from tiendo.tasks.models import DeadlineChange, Part, Task
from tiendo.tasks.parties import parties_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_files")]

TODAY = dt.date(2025, 9, 10)
SITE = "Mở chuyên trang giới thiệu kết quả chuyển đổi số của tỉnh"
HEAD = ("TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn", "Sản phẩm")
LATER = (
    ("I", "Truyền thông", "", "", "", ""),
    (
        "1",
        "Mở chuyên trang giới thiệu kết quả chuyển đổi số của tỉnh bằng ba thứ tiếng",
        "Sở Khoa học và Công nghệ",
        "Công an tỉnh",
        "20/9/2025",
        "Chuyên trang",
    ),
    (
        "2",
        "Lập bản đồ điểm truy cập mạng miễn phí tại bến xe, chợ",
        "Sở Tài chính",
        "",
        "Quý I/2026",
        "Bản đồ",
    ),
)


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
def task(world: World, programme: Programme) -> Task:
    """A live task of an older plan, due on 30/9/2025."""
    made = make_task(
        world, programme, title=SITE, product="Chuyên trang", lead=world.skhcn, confirmer=world.vp
    )
    return bring_to(world, made, State.LIVE)


@pytest.fixture
def run(world: World, task: Task) -> ExtractionRun:
    """A later plan that says the task again, with an earlier day and one more body."""
    return extract_plan(world, plan_docx("80", LATER))


@pytest.fixture
def client(world: World) -> Client:
    return signed_in(world.coordinator)


def row(run: ExtractionRun, no: str = "1") -> Draft:
    return Draft.objects.get(run=run, part__startswith="appendix", no=no, kind="task")


def same(task: Task, **more: bool) -> Choice:
    return Choice(MatchKind.SAME, task.pk, **more)


def proposed(world: World, run: ExtractionRun) -> dict[str, list[str]]:
    """The codes of the tasks proposed for each draft, by the draft's title."""
    drafts = to_match(drafts_in(run))
    likely = likely_tasks(run, drafts, actor(world.coordinator))
    found = proposals_for(drafts, likely)
    return {d.title: [p.task.code for p in found[d.pk]] for d in drafts if d.pk in found}


# Proposals


def test_a_task_of_another_plan_is_proposed_for_the_row_that_says_it_again(
    world: World, run: ExtractionRun, task: Task
) -> None:
    found = proposed(world, run)
    assert found[row(run).title] == [task.code]
    assert row(run, "2").title not in found


def test_the_differences_are_shown_field_by_field(
    world: World, run: ExtractionRun, task: Task
) -> None:
    draft = row(run)
    likely = likely_tasks(run, [draft], actor(world.coordinator))
    (proposal,) = proposals_for([draft], likely)[draft.pk]
    shown = {d.code: (d.standing, d.read) for d in proposal.differences}
    assert shown["deadline"] == ("30/9/2025", "20/9/2025")
    assert shown["coordinating"] == ("Sở Tài chính", "Công an tỉnh")
    assert "lead" not in shown
    assert proposal.is_earlier
    assert proposal.lacks_bodies


def test_tasks_set_aside_or_of_a_programme_that_ended_are_not_proposed(
    world: World, run: ExtractionRun, task: Task, programme: Programme
) -> None:
    other = make_task(world, programme, title=SITE, lead=world.skhcn, confirmer=world.vp)
    bring_to(world, other, State.CANCELLED)
    assert proposed(world, run)[row(run).title] == [task.code]
    close_programme(programme=programme, reason="Hết thời gian", by=actor(world.coordinator))
    assert proposed(world, run) == {}


def test_tasks_of_the_document_itself_are_not_proposed(world: World) -> None:
    first = extract_plan(world)
    decide_drafts(
        run=first,
        draft_ids=list(first.drafts.values_list("pk", flat=True)),
        decision="accept",
        by=actor(world.coordinator),
    )
    approve_run(run=first, programme=new_programme(world), by=actor(world.coordinator))
    assert likely_tasks(first, drafts_in(first), actor(world.coordinator)) == {}


# Deciding


def test_the_same_duty_is_entered_once(
    world: World, run: ExtractionRun, task: Task, programme: Programme
) -> None:
    by = actor(world.coordinator)
    draft = row(run)
    match_draft(draft=draft, version=draft.version, choice=same(task), by=by)
    draft.refresh_from_db()
    assert draft.state == DraftState.ACCEPTED
    assert Task.objects.get(pk=task.pk).version == task.version
    approval = approve_run(run=run, programme=programme, by=by)
    assert approval.tasks == ()
    assert Task.objects.count() == 1
    assert [s.passage for s in task.sources.all()] == passages_of(draft)
    assert Task.objects.get(pk=task.pk).last_day == dt.date(2025, 9, 30)
    told = OutboxEvent.objects.get(name="task.further_document")
    assert told.payload["bodies"] == [world.skhcn.pk]


def test_an_earlier_deadline_and_missing_bodies_are_taken_over_where_chosen(
    world: World, run: ExtractionRun, task: Task, programme: Programme
) -> None:
    by = actor(world.coordinator)
    draft = row(run)
    choice = same(task, takes_deadline=True, adds_bodies=True)
    match_draft(draft=draft, version=draft.version, choice=choice, by=by)
    approve_run(run=run, programme=programme, by=by)
    task.refresh_from_db()
    assert task.last_day == dt.date(2025, 9, 20)
    change = DeadlineChange.objects.filter(task=task).latest("pk")
    assert "80/KH-UBND" in change.deciding_document
    held = parties_on(task, TODAY).assignments
    helping = {row.organisation for row in held if row.part == Part.COORDINATE}
    assert helping == {world.stc, world.congan}


def test_a_part_of_a_live_task_becomes_its_child(
    world: World, run: ExtractionRun, task: Task, programme: Programme
) -> None:
    by = actor(world.coordinator)
    draft = row(run, "2")
    choice = Choice(MatchKind.CHILD, task.pk)
    match_draft(draft=draft, version=draft.version, choice=choice, by=by)
    approval = approve_run(run=run, programme=programme, by=by)
    assert [made.parent for made in approval.tasks] == [task]


def test_a_new_duty_is_no_longer_proposed_and_waits_for_review(
    world: World, run: ExtractionRun, client: Client
) -> None:
    draft = row(run)
    by = actor(world.coordinator)
    match_draft(draft=draft, version=draft.version, choice=Choice(MatchKind.NEW), by=by)
    draft.refresh_from_db()
    assert draft.state == DraftState.PROPOSED
    page = client.get(reverse("intake-match", args=[run.pk])).content.decode()
    assert "Có nhiệm vụ giống (0)" in page
    assert "Đã đối chiếu (1)" in page


def test_a_match_is_undone_while_under_review(
    world: World, run: ExtractionRun, task: Task, programme: Programme
) -> None:
    by = actor(world.coordinator)
    draft = row(run)
    match_draft(draft=draft, version=draft.version, choice=same(task), by=by)
    draft.refresh_from_db()
    undo_match(draft=draft, version=draft.version, by=by)
    draft.refresh_from_db()
    assert (draft.state, draft.repeats) == (DraftState.PROPOSED, None)
    assert not DraftMatch.objects.exists()
    assert task.sources.count() == 0
    with pytest.raises(ReviewRefused) as refusal:
        undo_match(draft=draft, version=draft.version, by=by)
    assert refusal.value.code == "no_match"
    actions = AuditEvent.objects.filter(object_type="intake.draft").values_list("action", flat=True)
    assert {"draft.matched", "draft.match_undone"} <= set(actions)


def test_a_match_is_dropped_with_the_decision_on_the_draft(
    world: World, run: ExtractionRun, task: Task
) -> None:
    by = actor(world.coordinator)
    draft = row(run)
    match_draft(draft=draft, version=draft.version, choice=same(task), by=by)
    decide_drafts(run=run, draft_ids=[draft.pk], decision="reject", by=by)
    draft.refresh_from_db()
    assert (draft.state, draft.repeats) == (DraftState.REJECTED, None)
    assert not DraftMatch.objects.exists()


def test_the_second_of_two_reviewers_is_refused(
    world: World, run: ExtractionRun, task: Task
) -> None:
    by = actor(world.coordinator)
    draft = row(run)
    match_draft(draft=draft, version=draft.version, choice=same(task), by=by)
    with pytest.raises(EditedMeanwhile):
        match_draft(draft=draft, version=draft.version, choice=Choice(MatchKind.NEW), by=by)


def test_a_later_deadline_is_not_taken_over(world: World, run: ExtractionRun, task: Task) -> None:
    Task.objects.filter(pk=task.pk).update(last_day=dt.date(2025, 9, 15))
    draft = row(run)
    choice = same(task, takes_deadline=True)
    with pytest.raises(ReviewRefused) as refusal:
        match_draft(draft=draft, version=draft.version, choice=choice, by=actor(world.coordinator))
    assert refusal.value.code == "deadline_not_earlier"


def test_a_task_that_ended_meanwhile_stops_the_approval(
    world: World, run: ExtractionRun, task: Task, programme: Programme
) -> None:
    by = actor(world.coordinator)
    draft = row(run)
    match_draft(draft=draft, version=draft.version, choice=same(task), by=by)
    take_step(world, task, "cancel")
    with pytest.raises(ApprovalRefused) as refusal:
        approve_run(run=run, programme=programme, by=by)
    assert refusal.value.code == "match_ended"
    assert task.code in str(refusal.value)
    run.refresh_from_db()
    assert run.state == "review"


def test_a_task_out_of_sight_or_ended_cannot_be_chosen(
    world: World, run: ExtractionRun, task: Task
) -> None:
    take_step(world, task, "cancel")
    draft = row(run)
    with pytest.raises(ReviewRefused) as refusal:
        match_draft(
            draft=draft, version=draft.version, choice=same(task), by=actor(world.coordinator)
        )
    assert refusal.value.code == "match_task_gone"


def test_many_are_matched_at_once_and_those_decided_stay(
    world: World, run: ExtractionRun, task: Task
) -> None:
    by = actor(world.coordinator)
    one, two = row(run), row(run, "2")
    match_draft(draft=two, version=two.version, choice=Choice(MatchKind.NEW), by=by)
    pair = (task.pk, Decimal("0.9"))
    matched = match_many(run=run, chosen={one.pk: pair, two.pk: pair}, by=by)
    assert [draft.pk for draft in matched] == [one.pk]
    assert DraftMatch.objects.get(draft=one).score == Decimal("0.9")
    assert match_many(run=run, chosen={one.pk: pair}, by=by) == []


def test_the_database_keeps_a_match_whole(world: World, run: ExtractionRun) -> None:
    with pytest.raises(IntegrityError, match="match_names_its_task"), transaction.atomic():
        DraftMatch.objects.create(
            draft=row(run),
            kind="same",
            decided_by=world.coordinator,
            decided_at=dt.datetime(2025, 9, 10, tzinfo=dt.UTC),
        )


# Pages


def test_the_page_shows_a_proposal_and_takes_the_choice(
    run: ExtractionRun, task: Task, client: Client
) -> None:
    draft = row(run)
    page = client.get(reverse("intake-match", args=[run.pk])).content.decode()
    assert f"Cùng nhiệm vụ: gắn vào {task.code}" in page
    assert "Áp dụng thời hạn sớm hơn của văn bản này: 20/09/2025" in page
    answer = client.post(
        reverse("intake-draft-match", args=[draft.pk]),
        {"chon": f"same:{task.pk}", "version": draft.version, "thoi_han": "on"},
    )
    assert answer.url == reverse("intake-match", args=[run.pk])
    match = DraftMatch.objects.get(draft=draft)
    assert (match.takes_deadline, match.adds_bodies) == (True, False)
    page = client.get(reverse("intake-match", args=[run.pk]), {"muc": "da-doi-chieu"})
    assert "Bỏ kết quả này" in page.content.decode()
    draft.refresh_from_db()
    undone = client.post(
        reverse("intake-draft-unmatch", args=[draft.pk]), {"version": draft.version}
    )
    assert undone.status_code == 302
    assert not DraftMatch.objects.exists()


def test_a_task_is_found_by_words_without_marks(
    run: ExtractionRun, task: Task, client: Client
) -> None:
    address = reverse("intake-draft-match", args=[row(run, "2").pk])
    assert "giống mục này" in client.get(address).content.decode()
    found = client.get(address, {"q": "chuyen trang"}).content.decode()
    assert f"gắn vào {task.code}" in found
    assert "khớp các từ này" in client.get(address, {"q": "vệ tinh"}).content.decode()


@pytest.mark.parametrize("choice", ["", "same", "same:x", "new:4", "other:1"])
def test_a_choice_that_means_nothing_is_refused(
    choice: str, run: ExtractionRun, client: Client
) -> None:
    address = reverse("intake-draft-match", args=[row(run).pk])
    assert client.post(address, {"chon": choice, "version": "1"}).status_code == 400


def test_the_sure_ones_are_looked_over_and_accepted_together(
    run: ExtractionRun, task: Task, client: Client
) -> None:
    address = reverse("intake-match-many", args=[run.pk])
    draft = row(run)
    pair = f"{draft.pk}:{task.pk}"
    assert f'value="{pair}" checked' in client.get(address).content.decode()
    client.post(address, {"cap": ["", "1:2:3", f"{draft.pk}:0"]})
    assert not DraftMatch.objects.exists()
    client.post(address, {"cap": [pair]})
    assert DraftMatch.objects.get().task == task


def test_the_approval_warns_of_what_nobody_compared(
    world: World, run: ExtractionRun, client: Client
) -> None:
    decide_drafts(run=run, draft_ids=[row(run).pk], decision="accept", by=actor(world.coordinator))
    page = client.get(reverse("intake-approve", args=[run.pk])).content.decode()
    assert "Có 1 mục được chấp nhận giống nhiệm vụ đang có" in page


def _queries(client: Client, run: ExtractionRun) -> int:
    address = reverse("intake-match", args=[run.pk])
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(address)
    return len(asked)


def test_the_page_asks_the_same_number_of_queries_however_many_tasks(
    world: World, run: ExtractionRun, programme: Programme, client: Client
) -> None:
    before = _queries(client, run)
    for number in range(4):
        made = make_task(
            world, programme, title=f"{SITE}, đợt {number}", lead=world.skhcn, confirmer=world.vp
        )
        bring_to(world, made, State.LIVE)
    assert _queries(client, run) == before
