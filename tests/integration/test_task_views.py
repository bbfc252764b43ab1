"""Other ways to look at the same tasks: timeline, board, calendar, matrix, responsibilities."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import World, actor, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.accounts.models import User
from tiendo.domain.lifecycle import State
from tiendo.tasks.actions import add_dependency, change_deadline
from tiendo.tasks.models import Task

pytestmark = pytest.mark.django_db

TODAY = dt.date(2025, 9, 10)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


@pytest.fixture
def world() -> World:
    return make_world()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def shown(client: Client, page: str, **query: str) -> str:
    answer = client.get(reverse(page), query)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def in_csv(client: Client, view: str, **query: str) -> list[dict[str, str]]:
    content = client.get(reverse("export-new", args=[view, "csv"]), query).content
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def make_four(world: World) -> dict[str, Task]:
    """One overdue, one whose deadline was moved, one done, one that is continuous."""
    programme = make_programme(world)

    def live(code: str, month: int, day: int, **more: object) -> Task:
        last = dt.date(2025, month, day)
        fields = {"code": code, "deadline_key": str(last), "last_day": last, **more}
        return bring_to(world, make_task(world, programme, **fields), State.LIVE)

    with noon(dt.date(2025, 8, 1)):
        late, moved = live("V-1", 8, 31), live("V-2", 9, 30)
        done = live("V-3", 10, 31, lead=world.stc, coordinating=[world.snv])
        rule = {"deadline_key": "", "last_day": None, "recurrence": "R:continuous"}
        always = make_task(world, programme, code="V-4", **rule)
        bring_to(world, always, State.LIVE)
    change_deadline(
        task=moved,
        deadline_key="2025-11-30",
        last_day=dt.date(2025, 11, 30),
        reason="Chờ hướng dẫn",
        deciding_document="12/UBND",
        version=moved.version,
        by=actor(world.leader),
    )
    return {"late": late, "moved": moved, "done": done, "always": always}


def row_of(page: str, code: str) -> str:
    return next(row for row in re.findall(r"<tr.*?</tr>", page, re.S) if f">{code}<" in row)


def queries(client: Client, page: str) -> int:
    client.get(reverse(page))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse(page))
    return len(asked)


def test_the_timeline_draws_baseline_delay_and_what_has_no_end(world: World) -> None:
    make_four(world)
    page = shown(signed_in(world.leader), "task-timeline")
    assert 'class="tl-late"' in row_of(page, "V-1")
    moved = row_of(page, "V-2")
    assert "30/11/2025 <small>hạn gốc 30/09/2025</small>" in moved
    assert {'class="tl-moved"', 'class="tl-first"'} <= set(re.findall(r'class="tl-\w+"', moved))
    assert 'class="tl-late"' not in row_of(page, "V-3")
    assert 'class="tl-open"' in row_of(page, "V-4")
    assert "Thường xuyên" in row_of(page, "V-4")
    assert "style=" not in page
