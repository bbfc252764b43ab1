"""The screens of what changed since the last submission, and its file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import transaction

import vanban
from tests.factories import World, make_world
from tests.report_factories import AS_OF, PERIOD
from tests.submission_factories import (
    Owed,
    fresh,
    make_cycle,
    make_owed,
    open_for,
    owe,
    send_for,
    write_for,
)
from tests.submission_pages import page_of, seen, signed_in
from tests.task_factories import noon, take_step
from tiendo.composer.figures import find_figures
from tiendo.organisations.models import Succession
from tiendo.regimes.models import Submission
from tiendo.regimes.submissions.changes import before, compare_figures
from tiendo.regimes.submissions.queries import submission_with_duty
from tiendo.reporting.queries import file_of


@pytest.fixture(scope="module")
def made(kept_transaction: None) -> tuple[World, Owed, Submission]:
    """Made once for all tests, none of which sees what another did."""
    world = make_world()
    owed = make_owed(world)
    return world, owed, open_for(world, owed)


@pytest.fixture
def db(made: object) -> Iterator[None]:
    """One test, undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def own(db: None, made: tuple[World, Owed, Submission]) -> tuple[World, Owed, Submission]:
    return deepcopy(made)


@pytest.fixture
def world(own: tuple[World, Owed, Submission]) -> World:
    return own[0]


@pytest.fixture
def owed(own: tuple[World, Owed, Submission]) -> Owed:
    return own[1]


@pytest.fixture
def opened(own: tuple[World, Owed, Submission]) -> Submission:
    return own[2]


def later(world: World, owed: Owed, body: str = "snv") -> Submission:
    """The submission of the next cycle, thirty days on."""
    day = AS_OF + dt.timedelta(days=30)
    start = PERIOD[1] + dt.timedelta(days=1)
    cycle = make_cycle(
        owed.cycle.version, label="2025-12", period_start=start, period_end=day, closing_on=day
    )
    duty = owe(world, cycle, body, day + dt.timedelta(days=9))
    return open_for(world, Owed(owed.plan, cycle, {body: duty}), body, day)


def test_changes_since_the_last_submission_are_shown(
    world: World, owed: Owed, opened: Submission
) -> None:
    send_for(world, opened)
    day = AS_OF + dt.timedelta(days=3)
    with noon(day):
        for step in ("approve", "confirm"):
            take_step(world, owed.plan.tasks["awaiting_overdue"], step)
    submission = submission_with_duty(later(world, owed).pk)
    held = before(submission)
    assert held.submission == opened
    changes = {row.label: row for row in compare_figures(opened.report, submission.report)}
    late = next(row for label, row in changes.items() if "quá hạn" in label and row.difference)
    assert late.then != late.now
    with noon(AS_OF + dt.timedelta(days=30)):
        page = signed_in(world.snv_officer).get(page_of(submission, "thay-doi/"))
    shown = page.content.decode()
    assert owed.plan.tasks["awaiting_overdue"].title in shown
    assert owed.plan.tasks["on_time"].title not in shown


def test_the_first_report_has_nothing_to_be_held_against(world: World, opened: Submission) -> None:
    assert "Chưa có báo cáo kỳ trước" in seen(world.snv_officer, page_of(opened, "thay-doi/"))


def test_a_body_that_carries_on_another_is_held_against_its_report(
    world: World, owed: Owed, opened: Submission
) -> None:
    send_for(world, opened)
    succeed(world, "snv", "stc")
    submission = submission_with_duty(later(world, owed, "stc").pk)
    assert before(submission).submission == opened


def test_a_body_merged_of_two_is_held_against_neither_and_both_are_named(
    world: World, owed: Owed, opened: Submission
) -> None:
    send_for(world, opened)
    other = open_for(world, owed, "ea_trang")
    Submission.objects.filter(pk=other.pk).update(state="sent", sent_at=fresh(opened).sent_at)
    succeed(world, "snv", "stc")
    succeed(world, "ea_trang", "stc")
    submission = submission_with_duty(later(world, owed, "stc").pk)
    held = before(submission)
    assert held.submission is None
    assert set(held.merged) == {opened, other}
    with noon(AS_OF + dt.timedelta(days=30)):
        page = signed_in(world.coordinator).get(page_of(submission, "thay-doi/"))
    assert "không cộng, không so trực tiếp" in page.content.decode()


def succeed(world: World, old: str, new: str) -> None:
    Succession.objects.create(
        predecessor=getattr(world, old),
        successor=getattr(world, new),
        kind="merged",
        effective_on=AS_OF + dt.timedelta(days=1),
        source="tests",
    )


def test_the_file_is_the_bodys_own_official_report(world: World, opened: Submission) -> None:
    write_for(world, opened, "Đã tổ chức 12 lớp tập huấn")
    with noon(AS_OF):
        client = signed_in(world.snv_officer)
        client.post(page_of(opened, "lap-lai/"), {"version": "1"})
        answer = client.get(f"/bao-cao/{opened.report_id}/tai-ve/")
    assert answer.status_code == 200
    source = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    stored = file_of(fresh(opened).report)
    assert stored is not None
    read = vanban.read(source, "bao-cao.docx")
    header = vanban.parse(read).header
    text = read.content
    assert "SỞ NỘI VỤ" in text
    assert "/BC-SNV" in text
    assert "Kính gửi: Sở Khoa học và Công nghệ" in text
    assert "GIÁM ĐỐC" in text
    assert "Nơi nhận" in text
    assert "Đã tổ chức 12 lớp tập huấn" in text
    assert (header.type, header.issuer) == ("Báo cáo", "Sở Nội vụ")
    assert header.addressees == ("Sở Khoa học và Công nghệ",)
    assert (header.number, header.date) == (None, None)
    assert len(find_figures(source)) >= opened.report.figures.count()
