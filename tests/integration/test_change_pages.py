"""The pages of change requests: asking from a task, the list, every step, many at once."""

from __future__ import annotations

import datetime as dt
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
from tiendo.programmes.models import Programme
from tiendo.tasks.actions.change_deciding import appraise_change
from tiendo.tasks.actions.changes import draft_change, send_change
from tiendo.tasks.change_terms import Terms
from tiendo.tasks.models import ChangeRequest, Task

pytestmark = pytest.mark.django_db
D = dt.date
TODAY = D(2025, 9, 10)
LIST_QUERIES = 11
PAGE_QUERIES = 9


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
    return bring_to(world, make_task(world, programme), State.LIVE)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def sent(world: World, task: Task) -> ChangeRequest:
    row = draft_change(
        kind="extension",
        organisation=world.snv,
        programme=task.programme,
        task=task,
        proposed=Terms(last_day=D(2025, 12, 31)),
        reason="Chờ hướng dẫn",
        by=actor(world.snv_officer),
    )
    return send_change(change=row, by=actor(world.snv_head))


def appraised(world: World, task: Task) -> ChangeRequest:
    return appraise_change(change=sent(world, task), opinion="agree", by=actor(world.coordinator))


def text_of(client: Client, name: str, *args: object, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def ask_url(task: Task, kind: str) -> str:
    return f"{reverse('change-new')}?nhiem_vu={task.pk}&loai={kind}"


def test_an_officer_asks_from_the_task_and_the_head_sends(world: World, task: Task) -> None:
    officer = signed_in(world.snv_officer)
    assert f"nhiem_vu={task.pk}" in text_of(officer, "task", task.pk)
    typed = {"last_day": "31/12/2025", "reason": "Chờ", "organisation": world.snv.pk}
    response = officer.post(ask_url(task, "extension"), {**typed, "send": "1"})
    row = ChangeRequest.objects.get()
    assert response["Location"] == reverse("change", args=[row.pk])
    assert row.state == "drafted"
    assert "Đề nghị điều chỉnh chờ tôi" in text_of(signed_in(world.snv_head), "my-work")
    head = signed_in(world.snv_head)
    assert head.post(reverse("change-send", args=[row.pk]), {"version": row.version}).status_code
    row.refresh_from_db()
    assert row.state == "sent"


def test_a_head_asks_and_sends_at_once(world: World, task: Task) -> None:
    typed = {
        "title": "Ban hành quy chế mới",
        "product": task.product,
        "lead": world.snv.pk,
        "coordinating": [world.stc.pk, world.congan.pk],
        "reason": "Rõ hơn",
        "organisation": world.snv.pk,
        "send": "1",
    }
    signed_in(world.snv_head).post(ask_url(task, "adjustment"), typed)
    row = ChangeRequest.objects.get()
    assert (row.state, set(row.proposed)) == ("sent", {"title", "coordinating"})
    page = text_of(signed_in(world.coordinator), "change", row.pk)
    assert "Ban hành quy chế mới" in page
    assert "Công an tỉnh" in page


@pytest.mark.parametrize(
    ("day", "words"),
    [("30/09/2025", "phải đến sau thời hạn"), ("31/02/2026", "31/02/2026"), ("", "Nhập thời hạn")],
)
def test_a_bad_deadline_is_answered_on_the_form(
    world: World, task: Task, day: str, words: str
) -> None:
    typed = {"last_day": day, "reason": "Chờ", "organisation": world.snv.pk}
    response = signed_in(world.snv_officer).post(ask_url(task, "extension"), typed)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not ChangeRequest.objects.exists()


def test_a_new_task_is_asked_for(world: World, programme: Programme) -> None:
    typed = {
        "title": "Lập bản đồ số",
        "lead": world.snv.pk,
        "last_day": "31/12/2025",
        "reason": "Phát sinh",
        "organisation": world.snv.pk,
        "programme": programme.pk,
    }
    client = signed_in(world.snv_officer)
    assert client.post(reverse("change-new"), typed).status_code == 302
    assert "Lập bản đồ số" in text_of(client, "change-list")


def test_it_goes_from_appraisal_to_the_task(world: World, task: Task) -> None:
    row = sent(world, task)
    coordinator, leader = signed_in(world.coordinator), signed_in(world.leader)
    url = reverse("change-appraise", args=[row.pk])
    refused = coordinator.post(url, {"version": row.version, "opinion": "amend"})
    assert refused.status_code == 422
    assert "Chưa nêu ý kiến thẩm tra" in refused.content.decode()
    assert coordinator.post(url, {"version": row.version, "opinion": "agree"}).status_code == 302
    row.refresh_from_db()
    decision = {
        "version": row.version,
        "outcome": "amended",
        "granted_last_day": "31/10/2025",
        "document": "77/QĐ-UBND",
        "document_date": "10/09/2025",
    }
    decide = reverse("change-decide", args=[row.pk])
    assert leader.post(decide, decision).status_code == 302
    assert leader.post(decide, decision).status_code == 409
    task.refresh_from_db()
    assert task.last_day == D(2025, 10, 31)
    page = text_of(signed_in(world.snv_officer), "task", task.pk)
    assert "Đã gia hạn 1 lần, hạn gốc" in page
    listed = text_of(leader, "task-list")
    assert "đã gia hạn 1 lần, hạn gốc 30/09/2025" in listed
    assert "theo hạn gốc" in text_of(leader, "change-list")


def adjustment(world: World, task: Task) -> ChangeRequest:
    row = draft_change(
        kind="adjustment",
        organisation=world.snv,
        programme=task.programme,
        task=task,
        proposed=Terms(title="Ban hành quy chế", lead=world.congan.pk),
        reason="Theo phân công mới",
        by=actor(world.snv_officer),
    )
    row = send_change(change=row, by=actor(world.snv_head))
    return appraise_change(change=row, opinion="agree", by=actor(world.coordinator))


def test_a_leader_amends_any_term_and_it_is_in_force(world: World, task: Task) -> None:
    row = adjustment(world, task)
    leader, url = signed_in(world.leader), reverse("change-decide", args=[row.pk])
    shown = leader.get(url).content.decode()
    assert "Ban hành quy chế</textarea>" in shown
    typed = {
        "version": row.version,
        "outcome": "accepted",
        "granted_last_day": "30/09/2025",
        "granted_title": "Ban hành quy định",
        "granted_product": "Quy định",
        "granted_deciding_text": "UBND tỉnh",
        "granted_lead": world.stc.pk,
        "granted_coordinating": [world.snv.pk],
        "document": "77/QĐ-UBND",
        "document_date": "10/09/2025",
    }
    refused = leader.post(url, typed)
    assert refused.status_code == 422
    assert "chỉ dùng với" in refused.content.decode()
    assert leader.post(url, {**typed, "outcome": "amended"}).status_code == 302
    row.refresh_from_db()
    assert row.granted == {
        "title": "Ban hành quy định",
        "product": "Quy định",
        "lead": world.stc.pk,
        "coordinating": [world.snv.pk],
    }
    assert (row.state, row.task.title) == ("applied", "Ban hành quy định")
    trail = text_of(leader, "trail-of", "dieu-chinh", row.pk)
    assert "Ban hành quy chế" in trail
    assert "Ban hành quy định" in trail


def test_a_decision_as_asked_needs_no_typing(world: World, task: Task) -> None:
    row = adjustment(world, task)
    leader, url = signed_in(world.leader), reverse("change-decide", args=[row.pk])
    shown = leader.get(url).context["form"]
    names = [name for name in shown.fields if name.startswith("granted_")]
    typed = {name: shown.initial[name] for name in names}
    sent_back = {**typed, "version": row.version, "outcome": "accepted"}
    assert leader.post(url, sent_back).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.granted) == ("accepted", row.proposed)


