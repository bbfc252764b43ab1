"""Every view on another day and as known then; every number of it opens what stands behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import World, actor, make_world
from tests.report_factories import make_document
from tests.task_factories import bring_to, make_programme, make_task, noon, take_step
from tiendo.accounts.models import User
from tiendo.composer.sheets import Behind, Sheet, bare
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.overview.asking import Asked
from tiendo.overview.comparing import earlier_of
from tiendo.overview.filters import TASK, WHOLE, task_filter
from tiendo.overview.sheets import VIEWS
from tiendo.programmes.models import Programme
from tiendo.reporting.actions import approve_report, compile_report
from tiendo.reporting.models import Report
from tiendo.tasks.actions.progress import record_update
from tiendo.tasks.models import Lifecycle, Occurrence, Task
from tiendo.tasks.queries import select_tasks

pytestmark = pytest.mark.django_db
FIRST = dt.date(2025, 8, 1)
TODAY = dt.date(2025, 9, 10)
LATER = dt.date(2025, 12, 31)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def given(world: World, programme: Programme, until: dt.date, **fields: Any) -> Task:
    """A task given on 1 August."""
    due = {
        "deadline_key": until.isoformat(),
        "last_day": until,
        "deadline_raw": f"{until:%d/%m/%Y}",
    }
    with noon(FIRST):
        return bring_to(world, make_task(world, programme, **(due | fields)), State.LIVE)


def seen(name: str, user: User, day: dt.date = TODAY, **more: Any) -> Sheet:
    sheet = VIEWS[name].build(Asked(actor(user), day, **more))
    return replace(sheet, rows=list(sheet.rows))


def cells(sheet: Sheet) -> list[dict[str, Any]]:
    keys = [column.key for column in sheet.columns]
    return [dict(zip(keys, map(bare, row), strict=True)) for row in sheet.rows]


# Days gone by


def test_a_day_before_the_programme_is_answered_by_every_view(world: World) -> None:
    given(world, make_programme(world), dt.date(2025, 9, 5))
    client = signed_in(world.leader)
    words = "Chương trình bắt đầu ngày 25/06/2025; đến ngày 10/01/2025 chưa có số liệu."
    of_tasks = [name for name, view in VIEWS.items() if view.conditions is None and view.has_day]
    assert len(of_tasks) > 10
    for name in of_tasks:
        answer = client.get(reverse("export-new", args=[name, "csv"]), {"ngay": "2025-01-10"})
        assert (answer.status_code, words in answer.content.decode()) == (422, True), name


def test_every_view_tells_what_was_known_then_from_what_was_so(world: World) -> None:
    """A task done on 1 September and confirmed today was late, then known to be done in time."""
    programme = make_programme(world)
    task = given(world, programme, dt.date(2025, 9, 5))
    other = given(world, programme, LATER)
    for step in ("claim", "approve", "confirm"):
        task = take_step(world, task, step, dt.date(2025, 9, 1))
    record_update(task=other, done="Đã đo", as_of=dt.date(2025, 9, 4), by=actor(world.snv_officer))
    done = {"values": {"trang_thai": "done_on_time"}}
    differing = {
        name
        for name, view in VIEWS.items()
        if view.conditions is None
        and view.has_knowledge
        and (tells_apart(name, world.leader) or tells_apart(name, world.leader, **done))
    }
    of_tasks = {name for name, view in VIEWS.items() if view.conditions is None}
    assert differing == of_tasks
    assert all(VIEWS[name].has_knowledge for name in of_tasks)


def tells_apart(name: str, user: User, **more: Any) -> bool:
    """Whether 8 September looks otherwise as known now than as known at its noon."""
    day = dt.date(2025, 9, 8)
    then = seen(name, user, day, known_at=clock.local_noon(day), **more)
    return seen(name, user, day, **more).rows != then.rows


# The last report


@pytest.fixture
def report(world: World) -> Report:
    """A report on August, approved on 3 September at noon, when one task was overdue."""
    programme = make_programme(world, document=make_document(world))
    late = given(world, programme, dt.date(2025, 8, 31))
    given(world, programme, dt.date(2025, 9, 8))
    with noon(dt.date(2025, 9, 3)):
        made = compile_report(
            by=actor(world.coordinator),
            programme=programme,
            period_start=FIRST,
            period_end=dt.date(2025, 8, 31),
            as_of=dt.date(2025, 9, 3),
            addressee="Thường trực Tỉnh ủy",
        )
        approved = approve_report(by=actor(world.leader), report=made, version=made.version)
    for step in ("claim", "approve", "confirm"):
        late = take_step(world, late, step, dt.date(2025, 9, 2))
    return approved


def test_counts_are_compared_with_those_of_the_last_approved_report(
    world: World, report: Report
) -> None:
    since = {"values": {"so_voi": "bao_cao"}}
    then, now, more = cells(seen("so-voi-truoc", world.leader, **since))
    assert then["when"].startswith(f"Mốc trước: {report.title[:120]}: số liệu đến 03/09/2025")
    # What was proved later is not known to the report; its figures stay as they were approved.
    assert (then["overdue"], then["done_late"]) == (1, 0)
    assert (now["overdue"], now["done_late"]) == (1, 1)
    assert (more["overdue"], more["done_late"]) == (0, 1)
    told = [row["code"] for row in cells(seen("thay-doi", world.leader, **since))]
    assert len(told) == 2
    page = signed_in(world.leader).get(reverse("scope"), {"so_voi": "bao_cao"}).content.decode()
    assert report.title[:60] in page


def test_a_report_is_named_to_those_alone_who_may_read_it(world: World, report: Report) -> None:
    asked = Asked(actor(world.snv_officer), TODAY, values={"so_voi": "bao_cao"})
    assert earlier_of(asked).report is None
    assert "chưa có báo cáo được duyệt" in earlier_of(asked).words
    earlier = replace(asked, actor=actor(world.leader), day=dt.date(2025, 9, 1))
    assert earlier_of(earlier).report is None
    assert earlier_of(replace(asked, actor=actor(world.leader))).report == report


# The calendar


def monthly(world: World, programme: Programme, day: int) -> Task:
    rule = f"R:monthly:{day}"
    fields = {"deadline_raw": f"hằng tháng, ngày {day}", "recurrence": rule, "deadline_key": rule}
    with noon(FIRST):
        task = make_task(world, programme, last_day=None, **fields)
        return bring_to(world, task, State.LIVE)


def calendar_of(client: Client) -> tuple[int, int]:
    """How much the page asks the database, and how much it says is due."""
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("task-calendar"), {"thang": "2025-09"})
    return len(queries), page.context["total"]


def test_the_calendar_of_recurring_tasks_asks_as_much_of_many_as_of_few(world: World) -> None:
    programme = make_programme(world)
    client = signed_in(world.leader)
    monthly(world, programme, 25)
    assert calendar_of(client) == (13, 1)
    for day in (5, 25, 28):
        monthly(world, programme, day)
    given(world, programme, dt.date(2025, 9, 25))
    assert calendar_of(client) == (13, 5)
    asked = Asked(actor(world.leader), TODAY)
    rows = cells(VIEWS["lich"].build(asked))
    assert len(rows) == VIEWS["lich"].count(asked) == 5
    assert [row["day"].day for row in rows] == [5, 25, 25, 25, 28]
    Occurrence.objects.filter(last_day=dt.date(2025, 9, 28)).update(lifecycle=Lifecycle.CANCELLED)
    assert calendar_of(client) == (13, 4)


# Numbers and what stands behind them


def numbers_of(sheet: Sheet) -> Iterator[Behind]:
    """The numbers that open a list of tasks."""
    rows = [*sheet.rows, *([sheet.totals] if sheet.totals else [])]
    for value in (value for row in rows for value in row):
        opens = isinstance(value, Behind) and not {TASK, WHOLE} & value.values.keys()
        if opens and isinstance(value.value, int):
            yield value


def listed(user: User, number: Behind) -> int:
    """How many tasks the list behind a number holds, on the day it names."""
    day = dt.date.fromisoformat(number.values.get("ngay", TODAY.isoformat()))
    known = number.values.get("biet-den")
    last = dt.date.fromisoformat(known) + dt.timedelta(days=1) if known else None
    moment = dt.datetime.combine(last, dt.time(), clock.LOCAL_ZONE) if last else None
    return select_tasks(actor(user), task_filter(number.values), day, moment).count()


def test_every_number_of_every_view_is_that_of_the_list_behind_it(world: World) -> None:
    programme = make_programme(world)
    given(world, programme, dt.date(2025, 8, 31))
    given(world, programme, LATER)
    given(world, programme, LATER, lead=world.stc, coordinating=[world.snv])
    done = given(world, programme, dt.date(2025, 9, 5))
    for step in ("claim", "approve", "confirm"):
        done = take_step(world, done, step, dt.date(2025, 9, 1))
    counted = 0
    for name, view in VIEWS.items():
        if view.conditions is not None:
            continue
        numbers = {repr(each): each for each in numbers_of(seen(name, world.leader))}
        for number in numbers.values():
            assert listed(world.leader, number) == number.value, (name, number)
            counted += 1
    assert counted > 20
