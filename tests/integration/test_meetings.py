"""Meetings: prepared, held on papers kept as known then, decided, issued, given out, followed."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

import vanban
from tests import meeting_factories as made
from tests.document_factories import make_docx, register_plan
from tests.factories import World, actor, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon, take_step
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import User
from tiendo.audit.models import AuditEvent
from tiendo.composer.sheets import bare
from tiendo.documents.models import Document
from tiendo.domain.lifecycle import State
from tiendo.domain.meetings import DecisionKind
from tiendo.meetings import actions
from tiendo.meetings.actions import MeetingFacts, NewDecision
from tiendo.meetings.errors import MeetingError
from tiendo.meetings.follow_up import decisions_of, follow
from tiendo.meetings.keeping import kept, sheet_of
from tiendo.meetings.models import Decision, Meeting
from tiendo.meetings.pack import papers_of
from tiendo.tasks.actions.directives import report_directive
from tiendo.tasks.models import Directive, DirectiveDuty, Lifecycle, Task

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 10, 6)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def code_of(act: Any, **fields: Any) -> str:
    """The code with which an action refuses; its words say something."""
    with pytest.raises(MeetingError) as refused:
        act(**fields)
    assert str(refused.value) != refused.value.code
    return refused.value.code


def late_task(world: World, **fields: Any) -> Task:
    """A live task of Sở Nội vụ six days past its last day."""
    programme = fields.pop("programme", None) or make_programme(world)
    with noon(dt.date(2025, 7, 1)):
        return bring_to(world, make_task(world, programme, **fields), State.LIVE)


def paper(meeting: Meeting, user: User, name: str) -> list[tuple[Any, ...]]:
    """The bare rows of a paper of a meeting."""
    (sheet,) = [each for each in papers_of(meeting, actor(user)) if each.name == name]
    return [tuple(bare(value) for value in row) for row in sheet.rows]


def test_papers_stay_as_they_were_known_when_the_meeting_was_held(world):
    task = late_task(world)
    meeting = made.at(world, "held")
    before = paper(meeting, world.leader, "qua-han")
    assert [row[0] for row in before] == [task.code]
    assert before[0][4] == 6
    for action in ("claim", "approve", "confirm"):
        take_step(world, task, action)
    later = Meeting.objects.get(pk=meeting.pk)
    assert paper(later, world.leader, "qua-han") == before
    assert paper(made.prepare(world), world.leader, "qua-han") == []
    with pytest.raises(DatabaseError), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(frozen=[])


def test_what_changed_since_the_last_meeting_is_told(world):
    programme = make_programme(world)
    with noon(dt.date(2025, 9, 1)):
        task = bring_to(world, make_task(world, programme), State.LIVE)
        first = made.at(world, "held")
    with noon(dt.date(2025, 9, 20)):
        new = bring_to(
            world,
            make_task(world, programme, last_day=dt.date(2025, 12, 1), deadline_key="2025-12-01"),
            State.LIVE,
        )
    second = made.prepare(world)
    assert (second.previous, second.since) == (first, first.day)
    rows = {row[0]: row[4:6] for row in paper(second, world.leader, "thay-doi")}
    assert rows == {
        task.code: ("Chưa thực hiện", "Quá hạn"),
        new.code: ("Mới giao", "Chưa thực hiện"),
    }


def test_a_meeting_of_a_body_is_on_the_work_of_that_body_alone(world):
    programme = make_programme(world)
    own = late_task(world, programme=programme)
    late_task(world, programme=programme, lead=world.ea_trang, coordinating=[])
    facts = MeetingFacts(title="Giao ban sở", day=TODAY, chair=world.snv_head)
    meeting = actions.prepare_meeting(
        by=actor(world.snv_head), body=world.snv, covers_all=False, facts=facts
    )
    for person in (world.snv_head, world.leader):
        assert [row[0] for row in paper(meeting, person, "qua-han")] == [own.code]
    with pytest.raises(PermissionRefused):
        actions.prepare_meeting(
            by=actor(world.snv_head), body=world.snv, covers_all=True, facts=facts
        )
    with pytest.raises(PermissionRefused):
        actions.hold_meeting(by=actor(world.stc_head), meeting=meeting)


def test_a_decision_becomes_a_directive_of_the_chair_recorded_by_the_coordinator(world):
    meeting = made.at(world, "held")
    decision = made.decide(world, meeting)
    given = actions.give_decision(by=actor(world.coordinator), decision=decision)
    directive = Directive.objects.get(pk=given.directive_id)
    assert (directive.given_by, directive.on_behalf_of) == (world.coordinator, world.leader)
    assert directive.organisation == world.ubnd
    assert [duty.organisation for duty in directive.duties.all()] == [world.snv, world.stc]
    event = AuditEvent.objects.get(action="directive.give")
    assert (event.actor_id, event.on_behalf_of_id) == (world.coordinator.pk, world.leader.pk)
    again = {"by": actor(world.coordinator), "decision": decision}
    assert code_of(actions.give_decision, **again) == "already_given"
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(text="khác")


def test_a_chair_who_writes_down_directs_in_person(world):
    meeting = made.at(world, "held")
    decision = made.decide(world, meeting)
    given = actions.give_decision(by=actor(world.leader), decision=decision)
    assert given.directive is not None
    assert (given.directive.given_by, given.directive.on_behalf_of) == (world.leader, None)


def test_a_decision_becomes_a_live_task_once_the_notice_is_issued(world):
    programme = make_programme(world)
    meeting = made.at(world, "held")
    decision = made.decide_task(world, meeting, programme)
    by = actor(world.coordinator)
    assert code_of(actions.give_decision, by=by, decision=decision) == "not_issued"
    made.bring_to(world, meeting, "issued")
    task = actions.give_decision(by=by, decision=decision).task
    assert task is not None
    assert (task.lifecycle, task.last_day) == (Lifecycle.LIVE, TODAY + dt.timedelta(days=10))
    assert task.assignments.get(part="lead").organisation == world.snv
    assert task.assignments.get(part="coordinate").organisation == world.stc
    note = {"kind": DecisionKind.NOTE, "text": "Ghi nhận"}
    added = code_of(actions.record_decision, by=by, meeting=meeting, data=NewDecision(**note))
    assert added == "wrong_state"


def issued_by(world: World, notice: Document | None) -> Meeting:
    """A meeting whose conclusions were issued by a registered notice, with one decision on it."""
    meeting = made.at(world, "held")
    made.decide_task(world, meeting, make_programme(world))
    by = actor(world.coordinator)
    fields = {"number": "91/TB-UBND", "day": TODAY, "notice": notice}
    return actions.issue_conclusions(by=by, meeting=meeting, **fields)


@pytest.mark.parametrize(
    "said", ["hoàn thành kho dữ liệu cán bộ", "Hoàn thành ngay kho dữ liệu cán bộ"]
)
def test_a_task_comes_from_the_passage_of_the_notice_that_says_it(world, said):
    lines = ("1. Nghe báo cáo tháng.", f"2. Giao Sở Nội vụ {said} của tỉnh.")
    notice = register_plan(world, make_docx(lines, number="91"), "91.docx")
    decision = issued_by(world, notice).decisions.get()
    task = actions.give_decision(by=actor(world.coordinator), decision=decision).task
    assert task is not None
    (passage,) = task.passages.all()
    assert passage.quote.casefold() == said.casefold()
    assert (passage.path, passage.text.rendition.document) == ("2", notice)
    page = signed_in(world.snv_officer).get(reverse("task", args=[task.pk])).content.decode()
    assert "Căn cứ giao việc" in page
    assert reverse("document", args=[notice.pk]) in page


def test_a_notice_that_says_otherwise_is_no_source(world):
    notice = register_plan(world, make_docx(("1. Nghe báo cáo tháng.",), number="91"), "91.docx")
    decision = issued_by(world, notice).decisions.get()
    task = actions.give_decision(by=actor(world.coordinator), decision=decision).task
    assert task is not None
    assert not task.sources.exists()
    page = signed_in(world.snv_officer).get(reverse("task", args=[task.pk])).content.decode()
    assert "Kết luận giao ban" in page
    assert "91/TB-UBND" in page


def test_the_next_meeting_sees_what_became_of_the_decisions(world):
    programme = make_programme(world)
    first = made.at(world, "held")
    directed = made.decide(world, first, bodies=[world.snv])
    work = made.decide_task(world, first, programme)
    made.decide(world, first, "note", text="Biểu dương Sở Nội vụ")
    made.decide(world, first, text="Chưa giao cho ai", bodies=[world.stc])
    made.bring_to(world, first, "issued")
    for decision in (directed, work):
        actions.give_decision(by=actor(world.coordinator), decision=decision)
    duty = DirectiveDuty.objects.get(directive__decision=directed)
    report_directive(duty=duty, words="Đã xong", by=actor(world.snv_officer))
    with noon(dt.date(2025, 10, 20)):
        second = made.prepare(world)
        rows = [row[5] for row in paper(second, world.leader, "ket-luan-truoc")]
        assert rows == [
            "Đã báo cáo, chờ kết thúc",
            "Quá hạn",
            "Ghi nhận",
            "Chưa giao, quá hạn",
        ]
        followed = follow(decisions_of(first), dt.date(2025, 10, 20))
        assert [row.is_open for row in followed] == [True, True, False, True]
    with noon(dt.date(2025, 11, 3)):
        third = made.bring_to(world, second, "held")
        assert third.previous == first
        fourth = made.prepare(world)
        texts = [row[1] for row in paper(fourth, world.leader, "ket-luan-truoc")]
        assert "Biểu dương Sở Nội vụ" not in texts
        assert len(texts) == 3


def test_what_lacks_something_is_refused(world):
    by, later = actor(world.coordinator), TODAY + dt.timedelta(days=3)
    meeting = made.at(world, "held")
    programme = make_programme(world)
    good: dict[str, Any] = {"text": "Làm", "bodies": [world.snv], "last_day": later}
    task = {**good, "kind": DecisionKind.TASK, "product": "Báo cáo", "programme": programme}
    bad: dict[str, dict[str, Any]] = {
        "text_missing": {**task, "text": " "},
        "nobody_named": {**task, "bodies": []},
        "last_day_missing": {**task, "last_day": None},
        "last_day_past": {**task, "last_day": dt.date(2025, 1, 1)},
        "product_missing": {**task, "product": ""},
        "programme_missing": {**task, "programme": None},
    }
    for code, fields in bad.items():
        data = NewDecision(**fields)
        assert code_of(actions.record_decision, by=by, meeting=meeting, data=data) == code
    own = actions.prepare_meeting(
        by=actor(world.snv_head),
        body=world.snv,
        covers_all=False,
        facts=MeetingFacts(title="Giao ban sở", day=TODAY, chair=world.snv_head),
    )
    actions.hold_meeting(by=actor(world.snv_head), meeting=own)
    data = NewDecision(kind=DecisionKind.DIRECTIVE, **good)
    refused = {"by": actor(world.snv_head), "meeting": own, "data": data}
    assert code_of(actions.record_decision, **refused) == "chair_may_not_direct"
    note = made.decide(world, meeting, "note")
    assert code_of(actions.give_decision, by=by, decision=note) == "nothing_to_give"


def test_a_meeting_out_of_order_is_refused_by_action_and_database(world):
    by = actor(world.coordinator)
    ahead = made.prepare(world, day=TODAY + dt.timedelta(days=7))
    assert code_of(actions.hold_meeting, by=by, meeting=ahead) == "day_ahead"
    issue = {"by": by, "meeting": ahead, "number": "1/TB", "day": TODAY}
    assert code_of(actions.issue_conclusions, **issue) == "wrong_state"
    assert code_of(actions.cancel_meeting, by=by, meeting=ahead, reason=" ") == "reason_missing"
    wrong = {"title": "Họp", "day": TODAY, "chair": world.stc_officer}
    assert code_of(made.prepare, world=world, **wrong) == "chair_elsewhere"
    assert code_of(made.prepare, world=world, since=TODAY + dt.timedelta(1)) == "since_after_day"
    held = made.at(world, "held")
    soon = {"by": by, "meeting": held, "number": "1/TB"}
    past = TODAY - dt.timedelta(days=1)
    assert code_of(actions.issue_conclusions, **soon, day=past) == "notice_before_meeting"
    with pytest.raises(DatabaseError), transaction.atomic():
        Meeting.objects.filter(pk=ahead.pk).update(state="issued")


def test_what_is_kept_comes_back_as_it_was(world):
    late_task(world)
    for sheet in papers_of(made.prepare(world), actor(world.leader)):
        again = sheet_of(kept(sheet))
        assert list(again.rows) == list(sheet.rows)
        assert (again.columns, again.stated) == (sheet.columns, sheet.stated)


def test_the_page_asks_a_fixed_number_of_queries(world, django_assert_num_queries):
    programme = make_programme(world)
    late_task(world, programme=programme)
    meeting = made.at(world, "held")
    made.decide(world, meeting)
    client, url = signed_in(world.coordinator), reverse("meeting", args=[meeting.pk])
    client.get(url)
    for more in range(3):
        with django_assert_num_queries(11):
            client.get(url)
        made.decide(world, meeting, text=f"Việc thứ {more}")


def test_a_paper_on_screen_is_the_paper_in_its_files(world):
    task = late_task(world)
    meeting = made.at(world, "held")
    client = signed_in(world.leader)
    page = client.get(reverse("meeting-paper", args=[meeting.pk, "qua-han"])).content.decode()
    files = {
        form: client.get(reverse("meeting-paper-file", args=[meeting.pk, "qua-han", form])).content
        for form in ("csv", "xlsx", "docx")
    }
    pack = client.get(reverse("meeting-docx", args=[meeting.pk])).content
    book = load_workbook(io.BytesIO(files["xlsx"]))
    (code, title, lead, due, late, *_rest) = next(
        row for row in book.worksheets[0].iter_rows(values_only=True) if row[0] == task.code
    )
    assert (title, lead, due.date(), late) == (
        task.title,
        "Sở Nội vụ",
        dt.date(2025, 9, 30),
        6,
    )
    words = [task.code, task.title, "Sở Nội vụ", "30/09/2025"]
    texts = [
        page,
        vanban.read(pack, "a.docx").content,
        vanban.read(files["docx"], "b.docx").content,
    ]
    for text in texts:
        assert [word for word in words if word not in text] == []
    assert task.title in files["csv"].decode("utf-8-sig")
    assert client.get(reverse("meeting-paper", args=[meeting.pk, "khac"])).status_code == 404


def test_a_meeting_is_held_from_its_page_and_its_decisions_given_at_once(world):
    programme = make_programme(world)
    client = signed_in(world.coordinator)
    data = {
        "title": "Giao ban tháng 10",
        "body": world.ubnd.pk,
        "covers_all": "on",
        "day": "06/10/2025",
        "begins_at": "08:30",
        "chair": world.leader.pk,
        "agenda": "Nhiệm vụ quá hạn\nVướng mắc",
        "programmes": [programme.pk],
    }
    client.post(reverse("meeting-new"), data)
    meeting = Meeting.objects.get()
    client.post(reverse("meeting-hold", args=[meeting.pk]))
    new = reverse("meeting-decision-new", args=[meeting.pk])
    given = {"text": "Rà soát dữ liệu", "last_day": "20/10/2025", "bodies": [world.snv.pk]}
    bad = client.post(new, {**given, "kind": "task"})
    assert (bad.status_code, "Nhiệm vụ chưa có sản phẩm" in bad.content.decode()) == (422, True)
    task = {**given, "kind": "task", "product": "Báo cáo", "programme": programme.pk}
    client.post(new, {**task, "lead": world.stc.pk})
    client.post(new, {**given, "kind": "directive"})
    client.post(
        reverse("meeting-issue", args=[meeting.pk]), {"number": "3/TB-UBND", "day": "06/10/2025"}
    )
    done = client.post(reverse("meeting-give-all", args=[meeting.pk]), follow=True)
    assert "Đã giao 2 kết luận" in done.content.decode()
    task_made = Task.objects.get(decision__meeting=meeting)
    assert task_made.assignments.get(part="lead").organisation == world.stc
    notice = client.get(reverse("meeting-notice", args=[meeting.pk])).content
    words = vanban.read(notice, "tb.docx").content
    assert "Giao Sở Tài chính chủ trì, phối hợp với Sở Nội vụ: Rà soát dữ liệu." in words
    entry = client.get(reverse("meeting-calendar", args=[meeting.pk])).content.decode()
    assert "DTSTART:20251006T013000Z" in entry
    copy = client.get(f"{reverse('meeting-new')}?tu={meeting.pk}").content.decode()
    assert "Nhiệm vụ quá hạn" in copy


def test_who_gives_no_work_in_a_programme_is_told_whose_step_it_is(world):
    """The office records the meeting; the task is given by the coordinator."""
    programme = make_programme(world)
    meeting = made.at(world, "held")
    made.decide_task(world, meeting, programme)
    made.bring_to(world, meeting, "issued")
    client = signed_in(world.office)
    body = client.get(reverse("meeting", args=[meeting.pk])).content.decode()
    assert "Chờ cơ quan điều phối giao thành nhiệm vụ" in body
    done = client.post(reverse("meeting-give-all", args=[meeting.pk]), follow=True)
    assert "không giao việc trong chương trình đó" in done.content.decode()
    assert not Task.objects.filter(decision__meeting=meeting).exists()


def test_the_work_leads_back_to_the_meeting_it_was_decided_at(world):
    programme = make_programme(world)
    meeting = made.at(world, "held")
    decisions = [made.decide(world, meeting), made.decide_task(world, meeting, programme)]
    made.bring_to(world, meeting, "issued")
    directed, task = (
        actions.give_decision(by=actor(world.coordinator), decision=row) for row in decisions
    )
    pages = (
        reverse("directive", args=[directed.directive_id]),
        reverse("task", args=[task.task_id]),
    )
    url = reverse("meeting", args=[meeting.pk])
    for person, opens in ((world.leader, True), (world.snv_head, False)):
        for page in pages:
            body = signed_in(person).get(page).content.decode()
            assert "Kết luận giao ban" in body
            assert (url in body) is opens