def test_a_granted_new_task_is_given_from_its_request(world: World, programme: Programme) -> None:
    row = draft_change(
        kind="new_task",
        organisation=world.snv,
        programme=programme,
        proposed=Terms(
            title="Lập bản đồ số",
            product="Bản đồ",
            lead=world.snv.pk,
            last_day=D(2025, 12, 31),
            deciding_text="UBND tỉnh",
        ),
        reason="Các xã đề nghị",
        by=actor(world.snv_officer),
    )
    row = send_change(change=row, by=actor(world.snv_head))
    row = appraise_change(change=row, opinion="agree", by=actor(world.coordinator))
    paper = {"document": "77/QĐ-UBND", "document_date": "10/09/2025", "outcome": "accepted"}
    decide = reverse("change-decide", args=[row.pk])
    typed = {**paper, "version": row.version, "granted_title": "Lập bản đồ số"}
    typed |= {"granted_product": "Bản đồ", "granted_deciding_text": "UBND tỉnh"}
    assert signed_in(world.leader).post(decide, typed).status_code == 302
    coordinator = signed_in(world.coordinator)
    assert "Đề nghị điều chỉnh chờ tôi" in text_of(coordinator, "my-work")
    row.refresh_from_db()
    give = reverse("task-go-live", args=[row.task_id])
    assert give in text_of(coordinator, "change", row.pk)
    assert give not in text_of(signed_in(world.snv_head), "change", row.pk)
    assert coordinator.post(give, {"version": row.task.version}).status_code == 302
    assert give not in text_of(coordinator, "change", row.pk)
    assert "77/QĐ-UBND" in text_of(coordinator, "task", row.task_id)


