"""Choices among many in a browser: typing brings or leaves what fits, what was chosen stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests import inspection_factories as made
from tests.factories import PASSWORD, make_world
from tiendo.accounts.models import User

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(page: Any, address: str) -> None:
    page.goto(f"{address}/accounts/login/")
    page.fill("[name=login]", "inspector")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda now: "/accounts/login/" not in now)


def test_typing_brings_other_people_and_leaves_the_rest(
    live_server: Any, page: Any, assert_accessible: Callable[[Any], None]
) -> None:
    world = make_world()
    inspection = made.plan(world)
    User.objects.bulk_create(
        User(username=f"nguoi{number:03}", full_name=f"Nguyễn Văn {number:03}")
        for number in range(80)
    )
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/kiem-tra/{inspection.pk}/doan/")
    page.wait_for_load_state("networkidle")
    page.select_option("[name=role]", "secretary")
    page.locator("[name=tim]").press_sequentially("nguyen van 079")
    option = page.locator("[name=user] option", has_text="Nguyễn Văn 079")
    option.wait_for(state="attached")
    assert page.locator("[name=user] option").count() == 2
    assert page.input_value("[name=tim]") == "nguyen van 079"
    assert page.input_value("[name=role]") == "secretary"
    assert_accessible(page)
    page.select_option("[name=user]", label=option.inner_text())
    page.click("main form button[type=submit]")
    page.wait_for_url(f"**/kiem-tra/{inspection.pk}/")
    assert inspection.team.filter(user__username="nguoi079", role="secretary").exists()


def test_typing_leaves_the_bodies_that_fit_and_those_ticked(
    live_server: Any, page: Any, assert_accessible: Callable[[Any], None]
) -> None:
    world = make_world()
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/kiem-tra/lap/")
    page.wait_for_load_state("networkidle")
    bodies = page.locator("[data-picks]", has=page.locator("[name=bodies]"))
    bodies.get_by_label(world.snv.name, exact=True).check()
    bodies.locator("[data-picks-filter]").fill("cong an")
    bodies.get_by_label(world.congan.name, exact=True).check()
    assert bodies.locator("li:visible").all_inner_texts() == [world.congan.name, world.snv.name]
    assert bodies.locator("[data-picks-count]").inner_text() == "Đã chọn 2"
    assert_accessible(page)
