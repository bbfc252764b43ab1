"""Alerts as the rules find them: once while open, gone with their cause, told level by level."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.factories import World, actor, make_user, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon, take_step
from tiendo.accounts.actions import delegate, end_membership, set_active
from tiendo.accounts.models import RoleCode, User
from tiendo.alerts.actions import lay_down_value, mute_alert, read_notice, unmute_alert
from tiendo.alerts.errors import AlertError
from tiendo.alerts.mailing import queue_digests
from tiendo.alerts.models import Alert, Delivery, Notice
from tiendo.alerts.queries import visible_alerts
from tiendo.alerts.watching import watch
from tiendo.alerts.wording import told_words, why_of
from tiendo.domain.lifecycle import State
from tiendo.domain.parameters import parameter_on
from tiendo.programmes.models import Programme
from tiendo.tasks import actions
from tiendo.tasks.models import Task

pytestmark = pytest.mark.django_db

D = dt.date
GIVEN = D(2025, 7, 1)
DUE = D(2025, 9, 30)


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def programme(world: World) -> Programme:
    return make_programme(world)


def given_out(world: World, programme: Programme, **fields: Any) -> Task:
    """A live task due on 30/9/2025 whose officer is named and which was reported on yesterday."""
    with noon(GIVEN):
        task = bring_to(world, make_task(world, programme, **fields), State.LIVE)
        return actions.name_officer(
            task=task, officer=world.snv_officer, version=task.version, by=actor(world.snv_head)
        )


def report(world: World, task: Task, day: dt.date, **fields: Any) -> None:
    with noon(day):
        actions.record_update(
            task=task, done="Đã làm thêm một phần", by=actor(world.snv_officer), **fields
        )


def rules_on(day: dt.date) -> set[str]:
    """The rules with an open alert once everything was looked for on a day."""
    with noon(day):
        watch()
    return set(Alert.objects.filter(resolved_at__isnull=True).values_list("rule", flat=True))


def told(rule: str) -> list[tuple[str, int, int]]:
    """Who was told of a rule, at which level and stage, in that order."""
    rows = Notice.objects.filter(kind=f"alert.{rule}").order_by("pk")
    return [(row.user.username, row.level, row.stage) for row in rows.select_related("user")]


def test_a_task_is_told_at_three_distances_from_its_last_day(world, programme):
    task = given_out(world, programme)
    for day in (D(2025, 9, 1), D(2025, 9, 22), D(2025, 9, 28)):
        report(world, task, day)
    assert "due_soon" not in rules_on(D(2025, 8, 30))
    for day in (D(2025, 8, 31), D(2025, 9, 1), D(2025, 9, 23), D(2025, 9, 29)):
        assert "due_soon" in rules_on(day)
    assert told("due_soon") == [
        ("snv_officer", 1, 1),
        ("snv_officer", 1, 2),
        ("snv_head", 2, 2),
        ("snv_officer", 1, 3),
        ("snv_head", 2, 3),
    ]


def test_what_is_overdue_goes_from_the_officer_to_the_head_to_the_leader(world, programme):
    given_out(world, programme)
    for day in (D(2025, 10, 1), D(2025, 10, 3), D(2025, 10, 15), D(2025, 10, 20)):
        assert "overdue" in rules_on(day)
    assert told("overdue") == [("snv_officer", 1, 1), ("snv_head", 2, 1), ("leader", 3, 1)]
    alert = Alert.objects.get(rule="overdue")
    assert (alert.level, alert.facts["days_late"]) == (3, 20)
    assert alert.first_found_at < alert.last_seen_at


def test_an_alert_goes_with_its_cause_and_comes_back_as_another(world, programme):
    task = given_out(world, programme)
    assert "overdue" in rules_on(D(2025, 10, 1))
    with noon(D(2025, 10, 2)):
        take_step(world, Task.objects.get(pk=task.pk), "claim", DUE)
    assert rules_on(D(2025, 10, 2)) == set()
    with noon(D(2025, 10, 3)):
        take_step(world, Task.objects.get(pk=task.pk), "send_back")
    assert "overdue" in rules_on(D(2025, 10, 3))
    rows = Alert.objects.filter(rule="overdue").order_by("pk")
    assert [row.resolved_at is None for row in rows] == [False, True]


def test_looking_twice_changes_nothing(world, programme):
    given_out(world, programme)
    with noon(D(2025, 10, 20)):
        first, second = watch(), watch()
    assert first.new > 0
    assert (second.new, second.gone, second.told) == (0, 0, 0)
    assert second.seen == first.new


def test_the_database_keeps_one_open_alert_of_a_kind(world, programme):
    given_out(world, programme)
    rules_on(D(2025, 10, 1))
    alert = Alert.objects.filter(rule="overdue").get()
    alert.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        alert.save(force_insert=True)


def test_a_body_without_an_officer_is_told_at_its_head(world, programme):
    with noon(GIVEN):
        bring_to(world, make_task(world, programme), State.LIVE)
    assert "no_officer" not in rules_on(GIVEN + dt.timedelta(days=5))
    assert "no_officer" in rules_on(GIVEN + dt.timedelta(days=6))
    assert told("no_officer") == [("snv_head", 2, 1)]
    rules_on(D(2025, 9, 5))
    assert told("due_soon") == [("snv_head", 1, 1)]


def test_somebody_who_left_is_told_nothing_and_counts_as_nobody(world, programme):
    given_out(world, programme)
    with noon(D(2025, 8, 1)):
        end_membership(
            membership=world.snv_officer.memberships.get(),
            ends_on=D(2025, 9, 1),
            by=actor(world.administrator),
        )
    assert {"no_officer", "due_soon"} <= rules_on(D(2025, 9, 5))
    assert "snv_officer" not in {name for name, _level, _stage in told("due_soon")}


def test_a_closed_account_is_told_nothing(world, programme):
    given_out(world, programme)
    with noon(D(2025, 9, 1)):
        set_active(user=world.snv_officer, is_active=False, by=actor(world.administrator))
    rules_on(D(2025, 9, 5))
    assert {name for name, _level, _stage in told("due_soon")} == {"snv_head"}


def test_a_delegate_of_the_head_is_told_too(world, programme):
    given_out(world, programme)
    deputy = make_user("nguoi-nhan", (world.snv, RoleCode.OFFICER))
    with noon(D(2025, 10, 1)):
        delegate(
            membership=world.snv_head.memberships.get(),
            to=deputy,
            since=D(2025, 10, 1),
            last_day=D(2025, 10, 31),
            reason="Đi công tác",
            by=actor(world.administrator),
        )
    rules_on(D(2025, 10, 4))
    assert {name for name, level, _stage in told("overdue") if level == 2} == {
        "snv_head",
        "nguoi-nhan",
    }


def test_no_data_is_not_behind(world, programme):
    task = given_out(world, programme)
    assert "behind" not in rules_on(D(2025, 8, 20))
    report(world, task, D(2025, 8, 20), percent=10)
    assert "behind" in rules_on(D(2025, 8, 20))
    assert Alert.objects.get(rule="behind").facts == {
        "percent": 10,
        "elapsed_percent": 54,
        "gap": 44,
    }
    report(world, task, D(2025, 8, 21), percent=60)
    assert "behind" not in rules_on(D(2025, 8, 21))


def test_a_task_reported_complete_without_proof_is_told(world, programme):
    task = given_out(world, programme)
    report(world, task, D(2025, 7, 20), percent=100)
    assert "no_evidence" in rules_on(D(2025, 7, 21))
    with noon(D(2025, 7, 22)):
        evidence = actions.add_evidence(
            task=task,
            evidence=actions.NewEvidence(document_number="5/QĐ-SNV"),
            by=actor(world.snv_officer),
        )
    assert "no_evidence" not in rules_on(D(2025, 7, 22))
    with noon(D(2025, 7, 23)):
        actions.withdraw_evidence(evidence=evidence, reason="Nhầm", by=actor(world.snv_officer))
    assert "no_evidence" in rules_on(D(2025, 7, 23))


def test_a_deadline_moved_three_times_is_told_to_the_head(world, programme):
    task = given_out(world, programme)
    for month in (10, 11, 12):
        with noon(D(2025, 7, month)):
            task = actions.change_deadline(
                task=task,
                version=Task.objects.get(pk=task.pk).version,
                deadline_key=f"2025-{month}-30",
                last_day=D(2025, month, 30),
                reason="Chờ hướng dẫn",
                deciding_document="9/UBND-TH",
                by=actor(world.coordinator),
            )
        assert ("moved" in rules_on(D(2025, 7, month))) == (month == 12)
    assert told("moved") == [("snv_officer", 1, 3), ("snv_head", 2, 3)]


def test_silence_of_a_task_and_of_a_body_is_told(world, programme):
    task = given_out(world, programme)
    silent = rules_on(D(2025, 8, 5))
    assert {"no_update", "silent_body"} <= silent
    report(world, task, D(2025, 8, 6))
    assert not {"no_update", "silent_body"} & rules_on(D(2025, 8, 6))


def test_the_province_lays_down_other_values_for_a_programme_from_a_day_on(world, programme):
    other = make_programme(world, short_title="Kế hoạch khác")
    report(world, given_out(world, programme), D(2025, 7, 20))
    report(world, given_out(world, other), D(2025, 7, 20))
    with noon(D(2025, 7, 1)):
        lay_down_value(
            parameter="alert_no_update_days",
            value=10,
            since=D(2025, 8, 5),
            source="Công văn 5/UBND-TH",
            programme=programme,
            by=actor(world.administrator),
        )
    assert "no_update" not in rules_on(D(2025, 8, 4))
    rules_on(D(2025, 8, 5))
    assert [row.programme_id for row in Alert.objects.filter(rule="no_update")] == [programme.pk]


def test_a_rule_may_be_switched_off(world, programme):
    given_out(world, programme)
    assert "overdue" in rules_on(D(2025, 10, 1))
    with noon(D(2025, 10, 2)):
        lay_down_value(
            parameter="alert_overdue_on",
            value=0,
            since=D(2025, 10, 2),
            source="Quyết định",
            by=actor(world.administrator),
        )
    assert "overdue" not in rules_on(D(2025, 10, 2))


def test_a_value_in_the_past_or_without_a_source_is_refused(world, programme):
    def lay_down(**given: Any) -> None:
        values: dict[str, Any] = {
            "parameter": "alert_no_update_days",
            "value": 10,
            "since": D(2025, 8, 5),
            "source": "Công văn",
        }
        with noon(D(2025, 8, 5)):
            lay_down_value(**(values | given), by=actor(world.administrator))

    for given, code in (
        ({"since": D(2025, 8, 4)}, "value_in_past"),
        ({"source": " "}, "source_missing"),
        ({"value": -1}, "value_out_of_range"),
        ({"parameter": "due_soon_days"}, "unknown_parameter"),
        ({"parameter": "alert_overdue_on", "value": 2}, "switch_is_one_or_zero"),
    ):
        with pytest.raises(AlertError) as refused:
            lay_down(**given)
        assert refused.value.code == code


def test_a_muted_alert_tells_nobody_until_its_day_has_passed(world, programme):
    given_out(world, programme)
    rules_on(D(2025, 10, 1))
    alert = Alert.objects.get(rule="overdue")
    with noon(D(2025, 10, 2)):
        mute_alert(
            alert=alert, until=D(2025, 10, 5), reason="Đang trình ký", by=actor(world.snv_head)
        )
    rules_on(D(2025, 10, 5))
    assert told("overdue") == [("snv_officer", 1, 1)]
    rules_on(D(2025, 10, 6))
    assert told("overdue") == [("snv_officer", 1, 1), ("snv_head", 2, 1)]
    with noon(D(2025, 10, 6)):
        assert unmute_alert(alert=alert, by=actor(world.snv_head)).muted_until is None


def test_the_queries_stay_the_same_however_many_tasks_there_are(world, programme):
    def cost(day: dt.date) -> int:
        with noon(day), CaptureQueriesContext(connection) as queries:
            watch()
        return len(queries)

    given_out(world, programme)
    few = cost(D(2025, 10, 20))
    Notice.objects.all().delete()
    Alert.objects.all().delete()
    for _number in range(8):
        given_out(world, programme)
    assert cost(D(2025, 10, 20)) == few


def test_nobody_without_a_post_is_told(world, programme):
    given_out(world, programme)
    rules_on(D(2025, 10, 30))
    assert not Notice.objects.filter(user=world.postless).exists()
    assert User.objects.filter(notices__isnull=False).exists()


def notices_of(user: User) -> list[Notice]:
    """What the bell of a person shows."""
    return list(Notice.objects.filter(user=user, is_silent=False).order_by("pk"))


def test_a_first_night_is_told_in_one_summary_and_kept_one_by_one(world, programme):
    """A plan brought in long after its deadlines must not ring a leader's bell for every task."""
    most = parameter_on("alert_summary_above", DUE)
    for _number in range(most + 1):
        given_out(world, programme)
    rules_on(D(2025, 11, 3))
    (summary,) = notices_of(world.leader)
    assert (summary.kind, summary.level, summary.path) == (
        "alerts.summary",
        3,
        "/canh-bao/?xem=cua-toi",
    )
    assert summary.params["rules"]["overdue"] == most + 1
    assert f"quá hạn {most + 1}" in why_of(summary.kind, summary.params)
    assert summary.gathered.filter(kind="alert.overdue", level=3).count() == most + 1
    with noon(D(2025, 11, 3)):
        assert visible_alerts(actor(world.leader)).filter(rule="overdue").count() == most + 1
        assert watch().told == 0
        read_notice(summary)
    assert not Notice.objects.filter(user=world.leader, read_at__isnull=True).exists()


