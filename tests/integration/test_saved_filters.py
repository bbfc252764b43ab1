"""Filters kept by name: kept, shared, deleted, and honest about what is gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import World, actor, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import RoleCode, User
from tiendo.audit.models import AuditEvent
from tiendo.domain.lifecycle import State
from tiendo.organisations.models import Organisation
from tiendo.overview.errors import OverviewError
from tiendo.overview.models import SavedFilter, Sharing
from tiendo.overview.saved_filters import (
    FilterData,
    Shared,
    begin_with,
    change_filter,
    delete_filter,
    restore_filter,
    save_filter,
    visible_filters,
)

TODAY = dt.date(2025, 9, 10)
OVERDUE = {"trang_thai": "overdue"}


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def kept(user: User, name: str = "Quá hạn", **fields: object) -> SavedFilter:
    data = FilterData(name, **{"values": OVERDUE, **fields})
    return save_filter(data=data, by=actor(user))


def test_a_filter_is_kept_from_the_list_and_opens_it_again(world: World) -> None:
    client = signed_in(world.snv_officer)
    page = client.get(reverse("task-list"), {**OVERDUE, "sort": "deadline"}).content.decode()
    assert "Lưu bộ lọc này" in page
    assert "/bo-loc/luu/?trang_thai=overdue&amp;sort=deadline" in page
    url = reverse("filter-new") + "?trang_thai=overdue&sort=deadline"
    assert "Quá hạn" in client.get(url).content.decode()
    answer = client.post(url, {"name": " Việc  quá hạn ", "sharing": "nobody"})
    saved = SavedFilter.objects.get()
    assert (saved.name, saved.values, saved.ordering) == ("Việc quá hạn", OVERDUE, "deadline")
    opened = client.get(answer["Location"])
    assert opened["Location"] == "/nhiem-vu/?trang_thai=overdue&sort=deadline"
    assert "Việc quá hạn" in client.get(reverse("filter-list")).content.decode()


@pytest.mark.parametrize(
    ("name", "values", "code"),
    [
        ("Quá hạn", OVERDUE, "filter_name_taken"),
        ("  ", OVERDUE, "filter_name_missing"),
        ("Tất cả", {}, "filter_empty"),
    ],
)
def test_what_cannot_be_kept_is_refused(
    world: World, name: str, values: dict[str, str], code: str
) -> None:
    kept(world.leader)
    with pytest.raises(OverviewError) as caught:
        kept(world.leader, name, values=values)
    assert caught.value.code == code
    assert SavedFilter.objects.count() == 1


def test_nobody_keeps_more_than_one_looks_through(world: World) -> None:
    kept(world.leader)
    with (
        patch("tiendo.overview.saved_filters.parameter_on", return_value=1),
        pytest.raises(OverviewError) as caught,
    ):
        kept(world.leader, "Khác")
    assert caught.value.code == "filters_too_many"


def test_a_filter_is_seen_by_those_it_is_shared_with(world: World) -> None:
    kept(world.snv_officer, "Của riêng tôi")
    kept(world.snv_head, "Của Sở", shared=Shared(Sharing.BODY, body=world.snv))
    kept(world.leader, "Của thủ trưởng", shared=Shared(Sharing.ROLE, role=RoleCode.UNIT_HEAD))
    kept(world.leader, "Của mọi người", shared=Shared(Sharing.ALL))

    def seen(user: User) -> list[str]:
        return [saved.name for saved in visible_filters(actor(user))]

    assert seen(world.snv_officer) == ["Của mọi người", "Của riêng tôi", "Của Sở"]
    assert seen(world.stc_head) == ["Của mọi người", "Của thủ trưởng"]
    assert seen(world.stc_officer) == ["Của mọi người"]


@pytest.mark.parametrize(
    ("who", "sharing"),
    [("snv_officer", "body"), ("snv_head", "all"), ("stc_head", "body"), ("snv_head", "role")],
)
def test_sharing_asks_for_its_permission(world: World, who: str, sharing: str) -> None:
    body = world.snv if sharing == "body" else None
    role = RoleCode.OFFICER if sharing == "role" else None
    with pytest.raises(PermissionRefused):
        kept(getattr(world, who), shared=Shared(Sharing(sharing), body, role))


def test_a_share_without_its_body_is_refused(world: World) -> None:
    with pytest.raises(OverviewError) as caught:
        kept(world.leader, shared=Shared(Sharing.BODY))
    assert caught.value.code == "share_incomplete"


def test_only_the_owner_changes_a_filter(world: World) -> None:
    saved = kept(world.leader, shared=Shared(Sharing.ALL))
    for action in (delete_filter, restore_filter):
        with pytest.raises(PermissionRefused):
            action(saved=saved, by=actor(world.coordinator))
    with pytest.raises(PermissionRefused):
        change_filter(saved=saved, name="Khác", shared=Shared(), by=actor(world.coordinator))


def test_a_head_renames_and_shares_with_the_one_body_there_is(world: World) -> None:
    saved = kept(world.snv_head)
    url = reverse("filter-edit", args=[saved.pk])
    client = signed_in(world.snv_head)
    assert "Một vai trò" not in client.get(url).content.decode()
    client.post(url, {"name": "Của Sở", "sharing": "body"})
    saved.refresh_from_db()
    assert (saved.name, saved.sharing, saved.organisation) == ("Của Sở", "body", world.snv)


def test_a_deleted_filter_comes_back_on_request(world: World) -> None:
    saved = kept(world.leader, shared=Shared(Sharing.ALL))
    begin_with(saved=saved, by=actor(world.snv_officer))
    client = signed_in(world.leader)
    page = client.post(reverse("filter-delete", args=[saved.pk]), follow=True)
    assert f"/bo-loc/{saved.pk}/lay-lai/" in page.content.decode()
    assert (
        "Bộ lọc này đã bị xóa"
        in client.get(reverse("filter", args=[saved.pk]), follow=True).content.decode()
    )
    assert signed_in(world.snv_officer).get(reverse("task-list")).status_code == 200
    client.post(reverse("filter-restore", args=[saved.pk]))
    assert visible_filters(actor(world.leader)).get() == saved
    actions = AuditEvent.objects.filter(object_type="overview.savedfilter").order_by("id")
    assert [event.action for event in actions] == [
        "filter.save",
        "filter.set_start",
        "filter.delete",
        "filter.restore",
    ]


def test_the_list_begins_with_the_filter_chosen(world: World) -> None:
    saved, client = kept(world.snv_officer), signed_in(world.snv_officer)
    client.post(reverse("filter-start", args=[saved.pk]))
    assert client.get(reverse("task-list"))["Location"] == f"/bo-loc/{saved.pk}/"
    listed = client.get(reverse("task-list"), follow=True)
    assert listed.redirect_chain[-1][0] == "/nhiem-vu/?trang_thai=overdue"
    cleared = client.get(listed.context["clear_url"])
    assert cleared.status_code == 200
    client.post(reverse("filter-unstart"))
    assert client.get(reverse("task-list")).status_code == 200


def test_a_filter_whose_body_is_no_more_says_so_and_widens_nothing(world: World) -> None:
    bring_to(world, make_task(world, make_programme(world)), State.LIVE)
    saved = kept(world.leader, values={"chu_tri": "999999", "van_ban": "999998"})
    page = signed_in(world.leader).get(reverse("filter", args=[saved.pk]), follow=True)
    words = page.content.decode()
    assert "Bộ lọc nêu chủ trì, văn bản không còn" in words
    assert page.context["page"].paginator.count == 0


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("chuong_trinh", "chương trình"),
        ("phan", "phần của kế hoạch"),
        ("nguoi", "người xử lý"),
        ("co_quan", "cơ quan tham gia"),
    ],
)
def test_a_filter_says_which_of_its_conditions_is_no_more(
    world: World, name: str, words: str
) -> None:
    bring_to(world, make_task(world, make_programme(world)), State.LIVE)
    saved = kept(world.leader, values={name: "999999"})
    page = signed_in(world.leader).get(reverse("filter", args=[saved.pk]), follow=True)
    assert f"Bộ lọc nêu {words} không còn" in page.content.decode()
    assert page.context["page"].paginator.count == 0


def test_a_filter_of_a_body_that_ended_says_since_when(world: World) -> None:
    ended = DateRange(dt.date(2025, 3, 1), dt.date(2025, 9, 1))
    Organisation.objects.filter(pk=world.snv.pk).update(validity=ended)
    saved = kept(world.leader, values={"chu_tri": str(world.snv.pk)})
    page = signed_in(world.leader).get(reverse("filter", args=[saved.pk]), follow=True)
    assert "“Sở Nội vụ” đã kết thúc hoạt động từ ngày 01/09/2025" in page.content.decode()


def test_a_condition_that_means_nothing_any_more_is_not_dropped_in_silence(world: World) -> None:
    saved = kept(world.leader, values={"trang_thai": "long_gone", "q": "đề án"})
    page = signed_in(world.leader).get(reverse("filter", args=[saved.pk]), follow=True)
    assert "không còn dùng được nên đã bỏ qua: trang_thai=long_gone" in page.content.decode()


def test_the_list_of_filters_asks_as_much_of_many_as_of_few(world: World) -> None:
    client = signed_in(world.leader)
    programme = make_programme(world)
    bring_to(world, make_task(world, programme), State.LIVE)
    counts = []
    for number in range(3):
        kept(world.leader, f"Một {number}", values={"chuong_trinh": str(programme.pk)})
        kept(world.leader, f"Hai {number}", values={"chu_tri": str(world.snv.pk)})
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("filter-list"))
        counts.append(len(asked))
    assert set(counts) == {10}
