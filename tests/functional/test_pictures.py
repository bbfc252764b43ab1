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

from tests.factories import make_world
from tests.indicator_factories import TODAY
from tests.integration.test_permissions import signed_in
from tests.picture_factories import measured, year_of_money
from tests.task_factories import noon

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


def test_every_picture_is_drawn_under_the_policy_and_fits_a_phone(
    page: Any, assert_no_sideways_scroll: Any
) -> None:
    with noon(TODAY):
        world = make_world()
        made = measured(world)
        year_of_money(world)
        client = signed_in(world.coordinator)
        own, communes = str(made.own.pk), str(made.of_communes.pk)
        asked = {
            "xu-huong": f"chi_tieu={own}",
            "so-voi-chi-tieu": f"co_quan={world.skhcn.pk}",
            "xep-hang-co-quan": f"chi_tieu={communes}",
            "tung-co-quan": f"chi_tieu={communes}",
            "ban-do-nhiet": f"cac_chi_tieu={communes}",
            "ban-do": f"chi_tieu={communes}",
            "dong-tien": "nam=2025",
            "giai-ngan-theo-thoi-gian": "nam=2025",
        }
        for wide, high in ((1440, 900), (390, 844)):
            page.set_viewport_size({"width": wide, "height": high})
            for code, query in asked.items():
                address = f"{reverse('picture', args=[code])}?{query}"
                serve(page, client, address)
                page.goto(f"{SITE}{address}")
                drawn = page.locator(".chart-canvas svg")
                expect(drawn).to_be_visible()
                marks = drawn.locator(".role-mark path, .role-mark line, .role-mark text")
                assert marks.count() > 1, code
                assert len(page.locator(".chart-canvas").get_attribute("aria-label")) > 40
                assert_no_sideways_scroll(page)
                if folder := os.environ.get("TIENDO_PICTURES"):
                    page.screenshot(path=f"{folder}/{code}-{wide}.png", full_page=True)
