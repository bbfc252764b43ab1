"""The list of tasks, one task, and every step through the pages people use."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.document_factories import extract_plan
from tests.factories import World, actor, make_user, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon, take_step
from tiendo.accounts.models import RoleCode, User
from tiendo.domain.lifecycle import State
from tiendo.organisations.models import BodyGroup, Kind, Level
from tiendo.programmes.actions import add_section
from tiendo.programmes.models import Programme
from tiendo.tasks import actions
from tiendo.tasks.models import Evidence, Part, ProgressUpdate, Task
from tiendo.workspace.task_words import STEP_URLS

pytestmark = pytest.mark.django_db

TODAY = dt.date(2025, 9, 10)
D = dt.date
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


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


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def live(world: World, programme: Programme, **fields: Any) -> Task:
    return bring_to(world, make_task(world, programme, **fields), State.LIVE)


def report_progress(world: World, task: Task) -> None:
    actions.record_update(
        task=task, done="Đã họp với các bên", as_of=TODAY, by=actor(world.snv_officer)
    )


def page_of(client: Client, task: Task, **query: str) -> str:
    return client.get(reverse("task", args=[task.pk]), query).content.decode()


def list_of(client: Client, **query: str) -> str:
    response = client.get(reverse("task-list"), query)
    assert response.status_code == 200
    return response.content.decode()


def codes_in(client: Client, **query: str) -> list[str]:
    """The codes of the rows, in their order."""
    cells = list_of(client, **query).split('<td class="num-code"')[1:]
    return [cell.partition(">")[2].partition("<")[0] for cell in cells]


def step(task: Task, action: str) -> str:
    return reverse(STEP_URLS[action], args=[task.pk])


def send(client: Client, task: Task, action: str, **data: Any) -> Any:
    given = {"version": Task.objects.get(pk=task.pk).version, **data}
    return client.post(step(task, action), given)


# The list


def test_the_list_filters_by_status_lead_part_deadline_and_officer(world, programme):
    section = add_section(
        programme=programme, path="II.1", title="Hạ tầng", order=1, by=actor(world.coordinator)
    )
    late = live(world, programme, last_day=D(2025, 8, 31), deadline_key="2025-08-31")
    other = live(world, programme, lead=world.stc, coordinating=[], section=section)
    named = live(world, programme)
    actions.name_officer(
        task=named, officer=world.snv_officer, version=named.version, by=actor(world.snv_head)
    )
    client = signed_in(world.coordinator)
    assert codes_in(client, trang_thai="overdue.awaiting_overdue") == [late.code]
    assert codes_in(client, chu_tri=str(world.stc.pk)) == [other.code]
    assert codes_in(client, phan=str(section.pk)) == [other.code]
    assert codes_in(client, tu="2025-08-01", den="2025-08-31") == [late.code]
    assert codes_in(client, nguoi=str(world.snv_officer.pk)) == [named.code]
    assert codes_in(client, chuong_trinh=str(programme.pk + 1)) == []
    assert len(codes_in(client, chuong_trinh=str(programme.pk))) == 3


def test_the_list_is_searched_without_diacritics_and_by_code(world, programme):
    task = live(world, programme, code="PL2-07", title="Xây dựng trung tâm dữ liệu")
    live(world, programme)
    client = signed_in(world.coordinator)
    assert codes_in(client, q="trung tam DU LIEU") == [task.code]
    assert codes_in(client, q="pl2-07") == [task.code]
    assert "Không có nhiệm vụ nào khớp bộ lọc" in list_of(client, q="không hề có")


def test_the_list_sorts_in_vietnamese_order_both_ways(world, programme):
    titles = ["Đề án số", "Ấn phẩm", "Bản đồ", "Dữ liệu"]
    codes = {title: live(world, programme, title=title).code for title in titles}
    client = signed_in(world.coordinator)
    ordered = [codes[title] for title in ("Ấn phẩm", "Bản đồ", "Dữ liệu", "Đề án số")]
    assert codes_in(client, sort="title") == ordered
    assert codes_in(client, sort="-title") == ordered[::-1]


def test_words_that_mean_nothing_narrow_nothing_and_an_impossible_day_is_said(world, programme):
    task = live(world, programme)
    client = signed_in(world.coordinator)
    assert codes_in(client, chu_tri="abc", trang_thai="không", sort="?", page="x") == [task.code]
    assert codes_in(client, chu_tri="9" * 30) == [task.code]
    for query in ({"tu": "31/02/2025"}, {"ngay": "31/02/2025"}):
        response = client.get(reverse("task-list"), query)
        assert response.status_code == 400
        assert "Ngày 31/02/2025 không có thật. Nhập dạng" in response.content.decode()
    shown = client.get(reverse("task-list"), {"tu": "1/6/2025", "ngay": "5/9/2025"})
    body = shown.content.decode()
    assert 'name="tu" value="01/06/2025"' in body
    assert 'name="ngay" value="05/09/2025"' in body
    assert "?ngay=2025-09-05" in body


def test_the_list_shows_a_hundred_a_page_and_the_totals_of_the_filter(world, programme):
    for _number in range(3):
        live(world, programme)
    client = signed_in(world.coordinator)
    body = list_of(client, trang_thai="not_started")
    assert "Trang 1/1 · 3 nhiệm vụ" in body
    assert "Chưa thực hiện <b>3</b>" in body


def test_the_list_costs_the_same_queries_however_long_it_is(world, programme):
    def cost(user: User) -> int:
        client = signed_in(user)
        list_of(client)
        with CaptureQueriesContext(connection) as queries:
            list_of(client)
        return len(queries)

    for _number in range(2):
        live(world, programme)
    few = [cost(world.snv_officer), cost(world.coordinator)]
    for _number in range(12):
        live(world, programme)
    assert [cost(world.snv_officer), cost(world.coordinator)] == few
    # One of them asks for the filter with which the person's list begins.
    assert few == [10, 10]


def test_the_page_of_a_task_costs_the_same_queries_however_long_its_story(world, programme):
    task = live(world, programme)
    client = signed_in(world.snv_officer)

    def cost() -> int:
        page_of(client, task)
        with CaptureQueriesContext(connection) as queries:
            page_of(client, task)
        return len(queries)

    report_progress(world, task)
    few = cost()
    for _number in range(5):
        report_progress(world, task)
    assert cost() == few == 20


def test_a_body_without_a_part_does_not_find_the_task(world, programme):
    live(world, programme)
    assert codes_in(signed_in(world.congan_officer)) == []
    assert "Chưa có nhiệm vụ nào được giao" in list_of(signed_in(world.congan_officer))


# One task


def test_the_page_says_why_a_task_is_overdue(world, programme):
    with noon(D(2025, 7, 1)):
        task = live(world, programme, last_day=D(2025, 8, 29), deadline_key="2025-08-29")
    body = page_of(signed_in(world.snv_officer), task)
    assert "</span> 12 ngày: hạn 29/08/2025, chưa có sản phẩm" in body


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ((), "hạn 30/09/2025, còn 20 ngày; chưa có cập nhật nào"),
        (("claim",), "có sản phẩm ngày 05/09/2025, hạn 30/09/2025; chờ thủ trưởng"),
        (("claim", "approve"), "chờ Sở Khoa học và Công nghệ xác nhận"),
        (("claim", "approve", "confirm"), "có sản phẩm ngày 05/09/2025, hạn 30/09/2025"),
        (("suspend",), "từ 10/09/2025 theo 99/UBND-TH"),
    ],
)
def test_the_page_gives_the_reason_of_each_status(world, programme, steps, words):
    with noon(D(2025, 7, 1)):
        task = live(world, programme)
    for action in steps:
        task = take_step(world, task, action, D(2025, 9, 5))
    assert words in page_of(signed_in(world.coordinator), task)


def test_the_page_quotes_the_source_clause_and_leads_into_the_document(
    world, programme, private_files
):
    passage = extract_plan(world).drafts.order_by("order")[0].passages.all()[0]
    text = passage.text
    task = live(world, programme, passages=[passage])
    body = page_of(signed_in(world.snv_officer), task)
    document = text.rendition.document
    assert passage.quote[:30] in body
    link = f"{reverse('document', args=[document.pk])}?ban={text.rendition_id}#p-{passage.pk}"
    assert link in body
    target = signed_in(world.snv_officer).get(link.partition("#")[0])
    assert f'id="p-{passage.pk}"' in target.content.decode()


def test_the_page_names_people_and_what_is_not_clear_yet(world, programme):
    task = live(world, programme)
    body = page_of(signed_in(world.snv_head), task)
    for words in ("Sở Nội vụ", "Sở Tài chính", "Sở Khoa học và Công nghệ", "UBND tỉnh"):
        assert words in body
    assert "rõ người: cơ quan chủ trì chưa phân công người" in body
    assert "rõ kết quả" in body


def test_a_moved_deadline_stays_visible(world, programme):
    task = live(world, programme)
    response = send(
        signed_in(world.leader),
        task,
        "change_deadline",
        last_day="31/12/2025",
        reason="Chờ hướng dẫn của bộ",
        deciding_document="12/UBND-TH",
    )
    assert response.status_code == 302
    body = page_of(signed_in(world.snv_officer), task)
    assert "<s>30/09/2025</s>" in body
    assert "12/UBND-TH" in body


def test_a_past_day_is_read_and_not_acted_on(world, programme):
    with noon(D(2025, 8, 1)):
        task = live(world, programme)
    take_step(world, task, "claim", D(2025, 9, 1))
    client = signed_in(world.snv_officer)
    body = page_of(client, task, ngay="2025-08-15")
    assert "Chưa thực hiện" in body
    assert "Báo cáo hoàn thành" not in body
    assert reverse("task-update", args=[task.pk]) not in body


def test_a_foreign_body_gets_403_and_an_unknown_task_404(world, programme):
    task = live(world, programme)
    client = signed_in(world.congan_officer)
    response = client.get(reverse("task", args=[task.pk]))
    assert response.status_code == 403
    assert task.title not in response.content.decode()
    assert client.post(step(task, "update"), {"done": "x"}).status_code == 403
    assert client.get(reverse("task", args=[task.pk + 999])).status_code == 404


def test_of_one_moment_the_later_deed_stands_above(world, programme):
    """A part given and reported on at once stood as reported on before it was given."""
    task = live(world, programme)
    officer = signed_in(world.snv_officer)
    assert send(officer, task, "update", done="Đã khảo sát", percent="40").status_code == 302
    assert send(officer, task, "update", done="Đã viết xong", percent="60").status_code == 302
    told = page_of(officer, task).partition("Diễn biến")[2]
    places = [told.index(words) for words in ("Đã viết xong", "Đã khảo sát", "Giao việc")]
    assert places == sorted(places)


def test_a_recurring_task_shows_its_occurrences(world, programme):
    with noon(D(2025, 7, 1)):
        task = live(
            world,
            programme,
            last_day=None,
            deadline_key="",
            deadline_raw="Hằng quý",
            recurrence="R:quarterly",
        )
    body = page_of(signed_in(world.snv_officer), task)
    assert "Các kỳ thực hiện" in body
    assert "Quý III/2025" in body


def test_a_period_that_passed_without_confirmation_is_overdue(world, programme):
    """It was shown as given, beside a task that was overdue because of it."""
    with noon(D(2025, 7, 1)):
        task = live(
            world,
            programme,
            last_day=None,
            deadline_key="",
            deadline_raw="6 tháng, hằng năm",
            recurrence="R:halfyearly;R:yearly",
        )
    with noon(D(2026, 1, 5)):
        client = signed_in(world.snv_officer)
        seen = page_of(client, task)
        assert occurrences_in(seen) == [
            ("6 tháng cuối năm 2026", "mở ngày 01/07/2026"),
            ("Năm 2026", "Chưa thực hiện"),
            ("6 tháng đầu năm 2026", "Chưa thực hiện"),
            ("Năm 2025", "Quá hạn"),
            ("6 tháng cuối năm 2025", "Quá hạn"),
        ]
        before = occurrences_in(page_of(client, task, ngay="2025-12-01"))
    assert before[1:] == [
        ("Năm 2025", "Chưa thực hiện"),
        ("6 tháng cuối năm 2025", "Chưa thực hiện"),
    ]
    assert before[0][1] == "mở ngày 01/01/2026"


def occurrences_in(body: str) -> list[tuple[str, str]]:
    """Each period of the table with the words of its status."""
    table = body.partition("Các kỳ thực hiện")[2].partition("</table>")[0]
    rows = re.findall(
        r'<th scope="row">(.*?)</th>.*?data-label="Trạng thái">(.*?)</td>', table, re.S
    )
    return [(name, re.sub(r"<[^>]*>", "", words).strip()) for name, words in rows]


# The steps


def test_the_loop_from_an_update_to_the_confirmation(world, programme, private_files):
    with noon(D(2025, 8, 1)):
        task = live(world, programme)
    officer, head = signed_in(world.snv_officer), signed_in(world.snv_head)
    proof = SimpleUploadedFile("biên bản.txt", "Biên bản họp tổ soạn thảo".encode())
    sent = send(officer, task, "update", done="Đã trình dự thảo", percent="45,5", proof_files=proof)
    assert sent.status_code == 302
    update = ProgressUpdate.objects.get(task=task)
    assert str(update.percent) == "45.50"
    approved = head.post(reverse("task-update-approve", args=[update.pk]))
    assert approved.status_code == 302
    given = {"document_number": "15/QĐ-UBND", "document_date": "05/09/2025"}
    assert send(officer, task, "claim", done_on="05/09/2025", **given).status_code == 302
    assert send(head, task, "approve").status_code == 302
    seen = signed_in(world.coordinator).get(step(task, "confirm")).content.decode()
    assert "15/QĐ-UBND" in seen
    assert send(signed_in(world.coordinator), task, "confirm").status_code == 302
    task.refresh_from_db()
    assert (task.lifecycle, task.done_on) == (State.CONFIRMED, D(2025, 9, 5))
    body = page_of(officer, task)
    for words in ("Đã trình dự thảo", "biên bản.txt", "15/QĐ-UBND"):
        assert words in body


def test_the_update_leads_on_to_the_claim_where_it_is_asked_for(world, programme):
    task = live(world, programme)
    response = send(signed_in(world.snv_officer), task, "update", done="Xong", next="claim")
    assert response["Location"] == step(task, "claim")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"done": ""}, "Ghi kết quả đã làm được"),
        ({"done": "Đã họp", "percent": "120"}, "Nhập một số từ 0 đến 100"),
        ({"done": "Đã họp", "percent": "NaN"}, "Nhập một số từ 0 đến 100"),
        ({"done": "Đã họp", "document_number": "1/QĐ"}, "Nhập ngày của văn bản"),
        ({"done": "Đã họp", "document_date": "08/6/20210"}, "08/6/20210"),
    ],
)
def test_a_mistake_is_said_and_what_was_typed_stays(world, programme, given, words):
    task = live(world, programme)
    typed = {"difficulty": "Thiếu kinh phí thẩm định", **given}
    response = send(signed_in(world.snv_officer), task, "update", **typed)
    body = response.content.decode()
    assert response.status_code == 422
    assert words in body
    assert "Thiếu kinh phí thẩm định" in body
    assert not ProgressUpdate.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("rỗng.txt", b"", "rỗng"),
        ("ảnh.png", b"not a picture", "ảnh.png"),
        ("mật.txt", "TỐI MẬT\n\nBáo cáo".encode(), "mật"),
    ],
)
def test_a_file_that_is_refused_stores_nothing(
    world, programme, private_files, name, content, words
):
    task = live(world, programme)
    proof = SimpleUploadedFile(name, content)
    client = signed_in(world.snv_officer)
    response = send(client, task, "update", done="Đã họp ba bên", proof_files=proof)
    body = response.content.decode()
    assert response.status_code == 422
    assert words in body.lower()
    assert "Đã họp ba bên" in body
    assert not Evidence.objects.exists()
    assert not private_files.kept


def test_a_claim_needs_proof(world, programme):
    task = live(world, programme)
    response = send(signed_in(world.snv_officer), task, "claim", done_on="10/09/2025")
    assert response.status_code == 422
    assert "Chưa có minh chứng" in response.content.decode()


def test_the_second_editor_sees_the_first_ones_change_and_loses_nothing(world, programme):
    task = live(world, programme)
    first, second = signed_in(world.coordinator), signed_in(world.skhcn_head)
    data = {"version": task.version, "product": "Quyết định", "deciding_text": "UBND tỉnh"}
    edited = first.post(step(task, "edit"), {**data, "title": "Ban hành quy chế của tỉnh"})
    assert edited.status_code == 302
    late = second.post(step(task, "edit"), {**data, "title": "Ban hành quy chế riêng"})
    body = late.content.decode()
    assert late.status_code == 409
    assert "Người khác vừa thay đổi nhiệm vụ này" in body
    assert "Ban hành quy chế của tỉnh" in body
    assert "Ban hành quy chế riêng" in body
    task.refresh_from_db()
    assert task.title == "Ban hành quy chế của tỉnh"
    again = second.post(
        step(task, "edit"), {**data, "version": task.version, "title": "Ban hành quy chế riêng"}
    )
    assert again.status_code == 302


def test_a_step_that_another_took_first_says_so(world, programme):
    task = bring_to(world, make_task(world, programme), State.CLAIMED)
    head = signed_in(world.snv_head)
    assert send(head, task, "approve").status_code == 302
    again = send(head, task, "approve")
    assert again.status_code == 409
    assert "Thủ trưởng đã duyệt" in again.content.decode()
    opened = head.get(step(task, "send_back"))
    assert opened.status_code == 409
    assert "Không thể thực hiện" in opened.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_lead_body_does_not_confirm_its_own_task(world, programme, method):
    task = bring_to(world, make_task(world, programme), State.UNIT_APPROVED)
    client = signed_in(world.snv_head)
    response = getattr(client, method)(step(task, "confirm"), {"version": task.version})
    assert response.status_code == 403
    assert "đang giữ chức vụ tại cơ quan chủ trì" in response.content.decode()
    task.refresh_from_db()
    assert task.lifecycle == State.UNIT_APPROVED


def test_a_confirmer_with_a_post_in_the_lead_body_is_told_why_not(world, programme):
    both = make_user("hai_chuc", (world.snv, RoleCode.OFFICER), (world.skhcn, RoleCode.COORDINATOR))
    task = bring_to(world, make_task(world, programme), State.UNIT_APPROVED)
    response = send(signed_in(both), task, "confirm")
    assert response.status_code in (409, 422)
    assert "đang giữ chức vụ tại cơ quan chủ trì" in response.content.decode()


def test_returning_needs_a_reason_and_the_reason_is_read(world, programme):
    task = bring_to(world, make_task(world, programme), State.UNIT_APPROVED)
    client = signed_in(world.coordinator)
    assert send(client, task, "return", reason=" ").status_code == 422
    assert send(client, task, "return", reason="Thiếu phụ lục số liệu").status_code == 302
    assert "Thiếu phụ lục số liệu" in page_of(signed_in(world.snv_officer), task)


def test_a_head_names_an_officer_of_the_body(world, programme):
    task = live(world, programme)
    head = signed_in(world.snv_head)
    form = head.get(step(task, "name_officer")).content.decode()
    assert "Lê Nội Vụ" in form
    assert "Đỗ Tài Chính" not in form
    assert send(head, task, "name_officer", officer=world.snv_officer.pk).status_code == 302
    assert send(head, task, "name_officer", officer=world.stc_officer.pk).status_code == 422
    assert task.assignments.filter(part=Part.LEAD, officer=world.snv_officer).exists()


@pytest.mark.parametrize("action", ["suspend", "cancel", "supersede"])
def test_a_leader_decides_with_a_document(world, programme, action):
    task = live(world, programme)
    leader = signed_in(world.leader)
    assert send(leader, task, action, reason="Đổi kế hoạch").status_code == 422
    given = {"reason": "Đổi kế hoạch", "deciding_document": "9/UBND-TH"}
    assert send(leader, task, action, **given).status_code == 302
    assert "9/UBND-TH" in page_of(leader, task)


def test_a_draft_says_what_it_lacks_until_it_is_given(world, programme):
    draft = make_task(world, programme, product="", last_day=None, deadline_key="")
    client = signed_in(world.coordinator)
    refused = send(client, draft, "go_live")
    assert refused.status_code == 422
    assert "chưa có sản phẩm" in refused.content.decode()
    assert (
        send(
            client,
            draft,
            "edit",
            title=draft.title,
            product="Quyết định",
            deciding_text="UBND tỉnh",
            deadline_raw="Quý IV/2025",
        ).status_code
        == 302
    )
    draft.refresh_from_db()
    assert draft.last_day == D(2025, 12, 31)
    assert send(client, draft, "go_live", on="01/09/2025").status_code == 302
    draft.refresh_from_db()
    assert (draft.lifecycle, draft.live_on) == (State.LIVE, D(2025, 9, 1))


def test_the_coordinator_assigns_a_body(world, programme):
    draft = make_task(world, programme, lead=None, coordinating=[])
    client = signed_in(world.coordinator)
    assert send(client, draft, "assign", part="lead", body=world.stc.pk).status_code == 302
    assert draft.assignments.filter(part=Part.LEAD, organisation=world.stc).exists()


def test_a_draft_for_a_group_is_split_into_one_for_each_body(world, programme):
    group = BodyGroup.objects.create(
        name="UBND các xã, phường",
        slug="xa-phuong",
        folded_names=["ubnd cac xa, phuong"],
        kinds=[Kind.COMMUNE, Kind.WARD],
        level=Level.COMMUNE,
        source="tests",
    )
    draft = make_task(world, programme, lead=group, coordinating=[])
    client = signed_in(world.coordinator)
    assert step(draft, "expand") in page_of(client, draft)
    assert send(client, draft, "expand").status_code == 302
    assert Task.objects.filter(parent=draft).count() == 2
    alone = make_task(world, programme)
    refused = client.get(step(alone, "expand"))
    assert refused.status_code == 409
    assert "không giao cho một nhóm cơ quan" in refused.content.decode()


def test_evidence_is_downloaded_by_those_who_see_the_task(world, programme, private_files):
    task = live(world, programme)
    proof = SimpleUploadedFile("biên bản.txt", "Nội dung biên bản".encode())
    send(signed_in(world.snv_officer), task, "update", done="Đã họp", proof_files=proof)
    url = reverse("evidence-download", args=[Evidence.objects.get().pk])
    response = signed_in(world.coordinator).get(url)
    assert b"".join(response.streaming_content).decode() == "Nội dung biên bản"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert signed_in(world.congan_officer).get(url).status_code == 403


# Many at once


def test_complete_drafts_go_live_together_and_the_others_stay(world, programme):
    ready = make_task(world, programme)
    lacking = make_task(world, programme, product="")
    client = signed_in(world.coordinator)
    body = client.get(reverse("task-drafts")).content.decode()
    assert "sản phẩm</span>" in body
    chosen = {"task": [ready.pk, lacking.pk]}
    answer = client.post(reverse("task-drafts"), chosen, follow=True).content.decode()
    assert "Đã giao 1 nhiệm vụ" in answer
    assert "1 nhiệm vụ chưa giao được" in answer
    states = [Task.objects.get(pk=task.pk).lifecycle for task in (ready, lacking)]
    assert states == [State.LIVE, State.DRAFT]


def test_a_head_is_not_told_that_a_head_will_approve(world, programme):
    task = live(world, programme)
    client = signed_in(world.snv_head)
    form = client.get(step(task, "update")).content.decode()
    assert "Ghi cập nhật" in form
    assert "Gửi thủ trưởng" not in form
    sent = client.post(step(task, "update"), {"version": task.version, "done": "Xong"}, follow=True)
    assert "Đã ghi cập nhật tiến độ." in sent.content.decode()
    assert "gửi thủ trưởng duyệt" not in client.get(step(task, "claim")).content.decode()
    assert (
        "Gửi thủ trưởng" in signed_in(world.snv_officer).get(step(task, "update")).content.decode()
    )


def test_the_drafts_of_one_programme_are_counted_as_on_its_overview(world, programme):
    make_task(world, programme, title="Việc của kế hoạch này")
    make_task(world, make_programme(world, title="Kế hoạch khác", short_title="KH 88"), title="Kia")
    client = signed_in(world.coordinator)
    overview = client.get(reverse("dashboard"), {"chuong_trinh": programme.pk}).content.decode()
    address = f"{reverse('task-drafts')}?chuong_trinh={programme.pk}"
    assert f'href="{address}">Bản nháp chưa giao 1<' in overview
    one = client.get(address).content.decode()
    assert "1 bản nháp, kể cả" in one
    assert "Việc của kế hoạch này" in one
    assert "Kia" not in one
    assert "2 bản nháp, kể cả" in client.get(reverse("task-drafts")).content.decode()
