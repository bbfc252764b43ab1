"""The pages of the register: the list and its counts, one difficulty, raising, every step."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import World, actor, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon
from tiendo.accounts.models import User
from tiendo.domain.lifecycle import State
from tiendo.tasks.actions.difficulties import raise_difficulty
from tiendo.tasks.actions.difficulty_steps import assign_difficulty
from tiendo.tasks.models import Difficulty, Directive, Task

pytestmark = pytest.mark.django_db
D = dt.date
TODAY = D(2025, 9, 10)
LIST_QUERIES = 11
PERIOD_QUERIES = 20
PAGE_QUERIES = 9


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


@pytest.fixture
def task(world: World) -> Task:
    return bring_to(world, make_task(world, make_programme(world)), State.LIVE)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def raised(world: World, task: Task, words: str = "Thiếu đường truyền") -> Difficulty:
    return raise_difficulty(
        organisation=world.snv,
        programme=task.programme,
        tasks=[task],
        what=words,
        by=actor(world.snv_officer),
    )


def given(world: World, row: Difficulty) -> Difficulty:
    return assign_difficulty(
        difficulty=row,
        level="department",
        responsible=world.stc,
        due_on=D(2025, 9, 25),
        by=actor(world.coordinator),
    )


def text_of(client: Client, name: str, *args: object, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_register_counts_and_lists(world: World, task: Task) -> None:
    given(world, raised(world, task))
    raised(world, task, "Chưa có hướng dẫn")
    page = text_of(signed_in(world.leader), "difficulty-list")
    assert "Thiếu đường truyền" in page
    assert "Chưa giao" in page
    narrowed = text_of(signed_in(world.leader), "difficulty-list", cap="none")
    assert "Chưa có hướng dẫn" in narrowed
    assert "Thiếu đường truyền" not in narrowed
    found = text_of(signed_in(world.leader), "difficulty-list", q="duong truyen")
    assert "Chưa có hướng dẫn" not in found


def test_the_register_of_a_past_day_is_shown(world: World, task: Task) -> None:
    raised(world, task)
    assert "Thiếu đường truyền" not in text_of(
        signed_in(world.leader), "difficulty-list", ngay="2025-09-09"
    )


@pytest.mark.parametrize("number", [1, 7])
@pytest.mark.parametrize(
    ("name", "queries"), [("difficulty-list", LIST_QUERIES), ("difficulty-periods", PERIOD_QUERIES)]
)
def test_queries_do_not_grow_with_rows(
    world: World, task: Task, number: int, name: str, queries: int
) -> None:
    for place in range(number):
        given(world, raised(world, task, f"Vướng mắc {place}"))
    client = signed_in(world.leader)
    client.get(reverse(name))
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(reverse(name))
    assert len(captured) == queries, [query["sql"][:120] for query in captured]


def test_one_difficulty_is_read_in_constant_queries(world: World, task: Task) -> None:
    row = given(world, raised(world, task))
    client = signed_in(world.stc_officer)
    client.get(reverse("difficulty", args=[row.pk]))
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("difficulty", args=[row.pk]))
    assert len(captured) == PAGE_QUERIES, [query["sql"][:120] for query in captured]


def test_it_is_raised_from_a_task(world: World, task: Task) -> None:
    client = signed_in(world.snv_officer)
    page = text_of(client, "difficulty-new", nhiem_vu=str(task.pk))
    assert f'value="{task.code}"' in page
    sent = {
        "organisation": world.snv.pk,
        "programme": task.programme_id,
        "task_codes": task.code,
        "what": "Thiếu người",
    }
    response = client.post(reverse("difficulty-new"), sent)
    row = Difficulty.objects.get()
    assert response["Location"] == reverse("difficulty", args=[row.pk])
    assert list(row.tasks.all()) == [task]
    wrong = client.post(reverse("difficulty-new"), {**sent, "task_codes": "NV-không có"})
    assert wrong.status_code == 422
    assert "NV-không có" in wrong.content.decode()
    stranger = client.post(reverse("difficulty-new"), {**sent, "organisation": world.stc.pk})
    assert stranger.status_code == 422


def test_the_body_answers_on_its_page_and_the_raiser_ends_it(world: World, task: Task) -> None:
    row = given(world, raised(world, task))
    answering = signed_in(world.stc_officer)
    assert "Gửi trả lời" in text_of(answering, "difficulty-answer", row.pk)
    sent = {"version": row.version, "answer": "Đã bố trí", "document_number": "9/STC"}
    assert answering.post(reverse("difficulty-answer", args=[row.pk]), sent).status_code == 302
    page = text_of(signed_in(world.snv_officer), "difficulty", row.pk)
    assert "Đã bố trí" in page
    assert "9/STC" in page
    late = answering.post(reverse("difficulty-answer", args=[row.pk]), sent)
    assert late.status_code == 409
    row.refresh_from_db()
    done = signed_in(world.snv_officer).post(
        reverse("difficulty-solve", args=[row.pk]), {"version": row.version}
    )
    assert done.status_code == 302
    again = signed_in(world.snv_officer).get(reverse("difficulty-solve", args=[row.pk]))
    assert again.status_code == 409


def test_a_stranger_neither_sees_nor_answers(world: World, task: Task) -> None:
    row = given(world, raised(world, task))
    client = signed_in(world.ea_trang_officer)
    for name in ("difficulty", "difficulty-answer", "difficulty-close"):
        assert client.get(reverse(name, args=[row.pk])).status_code == 403
    assert client.get(reverse("difficulty", args=[row.pk + 1])).status_code == 404
    assert (
        signed_in(world.snv_head).get(reverse("difficulty-answer", args=[row.pk])).status_code
        == 403
    )


def test_the_task_and_the_work_list_lead_to_it(world: World, task: Task) -> None:
    row = given(world, raised(world, task))
    assert reverse("difficulty", args=[row.pk]) in text_of(
        signed_in(world.snv_officer), "task", task.pk
    )
    assert "Vướng mắc chờ trả lời" in text_of(signed_in(world.stc_officer), "my-work")
    raised(world, task, "Chưa giao ai")
    assert "Vướng mắc chưa giao nơi trả lời" in text_of(signed_in(world.coordinator), "my-work")


def test_it_has_a_trail(world: World, task: Task) -> None:
    row = given(world, raised(world, task))
    page = text_of(signed_in(world.snv_officer), "trail-of", "vuong-mac", row.pk)
    assert "Giao cơ quan trả lời vướng mắc" in page
    assert "Sở, ban, ngành" in page


def test_who_answers_is_asked_after_the_body_and_has_it_in_view(world: World, task: Task) -> None:
    row = raised(world, task)
    coordinator = signed_in(world.coordinator)
    sent = {
        "version": row.version,
        "level": "department",
        "responsible": world.stc.pk,
        "due_on": "25/09/2025",
    }
    response = coordinator.post(reverse("difficulty-assign", args=[row.pk]), sent)
    name_url = reverse("difficulty-name", args=[row.pk])
    assert response["Location"] == name_url
    shown = coordinator.get(name_url).content.decode()
    assert str(world.stc_officer) in shown
    assert str(world.snv_officer) not in shown
    row.refresh_from_db()
    head = signed_in(world.stc_head)
    outsider = {"version": row.version, "person": world.snv_officer.pk}
    assert head.post(name_url, outsider).status_code == 422
    typed = {"version": row.version, "person": world.stc_head.pk}
    assert head.post(name_url, typed).status_code == 302
    assert str(world.stc_head) in text_of(head, "difficulty", row.pk)
    assert str(world.stc_head) in text_of(head, "difficulty-list")
    assert "Vướng mắc chờ trả lời" in text_of(head, "my-work")
    assert "Vướng mắc chờ trả lời" not in text_of(signed_in(world.stc_officer), "my-work")
    assert head.get(name_url).status_code == 200
    trail = text_of(head, "trail-of", "vuong-mac", row.pk)
    assert "Phân công người trả lời" in trail


def test_a_leader_directs_from_a_difficulty(world: World, task: Task) -> None:
    row = given(world, raised(world, task))
    leader = signed_in(world.leader)
    url = f"{reverse('directive-new')}?vuong-mac={row.pk}"
    assert url in text_of(leader, "difficulty", row.pk)
    page = leader.get(url).content.decode()
    assert row.code in page
    ticked = re.findall(r'<input[^>]*name="bodies"[^>]*checked[^>]*>', page)
    assert [f'value="{world.stc.pk}"' in box for box in ticked] == [True]
    sent = {"text": "Trả lời ngay", "bodies": [world.stc.pk], "last_day": "20/09/2025"}
    assert leader.post(url, sent).status_code == 302
    assert Directive.objects.get().difficulty == row
    assert leader.get(f"{reverse('directive-new')}?vuong-mac=999999").status_code == 404
    assert signed_in(world.stc_head).get(url).status_code == 403