def test_many_are_decided_on_one_page(world: World, programme: Programme) -> None:
    rows = [
        appraised(world, bring_to(world, make_task(world, programme), State.LIVE)) for _ in range(2)
    ]
    leader = signed_in(world.leader)
    chosen = {"action": "decide", "change": [row.pk for row in rows]}
    shown = leader.post(reverse("change-many"), chosen)
    assert shown.status_code == 200
    assert rows[0].code in shown.content.decode()
    typed = {"outcome": "accepted", "document": "8/QĐ", "document_date": "10/9/2025"}
    sent_back = {**chosen, **typed, "sent": "1"}
    assert leader.post(reverse("change-many"), sent_back).status_code == 302
    assert set(ChangeRequest.objects.values_list("state", flat=True)) == {"applied"}
    again = leader.post(reverse("change-many"), sent_back)
    assert again.status_code == 409
    assert "đang ở bước" in again.content.decode()
    assert signed_in(world.snv_head).post(reverse("change-many"), chosen).status_code == 403


@pytest.mark.parametrize("number", [1, 6])
def test_queries_do_not_grow_with_rows(world: World, programme: Programme, number: int) -> None:
    for _place in range(number):
        sent(world, bring_to(world, make_task(world, programme), State.LIVE))
    client = signed_in(world.coordinator)
    client.get(reverse("change-list"))
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("change-list"))
    assert len(captured) == LIST_QUERIES, [query["sql"][:120] for query in captured]


def test_one_request_is_read_in_constant_queries(world: World, task: Task) -> None:
    row = sent(world, task)
    client = signed_in(world.snv_officer)
    client.get(reverse("change", args=[row.pk]))
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("change", args=[row.pk]))
    assert len(captured) == PAGE_QUERIES, [query["sql"][:120] for query in captured]


def test_a_request_has_a_trail(world: World, task: Task) -> None:
    row = sent(world, task)
    page = text_of(signed_in(world.snv_head), "trail-of", "dieu-chinh", row.pk)
    assert "Gửi đề nghị điều chỉnh" in page
    assert "31/12/2025" in page
