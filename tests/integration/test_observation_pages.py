"""Entering figures: the table, the form, the page of a figure, the queue, completeness."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.factories import World, actor, make_world
from tests.indicator_factories import FOURTH, SINCE, THIRD, TODAY, an_indicator, an_observation
from tests.task_factories import noon
from tiendo.accounts.models import User
from tiendo.indicators.actions import confirm_observations, publish_observations
from tiendo.indicators.models import CheckRule, Indicator, Observation, ObservationComment
from tiendo.indicators.models.dictionary import Frequency
from tiendo.outbox.models import OutboxEvent
from tiendo.workspace.grid_posted import field_name, pick_name, reason_name

pytestmark = pytest.mark.django_db
GRID_QUERIES = 18


@pytest.fixture
def world() -> Iterator[World]:
    with noon(TODAY):
        yield make_world()


@pytest.fixture
def coverage(world: World) -> Indicator:
    return an_indicator(world, owner=world.snv)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def words_of(response: Any) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def name_of(indicator: Indicator, world: World, period: Any = FOURTH, seen: int = 0) -> str:
    return field_name((indicator.pk, world.snv.pk, period.start, ""), seen)


def post_grid(user: User, typed: dict[str, str], **query: str) -> HttpResponse:
    address = reverse("observation-grid", query=query or None)
    response: HttpResponse = signed_in(user).post(address, typed)  # type: ignore[assignment]
    return response


def test_a_body_sees_its_indicators_and_periods_with_their_states_in_words(
    world: World, coverage: Indicator
) -> None:
    an_observation(world, coverage, "khoảng 99,9", organisation=world.snv)
    page = signed_in(world.snv_officer).get(reverse("observation-grid"))
    said = words_of(page)
    assert "Quý IV/2025" in said and "Quý I/2025" in said
    assert "Chưa xác nhận" in said and "Quá hạn nhập" in said
    assert f'name="{name_of(coverage, world, seen=1)}" value="khoảng 99,9"' in page.content.decode()


def test_what_was_typed_is_kept_and_the_rest_is_left_alone(
    world: World, coverage: Indicator
) -> None:
    an_observation(world, coverage, "95", organisation=world.snv, period=THIRD, reason="muộn")
    typed = {name_of(coverage, world): "1.234,5", name_of(coverage, world, THIRD, 1): "95"}
    assert post_grid(world.snv_officer, typed).status_code == 302
    values = {row.period_start: str(row.value) for row in Observation.objects.all()}
    assert values == {FOURTH.start: "12.345000", THIRD.start: "0.950000"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1,234.5", "viết theo kiểu nước ngoài. Viết lại là 1.234,5."),
        ("chín mươi", "không phải là số"),
        ("95 người", "Đổi sang “%”"),
        ("chưa có số liệu", "chưa rõ là số không hay chưa có số"),
        ("-", "Là 0 thì nhập 0"),
        ("không áp dụng", "không áp dụng thì nêu điều đó ở lý do"),
        ("99.9", "Viết lại là 99,9."),
        ("5 10", "không phải là số"),
    ],
)
def test_a_refusal_stands_in_the_cell_and_what_was_typed_stays(
    world: World, coverage: Indicator, typed: str, said: str
) -> None:
    response = post_grid(world.snv_officer, {name_of(coverage, world): typed})
    assert response.status_code == 422
    assert said in words_of(response)
    assert f'value="{typed}"' in response.content.decode()
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("khoảng 99,9%", ("0.999000", "about")), ("hơn 80", ("0.800000", "over"))],
)
def test_a_word_before_a_figure_is_kept_with_it(
    world: World, coverage: Indicator, typed: str, kept: tuple[str, str]
) -> None:
    assert post_grid(world.snv_officer, {name_of(coverage, world): typed}).status_code == 302
    row = Observation.objects.get()
    assert (str(row.value), row.qualifier) == kept


def test_a_declared_gap_is_typed_with_its_reason(world: World, coverage: Indicator) -> None:
    typed = {name_of(coverage, world): "Chưa có số liệu: chưa khảo sát"}
    assert post_grid(world.snv_officer, typed).status_code == 302
    row = Observation.objects.get()
    assert (row.is_missing, row.note) == (True, "chưa khảo sát")
    again = {name_of(coverage, world, seen=1): "Chưa có số liệu: chưa khảo sát"}
    assert post_grid(world.snv_officer, again).status_code == 302
    assert Observation.objects.count() == 1


def test_good_cells_are_kept_beside_refused_ones(world: World, coverage: Indicator) -> None:
    typed = {name_of(coverage, world): "95", name_of(coverage, world, THIRD): "94"}
    response = post_grid(world.snv_officer, typed)
    assert response.status_code == 422
    assert "đã hết hạn nhập ngày 15/10/2025" in words_of(response)
    assert [row.period_start for row in Observation.objects.all()] == [FOURTH.start]
    late = {name_of(coverage, world, THIRD): "94", "ly_do": "Chờ số của nhà mạng"}
    assert post_grid(world.snv_officer, late).status_code == 302
    row = Observation.objects.get(period_start=THIRD.start)
    assert (row.is_late, row.reason) == (True, "Chờ số của nhà mạng")


def test_two_people_at_once_see_both_figures_and_choose(world: World, coverage: Indicator) -> None:
    an_observation(world, coverage, "95", organisation=world.snv)
    key = (coverage.pk, world.snv.pk, FOURTH.start, "")
    post_grid(world.snv_head, {field_name(key, 1): "96"})
    clash = post_grid(world.snv_officer, {field_name(key, 1): "97"})
    said = words_of(clash)
    assert clash.status_code == 409
    assert "Giữ số tôi nhập: 97" in said and "Lấy số mới: 96" in said
    theirs = {field_name(key, 2): "97", pick_name(key): "theirs"}
    assert post_grid(world.snv_officer, theirs).status_code == 302
    assert Observation.objects.get(is_current=True).revision == 2
    post_grid(world.snv_officer, {field_name(key, 2): "97", pick_name(key): "mine"})
    assert str(Observation.objects.get(is_current=True).value) == "0.970000"


def test_an_untouched_cell_is_no_conflict(world: World, coverage: Indicator) -> None:
    an_observation(world, coverage, "95", organisation=world.snv)
    post_grid(world.snv_head, {name_of(coverage, world, seen=1): "96"})
    untouched = {name_of(coverage, world, seen=1): "95"}
    assert post_grid(world.snv_officer, untouched).status_code == 302
    assert str(Observation.objects.get(is_current=True).value) == "0.960000"


def test_a_place_that_is_not_in_the_table_is_refused(world: World, coverage: Indicator) -> None:
    for name in ("o:1", "o:9:9:20251001:0:", f"o:{coverage.pk}:{world.stc.pk}:20251001:0:"):
        assert post_grid(world.snv_officer, {name: "1"}).status_code == 400


def test_too_many_cells_at_once_are_refused_and_stay_typed(
    world: World, coverage: Indicator, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tiendo.workspace.views import observation_grid

    monkeypatch.setattr(observation_grid, "MOST_CELLS", 1)
    typed = {name_of(coverage, world): "95", name_of(coverage, world, THIRD): "94"}
    response = post_grid(world.snv_officer, typed)
    assert response.status_code == 422
    assert "một lần lưu được nhiều nhất 1 ô" in words_of(response)
    assert not Observation.objects.exists()


def test_the_table_opens_where_most_is_asked_and_tells_where_else(world: World) -> None:
    for number in (1, 2):
        an_indicator(world, f"NL.0{number}", owner=world.snv, frequency=Frequency.YEARLY)
    an_indicator(world, "HT.01", owner=world.snv)
    client, address = signed_in(world.snv_officer), reverse("observation-grid")
    assert "NL.01" in words_of(client.get(address))
    said = words_of(client.get(address, {"tan_suat": "monthly"}))
    assert "Hằng năm (2 chỉ tiêu) · Hằng quý (1 chỉ tiêu)" in said


def test_a_computed_place_tells_undefined_from_no_data(world: World, coverage: Indicator) -> None:
    parts = an_indicator(world, "DV.01", unit="hồ sơ", owner=world.snv)
    an_indicator(world, "DV.02", unit="hồ sơ", owner=world.snv)
    an_indicator(world, "DV.03", owner=world.snv, formula="[DV.02] / [DV.01]")
    client, address = signed_in(world.snv_officer), reverse("observation-grid")
    assert "Chưa có số liệu Tự tính" in words_of(client.get(address))
    for indicator in (parts, Indicator.objects.get(code="DV.02")):
        an_observation(world, indicator, "0", organisation=world.snv)
    assert "Không xác định Tự tính" in words_of(client.get(address))


def test_many_bodies_stand_under_the_indicators_of_a_group(world: World) -> None:
    from tests.indicator_factories import reporting_communes

    indicator = an_indicator(world, "XA.01", reporters=reporting_communes())
    page = signed_in(world.coordinator).get(reverse("observation-grid"), {"kieu": "nhom"})
    said = words_of(page)
    assert "Ủy ban nhân dân xã Ea Trang" in said and "XA.01" in said
    found = words_of(
        signed_in(world.coordinator).get(
            reverse("observation-grid"), {"kieu": "nhom", "q": "ea trang"}
        )
    )
    assert "Ủy ban nhân dân xã Ea Trang" in found and "xã Hòa Phú" not in found
    key = (indicator.pk, world.ea_trang.pk, FOURTH.start, "")
    typed = {field_name(key, 0): "12"}
    assert post_grid(world.coordinator, typed, kieu="nhom").status_code == 302
    assert Observation.objects.get().organisation == world.ea_trang


def test_rules_warn_in_the_cell_with_the_arithmetic(world: World, coverage: Indicator) -> None:
    CheckRule.objects.create(
        indicator=coverage, kind="range", severity="warn", low=0, high=1, validity=(SINCE, None),
        source="Thử", set_by=world.leader, set_at="2025-01-01T00:00:00Z",
    )  # fmt: skip
    client = signed_in(world.snv_officer)
    typed = {name_of(coverage, world): "101"}
    page = client.post(reverse("observation-grid"), typed, follow=True)
    assert "101,0% nằm ngoài khoảng cho phép từ 0,0% đến 100,0%" in words_of(page)
    queue = signed_in(world.snv_head).get(reverse("observation-queue"))
    assert "101,0% nằm ngoài khoảng" in words_of(queue)


def test_the_table_costs_the_same_whatever_its_size(
    world: World, coverage: Indicator, django_assert_num_queries: Any
) -> None:
    address, client = reverse("observation-grid"), signed_in(world.snv_officer)
    an_observation(world, coverage, organisation=world.snv)
    client.get(address)
    with django_assert_num_queries(GRID_QUERIES):
        client.get(address)
    for number in range(2, 6):
        an_observation(
            world, an_indicator(world, f"HT.0{number}", owner=world.snv), organisation=world.snv
        )
    with django_assert_num_queries(GRID_QUERIES):
        client.get(address, {"so_ky": "16"})


def test_one_figure_is_entered_with_all_that_is_said_of_it(world: World) -> None:
    indicator = an_indicator(world, "HT.02", unit="thôn", decimals=0, owner=world.snv)
    address = reverse("observation-enter", args=[indicator.pk])
    typed = {
        "seen": "0", "qualifier": "exact", "value": "1", "as_of": "01/11/2025",
        "note": "Theo báo cáo của nhà mạng", "names": "Thôn 5; vùng lõm; xã Ea Trang",
    }  # fmt: skip
    client = signed_in(world.snv_officer)
    assert client.post(address, typed).status_code == 302
    row = Observation.objects.get()
    said = words_of(client.get(reverse("observation", args=[row.pk])))
    assert "Thôn 5, vùng lõm, Ủy ban nhân dân xã Ea Trang" in said
    assert "số liệu đến 01/11/2025" in said and "Theo báo cáo của nhà mạng" in said
    corrected = {**typed, "seen": "1", "note": "Sửa ghi chú"}
    assert client.post(address, corrected).status_code == 302
    assert Observation.objects.get(is_current=True).names.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value": ""}, "Chưa nhập số liệu"),
        ({"is_missing": "on"}, "Chưa nêu lý do"),
        ({"names": "Thôn 5\nThôn 6"}, "Đã ghi 2 tên, nhiều hơn số liệu 1"),
        ({"names": "Thôn 5; ; xã Không Có"}, "Không có xã, phường “xã Không Có”"),
        ({"as_of": "01/01/2025"}, "ở ngoài kỳ"),
        ({"value": "0,5", "names": "Thôn 5"}, "không phải là số đếm"),
    ],
)
def test_the_form_says_beside_the_field_what_is_wrong(
    world: World, changes: dict[str, str], said: str
) -> None:
    indicator = an_indicator(world, "HT.02", unit="thôn", decimals=0, owner=world.snv)
    typed = {"seen": "0", "qualifier": "exact", "value": "1", **changes}
    response = signed_in(world.snv_officer).post(
        reverse("observation-enter", args=[indicator.pk]), typed
    )
    assert response.status_code == 422
    assert said in words_of(response)


def test_a_correction_of_a_published_figure_leaves_the_old_one_readable(
    world: World, coverage: Indicator
) -> None:
    old = an_observation(world, coverage, "95", organisation=world.snv)
    confirm_observations(by=actor(world.snv_head), rows=[old])
    publish_observations(by=actor(world.coordinator), rows=[old])
    address = reverse("observation-enter", args=[coverage.pk])
    client, typed = signed_in(world.snv_officer), {"seen": "1", "value": "94"}
    refused = client.post(address, typed)
    assert refused.status_code == 422 and "Nêu lý do đính chính" in words_of(refused)
    assert client.post(address, {**typed, "reason": "Nhà mạng báo lại"}).status_code == 302
    said = words_of(client.get(reverse("observation", args=[old.pk])))
    assert "Số liệu này đã được thay" in said and "95,0%" in said
    assert "Lý do: Nhà mạng báo lại" in said


def test_remarks_are_added_and_whoever_entered_is_told(world: World, coverage: Indicator) -> None:
    row = an_observation(world, coverage, organisation=world.snv)
    address = reverse("observation", args=[row.pk])
    empty = signed_in(world.snv_head).post(address, {"text": " "})
    assert empty.status_code == 422
    signed_in(world.coordinator).post(address, {"text": "Số này tính đến ngày nào?"})
    assert "Số này tính đến ngày nào?" in words_of(signed_in(world.snv_head).get(address))
    assert OutboxEvent.objects.filter(name="observation.commented").count() == 1


def test_the_queue_confirms_many_and_sends_back_with_a_remark(
    world: World, coverage: Indicator
) -> None:
    first = an_observation(world, coverage, "95", organisation=world.snv, period=THIRD, reason="x")
    second = an_observation(world, coverage, "96", organisation=world.snv)
    queue, head = reverse("observation-queue"), signed_in(world.snv_head)
    said = words_of(head.get(queue))
    assert "96,0%" in said and "95,0%" in said and "+1,05%" in said
    returning = {"act": "return", "so": str(second.pk)}
    assert "Trả lại: 1 số liệu" in words_of(head.post(queue, returning))
    empty = head.post(queue, {**returning, "chac": "1", "text": " "})
    assert empty.status_code == 422 and "96,0%" in words_of(empty)
    assert not ObservationComment.objects.exists()
    head.post(queue, {**returning, "chac": "1", "text": "Thiếu xã Ea Trang"})
    head.post(queue, {"act": "confirm", "so": [str(first.pk)]})
    first.refresh_from_db()
    assert first.state == "confirmed"
    assert "96,0%" not in words_of(head.get(queue))
    mending = words_of(signed_in(world.snv_officer).get(queue, {"xem": "tra-lai"}))
    assert "96,0%" in mending
    assert OutboxEvent.objects.filter(name="observation.returned").count() == 1
    publishing = {"act": "publish", "so": [str(first.pk)], "tu": "so-lieu"}
    coordinator = signed_in(world.coordinator)
    assert "không thu hồi được" in words_of(coordinator.post(queue, publishing))
    published = coordinator.post(queue, {**publishing, "chac": "1"})
    assert published["Location"] == reverse("observation", args=[first.pk])
    first.refresh_from_db()
    assert first.state == "published"


def test_the_queue_is_narrowed_by_indicator_and_body(world: World, coverage: Indicator) -> None:
    an_observation(world, coverage, "96", organisation=world.snv)
    an_observation(world, an_indicator(world, "DL.02"), "55")
    queue, client = reverse("observation-queue"), signed_in(world.coordinator)
    said = words_of(client.get(queue, {"q": "DL.02"}))
    assert "55,0%" in said and "96,0%" not in said
    said = words_of(client.get(queue, {"co_quan": world.snv.pk}))
    assert "96,0%" in said and "55,0%" not in said
    assert "khớp bộ lọc" in words_of(client.get(queue, {"q": "không có"}))


def test_each_correction_has_its_own_reason_or_that_of_all(world: World) -> None:
    places = []
    for number in range(1, 4):
        indicator = an_indicator(world, f"HT.0{number}", owner=world.snv)
        row = an_observation(world, indicator, "95", organisation=world.snv)
        confirm_observations(by=actor(world.snv_head), rows=[row])
        places.append((indicator.pk, world.snv.pk, FOURTH.start, ""))
    typed = {field_name(key, 1): "94" for key in places}
    own = {reason_name(places[0]): "Nhà mạng báo lại"}
    refused = post_grid(world.snv_officer, {**typed, **own})
    assert words_of(refused).count("Nêu lý do đính chính rồi gửi lại") == 2
    assert refused.content.decode().count('class="gr"') == 2
    rest = {field_name(key, 1): "94" for key in places[1:]}
    rest |= {"ly_do": "Rà soát lại", reason_name(places[1]): "Tính trùng"}
    assert post_grid(world.snv_officer, rest)["Location"].endswith("#da-luu")
    kept = Observation.objects.filter(is_current=True).order_by("indicator__code")
    reasons = list(kept.values_list("reason", flat=True))
    assert reasons == ["Nhà mạng báo lại", "Tính trùng", "Rà soát lại"]


def test_the_work_list_leads_to_the_period_that_is_behind(
    world: World, coverage: Indicator
) -> None:
    page = signed_in(world.snv_officer).get(reverse("my-work")).content.decode()
    assert f"{reverse('observation-grid')}?tan_suat=quarterly&amp;ky=2025-Q3" in page


def test_strangers_confirm_nothing(world: World, coverage: Indicator) -> None:
    row = an_observation(world, coverage, organisation=world.snv)
    queue = reverse("observation-queue")
    signed_in(world.stc_head).post(queue, {"act": "confirm", "so": [str(row.pk)]})
    refused = signed_in(world.snv_officer).post(queue, {"act": "confirm", "so": [str(row.pk)]})
    assert refused.status_code == 403
    row.refresh_from_db()
    assert row.state == "provisional"


def test_completeness_opens_the_list_behind_each_number(world: World, coverage: Indicator) -> None:
    an_observation(world, coverage, "95", organisation=world.snv, period=THIRD, reason="Chậm")
    client = signed_in(world.leader)
    counts = reverse("observation-completeness")
    assert "Sở Nội vụ" in words_of(client.get(counts, {"ky": "2025-Q3"}))
    running = words_of(client.get(counts))
    assert "Quý IV/2025" in running and "Sở Nội vụ 1 0 0 0 0 1 0" in running
    assert "Chưa đến kỳ Tổng" in running
    address = reverse("observation-expected")
    query = {"ky": "2025-Q3", "co_quan": world.snv.pk}
    assert "Muộn" in words_of(client.get(address, {**query, "phan": "late"}))
    assert "Không có chỉ tiêu nào" in words_of(client.get(address, {**query, "phan": "missing"}))
    assert signed_in(world.stc_officer).get(address, query).status_code == 403
