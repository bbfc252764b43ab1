"""What a report is asked for: its period, its day, its words; what is refused."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal

import pytest
from django.db import transaction
from django.test import Client

import vanban
from tests.factories import World, actor, make_world
from tests.report_factories import AS_OF, PERIOD, Plan, compile_plan, make_plan
from tests.task_factories import bring_to, make_programme, make_task, noon, take_step
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import User
from tiendo.documents.models import Rendition
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.reporting.actions import compile_report
from tiendo.reporting.errors import ReportError
from tiendo.reporting.models import Report, ValueState
from tiendo.tasks import actions
from tiendo.tasks.models import Task


@pytest.fixture(scope="module")
def made(kept_transaction: None) -> tuple[World, Plan]:
    """Made once for all tests, none of which sees what another did."""
    world = make_world()
    return world, make_plan(world)


@pytest.fixture
def db(made: object) -> Iterator[None]:
    """One test, undone; pytest-django's would undo what was made too."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def own(db: None, made: tuple[World, Plan]) -> tuple[World, Plan]:
    """What was made, as objects that a test may change."""
    return deepcopy(made)


@pytest.fixture
def world(own: tuple[World, Plan]) -> World:
    return own[0]


@pytest.fixture
def plan(own: tuple[World, Plan]) -> Plan:
    return own[1]


def values(report: Report) -> dict[str, Decimal | None]:
    return dict(report.figures.values_list("key", "value"))


def file_of(report: Report) -> bytes:
    with Rendition.objects.get(document=report.document).stored_file.file.open() as file:
        return bytes(file.read())


def codes(report: Report, key: str) -> set[str]:
    """The tasks behind a figure, by their codes."""
    ids = report.figures.get(key=key).record_ids
    return set(Task.objects.filter(pk__in=ids).values_list("code", flat=True))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_work_finished_before_the_period_is_left_out(world: World, plan: Plan) -> None:
    report = compile_plan(world, plan, period_start=dt.date(2025, 10, 1))
    assert codes(report, "finished.tasks") == {plan.tasks["late"].code}


def test_work_reopened_is_finished_no_more(world: World, plan: Plan) -> None:
    with noon(dt.date(2025, 11, 1)):
        take_step(world, plan.tasks["late"], "reopen")
    assert codes(compile_plan(world, plan), "finished.tasks") == {plan.tasks["on_time"].code}


def test_what_is_not_given_yet_is_told_and_counted_apart(world: World, plan: Plan) -> None:
    with noon(dt.date(2025, 11, 1)):
        draft = make_task(world, plan.programme, lead=None)
    report = compile_plan(world, plan)
    assert codes(report, "tasks.not_given") == {draft.code}
    assert values(report)["tasks.total"] == 9
    with noon(AS_OF):
        earlier = compile_plan(world, plan, as_of=dt.date(2025, 10, 31))
    assert "tasks.not_given" not in values(earlier)


def test_occurrences_finished_in_the_period_are_counted_apart(world: World, plan: Plan) -> None:
    with noon(dt.date(2025, 7, 1)):
        monthly = bring_to(
            world,
            make_task(
                world,
                plan.programme,
                title="Báo cáo hằng tháng",
                recurrence="R:monthly",
                deadline_key="R:monthly",
                deadline_raw="Hằng tháng",
                last_day=None,
            ),
            State.LIVE,
        )
    for day in (dt.date(2025, 9, 10), dt.date(2025, 10, 10)):
        with noon(day):
            for step in ("claim", "approve", "confirm"):
                take_step(world, monthly, step)
    report = compile_plan(world, plan)
    figure = report.figures.get(key="finished.occurrences")
    assert (figure.value, figure.unit, figure.record_type) == (2, "kỳ", "tasks.occurrence")
    assert monthly.code not in codes(report, "finished.tasks")
    assert report.checks["is_clean"]
    page = signed_in(world.leader).get(f"/bao-cao/{report.pk}/so-lieu/finished.occurrences/")
    assert "Báo cáo hằng tháng" in page.content.decode()


