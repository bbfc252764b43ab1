"""Who is told of report cycles: that one opened, is near its last day, is late; what came in."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from tests.factories import World, actor, make_world
from tests.regime_factories import cycle_of, duty_of, make_regime, version_facts
from tests.report_factories import AS_OF
from tests.submission_factories import make_owed, open_for, return_for, send_for
from tests.task_factories import make_programme, noon
from tiendo.alerts.actions import lay_down_value
from tiendo.alerts.events import tell_of_event
from tiendo.alerts.models import Alert, Delivery, Notice
from tiendo.alerts.watching import watch
from tiendo.alerts.wording import name_of, why_of
from tiendo.domain.periods import Period
from tiendo.outbox.actions import emit
from tiendo.outbox.models import OutboxEvent
from tiendo.programmes.models import Programme
from tiendo.regimes import actions
from tiendo.regimes.actions import AdHocFacts
from tiendo.regimes.laying import lay_all
from tiendo.regimes.models import Cycle, Regime
from tiendo.regimes.opening import tell_opened

pytestmark = pytest.mark.django_db
D = dt.date
# Before the half-year report of 2025 opens for writing, and when it has.
EARLY, OPEN = D(2025, 4, 1), D(2025, 5, 6)


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def programme(world: World) -> Programme:
    return make_programme(world)


@pytest.fixture
def regime(world: World, programme: Programme) -> Regime:
    return make_regime(world, programme, on=EARLY)


def take_events() -> None:
    for event in OutboxEvent.objects.order_by("pk"):
        with noon(event.created_at.date()):
            tell_of_event(event)


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("user__username", flat=True))


def ask(world: World, programme: Programme) -> Cycle:
    with noon(OPEN):
        return actions.request_ad_hoc(
            by=actor(world.coordinator),
            facts=AdHocFacts(
                title="Rà soát hạ tầng số",
                asked="Nêu số thôn chưa có sóng",
                programme=programme,
                last_day=D(2025, 5, 12),
                period=Period(D(2025, 1, 1), D(2025, 4, 30)),
                basis="Ý kiến chỉ đạo",
                addressee=world.skhcn,
                bodies=(world.snv,),
            ),
        )


# Asked for, opened


def test_a_body_asked_out_of_turn_is_told_at_once_with_the_day(
    world: World, programme: Programme
) -> None:
    type(world.snv_officer).objects.update(email="ten@example.vn")
    cycle = ask(world, programme)
    take_events()
    assert {"snv_head", "snv_officer"} <= told("report_request.given")
    assert "stc_officer" not in told("report_request.given")
    notice = Notice.objects.get(kind="report_request.given", user=world.snv_officer)
    assert notice.params["title"].startswith("Rà soát hạ tầng số")
    assert notice.path == f"/che-do/ky/{cycle.pk}/"
    assert name_of(notice.kind) == "Yêu cầu báo cáo đột xuất"
    assert why_of(notice.kind, notice.params) == "Ngày cuối nộp: 12/05/2025."
    assert Delivery.objects.filter(user=world.snv_officer, key__startswith="now:").exists()
    assert tell_opened() == 0


def test_a_cycle_is_told_of_once_when_it_opens_in_one_notice_a_person(
    world: World, regime: Regime
) -> None:
    with noon(EARLY):
        assert tell_opened() == 0
    with noon(OPEN):
        assert tell_opened() == 1
        assert tell_opened() == 0
    event = OutboxEvent.objects.get(name="cycle.opened")
    assert event.object_id == str(cycle_of(regime).pk)
    assert world.snv.pk in event.payload["bodies"]
    take_events()
    assert Notice.objects.filter(kind="cycle.opened", user=world.snv_officer).count() == 1


def test_a_cycle_past_its_last_day_or_closed_is_not_told_of(world: World, regime: Regime) -> None:
    with noon(D(2025, 6, 10)):
        assert tell_opened() == 0


def test_a_body_that_takes_over_is_told_of_the_open_cycle(world: World, regime: Regime) -> None:
    with noon(OPEN):
        tell_opened()
        duty_of(regime, world.snv).delete()
        lay_all()
    events = OutboxEvent.objects.filter(name="cycle.opened").order_by("pk")
    assert [event.payload["bodies"] for event in events][1:] == [[world.snv.pk]]


def test_bodies_are_told_when_a_change_in_mid_year_takes_a_cycle_back(
    world: World, regime: Regime
) -> None:
    """Only of a cycle they were told of; the one that stands in its place is told of anew."""
    with noon(OPEN):
        tell_opened()
        changed = version_facts(world, since=D(2025, 5, 15), reason="Đổi căn cứ")
        by = actor(world.coordinator)
        actions.revise_regime(by=by, regime=regime, number=1, version=changed)
        assert tell_opened() == 1
    gone = OutboxEvent.objects.get(name="cycle.withdrawn")
    assert world.snv.pk in gone.payload["bodies"]
    take_events()
    assert "snv_officer" in told("cycle.withdrawn")
    assert Notice.objects.filter(kind="cycle.opened", user=world.snv_officer).count() == 2


# Near its day, late


def test_near_and_late_are_told_by_working_days_and_gone_when_sent(
    world: World, regime: Regime
) -> None:
    """The last day is Monday 9 June 2025: five working days before it is Monday 2 June."""
    duty = duty_of(regime, world.snv)
    found = Alert.objects.filter(object_id=duty.pk, rule__startswith="report")
    watch(D(2025, 5, 30))
    assert not found.exists()
    watch(D(2025, 6, 2))
    assert found.get().facts["working_days_left"] == 5
    assert told("alert.report_due_soon") == {"snv_head", *others()}
    watch(D(2025, 6, 6))
    assert (found.get().stage, found.get().level) == (2, 2)
    watch(D(2025, 6, 10))
    late = found.get(resolved_at=None)
    assert (late.rule, late.facts["days_late"]) == ("report_late", 1)
    assert str(late.title).startswith("Báo cáo 6 tháng")
    Cycle.objects.filter(pk=duty.cycle_id).update(closed_at=late.first_found_at)
    watch(D(2025, 6, 11))
    assert not found.filter(resolved_at=None).exists()


def others() -> set[str]:
    """Heads of the other bodies that owe."""
    rows = Notice.objects.filter(kind="alert.report_due_soon").exclude(user__username="snv_head")
    return set(rows.values_list("user__username", flat=True))


def test_the_province_lays_down_another_distance(
    world: World, regime: Regime, programme: Programme
) -> None:
    with noon(D(2025, 5, 20)):
        lay_down_value(
            parameter="alert_report_due_soon_first_days",
            value=8,
            since=D(2025, 5, 20),
            source="Công văn của Sở",
            by=actor(world.administrator),
        )
    watch(D(2025, 5, 30))
    assert Alert.objects.filter(rule="report_due_soon").exists()


# What came in


def test_many_reports_of_one_cycle_stand_in_one_notice(world: World) -> None:
    owed = make_owed(world)
    send_for(world, open_for(world, owed))
    other = open_for(world, owed, "stc")
    with noon(AS_OF), transaction.atomic():
        emit("submission.sent", target=other, bodies=[world.skhcn.pk])
    take_events()
    rows = Notice.objects.filter(kind="submission.sent", user=world.coordinator).order_by("pk")
    stands, gathered = rows
    assert (gathered.summary, gathered.is_silent) == (stands, True)
    assert stands.path == f"/che-do/ky/{owed.cycle.pk}/"
    assert why_of(stands.kind, stands.params) == "2 cơ quan đã gửi báo cáo của kỳ này."
    take_events()
    assert rows.count() == 2


def test_what_was_returned_is_told_to_the_body_alone(world: World) -> None:
    owed = make_owed(world)
    return_for(world, send_for(world, open_for(world, owed)))
    take_events()
    assert told("submission.returned") == {"snv_head", "snv_officer"}
