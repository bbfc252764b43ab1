"""Every component once: accessibility, the security policy, the phone, the keyboard, print."""

from collections.abc import Callable
from typing import Any

import pytest

SCREENS = [pytest.param(1440, 900, id="desk"), pytest.param(390, 844, id="phone")]
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.functional.gallery"),
]


@pytest.mark.parametrize(("width", "height"), SCREENS)
def test_components_pass_axe_and_fit_the_screen(
    page: Any,
    live_server: Any,
    assert_accessible: Callable[[Any], None],
    assert_no_sideways_scroll: Callable[[Any], None],
    width: int,
    height: int,
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{live_server.url}/gallery/")
    page.wait_for_selector(".chart.is-drawn svg")
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def test_chart_is_drawn_from_data_under_the_policy(page: Any, live_server: Any) -> None:
    page.goto(f"{live_server.url}/gallery/")
    page.wait_for_selector(".chart.is-drawn svg path")
    labels = page.locator(".chart svg text").all_text_contents()
    assert "I. Nâng cao nhận thức" in labels
    assert "Quá hạn" in labels


def test_keys_walk_tick_and_open_rows(page: Any, live_server: Any) -> None:
    page.goto(f"{live_server.url}/gallery/")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("[data-bulk-bar]").is_visible()
    assert page.locator("[data-bulk-count]").inner_text() == "2"
    page.keyboard.press("k")
    page.locator("tr.is-current").wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**/gallery/?row=0")


def test_slash_finds_and_typing_is_left_alone(page: Any, live_server: Any) -> None:
    page.goto(f"{live_server.url}/gallery/")
    page.keyboard.press("/")
    page.keyboard.type("jx/")
    assert page.locator("[data-search]").input_value() == "jx/"
    assert not page.locator("[data-bulk-bar]").is_visible()


def test_keys_can_be_turned_off(page: Any, live_server: Any) -> None:
    page.goto(f"{live_server.url}/gallery/")
    page.locator(".topbar .menu summary").click()
    page.get_by_role("button", name="Phím tắt").click()
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert not page.locator("[data-bulk-bar]").is_visible()


def test_sheet_shows_the_form_of_the_page_it_links_to(page: Any, live_server: Any) -> None:
    page.goto(f"{live_server.url}/gallery/")
    page.get_by_role("link", name="Cập nhật tiến độ").click()
    sheet = page.locator("dialog#sheet[open]")
    sheet.locator("form[data-draft]").wait_for()
    assert sheet.locator("h2").first.inner_text() == "Cập nhật tiến độ"
    page.keyboard.press("Escape")
    assert page.locator("dialog#sheet[open]").count() == 0


def test_sheet_link_is_a_page_on_a_phone(page: Any, live_server: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}/gallery/?from=list")
    page.get_by_role("link", name="Cập nhật tiến độ").click()
    page.wait_for_url("**/gallery/")


def test_filters_stand_on_one_line_and_unfold_on_a_phone(page: Any, live_server: Any) -> None:
    page.goto(f"{live_server.url}/gallery/")
    bar = page.get_by_role("search", name="Bộ lọc", exact=True)
    tick, button = bar.get_by_label("Quá hạn trả lời"), bar.get_by_role("button", name="Lọc")
    assert not bar.get_by_label("Bộ lọc").is_visible()
    assert abs(_middle(bar.get_by_label("Cơ quan")) - _middle(button)) <= 1
    assert abs(_middle(tick) - _middle(button)) <= 1
    page.set_viewport_size({"width": 390, "height": 844})
    assert bar.get_by_label("Cơ quan").is_visible()
    assert not tick.is_visible()
    bar.get_by_label("Bộ lọc").focus()
    page.keyboard.press("Space")
    assert tick.is_visible()
    page.goto(f"{live_server.url}/gallery/?share=5")
    assert tick.is_visible()


def _middle(part: Any) -> float:
    box = part.bounding_box()
    return float(box["y"] + box["height"] / 2)


def test_question_is_asked_in_a_dialog(page: Any, live_server: Any) -> None:
    page.goto(f"{live_server.url}/gallery/")
    page.get_by_role("link", name="Hủy nhiệm vụ").click()
    question = page.get_by_role("dialog", name="Hủy nhiệm vụ “Định mức chi”?")
    assert question.is_visible()
    question.get_by_role("button", name="Không, quay lại").click()
    assert page.locator("dialog[open]").count() == 0


def test_draft_survives_a_reload(page: Any, live_server: Any) -> None:
    page.goto(f"{live_server.url}/gallery/")
    page.locator("#id_done").fill("Đã trình dự thảo")
    page.reload()
    assert page.locator("#id_done").input_value() == "Đã trình dự thảo"


def test_chosen_file_is_named_with_its_size(page: Any, live_server: Any) -> None:
    page.goto(f"{live_server.url}/gallery/")
    page.locator("#id_evidence").set_input_files(
        {"name": "to-trinh.pdf", "mimeType": "application/pdf", "buffer": b"x" * 1572864}
    )
    assert page.locator("[data-file-list] li").inner_text() == "to-trinh.pdf · 1,5 MB"


def test_print_has_no_chrome_and_repeats_table_heads(page: Any, live_server: Any) -> None:
    page.goto(f"{live_server.url}/gallery/")
    page.emulate_media(media="print")
    assert not page.locator(".frame-nav").is_visible()
    assert not page.locator(".topbar").is_visible()
    display = "e => getComputedStyle(e).display"
    head = page.locator(".data-table thead").first
    assert head.evaluate(display) == "table-header-group"


def test_page_without_script_still_opens_menus_and_shows_the_chart_table(
    chromium: Any, built_frontend: None, live_server: Any
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto(f"{live_server.url}/gallery/")
        page.locator(".topbar .menu summary").click()
        assert page.get_by_role("button", name="Đăng xuất").is_visible()
        page.get_by_text("Bảng số liệu của biểu đồ").click()
        assert page.get_by_role("cell", name="I. Nhận thức").is_visible()
    finally:
        context.close()
