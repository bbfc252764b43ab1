"""Changing the plan: asked, appraised, decided, applied; the first deadline stays in sight."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests.factories import World, actor, make_body, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon, take_step
from tiendo.accounts.actor import PermissionRefused
from tiendo.audit.models import AuditEvent
from tiendo.domain.changes import change_transitions
from tiendo.domain.lifecycle import State
from tiendo.domain.status import Status
from tiendo.outbox.models import OutboxEvent
from tiendo.programmes.models import Programme
from tiendo.tasks import actions
from tiendo.tasks.actions.change_deciding import (
    Decision,
    apply_change,
    appraise_change,
    appraise_many,
    decide_change,
    decide_many,
    return_change,
)
from tiendo.tasks.actions.changes import draft_change, edit_change, send_change, withdraw_change
from tiendo.tasks.change_errors import ChangeError
from tiendo.tasks.change_terms import Terms
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import ChangeRequest, ChangeState, ChangeStep, Part, Task
from tiendo.tasks.parties import parties_on
from tiendo.tasks.queries import with_status
from tiendo.tasks.queries.changes import (
    ChangeFilter,
    deadline_rates,
    find_changes,
    moves_of,
    visible_changes,
)

pytestmark = pytest.mark.django_db
D = dt.date
DAY = D(2025, 9, 10)
LATER = D(2025, 12, 31)
PAPER = {"document": "512/QĐ-UBND", "document_date": DAY}


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def programme(world: World) -> Programme:
    return make_programme(world)


@pytest.fixture
def task(world: World, programme: Programme) -> Task:
    return live(world, programme)


def live(world: World, programme: Programme, **fields: Any) -> Task:
    with noon(D(2025, 7, 1)):
        return bring_to(world, make_task(world, programme, **fields), State.LIVE)


def draft(world: World, task: Task, day: dt.date = DAY, **fields: Any) -> ChangeRequest:
    values: dict[str, Any] = {
        "kind": "extension",
        "organisation": world.snv,
        "programme": task.programme,
        "task": None if fields.get("kind") == "new_task" else task,
        "proposed": Terms(last_day=LATER),
        "reason": "Chờ hướng dẫn của bộ",
        "by": actor(world.snv_officer),
    }
    with noon(day):
        return draft_change(**(values | fields))


def sent(world: World, task: Task, day: dt.date = DAY, **fields: Any) -> ChangeRequest:
    row = draft(world, task, day, **fields)
    with noon(day):
        return send_change(change=row, by=actor(world.snv_head))


def appraised(world: World, task: Task, day: dt.date = DAY, **fields: Any) -> ChangeRequest:
    row = sent(world, task, day, **fields)
    with noon(day):
        return appraise_change(change=row, opinion="agree", by=actor(world.coordinator))


def decided(
    world: World, row: ChangeRequest, outcome: str = "accepted", day: dt.date = DAY, **fields: Any
) -> ChangeRequest:
    with noon(day):
        return decide_change(
            change=row, decision=Decision(outcome, **fields), by=actor(world.leader)
        )


# The way of one


def test_an_extension_is_applied_by_the_decision_with_its_number(world: World, task: Task) -> None:
    row = decided(world, appraised(world, task), **PAPER)
    task.refresh_from_db()
    assert (row.state, task.last_day) == ("applied", LATER)
    assert row.applied_by == world.leader
    assert [step.action for step in row.steps.all()] == [
        "draft", "send", "appraise", "decide", "apply",
    ]  # fmt: skip
    change = task.deadline_changes.last()
    assert (change.reason, change.deciding_document) == ("Chờ hướng dẫn của bộ", "512/QĐ-UBND")
    told = set(OutboxEvent.objects.values_list("name", flat=True))
    assert {"change.sent", "change.decided", "change.applied"} <= told
    assert AuditEvent.objects.filter(action="change.decide", object_id=str(row.pk)).exists()


def test_without_a_number_it_waits_and_the_coordinator_applies_it(world: World, task: Task) -> None:
    row = decided(world, appraised(world, task))
    assert row.state == "accepted"
    with noon(DAY):
        with pytest.raises(ChangeError) as refused:
            apply_change(change=row, by=actor(world.coordinator))
        assert refused.value.code == "document_needed"
        row = apply_change(change=row, by=actor(world.coordinator), **PAPER)
    assert (row.state, row.applied_by) == ("applied", world.coordinator)


def test_the_decision_of_an_earlier_day_counts_from_that_day(world: World, task: Task) -> None:
    paper = {"document": "512/QĐ-UBND", "document_date": D(2025, 9, 28)}
    row = decided(world, appraised(world, task), day=D(2025, 10, 5), **paper)
    with noon(D(2025, 10, 5)):
        status = with_status(Task.objects.filter(pk=row.task_id), D(2025, 10, 2)).get()
    assert getattr(status, "status", None) == Status.NOT_STARTED


def test_an_amended_deadline_is_granted(world: World, task: Task) -> None:
    granted = Terms(last_day=D(2025, 10, 31))
    decided(world, appraised(world, task), "amended", granted=granted, **PAPER)
    task.refresh_from_db()
    assert task.last_day == D(2025, 10, 31)


def adjusted(world: World, **terms: Any) -> dict[str, Any]:
    return {"kind": "adjustment", "proposed": Terms(**terms)}


def test_words_and_bodies_are_in_force_by_the_decision(world: World, task: Task) -> None:
    proposed = {
        "title": "Ban hành quy chế",
        "product": "Quy chế",
        "lead": world.congan.pk,
        "coordinating": (world.ea_trang.pk,),
    }
    row = decided(world, appraised(world, task, **adjusted(world, **proposed)), **PAPER)
    assert (row.state, row.applied_by) == ("applied", world.leader)
    with noon(DAY):
        parties = parties_on(row.task, DAY)
    assert row.task.title == "Ban hành quy chế"
    assert parties.lead_id == world.congan.pk
    assert parties.working_ids == (world.congan.pk, world.ea_trang.pk)
    event = AuditEvent.objects.get(action="task.edit", object_id=str(task.pk))
    assert event.actor_id == world.leader.pk


def test_without_a_number_words_wait_for_the_coordinator(world: World, task: Task) -> None:
    row = decided(world, appraised(world, task, **adjusted(world, title="Ban hành quy chế")))
    assert row.state == "accepted"
    with noon(DAY):
        waiting = find_changes(actor(world.coordinator), ChangeFilter(is_mine=True))
        assert list(waiting) == [row]
        row = apply_change(change=row, by=actor(world.coordinator), **PAPER)
    assert (row.state, row.task.title) == ("applied", "Ban hành quy chế")


def test_a_leader_assigns_nothing_beyond_a_decision(world: World, task: Task) -> None:
    decided(world, appraised(world, task, **adjusted(world, title="Ban hành quy chế")), **PAPER)
    task.refresh_from_db()
    with noon(DAY), pytest.raises(PermissionRefused):
        actions.edit_task(task=task, version=task.version, by=actor(world.leader), title="Lời khác")


def test_every_term_is_amended_and_the_trail_keeps_both(world: World, task: Task) -> None:
    proposed = {
        "title": "Ban hành quy chế",
        "product": "Quy chế",
        "lead": world.congan.pk,
        "coordinating": (world.ea_trang.pk,),
    }
    granted = Terms(
        title="Ban hành quy định",
        product="Quyết định",
        lead=world.stc.pk,
        coordinating=(world.snv.pk,),
        last_day=D(2025, 11, 15),
    )
    row = appraised(world, task, **adjusted(world, **proposed))
    row = decided(world, row, "amended", granted=granted, **PAPER)
    with noon(DAY):
        parties = parties_on(row.task, DAY)
    assert (row.task.title, row.task.product) == ("Ban hành quy định", "Quyết định")
    assert (parties.working_ids, row.task.last_day) == (
        (world.stc.pk, world.snv.pk),
        D(2025, 11, 15),
    )
    event = AuditEvent.objects.get(action="change.decide", object_id=str(row.pk))
    assert event.before["product"] == "Quy chế"
    assert event.after["product"] == "Quyết định"
    assert (event.before["lead_id"], event.after["lead_id"]) == (world.congan.pk, world.stc.pk)


def test_a_lead_in_the_house_of_the_confirmer_brings_another_one(world: World, task: Task) -> None:
    row = decided(world, appraised(world, task, **adjusted(world, lead=world.skhcn.pk)), **PAPER)
    with noon(DAY):
        parties = parties_on(row.task, DAY)
    assert (parties.lead_id, parties.confirmer_id) == (world.skhcn.pk, world.vp.pk)


def test_a_body_that_is_gone_is_not_granted(world: World, task: Task) -> None:
    gone = make_body("Sở cũ", since=D(2020, 1, 1), until=D(2025, 7, 1))
    row = appraised(world, task, **adjusted(world, title="Ban hành quy chế"))
    granted = Terms(lead=gone.pk)
    assert refused_code(decided, world, row, "amended", granted=granted, **PAPER) == (
        "body_dissolved"
    )


def test_a_new_task_waits_to_be_given_with_its_paper(
    world: World, programme: Programme, task: Task
) -> None:
    proposed = Terms(
        title="Lập bản đồ số",
        product="Bản đồ",
        lead=world.snv.pk,
        last_day=LATER,
        coordinating=(world.stc.pk,),
        deciding_text="UBND tỉnh",
    )
    row = decided(world, appraised(world, task, kind="new_task", proposed=proposed), **PAPER)
    made = row.task
    assert (made.lifecycle, made.code, made.last_day) == ("draft", f"BS-{row.pk}", LATER)
    assert parties_on(made, DAY).first(Part.CONFIRM).organisation == world.skhcn
    mine, coordinator = ChangeFilter(is_mine=True), actor(world.coordinator)
    assert list(find_changes(coordinator, mine)) == [row]
    with noon(DAY):
        given = actions.go_live(task=made, by=coordinator)
    assert not find_changes(coordinator, mine).exists()
    assert given.events.get(action="go_live").deciding_document == "512/QĐ-UBND"


def test_a_returned_request_is_edited_and_sent_again(world: World, task: Task) -> None:
    row = sent(world, task)
    with noon(DAY):
        row = return_change(change=row, reason="Thiếu căn cứ", by=actor(world.coordinator))
        row = edit_change(
            change=row,
            proposed=Terms(last_day=D(2025, 11, 30)),
            reason="Theo văn bản của bộ",
            by=actor(world.snv_officer),
        )
        row = send_change(change=row, by=actor(world.snv_head))
    assert (row.state, row.proposed) == ("sent", {"last_day": "2025-11-30"})


def test_it_is_withdrawn_with_a_reason(world: World, task: Task) -> None:
    row = sent(world, task)
    with noon(DAY):
        with pytest.raises(ChangeError):
            withdraw_change(change=row, reason="", by=actor(world.snv_officer))
        row = withdraw_change(change=row, reason="Kịp hạn", by=actor(world.snv_officer))
    assert row.state == "withdrawn"
    assert sent(world, task).state == "sent"


def test_many_are_appraised_and_decided_at_once(world: World, programme: Programme) -> None:
    rows = [sent(world, live(world, programme)) for _ in range(3)]
    with noon(DAY):
        done = appraise_many(changes=rows, opinion="agree", text="", by=actor(world.coordinator))
        withdraw_change(change=rows[0], reason="Thôi", by=actor(world.snv_officer))
        result = decide_many(
            changes=done.changes, decision=Decision("accepted", **PAPER), by=actor(world.leader)
        )
    assert [row.state for row in result.changes] == ["applied", "applied"]
    assert {pk: error.code for pk, error in result.refused.items()} == {rows[0].pk: "wrong_step"}


# What is refused


def refused_code(function: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises((TaskError, PermissionRefused)) as refused:
        function(*args, **kwargs)
    return getattr(refused.value, "code", "") or refused.value.permission


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"reason": " "}, "reason_needed"),
        ({"proposed": Terms()}, "deadline_missing"),
        ({"proposed": Terms(last_day=D(2025, 6, 1))}, "deadline_before_start"),
        ({"proposed": Terms(last_day=D(2025, 9, 1))}, "deadline_in_past"),
        ({"proposed": Terms(last_day=D(2025, 9, 30))}, "not_later"),
        ({"kind": "adjustment", "proposed": Terms()}, "nothing_proposed"),
        ({"kind": "new_task", "proposed": Terms(lead=1)}, "title_missing"),
        ({"kind": "new_task", "proposed": Terms(title="A")}, "lead_missing"),
    ],
)
def test_bad_requests_are_answered(
    world: World, task: Task, fields: dict[str, Any], code: str
) -> None:
    assert refused_code(draft, world, task, **fields) == code


def test_a_deadline_is_not_set_before_the_start(world: World, task: Task) -> None:
    with noon(DAY):
        code = refused_code(
            actions.change_deadline,
            task=task,
            deadline_key="2025-06-01",
            last_day=D(2025, 6, 1),
            reason="Nhầm",
            deciding_document="1/QĐ",
            version=task.version,
            by=actor(world.leader),
        )
    assert code == "deadline_before_live"


def test_a_task_that_is_not_live_is_not_changed(world: World, programme: Programme) -> None:
    with noon(D(2025, 7, 1)):
        resting = bring_to(world, make_task(world, programme), State.SUSPENDED)
    assert refused_code(draft, world, resting) == "task_not_live"


def test_a_stranger_does_not_ask_for_others(world: World, task: Task) -> None:
    assert refused_code(draft, world, task, by=actor(world.stc_officer)) == "change.request"
    code = refused_code(
        draft, world, task, organisation=world.congan, by=actor(world.congan_officer)
    )
    assert code == "not_of_the_task"


def test_an_officer_does_not_send(world: World, task: Task) -> None:
    row = draft(world, task)
    assert refused_code(send_change, change=row, by=actor(world.snv_officer)) == "change.send"


def test_a_dissolved_body_leads_nothing(world: World, task: Task) -> None:
    gone = make_body("Sở Giao thông vận tải", until=D(2025, 3, 1), since=D(2020, 1, 1))
    proposed = Terms(lead=gone.pk)
    assert refused_code(draft, world, task, kind="adjustment", proposed=proposed) == (
        "body_dissolved"
    )


def test_two_requests_on_one_task_meet_a_clear_answer(world: World, task: Task) -> None:
    first = sent(world, task)
    with pytest.raises(ChangeError) as refused:
        draft(
            world,
            task,
            organisation=world.stc,
            by=actor(world.stc_officer),
            proposed=Terms(last_day=D(2026, 1, 31)),
        )
    assert refused.value.code == "another_request"
    assert first.code in str(refused.value)
    assert "Sở Nội vụ" in str(refused.value)
    # Of another kind it goes on beside it.
    other = sent(world, task, kind="adjustment", proposed=Terms(product="Quyết định, kế hoạch"))
    assert other.state == "sent"


def test_two_drafts_sent_at_once_meet_in_the_database(world: World, task: Task) -> None:
    one, two = draft(world, task), draft(world, task)
    with noon(DAY):
        send_change(change=one, by=actor(world.snv_head))
        assert refused_code(send_change, change=two, by=actor(world.snv_head)) == "another_request"
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeRequest.objects.filter(pk=two.pk).update(state="sent")


def test_a_decision_is_made_once(world: World, task: Task) -> None:
    row = decided(world, appraised(world, task), **PAPER)
    assert refused_code(decided, world, row, **PAPER) == "wrong_step"


def test_who_saw_an_older_request_decides_nothing(world: World, task: Task) -> None:
    row = appraised(world, task)
    with noon(DAY):
        code = refused_code(
            decide_change,
            change=row,
            decision=Decision("accepted", **PAPER),
            by=actor(world.leader),
            version=row.version - 1,
        )
    assert code == "edited_meanwhile"


@pytest.mark.parametrize(
    ("outcome", "fields", "code"),
    [
        ("refused", {}, "reason_needed"),
        ("amended", PAPER, "amendment_missing"),
        ("accepted", {"document": "1/QĐ"}, "document_incomplete"),
        ("accepted", {"document": "1/QĐ", "document_date": D(2026, 1, 1)}, "document_day_wrong"),
    ],
)
def test_bad_decisions_are_answered(
    world: World, task: Task, outcome: str, fields: dict[str, Any], code: str
) -> None:
    assert refused_code(decided, world, appraised(world, task), outcome, **fields) == code


def test_a_task_changed_meanwhile_is_not_changed_over(world: World, task: Task) -> None:
    row = appraised(world, task)
    with noon(DAY):
        actions.change_deadline(
            task=task,
            deadline_key="2025-10-15",
            last_day=D(2025, 10, 15),
            reason="Chỉ đạo",
            deciding_document="7/CT-UBND",
            version=task.version,
            by=actor(world.leader),
        )
    assert refused_code(decided, world, row, **PAPER) == "task_changed"


def test_a_disagreement_says_why(world: World, task: Task) -> None:
    row = sent(world, task)
    with noon(DAY):
        code = refused_code(
            appraise_change, change=row, opinion="disagree", by=actor(world.coordinator)
        )
    assert code == "opinion_needed"


# The database


def test_the_database_knows_the_table(world: World, task: Task) -> None:
    allowed = change_transitions()
    row = draft(world, task)
    for target in set(ChangeState.values) - {"drafted"}:
        with transaction.atomic():
            try:
                with transaction.atomic():
                    ChangeRequest.objects.filter(pk=row.pk).update(**_as(row, target))
                went = True
            except DatabaseError:
                went = False
            transaction.set_rollback(True)
        assert went == (("drafted", target) in allowed), target


def _as(row: ChangeRequest, state: str) -> dict[str, object]:
    is_decided = state in ("accepted", "amended", "refused", "applied")
    person, moment = row.drafted_by_id, row.drafted_at
    values: dict[str, object] = {"state": state}
    if is_decided:
        values |= {"decided_by": person, "decided_at": moment}
    if state == "applied":
        values |= {"applied_by": person, "applied_at": moment}
        values |= {"decision_document": "1/QĐ", "decision_date": DAY}
    return values


def test_steps_are_never_rewritten(world: World, task: Task) -> None:
    step = draft(world, task).steps.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeStep.objects.filter(pk=step.pk).update(text="khác")


def test_a_decision_has_who_and_when(world: World, task: Task) -> None:
    row = appraised(world, task)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeRequest.objects.filter(pk=row.pk).update(state="accepted")


# The first deadline


def test_moves_are_counted_and_the_first_deadline_stays(world: World, task: Task) -> None:
    assert moves_of([task.pk]) == {}
    decided(world, appraised(world, task), **PAPER)
    row = appraised(world, task, proposed=Terms(last_day=D(2026, 3, 31)))
    decided(world, row, **PAPER)
    moves = moves_of([task.pk])[task.pk]
    assert (moves.count, moves.original) == (2, D(2025, 9, 30))


def test_an_extension_asked_after_the_deadline_is_marked(world: World, task: Task) -> None:
    assert not sent(world, task).was_late
    ChangeRequest.objects.all().update(state="withdrawn")
    assert sent(world, task, D(2025, 10, 5)).was_late


def test_rates_by_the_first_and_by_the_adjusted_deadline(
    world: World, programme: Programme, task: Task
) -> None:
    kept = live(world, programme)
    with noon(D(2025, 9, 20)):
        for step in ("claim", "approve", "confirm"):
            take_step(world, kept, step)
    decided(world, appraised(world, task), **PAPER)
    with noon(D(2025, 10, 20)):
        for step in ("claim", "approve", "confirm"):
            take_step(world, task, step)
        on = D(2025, 11, 1)
    rates = deadline_rates(with_status(Task.objects.all(), on), on)
    assert (rates.by_original.numerator, rates.by_original.denominator) == (1, 2)
    assert (rates.by_adjusted.numerator, rates.by_adjusted.denominator) == (2, 2)
    assert (rates.moved, rates.moves) == (1, 1)
    early = deadline_rates(with_status(Task.objects.none(), on), on)
    assert early.by_original.value is None


# Who sees what


def test_drafts_stay_in_the_body_and_sent_ones_reach_the_task(world: World, task: Task) -> None:
    row = draft(world, task)
    people = ("snv_officer", "stc_officer", "coordinator", "ea_trang_officer")

    def seen() -> dict[str, int]:
        return {name: visible_changes(actor(getattr(world, name))).count() for name in people}

    with noon(DAY):
        assert seen() == {
            "snv_officer": 1, "stc_officer": 0, "coordinator": 0, "ea_trang_officer": 0,
        }  # fmt: skip
        send_change(change=row, by=actor(world.snv_head))
        assert seen() == {
            "snv_officer": 1, "stc_officer": 1, "coordinator": 1, "ea_trang_officer": 0,
        }  # fmt: skip


def test_what_waits_for_a_person_comes_first(world: World, programme: Programme) -> None:
    waiting = sent(world, live(world, programme))
    sent_earlier = appraised(world, live(world, programme), D(2025, 9, 11))
    with noon(D(2025, 9, 12)):
        for person, first in (("coordinator", waiting), ("leader", sent_earlier)):
            rows = list(find_changes(actor(getattr(world, person)), ChangeFilter()))
            assert rows[0] == first, person
            mine = find_changes(actor(getattr(world, person)), ChangeFilter(is_mine=True))
            assert list(mine) == [first]
