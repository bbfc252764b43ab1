"""The wall of a meeting room: pages in turn, a lost connection, an ended sign-in."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import actor, make_world
from tests.integration.test_permissions import signed_in
from tiendo.overview.dashboards import actions
from tiendo.overview.dashboards.starters import STARTERS, BlockPlan
from tiendo.overview.models import Dashboard

pytestmark = pytest.mark.django_db
SITE = "http://localhost"
MORNING = dt.datetime(2025, 9, 10, 1, 0, tzinfo=dt.UTC)


def long_dashboard(by: Any) -> Dashboard:
    """Three blocks of which a screen holds one."""
    made = actions.create_dashboard(title="Bảng dài", starter=STARTERS["empty"], by=by)
    for name in ("Một", "Hai", "Ba"):
        lines = "\n".join(f"{name} {number}" for number in range(18))
        plan = BlockPlan("text", {"text": lines}, f"Khối {name}", 2)
        actions.add_block(dashboard=made, plan=plan, by=by)
    return made


def serve(page: Any, client: Client, path: str) -> None:
    """Answer the browser with what the test client is told: the page, and its part."""
    whole, part = client.get(path), client.get(path, headers={"HX-Request": "true"})

    def reply(route: Any, request: Any) -> None:
        asked = urlsplit(request.url).path
        if asked.startswith("/static/"):
            route.fulfill(path=str(finders.find(asked.removeprefix("/static/"))))
            return
        answer = part if "hx-request" in request.headers else whole
        headers = {key.lower(): value for key, value in answer.items()}
        route.fulfill(status=answer.status_code, headers=headers, body=answer.content)

    page.unroute_all()
    page.route("**/*", reply)


def test_the_wall_turns_its_pages_and_says_when_its_numbers_stop(page: Any) -> None:
    world = make_world()
    dashboard = long_dashboard(actor(world.leader))
    path = reverse("own-dashboard-wall", args=[dashboard.pk])
    serve(page, signed_in(world.leader), path)
    page.clock.install(time=MORNING)
    page.goto(f"{SITE}{path}")
    first, second = (page.get_by_role("heading", name=f"Khối {name}") for name in ("Một", "Hai"))
    expect(first).to_be_visible()
    expect(second).to_be_hidden()
    expect(page.locator("[data-wall-page]")).to_contain_text("Trang 1/3, lật sau")
    page.clock.run_for(16_000)
    expect(second).to_be_visible()
    expect(first).to_be_hidden()
    page.get_by_role("button", name="Dừng lật trang").click()
    page.clock.run_for(50_000)
    expect(second).to_be_visible()
    expect(page.locator("[data-wall-page]")).to_have_text("Trang 2/3, đang dừng lật")
    page.keyboard.press("ArrowLeft")
    expect(first).to_be_visible()

    # What went wrong is what is tested: nothing of it is a fault of the page.
    page.evaluate("console.error = () => {}")
    page.unroute_all()
    page.route("**/*", lambda route: route.abort())
    page.clock.run_for(61_000)
    lost = page.locator("[data-wall-lost]")
    expect(lost).to_be_visible()
    expect(lost).to_contain_text("Mất kết nối từ 08:02")
    expect(first).to_be_visible()

    serve(page, Client(), path)
    page.clock.run_for(61_000)
    expect(page.locator("[data-wall-signed-out]")).to_contain_text("Phiên đăng nhập đã hết")
    expect(lost).to_be_hidden()
    assert page.locator(".dash-block").count() == 0

    serve(page, signed_in(world.leader), path)
    page.clock.run_for(61_000)
    expect(first).to_be_visible()
    expect(page.locator("[data-wall-signed-out]")).to_be_hidden()
