"""Claims to confirm and re-checks in a browser: the proof in view, by keyboard, on a phone."""

from __future__ import annotations

import datetime as dt
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from tests.factories import PASSWORD, World, actor, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.accounts.models import User
from tiendo.documents.evidence_uploads import receive_evidence
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.tasks import actions
from tiendo.tasks.actions import NewEvidence, Scope, draw_recheck
from tiendo.tasks.models import Evidence, Task

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("private_files")]
Check = Callable[[Any], None]
QUEUE = "confirm-queue"


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def claims(world: World) -> list[Task]:
    """Three claims with a picture, a document used twice and a text."""
    programme = make_programme(world)
    return [_claimed(world, make_task(world, programme), place) for place in range(3)]


def _claimed(world: World, task: Task, place: int) -> Task:
    task = bring_to(world, task, State.LIVE)
    by = actor(world.snv_officer)
    given = [NewEvidence(document_number="12/QĐ-UBND"), *_files(by, place)]
    task = actions.claim(
        task=task, done_on=clock.today(), evidence=given, by=by, note="Đã ban hành"
    )
    return actions.approve(task=task, by=actor(world.snv_head))


def _files(by: Any, place: int) -> Iterator[NewEvidence]:
    drawn = io.BytesIO()
    Image.new("RGB", (420, 594), (230, 236, 240 + place)).save(drawn, "PNG")
    for content, name in (
        (drawn.getvalue(), f"ảnh nghiệm thu {place}.png"),
        (f"Biên bản nghiệm thu số {place}".encode(), f"biên bản {place}.txt"),
    ):
        stored = receive_evidence(by=by, file=ContentFile(content), name=name, declared=True)
        yield NewEvidence(stored_file=stored, original_name=name)


def sign_in(page: Any, server: Any, user: User, address: str) -> None:
    page.goto(f"{server.url}/accounts/login/?next={address}")
    page.get_by_label("Tên đăng nhập").fill(user.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def shoot(page: Any, name: str) -> None:
    """A picture for whoever asks for one."""
    if folder := os.environ.get("TIENDO_PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def test_the_pages_are_accessible_and_fit_the_screen(
    page: Any,
    live_server: Any,
    world: World,
    claims: list[Task],
    assert_page_is_sound: Callable[..., None],
) -> None:
    sign_in(page, live_server, world.coordinator, reverse(QUEUE))
    picture = Evidence.objects.filter(original_name__contains="ảnh")[0]
    text = Evidence.objects.filter(original_name__contains="biên bản")[0]
    for name, url in (
        ("queue", reverse(QUEUE)),
        ("picture", reverse("evidence", args=[picture.pk])),
        ("text", reverse("evidence", args=[text.pk])),
        ("confirm", reverse("task-confirm", args=[claims[0].pk])),
    ):
        assert_page_is_sound(page, f"{live_server.url}{url}", name)


@pytest.mark.parametrize("width", [1440, 390])
def test_a_round_is_worked_through_by_keyboard(
    page: Any,
    live_server: Any,
    world: World,
    assert_accessible: Check,
    assert_no_sideways_scroll: Check,
    width: int,
) -> None:
    yesterday = clock.today() - dt.timedelta(days=1)
    programme = make_programme(world)
    with noon(yesterday):
        for _number in range(2):
            bring_to(world, make_task(world, programme), State.CONFIRMED)
    recheck = draw_recheck(scope=Scope(yesterday, yesterday), by=actor(world.inspector))
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, live_server, world.inspector, reverse("recheck-list"))
    for name, url in (
        ("rounds", reverse("recheck-list")),
        ("draw", reverse("recheck-new")),
        ("round", reverse("recheck", args=[recheck.pk])),
        ("item", reverse("recheck-item", args=[recheck.items.order_by("order")[0].pk])),
    ):
        page.goto(f"{live_server.url}{url}")
        shoot(page, f"{name}-{width}")
        assert_accessible(page)
        assert_no_sideways_scroll(page)
    page.keyboard.press("1")
    page.get_by_role("button", name="Ghi kết quả").click()
    page.wait_for_load_state()
    assert recheck.items.filter(result="upheld").count() == 1


def test_a_claim_is_confirmed_once_its_evidence_was_in_view(
    page: Any, live_server: Any, world: World, claims: list[Task]
) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    sign_in(page, live_server, world.coordinator, reverse(QUEUE))
    first = page.locator(".claim").first
    seen = first.get_by_label("Đã xem minh chứng")
    page.wait_for_selector("[data-seen]:checked", timeout=10_000)
    assert seen.is_checked()
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.get_by_role("button", name="Xác nhận hoàn thành").click()
    page.wait_for_load_state()
    assert "Đã xác nhận hoàn thành 1 nhiệm vụ" in page.content()
    confirmed = Task.objects.filter(lifecycle=State.CONFIRMED)
    assert [task.pk for task in confirmed] == [claims[0].pk]


@pytest.mark.parametrize("width", [1440, 390])
def test_evidence_held_back_is_unfolded_before_it_counts_as_seen(
    page: Any,
    live_server: Any,
    world: World,
    assert_accessible: Check,
    assert_no_sideways_scroll: Check,
    width: int,
) -> None:
    task = bring_to(world, make_task(world, make_programme(world)), State.LIVE)
    given = [NewEvidence(document_number=f"{place}/BC-SNV") for place in range(8)]
    by = actor(world.snv_officer)
    task = actions.claim(task=task, done_on=clock.today(), evidence=given, by=by)
    actions.approve(task=task, by=actor(world.snv_head))
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, live_server, world.coordinator, reverse(QUEUE))
    seen = page.get_by_label("Đã xem minh chứng")
    page.wait_for_timeout(1500)
    assert seen.is_disabled()
    shoot(page, f"folded-{width}")
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_selector("[data-seen]:enabled", timeout=10_000)
    cards = page.locator(".claim .evidence-cards li")
    assert cards.count() == 8
    cards.last.scroll_into_view_if_needed()
    page.wait_for_selector("[data-seen]:checked", timeout=10_000)
    shoot(page, f"unfolded-{width}")
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    page.get_by_label("Chọn:").check()
    page.get_by_role("button", name="Xác nhận hoàn thành").click()
    page.wait_for_load_state()
    assert "Đã xác nhận hoàn thành 1 nhiệm vụ" in page.content()
