"""A reminder answered on a phone: the link, the sign-in, the form, one file, sent. What a person
has to touch is counted, for seconds cannot be asserted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from tests.factories import PASSWORD, World, actor, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.alerts.models import Notice
from tiendo.alerts.watching import watch
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.tasks import actions
from tiendo.tasks.models import Evidence, ProgressUpdate, Task

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("private_files")]

# Words, a percentage, a file, the button: nothing to unfold, to search or to confirm.
MOST_TOUCHES = 4
# The form, and the page it leads back to.
MOST_PAGES = 2


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def task(world: World) -> Task:
    """Due tomorrow, given long ago, handled by an officer."""
    due = clock.today() + dt.timedelta(days=1)
    with noon(clock.today() - dt.timedelta(days=60)):
        draft = make_task(world, make_programme(world), last_day=due, deadline_key=due.isoformat())
        live = bring_to(world, draft, State.LIVE)
        return actions.name_officer(
            task=live, officer=world.snv_officer, version=live.version, by=actor(world.snv_head)
        )


class Hand:
    """Touches of a person on one page, counted."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.touches = 0

    def write(self, label: str, words: str) -> None:
        self._on_screen(self.page.get_by_label(label)).fill(words)

    def hand_in(self, name: str, path: Path) -> None:
        self._on_screen(self.page.locator(f"input[name={name}]")).set_input_files(path)

    def press(self, label: str) -> None:
        self._on_screen(self.page.get_by_role("button", name=label, exact=True)).click()

    def _on_screen(self, found: Any) -> Any:
        """What can be touched without unfolding anything and does not stick out sideways."""
        assert found.is_visible()
        box = found.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= self.page.viewport_size["width"]
        self.touches += 1
        return found


def test_a_reminder_is_answered_with_four_touches(
    phone_page: Any,
    live_server: Any,
    world: World,
    task: Task,
    tmp_path: Path,
    assert_no_sideways_scroll: Any,
) -> None:
    watch()
    link = Notice.objects.filter(user=world.snv_officer, alert__task=task).earliest("pk").path
    assert link == reverse("task-update", args=[task.pk])
    proof = tmp_path / "bien-ban.txt"
    proof.write_text("Biên bản họp với các xã về kho dữ liệu", encoding="utf-8")

    phone_page.goto(f"{live_server.url}{link}")
    phone_page.locator("#id_login").fill(world.snv_officer.username)
    phone_page.locator("#id_password").fill(PASSWORD)
    phone_page.keyboard.press("Enter")
    phone_page.wait_for_url(lambda url: urlsplit(url).path == link, wait_until="load")
    assert_no_sideways_scroll(phone_page)
    assert phone_page.locator("form [required]:visible").count() == 1

    pages: list[str] = []
    phone_page.on(
        "request", lambda sent: pages.append(sent.method) if sent.is_navigation_request() else None
    )
    hand = Hand(phone_page)
    hand.write("Đã làm được gì", "Đã họp với ba xã, thống nhất mẫu biểu")
    hand.write("Tỷ lệ (%)", "40")
    hand.hand_in("proof_files", proof)
    hand.press("Gửi thủ trưởng")
    phone_page.get_by_text("Đã gửi cập nhật tiến độ").wait_for()

    assert hand.touches <= MOST_TOUCHES
    assert len(pages) <= MOST_PAGES, pages
    update = ProgressUpdate.objects.get(task=task)
    assert (update.done, update.percent) == ("Đã họp với ba xã, thống nhất mẫu biểu", 40)
    assert Evidence.objects.get(task=task).original_name == "bien-ban.txt"
