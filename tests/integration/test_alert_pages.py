"""The bell, the lists, the rules and the endpoints through the pages people use."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from tests.factories import PASSWORD, World, actor, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.accounts.models import User
from tiendo.alerts.choices import Group
from tiendo.alerts.feeds import open_feed
from tiendo.alerts.models import Alert, CalendarFeed, ChannelChoice, Notice, RuleValue
from tiendo.alerts.paths import MY_ALERTS, MY_REPORTS, PAGES, UPDATE_FORM
from tiendo.alerts.watching import watch
from tiendo.composer.sheets import bare
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.overview.asking import Asked
from tiendo.overview.sheets import VIEWS
from tiendo.programmes.models import Programme
from tiendo.tasks.models import Task

pytestmark = pytest.mark.django_db

D = dt.date
TODAY = D(2025, 10, 20)
LATE = re.compile(r"Quá hạn (\d+) ngày")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


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


@pytest.fixture
def task(world: World, programme: Programme) -> Task:
    made = late(world, programme)
    watch()
    return made


def late(world: World, programme: Programme, **fields: Any) -> Task:
    with noon(D(2025, 7, 1)):
        return bring_to(world, make_task(world, programme, **fields), State.LIVE)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def page_of(user: User, name: str, *args: object, **query: str) -> str:
    response = signed_in(user).get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def overdue() -> Alert:
    return Alert.objects.get(rule="overdue")


def test_an_alert_says_what_why_and_what_to_do(world, task):
    body = page_of(world.snv_head, "alert-list")
    assert "Quá hạn 20 ngày, hạn 30/09/2025." in body
    assert reverse("task-update", args=[task.pk]) in body
    detail = page_of(world.snv_head, "alert", overdue().pk)
    assert "Báo cáo hoàn thành, hoặc nêu vướng mắc" in detail
    assert str(world.snv_head) in detail
    assert str(world.leader) in detail


def test_a_body_sees_its_own_and_overseers_see_all(world, task):
    assert "Quá hạn 20 ngày" not in page_of(world.stc_officer, "alert-list")
    assert "Quá hạn 20 ngày" in page_of(world.coordinator, "alert-list")
    assert "Quá hạn 20 ngày" not in page_of(world.coordinator, "alert-list", xem="co-quan")
    assert "Quá hạn 20 ngày" in page_of(world.leader, "alert-list", xem="cua-toi")


def test_the_list_is_narrowed_by_rule_level_and_body(world, programme, task):
    other = late(world, programme, lead=world.stc, coordinating=[], title="Giao dự toán")
    watch()
    body = page_of(world.coordinator, "alert-list", quy_tac="overdue", co_quan=str(world.stc.pk))
    assert other.title in body
    assert task.title not in body
    assert task.title not in page_of(world.coordinator, "alert-list", quy_tac="due_soon")
    low = page_of(world.coordinator, "alert-list", quy_tac="overdue", muc="2")
    assert task.title not in low


def test_a_past_day_shows_what_the_alerts_told_then(world, programme):
    late(world, programme)
    for day in (D(2025, 10, 5), D(2025, 10, 15)):
        with noon(day):
            watch()
    watch()
    shown = {
        day: page_of(world.snv_head, "alert-list", ngay=day, quy_tac="overdue")
        for day in ("2025-10-04", "2025-10-05", "2025-10-12", "2025-10-20")
    }
    told = {day: sorted({*LATE.findall(body)}) for day, body in shown.items()}
    assert told == {
        "2025-10-04": [], "2025-10-05": ["5"], "2025-10-12": ["5"], "2025-10-20": ["20"],
    }  # fmt: skip
    assert "Số liệu tính đến 12/10/2025" in shown["2025-10-12"]
    Alert.objects.update(resolved_at=clock.now())
    assert not LATE.search(page_of(world.snv_head, "alert-list", quy_tac="overdue"))
    then = page_of(world.snv_head, "alert-list", ngay="2025-10-15", quy_tac="overdue")
    assert LATE.findall(then) == ["15"]
    asked = Asked(actor(world.snv_head), D(2025, 10, 15), None, {"quy_tac": "overdue"})
    rows = [[bare(value) for value in row] for row in VIEWS["canh-bao"].build(asked).rows]
    assert [row[2] for row in rows] == ["Quá hạn 15 ngày, hạn 30/09/2025."]


def test_the_words_to_paste_hold_the_link_of_the_update_form(world, task):
    body = page_of(world.snv_head, "alert", overdue().pk)
    assert f"http://testserver/nhiem-vu/{task.pk}/cap-nhat/" in body
    assert 'data-copy-from="paste-text"' in body


def test_the_words_for_a_chat_fit_into_one_message(world, programme):
    """Thirty late tasks with long titles: what does not fit is counted, with the list's address."""
    for number in range(30):
        late(world, programme, title=f"Nhiệm vụ {number}: {'xây dựng nền tảng dữ liệu ' * 9}")
    watch()
    response = signed_in(world.leader).get(reverse("alert-list"), {"quy_tac": "overdue"})
    words = response.context["message"]
    entries = words.count("\n- ")
    assert len(words) <= 2000
    assert 3 < entries < 30
    assert words.startswith("[Tiến Độ] 30 việc cần chú ý:")
    assert f"… và {30 - entries} việc khác: http://testserver/canh-bao/?quy_tac=overdue" in words


