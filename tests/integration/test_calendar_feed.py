"""Calendar feeds: RFC 5545 as another program reads it, by a secret address that can be closed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from tests.factories import World, actor, make_world
from tests.refusing import refused
from tests.regime_factories import duty_of, make_regime
from tests.task_factories import bring_to, make_programme, make_task, noon, take_step
from tiendo.accounts.actions import end_membership, grant_membership, set_active
from tiendo.accounts.models import RoleCode
from tiendo.alerts import feeds
from tiendo.alerts.errors import AlertError
from tiendo.alerts.models import CalendarFeed
from tiendo.domain.lifecycle import State
from tiendo.regimes.actions import move_duty, release_duty
from tiendo.tasks import actions
from tiendo.tasks.models import Task

pytestmark = pytest.mark.django_db

D = dt.date
GIVEN = D(2025, 7, 1)
DAY = D(2025, 9, 1)
LONG = "Xây dựng quy định về quản lý, kết nối và chia sẻ dữ liệu số; bảo đảm an toàn, " * 3


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def task(world: World) -> Task:
    with noon(GIVEN):
        made = bring_to(world, make_task(world, make_programme(world), title=LONG), State.LIVE)
        return actions.name_officer(
            task=made, officer=world.snv_officer, version=made.version, by=actor(world.snv_head)
        )


def address(feed: CalendarFeed) -> str:
    return reverse("calendar-feed", args=[feed.pk, feeds.secret_of(feed)])


def fetch(feed: CalendarFeed, day: dt.date = DAY, **query: str) -> Any:
    with noon(day):
        return Client().get(address(feed), query)


def entries(feed: CalendarFeed, kind: str = "VEVENT", **query: str) -> list[Any]:
    return list(Calendar.from_ical(fetch(feed, **query).content).walk(kind))


def test_a_deadline_is_an_all_day_event_read_without_sign_in(world, task, settings):
    settings.PUBLIC_URL = "https://tiendo.tinh.gov.vn"
    response = fetch(feeds.open_feed(by=actor(world.snv_officer)))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Referrer-Policy"] == "no-referrer"
    lines = response.content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in b"".join(lines)
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert event.decoded("dtstart") == D(2025, 9, 30)
    assert event.decoded("dtend") == D(2025, 10, 1)
    assert event["summary"] == f"{task.code}: {task.title}"
    assert event["url"] == f"https://tiendo.tinh.gov.vn/nhiem-vu/{task.pk}/cap-nhat/"
    assert event.decoded("dtstamp").tzinfo is not None
    assert b"DTSTART;VALUE=DATE:20250930" in lines


def test_a_moved_deadline_keeps_its_uid_and_raises_its_sequence(world, task):
    feed = feeds.open_feed(by=actor(world.snv_officer))
    (before,) = entries(feed)
    with noon(D(2025, 8, 1)):
        actions.change_deadline(
            task=task,
            version=Task.objects.get(pk=task.pk).version,
            deadline_key="2025-11-30",
            last_day=D(2025, 11, 30),
            reason="Chờ hướng dẫn",
            deciding_document="9/UBND-TH",
            by=actor(world.coordinator),
        )
    (after,) = entries(feed)
    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after.decoded("dtstart") == D(2025, 11, 30)


def test_to_dos_say_what_is_done(world, task):
    feed = feeds.open_feed(by=actor(world.snv_officer))
    (todo,) = entries(feed, "VTODO", dang="viec")
    assert (todo["status"], todo.decoded("due")) == ("NEEDS-ACTION", D(2025, 9, 30))
    with noon(D(2025, 8, 20)):
        for action in ("claim", "approve", "confirm"):
            take_step(world, Task.objects.get(pk=task.pk), action, D(2025, 8, 19))
    (todo,) = entries(feed, "VTODO", dang="viec")
    assert todo["status"] == "COMPLETED"


def test_a_body_s_feed_shows_what_it_leads(world, task):
    with noon(DAY):
        feed = feeds.open_feed(by=actor(world.snv_head), organisation=world.snv)
    assert len(entries(feed)) == 1
    with noon(DAY):
        other = feeds.open_feed(by=actor(world.stc_officer), organisation=world.stc)
        with refused(AlertError, "body_not_yours"):
            feeds.open_feed(by=actor(world.stc_officer), organisation=world.snv)
    assert entries(other) == []


def test_recurring_tasks_show_each_occurrence(world):
    with noon(GIVEN):
        draft = make_task(
            world, make_programme(world), recurrence="R:monthly", last_day=None, deadline_key=""
        )
        made = bring_to(world, draft, State.LIVE)
        feed = feeds.open_feed(by=actor(world.snv_head), organisation=world.snv)
    uids = {event["uid"] for event in entries(feed)}
    assert len(uids) == made.occurrences.count() > 1


def test_any_other_address_is_not_found(world, task):
    feed = feeds.open_feed(by=actor(world.snv_officer))
    again = feeds.open_feed(by=actor(world.snv_officer))
    assert again == feed
    wrong = reverse("calendar-feed", args=[feed.pk, "0" * 43])
    assert Client().get(wrong).status_code == 404
    nobody = reverse("calendar-feed", args=[feed.pk + 1, feeds.secret_of(feed)])
    assert Client().get(nobody).status_code == 404
    assert Client().post(address(feed)).status_code == 405


def test_a_revoked_address_stops_and_the_next_one_differs(world, task):
    feed = feeds.open_feed(by=actor(world.snv_officer))
    with refused(AlertError, "body_not_yours"):
        feeds.revoke_feed(feed=feed, by=actor(world.snv_head))
    feeds.revoke_feed(feed=feed, by=actor(world.snv_officer))
    assert fetch(feed).status_code == 404
    fresh = feeds.open_feed(by=actor(world.snv_officer))
    assert address(fresh) != address(feed)
    assert fetch(fresh).status_code == 200


def test_the_address_stops_with_the_post_and_with_the_account(world, task):
    with noon(DAY):
        body_feed = feeds.open_feed(by=actor(world.snv_officer), organisation=world.snv)
        own = feeds.open_feed(by=actor(world.snv_head))
        end_membership(
            membership=world.snv_officer.memberships.get(),
            ends_on=D(2025, 9, 2),
            by=actor(world.administrator),
        )
        set_active(user=world.snv_head, is_active=False, by=actor(world.administrator))
    assert fetch(body_feed, D(2025, 9, 3)).status_code == 404
    assert fetch(own, D(2025, 9, 3)).status_code == 404


def test_the_own_feed_shows_nothing_of_a_body_one_has_left(world, task):
    """The name stays on the task until it is handed over; the feed no longer tells of it."""
    feed = feeds.open_feed(by=actor(world.snv_officer))
    with noon(DAY):
        end_membership(
            membership=world.snv_officer.memberships.get(),
            ends_on=D(2025, 9, 2),
            by=actor(world.administrator),
        )
        grant_membership(
            user=world.snv_officer,
            organisation=world.stc,
            role=RoleCode.OFFICER,
            since=D(2025, 9, 2),
            by=actor(world.administrator),
        )
    assert len(entries(feed)) == 1
    response = fetch(feed, D(2025, 9, 3))
    assert response.status_code == 200
    assert Calendar.from_ical(response.content).walk("VEVENT") == []


def test_a_feed_is_valid_to_the_letter(world, task):
    """RFC 5545: the properties each component must have, none twice, and a to-do or event alone."""
    feed = feeds.open_feed(by=actor(world.snv_officer))
    for kind, query in (("VEVENT", {}), ("VTODO", {"dang": "viec"})):
        calendar = Calendar.from_ical(fetch(feed, **query).content)
        assert calendar.errors == []
        assert calendar["version"] == "2.0"
        assert calendar["prodid"]
        for component in calendar.walk(kind):
            assert component.errors == []
            assert {"UID", "DTSTAMP", *component.required} <= set(component)
            twice = {name for name in component.singletons if isinstance(component.get(name), list)}
            assert twice == set()


def test_reports_owed_stand_in_the_feed_until_they_are_handed_in(world: World) -> None:
    """Of the bodies one writes for, and of a body's own feed; a moved day counts its moves."""
    regime = make_regime(world, make_programme(world))
    duty = duty_of(regime, world.snv)
    with noon(D(2025, 5, 6)):
        mine = feeds.open_feed(by=actor(world.snv_officer))
        body = feeds.open_feed(by=actor(world.snv_officer), organisation=world.snv)
    for feed in (mine, body):
        event = next(each for each in entries(feed) if str(each["UID"]).startswith("report-"))
        assert event["DTSTART"].dt == D(2025, 6, 9)
        assert "6 tháng đầu năm 2025" in str(event["SUMMARY"])
    with noon(D(2025, 5, 6)):
        by = actor(world.coordinator)
        move_duty(by=by, duty=duty, last_day=D(2025, 6, 12), reason="Bão")
    moved = next(each for each in entries(mine) if str(each["UID"]) == str(event["UID"]))
    assert (moved["DTSTART"].dt, moved["SEQUENCE"]) == (D(2025, 6, 12), 1)
    with noon(D(2025, 5, 6)):
        release_duty(by=by, duty=duty, reason="Hết nhiệm vụ")
    assert str(event["UID"]) not in {str(each["UID"]) for each in entries(mine)}
