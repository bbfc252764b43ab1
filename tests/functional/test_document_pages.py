"""Pages beside their text in a browser: keys turn them, doubts light up, all can be read aloud."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from pypdfium2 import PdfDocument

from tests.document_factories import (
    PDF_LINES,
    lost_passage,
    make_pdf,
    run_readings,
    unsure_link,
    upload,
    waiting_pdf,
)
from tests.factories import PASSWORD, World, actor, make_world
from tiendo.accounts.models import User
from tiendo.documents.actions import ask_reading, receive_upload
from tiendo.documents.models import Rendition, TextVersion

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("private_files")]
Check = Callable[[Any], None]


@pytest.fixture
def world() -> World:
    return make_world()


def sign_in(page: Any, server: Any, user: User, address: str) -> None:
    page.goto(f"{server.url}/accounts/login/?next={address}")
    page.get_by_label("Tên đăng nhập").fill(user.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def two_pages(world: World) -> Rendition:
    """A PDF of two pages with a doubtful word on the first."""
    written = io.BytesIO()
    with PdfDocument.new() as file, PdfDocument(make_pdf(*PDF_LINES)) as source:
        file.import_pages(source)
        file.import_pages(source)
        file.save(written)
    raw = upload(written.getvalue(), "hai-trang.pdf")
    receive_upload(by=actor(world.clerk), file=raw, name="hai-trang.pdf")
    run_readings()
    text = TextVersion.objects.get(rendition__original_name="hai-trang.pdf")
    text.structure["places"][0] = [*text.structure["places"][0][:8], 0.3]
    text.save()
    return text.rendition


def addresses(world: World) -> dict[str, str]:
    rendition = two_pages(world)
    passage = lost_passage(world)
    again = ask_reading(by=actor(world.coordinator), rendition=passage.text.rendition)
    place = [passage.text.rendition_id, passage.pk]
    return {
        "beside": reverse("document", args=[rendition.document_id]),
        "choice": reverse("document", args=[unsure_link(world).citing_id]),
        "moves": reverse("document-moves", args=[passage.text.rendition_id]),
        "place": reverse("document-place", args=place) + "?chu=bản đọc",
        "again": reverse("document-reading", args=[again.pk]),
        "all": reverse("document-read-all"),
    }


def test_the_pages_are_accessible_and_fit_the_screen(
    page: Any,
    live_server: Any,
    world: World,
    assert_page_is_sound: Callable[..., None],
) -> None:
    sign_in(page, live_server, world.coordinator, reverse("document-list"))
    for name, address in addresses(world).items():
        assert_page_is_sound(page, live_server.url + address, name)


def test_keys_turn_the_page_and_a_doubt_lights_up(
    page: Any, live_server: Any, world: World
) -> None:
    rendition = two_pages(world)
    sign_in(page, live_server, world.clerk, reverse("document", args=[rendition.document_id]))
    page.get_by_text("Trang 1/2").wait_for()
    page.keyboard.press("]")
    page.get_by_text("Trang 2/2").wait_for()
    page.keyboard.press("[")
    page.get_by_text("Trang 1/2").wait_for()
    assert page.locator(".page-sheet rect").count() == 0
    page.locator(".doubts a").first.click()
    page.wait_for_selector(".page-sheet rect")
    assert "#x-" in page.url


def test_the_progress_page_asks_again_until_it_is_stopped(
    page: Any, live_server: Any, world: World
) -> None:
    reading = waiting_pdf(world)
    sign_in(page, live_server, world.clerk, reverse("document-reading", args=[reading.pk]))
    with page.expect_response(lambda answer: answer.url.endswith("/tien-do/")):
        pass
    page.get_by_role("button", name="Dừng đọc và xóa tệp").click()
    page.wait_for_url(lambda url: url.endswith(reverse("document-list")))


def test_marked_words_of_the_new_text_fill_the_search(
    page: Any, live_server: Any, world: World
) -> None:
    passage = lost_passage(world)
    address = reverse("document-place", args=[passage.text.rendition_id, passage.pk])
    sign_in(page, live_server, world.coordinator, address)
    page.locator(".place-text p").first.dblclick(position={"x": 12, "y": 10})
    expect(page.locator("#id_chu")).not_to_have_value("")