def test_the_words_for_a_chat_are_there_for_a_task_a_body_and_a_person(world, programme):
    own, other = late(world, programme), late(world, programme, lead=world.stc, coordinating=[])
    watch()
    client = signed_in(world.leader)

    def words(name: str, *args: object, **query: object) -> str:
        return client.get(reverse(name, args=args), query).context["message"]

    alert = Alert.objects.get(rule="overdue", task=own)
    for said in (
        words("alert", alert.pk),
        words("alert-list", co_quan=world.snv.pk),
    ):
        assert own.title in said and f"/nhiem-vu/{own.pk}/" in said
        assert f"/nhiem-vu/{other.pk}/" not in said
    mine = signed_in(world.snv_head).get(reverse("alert-list"), {"xem": "cua-toi"})
    assert f"/nhiem-vu/{own.pk}/" in mine.context["message"]


def test_muting_asks_for_a_day_and_a_reason(world, task):
    client, url = signed_in(world.snv_head), reverse("alert-mute", args=[overdue().pk])
    assert client.post(url, {"until": "1/10/2025", "reason": "x"}).status_code == 422
    assert client.post(url, {"until": "31/10/2025", "reason": ""}).status_code == 422
    assert client.post(url, {"until": "31/10/2025", "reason": "Đang trình"}).status_code == 302
    assert "Tạm tắt đến 31/10/2025: Đang trình" in page_of(world.snv_head, "alert-list")
    client.post(reverse("alert-unmute", args=[overdue().pk]))
    assert overdue().muted_until is None


def test_a_reminder_opens_the_update_form_after_sign_in(world, task):
    path = Notice.objects.get(user=world.snv_head, kind="alert.overdue").path
    assert path == f"/nhiem-vu/{task.pk}/cap-nhat/"
    client = Client()
    response = client.get(path)
    assert response.status_code == 302
    sign_in = response["Location"]
    assert sign_in.endswith(f"?next={path}")
    with noon(dt.date.today()):
        done = client.post(sign_in, {"login": "snv_officer", "password": PASSWORD})
    assert (done.status_code, done["Location"]) == (302, path)


def test_who_may_not_report_on_a_task_is_led_to_its_page(world, task):
    """The leader was led to the form of an update, which answered 403."""
    form, page = (reverse(name, args=[task.pk]) for name in ("task-update", "task"))
    notice = Notice.objects.get(user=world.leader, kind="alert.overdue")
    assert notice.path == page
    body = page_of(world.leader, "alert-list")
    assert form not in body
    assert page in body
    assert form not in page_of(world.leader, "alert", overdue().pk)
    answer = signed_in(world.leader).post(reverse("notice-read", args=[notice.pk]), follow=True)
    assert answer.status_code == 200


def test_the_alert_of_a_silent_body_leads_to_its_work(world, task):
    """It led back to the list of alerts."""
    alert = Alert.objects.get(rule="silent_body")
    own, all_of_it = reverse("my-work"), f"{reverse('task-list')}?chu_tri={world.snv.pk}"
    assert Notice.objects.get(user=world.snv_head, kind="alert.silent_body").path == own
    assert f'btn-primary" href="{own}"' in page_of(world.snv_head, "alert", alert.pk)
    assert f'btn-primary" href="{all_of_it}"' in page_of(world.leader, "alert", alert.pk)


def test_the_paths_of_notices_are_those_of_the_pages():
    assert resolve(UPDATE_FORM.format(id=1)).url_name == "task-update"
    names = {kind: resolve(path.format(id=1)).url_name for kind, path in PAGES.items()}
    assert names == {
        "tasks.task": "task",
        "tasks.difficulty": "difficulty",
        "tasks.directive": "directive",
        "tasks.changerequest": "change",
        "inspections.inspection": "inspection",
        "meetings.meeting": "meeting",
        "regimes.submission": "submission",
        "regimes.cycle": "report-cycle",
        "regimes.packageoffer": "package-offers",
        "documents.document": "document",
        "reporting.report": "report",
        "overview.export": "export",
        "imports.sheetimport": "import",
        "indicators.figurefile": "figure-file",
        "indicators.observation": "observation",
        "alerts.webhookendpoint": "webhook-list",
    }
    assert resolve(MY_ALERTS.partition("?")[0]).url_name == "alert-list"
    assert resolve(MY_REPORTS).url_name == "submission-list"
    assert resolve("/canh-bao/").url_name == "alert-list"
    assert resolve("/thong-bao/").url_name == "notice-list"
    assert resolve("/thong-bao/kenh/").url_name == "my-channels"


