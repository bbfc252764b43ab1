"""The short form, the same for many tasks at once, and the years of what never ends: as pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import PASSWORD, World, actor, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon, take_step
from tiendo.accounts.models import Membership, User
from tiendo.domain.lifecycle import State
from tiendo.programmes.models import Programme
from tiendo.tasks import actions
from tiendo.tasks.models import Evidence, JudgedResult, Judgement, ProgressUpdate, Task

pytestmark = pytest.mark.django_db

D = dt.date
TODAY = D(2025, 9, 10)
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


def form_of(task: Task) -> str:
    return reverse("task-update", args=[task.pk])


def send(client: Client, task: Task, **data: Any) -> Any:
    return client.post(form_of(task), {"version": task.version, "done": "Đã họp", **data})


def words(response: Any) -> str:
    text: str = response.content.decode()
    return text


def cost(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


# The form


def test_the_form_costs_the_same_queries_however_long_the_story(world, programme):
    task = live(world, programme)
    client = signed_in(world.snv_officer)
    send(client, task)
    few = cost(client, form_of(task))
    for _number in range(5):
        send(client, task)
    assert cost(client, form_of(task)) == few == 10


def test_the_last_percent_stays_unless_it_is_changed(world, programme):
    task = live(world, programme)
    client = signed_in(world.snv_officer)
    send(client, task, percent="45,5")
    body = words(client.get(form_of(task)))
    assert 'name="percent" value="45,5"' in body
    assert "Lần trước 45,5%; giữ nguyên nếu không đổi." in body
    assert "Đã họp" in body


def test_a_count_gives_the_percent_with_its_formula(world, programme):
    task = live(world, programme)
    client = signed_in(world.snv_officer)
    given = {"done_count": "34", "total_count": "102", "count_unit": "xã"}
    assert send(client, task, **given).status_code == 302
    update = ProgressUpdate.objects.get()
    assert (update.done_count, update.percent) == (Decimal(34), Decimal("33.33"))
    assert "34/102 xã = 33,33%" in words(client.get(reverse("task", args=[task.pk])))
    body = words(client.get(form_of(task)))
    assert 'name="total_count" value="102"' in body


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"done": " "}, "Ghi kết quả đã làm được rồi gửi lại."),
        ({"percent": "101"}, "Nhập một số từ 0 đến 100"),
        ({"done_count": "103", "total_count": "102"}, "tỷ lệ sẽ trên 100%"),
        ({"done_count": "3", "total_count": "0"}, "Tổng số phải lớn hơn 0"),
        ({"done_count": "-3", "total_count": "10"}, "Số đã xong không được âm"),
        ({"done_count": "ba", "total_count": "10"}, "Nhập một số, ví dụ 34"),
        ({"done_count": "9" * 40, "total_count": "10"}, "Số quá lớn"),
        ({"done_count": "3"}, "Nhập tổng số."),
        ({"total_count": "3"}, "Nhập số đã xong."),
        ({"done_count": "3", "total_count": "10", "percent": "50"}, "khác với 3/10 = 30%"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(world, programme, data, said):
    task = live(world, programme)
    given = {"difficulty": "Thiếu kinh phí", **data}
    response = send(signed_in(world.snv_officer), task, **given)
    assert response.status_code == 422
    assert said in words(response)
    assert "Thiếu kinh phí" in words(response)
    assert not ProgressUpdate.objects.exists()


def test_a_form_sent_twice_is_taken_once_even_after_the_task_moved_on(world, programme):
    task = live(world, programme)
    client = signed_in(world.snv_officer)
    key = str(uuid4())
    given = {"request_key": key, "document_number": "5/BC-SNV", "document_date": "05/09/2025"}
    first = send(client, task, **given)
    again = send(client, task, **given)
    assert (first.status_code, again.status_code) == (302, 302)
    for step in ("claim", "approve", "confirm"):
        take_step(world, task, step)
    assert send(client, task, **given).status_code == 302
    assert ProgressUpdate.objects.count() == 1
    assert Evidence.objects.filter(document_number="5/BC-SNV").count() == 1


def test_other_words_under_the_same_key_are_not_swallowed(world, programme):
    task = live(world, programme)
    client = signed_in(world.snv_officer)
    key = str(uuid4())
    send(client, task, request_key=key)
    other = send(client, task, request_key=key, done="Đã trình")
    assert other.status_code == 409
    assert "đã được ghi" in words(other)
    assert "Đã trình" in words(other)


def test_script_gets_the_way_on_without_the_page(world, programme):
    task = live(world, programme)
    client = signed_in(world.snv_officer)
    response = client.post(
        form_of(task),
        {"version": task.version, "done": "Đã họp", "ve": "viec-cua-toi"},
        headers={"X-Tiendo-Resend": "1"},
    )
    assert response.status_code == 204
    assert response["X-Tiendo-Location"] == reverse("my-work")
    assert "Đã gửi cập nhật tiến độ" in words(client.get(reverse("my-work")))


def test_a_task_that_moved_on_says_so_and_offers_the_next_step(world, programme):
    task = live(world, programme)
    client = signed_in(world.snv_head)
    for step in ("claim", "approve", "confirm"):
        task = take_step(world, task, step)
    response = client.get(form_of(task))
    assert response.status_code == 409
    assert "Không thể thực hiện “Cập nhật tiến độ”" in words(response)
    assert "Xác nhận hoàn thành" in words(response)
    claimed = take_step(world, live(world, programme), "claim")
    late = client.get(reverse("task-claim", args=[claimed.pk]))
    assert late.status_code == 409
    assert reverse("task-approve", args=[claimed.pk]) in words(late)


def test_of_two_claims_the_second_hears_of_the_first(world, programme):
    task = live(world, programme)
    take_step(world, task, "claim")
    given = {
        "version": task.version,
        "done_on": "10/09/2025",
        "document_number": "7/QĐ-SNV",
        "document_date": "09/09/2025",
    }
    response = signed_in(world.snv_head).post(reverse("task-claim", args=[task.pk]), given)
    assert response.status_code == 409
    assert "Lê Nội Vụ" in words(response)
    assert "Báo cáo hoàn thành" in words(response)
    assert not Evidence.objects.filter(document_number="7/QĐ-SNV").exists()


def test_who_left_yesterday_is_not_let_in_today(world, programme):
    task = live(world, programme)
    post = Membership.objects.get(user=world.snv_officer)
    post.validity = type(post.validity)(post.validity.lower, TODAY)
    post.save()
    client = signed_in(world.snv_officer)
    assert client.get(form_of(task)).status_code == 403
    assert send(client, task).status_code == 403
    assert not ProgressUpdate.objects.exists()


# The link of a reminder


def sign_in(client: Client, user: User, where: str) -> Any:
    return client.post(where, {"login": user.username, "password": PASSWORD})


def test_a_link_leads_to_the_form_after_the_sign_in(world, programme):
    task = live(world, programme)
    client = Client()
    refused = client.get(form_of(task))
    assert refused.status_code == 302
    answer = sign_in(client, world.snv_officer, refused["Location"])
    assert answer.status_code == 302
    assert answer["Location"] == form_of(task)
    assert "Đã làm được gì" in words(client.get(answer["Location"]))


def test_a_link_survives_the_end_of_the_session(world, programme):
    task = live(world, programme)
    client = signed_in(world.snv_officer)
    client.get(form_of(task))
    client.session.flush()
    client.cookies.clear()
    refused = client.get(form_of(task))
    assert sign_in(client, world.snv_officer, refused["Location"])["Location"] == form_of(task)


def test_a_link_leads_to_the_form_after_the_second_step_too(world, programme):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal import auth as totp

    task = live(world, programme)
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(world.snv_officer, secret)
    assert Authenticator.objects.filter(user=world.snv_officer).exists()
    client = Client()
    refused = client.get(form_of(task))
    second = sign_in(client, world.snv_officer, refused["Location"])
    assert form_of(task) not in second["Location"].partition("?")[0]
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    code = totp.format_hotp_value(totp.hotp_value(secret, counter))
    answer = client.post(second["Location"], {"code": code})
    assert answer.status_code == 302
    assert answer["Location"] == form_of(task)


# Many at once


def test_the_task_list_ticks_what_the_own_body_leads_and_reports_on_it(world, programme):
    led, other = live(world, programme), live(world, programme, lead=world.stc, coordinating=[])
    address = reverse("task-update-many")
    shown = words(signed_in(world.snv_officer).get(reverse("task-list")))
    assert f'name="task" value="{led.pk}"' in shown
    assert f'value="{other.pk}" data-select' not in shown
    assert f'formaction="{address}"' in shown
    assert f'formaction="{address}"' not in words(signed_in(world.leader).get(reverse("task-list")))
    past = words(signed_in(world.snv_officer).get(reverse("task-list"), {"ngay": "2025-09-01"}))
    assert f'formaction="{address}"' not in past


def test_many_are_reported_on_one_page_and_the_wrong_ones_stay(world, programme):
    tasks = [live(world, programme) for _number in range(4)]
    client = signed_in(world.snv_officer)
    address = reverse("task-update-many")
    shown = client.post(address, {"task": [str(task.pk) for task in tasks]})
    assert all(f'name="done-{task.pk}"' in words(shown) for task in tasks)
    first, second, third, fourth = tasks
    take_step(world, third, "claim")
    for step in ("approve", "confirm"):
        take_step(world, third, step)
    sent = client.post(
        address,
        {
            "row": [str(task.pk) for task in tasks],
            f"done-{first.pk}": "Đã họp với xã",
            f"percent-{first.pk}": "30",
            f"done-{second.pk}": "Đã trình",
            f"percent-{second.pk}": "130",
            f"done-{third.pk}": "Muộn",
        },
    )
    assert sent.status_code == 422
    assert list(ProgressUpdate.objects.values_list("task", "done", "percent")) == [
        (first.pk, "Đã họp với xã", Decimal(30))
    ]
    body = words(sent)
    assert "Nhập một số từ 0 đến 100" in body
    assert "Không thể thực hiện “Cập nhật tiến độ”" in body
    assert f'name="done-{first.pk}"' not in body
    assert f'name="done-{fourth.pk}"' not in body
    assert "Đã ghi cập nhật của 1 nhiệm vụ." in body


def test_one_text_serves_all_and_a_second_press_doubles_nothing(world, programme):
    tasks = [live(world, programme) for _number in range(3)]
    client = signed_in(world.snv_officer)
    data: dict[str, Any] = {"row": [str(task.pk) for task in tasks], "done-all": "Đã rà soát"}
    data |= {f"key-{task.pk}": str(uuid4()) for task in tasks}
    for _press in range(2):
        assert client.post(reverse("task-update-many"), data).status_code == 302
    assert ProgressUpdate.objects.filter(done="Đã rà soát").count() == 3


def test_a_row_without_a_word_is_left_and_a_percent_alone_is_not_enough(world, programme):
    task, other = live(world, programme), live(world, programme)
    client = signed_in(world.snv_officer)
    rows = [str(task.pk), str(other.pk)]
    nothing = client.post(reverse("task-update-many"), {"row": rows})
    assert nothing.status_code == 422
    assert "Chưa có nội dung nào." in words(nothing)
    alone = client.post(reverse("task-update-many"), {"row": rows, f"percent-{task.pk}": "50"})
    assert "Chưa nhập nội dung “Đã làm được gì”" in words(alone)
    assert not ProgressUpdate.objects.exists()


def test_tasks_of_others_are_not_reported_on(world, programme):
    task = live(world, programme)
    client = signed_in(world.ea_trang_officer)
    given = {"row": [str(task.pk)], f"done-{task.pk}": "Đã họp"}
    assert "Chưa chọn nhiệm vụ nào" in words(client.post(reverse("task-update-many"), given))
    assert not ProgressUpdate.objects.exists()


def test_each_row_costs_the_same_queries(world, programme):
    client = signed_in(world.snv_officer)

    def send_rows(count: int) -> int:
        tasks = [live(world, programme) for _number in range(count)]
        data = {"row": [str(task.pk) for task in tasks], "done-all": "Đã rà soát"}
        with CaptureQueriesContext(connection) as queries:
            assert client.post(reverse("task-update-many"), data).status_code == 302
        return len(queries)

    send_rows(1)
    one, three, five = send_rows(1), send_rows(3), send_rows(5)
    assert five - three == three - one


# The work list


def test_what_is_given_to_the_person_goes_first_and_can_be_shown_alone(world, programme):
    other, mine = live(world, programme), live(world, programme)
    actions.name_officer(
        task=mine, officer=world.snv_officer, version=mine.version, by=actor(world.snv_head)
    )
    client = signed_in(world.snv_officer)
    body = words(client.get(reverse("my-work")))
    places = [body.index(reverse("task", args=[task.pk])) for task in (mine, other)]
    assert places == sorted(places)
    assert "giao cho tôi" in body
    assert mine.title in body
    assert f"{mine.code}</span>" in body or f"{mine.code} · giao cho tôi" in body
    alone = words(client.get(reverse("my-work"), {"cua": "toi"}))
    assert reverse("task", args=[mine.pk]) in alone
    assert reverse("task", args=[other.pk]) not in alone


# Years


def continuous(world: World, programme: Programme) -> Task:
    fields = {"recurrence": "R:continuous", "deadline_key": "", "last_day": None}
    return live(world, programme, **fields)


def test_a_year_goes_from_the_report_to_the_judgement_through_the_pages(world, programme):
    task = continuous(world, programme)
    officer, coordinator = signed_in(world.snv_officer), signed_in(world.coordinator)
    address = reverse("judgement-report", args=[task.pk])
    assert "Báo cáo năm" in words(officer.get(reverse("task", args=[task.pk])))
    given = {"version": task.version, "year": "2025", "done": "Đủ 12 tháng", "result": "achieved"}
    assert officer.get(address).status_code == 200
    assert officer.post(address, given).status_code == 302
    waiting = words(coordinator.get(reverse("my-work")))
    assert "Năm của nhiệm vụ thường xuyên chờ đánh giá" in waiting
    listed = words(coordinator.get(reverse("judgement-list"), {"nam": "2025"}))
    assert "Chờ đánh giá" in listed
    judge = reverse("judgement-judge", args=[Judgement.objects.get().pk])
    assert judge in words(coordinator.get(reverse("task", args=[task.pk])))
    empty = coordinator.post(judge, {"version": task.version, "result": "partly", "words": ""})
    assert empty.status_code == 422
    sent = {"version": task.version, "result": "partly", "words": "Thiếu quý II"}
    assert coordinator.post(judge, sent).status_code == 302
    assert Judgement.objects.get().result == JudgedResult.PARTLY
    page = words(officer.get(reverse("task", args=[task.pk])))
    assert "Đạt một phần" in page
    assert "Thiếu quý II" in page
    again = officer.post(address, given)
    assert "đã được đánh giá" in words(again)


def test_the_list_of_a_year_costs_the_same_queries_however_long_it_is(world, programme):
    client = signed_in(world.coordinator)
    address = reverse("judgement-list") + "?nam=2025"
    continuous(world, programme)
    few = cost(client, address)
    for _number in range(6):
        continuous(world, programme)
    assert cost(client, address) == few == 6


def test_a_dated_task_has_no_yearly_report(world, programme):
    task = live(world, programme)
    response = signed_in(world.snv_officer).get(reverse("judgement-report", args=[task.pk]))
    assert response.status_code == 409
    assert "Chỉ nhiệm vụ thường xuyên" in words(response)
