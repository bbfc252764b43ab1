"""Pages about regimes, cycles, duties and the calendar of working days, as people use them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import World, make_world
from tests.regime_factories import BEFORE_10_JUNE, cycle_of, duty_of, make_group, make_regime
from tests.task_factories import make_programme, noon
from tiendo.accounts.models import User
from tiendo.calendars.models import CalendarDay, DayKind
from tiendo.calendars.queries import working_days
from tiendo.domain import clock
from tiendo.programmes.models import Programme
from tiendo.regimes.actions import LevelFacts
from tiendo.regimes.models import Cycle, Regime, RegimeKind
from tiendo.reporting.models import OutlineVersion
from tiendo.reporting.outlines.starters import COMPILED, install_starter

DAY = dt.date
TODAY = DAY(2025, 6, 2)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def programme(world: World) -> Programme:
    return make_programme(world)


@pytest.fixture(autouse=True)
def _today(world: World) -> Iterator[None]:
    with noon(TODAY):
        yield


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def client(world: World) -> Client:
    return signed_in(world.coordinator)


def typed(world: World, programme: Programme, **fields: Any) -> dict[str, Any]:
    """The form of a monthly regime, with what a test types otherwise."""
    values = {
        "title": "Báo cáo tháng",
        "kind": "periodic",
        "programme": programme.pk,
        "legal_basis": "Quyết định 10/QĐ-UBND",
        "since": "01/06/2025",
        "frequency": "monthly",
        "closing": "decree",
        "cap1-group": make_group().pk,
        "cap1-addressee": world.skhcn.pk,
        "cap1-due_kind": "after",
        "cap1-number": "2",
        "cap1-unit": "working",
        "cap1-counted_from": "closing",
        "cap2-due_kind": "day",
        "cap3-due_kind": "day",
    }
    return values | fields


# Laying down


def test_a_regime_is_said_back_with_its_next_cycles_before_it_is_saved(
    client: Client, world: World, programme: Programme
) -> None:
    data = typed(world, programme)
    page = client.post(reverse("regime-new"), data).content.decode()
    assert "Hằng tháng, chốt số liệu theo Nghị định 09/2019/NĐ-CP." in page
    assert "trong 02 ngày làm việc sau ngày chốt số liệu" in page
    # 14 June 2025 is a Saturday: the second working day after it is Tuesday.
    assert "Tháng 06 năm 2025" in page
    assert "17/06/2025" in page
    assert not Regime.objects.exists()
    saved = client.post(reverse("regime-new"), data | {"luu": "1"})
    regime = Regime.objects.get()
    assert saved["Location"] == reverse("regime", args=[regime.pk])
    assert cycle_of(regime, "2025-06").duties.count() == 3


def test_the_rule_is_previewed_while_it_is_typed(
    client: Client, world: World, programme: Programme
) -> None:
    """Before a title or a basis is written; without a rule it says what is missing."""
    url, typing = reverse("regime-new"), {"HX-Request": "true"}
    data = typed(world, programme, title="", legal_basis="")
    part = client.post(url, data, headers=typing).content.decode()
    assert part.startswith('<div id="xem-truoc"')
    assert "17/06/2025" in part
    unknown = client.post(url, data | {"since": ""}, headers=typing).content.decode()
    assert "Chọn tần suất, ngày áp dụng" in unknown
    wrong = client.post(url, data | {"cap1-counted_from": "previous"}, headers=typing)
    assert "không có cấp trước" in wrong.content.decode()
    assert not Regime.objects.exists()


def test_documents_that_begin_a_cycle_are_typed_and_said(
    client: Client, world: World, programme: Programme
) -> None:
    data = typed(
        world,
        programme,
        frequency="on_event",
        document_type="Kế hoạch",
        document_issuer="Ủy ban nhân dân tỉnh",
        document_words="chuyển đổi số\n\nnăm",
        **{"cap1-counted_from": "issue"},
    )
    client.post(reverse("regime-new"), data | {"luu": "1"})
    regime = Regime.objects.get()
    page = client.get(reverse("regime", args=[regime.pk])).content.decode()
    assert "kế hoạch của Ủy ban nhân dân tỉnh, tên có “chuyển đổi số”, “năm”" in page
    form = client.get(reverse("regime-revise", args=[regime.pk])).context["form"]
    assert form.initial["document_words"] == "chuyển đổi số\nnăm"


def test_a_revision_shows_which_cycles_move_before_it_is_saved(
    client: Client, world: World, programme: Programme
) -> None:
    """From yearly halves due before 10 June to months: the half is dropped, months are new."""
    regime = make_regime(world, programme)
    url = reverse("regime-revise", args=[regime.pk])
    data = typed(world, programme, number="1", since="01/07/2025", reason="Đổi")
    page = client.post(url, data).content.decode()
    assert "So với bản đang áp dụng" in page
    assert "6 tháng đầu năm 2026</b>: bỏ kỳ" in page
    assert "Tháng 07 năm 2025</b>: kỳ mới" in page
    later = data | {"frequency": "halfyearly", "parts": "1", "closing": "own"}
    later |= {"closing_day": "31", "closing_month": "-1", "cap1-due_kind": "day"}
    moved = client.post(url, later | {"cap1-due_day": "15", "cap1-due_month": "0"})
    assert "09/06/2026 → 15/06/2026" in moved.content.decode()


def test_listed_cycles_take_their_days_from_the_lines(
    client: Client, world: World, programme: Programme
) -> None:
    """A review over two years, which has its own day."""
    data = typed(
        world,
        programme,
        frequency="listed",
        kind="review",
        windows="Sơ kết 2 năm; 01/01/2024; 31/12/2025; 20/01/2026",
        **{"cap1-due_kind": "day"},
    )
    client.post(reverse("regime-new"), data | {"luu": "1"})
    duty = duty_of(Regime.objects.get(), world.snv, "Sơ kết 2 năm")
    assert (duty.last_day, duty.due_words) == (DAY(2026, 1, 20), "chậm nhất ngày 20/01/2026")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"legal_basis": ""}, "id_legal_basis_error"),
        ({"cap1-group": ""}, "Chưa có cấp báo cáo nào"),
        ({"cap1-addressee": ""}, "chưa có nơi nhận"),
        ({"frequency": "quarterly", "parts": "5"}, "Nhập số thứ tự của kỳ trong năm"),
        ({"frequency": "listed", "windows": "Một; hai"}, "Dòng 1 không đọc được"),
        ({"frequency": "listed", "windows": ""}, "Chưa có kỳ nào trong danh sách"),
        ({"cap1-counted_from": "previous"}, "không có cấp trước"),
        ({"cap1-counted_from": "issue"}, "chỉ dùng cho chế độ"),
        ({"since": "31/02/2025"}, "31/02/2025"),
    ],
)
def test_what_cannot_be_laid_down_is_said_and_nothing_is_lost(
    client: Client, world: World, programme: Programme, fields: dict[str, str], words: str
) -> None:
    answer = client.post(reverse("regime-new"), typed(world, programme, **fields) | {"luu": "1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="Báo cáo tháng"' in page
    assert not Regime.objects.exists()


def test_a_revision_begins_with_what_stands_and_asks_for_a_reason(
    client: Client, world: World, programme: Programme
) -> None:
    regime = make_regime(world, programme)
    url = reverse("regime-revise", args=[regime.pk])
    form = client.get(url).context["form"]
    assert form.initial["frequency"] == "halfyearly"
    assert form.initial["parts"] == "1"
    assert client.get(url).context["levels"][0].initial["is_strict"] is True
    data = typed(world, programme, number="1", since="01/07/2025")
    assert client.post(url, data | {"luu": "1"}).status_code == 422
    done = client.post(url, data | {"luu": "1", "reason": "Thay Quyết định"})
    assert done.status_code == 302
    page = client.get(reverse("regime", args=[regime.pk])).content.decode()
    assert "Bản 1" in page
    late = client.post(url, data | {"luu": "1", "reason": "Lại", "since": "01/08/2025"})
    assert late.status_code == 409
    assert "vừa được người khác sửa" in late.content.decode()


def test_a_revision_keeps_steps_sent_together_and_outlines_of_their_own(
    client: Client, world: World, programme: Programme
) -> None:
    own = install_starter(COMPILED)
    levels = tuple(
        LevelFacts(BEFORE_10_JUNE, body=body, addressee=world.skhcn, outline=outline)
        for body, outline in ((world.snv, own), (world.stc, None))
    )
    regime = make_regime(world, programme, levels=levels, outline=own)
    OutlineVersion.objects.create(
        outline=own.outline,
        number=own.number + 1,
        since=TODAY,
        content=own.content,
        created_by=world.coordinator,
        created_at=clock.now(),
    )
    url = reverse("regime-revise", args=[regime.pk])
    shown = client.get(url).context
    fields = [field for form in (shown["form"], *shown["levels"]) for field in form]
    data = {
        field.html_name: field.value() for field in fields if field.value() not in (None, False)
    }
    changed = {"cap3-due_kind": "day", "since": "01/07/2025", "reason": "Đổi căn cứ", "luu": "1"}
    assert client.post(url, data | changed).status_code == 302
    version = regime.versions.order_by("-number")[0]
    assert (version.number, version.outline) == (2, own)
    kept = version.levels.values_list("order", "body", "outline")
    assert list(kept) == [(1, world.snv.pk, own.pk), (1, world.stc.pk, None)]


def test_a_report_is_asked_for_in_one_form(
    client: Client, world: World, programme: Programme
) -> None:
    data = {
        "title": "Báo cáo nhanh về sự cố",
        "asked": "Nêu thiệt hại và cách khắc phục",
        "programme": programme.pk,
        "bodies": [world.snv.pk, world.congan.pk],
        "addressee": world.skhcn.pk,
        "last_day": "04/06/2025",
        "basis": "Công văn 12/SKHCN",
        "headings": "Thiệt hại\nKhắc phục",
    }
    answer = client.post(reverse("regime-ask"), data)
    cycle = Cycle.objects.get()
    assert answer["Location"] == reverse("report-cycle", args=[cycle.pk])
    assert (cycle.period_start, cycle.closing_on) == (DAY(2025, 1, 1), DAY(2025, 6, 4))
    page = client.get(answer["Location"]).content.decode()
    assert "Nêu thiệt hại và cách khắc phục" in page
    assert "Công an tỉnh" in page
    wrong = client.post(reverse("regime-ask"), data | {"period_start": "05/06/2025"})
    assert wrong.status_code == 422
    assert "Ngày cuối kỳ đứng trước ngày đầu kỳ" in wrong.content.decode()
    nobody = client.post(reverse("regime-ask"), data | {"bodies": []})
    assert "Chưa có cấp báo cáo nào" in nobody.content.decode()
    assert Regime.objects.count() == 1


def test_a_document_issued_begins_a_cycle(
    client: Client, world: World, programme: Programme
) -> None:
    data = typed(
        world, programme, frequency="on_event", **{"cap1-counted_from": "issue", "cap1-number": "5"}
    )
    client.post(reverse("regime-new"), data | {"luu": "1"})
    url = reverse("regime-begin", args=[Regime.objects.get().pk])
    assert client.post(url, {"day": "09/06/2025"}).status_code == 422
    client.post(url, {"day": "02/06/2025"})
    assert Cycle.objects.get().duties.first().last_day == DAY(2025, 6, 9)  # type: ignore[union-attr]


def test_a_regime_is_ended_from_its_page(
    client: Client, world: World, programme: Programme
) -> None:
    regime = make_regime(world, programme)
    data = {"last_day": "01/06/2025", "reason": "Kế hoạch hết hiệu lực"}
    client.post(reverse("regime-end", args=[regime.pk]), data)
    regime.refresh_from_db()
    assert regime.is_ended
    assert regime.title not in client.get(reverse("regime-list")).content.decode()
    shown = client.get(reverse("regime-list"), {"da_ket_thuc": "on"}).content.decode()
    assert regime.title in shown
    ask = client.get(reverse("regime-list"), {"loai": RegimeKind.PACKAGE.value})
    assert "Chưa có chế độ báo cáo nào" in ask.content.decode()


# Who owes what


def test_overseers_see_reports_counted_and_bodies_see_their_own(
    client: Client, world: World, programme: Programme
) -> None:
    regime = make_regime(world, programme)
    page = client.get(reverse("duty-list"))
    (row, _name), *_more = page.context["reports"]
    assert (row.last_day, row.counts.owed, row.counts.awaited) == (DAY(2025, 6, 9), 3, 3)
    own = signed_in(world.snv_officer).get(reverse("duty-list"))
    assert [row.duty for row in own.context["rows"]] == [duty_of(regime, world.snv)]
    text = own.content.decode()
    assert "Sắp đến hạn" in text
    assert "Sở Tài chính" not in text
    narrowed = client.get(reverse("duty-list"), {"co_quan": world.stc.pk})
    assert [row.duty.body for row in narrowed.context["rows"]] == [world.stc]


def test_the_month_is_shown_as_a_grid(client: Client, world: World, programme: Programme) -> None:
    make_regime(world, programme)
    page = client.get(reverse("duty-list"), {"kieu": "luoi"}).content.decode()
    assert "Báo cáo 6 tháng thực hiện Kế hoạch 146, 6 tháng đầu năm 2025" in page
    assert "3 cơ quan" in page
    before = client.get(reverse("duty-list"), {"kieu": "luoi", "thang": "2025-05"})
    assert "Báo cáo 6 tháng" not in before.content.decode().partition('class="cal"')[2]
    assert client.get(reverse("duty-list"), {"thang": "xyz"}).status_code == 400


def test_a_cycle_is_followed_moved_released_closed_and_opened_again(
    client: Client, world: World, programme: Programme
) -> None:
    regime = make_regime(world, programme)
    cycle = cycle_of(regime)
    url = reverse("report-cycle", args=[cycle.pk])
    duty = duty_of(regime, world.snv)
    move = reverse("duty-move", args=[duty.pk])
    client.post(move, {"last_day": "16/06/2025", "reason": "Mưa lũ"})
    other = reverse("duty-release", args=[duty_of(regime, world.stc).pk])
    client.post(other, {"reason": "Đã báo cáo trực tiếp"})
    page = client.get(url).content.decode()
    assert "hết ngày 16/06/2025" in page
    assert "1 cơ quan được miễn" in page
    assert "Sở Tài chính" not in page
    assert "Đã báo cáo trực tiếp" in client.get(url, {"trang_thai": "released"}).content.decode()
    client.post(reverse("cycle-close", args=[cycle.pk]))
    assert "Quá hạn, chưa gửi" in client.get(url).content.decode()
    assert client.post(move, {"last_day": "17/06/2025", "reason": "x"}).status_code == 409
    client.post(reverse("cycle-reopen", args=[cycle.pk]), {"reason": "Nhận bổ sung"})
    cycle.refresh_from_db()
    assert cycle.closed_at is None


@pytest.mark.parametrize(
    "name", ["regime-list", "regime", "duty-list", "duty-counts", "report-cycle"]
)
def test_more_bodies_and_cycles_cost_no_more_queries(
    client: Client, world: World, programme: Programme, name: str, django_assert_num_queries: Any
) -> None:
    """The pages of one regime and those of five ask the same number of questions."""
    regime = make_regime(world, programme)
    args = {"regime": [regime.pk], "report-cycle": [cycle_of(regime).pk]}.get(name, [])
    url = reverse(name, args=args)
    expected = {
        "regime-list": 12,
        "regime": 13,
        "duty-list": 8,
        "duty-counts": 7,
        "report-cycle": 9,
    }[name]
    client.get(url)
    with django_assert_num_queries(expected):
        client.get(url)
    for number in range(4):
        make_regime(world, programme, title=f"Báo cáo {number}")
    with django_assert_num_queries(expected):
        client.get(url)


# The calendar of working days


def test_a_year_shows_its_days_and_says_which_year_is_not_laid_down(
    client: Client, world: World
) -> None:
    page = client.get(reverse("working-calendar"), {"nam": "2026"}).content.decode()
    assert "Tết Nguyên đán Bính Ngọ" in page
    assert "Chưa có ngày nghỉ nào của năm 2026" not in page
    with noon(DAY(2026, 11, 22)):
        page = signed_in(world.coordinator).get(reverse("working-calendar")).content.decode()
    assert "Chưa có ngày nghỉ nào của năm 2027" in page
    officer = signed_in(world.snv_officer).get(reverse("working-calendar")).content.decode()
    assert reverse("calendar-day-new") not in officer


def test_days_are_added_changed_and_removed(client: Client) -> None:
    data = {"day": "01/01/2027", "kind": "holiday", "name": "Tết Dương lịch", "source": "Luật"}
    client.post(reverse("calendar-day-new"), data)
    row = CalendarDay.objects.get(day=DAY(2027, 1, 1))
    assert not working_days([2027]).is_working(DAY(2027, 1, 1))
    twice = client.post(reverse("calendar-day-new"), data)
    assert twice.status_code == 422
    assert "đã có trong lịch" in twice.content.decode()
    edit = reverse("calendar-day-edit", args=[row.pk])
    client.post(edit, data | {"kind": "working", "is_verified": "on"})
    row.refresh_from_db()
    assert (row.kind, row.is_verified) == (DayKind.WORKING, True)
    client.post(reverse("calendar-day-remove", args=[row.pk]))
    assert not CalendarDay.objects.filter(day=DAY(2027, 1, 1)).exists()
    assert client.post(edit, data).status_code == 404


def test_the_days_of_a_year_are_pasted_at_once(client: Client) -> None:
    lines = (
        "01/01/2027; nghỉ lễ; Tết Dương lịch\n\n02/01/2027\tLàm bù\tLàm bù\n03/01/2027,nghỉ bù,Bù"
    )
    url, more = reverse("calendar-paste"), {"source": "Thông báo năm 2027"}
    client.post(url, more | {"lines": lines})
    found = CalendarDay.objects.filter(day__year=2027).order_by("day")
    assert [row.kind for row in found] == ["holiday", "working", "day_off"]
    again = client.post(url, more | {"lines": lines.replace("nghỉ bù,Bù", "nghỉ bù,Nghỉ bù")})
    assert again.status_code == 302
    assert CalendarDay.objects.get(day=DAY(2027, 1, 3)).name == "Nghỉ bù"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("01/01/2027; nghỉ lễ", "Dòng 1 thiếu cột"),
        ("30/02/2027; nghỉ lễ; Tết", "không phải một ngày"),
        ("01/01/2027; đi chơi; Tết", "không phải loại ngày"),
        ("01/01/2027; nghỉ lễ; Tết\n1/1/2027; nghỉ lễ; Tết", "có hai lần"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(client: Client, lines: str, words: str) -> None:
    answer = client.post(reverse("calendar-paste"), {"lines": lines, "source": "x"})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not CalendarDay.objects.filter(day__year=2027).exists()


def test_how_bodies_hand_in_is_counted_by_body_regime_and_cycle(
    client: Client, world: World, programme: Programme
) -> None:
    """Nine days after the last one all three are missing; a body of its own sees itself alone."""
    regime = make_regime(world, programme)
    url = reverse("duty-counts")
    with noon(DAY(2025, 6, 18)):
        page = signed_in(world.coordinator).get(url)
        by_regime = signed_in(world.coordinator).get(url, {"theo": "regime"})
        by_cycle = signed_in(world.coordinator).get(url, {"theo": "cycle", "den": "31/12/2026"})
        own = signed_in(world.snv_officer).get(url)
        wrong = signed_in(world.coordinator).get(url, {"tu": "02/01/2026", "den": "01/01/2026"})
    rows = page.context["rows"]
    assert len(rows) == 3
    assert {(row.counts.missing, row.counts.rate) for row in rows} == {(1, Decimal(0))}
    assert [(row.key, row.counts.owed) for row in by_regime.context["rows"]] == [(regime.pk, 3)]
    assert [row.counts.awaited for row in by_cycle.context["rows"]] == [0, 5]
    assert "chưa đến hạn" in by_cycle.content.decode()
    assert [row.name for row in own.context["rows"]] == ["Sở Nội vụ"]
    assert wrong.status_code == 422
    with noon(DAY(2025, 6, 18)):
        leader = signed_in(world.coordinator)
        page_text = leader.get(url, {"theo": "regime"}).content.decode()
        parts = page_text.split('"')
        address = next(each for each in parts if "tinh-hinh-gui-bao-cao" in each and "csv" in each)
        sheet = file_of(leader, address.replace("&amp;", "&"))
    assert f"{regime.title},3,0,0,3,0,0" in sheet.replace(";", ",").replace('"', "")


def test_the_calendar_of_reports_leaves_as_a_file(
    client: Client, world: World, programme: Programme
) -> None:
    make_regime(world, programme)
    page = client.get(reverse("duty-list")).content.decode()
    address = next(part for part in page.split('"') if "lich-bao-cao" in part and "csv" in part)
    url = address.replace("&amp;", "&")
    every = file_of(client, url)
    assert every.count("trước ngày 10/6/2025") == 3
    own = file_of(signed_in(world.snv_officer), url)
    assert "Sở Nội vụ" in own
    assert "Sở Tài chính" not in own


def file_of(client: Client, url: str) -> str:
    answer = client.get(url)
    content = b"".join(answer) if answer.streaming else answer.content
    return content.decode("utf-8-sig")
