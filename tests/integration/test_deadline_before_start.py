"""A deadline before the task or its programme begins: refused by hand, borne where printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from tests.document_factories import extract_plan
from tests.factories import World, actor, make_world
from tests.files import PrivateFiles
from tests.task_factories import STARTS_ON, bring_to, make_programme, make_task, noon
from tiendo.domain.lifecycle import State
from tiendo.domain.status import Status, status
from tiendo.intake.matching import is_earlier
from tiendo.intake.models import Draft
from tiendo.programmes.models import Programme
from tiendo.tasks import actions
from tiendo.tasks.actions.change_deciding import Decision, appraise_change, decide_change
from tiendo.tasks.actions.changes import draft_change, send_change
from tiendo.tasks.change_errors import ChangeError
from tiendo.tasks.change_terms import Terms
from tiendo.tasks.errors import TaskError
from tiendo.tasks.histories import task_history
from tiendo.tasks.models import ChangeRequest
from tiendo.tasks.recurrence import current_occurrence

pytestmark = pytest.mark.django_db

D = dt.date
TODAY = D(2025, 9, 10)
BEFORE = STARTS_ON - dt.timedelta(days=1)
FIRST = f"{STARTS_ON:%d/%m/%Y}"


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


def due(day: dt.date) -> dict[str, object]:
    return {"deadline_key": day.isoformat(), "deadline_raw": f"{day:%d/%m/%Y}", "last_day": day}


def test_a_task_typed_by_hand_is_not_due_before_its_programme(
    world: World, programme: Programme
) -> None:
    with pytest.raises(TaskError) as refusal:
        make_task(world, programme, **due(BEFORE))
    assert refusal.value.code == "deadline_before_start"
    assert FIRST in str(refusal.value)
    assert make_task(world, programme, **due(STARTS_ON)).last_day == STARTS_ON


def test_a_draft_is_not_edited_to_end_before_its_programme(
    world: World, programme: Programme
) -> None:
    task = make_task(world, programme)
    client = Client()
    client.force_login(
        world.coordinator, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    typed = {
        "version": task.version,
        "title": task.title,
        "product": task.product,
        "deciding_text": task.deciding_text,
        "deadline_raw": f"{BEFORE:%d/%m/%Y}",
    }
    answer = client.post(reverse("task-edit", args=[task.pk]), typed)
    assert answer.status_code == 422
    assert f"trước ngày bắt đầu ({FIRST})" in answer.content.decode()
    task.refresh_from_db()
    assert task.last_day == D(2025, 9, 30)


def test_what_is_printed_late_is_entered_given_and_overdue_at_once(
    world: World, programme: Programme, private_files: PrivateFiles
) -> None:
    """A duty whose printed deadline passed before it was entered is a duty all the same."""
    passage = extract_plan(world).drafts.order_by("order")[0].passages.all()[0]
    task = make_task(world, programme, passages=[passage], **due(BEFORE))
    edited = actions.edit_task(
        task=task, version=task.version, by=actor(world.coordinator), title="Tên khác"
    )
    client = Client()
    client.force_login(
        world.coordinator, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    page = client.get(reverse("task-go-live", args=[task.pk])).content.decode()
    assert "đã qua. Vẫn giao được" in page
    live = bring_to(world, edited, State.LIVE)
    assert (live.lifecycle, live.last_day) == ("live", BEFORE)
    assert status(task_history(live), TODAY) is Status.OVERDUE


def test_a_deadline_is_not_moved_before_the_occurrence_opens(
    world: World, programme: Programme
) -> None:
    task = make_task(
        world,
        programme,
        recurrence="R:quarterly",
        deadline_key="",
        deadline_raw="hằng quý",
        last_day=None,
    )
    task = bring_to(world, task, State.LIVE)
    with noon(D(2025, 10, 5)):
        occurrence = current_occurrence(task, D(2025, 10, 5))
        assert occurrence is not None
        with pytest.raises(TaskError) as refusal:
            actions.change_deadline(
                task=task,
                deadline_key="2025-09-15",
                last_day=occurrence.opens_on - dt.timedelta(days=1),
                reason="Nhầm",
                deciding_document="1/QĐ-UBND",
                version=task.version,
                by=actor(world.leader),
            )
    assert refusal.value.code == "deadline_before_live"


def test_a_draft_of_a_document_offers_no_deadline_before_the_task_began(
    world: World, programme: Programme
) -> None:
    task = make_task(world, programme)
    assert is_earlier(Draft(last_day=D(2025, 9, 1)), task)
    assert not is_earlier(Draft(last_day=BEFORE), task)
    live = bring_to(world, task, State.LIVE)
    assert not is_earlier(Draft(last_day=D(2025, 9, 1)), live)
    assert is_earlier(Draft(last_day=D(2025, 9, 20)), live)


def new_task(world: World, programme: Programme, day: dt.date) -> ChangeRequest:
    return draft_change(
        kind="new_task",
        organisation=world.snv,
        programme=programme,
        proposed=Terms(title="Lập bản đồ số", lead=world.snv.pk, last_day=day),
        reason="Phát sinh",
        by=actor(world.snv_officer),
    )


def test_a_request_does_not_end_before_its_programme(world: World) -> None:
    later = make_programme(world, starts_on=D(2025, 11, 1))
    with pytest.raises(ChangeError) as refusal:
        new_task(world, later, D(2025, 10, 31))
    assert refusal.value.code == "deadline_before_programme"
    assert "01/11/2025" in str(refusal.value)


def test_no_amendment_ends_before_the_programme(world: World, programme: Programme) -> None:
    row = new_task(world, programme, D(2025, 12, 31))
    row = send_change(change=row, by=actor(world.snv_head))
    row = appraise_change(change=row, opinion="agree", by=actor(world.coordinator))
    amended = Decision("amended", granted=Terms(last_day=BEFORE))
    with pytest.raises(ChangeError) as refusal:
        decide_change(change=row, decision=amended, by=actor(world.leader))
    assert refusal.value.code == "deadline_before_programme"