def test_the_bell_counts_what_is_unread_and_an_opened_notice_is_read(world, task):
    client = signed_in(world.snv_head)
    count = Notice.objects.filter(user=world.snv_head).count()
    assert f"{count} chưa đọc" in client.get(reverse("notice-count")).content.decode()
    notice = Notice.objects.get(user=world.snv_head, kind="alert.overdue")
    response = client.post(reverse("notice-read", args=[notice.pk]))
    assert response["Location"] == notice.path
    assert f"{count - 1} chưa đọc" in client.get(reverse("notice-count")).content.decode()
    client.post(reverse("notice-read-all"))
    assert client.get(reverse("notice-count")).content.decode().strip() == ""
    assert "Không có thông báo" in page_of(world.snv_head, "notice-list", xem="chua-doc")


def test_every_page_has_the_bell_without_a_query_for_it(world, task):
    body = page_of(world.snv_head, "my-work")
    assert f'href="{reverse("notice-list")}"' in body
    assert f'hx-get="{reverse("notice-count")}"' in body


def test_a_person_chooses_what_by_which_channel(world, task):
    client, url = signed_in(world.snv_officer), reverse("my-channels")
    data = {"quiet_from": "20:00", "quiet_to": "06:30"}
    for group in Group:
        data[f"mail_{group.value}"] = "none"
    assert client.post(url, data | {"quiet_to": "25:00"}).status_code == 422
    assert client.post(url, data | {"bell_work": "on"}).status_code == 302
    choice = ChannelChoice.objects.get(user=world.snv_officer)
    assert choice.quiet_to == dt.time(6, 30)
    assert choice.groups["work"] == {"bell": True, "mail": "none"}
    assert choice.groups["deadlines"] == {"bell": False, "mail": "none"}


def test_a_calendar_address_is_shown_to_its_owner_and_taken_back(world, task):
    client = signed_in(world.snv_head)
    client.post(reverse("feed-open"))
    client.post(reverse("feed-open"), {"body": str(world.snv.pk)})
    body = page_of(world.snv_head, "my-channels")
    assert body.count("http://testserver/lich/") >= 2
    feed = CalendarFeed.objects.get(user=world.snv_head, organisation=None)
    client.post(reverse("feed-revoke", args=[feed.pk]))
    assert page_of(world.snv_head, "my-channels").count(f"/lich/{feed.pk}/") == 0
    client.post(reverse("feed-open"), {"body": str(world.stc.pk)})
    assert not CalendarFeed.objects.filter(organisation=world.stc).exists()


def test_the_administrator_lays_down_a_value_for_a_programme(world, programme, task):
    client = signed_in(world.administrator)
    url = reverse("alert-rule-value", args=["overdue"]) + f"?chuong_trinh={programme.pk}"
    data = {
        "parameter": "alert_overdue_head_after_days",
        "value": "1",
        "since": "20/10/2025",
        "source": "215/UBND-KGVX",
    }
    assert client.post(url, data | {"since": "19/10/2025"}).status_code == 422
    assert client.post(url, data).status_code == 302
    assert RuleValue.objects.get().programme == programme
    body = page_of(world.administrator, "alert-rules", chuong_trinh=str(programme.pk))
    assert "215/UBND-KGVX" in body
    assert "215/UBND-KGVX" not in page_of(world.administrator, "alert-rules")


def test_a_secret_is_shown_once(world):
    client = signed_in(world.administrator)
    added = client.post(reverse("webhook-list"), {"url": "https://hooks.example.org/x"})
    assert "whsec_" in added.content.decode()
    assert "whsec_" not in page_of(world.administrator, "webhook-list")
    refused = client.post(reverse("webhook-list"), {"url": "https://10.0.0.1/x"})
    assert refused.status_code == 422
    assert "thuộc mạng nội bộ" in refused.content.decode()


@pytest.mark.parametrize(
    ("person", "name", "queries"),
    [
        ("snv_head", "alert-list", 7),
        ("coordinator", "alert-list", 8),
        ("snv_head", "notice-list", 7),
        ("snv_head", "notice-count", 5),
        ("snv_head", "my-channels", 7),
        ("administrator", "alert-rules", 7),
        ("administrator", "delivery-list", 5),
        ("administrator", "webhook-list", 5),
    ],
)
def test_a_page_costs_the_same_however_much_there_is(world, programme, task, person, name, queries):
    def cost() -> int:
        client = signed_in(getattr(world, person))
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as counted:
            client.get(reverse(name))
        return len(counted)

    few = cost()
    for _number in range(5):
        late(world, programme)
    watch()
    open_feed(by=actor(world.snv_officer))
    assert cost() == few == queries
