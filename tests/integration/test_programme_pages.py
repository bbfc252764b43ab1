"""Programmes, plans of bodies, sub-tasks and officers through the pages people use."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.document_factories import make_docx, register_plan
from tests.factories import MERGER, World, actor, make_body, make_world
from tests.task_factories import bring_to, make_group, make_programme, make_task, noon
from tiendo.accounts.models import User
from tiendo.domain.lifecycle import State
from tiendo.organisations.models import Kind, Level
from tiendo.programmes.actions import create_programme
from tiendo.programmes.models import PlanFiling, Programme
from tiendo.tasks import actions
from tiendo.tasks.actions import NewPart, PlanFacts
from tiendo.tasks.models import Task
from tiendo.tasks.parties import parties_on

pytestmark = pytest.mark.django_db

TODAY = dt.date(2025, 9, 10)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


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
def own(world: World, programme: Programme) -> Programme:
    return create_programme(
        title="Kế hoạch của Sở Nội vụ",
        short_title="Kế hoạch SNV",
        owner=world.snv,
        coordinator=world.snv,
        implements=programme,
        starts_on=dt.date(2025, 8, 1),
        by=actor(world.snv_head),
    )


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def text_of(response: Any) -> str:
    """The words of a page on one line."""
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(plain).split())


def count_queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def live(world: World, programme: Programme, **fields: Any) -> Task:
    return bring_to(world, make_task(world, programme, **fields), State.LIVE)


def split(world: World, whole: Task, *weights: int) -> tuple[Task, ...]:
    parts = [
        NewPart(title=f"Phần {weight}", product="Báo cáo", lead=world.snv) for weight in weights
    ]
    whole.refresh_from_db()
    by = actor(world.snv_head)
    return actions.split_task(task=whole, parts=parts, version=whole.version, by=by)


# Programmes


def test_a_head_sets_up_a_programme_and_adds_a_task_given_at_once(world, programme):
    client = signed_in(world.snv_head)
    response = client.post(
        reverse("programme-new"),
        {
            "body": world.snv.pk,
            "title": "Kế hoạch của Sở",
            "short_title": "KH Sở",
            "implements": programme.pk,
            "starts_on": "1/8/2025",
        },
    )
    made = Programme.objects.get(short_title="KH Sở")
    assert response["Location"] == reverse("programme", args=[made.pk])
    served = live(world, programme)
    page = client.get(reverse("programme-add-task", args=[made.pk]))
    assert served.code in text_of(page)
    response = client.post(
        reverse("programme-add-task", args=[made.pk]),
        {
            "title": "Rà soát hồ sơ",
            "product": "Báo cáo",
            "deadline": "quý IV/2025",
            "lead": world.snv.pk,
            "deciding_text": "Giám đốc Sở",
            "parent": served.pk,
            "goes_live": "on",
        },
    )
    assert response.status_code == 302
    task = Task.objects.get(programme=made)
    assert (task.code, task.lifecycle, task.last_day) == ("NV-01", "live", dt.date(2025, 12, 31))
    assert task.parent == served
    assert parties_on(task, TODAY).confirmer_id == world.skhcn.pk
    assert "Rà soát hồ sơ" in text_of(client.get(reverse("task-list")))


def test_what_is_wrong_is_said_on_the_form(world, own):
    client = signed_in(world.snv_head)
    response = client.post(
        reverse("programme-edit", args=[own.pk]),
        {"title": "A", "short_title": "A", "ends_on": "1/1/2025"},
    )
    assert response.status_code == 422
    assert "Ngày kết thúc phải sau ngày bắt đầu" in text_of(response)
    response = client.post(
        reverse("programme-add-task", args=[own.pk]),
        {"title": "A", "product": "B", "deadline": "31/2/2026", "lead": world.snv.pk},
    )
    assert response.status_code == 422
    assert "31/2/2026" in text_of(response)


def test_closing_asks_first_and_says_what_is_open(world, own):
    task = make_task(world, own, lead=world.snv, coordinating=[], by=actor(world.snv_head))
    actions.go_live(task=task, by=actor(world.snv_head))
    client = signed_in(world.snv_head)
    url = reverse("programme-close", args=[own.pk])
    assert "còn 1 nhiệm vụ đang giao" in text_of(client.get(url))
    assert client.post(url, {"reason": "Hết thời gian thực hiện"}).status_code == 302
    assert "Đã kết thúc" in text_of(client.get(reverse("programme", args=[own.pk])))
    assert client.get(url).status_code == 403


def test_the_page_says_what_implements_it_and_an_own_one_is_not_for_all(world, programme, own):
    page = reverse("programme", args=[programme.pk])
    assert "Kế hoạch SNV" in text_of(signed_in(world.coordinator).get(page))
    assert "Kế hoạch SNV" in text_of(signed_in(world.snv_officer).get(page))
    assert "Kế hoạch SNV" not in text_of(signed_in(world.stc_officer).get(page))
    listed = signed_in(world.stc_officer).get(reverse("programme-list"))
    assert "Kế hoạch SNV" not in text_of(listed)


def test_the_pages_of_programmes_cost_the_same_queries_however_many(world, programme, own):
    client = signed_in(world.coordinator)
    live(world, programme)
    urls = [reverse("programme-list"), reverse("programme", args=[programme.pk])]
    few = [count_queries(client, url) for url in urls]
    for number in range(4):
        make_programme(world, short_title=f"KH {number}", title=f"KH {number}")
        live(world, programme)
        create_programme(
            title="X",
            short_title="X",
            owner=world.stc,
            coordinator=world.stc,
            implements=programme,
            starts_on=TODAY,
            by=actor(world.stc_head),
        )
    assert [count_queries(client, url) for url in urls] == few
    assert few == [7, 15]


# Plans of bodies


def test_the_plan_of_a_body_is_recorded_corrected_and_taken_back(world, programme):
    covered, other = live(world, programme), live(world, programme)
    client = signed_in(world.snv_head)
    args = [programme.pk, world.snv.slug]
    data = {
        "number": "12/KH-SNV",
        "issued_on": "10/7/2025",
        "title": "Kế hoạch của Sở",
        "covers": [covered.pk],
    }
    assert client.post(reverse("filing-write", args=args), data).status_code == 302
    page = text_of(client.get(reverse("filing", args=args)))
    assert "1/2 nhiệm vụ chủ trì đã có trong kế hoạch" in page
    assert page.index(other.code) < page.index(covered.code)
    refused = client.post(reverse("filing-write", args=args), data)
    assert refused.status_code == 422
    assert "Nêu lý do đính chính" in text_of(refused)
    data |= {"number": "13/KH-SNV", "reason": "Sai số"}
    assert client.post(reverse("filing-write", args=args), data).status_code == 302
    assert PlanFiling.objects.count() == 2
    withdraw = reverse("filing-withdraw", args=args)
    assert "13/KH-SNV" in text_of(client.get(withdraw))
    assert client.post(withdraw, {"reason": "Ghi nhầm cơ quan"}).status_code == 302
    assert "Chưa ban hành" in text_of(client.get(reverse("filing", args=args)))


def test_number_day_and_title_of_a_plan_come_from_its_document(world, programme):
    document = register_plan(
        world, make_docx(["I. MỤC TIÊU"], number="12", issuer="SỞ NỘI VỤ", day="10")
    )
    assert document.issuer == world.snv
    other = register_plan(world, make_docx(["I. MỤC TIÊU"], number="99", day="11"), "khac.docx")
    client = signed_in(world.snv_head)
    url = reverse("filing-write", args=[programme.pk, world.snv.slug])
    shown = client.get(url).content.decode()
    assert f'value="{document.pk}"' in shown
    assert f'value="{other.pk}"' not in shown
    found = client.get(url, {"tim": "99 kh"}).content.decode()
    assert f'value="{other.pk}"' in found
    empty = client.post(url, {"number": ""})
    assert empty.status_code == 422
    assert "Nhập số, ký hiệu của kế hoạch." in text_of(empty)
    wrong = client.post(url, {"document": document.pk, "number": "7/KH-SNV"})
    assert wrong.status_code == 422
    assert "Khác với văn bản đã chọn" in text_of(wrong)
    assert client.post(url, {"document": document.pk}).status_code == 302
    filing = PlanFiling.objects.get()
    assert (filing.document, filing.number) == (document, document.number_raw)
    assert (filing.issued_on, filing.title) == (document.issued_on, document.title)
    assert (
        reverse("document", args=[document.pk])
        in client.get(reverse("filing", args=[programme.pk, world.snv.slug])).content.decode()
    )


def test_the_board_counts_filters_and_links(world, programme):
    live(world, programme, coordinating=[world.stc, make_group()])
    client = signed_in(world.coordinator)
    due = reverse("programme-filing-due", args=[programme.pk])
    assert client.post(due, {"due": "trước ngày 15/7/2025"}).status_code == 302
    plan = PlanFacts("12/KH-SNV", dt.date(2025, 7, 20), "Kế hoạch")
    by = actor(world.snv_head)
    actions.record_filing(programme=programme, organisation=world.snv, plan=plan, covers=[], by=by)
    url = reverse("filing-list", args=[programme.pk])
    page = text_of(client.get(url))
    assert "Hạn ban hành: hết ngày 14/07/2025 (“trước ngày 15/7/2025”)" in page
    assert "4 Cơ quan phải ban hành" in page or "Cơ quan phải ban hành 4" in page
    late = text_of(client.get(url, {"tinh_trang": "muon"}))
    assert "12/KH-SNV" in late
    assert "0/1" in late
    assert "Sở Tài chính" not in late
    found = text_of(client.get(url, {"q": "ea trang"}))
    assert "Ea Trang" in found
    assert "12/KH-SNV" not in found
    assert "Không có cơ quan nào khớp" in text_of(client.get(url, {"q": "không có"}))


def test_the_board_costs_the_same_queries_for_120_bodies(world, programme):
    live(world, programme, coordinating=[make_group()])
    client = signed_in(world.coordinator)
    url = reverse("filing-list", args=[programme.pk])
    few = count_queries(client, url)
    for number in range(60):
        make_body(f"UBND xã Thử {number}", kind=Kind.COMMUNE, level=Level.COMMUNE, since=MERGER)
    assert count_queries(client, url) == few == 10
    assert "Trang 1/2" in text_of(client.get(url))


# Sub-tasks


def test_a_task_is_split_on_its_page_and_rolls_up_there(world, programme):
    whole = live(world, programme, code="NV-7")
    client = signed_in(world.snv_head)
    url = reverse("task-split", args=[whole.pk])
    assert "Chia nhiệm vụ con" in text_of(client.get(reverse("task", args=[whole.pk])))
    assert client.get(url).status_code == 200
    data = {
        "version": whole.version,
        "so_dong": "3",
        "p0-title": "Khảo sát",
        "p0-product": "Báo cáo khảo sát",
        "p0-lead": world.snv.pk,
        "p0-officer": world.snv_officer.pk,
        "p0-deadline": "20/9/2025",
        "p0-weight": "2,5",
        "p1-title": "Tổng hợp",
        "p1-product": "Báo cáo",
        "p1-lead": world.snv.pk,
        "p2-lead": world.snv.pk,
        "p2-weight": "1",
    }
    more = client.post(url, {**data, "more": "1"})
    assert more.status_code == 200
    assert "Nhiệm vụ con 6" in text_of(more)
    assert "Khảo sát" in more.content.decode()
    assert client.post(url, data).status_code == 302
    first, second = Task.objects.filter(parent=whole).order_by("code")
    assert (str(first.weight), first.last_day) == ("2.5000", dt.date(2025, 9, 20))
    assert second.last_day == whole.last_day
    actions.record_update(task=first, done="Xong một nửa", percent=50, by=actor(world.snv_officer))
    page = text_of(client.get(reverse("task", args=[whole.pk])))
    assert "50% tính trên 1/2 nhiệm vụ có số liệu" in page.replace("\xa0", " ")
    assert "(2,5 × 50) ÷ 2,5 = 50%" in page.replace("\xa0", " ")
    assert "cập nhật ngày 10/09/2025" in page


def test_a_wrong_part_is_said_in_its_row(world, programme):
    whole = live(world, programme)
    client = signed_in(world.snv_head)
    url = reverse("task-split", args=[whole.pk])
    data = {"version": whole.version, "so_dong": "1", "p0-lead": world.snv.pk}
    none = client.post(url, data)
    assert none.status_code == 422
    assert "Chưa nhập nhiệm vụ con nào" in text_of(none)
    wrong = client.post(
        url, {**data, "p0-title": "A", "p0-deadline": "31/2/2025", "p0-weight": "0"}
    )
    words = text_of(wrong)
    assert "Nhập sản phẩm" in words
    assert "31/2/2025" in words
    assert "lớn hơn 0" in words
    late = {**data, "p0-title": "A", "p0-product": "B", "p0-deadline": "1/12/2025"}
    assert "sau thời hạn của nhiệm vụ cha (30/09/2025)" in text_of(client.post(url, late))
    assert client.post(url, {**late, "reason": "Nghiệm thu sau"}).status_code == 302


def test_a_task_is_put_below_another_and_a_circle_is_explained(world, programme):
    whole, other = live(world, programme, code="A-1"), live(world, programme, code="A-2")
    client = signed_in(world.coordinator)

    def put(task: Task, code: str) -> Any:
        task.refresh_from_db()
        data = {"version": task.version, "parent_code": code}
        return client.post(reverse("task-place", args=[task.pk]), data)

    assert put(other, "a-1").status_code == 302
    circle = put(whole, "A-2")
    assert circle.status_code == 422
    assert "sẽ thành vòng lặp" in text_of(circle)
    assert "Không thấy nhiệm vụ có mã này" in text_of(put(whole, "Z-9"))
    assert "và 1 nhiệm vụ con" in text_of(client.get(reverse("programme", args=[programme.pk])))
    assert "Danh sách còn 1 nhiệm vụ con" in text_of(client.get(reverse("task-list")))
    assert put(other, "").status_code == 302


def test_the_panel_pages_through_many_children_at_the_same_cost(world, programme):
    whole = live(world, programme)
    split(world, whole, 1, 2)
    client = signed_in(world.snv_head)
    url = reverse("task", args=[whole.pk])
    few = count_queries(client, url)
    split(world, whole, *range(3, 23))
    assert count_queries(client, url) == few
    assert "Trang 1/2 · 22 nhiệm vụ con" in text_of(client.get(url))
    assert "Phần 22" in text_of(client.get(url, {"con": "2"}))


def test_an_expanded_task_says_so_and_takes_more_bodies(world, programme):
    task = make_task(world, programme, lead=make_group(), coordinating=[])
    client = signed_in(world.coordinator)
    url = reverse("task-expand", args=[task.pk])
    assert client.post(url, {"version": task.version}).status_code == 302
    page = text_of(client.get(reverse("task", args=[task.pk])))
    assert "Giao cho từng cơ quan : mỗi cơ quan có một nhiệm vụ riêng" in page
    assert "tính trên 0/2 nhiệm vụ có số liệu" in page
    assert task.code not in text_of(client.get(reverse("task-drafts")))
    make_body("UBND xã Cư Pui", kind=Kind.COMMUNE, level=Level.COMMUNE, since=MERGER)
    task.refresh_from_db()
    assert client.post(url, {"version": task.version}).status_code == 302
    assert Task.objects.filter(parent=task).count() == 3


# Officers


def test_officers_are_named_for_a_selection(world, programme):
    first, second = live(world, programme), live(world, programme)
    with noon(TODAY + dt.timedelta(days=6)):
        client = signed_in(world.snv_head)
        assert "Chưa phân công người xử lý" in text_of(client.get(reverse("my-work")))
        url = reverse("task-officers")
        assert "15/09/2025 quá hạn 1 ngày" in text_of(client.get(url))
        nobody = client.post(url, {"task": [f"{first.pk}:{first.version}"]})
        assert nobody.status_code == 422
        stale = client.post(
            url,
            {
                "task": [f"{first.pk}:{first.version}", f"{second.pk}:{second.version - 1}"],
                "officer": world.snv_officer.pk,
            },
        )
        assert stale.status_code == 409
        assert "vừa được người khác thay đổi" in text_of(stale)
        named = {"task": [f"{second.pk}:{second.version}"], "officer": world.snv_officer.pk}
        assert client.post(url, named).status_code == 302
        assert "Mọi nhiệm vụ đã có người xử lý" in text_of(client.get(url))


def test_the_list_of_tasks_without_officer_costs_the_same_queries(world, programme):
    live(world, programme)
    client = signed_in(world.snv_head)
    url = reverse("task-officers")
    few = count_queries(client, url)
    for _number in range(5):
        live(world, programme)
    assert count_queries(client, url) == few == 8
