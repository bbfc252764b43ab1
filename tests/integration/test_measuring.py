"""Figures taken from registers, and tasks linked to what they contribute to."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests import budget_factories as money
from tests.factories import World, actor, make_world
from tests.indicator_factories import SINCE, an_indicator, an_observation
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.accounts.actor import PermissionRefused
from tiendo.audit.models import AuditEvent
from tiendo.domain.lifecycle import State
from tiendo.indicators.actions import Definition, define_indicator
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.models import Direction, Indicator, IndicatorValue, ValueState
from tiendo.indicators.models.dictionary import Frequency
from tiendo.indicators.registers import all_registers, measure_all, register_name
from tiendo.measuring.actions import link_task, unlink_task
from tiendo.measuring.errors import MeasuringError
from tiendo.measuring.jobs import measure_changes
from tiendo.measuring.models import Change, Contribution
from tiendo.measuring.registers import SOURCES
from tiendo.organisations.models import BodyGroup, Kind
from tiendo.programmes.models import Programme

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 11, 10)
FIRST = dt.date(2025, 9, 1)


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def programme(world: World) -> Programme:
    with noon(FIRST):
        return make_programme(world)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


def taken(world: World, register: str, **fields: Any) -> Indicator:
    """An indicator by month, taken from a register."""
    given = {"unit": "%", "frequency": Frequency.MONTHLY, "register": register}
    return an_indicator(world, **(given | fields))


def values(of: Indicator, **fields: Any) -> dict[str, Any]:
    """The values by month; their states where there is none."""
    rows = IndicatorValue.objects.filter(indicator=of, **fields).order_by("period_start")
    return {
        f"{row.period_start:%m}": row.value if row.value is not None else row.state for row in rows
    }


@pytest.fixture
def two_tasks(world: World, programme: Programme) -> Programme:
    """In September one task is done on time; another is overdue from October on."""
    with noon(FIRST):
        bring_to(world, make_task(world, programme), State.CONFIRMED)
        bring_to(world, make_task(world, programme), State.LIVE)
    return programme


def test_a_share_of_tasks_is_measured_in_every_period(world: World, two_tasks: Programme) -> None:
    share = taken(world, "tasks.done_share")
    half = Decimal("0.5")
    found = values(share, organisation=world.skhcn)
    # Before the first task nothing is known, which is no zero.
    assert {found[month] for month in ("01", "08")} == {ValueState.NO_DATA}
    assert {found[month] for month in ("09", "10", "11")} == {half}
    on_time = taken(world, "tasks.on_time_share", code="NV.02")
    assert values(on_time)["09"] == 1
    assert values(on_time)["10"] == half
    running = IndicatorValue.objects.get(indicator=share, period_start=dt.date(2025, 11, 1))
    assert running.as_of == TODAY


def test_a_change_is_measured_after_its_transaction(world: World, two_tasks: Programme) -> None:
    late = taken(world, "tasks.overdue", unit="nhiệm vụ")
    assert values(late)["10"] == 1
    Change.objects.all().delete()
    with noon(FIRST):
        bring_to(world, make_task(world, two_tasks), State.LIVE)
    assert {"tasks_statusspan"} <= set(Change.objects.values_list("source", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [JOB])
        assert cursor.fetchone()[0] >= 1
    measure_changes()
    assert values(late)["10"] == 2
    assert not Change.objects.exists()
    assert measure_changes() == 0


JOB = "measuring.measure"


def test_nothing_is_told_where_no_figure_is_taken(world: World, two_tasks: Programme) -> None:
    assert not Change.objects.exists()


def test_each_body_that_reports_has_its_own(world: World, two_tasks: Programme) -> None:
    group = BodyGroup.objects.create(
        slug="cac-so",
        name="Các sở",
        folded_names=["cac so"],
        kinds=[Kind.DEPARTMENT],
        source="tests",
    )
    given = taken(world, "tasks.given", unit="nhiệm vụ", reporters=group)
    assert values(given, organisation=world.snv)["10"] == 2
    assert values(given, organisation=world.stc)["10"] == 0
    assert not values(given, organisation=world.ubnd)


def test_a_figure_is_narrowed_to_a_programme(world: World, two_tasks: Programme) -> None:
    with noon(FIRST):
        other = make_programme(world, title="Kế hoạch khác", short_title="Khác")
    [given] = [each for each in all_registers() if each.code == "tasks.given"]
    name = register_name(given, other.pk)
    assert values(taken(world, name, unit="nhiệm vụ"))["10"] == 0
    same = taken(world, register_name(given, two_tasks.pk), code="NV.02", unit="nhiệm vụ")
    assert values(same)["10"] == 2


def test_money_is_a_share_of_what_was_allotted(world: World) -> None:
    line = money.line(world)
    share = taken(world, "money.paid_share")
    assert values(share)["03"] == ValueState.NO_DATA
    money.step(world, line, 0, dt.date(2025, 2, 10))
    money.pay(world, line, 5, dt.date(2025, 4, 4))
    measure_changes()
    assert values(share)["02"] == ValueState.NO_DATA
    # A share of nothing is undefined, never infinite.
    assert values(share)["04"] == ValueState.UNDEFINED
    money.step(world, line, 40, dt.date(2025, 5, 10), "adjustment")
    measure_changes()
    assert values(share)["05"] == Decimal("0.125")
    paid = taken(world, "money.paid", code="NS.02", unit="triệu đồng")
    assert values(paid)["11"] == 5


def test_a_measured_figure_tells_what_it_was_counted_of(world: World) -> None:
    line = money.line(world)
    money.step(world, line, 40)
    money.pay(world, line, 10, dt.date(2025, 4, 4))
    share = taken(world, "money.paid_share", owner=world.snv)
    value = IndicatorValue.objects.get(indicator=share, period_start=dt.date(2025, 5, 1))
    page, client = reverse("indicator-value", args=[share.pk, value.pk]), Client()
    client.force_login(world.leader)
    answer = client.get(page)
    said = _words(answer)
    assert "10.000.000 đồng" in said and "40.000.000 đồng" in said and "31/05/2025" in said
    assert "tính theo những gì biết đến nay" in said
    assert f"{reverse('budget-list')}?ngay=2025-05-31&amp;nam=2025" in answer.content.decode()
    # Who sees the money of the own body alone is told the share, not the sums of all.
    client.force_login(world.stc_officer)
    assert "40.000.000" not in _words(client.get(page))


def test_what_is_computed_of_it_follows(world: World, two_tasks: Programme) -> None:
    taken(world, "tasks.given", unit="nhiệm vụ", code="NV.01")
    with noon(TODAY):
        double = an_indicator(
            world,
            "NV.02",
            unit="nhiệm vụ",
            formula="[NV.01] * 2",
            frequency=Frequency.MONTHLY,
        )
    with noon(FIRST):
        bring_to(world, make_task(world, two_tasks), State.LIVE)
    measure_changes()
    assert values(double)["10"] == 6


def test_every_register_can_be_taken(world: World, two_tasks: Programme) -> None:
    for number, register in enumerate(all_registers()):
        taken(world, register.code, code=f"SO.{number}", unit=register.unit)
        assert register.sources <= SOURCES
    assert measure_all() == 0


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"register": "tasks.none"}, "register_unknown"),
        ({"register": "documents.issued@1", "unit": "văn bản"}, "register_unknown"),
        ({"register": "money.paid", "unit": "%"}, "register_unit"),
        ({"register": "tasks.done_share", "unit": "nhiệm vụ"}, "register_unit"),
        ({"register": "money.paid", "formula": "1"}, "two_origins"),
    ],
)
def test_a_register_that_does_not_fit_is_refused(
    world: World, fields: dict[str, str], code: str
) -> None:
    given = {"name": "Chỉ tiêu", "unit": "%", "direction": Direction.HIGHER} | fields
    definition = Definition(frequency=Frequency.MONTHLY, **given)  # type: ignore[arg-type]
    with pytest.raises(IndicatorError) as refused:
        define_indicator(
            by=actor(world.coordinator),
            code="NV.01",
            owner=world.skhcn,
            definition=definition,
            since=SINCE,
        )
    assert refused.value.code == code


def test_a_task_is_linked_once_and_unlinked(world: World, programme: Programme) -> None:
    task, indicator = make_task(world, programme), an_indicator(world)
    by = actor(world.coordinator)
    link = link_task(by=by, task=task, indicator=indicator, note="Nêu tại mục III")
    for code, act in (
        ("linked_already", lambda: link_task(by=by, task=task, indicator=indicator)),
        ("link_ended", lambda: unlink_task(by=by, link=unlink_task(by=by, link=link))),
    ):
        with pytest.raises(MeasuringError) as refused:
            act()
        assert refused.value.code == code
    with pytest.raises(PermissionRefused):
        link_task(by=actor(world.stc_officer), task=task, indicator=indicator)
    names = AuditEvent.objects.filter(action__startswith="measuring.").values_list("action")
    assert [name for (name,) in names.order_by("pk")] == ["measuring.link", "measuring.unlink"]


def test_the_page_of_a_task_shows_money_and_indicators(world: World, programme: Programme) -> None:
    task, indicator = make_task(world, programme), an_indicator(world)
    line = money.line(world, task=task.pk)
    money.step(world, line, 40)
    money.pay(world, line, 10, TODAY)
    client = Client()
    client.force_login(world.coordinator)
    address = reverse("task-indicators", args=[task.pk])
    typed = {"indicator": indicator.pk, "note": "Mục III"}
    assert client.post(address, typed).status_code == 302
    assert "Đã gắn với" not in _words(client.get(address))
    again = client.post(address, typed)
    assert again.status_code == 409 and "đã gắn với chỉ tiêu HT.01" in _words(again)
    an_observation(world, indicator, "97,5")
    said = _words(client.get(reverse("task", args=[task.pk])))
    assert "Tỷ lệ dân số được phủ sóng 4G" in said
    assert "97,5%" in said and "Quý IV/2025" in said and "Mục III" in said
    assert "40 triệu đồng" in said and "10 triệu đồng" in said and "25%" in said
    listed = _words(client.get(reverse("indicator-tasks", args=[indicator.pk])))
    assert task.title in listed and "Sở Nội vụ" in listed
    link = Contribution.objects.get()
    client.post(reverse("task-indicator-unlink", args=[link.pk]))
    said = _words(client.get(reverse("task", args=[task.pk])))
    assert "Chưa gắn với chỉ tiêu nào" in said


def test_who_sees_no_money_sees_no_panel_of_it(world: World, programme: Programme) -> None:
    task = make_task(world, programme)
    money.line(world, task=task.pk, body=world.stc, title="Dòng của Sở Tài chính")
    client = Client()
    client.force_login(world.snv_officer)
    assert "Dòng của Sở Tài chính" not in _words(client.get(reverse("task", args=[task.pk])))


def _words(response: Any) -> str:
    """What a page says, without its tags."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(text).split())
