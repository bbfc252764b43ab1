"""The pages of re-checks: draw a period, work through it by keyboard, see what it came to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import World, actor, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon, take_step
from tiendo.accounts.models import User
from tiendo.domain.lifecycle import State
from tiendo.programmes.models import Programme
from tiendo.tasks.actions import Outcome, Scope, draw_recheck, record_result
from tiendo.tasks.models import Recheck, RecheckItem, Task
from tiendo.tasks.queries import visible_tasks, with_lead
from tiendo.tasks.queries.recheck_counts import (
    counts_by_confirmer,
    counts_by_lead,
    counts_of_rounds,
)
from tiendo.tasks.queries.reopenings import reopenings_by_lead

pytestmark = pytest.mark.django_db

DONE = dt.date(2025, 9, 10)
TODAY = dt.date(2025, 10, 2)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SEPTEMBER = {"tu": "01/09/2025", "den": "30/09/2025", "chuong_trinh": ""}


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


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def confirmed(world: World, programme: Programme, number: int) -> list[Task]:
    with noon(DONE):
        return [
            bring_to(world, make_task(world, programme), State.CONFIRMED)
            for _number in range(number)
        ]


def drawn(world: World, programme: Programme, number: int = 5) -> Recheck:
    confirmed(world, programme, number)
    scope = Scope(dt.date(2025, 9, 1), dt.date(2025, 9, 30))
    return draw_recheck(scope=scope, by=actor(world.inspector))


def judge(world: World, item: RecheckItem, result: str, note: str = "Vì sao") -> None:
    record_result(item=item, outcome=Outcome(result, note), by=actor(world.inspector))


def test_what_would_be_drawn_is_shown_before_the_draw(world, programme):
    confirmed(world, programme, 7)
    client = signed_in(world.inspector)
    body = client.get(reverse("recheck-new")).content.decode()
    assert "<b>7</b> việc đã xác nhận; rút ngẫu nhiên <b>5</b> việc" in body
    assert not Recheck.objects.exists()
    response = client.post(reverse("recheck-new"), SEPTEMBER)
    recheck = Recheck.objects.get()
    assert response["Location"] == reverse("recheck", args=[recheck.pk])


def test_a_second_draw_asks_for_its_reason_and_keeps_what_was_typed(world, programme):
    drawn(world, programme)
    client = signed_in(world.inspector)
    response = client.post(reverse("recheck-new"), SEPTEMBER)
    assert response.status_code == 422
    assert "Nêu lý do rút thăm lần nữa" in response.content.decode()
    given = {**SEPTEMBER, "reason": "Bổ sung theo yêu cầu"}
    assert client.post(reverse("recheck-new"), given).status_code == 302
    assert Recheck.objects.filter(reason="Bổ sung theo yêu cầu").exists()


@pytest.mark.parametrize("days", [("", ""), ("31/02/2025", "30/09/2025"), ("x", "y")])
def test_days_that_are_none_are_said(world, days):
    client = signed_in(world.inspector)
    given = {"tu": days[0], "den": days[1]}
    assert client.get(reverse("recheck-new"), given).status_code == 422
    assert client.post(reverse("recheck-new"), given).status_code == 422


def test_the_round_says_that_drawing_again_gives_the_same(world, programme):
    recheck = drawn(world, programme)
    body = signed_in(world.leader).get(reverse("recheck", args=[recheck.pk])).content.decode()
    assert "Rút lại từ nhật ký vừa cho đúng danh sách này" in body
    assert recheck.seed in body
    assert recheck.population_hash in body


def test_one_works_through_a_round_item_by_item(world, programme):
    recheck = drawn(world, programme, 2)
    first, second = recheck.items.order_by("order")
    client = signed_in(world.inspector)
    url = reverse("recheck-item", args=[first.pk])
    body = client.get(url).content.decode()
    assert 'value="upheld" data-key="1"' in body
    assert "12/QĐ-UBND" in body
    assert client.post(url, {"note": "x"}).status_code == 422
    assert client.post(url, {"result": "not_upheld"}).status_code == 422
    response = client.post(url, {"result": "upheld"})
    assert response["Location"] == reverse("recheck-item", args=[second.pk])
    url = reverse("recheck-item", args=[second.pk])
    given = {"result": "not_upheld", "note": "Văn bản chưa ban hành", "reopens": "on"}
    response = client.post(url, given)
    assert response["Location"] == reverse("recheck", args=[recheck.pk])
    assert Task.objects.get(pk=second.task_id).lifecycle == State.LIVE
    assert client.post(url, {"result": "cannot_check", "note": "x"}).status_code == 409
    page = client.get(reverse("task", args=[second.task_id])).content.decode()
    assert "Đã mở lại <b>1</b> lần" in page
    assert "Không đúng như xác nhận" in page


def test_a_document_found_is_kept_with_the_result(world, programme):
    item = drawn(world, programme, 1).items.get()
    given = {"result": "upheld", "document_number": "5/BB-TTr", "document_date": "01/10/2025"}
    client = signed_in(world.inspector)
    assert client.post(reverse("recheck-item", args=[item.pk]), given).status_code == 302
    assert item.proofs.get().document_number == "5/BB-TTr"


# Counts


def test_the_four_states_of_the_rate_are_told_apart(world, programme):
    recheck = drawn(world, programme, 3)
    one, two, three = recheck.items.order_by("order")

    def state(on: dt.date = TODAY) -> tuple[str, bool]:
        counts = counts_of_rounds([recheck], on)[recheck.pk]
        return counts.state, counts.is_small

    assert state() == ("not_due", False)
    assert state(recheck.due_on + dt.timedelta(days=1)) == ("no_data", False)
    judge(world, one, "cannot_check")
    assert state() == ("undefined", False)
    judge(world, two, "not_upheld")
    counts = counts_of_rounds([recheck], TODAY)[recheck.pk]
    assert (counts.state, counts.upheld_rate.value) == ("value", 0)
    judge(world, three, "upheld")
    counts = counts_of_rounds([recheck], TODAY)[recheck.pk]
    assert (counts.upheld_rate.numerator, counts.upheld_rate.denominator) == (1, 2)
    assert counts.is_small
    assert (counts.share_checked.numerator, counts.share_checked.denominator) == (3, 3)


def test_the_counts_by_body_add_up_to_the_round(world, programme):
    recheck = drawn(world, programme, 8)
    for item, result in zip(
        recheck.items.order_by("order"), ("upheld", "not_upheld"), strict=False
    ):
        judge(world, item, result)
    (by_lead,) = counts_by_lead(recheck, TODAY)
    (by_confirmer,) = counts_by_confirmer(recheck, TODAY)
    assert (by_lead.body, by_confirmer.body) == (world.snv, world.skhcn)
    assert (by_lead.counts.population, by_lead.counts.drawn, by_lead.counts.checked) == (8, 5, 2)
    assert by_confirmer.counts.not_upheld == 1


def test_reopenings_are_counted_for_the_lead_body(world, programme):
    one, two, _three = confirmed(world, programme, 3)
    for task in (one, two, one):
        again = Task.objects.get(pk=task.pk)
        if again.lifecycle != State.CONFIRMED:
            for step in ("claim", "approve", "confirm"):
                again = take_step(world, again, step)
        take_step(world, again, "reopen")
    tasks = with_lead(visible_tasks(actor(world.leader)), TODAY)
    assert reopenings_by_lead(tasks, [world.snv.pk, world.stc.pk], TODAY) == {world.snv.pk: 3}


@pytest.mark.parametrize(("name", "cost"), [("list", 7), ("round", 18), ("item", 13), ("new", 9)])
def test_a_page_costs_the_same_queries_however_much_was_drawn(world, programme, name, cost):
    def measured(recheck: Recheck) -> int:
        client = signed_in(world.inspector)
        url = {
            "list": reverse("recheck-list"),
            "round": reverse("recheck", args=[recheck.pk]),
            "item": reverse("recheck-item", args=[recheck.items.order_by("order")[0].pk]),
            "new": reverse("recheck-new"),
        }[name]
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    few = measured(drawn(world, programme, 2))
    confirmed(world, programme, 9)
    scope = Scope(dt.date(2025, 9, 1), dt.date(2025, 9, 30))
    more = draw_recheck(scope=scope, by=actor(world.inspector), reason="Lần nữa")
    assert measured(more) == few == cost
