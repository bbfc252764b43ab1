"""Last days follow the calendar of working days while they are open; what is past stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.factories import World, actor, make_world
from tests.regime_factories import cycle_of, duty_of, make_group, make_regime
from tests.task_factories import make_programme, noon
from tiendo.audit.models import AuditEvent
from tiendo.calendars.actions import DayFacts
from tiendo.calendars.models import CalendarDay, DayKind
from tiendo.domain.regimes import Closing, CountedFrom, DueKind, DueRule, Frequency, RegimeRule
from tiendo.outbox.models import OutboxEvent
from tiendo.regimes.actions import (
    CalendarEdit,
    LevelFacts,
    close_cycle,
    edit_calendar,
    move_duty,
    preview_edit,
)
from tiendo.regimes.models import Regime, ReportDuty
from tiendo.regimes.opening import tell_opened

pytestmark = pytest.mark.django_db
D = dt.date
TODAY = D(2025, 11, 3)
# The data close on Friday 14 November; two working days after is Tuesday 18 November.
LATE_HOLIDAY = DayFacts(D(2025, 11, 17), DayKind.DAY_OFF, "Nghỉ khắc phục bão", "Công điện")


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


@pytest.fixture
def regime(world: World) -> Regime:
    """Monthly, in two levels: two working days after closing, then three after that."""
    after = DueRule(DueKind.AFTER, number=3, counted_from=CountedFrom.PREVIOUS)
    return make_regime(
        world,
        make_programme(world),
        rule=RegimeRule(Frequency.MONTHLY, Closing.DECREE),
        since=D(2025, 10, 1),
        levels=(
            LevelFacts(DueRule(DueKind.AFTER, number=2), group=make_group(), addressee=world.skhcn),
            LevelFacts(after, order=2, body=world.skhcn, addressee_text="Văn phòng Chính phủ"),
        ),
        on=TODAY,
    )


def last_days(regime: Regime, label: str) -> dict[tuple[int, int], dt.date]:
    rows = ReportDuty.objects.filter(cycle=cycle_of(regime, label))
    return {(row.level.order, row.body_id): row.last_day for row in rows}


def edit(world: World, *days: DayFacts, row: int | None = None) -> CalendarEdit:
    made = CalendarEdit(days, row)
    edit_calendar(by=actor(world.coordinator), edit=made)
    return made


def test_a_holiday_announced_late_moves_the_chain_and_is_shown_before(
    world: World, regime: Regime
) -> None:
    tell_opened()
    moves = preview_edit(CalendarEdit((LATE_HOLIDAY,)))
    shown = [(move.cycle.label, move.before, move.after, len(move.duties)) for move in moves]
    assert shown == [
        ("2025-11", D(2025, 11, 18), D(2025, 11, 19), 5),
        ("2025-11", D(2025, 11, 21), D(2025, 11, 24), 1),
    ]
    edit(world, LATE_HOLIDAY)
    own = ReportDuty.objects.get(cycle=cycle_of(regime, "2025-11"), level__order=2)
    assert own.last_day == D(2025, 11, 24)
    assert preview_edit(CalendarEdit((LATE_HOLIDAY,))) == []
    trail = AuditEvent.objects.filter(action="duty.move")
    assert trail.count() == 6
    assert set(trail.values_list("reason", flat=True)) == {"Lịch làm việc thay đổi"}
    told = OutboxEvent.objects.filter(name="cycle.moved").order_by("pk")
    assert [event.payload["due_on"] for event in told] == ["2025-11-19", "2025-11-24"]
    listed = CalendarDay.objects.get(day=LATE_HOLIDAY.day)
    edit(world, row=listed.pk)
    assert last_days(regime, "2025-11")[1, world.snv.pk] == D(2025, 11, 18)


def test_what_is_past_closed_or_moved_by_hand_stays(world: World, regime: Regime) -> None:
    held = duty_of(regime, world.snv, "2025-11")
    move_duty(by=actor(world.coordinator), duty=held, last_day=D(2025, 11, 20), reason="Bão")
    past = last_days(regime, "2025-10")
    edit(world, LATE_HOLIDAY, DayFacts(D(2025, 10, 15), DayKind.DAY_OFF, "Nghỉ", "Công điện"))
    now = last_days(regime, "2025-11")
    assert now[1, world.snv.pk] == D(2025, 11, 20)
    assert now[1, world.stc.pk] == D(2025, 11, 19)
    assert last_days(regime, "2025-10") == past
    with noon(D(2025, 11, 17)):
        close_cycle(by=actor(world.coordinator), cycle=cycle_of(regime, "2025-11"))
        edit(world, DayFacts(D(2025, 11, 18), DayKind.DAY_OFF, "Nghỉ", "Công điện"))
    assert last_days(regime, "2025-11") == now


def test_a_day_that_would_move_into_the_past_stays(world: World, regime: Regime) -> None:
    """A Saturday made a working day after it was over takes no day away from anybody."""
    with noon(D(2025, 11, 18)):
        edit(world, DayFacts(D(2025, 11, 15), DayKind.WORKING, "Làm bù", "Thông báo"))
    assert last_days(regime, "2025-11")[1, world.snv.pk] == D(2025, 11, 18)


def test_the_page_shows_what_moves_before_it_is_saved(world: World, regime: Regime) -> None:
    client = Client()
    client.force_login(
        world.coordinator, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    url = reverse("calendar-day-new")
    data = {"day": "17/11/2025", "kind": "day_off", "name": "Nghỉ bão", "source": "Công điện"}
    asked = client.post(url, data)
    page = asked.content.decode()
    assert asked.status_code == 200
    assert "18/11/2025" in page
    assert "19/11/2025" in page
    assert not CalendarDay.objects.filter(day=D(2025, 11, 17)).exists()
    assert client.post(url, data | {"luu": "1"}).status_code == 302
    row = CalendarDay.objects.get(day=D(2025, 11, 17))
    remove = reverse("calendar-day-remove", args=[row.pk])
    asked = client.post(remove)
    assert asked.status_code == 200
    assert "19/11/2025" in asked.content.decode()
    assert client.post(remove, {"luu": "1"}).status_code == 302
    assert not CalendarDay.objects.filter(pk=row.pk).exists()


def test_a_file_of_days_is_read_shown_and_saved(world: World, regime: Regime) -> None:
    client = Client()
    client.force_login(
        world.coordinator, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    url = reverse("calendar-paste")
    asked = client.post(url, {"file": named("nghi.ics", ICS), "source": "Thông báo"})
    page = asked.content.decode()
    assert asked.status_code == 200
    assert "17/11/2025; nghỉ bù; Nghỉ bù, đợt 1" in page
    assert "02/09/2026; nghỉ lễ; Quốc khánh" in page
    sheet = "Ngày,Loại,Tên\n2027-01-01,nghỉ lễ,Tết Dương lịch\n02/01/2027,làm bù,Làm bù\n"
    done = client.post(url, {"file": named("ngay.csv", sheet), "source": "Thông báo"})
    assert done.status_code == 302
    kinds = CalendarDay.objects.filter(day__year=2027).order_by("day")
    assert [row.kind for row in kinds] == ["holiday", "working"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("lich.ics", "BEGIN:VCALENDAR\nEND:VCALENDAR\n", "Tệp lịch không có ngày nào"),
        ("lich.pdf", "%PDF-1.4", "tệp CSV hoặc ICS"),
        ("lich.csv", b"\xff\xfe\x00bad", "không đọc được"),
    ],
)
def test_a_file_that_holds_no_days_is_refused(
    world: World, name: str, content: str | bytes, words: str
) -> None:
    client = Client()
    client.force_login(
        world.coordinator, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    sent = client.post(reverse("calendar-paste"), {"file": named(name, content), "source": "x"})
    assert sent.status_code == 422
    assert words in sent.content.decode()


ICS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20251117\r\n"
    "SUMMARY:Nghỉ bù\\, đợ\r\n t 1\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260901\r\n"
    "DTEND;VALUE=DATE:20260903\r\nSUMMARY:Quốc khánh\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def named(name: str, content: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())
