"""The screens of the dictionary: list, one indicator, one value; define, revise, aim; queries."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.document_factories import register_plan
from tests.factories import World, actor, make_world
from tests.indicator_factories import (
    THIRD,
    TODAY,
    a_target,
    an_indicator,
    an_observation,
)
from tests.task_factories import make_programme, noon
from tiendo.accounts.models import User
from tiendo.indicators.actions import confirm_observations
from tiendo.indicators.models import Indicator, IndicatorValue, IndicatorVersion, Target

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def world(settings: Any, tmp_path: Path) -> World:
    settings.DATA_DIR = tmp_path / "data"
    return make_world()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def words_of(response: Any) -> str:
    """What a page says, its marks left out."""
    assert response.status_code in (200, 409, 422), response.status_code
    main = response.content.decode().partition('<main id="main"')[2].partition("</main>")[0]
    text = html.unescape(re.sub(r"<[^>]+>", " ", main or response.content.decode()))
    return " ".join(text.replace("\u00a0", " ").split())


def listed(client: Client, **query: Any) -> str:
    return words_of(client.get(reverse("indicator-list"), query))


def people(world: World, code: str, name: str, **fields: Any) -> Indicator:
    return an_indicator(world, code, name=name, unit="người", decimals=0, **fields)


def test_the_list_tells_value_target_and_what_is_not_verified(world: World) -> None:
    covered = an_indicator(world, unit_base="dân số")
    an_observation(world, covered, "khoảng 99,9%")
    a_target(world, covered, 100)
    people(world, "NL.01", "Nhân lực khoa học và công nghệ")
    said = listed(signed_in(world.leader))
    assert "Tỷ lệ dân số được phủ sóng 4G" in said and "% dân số" in said
    assert "khoảng 99,9% Quý IV/2025 · chưa xác nhận" in said
    assert "từ 100,0% trở lên đến 31/12/2030" in said
    assert "Chưa có số liệu Chưa có mục tiêu" in said and "Chưa kiểm chứng" in said


def test_the_list_finds_without_marks_and_narrows(world: World) -> None:
    programme = make_programme(world)
    covered = an_indicator(world, is_verified=True)
    with noon(TODAY):
        a_target(world, covered)
    staffed = people(world, "NL.01", "Nhân lực khoa học và công nghệ")
    an_observation(world, staffed, "4.507")
    client = signed_in(world.leader)
    assert "Nhân lực" in listed(client, q="nhan luc")
    assert "Nhân lực" in listed(client, q="nl.01")
    assert "Không có chỉ tiêu nào" in listed(client, q="không có")
    for query, found, left_out in (
        ({"thieu": "unmeasured"}, "4G", "Nhân lực"),
        ({"thieu": "no_value"}, "4G", "Nhân lực"),
        ({"thieu": "no_target"}, "Nhân lực", "4G"),
        ({"kiem_chung": "roi"}, "4G", "Nhân lực"),
        ({"kiem_chung": "chua"}, "Nhân lực", "4G"),
        ({"co_quan": world.skhcn.pk}, "4G", "Không có chỉ tiêu nào"),
    ):
        main = listed(client, **query).partition("Trạng thái")[2]
        assert found in main and left_out not in main, query
    assert "Không có chỉ tiêu nào" in listed(client, chuong_trinh=programme.pk)
    assert "1 mục tiêu chưa có số liệu" in listed(client)


def test_a_figure_nobody_confirmed_is_not_told_to_other_bodies(world: World) -> None:
    covered = an_indicator(world)
    row = an_observation(world, covered)
    stranger = signed_in(world.stc_officer)
    value = IndicatorValue.objects.get()
    page = reverse("indicator-value", args=[covered.pk, value.pk])
    assert "99,9" not in listed(stranger)
    assert stranger.get(page).status_code == 403
    confirm_observations(by=actor(world.skhcn_head), rows=[row])
    assert "99,9" in listed(stranger)
    assert "Đã xác nhận" in words_of(stranger.get(page))


def test_a_past_day_shows_what_was_so_then(world: World) -> None:
    covered = an_indicator(world)
    an_observation(world, covered, "98", period=THIRD, reason="Số liệu đến muộn")
    an_observation(world, covered, "99,9")
    leader = signed_in(world.leader)
    page = reverse("indicator", args=[covered.pk])
    for url in (reverse("indicator-list"), page):
        assert "99,9%" in words_of(leader.get(url))
        then = words_of(leader.get(url, {"ngay": "2025-10-31"}))
        assert "98,0%" in then and "99,9%" not in then
        unknown = words_of(leader.get(url, {"biet-den": "2025-11-09"}))
        assert "98,0%" not in unknown
        known = words_of(leader.get(url, {"biet-den": "2025-11-10"}))
        assert "99,9%" in known
    assert "chưa có vào ngày đang xem" in words_of(leader.get(page, {"ngay": "2024-12-31"}))


def test_the_values_of_a_page_leave_as_they_stand(world: World) -> None:
    rate = rated(world)
    leader = signed_in(world.leader)
    query = {"chi_tieu": str(rate.pk)}
    answer = leader.get(reverse("export-new", args=["gia-tri", "csv"]), query)
    told = bytes(answer.content).decode("utf-8-sig")
    assert "Tỷ lệ có chuyên môn kỹ thuật" in told and "Cán bộ lãnh đạo" not in told
    shown = words_of(leader.get(reverse("indicator", args=[rate.pk])))
    for cell in ("Sở KH&CN", "Quý IV/2025", "25,0%", "Tính tự động"):
        assert cell in told and cell in shown
    other = leader.get(reverse("export-new", args=["gia-tri", "csv"]))
    assert "Cán bộ lãnh đạo" in bytes(other.content).decode("utf-8-sig")


def test_pages_ask_a_fixed_number_of_queries(world: World) -> None:
    client = signed_in(world.coordinator)
    rate = rated(world)
    pages = {
        reverse("indicator-list"): 13,
        reverse("indicator", args=[rate.pk]): 25,
        value_page(rate): 23,
    }
    client.get(reverse("indicator-list"))
    found: dict[str, list[int]] = {url: [] for url in pages}
    for number in range(2):
        for step in range(3):
            made = people(world, f"HT.{number}{step}", "Số khác")
            an_observation(world, made, "5")
            a_target(world, rate)
        for url in pages:
            with CaptureQueriesContext(connection) as captured:
                assert client.get(url).status_code == 200
            found[url].append(len(captured))
    assert found == {url: [count, count] for url, count in pages.items()}


def rated(world: World) -> Indicator:
    """A share of two figures, computed: 40 of 160."""
    part = people(world, "NL.01", "Cán bộ có chuyên môn kỹ thuật")
    whole = people(world, "NL.02", "Cán bộ lãnh đạo")
    rate = an_indicator(
        world, "NL.03", name="Tỷ lệ có chuyên môn kỹ thuật", formula="[NL.01] / [NL.02]"
    )
    an_observation(world, part, "40")
    an_observation(world, whole, "160")
    return rate


def test_a_new_formula_is_computed_at_once_over_what_is_known(world: World) -> None:
    rated(world)
    client = signed_in(world.coordinator)
    typed = TYPED | {
        "code": "NL.04",
        "owner": str(world.skhcn.pk),
        "formula": "1 - [NL.03]",
    }
    assert client.post(reverse("indicator-new"), typed).status_code == 302
    later = Indicator.objects.get(code="NL.04")
    assert IndicatorValue.objects.get(indicator=later).value == Decimal("0.75")
    url = reverse("indicator-revise", args=[Indicator.objects.get(code="NL.03").pk])
    change = TYPED | {"since": "01/10/2025", "reason": "Tính lại"}
    assert client.post(url, change | {"formula": "[NL.01] / ([NL.02] * 2)"}).status_code == 302
    assert IndicatorValue.objects.get(indicator=later).value == Decimal("0.875")


def test_a_change_that_breaks_a_formula_is_refused_with_its_name(world: World) -> None:
    rated(world)
    part = Indicator.objects.get(code="NL.01")
    client = signed_in(world.coordinator)
    url = reverse("indicator-revise", args=[part.pk])
    change = TYPED | {"since": "01/01/2026", "reason": "Đổi đơn vị", "unit": "km"}
    refused = words_of(client.post(url, change))
    assert "làm sai công thức của NL.03" in refused
    faster = change | {"unit": "người", "frequency": "monthly"}
    assert "làm sai công thức của NL.03" in words_of(client.post(url, faster))
    assert part.versions.count() == 1


def value_page(of: Indicator) -> str:
    value = IndicatorValue.objects.get(indicator=of)
    return reverse("indicator-value", args=[of.pk, value.pk])


def test_a_computed_value_tells_how_it_came_about(world: World) -> None:
    rate = rated(world)
    said = words_of(signed_in(world.leader).get(value_page(rate)))
    assert said.count("25,0%") >= 1
    assert "“Cán bộ có chuyên môn kỹ thuật” chia “Cán bộ lãnh đạo”" in said
    assert "[NL.01] / [NL.02]" in said
    assert "Sở KH&CN · Quý IV/2025 = 40 người" in said
    assert "Cán bộ lãnh đạo NL.02 Sở KH&CN Quý IV/2025 160 người" in said
    page = words_of(signed_in(world.leader).get(reverse("indicator", args=[rate.pk])))
    assert "Tính từ các chỉ tiêu NL.01 Cán bộ có chuyên môn kỹ thuật" in page
    part = Indicator.objects.get(code="NL.01")
    used = words_of(signed_in(world.leader).get(reverse("indicator", args=[part.pk])))
    assert "Dùng trong công thức của NL.03" in used


def test_who_may_not_read_an_input_is_not_told_the_steps(world: World) -> None:
    rate = rated(world)
    assert signed_in(world.stc_officer).get(value_page(rate)).status_code == 403
    own = words_of(signed_in(world.skhcn_officer).get(value_page(rate)))
    assert "= 40 người" in own


TYPED = {
    "code": "SO.01",
    "name": "Tỷ lệ xã có dịch vụ thông minh",
    "since": "01/01/2025",
    "unit": "%",
    "decimals": "1",
    "direction": "higher",
    "frequency": "quarterly",
    "closing": "calendar",
}


def test_an_indicator_is_defined_and_revised_with_what_changed(world: World) -> None:
    client = signed_in(world.coordinator)
    typed = TYPED | {"owner": str(world.skhcn.pk)}
    answer = client.post(reverse("indicator-new"), typed)
    assert answer.status_code == 302, words_of(answer)
    made = Indicator.objects.get(code="SO.01")
    assert "đã dùng cho chỉ tiêu khác" in words_of(client.post(reverse("indicator-new"), typed))
    bad = typed | {"code": "so 1"}
    assert "không hợp lệ" in words_of(client.post(reverse("indicator-new"), bad))
    revise = reverse("indicator-revise", args=[made.pk])
    change = TYPED | {"since": "01/10/2025", "decimals": "2", "reason": ""}
    assert "Lý do sửa" in words_of(client.post(revise, change))
    assert client.post(revise, change | {"reason": "Cần chính xác hơn"}).status_code == 302
    said = words_of(client.get(reverse("indicator", args=[made.pk])))
    assert "Định nghĩa số 2, từ 01/10/2025" in said
    assert "Cần chính xác hơn Số chữ số thập phân: 1 → 2" in said
    then = words_of(client.get(reverse("indicator", args=[made.pk]), {"ngay": "2025-09-30"}))
    assert "Định nghĩa số 1, từ 01/01/2025" in then
    again = change | {"reason": "Lại sửa", "since": "01/10/2025"}
    assert "không sau định nghĩa đang dùng" in words_of(client.post(revise, again))


def test_of_two_who_revise_at_once_the_second_is_told(world: World) -> None:
    covered = an_indicator(world)
    client, url = signed_in(world.coordinator), reverse("indicator-revise", args=[covered.pk])
    shown = client.get(url).content.decode()
    assert '<input type="hidden" name="seen" value="1"' in shown
    change = TYPED | {"since": "01/12/2025", "reason": "Đổi tên", "seen": "1", "name": "Tên một"}
    assert client.post(url, change).status_code == 302
    late = client.post(url, change | {"since": "02/12/2025", "name": "Tên hai"})
    assert late.status_code == 409
    assert "vừa sửa định nghĩa này (Đổi tên)" in words_of(late)
    assert [each.name for each in covered.versions.order_by("number")][1:] == ["Tên một"]


def test_a_unit_with_figures_is_not_changed_in_their_time(world: World) -> None:
    covered = an_indicator(world)
    an_observation(world, covered)
    client = signed_in(world.coordinator)
    url = reverse("indicator-revise", args=[covered.pk])
    change = TYPED | {"unit": "người", "since": "01/07/2025", "reason": "Đổi cách tính"}
    refused = words_of(client.post(url, change))
    assert "Đã có số liệu theo đơn vị “%”" in refused and "lập chỉ tiêu mới" in refused
    assert client.post(url, change | {"since": "01/01/2026"}).status_code == 302
    assert "99,9%" in words_of(client.get(reverse("indicator", args=[covered.pk])))


def checked(client: Client, formula: str, **typed: str) -> str:
    data = {"formula": formula, "unit": "%", "frequency": "quarterly", "for": "NL.03", **typed}
    answer = client.post(reverse("formula-check"), data)
    assert answer.status_code == 200
    return " ".join(
        html.unescape(re.sub(r"<(?!/?mark)[^>]+>", " ", answer.content.decode())).split()
    )


def test_a_formula_is_checked_while_it_is_typed(world: World) -> None:
    rated(world)
    client = signed_in(world.coordinator)
    right = checked(client, "[NL.01] / [NL.02]")
    assert "Công thức hợp lệ: “Cán bộ có chuyên môn kỹ thuật” chia" in right
    assert "NL.01 Cán bộ có chuyên môn kỹ thuật · người · Hằng quý" in right
    assert "[NL.01] / <mark>[NL.09]</mark>" in checked(client, "[NL.01] / [NL.09]")
    own = checked(client, "[NL.03] / [NL.02]")
    assert "Công thức của NL.03 gọi chính nó" in own and "<mark>[NL.03]</mark>" in own
    assert "khai đơn vị" in checked(client, "[NL.01] + [NL.02]")
    assert "còn dở" in checked(client, "[NL.01] /")
    assert "tính Hằng quý, còn công thức này tính Hằng năm" in checked(
        client, "[NL.01] / [NL.02]", frequency="yearly"
    )
    assert "hợp lệ" not in checked(client, "") and "Không" not in checked(client, "")
    assert "Không đọc được đơn vị" in checked(client, "[NL.01] / [NL.02]", unit="?!")


def test_a_formula_that_names_itself_is_refused_beside_its_field(world: World) -> None:
    rate = rated(world)
    client = signed_in(world.coordinator)
    url = reverse("indicator-revise", args=[rate.pk])
    change = TYPED | {"formula": "[NL.03] / [NL.02]", "since": "01/10/2025", "reason": "Thử"}
    refused = client.post(url, change)
    assert refused.status_code == 422
    assert "Công thức của NL.03 gọi chính nó" in words_of(refused)
    assert IndicatorVersion.objects.filter(indicator=rate).count() == 1


def test_an_indicator_that_a_formula_uses_is_not_ended(world: World) -> None:
    rated(world)
    part = Indicator.objects.get(code="NL.01")
    client = signed_in(world.coordinator)
    url = reverse("indicator-retire", args=[part.pk])
    assert "Công thức của NL.03 dùng chỉ tiêu này" in words_of(client.get(url))
    refused = client.post(url, {"on": "10/11/2025", "reason": "Không cần"})
    assert "còn dùng trong công thức của NL.03" in words_of(refused)
    part.refresh_from_db()
    assert part.state == "active"


def test_an_indicator_is_ended_and_taken_up_again(world: World) -> None:
    covered = an_indicator(world)
    client = signed_in(world.coordinator)
    own = reverse("indicator", args=[covered.pk])
    end = {"on": "01/11/2025", "reason": "Không còn yêu cầu"}
    assert client.post(reverse("indicator-retire", args=[covered.pk]), end).status_code == 302
    assert "Ngừng theo dõi" in words_of(client.get(own))
    assert "đã ngừng theo dõi" in words_of(
        client.post(reverse("target-new", args=[covered.pk]), AIM | {"organisation": world.ubnd.pk})
    )
    restore = reverse("indicator-restore", args=[covered.pk])
    early = {"on": "01/10/2025", "reason": "Có yêu cầu lại"}
    assert client.post(restore, early).status_code == 422
    assert client.post(restore, early | {"on": "10/11/2025"}).status_code == 302
    assert client.post(restore, early | {"on": "10/11/2025"}).status_code == 409
    an_observation(world, covered)
    assert "99,9%" in words_of(client.get(own))


AIM = {
    "comparator": ">=",
    "value": "25",
    "obligation": "must",
    "wording": "đạt tối thiểu 25%",
    "source": "146/KH-UBND, điểm h khoản 1 Mục II",
    "effective_on": "01/07/2025",
}


def test_a_target_is_set_revised_and_given_up(world: World) -> None:
    covered = an_indicator(world)
    client = signed_in(world.coordinator)
    own = reverse("indicator", args=[covered.pk])
    aim = AIM | {"organisation": world.ubnd.pk}
    assert client.post(reverse("target-new", args=[covered.pk]), aim).status_code == 302
    first = Target.objects.get()
    assert first.value == Decimal("0.25") and first.effective_on == dt.date(2025, 7, 1)
    revise = reverse("target-revise", args=[first.pk])
    assert "25" in client.get(revise).content.decode()
    change = AIM | {"value": "30", "effective_on": "01/11/2025", "deciding_words": ""}
    assert client.post(revise, change).status_code == 422
    change |= {"deciding_words": "200/QĐ-UBND ngày 30/10/2025"}
    assert client.post(revise, change).status_code == 302
    assert client.post(revise, change).status_code == 409
    said = words_of(client.get(own))
    assert "từ 30,0% trở lên" in said
    assert "Từ 01/11/2025: từ 30,0% trở lên theo 200/QĐ-UBND ngày 30/10/2025" in said
    assert "Ban đầu: từ 25,0% trở lên" in said
    then = words_of(client.get(own, {"ngay": "2025-10-31"}))
    assert then.partition("Ban đầu")[2].count("hiện hành") == 1
    last = Target.objects.latest("pk")
    give_up = {"effective_on": "10/11/2025", "deciding_words": "300/QĐ-UBND"}
    assert client.post(reverse("target-withdraw", args=[last.pk]), give_up).status_code == 302
    assert "Đã bỏ" in words_of(client.get(own))
    assert "Chưa có mục tiêu" in listed(client)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"value": "khoảng 25"}, "là số ước chừng"),
        ({"value": "1,234.5"}, "kiểu nước ngoài"),
        ({"value": "25 người"}, "ghi đơn vị “người”"),
        ({"value": "", "wording": ""}, "phải ghi nguyên văn"),
        ({"comparator": "range", "high": "20"}, "giá trị cuối lớn hơn"),
        ({"baseline": "10"}, "đi cùng nhau"),
        ({"high": "30"}, "Bỏ giá trị này"),
    ],
)
def test_a_target_that_is_none_is_refused_beside_its_field(
    world: World, changed: dict[str, str], said: str
) -> None:
    covered = an_indicator(world)
    url = reverse("target-new", args=[covered.pk])
    data = AIM | {"organisation": world.ubnd.pk} | changed
    answer = signed_in(world.coordinator).post(url, data)
    assert answer.status_code == 422 and said in words_of(answer)
    assert not Target.objects.exists()


def test_a_definition_rests_on_words_of_a_document(world: World) -> None:
    covered = an_indicator(world)
    document = register_plan(world)
    client = signed_in(world.coordinator)
    url = reverse("indicator-link", args=[covered.pk])
    wrong = {"document": document.pk, "words": "Những lời không có ở đâu trong văn bản này"}
    assert "Không thấy câu chữ này" in words_of(client.post(url, wrong))
    words = "Rà soát đường truyền tại trụ sở các xã còn yếu sóng"
    right = {"document": document.pk, "words": words}
    assert client.post(url, right).status_code == 302
    assert "đã gắn với chỉ tiêu" in words_of(client.post(url, right))
    page = client.get(reverse("indicator", args=[covered.pk])).content.decode()
    [place] = re.findall(r'href="(/van-ban/[^"]+#o-[0-9-]+)"', page)
    opened = client.get(html.unescape(place).partition("#")[0]).content.decode()
    assert place.partition("#")[2] in opened
    revise = reverse("indicator-revise", args=[covered.pk])
    change = TYPED | {"since": "10/11/2025", "reason": "Đoạn trích gắn nhầm"}
    assert client.post(revise, change).status_code == 302
    assert "Chưa gắn đoạn trích" in words_of(client.get(reverse("indicator", args=[covered.pk])))
