"""The trail's pages: who sees what, in which words; and that every action has words."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

import tiendo
from tests.factories import actor, make_world
from tests.task_factories import bring_to, make_programme, make_task
from tiendo.accounts.actions import PersonData, create_user, grant_membership
from tiendo.accounts.models import RoleCode
from tiendo.audit.models import SealBatch, SealedEvent
from tiendo.audit.trail import Author, record
from tiendo.domain import clock
from tiendo.domain.lifecycle import TRANSITIONS, State
from tiendo.intake.models import DraftState
from tiendo.organisations.actions import add_alias
from tiendo.programmes.models import PlanSection
from tiendo.workspace.trail_words import ACTIONS

pytestmark = pytest.mark.django_db
MORNING = dt.datetime(2025, 11, 10, 1, 0, tzinfo=dt.UTC)
SOURCES = Path(tiendo.__file__).parent
# A literal action in a call of ``record`` or of what calls it.
LITERAL = re.compile(r"""(?:action=|author, |"by=author, )"((?:[a-z]+\.)[a-z_]+)\"""")


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def inspector(world):
    client = Client()
    client.force_login(world.inspector, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def text_of(response):
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_every_action_in_the_code_has_words():
    written = {
        action
        for path in SOURCES.rglob("*.py")
        if "migrations" not in path.parts
        for action in LITERAL.findall(path.read_text(encoding="utf-8"))
    }
    assert {"task.create", "document.registered", "membership.granted"} <= written
    assert written - ACTIONS.keys() == set()


def test_every_action_of_the_lifecycle_and_of_review_has_words():
    wanted = {f"task.{row.action}" for row in TRANSITIONS}
    wanted |= {f"draft.{state}" for state in DraftState.values}
    assert wanted - ACTIONS.keys() == set()


def test_events_are_told_in_names_and_words(world, inspector):
    manager = actor(world.administrator)
    with clock.at(MORNING):
        grant_membership(
            user=world.postless, organisation=world.snv, role=RoleCode.OFFICER, by=manager
        )
    page = text_of(inspector.get(reverse("trail")))
    assert "10/11/2025 08:00" in page
    assert "Quản Trị Viên" in page
    assert "VP UBND tỉnh" in page
    assert "Giao chức vụ" in page
    assert "Người giữ chức vụ: Chưa Có Chức Vụ" in page
    assert "Cơ quan: SNV" in page
    assert "Vai trò: Chuyên viên" in page
    assert "Từ ngày: 10/11/2025" in page
    assert "chờ niêm phong" in page


def test_periods_rhythms_results_and_bodies_in_lists_are_told_in_words(world, inspector):
    record(
        by=Author(None),
        action="task.create",
        target=world.snv,
        before={"result": ""},
        after={
            "recurrence": "R:halfyearly;R:yearly:12-15",
            "occurrences": ["2028-H1", "2028"],
            "result": "not_upheld",
            "organisations": [world.snv.pk],
            "order": 89,
        },
    )
    page = text_of(inspector.get(reverse("trail")))
    assert "Định kỳ: 6 tháng, hằng năm" in page
    assert "Các kỳ mở: 6 tháng đầu năm 2028, Năm 2028" in page
    assert "Không đúng như xác nhận" in page
    assert "Các cơ quan: SNV" in page
    assert "Thứ tự" not in page


def test_the_part_of_the_plan_is_told_by_its_name(world, inspector):
    task = make_task(world, make_programme(world))
    section = PlanSection.objects.create(
        programme=task.programme, path="II.1", title="Nhận thức", order=1
    )
    record(by=Author(None), action="task.edit", target=task, after={"section": section.pk})
    assert "Phần kế hoạch: II.1 Nhận thức" in text_of(inspector.get(reverse("trail")))


def test_a_sealed_event_says_so(world, inspector):
    with transaction.atomic():
        event = record(by=Author(None), action="organisation.added", target=world.snv)
    batch = SealBatch.objects.create(
        number=1, sealed_at=MORNING, event_count=1, last_transaction=1, previous_root="", root=""
    )
    SealedEvent.objects.create(batch=batch, position=0, event_id=event.pk, digest="")
    page = text_of(inspector.get(reverse("trail")))
    assert "đã niêm phong" in page
    assert "Hệ thống" in page


def test_who_acts_for_another_is_told(world, inspector):
    author = Author(world.snv_officer.pk, world.snv.pk, world.snv_head.pk)
    record(by=author, action="task.approve", target=world.snv, reason="đủ sản phẩm")
    page = text_of(inspector.get(reverse("trail")))
    assert "theo ủy quyền của Phạm Thủ Trưởng" in page
    assert "Lý do: đủ sản phẩm" in page


def test_the_trail_is_filtered_by_person_action_and_day(world, inspector):
    manager = actor(world.administrator)
    with clock.at(MORNING):
        add_alias(organisation=world.snv, name="Tên Thứ Nhất", by=manager)
    with clock.at(MORNING + dt.timedelta(days=2)):
        create_user(person=PersonData("moi"), password=None, by=manager)
        record(by=Author(world.leader.pk), action="task.cancel", target=world.stc)

    def actions(**query):
        entries = inspector.get(reverse("trail"), query).context["entries"]
        return [entry.action for entry in entries]

    assert actions() == ["Hủy nhiệm vụ", "Tạo tài khoản", "Thêm tên gọi khác"]
    assert actions(nguoi="lanh dao") == ["Hủy nhiệm vụ"]
    assert actions(viec="account.created") == ["Tạo tài khoản"]
    assert actions(den="10/11/2025") == ["Thêm tên gọi khác"]
    assert actions(tu="11/11/2025", den="12/11/2025") == ["Hủy nhiệm vụ", "Tạo tài khoản"]
    assert actions(nguoi="không có ai") == []


def test_a_bad_day_is_named(inspector):
    assert "31/02/2025" in text_of(inspector.get(reverse("trail"), {"tu": "31/02/2025"}))


def test_the_trail_of_an_object_holds_its_events_and_those_of_its_parts(world, inspector):
    manager = actor(world.administrator)
    grant_membership(user=world.postless, organisation=world.snv, role=RoleCode.CLERK, by=manager)
    add_alias(organisation=world.snv, name="Tên Khác", by=manager)
    response = inspector.get(reverse("trail-of", args=["tai-khoan", world.postless.pk]))
    assert [entry.action for entry in response.context["entries"]] == ["Giao chức vụ"]


def test_the_trail_of_a_task_tells_its_whole_life_to_those_who_see_the_task(world):
    with clock.at(MORNING):
        task = make_task(world, make_programme(world))
        bring_to(world, task, State.CONFIRMED)
    url = reverse("trail-of", args=["nhiem-vu", task.pk])

    def answer(person):
        client = Client()
        client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
        return client.get(url)

    response = answer(world.snv_officer)
    told = [entry.action for entry in response.context["entries"]]
    assert told == [
        "Xác nhận hoàn thành",
        "Duyệt báo cáo hoàn thành",
        "Báo cáo hoàn thành",
        "Ghi minh chứng",
        "Giao nhiệm vụ",
        "Lập nhiệm vụ từ kết quả bóc tách",
    ]
    page = text_of(response)
    assert "Số văn bản: 12/QĐ-UBND" in page
    assert "Trạng thái: Đã báo cáo hoàn thành → Thủ trưởng đã duyệt" in page
    assert answer(world.inspector).status_code == 200
    assert answer(world.congan_officer).status_code == 403
    assert answer(world.administrator).status_code == 403


def test_an_unknown_subject_is_not_found(world, inspector):
    assert inspector.get(reverse("trail-of", args=["khac", 1])).status_code == 404
    assert inspector.get(reverse("trail-of", args=["tai-khoan", 10**9])).status_code == 404


def test_the_trail_costs_the_same_queries_for_any_number_of_events(
    world, inspector, django_assert_num_queries
):
    manager = actor(world.administrator)
    add_alias(organisation=world.snv, name="Tên 0", by=manager)
    # session, person, two for the actor, count, events, seals, people, bodies, named objects
    with django_assert_num_queries(10):
        inspector.get(reverse("trail"))
    for number in range(40):
        add_alias(organisation=world.snv, name=f"Tên {number + 1}", by=manager)
    with django_assert_num_queries(10):
        inspector.get(reverse("trail"))
