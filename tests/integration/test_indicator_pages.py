"""The screens of the dictionary: list, one indicator, one value; define, revise, aim; queries."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import World, actor, make_world
from tests.indicator_factories import (
    FOURTH,
    THIRD,
    TODAY,
    a_target,
    an_indicator,
    an_observation,
)
from tests.task_factories import make_programme, noon
from tiendo.accounts.models import User
from tiendo.indicators.actions import confirm_observations
from tiendo.indicators.models import Direction, Indicator, IndicatorValue, IndicatorVersion, Target

pytestmark = pytest.mark.django_db
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


def test_the_page_asks_a_fixed_number_of_queries(world: World) -> None:
    client = signed_in(world.coordinator)
    client.get(reverse("indicator-list"))
    counts = []
    for number in range(2):
        for step in range(3):
            made = an_indicator(world, f"HT.{number}{step}")
            an_observation(world, made)
            a_target(world, made)
        with CaptureQueriesContext(connection, ) as captured:
            client.get(reverse("indicator-list"))
        counts.append(len(captured))
    assert counts[0] == counts[1] == 17, [q["sql"][:90] for q in captured.captured_queries]
