"""Documents and their review in a browser: pages, keys, both sides lit, under the policy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from tests.document_factories import extract_plan, make_docx
from tests.factories import PASSWORD, World, make_world
from tests.integration.test_review_offers import FUNDS, WRONG
from tiendo.intake.models import Draft, DraftState, ExtractionRun

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("private_files")]
Check = Callable[[Any], None]


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def run(world: World) -> ExtractionRun:
    return extract_plan(world)


def sign_in(page: Any, server: Any, world: World, address: str) -> None:
    page.goto(f"{server.url}/accounts/login/?next={address}")
    page.get_by_label("Tên đăng nhập").fill(world.coordinator.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def addresses(run: ExtractionRun) -> dict[str, str]:
    draft = Draft.objects.filter(run=run).order_by("order")[0]
    return {
        "list": reverse("document-list"),
        "upload": reverse("document-upload"),
        "document": reverse("document", args=[run.text.rendition.document_id]),
        "review": reverse("intake-review", args=[run.pk]),
        "problems": reverse("intake-review", args=[run.pk]) + "?muc=van-de",
        "edit": reverse("intake-draft-edit", args=[draft.pk]),
        "approve": reverse("intake-approve", args=[run.pk]),
    }


def test_the_pages_are_accessible_and_fit_the_screen(
    page: Any,
    live_server: Any,
    world: World,
    run: ExtractionRun,
    assert_page_is_sound: Callable[..., None],
) -> None:
    sign_in(page, live_server, world, reverse("document-list"))
    for name, address in addresses(run).items():
        assert_page_is_sound(page, live_server.url + address, name)


def test_keys_accept_and_reject_without_leaving_the_page(
    page: Any, live_server: Any, world: World, run: ExtractionRun
) -> None:
    sign_in(page, live_server, world, reverse("intake-review", args=[run.pk]))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("a")
    page.wait_for_selector(".draft-card.is-accepted")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("r")
    page.wait_for_selector(".draft-card.is-rejected")
    assert "2/10" in page.locator("#review-bar").inner_text()
    states = list(Draft.objects.filter(run=run).order_by("order").values_list("state", flat=True))
    assert states[:3] == [DraftState.ACCEPTED, DraftState.REJECTED, DraftState.PROPOSED]


def test_pointing_at_a_card_lights_its_words(
    page: Any, live_server: Any, world: World, run: ExtractionRun
) -> None:
    sign_in(page, live_server, world, reverse("intake-review", args=[run.pk]))
    card = page.locator(".draft-card").nth(1)
    card.hover()
    pair = card.get_attribute("data-pair")
    assert "is-lit" in page.locator(f'mark[data-pair="{pair}"]').first.get_attribute("class")


def test_ticked_drafts_are_accepted_together(
    page: Any, live_server: Any, world: World, run: ExtractionRun
) -> None:
    sign_in(page, live_server, world, reverse("intake-review", args=[run.pk]))
    page.get_by_label("Chọn cả trang").check()
    bar = page.locator("[data-bulk-bar]")
    assert "Đã chọn 10" in " ".join(bar.inner_text().split())
    bar.get_by_role("button", name="Chấp nhận").click()
    page.wait_for_selector("text=Đã cập nhật 10 mục")
    assert Draft.objects.filter(run=run, state=DraftState.ACCEPTED).count() == 10


def test_a_draft_is_edited_in_the_sheet(
    page: Any, live_server: Any, world: World, run: ExtractionRun
) -> None:
    sign_in(page, live_server, world, reverse("intake-review", args=[run.pk]))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("e")
    sheet = page.locator("#sheet")
    sheet.get_by_label("Sản phẩm").fill("Báo cáo tổng hợp")
    sheet.get_by_role("button", name="Lưu mục này").click()
    page.wait_for_selector("text=Báo cáo tổng hợp")
    assert Draft.objects.filter(run=run, product="Báo cáo tổng hợp").count() == 1


@pytest.fixture
def funds(world: World) -> ExtractionRun:
    """A plan with a clause of three duties."""
    return extract_plan(world, make_docx(["II. NHIỆM VỤ", FUNDS, WRONG]))


def test_one_key_splits_as_offered_and_the_message_undoes_it(
    page: Any, live_server: Any, world: World, funds: ExtractionRun
) -> None:
    sign_in(page, live_server, world, reverse("intake-review", args=[funds.pk]))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("t")
    page.wait_for_selector("text=Đã tách thành 3 nhiệm vụ")
    assert Draft.objects.filter(run=funds, split_from__isnull=False).count() == 3
    page.get_by_role("button", name="Hoàn tác").click()
    page.wait_for_selector("text=Tách thành 3 nhiệm vụ")
    assert not Draft.objects.filter(run=funds, split_from__isnull=False).exists()


def test_words_marked_in_the_clause_become_a_line_of_the_split(
    page: Any, live_server: Any, world: World, funds: ExtractionRun
) -> None:
    sign_in(page, live_server, world, reverse("intake-review", args=[funds.pk]))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("s")
    lines = page.locator("#sheet textarea")
    lines.fill("Việc thứ nhất")
    page.locator("#sheet [data-selectable]").click(click_count=3)
    page.get_by_role("button", name="Thêm chữ đang bôi chọn").click()
    words = lines.input_value().split("\n")
    assert words[0] == "Việc thứ nhất" and "lập quỹ vốn mồi" in words[1]


def test_a_problem_is_put_aside_in_the_browser(
    page: Any, live_server: Any, world: World, funds: ExtractionRun
) -> None:
    address = reverse("intake-review", args=[funds.pk]) + "?muc=van-de"
    sign_in(page, live_server, world, address)
    problem = page.locator(".problem-list > li", has_text="Ngày không có thật")
    problem.get_by_text("Bỏ qua…").click()
    problem.get_by_label("Lý do bỏ qua").fill("Đã hỏi Công an tỉnh")
    problem.get_by_role("button", name="Bỏ qua vấn đề này").click()
    page.wait_for_selector("text=Đã bỏ qua (1)")
    assert funds.dismissed.get().reason == "Đã hỏi Công an tỉnh"
