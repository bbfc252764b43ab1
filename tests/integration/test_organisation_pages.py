"""The pages of bodies and of accounts."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, actor, make_body, make_user, make_world
from tiendo.accounts.models import Membership, RoleCode, User
from tiendo.audit.trail import SYSTEM
from tiendo.domain import clock
from tiendo.organisations.loading import load_province
from tiendo.organisations.models import Organisation

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 11, 10)


@pytest.fixture(autouse=True)
def day():
    with clock.at(clock.local_noon(TODAY)):
        yield


@pytest.fixture
def world():
    return make_world()


def as_person(user):
    client = Client()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def text_of(response, status=200):
    assert response.status_code == status
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def names_in(response):
    return [body.name for body in response.context["page"].object_list]


def test_the_list_is_searched_in_any_spelling_and_by_kind(world):
    client = as_person(world.snv_officer)
    url = reverse("organisation-list")
    assert names_in(client.get(url, {"q": "so khoa hoc"})) == ["Sở Khoa học và Công nghệ"]
    assert names_in(client.get(url, {"loai": "ward"})) == ["Ủy ban nhân dân phường Tân An"]
    assert "Không có cơ quan nào" in text_of(client.get(url, {"q": "không có"}))


def test_the_list_is_that_of_the_day_in_view(world):
    make_body("Sở Đã Hết", since=dt.date(2020, 1, 1), until=dt.date(2025, 2, 19))
    client = as_person(world.snv_officer)
    url = reverse("organisation-list")
    assert names_in(client.get(url, {"q": "đã hết"})) == []
    before = client.get(url, {"q": "đã hết", "ngay": "2025-01-31"})
    assert names_in(before) == ["Sở Đã Hết"]
    assert "?ngay=2025-01-31" in before.content.decode()
    assert names_in(client.get(url, {"q": "đã hết", "da_ket_thuc": "on"})) == ["Sở Đã Hết"]


def test_a_day_that_cannot_be_read_is_refused(world):
    client = as_person(world.snv_officer)
    assert client.get(reverse("organisation-list"), {"ngay": "31/02"}).status_code == 400


def test_a_body_shows_its_names_and_whom_it_follows(world):
    page = text_of(as_person(world.leader).get(reverse("organisation", args=["so-tai-chinh"])))
    assert "Sở, ban, ngành" in page
    assert "Chưa có số liệu" in page


def test_the_provinces_bodies_show_their_successions():
    load_province(by=SYSTEM)
    administrator = make_user(
        "quan_tri", (Organisation.objects.get(slug="so-noi-vu"), RoleCode.ADMINISTRATOR)
    )
    client = as_person(administrator)
    page = text_of(client.get(reverse("organisation", args=["so-khoa-hoc-va-cong-nghe"])))
    assert "SKHCN" in page
    assert "Hợp nhất, sáp nhập từ 19/02/2025, kế tục Sở TT&amp;TT" in page
    old = text_of(client.get(reverse("organisation", args=["ubnd-tinh-truoc-2025-07"])))
    assert "đến hết 30/06/2025" in old


def test_people_are_shown_to_their_own_body_only(world):
    url = reverse("organisation", args=["so-noi-vu"])
    assert "Phạm Thủ Trưởng" in text_of(as_person(world.snv_officer).get(url))
    assert "Phạm Thủ Trưởng" in text_of(as_person(world.administrator).get(url))
    assert "Phạm Thủ Trưởng" not in text_of(as_person(world.stc_officer).get(url))


def test_an_administrator_adds_and_ends_a_body(world):
    client = as_person(world.administrator)
    given = {
        "name": "Trung tâm Dữ liệu tỉnh",
        "kind": "public_service",
        "level": "province",
        "branch": "state",
        "since": "01/01/2025",
        "source": "Quyết định của UBND tỉnh",
    }
    added = client.post(reverse("organisation-add"), given, follow=True)
    assert "Đã thêm “Trung tâm Dữ liệu tỉnh”." in text_of(added)
    again = client.post(reverse("organisation-add"), given)
    assert "Đã có cơ quan tên" in text_of(again, 422)
    url = reverse("organisation-close", args=["trung-tam-du-lieu-tinh"])
    client.post(url, {"last_day": "30/11/2025", "reason": "Nghị quyết"})
    body = Organisation.objects.get(slug="trung-tam-du-lieu-tinh")
    assert body.validity.upper == dt.date(2025, 12, 1)


def test_a_bad_day_of_ending_changes_nothing(world):
    client = as_person(world.administrator)
    url = reverse("organisation-close", args=["so-tai-chinh"])
    page = text_of(client.post(url, {"last_day": "31/02/2026", "reason": "x"}), 422)
    assert "31/02/2026" in page
    assert Organisation.objects.get(slug="so-tai-chinh").validity.upper is None


def test_an_administrator_adds_an_account_and_gives_it_a_post(world):
    client = as_person(world.administrator)
    given = {"full_name": "Người Mới", "username": "nguoimoi", "password": PASSWORD}
    page = text_of(client.post(reverse("account-add"), given, follow=True))
    assert "Đã tạo tài khoản" in page
    user = User.objects.get(username="nguoimoi")
    post = {"organisation": world.snv.pk, "role": "officer"}
    client.post(reverse("account-grant", args=[user.pk]), post)
    assert actor(user).may("task.update", at=world.snv.pk)
    refused = client.post(reverse("account-grant", args=[user.pk]), post)
    assert "đã giữ vai trò này" in text_of(refused, 422)


def test_what_is_wrong_with_a_new_account_is_said(world):
    client = as_person(world.administrator)
    given = {"full_name": "A", "username": "snv_head", "password": PASSWORD}
    assert "đã có người dùng" in text_of(client.post(reverse("account-add"), given), 422)
    weak = {"full_name": "A", "username": "a", "password": "123"}
    assert "Mật khẩu chưa đạt" in text_of(client.post(reverse("account-add"), weak), 422)
    assert not User.objects.filter(username="a").exists()


def test_an_administrator_ends_a_post_and_delegates_another(world):
    client = as_person(world.administrator)
    post = world.stc_officer.memberships.get()
    client.post(reverse("membership-end", args=[post.pk]), {"last_day": "09/11/2025"})
    assert not actor(world.stc_officer).posts
    given = {
        "membership": world.snv_head.memberships.get().pk,
        "to": "snv_officer",
        "since": "10/11/2025",
        "last_day": "14/11/2025",
        "reason": "đi công tác",
    }
    client.post(reverse("account-delegate", args=[world.snv_head.pk]), given)
    assert actor(world.snv_officer).may("task.approve", at=world.snv.pk)
    unknown = {**given, "to": "khong_co"}
    answer = client.post(reverse("account-delegate", args=[world.snv_head.pk]), unknown)
    assert "Không có tài khoản này" in text_of(answer, 422)


def test_the_last_administrator_cannot_be_closed(world):
    client = as_person(world.administrator)
    answer = client.post(reverse("account-switch", args=[world.administrator.pk]))
    assert "quản trị viên cuối cùng" in text_of(answer, 422)


@pytest.mark.parametrize(
    ("name", "who", "count"),
    [("organisation-list", "snv_officer", 6), ("account-list", "administrator", 7)],
)
def test_lists_cost_the_same_queries_for_any_number_of_rows(
    world, django_assert_num_queries, name, who, count
):
    # session, person, two for the actor, count, rows; accounts: their posts
    client = as_person(getattr(world, who))
    with django_assert_num_queries(count):
        client.get(reverse(name))
    for number in range(30):
        make_body(f"Sở Thứ {number}", parent=world.ubnd)
    Membership.objects.bulk_create(
        Membership(
            user=make_user(f"nguoi_{number}"),
            organisation=world.snv,
            role=RoleCode.OFFICER,
            validity=world.snv_officer.memberships.get().validity,
        )
        for number in range(20)
    )
    with django_assert_num_queries(count):
        client.get(reverse(name))


def test_one_body_costs_a_fixed_number_of_queries(world, django_assert_num_queries):
    client = as_person(world.snv_officer)
    # session, person, two for the actor, body, four for its surroundings, people, delegations in
    # force with the divisions they may lie in, the number at the bell; of its work: the counts,
    # programmes, plans, difficulties
    with django_assert_num_queries(18):
        client.get(reverse("organisation", args=["so-noi-vu"]))
