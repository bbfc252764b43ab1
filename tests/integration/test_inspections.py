"""Inspections: planned, decided, visited, explained, concluded; recommendations become tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import vanban
from tests import inspection_factories as made
from tests.factories import World, actor, make_world
from tests.files import PrivateFiles
from tests.task_factories import bring_to, make_programme, make_task, noon, take_step
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import User
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.inspections import actions
from tiendo.inspections.decision_document import write_decision
from tiendo.inspections.documents import write_conclusion, write_visit
from tiendo.inspections.errors import InspectionError
from tiendo.inspections.models import (
    Finding,
    Inspection,
    OutlineAnswer,
    Recommendation,
    TeamRole,
    Visit,
)
from tiendo.inspections.permissions import Sight, sight_of
from tiendo.outbox.models import OutboxEvent
from tiendo.tasks.models import Evidence, Lifecycle

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
    with pytest.raises(InspectionError) as refused:
        act(**fields)
    assert str(refused.value) != refused.value.code
    return refused.value.code


def test_an_inspection_goes_its_way_to_a_task(world):
    inspection = made.at(world, "visiting")
    found = made.sent(world, inspection)
    by = actor(world.inspector)
    actions.explain_finding(by=actor(world.snv_head), finding=found, text="Thiếu nhân sự")
    actions.judge_finding(by=by, finding=found, is_accepted=False, text="Không có căn cứ")
    wanted = made.recommendation(world, inspection)
    actions.end_visits(by=by, inspection=inspection)
    actions.conclude_inspection(
        by=by, inspection=inspection, text="Còn chậm", number="9/TB-UBND", day=TODAY
    )
    programme = make_programme(world)
    task = actions.adopt_recommendation(
        by=actor(world.coordinator), recommendation=wanted, programme=programme
    )
    assert (task.lifecycle, task.last_day) == (Lifecycle.LIVE, wanted.last_day)
    assert task.assignments.get(part="lead").organisation == world.snv
    assert (
        code_of(
            actions.adopt_recommendation,
            by=actor(world.coordinator),
            recommendation=wanted,
            programme=programme,
        )
        == "already_adopted"
    )
    page = signed_in(world.leader).get(reverse("inspection", args=[inspection.pk]))
    (followed,) = page.context["dossier"].recommendations
    assert followed.status == "not_started"


def test_nothing_is_added_to_what_was_concluded(world):
    """The conclusion, its findings and recommendations stay as they were issued."""
    inspection = made.at(world, "visiting")
    found = made.sent(world, inspection)
    by = actor(world.inspector)
    actions.explain_finding(by=actor(world.snv_head), finding=found, text="Thiếu nhân sự")
    actions.judge_finding(by=by, finding=found, is_accepted=False)
    wanted = made.recommendation(world, inspection)
    made.end(world, inspection)
    event = OutboxEvent.objects.get(name="inspection.recommended")
    assert event.payload["bodies"] == [world.snv.pk]
    again = {"by": by, "inspection": inspection}
    data = {"organisation": world.snv, "text": "Thêm", "product": "Báo cáo"}
    later = dt.date(2025, 12, 1)
    assert code_of(actions.recommend, **again, **data, last_day=later) == "wrong_state"
    for rows in (Finding.objects.filter(pk=found.pk), Recommendation.objects.filter(pk=wanted.pk)):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(text="khác")
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()


def test_what_became_of_a_recommendation_is_seen_at_the_inspection(world):
    inspection = made.at(world, "visiting")
    wanted = made.recommendation(world, inspection)
    made.end(world, inspection)
    task = actions.adopt_recommendation(
        by=actor(world.coordinator), recommendation=wanted, programme=make_programme(world)
    )
    for action in ("claim", "approve", "confirm"):
        task = take_step(world, task, action)
    for person in (world.leader, world.snv_officer):
        page = signed_in(person).get(reverse("inspection", args=[inspection.pk]))
        (followed,) = page.context["dossier"].recommendations
        assert followed.status == "done_on_time"
        assert "Hoàn thành đúng hạn" in page.content.decode()


def test_moves_out_of_order_are_refused_by_action_and_database(world):
    inspection = made.plan(world)
    by = actor(world.inspector)
    for act in (actions.start_visits, actions.end_visits, actions.resume_visits):
        assert code_of(act, by=by, inspection=inspection) == "wrong_state"
    with pytest.raises(DatabaseError), transaction.atomic():
        Inspection.objects.filter(pk=inspection.pk).update(state="visiting")
    ended = made.bring_to(world, inspection, "concluded")
    with pytest.raises(DatabaseError), transaction.atomic():
        Inspection.objects.filter(pk=ended.pk).update(conclusion="khác")


def test_a_decision_needs_a_head_a_number_and_a_past_day(world):
    inspection = made.plan(world)
    by = actor(world.inspector)
    given = {"by": by, "inspection": inspection}
    decide = actions.decide_inspection
    assert code_of(decide, **given, number=" ", day=TODAY) == "number_missing"
    tomorrow = TODAY + dt.timedelta(days=1)
    assert code_of(decide, **given, number="1/QĐ", day=tomorrow) == "day_in_future"
    actions.remove_member(by=by, member=inspection.team.get())
    assert code_of(decide, **given, number="1/QĐ", day=TODAY) == "no_team_head"


def test_nobody_inspects_the_own_body(world):
    by = actor(world.inspector)
    inspection = made.plan(world)
    add = actions.add_member
    given = {"by": by, "inspection": inspection, "role": TeamRole.MEMBER}
    assert code_of(add, **given, user=world.snv_head) == "own_body"
    actions.add_member(**given, user=world.stc_officer)
    assert code_of(add, **given, user=world.stc_officer) == "already_member"
    head = {**given, "role": TeamRole.HEAD}
    assert code_of(add, **head, user=world.stc_head) == "head_taken"
    with pytest.raises(InspectionError) as refused:
        made.plan(world, world.ubnd, code="KT-02")
    assert refused.value.code == "own_body"


def test_planning_says_what_is_wrong(world):
    with pytest.raises(InspectionError, match="dùng cho cuộc kiểm tra khác"):
        made.plan(world) and made.plan(world)
    with pytest.raises(InspectionError, match="trước khi bắt đầu"):
        made.plan(world, code="KT-03", period_end=dt.date(2025, 1, 1))


def test_a_member_of_the_team_records_though_no_inspector(world):
    inspection = made.plan(world)
    by = actor(world.inspector)
    actions.add_member(
        by=by, inspection=inspection, user=world.stc_officer, role=TeamRole.SECRETARY
    )
    made.bring_to(world, inspection, "visiting")
    member = actor(world.stc_officer)
    data = actions.NewVisit(world.snv, TODAY, "Trụ sở", "Hai bên", "Làm việc")
    actions.record_visit(by=member, inspection=inspection, data=data)
    with pytest.raises(PermissionRefused):
        actions.record_visit(by=actor(world.congan_officer), inspection=inspection, data=data)
    with pytest.raises(PermissionRefused):
        actions.end_visits(by=member, inspection=inspection)


def test_unrelated_bodies_see_nothing_before_the_conclusion(world):
    inspection = made.plan(world)
    assert sight_of(actor(world.snv_head), inspection) is Sight.NOTHING
    inspection = made.bring_to(world, inspection, "concluding")
    assert sight_of(actor(world.snv_head), inspection) is Sight.OWN_PART
    assert sight_of(actor(world.stc_head), inspection) is Sight.NOTHING
    stranger = signed_in(world.stc_head)
    assert not list(stranger.get(reverse("inspection-list")).context["page"])
    url = reverse("inspection", args=[inspection.pk])
    assert stranger.get(url).status_code == 403
    actions.conclude_inspection(
        by=actor(world.inspector), inspection=inspection, text="Đạt", number="9/TB", day=TODAY
    )
    page = stranger.get(url)
    assert page.status_code == 200
    assert page.context["dossier"].sight is Sight.CONCLUSION
    assert "88/QĐ-UBND" not in page.content.decode()
    assert reverse("inspection-outline", args=[inspection.pk]) not in page.content.decode()


def test_a_body_sees_its_own_part_and_findings_once_sent(world):
    inspection = made.at(world, "visiting", world.snv, world.stc)
    made.finding(world, inspection)
    made.finding(world, inspection, organisation=world.stc, text="Kết quả của Sở Tài chính")
    url = reverse("inspection", args=[inspection.pk])
    client = signed_in(world.snv_officer)
    assert not client.get(url).context["dossier"].findings
    actions.send_findings(by=actor(world.inspector), inspection=inspection, organisation=world.snv)
    page = client.get(url)
    assert [row.organisation for row in page.context["dossier"].findings] == [world.snv]
    assert "Kết quả của Sở Tài chính" not in page.content.decode()


def test_the_outline_is_answered_and_grows_at_its_end_alone(world):
    inspection = made.at(world, "decided")
    item = inspection.outline.get(order=1)
    for text in ("Lần đầu", "Lần sau"):
        actions.answer_outline(
            by=actor(world.snv_officer), item=item, organisation=world.snv, text=text
        )
    page = signed_in(world.inspector).get(reverse("inspection", args=[inspection.pk]))
    first = page.context["dossier"].outline[0]
    assert [answer.text for answer in first.answers] == ["Lần sau"]
    given = {"by": actor(world.inspector), "inspection": inspection}
    assert code_of(actions.set_outline, **given, items=["Khác"]) == "outline_answered"
    kept = [row.text for row in inspection.outline.all()]
    actions.set_outline(**given, items=[*kept, "Kinh phí"])
    assert inspection.outline.count() == 3
    with pytest.raises(DatabaseError), transaction.atomic():
        OutlineAnswer.objects.filter(item=item).update(text="sửa")
    with pytest.raises(PermissionRefused):
        actions.answer_outline(
            by=actor(world.stc_head), item=item, organisation=world.snv, text="Thay"
        )


def test_a_finding_is_explained_before_it_is_judged(world):
    inspection = made.at(world, "visiting")
    by = actor(world.inspector)
    unsent = made.finding(world, inspection)
    judge = actions.judge_finding
    assert code_of(judge, by=by, finding=unsent, is_accepted=True) == "not_sent"
    actions.send_findings(by=by, inspection=inspection, organisation=world.snv)
    assert code_of(judge, by=by, finding=unsent, is_accepted=True) == "not_explained"
    with noon(TODAY + dt.timedelta(days=8)):
        judge(by=by, finding=unsent, is_accepted=False)
    late = {"by": actor(world.snv_head), "finding": unsent, "text": "Muộn"}
    assert code_of(actions.explain_finding, **late) == "already_judged"


def test_no_conclusion_while_a_finding_is_open(world):
    inspection = made.at(world, "visiting")
    made.sent(world, inspection)
    by = actor(world.inspector)
    actions.end_visits(by=by, inspection=inspection)
    given = {"by": by, "inspection": inspection, "text": "Xong", "number": "1/TB", "day": TODAY}
    assert code_of(actions.conclude_inspection, **given) == "findings_open"


def test_a_finding_names_a_task_of_the_body_and_a_severity_of_the_list(world):
    inspection = made.at(world, "visiting")
    task = bring_to(world, make_task(world, make_programme(world), lead=world.congan), State.LIVE)
    with pytest.raises(InspectionError, match="không do cơ quan này"):
        made.finding(world, inspection, task=task)
    with pytest.raises(InspectionError, match="Mức độ"):
        made.finding(world, inspection, severity="terrible")
    with pytest.raises(InspectionError, match="không phải cơ quan được kiểm tra"):
        made.finding(world, inspection, organisation=world.stc)


def test_documents_are_read_back_without_a_problem(world):
    inspection = made.at(world, "visiting")
    made.sent(world, inspection)
    wanted = made.recommendation(world, inspection)
    visit = Visit.objects.select_related("inspection__issuer", "organisation").get(
        pk=made.visit(world, inspection).pk
    )
    findings = list(Finding.objects.select_related("organisation"))
    written = {
        "quyet-dinh.docx": write_decision(inspection),
        "bien-ban.docx": write_visit(visit),
        "ket-luan.docx": write_conclusion(inspection, findings, [wanted]),
    }
    for name, source in written.items():
        parsed = vanban.parse(vanban.read(source, name))
        assert [issue.code for issue in vanban.check(parsed)] == [], name
    decision = vanban.read(written["quyet-dinh.docx"], "q.docx").content
    for wanted_words in (
        "Điều 1. Thành lập Đoàn kiểm tra việc thực hiện nhiệm vụ về dữ liệu tại Sở Nội vụ, gồm:",
        "1. Trương Kiểm Tra, Trưởng đoàn.",
        "Phụ lục I",
        "Thời kỳ được kiểm tra: từ ngày 01/7/2025",
        "ĐỀ CƯƠNG BÁO CÁO PHỤC VỤ KIỂM TRA",
        "2. Kết quả từng nhiệm vụ",
    ):
        assert wanted_words.casefold() in decision.casefold(), wanted_words
    words = vanban.read(written["bien-ban.docx"], "b.docx").content
    assert "ĐẠI DIỆN CƠ QUAN" in words
    assert "ĐẠI DIỆN ĐOÀN KIỂM TRA" in words
    conclusion = vanban.read(written["ket-luan.docx"], "k.docx").content
    assert "Chậm ban hành quy chế" in conclusion
    assert "Ban hành quy chế quản lý dữ liệu" in conclusion


def test_the_signed_record_comes_in_and_is_kept(world, private_files: PrivateFiles):
    visit = made.visit(world, made.at(world, "visiting"))
    file = SimpleUploadedFile("bien ban ky.txt", "Biên bản đã ký".encode())
    client = signed_in(world.inspector)
    answer = client.post(reverse("inspection-visit-sign", args=[visit.pk]), {"file": file})
    assert answer.status_code == 302
    url = reverse("inspection-file", args=["bien-ban", visit.pk])
    response = signed_in(world.snv_officer).get(url)
    assert b"".join(response.streaming_content).decode() == "Biên bản đã ký"
    edit = reverse("inspection-visit-edit", args=[visit.pk])
    typed = {
        "organisation": world.snv.pk,
        "day": "6/10/2025",
        "place": "Nơi khác",
        "present": "A",
        "content": "B",
    }
    refused = client.post(edit, typed)
    assert refused.status_code == 422
    assert "bản ký" in refused.content.decode()
    with pytest.raises(DatabaseError), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(content="khác")


def test_the_pages_plan_find_and_explain(world):
    client = signed_in(world.inspector)
    answer = client.post(
        reverse("inspection-new"),
        {
            "code": "KT-09",
            "title": "Kiểm tra chuyển đổi số",
            "bodies": [world.snv.pk],
            "period_start": "1/7/2025",
            "period_end": "30/9/2025",
            "planned_start": "6/10/2025",
            "planned_end": "10/10/2025",
        },
    )
    inspection = Inspection.objects.get()
    assert answer.status_code == 302
    member = {"user": world.inspector.pk, "role": "head"}
    client.post(reverse("inspection-member", args=[inspection.pk]), member)
    client.post(
        reverse("inspection-decide", args=[inspection.pk]),
        {"number": "1/QĐ-UBND", "day": "6/10/2025"},
    )
    client.post(reverse("inspection-move", args=[inspection.pk, "start_visits"]))
    new = {"organisation": world.snv.pk, "severity": "minor", "text": "Cập nhật chậm"}
    client.post(reverse("inspection-finding-new", args=[inspection.pk]), new)
    client.post(reverse("inspection-findings-send", args=[inspection.pk, world.snv.pk]))
    found = Finding.objects.get()
    explain = reverse("inspection-explain", args=[found.pk])
    own = signed_in(world.snv_officer)
    assert own.post(explain, {"text": "Do nghỉ lễ"}).status_code == 302
    judge = reverse("inspection-judge", args=[found.pk])
    assert client.post(judge, {"is_accepted": "yes"}).status_code == 302
    found.refresh_from_db()
    assert (found.explanation, found.is_accepted) == ("Do nghỉ lễ", True)
    again = client.post(reverse("inspection-move", args=[inspection.pk, "start_visits"]))
    assert "Đang kiểm tra" in client.get(again["Location"]).content.decode()


def test_a_finding_points_to_evidence_which_brings_its_task(world):
    inspection = made.at(world, "visiting")
    programme = inspection.programme or make_programme(world)
    task = bring_to(world, make_task(world, programme), State.CLAIMED)
    other = bring_to(world, make_task(world, programme), State.CLAIMED)
    proof = task.evidence.get()
    client = signed_in(world.inspector)
    address = reverse("inspection-finding-new", args=[inspection.pk])
    assert f"{task.code}: {proof.document_number}" in client.get(address).content.decode()
    new = {
        "organisation": world.snv.pk,
        "severity": "minor",
        "text": "Văn bản chưa có phụ lục",
        "evidence": proof.pk,
    }
    wrong = client.post(address, {**new, "task": other.pk})
    assert "không thuộc nhiệm vụ" in wrong.content.decode()
    assert client.post(address, new).status_code == 302
    found = Finding.objects.get()
    assert (found.evidence, found.task) == (proof, task)


def test_of_very_many_the_first_found_are_offered_and_any_may_be_chosen(world):
    inspection = made.at(world, "visiting")
    task = bring_to(world, make_task(world, make_programme(world)), State.LIVE)
    proofs = Evidence.objects.bulk_create(
        Evidence(
            task=task,
            kind="document",
            document_number=f"{number}/QĐ-SNV",
            added_by=world.snv_officer,
            added_at=clock.now(),
        )
        for number in range(100, 170)
    )
    client = signed_in(world.inspector)
    address = reverse("inspection-finding-new", args=[inspection.pk])
    page = client.get(address).content.decode()
    assert page.count("/QĐ-SNV</option>") == 50
    assert "169/QĐ-SNV" not in page
    assert "gõ ở ô tìm để thấy" in page
    found = client.get(address, {"tim": "169/qđ", "task": task.pk}).content.decode()
    assert found.count("/QĐ-SNV</option>") == 1
    assert f'<option value="{task.pk}" selected>' in found
    new = {"organisation": world.snv.pk, "severity": "minor", "text": "Thiếu", "tim": "100"}
    assert client.post(address, {**new, "evidence": proofs[-1].pk}).status_code == 302
    assert Finding.objects.get().evidence == proofs[-1]
    for odd in ("²", "abc", "9" * 30):
        assert client.get(address, {"evidence": odd, "task": odd}).status_code == 200


def test_a_person_for_the_team_is_found_among_thousands(world):
    inspection = made.plan(world)
    User.objects.bulk_create(
        User(username=f"nguoi{number:03}", full_name=f"Nguyễn Văn {number:03}")
        for number in range(80)
    )
    client = signed_in(world.inspector)
    address = reverse("inspection-member", args=[inspection.pk])
    assert client.get(address).content.decode().count("<option") <= 50 + 1 + len(TeamRole.choices)
    found = client.get(address, {"tim": "nguyen van 079"}).content.decode()
    assert found.count("Nguyễn Văn") == 1
    person = User.objects.get(username="nguoi079")
    client.post(address, {"user": person.pk, "role": "member"})
    assert inspection.team.filter(user=person).exists()


def test_pages_cost_the_same_queries_however_much_was_found(world):
    def cost(path: str) -> int:
        client = signed_in(world.inspector)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    inspection = made.at(world, "visiting")
    made.sent(world, inspection)
    made.visit(world, inspection)
    made.recommendation(world, inspection)
    pages = [reverse("inspection-list"), reverse("inspection", args=[inspection.pk])]
    before = [cost(page) for page in pages]
    for _ in range(4):
        made.sent(world, inspection)
        made.visit(world, inspection)
        made.recommendation(world, inspection)
        made.plan(world, world.stc, world.congan, code=f"KT-1{_}")
    assert [cost(page) for page in pages] == before == [7, 14]