def test_what_a_person_can_take_is_told_one_by_one(world, programme):
    for _number in range(parameter_on("alert_summary_above", DUE) // 4):
        given_out(world, programme)
    rules_on(D(2025, 10, 17))
    assert "alerts.summary" not in {row.kind for row in notices_of(world.leader)}
    assert len(notices_of(world.leader)) == Alert.objects.filter(level=3).count()


def test_a_summary_leaves_by_one_mail(world, programme):
    world.leader.email = "leader@tinh.gov.vn"
    world.leader.save(update_fields=["email"])
    for _number in range(parameter_on("alert_summary_above", DUE) + 1):
        given_out(world, programme)
    rules_on(D(2025, 11, 3))
    with noon(D(2025, 11, 3)):
        queue_digests()
    mail = Delivery.objects.get(user=world.leader)
    assert [notice.kind for notice in mail.notices.all()] == ["alerts.summary"]


def test_the_database_keeps_a_gathered_notice_silent(world, programme):
    for _number in range(parameter_on("alert_summary_above", DUE) + 1):
        given_out(world, programme)
    rules_on(D(2025, 11, 3))
    gathered = Notice.objects.filter(summary__isnull=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        gathered.update(is_silent=False)


def test_each_level_learns_who_was_told_before_it(world, programme):
    given_out(world, programme)
    for day in (D(2025, 10, 1), D(2025, 10, 3), D(2025, 10, 15)):
        rules_on(day)
    officer, head, leader = Notice.objects.filter(kind="alert.overdue").order_by("pk")
    names = {world.snv_officer.pk: "Lê Nội Vụ", world.snv_head.pk: "Trần Sở"}
    assert told_words(officer.params, names) == ""
    assert told_words(head.params, names) == "Đã báo: Lê Nội Vụ (mức 1, 01/10/2025)."
    assert told_words(leader.params, names) == (
        "Đã báo: Lê Nội Vụ (mức 1, 01/10/2025); Trần Sở (mức 2, 03/10/2025)."
    )


def test_the_days_of_the_levels_are_data_that_may_change_at_a_date(world, programme):
    given_out(world, programme)
    with noon(D(2025, 10, 1)):
        for parameter, value in (
            ("alert_overdue_head_after_days", 5),
            ("alert_overdue_leader_after_days", 6),
        ):
            lay_down_value(
                parameter=parameter,
                value=value,
                since=D(2025, 10, 3),
                source="Công văn 5/UBND-TH",
                by=actor(world.administrator),
            )
    reached = {}
    for day in (2, 3, 4, 5, 6):
        rules_on(D(2025, 10, day))
        reached[day] = Alert.objects.get(rule="overdue").level
    assert reached == {2: 1, 3: 1, 4: 1, 5: 2, 6: 3}


@pytest.mark.parametrize(
    ("rule", "last_quiet", "first_told"),
    [
        # 1/7/2025 is a Tuesday; five days later a Sunday: days of the calendar, as printed.
        ("no_officer", D(2025, 7, 6), D(2025, 7, 7)),
        ("no_update", D(2025, 7, 31), D(2025, 8, 1)),
        ("silent_body", D(2025, 7, 31), D(2025, 8, 1)),
        # The last day is a holiday, 2/9/2025: it is still the last day.
        ("overdue", D(2025, 9, 2), D(2025, 9, 3)),
        ("no_evidence", D(2025, 8, 25), D(2025, 8, 26)),
        ("due_soon", D(2025, 8, 2), D(2025, 8, 3)),
    ],
)
def test_each_limit_to_the_day(world, programme, rule, last_quiet, first_told):
    """Weekends and holidays count like any other day."""
    with noon(GIVEN):
        bring_to(
            world,
            make_task(world, programme, deadline_key="2025-09-02", last_day=D(2025, 9, 2)),
            State.LIVE,
        )
    assert rule not in rules_on(last_quiet)
    assert rule in rules_on(first_told)


def test_behind_to_the_point(world, programme):
    """91 days from 1/7 to 30/9: on 5/8 (35 days) 38 % have elapsed."""
    task = given_out(world, programme)
    report(world, task, D(2025, 8, 5), percent=8)
    assert "behind" not in rules_on(D(2025, 8, 5))
    report(world, task, D(2025, 8, 5), percent=7)
    assert "behind" in rules_on(D(2025, 8, 5))


def test_a_value_changed_at_a_date_leaves_the_day_before_as_it_was(world, programme):
    task = given_out(world, programme)
    report(world, task, D(2025, 8, 5), percent=20)
    with noon(D(2025, 8, 1)):
        lay_down_value(
            parameter="alert_behind_points",
            value=17,
            since=D(2025, 8, 6),
            source="Công văn 5/UBND-TH",
            by=actor(world.administrator),
        )
    assert "behind" not in rules_on(D(2025, 8, 5))
    assert "behind" in rules_on(D(2025, 8, 6))
