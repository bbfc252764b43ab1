"""Pictures in a browser: drawn under the strict policy, read aloud, on a desk and on a phone."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import World, actor, make_world
from tests.functional.conftest import AXE
from tests.indicator_factories import TODAY
from tests.integration.test_permissions import signed_in
from tests.picture_factories import measured, year_of_money
from tests.task_factories import noon
from tiendo.overview.dashboards.actions import add_block, create_dashboard
from tiendo.overview.dashboards.starters import STARTERS, BlockPlan
from tiendo.overview.pictures.kinds import PICTURES

pytestmark = pytest.mark.django_db
SITE = "http://localhost"


def serve(page: Any, client: Client, address: str) -> None:
    """Answer the browser with what the test client is told."""
    answer = client.get(address)
    headers = {key.lower(): value for key, value in answer.items()}

    def reply(route: Any, request: Any) -> None:
        asked = urlsplit(request.url).path
        if asked.startswith("/static/"):
            route.fulfill(path=str(finders.find(asked.removeprefix("/static/"))))
        elif "hx-request" in request.headers:
            route.fulfill(status=204)
        else:
            route.fulfill(status=answer.status_code, headers=headers, body=answer.content)

    page.unroute_all()
    page.route("**/*", reply)


def dashboard_of_all(world: World) -> str:
    """The address of a dashboard with a block of each kind of picture, and one of a value."""
    made = measured(world)
    year_of_money(world)
    own, communes = {"chi_tieu": str(made.own.pk)}, {"chi_tieu": str(made.of_communes.pk)}
    asked = {
        "figure": own,
        "pic_trend": own,
        "pic_bullets": {"co_quan": str(world.skhcn.pk)},
        "pic_ranking": communes,
        "pic_multiples": communes,
        "pic_heat": {"cac_chi_tieu": f"{made.of_communes.pk}.{made.own.pk}"},
        "pic_map": communes,
        "pic_waterfall": {"nam": "2025"},
        "pic_burndown": {"nam": "2025"},
    }
    by = actor(world.coordinator)
    dashboard = create_dashboard(title="Số liệu", starter=STARTERS["empty"], by=by)
    for code, values in asked.items():
        add_block(dashboard=dashboard, plan=BlockPlan(code, {"asked": values}), by=by)
    return reverse("own-dashboard", args=[dashboard.pk])


def test_every_picture_is_drawn_under_the_policy_and_fits_a_phone(
    page: Any, assert_no_sideways_scroll: Any, assert_accessible: Any
) -> None:
    page.add_init_script(path=AXE)
    said_aloud: list[str] = []
    page.on("console", lambda message: said_aloud.append(message.text))
    with noon(TODAY):
        world = make_world()
        address = dashboard_of_all(world)
        serve(page, signed_in(world.coordinator), address)
        for wide, high in ((1440, 900), (390, 844)):
            page.set_viewport_size({"width": wide, "height": high})
            page.goto(f"{SITE}{address}")
            figures = page.locator("figure.chart")
            expect(page.locator(".chart-canvas svg")).to_have_count(len(PICTURES))
            for number in range(len(PICTURES)):
                figure = figures.nth(number)
                marks = figure.locator(".role-mark path, .role-mark line, .role-mark text")
                assert marks.count() > 1, figure.get_attribute("id")
                said = figure.locator(".chart-canvas[aria-label]").first
                assert len(said.get_attribute("aria-label") or "") > 40
            assert_no_sideways_scroll(page)
            assert_accessible(page)
            if folder := os.environ.get("TIENDO_PICTURES"):
                page.screenshot(path=f"{folder}/all-{wide}.png", full_page=True)
        assert said_aloud == []
        # What is pointed at is said in words under the picture.
        page.locator("#" + str(figures.nth(2).get_attribute("id"))).locator(
            ".mark-rect path"
        ).first.hover()
        expect(figures.nth(2).locator(".chart-said")).to_contain_text("%")
        # A page about one picture, with its choices.
        alone = reverse("picture", args=["ban-do-nhiet"])
        serve(page, signed_in(world.coordinator), alone)
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto(f"{SITE}{alone}")
        expect(page.locator(".chart-canvas svg")).to_have_count(1)
        assert_no_sideways_scroll(page)
        assert_accessible(page)
