"""Việc của tôi: the order, the next step of each row, and every role's own list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import World, actor, make_world
from tests.task_factories import PROOF, bring_to, make_programme, make_task, noon, take_step
from tiendo.accounts.models import User
from tiendo.domain.lifecycle import State
from tiendo.programmes.models import Programme
from tiendo.tasks import actions
from tiendo.tasks.models import Task

pytestmark = pytest.mark.django_db

TODAY = dt.date(2025, 9, 10)
D = dt.date
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


def work_of(user: User, **query: str) -> str:
    client = Client()
    client.force_login(user, backend=BACKEND)
    response = client.get(reverse("my-work"), query)
    assert response.status_code == 200
    return response.content.decode()


def live(world: World, programme: Programme, **fields: Any) -> Task:
    with noon(D(2025, 7, 1)):
        return bring_to(world, make_task(world, programme, **fields), State.LIVE)


def due(day: dt.date) -> dict[str, Any]:
    return {"last_day": day, "deadline_key": day.isoformat()}


def places(body: str, *tasks: Task) -> list[int]:
    return [body.index(reverse("task", args=[task.pk])) for task in tasks]


def test_what_presses_most_stands_first(world, programme):
    rest = live(world, programme, **due(D(2025, 12, 31)))
    soon = live(world, programme, **due(D(2025, 9, 15)))
    late = live(world, programme, **due(D(2025, 8, 31)))
    returned = live(world, programme, **due(D(2025, 11, 30)))
    for action in ("claim", "send_back"):
        returned = take_step(world, returned, action, D(2025, 9, 1))
    body = work_of(world.snv_officer)
    found = places(body, returned, late, soon, rest)
    assert found == sorted(found)
    for words in ("Bị trả lại", "Quá hạn", "Đến hạn trong 7 ngày", "Còn lại"):
        assert words in body


def test_a_count_opens_its_group_alone(world, programme):
    late = live(world, programme, **due(D(2025, 8, 31)))
    rest = live(world, programme, **due(D(2025, 12, 31)))
    body = work_of(world.snv_officer, nhom="qua-han")
    assert reverse("task", args=[late.pk]) in body
    assert reverse("task", args=[rest.pk]) not in body
    assert "Không có việc nào trong nhóm này" in work_of(world.snv_officer, nhom="tra-lai")


@pytest.mark.parametrize(
    ("person", "state", "step"),
    [
        ("snv_officer", State.LIVE, "task-update"),
        ("snv_head", State.CLAIMED, "task-approve"),
        ("coordinator", State.UNIT_APPROVED, "task-confirm"),
    ],
)
def test_each_row_offers_the_next_step_of_its_person(world, programme, person, state, step):
    task = bring_to(world, make_task(world, programme), state)
    assert reverse(step, args=[task.pk]) in work_of(getattr(world, person))


def test_the_office_confirms_what_the_coordinator_leads(world, programme):
    task = bring_to(world, make_task(world, programme, lead=world.skhcn), State.LIVE)
    assert reverse("task", args=[task.pk]) not in work_of(world.office)
    task = actions.claim(task=task, done_on=TODAY, evidence=[PROOF], by=actor(world.skhcn_officer))
    actions.approve(task=task, by=actor(world.skhcn_head))
    assert reverse("task-confirm", args=[task.pk]) in work_of(world.office)
    assert reverse("task-confirm", args=[task.pk]) not in work_of(world.coordinator)


def test_where_nothing_presses_the_next_task_is_named(world, programme):
    task = live(world, programme, **due(D(2025, 12, 31)))
    body = work_of(world.snv_officer)
    assert "Không có việc đến hạn. Việc tiếp theo" in body
    assert task.title in body
    assert "(31/12/2025)" in body


def test_who_has_no_tasks_is_shown_where_work_is(world, programme):
    assert "Không có việc đến hạn" in work_of(world.leader)
    body = work_of(world.administrator)
    assert "Không có việc đến hạn" in body
    assert f'href="{reverse("account-list")}"' in body


def test_another_day_is_read_without_steps(world, programme):
    task = live(world, programme)
    body = work_of(world.snv_officer, ngay="2025-08-01")
    assert reverse("task", args=[task.pk]) in body
    assert reverse("task-update", args=[task.pk]) not in body


def test_the_list_costs_the_same_queries_however_long_it_is(world, programme):
    client = Client()
    client.force_login(world.snv_officer, backend=BACKEND)

    def cost() -> int:
        client.get(reverse("my-work"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("my-work"))
        return len(queries)

    live(world, programme)
    few = cost()
    for _number in range(9):
        live(world, programme)
    assert cost() == few == 12


def test_a_group_has_one_name(world, programme):
    live(world, programme)
    for user in (world.snv_officer, world.coordinator):
        assert "Chờ duyệt, chờ xác nhận" not in work_of(user)
    assert "Chờ tôi duyệt, xác nhận" in work_of(world.snv_officer)
