"""How pages are reached: sign-in, refusals in Vietnamese, the day in view, the navigation."""

import datetime as dt

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.factories import PASSWORD, actor, make_user, make_world
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import RoleCode
from tiendo.domain import clock
from tiendo.workspace.access import as_of, dated_url, known_at, page
from tiendo.workspace.frame import navigation, post_title

TODAY = dt.date(2025, 11, 10)


def request_for(path="/", **query):
    return RequestFactory().get(path, query)


@pytest.fixture
def world(db):
    return make_world()


def labels(user):
    return [str(item.label) for item in navigation(request_for(), actor(user))]


def test_without_sign_in_a_page_leads_to_the_form_and_back(db):
    response = Client().get(reverse("organisation-list"), {"q": "sở"})
    assert response.status_code == 302
    assert "next=/co-quan/%3Fq%3D" in response["Location"]


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(db):
    response = Client().post(reverse("observation-grid") + "?so_ky=1")
    assert response["Location"].endswith("?next=/so-lieu/nhap/%3Fso_ky%3D1")
    response = Client().post(reverse("filter-delete", args=[1]))
    assert response["Location"].endswith("?next=/")


def test_a_part_fetched_by_script_sends_the_whole_page_to_the_form(db):
    response = Client().get(reverse("organisation-list"), headers={"HX-Request": "true"})
    assert response.status_code == 204
    assert response["HX-Redirect"].startswith(reverse("account_login"))


def test_signing_in_opens_the_first_page_one_may_see(world):
    client = Client()
    client.post(
        reverse("account_login"), {"login": "administrator", "password": PASSWORD}, follow=True
    )
    assert client.get("/").headers["Location"] == reverse("organisation-list")


def test_a_permission_an_action_refuses_is_a_403(world):
    @page()
    def act(request):
        raise PermissionRefused("task.confirm")

    request = request_for()
    request.user, request.actor = world.snv_officer, actor(world.snv_officer)
    with pytest.raises(PermissionDenied):
        act(request)


def test_a_method_a_page_does_not_know_is_a_405(world):
    @page(methods=("POST",))
    def act(request):
        return HttpResponse()

    request = request_for()
    request.user, request.actor = world.snv_officer, actor(world.snv_officer)
    assert act(request).status_code == 405


def test_a_post_that_ended_closes_its_pages_at_the_next_request(world):
    client = Client()
    client.force_login(world.clerk, "allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(reverse("organisation-list")).status_code == 200
    world.clerk.memberships.all().delete()
    assert client.get(reverse("organisation-list")).status_code == 403


def test_the_day_in_view_is_today_unless_the_address_says_another():
    with clock.at(clock.local_noon(TODAY)):
        assert as_of(request_for()) == TODAY
        assert as_of(request_for(ngay="2025-08-01")) == dt.date(2025, 8, 1)
        assert as_of(request_for(ngay=" 1/8/2025 ")) == dt.date(2025, 8, 1)


@pytest.mark.parametrize("words", ["2025-02-30", "31/02/2025", "hôm qua", "2025-11-10T00:00"])
def test_a_day_that_is_none_is_a_bad_request(words):
    with pytest.raises(BadRequest):
        as_of(request_for(ngay=words))
    with pytest.raises(BadRequest):
        known_at(request_for(**{"biet-den": words}))


def test_what_was_known_on_a_day_is_all_up_to_its_end_in_vietnam():
    assert known_at(request_for()) is None
    moment = known_at(request_for(**{"biet-den": "2025-11-10"}))
    assert moment == dt.datetime(2025, 11, 10, 17, 0, tzinfo=dt.UTC)


def test_links_keep_the_day_in_view():
    kept = dated_url(request_for(ngay="2025-08-01"), "organisation-list", q="sở")
    assert kept == "/co-quan/?ngay=2025-08-01&q=s%E1%BB%9F"
    typed = dated_url(request_for(ngay="1/8/2025", q="x"), "organisation-list")
    assert typed == "/co-quan/?ngay=2025-08-01"
    assert dated_url(request_for(ngay="31/02/2025"), "organisation-list") == "/co-quan/"
    assert dated_url(request_for(), "organisation", "so-noi-vu") == "/co-quan/so-noi-vu/"


def test_the_navigation_shows_what_one_may_see(world):
    assert "Nhật ký" in labels(world.inspector)
    assert "Nhật ký" not in labels(world.leader)
    assert "Tài khoản" in labels(world.administrator)
    assert "Cơ quan" in labels(world.snv_officer)
    assert "Tài khoản" not in labels(world.snv_officer)
    assert labels(world.postless) == []


def test_the_navigation_stands_in_groups_that_begin_with_what_one_may_see(world):
    items = navigation(request_for(), actor(world.administrator))
    firsts = [str(item.label) for item in items if item.opens_group]
    assert firsts[-1] == "Cơ quan"
    assert items[0].opens_group
    officer = navigation(request_for(), actor(world.snv_officer))
    assert [str(item.label) for item in officer if item.opens_group] == [
        "Việc của tôi",
        "Nhiệm vụ",
        "Vướng mắc",
        "Cơ quan",
    ]


def test_the_account_menu_names_the_first_post(world):
    assert post_title(actor(world.snv_head)) == "Thủ trưởng đơn vị, SNV"
    assert post_title(actor(make_user("khong", since=TODAY))) == ""
    assert RoleCode.UNIT_HEAD.label == "Thủ trưởng đơn vị"


def test_a_forbidden_page_answers_in_vietnamese(world):
    client = Client()
    client.force_login(world.snv_officer, "allauth.account.auth_backends.AuthenticationBackend")
    response = client.get(reverse("trail"))
    assert response.status_code == 403
    assert "quyền" in response.content.decode()
