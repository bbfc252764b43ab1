"""Alerts, notices and channels in a browser: accessible, within the screen, under the policy."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.factories import PASSWORD, World, actor, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.alerts.actions import lay_down_value
from tiendo.alerts.endpoints import add_endpoint
from tiendo.alerts.feeds import open_feed
from tiendo.alerts.mailing import queue_digests
from tiendo.alerts.models import Alert, Delivery
from tiendo.alerts.watching import watch
from tiendo.domain import clock
from tiendo.domain.lifecycle import State

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(settings: Any, tmp_path: Path) -> World:
    """Late tasks of Sở Nội vụ, looked for tonight, and what the administrator laid down."""
    settings.DATA_DIR = tmp_path
    made = make_world()
    made.snv_head.email = "thutruong@tinh.gov.vn"
    made.snv_head.save(update_fields=["email"])
    today = clock.today()
    with noon(today - dt.timedelta(days=90)):
        programme = make_programme(made)
        for days in (-20, -3, 1, 20):
            due = today + dt.timedelta(days=days)
            task = make_task(made, programme, last_day=due, deadline_key=due.isoformat())
            bring_to(made, task, State.LIVE)
    watch()
    queue_digests()
    open_feed(by=actor(made.snv_head))
    add_endpoint(url="https://hooks.example.org/", note="Trục", by=actor(made.administrator))
    lay_down_value(
        parameter="alert_overdue_head_after_days",
        value=1,
        since=today,
        source="215/UBND-KGVX",
        by=actor(made.administrator),
    )
    Delivery.objects.update(state="failed", last_error="recipient refused (550)", attempts=1)
    return made


def sign_in(page: Any, url: str, username: str) -> None:
    page.goto(f"{url}/accounts/login/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda address: "/accounts/login/" not in address)


def addresses() -> dict[str, str]:
    """The pages of a head, by the name of their picture."""
    alert = Alert.objects.filter(rule="overdue").earliest("pk")
    return {
        "alerts": "/canh-bao/",
        "alert": f"/canh-bao/{alert.pk}/",
        "alert-mute": f"/canh-bao/{alert.pk}/tam-tat/",
        "notices": "/thong-bao/",
        "channels": "/thong-bao/kenh/",
    }


MANAGED = {
    "rules": "/canh-bao/quy-tac/",
    "rule-value": "/canh-bao/quy-tac/overdue/",
    "endpoints": "/canh-bao/diem-nhan/",
    "deliveries": "/canh-bao/luot-gui/",
}


def test_the_pages_are_accessible_and_fit_the_screen(
    world: World,
    live_server: Any,
    page: Any,
    assert_page_is_sound: Callable[..., None],
) -> None:
    for username, places in (("snv_head", addresses()), ("administrator", MANAGED)):
        sign_in(page, live_server.url, username)
        for name, path in places.items():
            assert_page_is_sound(page, f"{live_server.url}{path}", name)
        page.context.clear_cookies()


def test_the_bell_counts_and_a_notice_opens_the_update_form(
    world: World, live_server: Any, page: Any
) -> None:
    sign_in(page, live_server.url, "snv_head")
    page.wait_for_selector(".bell-count")
    before = int(page.inner_text(".bell-count"))
    page.click(".bell")
    page.click("tbody tr:has-text('Quá hạn') button")
    page.wait_for_url("**/cap-nhat/")
    page.wait_for_selector(".bell-count")
    assert int(page.inner_text(".bell-count")) == before - 1


def test_the_message_for_a_chat_is_copied(world: World, live_server: Any, page: Any) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, live_server.url, "snv_head")
    page.goto(f"{live_server.url}{addresses()['alert']}")
    page.click("summary:has-text('Zalo')")
    page.click("[data-copy-from]")
    page.wait_for_selector("text=Đã chép")
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("[Tiến Độ] 1 việc cần chú ý:")
    assert f"{live_server.url}/nhiem-vu/" in text
