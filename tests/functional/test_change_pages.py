"""Changes of the plan and the register of difficulties in a browser: accessible, on any screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.factories import PASSWORD, World, actor, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.reporting.decision_papers.actions import draft_decision_paper
from tiendo.tasks.actions.change_deciding import Decision, appraise_change, decide_change
from tiendo.tasks.actions.changes import draft_change, send_change
from tiendo.tasks.actions.difficulties import raise_difficulty
from tiendo.tasks.actions.difficulty_steps import answer_difficulty, assign_difficulty
from tiendo.tasks.change_terms import Terms
from tiendo.tasks.models import ChangeRequest, Difficulty, Task

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "Đường truyền số liệu chuyên dùng đến 12 xã vùng sâu chưa ổn định, mất kết nối giờ cao điểm"


@pytest.fixture
def addresses(tmp_path: Path, settings: Any) -> dict[str, str]:
    """The pages with something on them, by the name of their picture."""
    settings.DATA_DIR = tmp_path
    world = make_world()
    today = clock.today()
    with noon(today - dt.timedelta(days=60)):
        programme = make_programme(world, starts_on=today - dt.timedelta(days=90))
        tasks = [
            bring_to(world, make_task(world, programme, **_due(today, place)), State.LIVE)
            for place in range(3)
        ]
    moved, row = _ask(world, tasks[0]), _ask(world, tasks[1])
    decide_change(
        change=moved, decision=Decision("accepted", "", "9/QĐ-UBND", today), by=actor(world.leader)
    )
    written = draft_decision_paper(by=actor(world.coordinator), programme=programme, changes=[row])
    found = [_hinder(world, task, 40 - place) for place, task in enumerate(tasks)]
    _follow(world, found[0])
    return {
        "change-list": "/dieu-chinh/",
        "change": f"/dieu-chinh/{row.pk}/",
        "change-decide": f"/dieu-chinh/{row.pk}/quyet-dinh/",
        "decision-paper-list": "/dieu-chinh/to-trinh/",
        "decision-paper": f"/dieu-chinh/to-trinh/{written.pk}/",
        "decision-paper-decide": f"/dieu-chinh/to-trinh/{written.pk}/quyet-dinh/",
        "difficulty-list": "/vuong-mac/",
        "difficulty": f"/vuong-mac/{found[0].pk}/",
        "difficulty-periods": "/vuong-mac/theo-ky/",
        "difficulty-answer": f"/vuong-mac/{found[0].pk}/tra-loi/",
        "task-with-panels": f"/nhiem-vu/{tasks[0].pk}/",
    }


def _due(today: dt.date, place: int) -> dict[str, Any]:
    day = today + dt.timedelta(days=20 + place)
    return {"last_day": day, "deadline_key": day.isoformat(), "deadline_raw": f"{day:%d/%m/%Y}"}


def _ask(world: World, task: Task) -> ChangeRequest:
    row = draft_change(
        kind="extension",
        organisation=world.snv,
        programme=task.programme,
        task=task,
        proposed=Terms(last_day=clock.today() + dt.timedelta(days=80)),
        reason="Hướng dẫn của bộ chủ quản ban hành chậm so với dự kiến",
        by=actor(world.snv_officer),
    )
    row = send_change(change=row, by=actor(world.snv_head))
    return appraise_change(change=row, opinion="agree", by=actor(world.coordinator))


def _hinder(world: World, task: Task, ago: int) -> Difficulty:
    with noon(clock.today() - dt.timedelta(days=ago)):
        return raise_difficulty(
            organisation=world.snv,
            programme=task.programme,
            tasks=[task],
            what=LONG,
            by=actor(world.snv_officer),
        )


def _follow(world: World, row: Difficulty) -> None:
    today = clock.today()
    with noon(today - dt.timedelta(days=30)):
        row = assign_difficulty(
            difficulty=row,
            level="province",
            responsible=world.ubnd,
            due_on=today - dt.timedelta(days=10),
            by=actor(world.coordinator),
        )
        answer_difficulty(difficulty=row, answer="Đã bố trí vốn", by=actor(world.leader))


def test_the_pages_are_accessible_and_fit_the_screen(
    page: Any,
    live_server: Any,
    addresses: dict[str, str],
    assert_page_is_sound: Callable[..., None],
) -> None:
    page.goto(f"{live_server.url}/accounts/login/?next=/dieu-chinh/")
    page.get_by_label("Tên đăng nhập").fill("leader")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".frame")
    for name, address in addresses.items():
        assert_page_is_sound(page, f"{live_server.url}{address}", name)
