"""A recurring task whose rule changes in mid-period, tasks with two rules, years of what never
ends, and updates by count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.factories import World, actor, make_world
from tests.refusing import refused
from tests.task_factories import PROOF, bring_to, make_programme, make_task, noon, take_step
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import Membership, RoleCode
from tiendo.audit.models import AuditEvent
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.domain.progress import Count, CountRefused
from tiendo.domain.status import Status, status
from tiendo.programmes.models import Programme
from tiendo.tasks import actions
from tiendo.tasks.actions.occurrences import open_occurrences
from tiendo.tasks.errors import TaskError
from tiendo.tasks.histories import task_history
from tiendo.tasks.models import (
    Evidence,
    JudgedResult,
    Judgement,
    LifecycleEvent,
    Occurrence,
    ProgressUpdate,
    Task,
)
from tiendo.tasks.recurrence import current_occurrence
from tiendo.tasks.spans import audit_spans

pytestmark = pytest.mark.django_db

D = dt.date
TODAY = D(2025, 9, 10)


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


@pytest.fixture
def programme(world: World) -> Programme:
    return make_programme(world)


def recurring(world: World, programme: Programme, key: str, **fields: Any) -> Task:
    values = {"last_day": None, "deadline_key": "", "recurrence": key, "deadline_raw": "", **fields}
    with noon(D(2025, 7, 1)):
        return bring_to(world, make_task(world, programme, **values), State.LIVE)


def change(world: World, task: Task, key: str, raw: str = "", **fields: Any) -> Task:
    values: dict[str, Any] = {
        "reason": "Giảm số lần báo cáo",
        "deciding_document": "12/UBND-TH",
        "version": Task.objects.get(pk=task.pk).version,
        "by": actor(world.leader),
        **fields,
    }
    return actions.change_rule(task=task, recurrence=key, deadline_raw=raw, **values)


def standing(task: Task) -> list[tuple[str, dt.date]]:
    rows = Occurrence.objects.filter(task=task).exclude(lifecycle=State.CANCELLED)
    return [(row.label, row.opens_on) for row in rows.order_by("last_day", "pk")]


# A changed rule


def test_a_changed_rule_leaves_what_opened_and_replaces_what_did_not(world, programme):
    task = recurring(world, programme, "R:monthly", deadline_raw="hằng tháng")
    opened = current_occurrence(task, TODAY)
    assert opened is not None
    changed = change(world, task, "R:quarterly", "hằng quý")
    assert changed.recurrence_since == D(2025, 10, 1)
    assert standing(task)[:5] == [
        ("2025-07", D(2025, 7, 1)),
        ("2025-08", D(2025, 8, 1)),
        ("2025-09", D(2025, 9, 1)),
        ("2025-Q4", D(2025, 10, 1)),
        ("2026-Q1", D(2026, 1, 1)),
    ]
    assert current_occurrence(task, TODAY) == opened
    withdrawn = Occurrence.objects.filter(task=task, lifecycle=State.CANCELLED)
    assert {row.label for row in withdrawn} >= {"2025-10", "2025-11"}
    events = LifecycleEvent.objects.filter(task=task, action="withdraw")
    assert events.count() == withdrawn.count() > 0
    assert {event.day for event in events} == {TODAY}
    assert AuditEvent.objects.filter(action="task.change_rule", object_id=str(task.pk)).count() == 1
    assert actions.open_occurrences() == 0


def test_in_mid_period_the_open_occurrence_keeps_its_day_and_the_next_begins_after_it(
    world, programme
):
    task = recurring(world, programme, "R:yearly:11-25", deadline_raw="trước ngày 25/11 hằng năm")
    change(world, task, "R:monthly", "hằng tháng")
    first, second, *_rest = standing(task)
    assert first == ("2025", D(2025, 7, 1))
    assert second == ("2025-11", D(2025, 11, 25))
    assert Occurrence.objects.get(task=task, label="2025").last_day == D(2025, 11, 24)


def test_what_was_known_before_the_change_stays_known(world, programme):
    task = recurring(world, programme, "R:monthly")
    days = [D(2025, 7, 1) + dt.timedelta(days=9 * step) for step in range(40)]
    moments = [clock.local_noon(D(2025, 7, 2)), clock.local_noon(D(2025, 9, 9))]
    before = [status(task_history(task), day, at) for at in moments for day in days]
    past = [status(task_history(task), day) for day in days if day <= TODAY]
    with noon(D(2025, 9, 12)):
        change(world, task, "R:quarterly")
    assert [status(task_history(task), day, at) for at in moments for day in days] == before
    assert [status(task_history(task), day) for day in days if day <= TODAY] == past
    assert not audit_spans()


def test_a_rule_may_be_changed_back(world, programme):
    task = recurring(world, programme, "R:monthly")
    labels = [label for label, _day in standing(task)]
    change(world, task, "R:quarterly")
    change(world, task, "R:monthly")
    assert [label for label, _day in standing(task)][: len(labels)] == labels


@pytest.mark.parametrize(
    ("key", "fields", "code"),
    [
        ("R:monthly", {}, "rule_unchanged"),
        ("R:sometimes", {}, "rule_unreadable"),
        ("", {}, "rule_not_recurring"),
        ("R:continuous", {}, "rule_not_recurring"),
        ("R:quarterly", {"reason": " "}, "reason_needed"),
        ("R:quarterly", {"deciding_document": ""}, "deciding_document_needed"),
    ],
)
def test_a_change_of_rule_says_what_is_wrong(world, programme, key, fields, code):
    task = recurring(world, programme, "R:monthly")
    with refused(TaskError, code):
        change(world, task, key, **fields)
    assert not Occurrence.objects.filter(task=task, lifecycle=State.CANCELLED).exists()


def test_only_who_moves_deadlines_changes_rules(world, programme):
    task = recurring(world, programme, "R:monthly")
    for name in ("snv_officer", "snv_head", "stc_head", "inspector"):
        with pytest.raises(PermissionRefused):
            change(world, task, "R:quarterly", by=actor(getattr(world, name)))


def test_two_rules_in_one_task_are_both_kept(world, programme):
    task = recurring(world, programme, "R:halfyearly;R:yearly", deadline_raw="6 tháng, hằng năm")
    rows = Occurrence.objects.filter(task=task, last_day__lt=D(2026, 12, 31))
    assert {(row.label, row.last_day) for row in rows} == {
        ("2025-H2", D(2025, 12, 31)),
        ("2025", D(2025, 12, 31)),
        ("2026-H1", D(2026, 6, 30)),
    }
    with noon(D(2025, 12, 30)):
        for expected in ("2025-H2", "2025"):
            work = current_occurrence(Task.objects.get(pk=task.pk), D(2025, 12, 30))
            assert work is not None
            assert work.label == expected
            for step in ("claim", "approve", "confirm"):
                take_step(world, task, step, D(2025, 12, 30))
    assert status(task_history(task), D(2025, 12, 31)) is Status.DONE_ON_TIME


def test_two_rules_lay_each_period_once_however_often_they_are_laid(world, programme):
    task = recurring(world, programme, "R:halfyearly;R:yearly", deadline_raw="6 tháng, hằng năm")
    for day in (D(2025, 8, 1), D(2026, 1, 2), D(2026, 7, 1), D(2026, 7, 2)):
        with noon(day):
            open_occurrences()
    rows = Occurrence.objects.filter(task=task, last_day__lte=D(2026, 12, 31))
    assert sorted(row.label for row in rows) == [
        "2025", "2025-H2", "2026", "2026-H1", "2026-H2",
    ]  # fmt: skip


def test_a_past_period_of_either_rule_nobody_confirmed_is_overdue(world, programme):
    task = recurring(world, programme, "R:halfyearly;R:yearly", deadline_raw="6 tháng, hằng năm")
    with noon(D(2025, 12, 30)):
        for step in ("claim", "approve", "confirm"):
            take_step(world, task, step, D(2025, 12, 30))
    with noon(D(2026, 3, 1)):
        work = current_occurrence(Task.objects.get(pk=task.pk), D(2026, 3, 1))
        assert work is not None
        assert work.label == "2025"
        assert status(task_history(task), D(2026, 3, 1)) is Status.OVERDUE
        for step in ("claim", "approve", "confirm"):
            take_step(world, task, step, D(2026, 3, 1))
        assert status(task_history(task), D(2026, 3, 1)) is not Status.OVERDUE
    with noon(D(2026, 7, 1)):
        assert status(task_history(task), D(2026, 7, 1)) is Status.OVERDUE


# The last second of a day, a year and a post


def test_a_claim_in_the_last_second_of_the_last_day_is_on_time(world, programme):
    with noon(D(2025, 7, 1)):
        task = bring_to(
            world,
            make_task(world, programme, deadline_key="2025", last_day=D(2025, 12, 31)),
            State.LIVE,
        )
    last_second = dt.datetime(2025, 12, 31, 23, 59, 59, tzinfo=clock.LOCAL_ZONE)
    with clock.at(last_second):
        assert clock.today() == D(2025, 12, 31)
        take_step(world, task, "claim", D(2025, 12, 31))
    with clock.at(last_second + dt.timedelta(seconds=1)):
        assert clock.today() == D(2026, 1, 1)
        for step in ("approve", "confirm"):
            take_step(world, task, step)
        assert status(task_history(task), clock.today()) is Status.DONE_ON_TIME


def test_in_utc_the_same_day_is_still_the_day_before(world, programme):
    early = dt.datetime(2025, 9, 30, 0, 30, tzinfo=clock.LOCAL_ZONE)
    task = bring_to(world, make_task(world, programme), State.LIVE)
    with clock.at(early):
        assert early.astimezone(dt.UTC).date() == D(2025, 9, 29)
        update = actions.record_update(task=task, done="Xong", by=actor(world.snv_officer))
    assert update.as_of == D(2025, 9, 30)


def test_who_left_yesterday_updates_nothing_today(world, programme):
    task = bring_to(world, make_task(world, programme), State.LIVE)
    post = Membership.objects.get(user=world.snv_officer, role=RoleCode.OFFICER)
    post.validity = type(post.validity)(post.validity.lower, TODAY)
    post.save()
    with pytest.raises(PermissionRefused):
        actions.record_update(task=task, done="Đã họp", by=actor(world.snv_officer))
    assert not ProgressUpdate.objects.exists()


def test_what_was_reopened_is_not_confirmed_by_an_older_page(world, programme):
    task = bring_to(world, make_task(world, programme), State.UNIT_APPROVED)
    seen = task.version
    for step in ("confirm", "reopen"):
        task = take_step(world, task, step)
    with refused(TaskError, "edited_meanwhile"):
        actions.confirm(task=task, by=actor(world.coordinator), version=seen)
    with refused(TaskError, "wrong_state"):
        actions.confirm(task=task, by=actor(world.coordinator))


# Updates by count, sent twice


def test_a_count_gives_the_percent_and_is_kept(world, programme):
    task = bring_to(world, make_task(world, programme), State.LIVE)
    count = Count(Decimal(34), Decimal(102), "xã")
    update = actions.record_update(
        task=task, done="Đã lắp", count=count, by=actor(world.snv_officer)
    )
    update.refresh_from_db()
    kept = (update.done_count, update.total_count, update.count_unit, update.percent)
    assert kept == (Decimal(34), Decimal(102), "xã", Decimal("33.33"))


@pytest.mark.parametrize(
    ("done", "total", "code"),
    [(-1, 5, "count_negative"), (1, 0, "total_not_positive"), (6, 5, "count_over")],
)
def test_an_impossible_count_is_none(done, total, code):
    with pytest.raises(CountRefused, match=code):
        Count(Decimal(done), Decimal(total))


def test_only_all_of_it_is_a_hundred_percent():
    assert Count(Decimal(99999), Decimal(100000)).percent == Decimal("99.99")
    assert Count(Decimal(0), Decimal(7)).percent == 0
    assert Count(Decimal(7), Decimal(7)).percent == 100


def test_the_database_keeps_a_count_whole(world, programme):
    task = bring_to(world, make_task(world, programme), State.LIVE)
    update = actions.record_update(task=task, done="Đã lắp", by=actor(world.snv_officer))
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgressUpdate.objects.filter(pk=update.pk).update(done_count=1)


def test_a_form_sent_twice_makes_one_update(world, programme):
    task = bring_to(world, make_task(world, programme), State.LIVE)
    key = uuid4()
    given: dict[str, Any] = {
        "task": task,
        "done": "Đã họp",
        "by": actor(world.snv_officer),
        "evidence": [PROOF],
        "request_key": key,
    }
    first = actions.record_update(**given)
    for step in ("claim", "approve", "confirm"):
        take_step(world, task, step)
    assert actions.record_update(**given) == first
    assert ProgressUpdate.objects.count() == 1
    assert Evidence.objects.filter(update=first).count() == 1
    other = bring_to(world, make_task(world, programme), State.LIVE)
    with refused(TaskError, "form_sent_already"):
        actions.record_update(**{**given, "task": other})


# Years of continuous tasks


def continuous(world: World, programme: Programme, **fields: Any) -> Task:
    return recurring(world, programme, "R:continuous", deadline_raw="Thường xuyên", **fields)


def report(world: World, task: Task, **fields: Any) -> Judgement:
    values: dict[str, Any] = {
        "year": 2025,
        "result": JudgedResult.ACHIEVED,
        "done": "Đã thực hiện đủ các nội dung của năm",
        "by": actor(world.snv_officer),
        **fields,
    }
    return actions.report_year(task=task, **values)


def test_a_year_is_reported_by_the_lead_and_judged_from_outside(world, programme):
    task = continuous(world, programme)
    with noon(D(2025, 12, 20)):
        row = report(world, task, evidence=[PROOF])
        assert row.result == ""
        assert row.report.evidence.count() == 1
        for name in ("snv_officer", "snv_head", "stc_head", "leader", "inspector"):
            with pytest.raises(PermissionRefused):
                actions.judge_year(
                    judgement=row,
                    result=JudgedResult.PARTLY,
                    words="Chưa đủ",
                    by=actor(getattr(world, name)),
                )
        judged = actions.judge_year(
            judgement=row,
            result=JudgedResult.PARTLY,
            words="Còn 2 nội dung chưa có sản phẩm",
            by=actor(world.coordinator),
        )
        assert (judged.result, judged.judged_for_id) == (JudgedResult.PARTLY, world.skhcn.pk)
        with refused(TaskError, "year_judged"):
            report(world, task)
    assert status(task_history(task), D(2026, 1, 1)) is Status.CONTINUOUS


def test_who_proposed_does_not_judge_even_from_another_post(world, programme):
    task = continuous(world, programme)
    row = report(world, task)
    Membership.objects.create(
        user=world.snv_officer,
        organisation=world.skhcn,
        role=RoleCode.COORDINATOR,
        validity=(D(2025, 1, 1), None),
    )
    with refused(TaskError, "confirmer_from_lead"):
        actions.judge_year(
            judgement=row, result=JudgedResult.ACHIEVED, words="Đủ", by=actor(world.snv_officer)
        )


@pytest.mark.parametrize("year", [2024, 2026])
def test_only_years_of_the_task_are_reported(world, programme, year):
    with refused(TaskError, "year_not_to_judge"):
        report(world, continuous(world, programme), year=year)


def test_a_dated_task_is_not_judged_by_the_year(world, programme):
    task = bring_to(world, make_task(world, programme), State.LIVE)
    with refused(TaskError, "task_not_continuous"):
        report(world, task)


def test_a_judgement_says_why_and_is_corrected_in_the_open(world, programme):
    row = report(world, continuous(world, programme))
    by = actor(world.coordinator)
    with refused(TaskError, "judgement_words_missing"):
        actions.judge_year(judgement=row, result=JudgedResult.ACHIEVED, words=" ", by=by)
    for result in (JudgedResult.ACHIEVED, JudgedResult.PARTLY):
        actions.judge_year(judgement=row, result=result, words="Theo hồ sơ", by=by)
    last = AuditEvent.objects.filter(action="task.judge_year").latest("pk")
    assert (last.before["result"], last.after["result"]) == ("achieved", "partly")


def test_the_database_keeps_a_judgement_whole_and_from_outside(world, programme):
    row = report(world, continuous(world, programme))
    rows = Judgement.objects.filter(pk=row.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(result="achieved")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(
            result="achieved",
            words="Đủ",
            judged_for=row.proposed_for_id,
            judged_by=world.coordinator,
            judged_at=clock.now(),
        )