@pytest.mark.parametrize(
    "title",
    [
        "Nhiệm vụ <script>alert(1)</script> & {n} %(x)s",
        unicodedata.normalize("NFD", "Xây dựng cổng dữ liệu mở"),
        "Dòng một\nDòng hai\tcột",
        "- Gạch đầu dòng (chưa đóng",
        "Dài " * 600,
        "Ký tự lạ \u0007\u200b\ufeff\u00ad hết",
    ],
)
def test_any_words_of_people_are_printed_and_read_back(
    world: World, plan: Plan, title: str
) -> None:
    by = actor(world.coordinator)
    with noon(dt.date(2025, 11, 1)):
        task = Task.objects.get(pk=plan.tasks["overdue"].pk)
        actions.edit_task(task=task, version=task.version, by=by, title=title)
        actions.record_update(
            task=plan.tasks["in_progress"], done="x", difficulty=title, by=actor(world.snv_officer)
        )
    report = compile_plan(world, plan, narrative={"causes": title}, title=f"Báo cáo {title}"[:400])
    assert report.checks["differences"] == []
    page = signed_in(world.leader).get(f"/bao-cao/{report.pk}/").content.decode()
    assert "<script>alert" not in page


def test_a_rate_without_anything_due_is_undefined(world: World) -> None:
    with noon(AS_OF):
        report = compile_report(
            by=actor(world.coordinator),
            programme=make_programme(world),
            period_start=PERIOD[0],
            period_end=PERIOD[1],
        )
    rate = report.figures.get(key="tasks.on_time_rate")
    assert (rate.value, rate.value_state, rate.printed) == (
        None,
        ValueState.UNDEFINED,
        "Không xác định",
    )
    assert report.figures.get(key="tasks.total").value == 0
    assert report.checks["is_clean"]
    assert "Phụ lục" not in vanban.read(file_of(report), "bao-cao.docx").content


def test_a_period_not_begun_is_not_yet_due(world: World, plan: Plan) -> None:
    report = compile_plan(
        world, plan, as_of=dt.date(2025, 8, 15), period_start=PERIOD[0], period_end=PERIOD[1]
    )
    figure = report.figures.get(key="finished.tasks")
    assert (figure.value, figure.value_state, figure.printed) == (
        None,
        ValueState.NOT_DUE,
        "Chưa đến kỳ",
    )
    assert report.figures.get(key="tasks.done_on_time").value == 0


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"period_start": PERIOD[1], "period_end": PERIOD[0]}, "period_out_of_order"),
        ({"as_of": AS_OF + dt.timedelta(days=1)}, "as_of_in_future"),
        ({"known_at": clock.local_noon(AS_OF) + dt.timedelta(hours=5)}, "known_at_in_future"),
    ],
)
def test_impossible_terms_are_refused_and_nothing_is_kept(
    world: World, plan: Plan, fields: dict[str, object], code: str
) -> None:
    with pytest.raises(ReportError) as refused:
        compile_plan(world, plan, **fields)
    assert refused.value.code == code
    assert str(refused.value) != code
    assert not Report.objects.exists()


@pytest.mark.parametrize("person", ["snv_head", "office", "leader", "inspector", "clerk"])
def test_only_the_coordinator_compiles(world: World, plan: Plan, person: str) -> None:
    with pytest.raises(PermissionRefused):
        compile_plan(world, plan, by=actor(getattr(world, person)))


def test_the_form_compiles_a_report(world: World, plan: Plan) -> None:
    client = signed_in(world.coordinator)
    assert client.get("/bao-cao/lap/").status_code == 200
    answer = client.post(
        "/bao-cao/lap/",
        {
            "programme": plan.programme.pk,
            "period_start": "01/09/2025",
            "period_end": "10/11/2025",
            "title": "Báo cáo tháng 11",
            "addressee": "Tỉnh ủy",
        },
    )
    made = Report.objects.get()
    assert answer["Location"] == f"/bao-cao/{made.pk}/"
    assert (made.title, made.as_of, made.created_by) == (
        "Báo cáo tháng 11",
        AS_OF,
        world.coordinator,
    )


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"period_end": "31/08/2025"}, "Ngày cuối kỳ đứng trước ngày đầu kỳ"),
        ({"as_of": "31/12/2199"}, "còn ở phía trước"),
        ({"period_start": "31/02/2025"}, "31/02/2025"),
        ({"programme": "0"}, "Chương trình"),
    ],
)
def test_what_is_wrong_in_the_form_is_said(
    world: World, plan: Plan, typed: dict[str, str], words: str
) -> None:
    data = {
        "programme": str(plan.programme.pk),
        "period_start": "01/09/2025",
        "period_end": "10/11/2025",
    }
    answer = signed_in(world.coordinator).post("/bao-cao/lap/", data | typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Report.objects.exists()
