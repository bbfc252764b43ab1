"""Pictures as pages: what they show of whose figures, their files, their links, and bad addresses."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import budget_factories as money
from tests.factories import World, actor, make_world
from tests.indicator_factories import FOURTH, THIRD, TODAY, a_target, an_indicator, an_observation
from tests.task_factories import noon
from tiendo.accounts.models import User
from tiendo.indicators.actions import confirm_observations
from tiendo.overview.asking import Asked
from tiendo.overview.pictures.kinds import PICTURES

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


def as_person(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def page_of(user: User, code: str, **query: object) -> str:
    answer = as_person(user).get(reverse("picture", args=[code]), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def spec_in(page: str) -> dict[str, Any]:
    found = re.search(r'<script[^>]*type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found is not None, "no picture on the page"
    spec: dict[str, Any] = json.loads(found[1])
    return spec


def test_every_kind_draws_or_says_what_it_lacks(world: World) -> None:
    client = as_person(world.coordinator)
    for code, kind in PICTURES.items():
        page = client.get(reverse("picture", args=[code])).content.decode()
        assert str(kind.title) in page
        assert "application/json" not in page


def test_a_trend_shows_figures_the_path_and_the_target(world: World) -> None:
    of = an_indicator(world)
    an_observation(world, of, "62", period=THIRD, reason="Gửi chậm")
    an_observation(world, of, "65")
    a_target(world, of, 80)
    page = page_of(world.coordinator, "xu-huong", chi_tieu=of.pk)
    said = json.dumps(spec_in(page), ensure_ascii=False)
    assert "62,0%" in said
    assert "Chỉ tiêu" in said
    assert "Từ 62,0% (Quý III/2025) đến 65,0% (Quý IV/2025)." in page

