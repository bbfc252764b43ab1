"""Random re-checks: drawn so that anybody can draw again, judged from outside, counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests.factories import World, actor, make_body, make_user, make_world
from tests.refusing import refused
from tests.task_factories import PROOF, bring_to, make_programme, make_task, noon, take_step
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import RoleCode
from tiendo.audit.models import AuditEvent
from tiendo.domain.lifecycle import State
from tiendo.domain.sampling import draw, population_hash
from tiendo.organisations.models import Kind, Level
from tiendo.outbox.models import OutboxEvent
from tiendo.programmes.models import Programme
from tiendo.tasks import actions
from tiendo.tasks.actions import Outcome, Scope, draw_recheck, record_result
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import LifecycleEvent, Recheck, RecheckItem, Task
from tiendo.tasks.queries.rechecks import population, redraw

pytestmark = pytest.mark.django_db

D = dt.date
DONE = D(2025, 9, 10)
TODAY = D(2025, 10, 2)
SEPTEMBER = (D(2025, 9, 1), D(2025, 9, 30))


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


def confirmed(world: World, programme: Programme, number: int = 1, **fields: Any) -> list[Task]:
    with noon(DONE):
        return [
            bring_to(world, make_task(world, programme, **fields), State.CONFIRMED)
            for _number in range(number)
        ]


def confirmed_by_finance(world: World, programme: Programme) -> Task:
    with noon(DONE):
        task = make_task(world, programme, lead=world.stc, coordinating=[])
        task = take_step(world, task, "go_live")
        by = actor(world.stc_head)
        task = actions.claim(task=task, done_on=DONE, evidence=[PROOF], by=by)
        return take_step(world, actions.approve(task=task, by=by), "confirm")


def drawn(world: World, **fields: Any) -> Recheck:
    values = {"scope": Scope(*SEPTEMBER), "by": actor(world.inspector)}
    return draw_recheck(**(values | fields))


def judged(world: World, item: RecheckItem, **fields: Any) -> RecheckItem:
    return record_result(item=item, outcome=Outcome(**fields), by=actor(world.inspector))


def refusal(call: Any) -> str:
    with pytest.raises(TaskError) as refused, transaction.atomic():
        call()
    return str(refused.value.code)


# Drawing


def test_a_draw_stores_all_that_is_needed_to_draw_it_again(world, programme):
    confirmed(world, programme, 12)
    recheck = drawn(world, seed="57")
    members = [row.event_id for row in population(*SEPTEMBER, drawn_on=TODAY)]
    assert (recheck.population_size, recheck.population_hash) == (12, population_hash(members))
    assert (recheck.algorithm, recheck.share_percent, recheck.seed) == ("sha256-rank/1", 5, "57")
    listed = list(recheck.items.order_by("order").values_list("confirmation", flat=True))
    assert tuple(listed) == draw(members, "57", 5)
    assert recheck.due_on == D(2025, 11, 1)


def test_drawing_again_later_finds_the_same_population_and_list(world, programme):
    tasks = confirmed(world, programme, 9)
    recheck = drawn(world)
    take_step(world, Task.objects.get(pk=tasks[0].pk), "reopen")
    confirmed_now = bring_to(world, make_task(world, programme), State.CONFIRMED)
    with noon(D(2026, 1, 5)):
        again = redraw(recheck)
    assert (again.is_same_population, again.is_same_list) == (True, True)
    assert again.population_size == 9
    assert confirmed_now.lifecycle == State.CONFIRMED


def test_a_draw_that_was_tampered_with_is_found(world, programme):
    confirmed(world, programme, 9)
    recheck = drawn(world)
    recheck.seed = "another"
    assert not redraw(recheck).is_same_list
    recheck.excluded_bodies = [world.snv.pk]
    assert not redraw(recheck).is_same_population


def test_only_what_stands_confirmed_in_the_period_is_in_the_population(world, programme):
    inside, undone = confirmed(world, programme, 2)
    with noon(D(2025, 9, 20)):
        take_step(world, undone, "reopen")
    with noon(D(2025, 8, 31)):
        bring_to(world, make_task(world, programme), State.CONFIRMED)
    with noon(D(2025, 9, 30)):
        bring_to(world, make_task(world, programme), State.UNIT_APPROVED)
    found = population(*SEPTEMBER, drawn_on=TODAY)
    assert [row.task_id for row in found] == [inside.pk]
    assert (found[0].lead_id, found[0].confirmer_id) == (world.snv.pk, world.skhcn.pk)


def test_occurrences_are_drawn_each_by_itself(world, programme):
    with noon(D(2025, 7, 1)):
        task = make_task(
            world,
            programme,
            recurrence="R:monthly:25",
            last_day=None,
            deadline_key="",
            deadline_raw="ngày 25 hằng tháng",
        )
        take_step(world, task, "go_live")
    for day in (D(2025, 9, 2), D(2025, 9, 26)):
        with noon(day):
            for step in ("claim", "approve", "confirm"):
                take_step(world, Task.objects.get(pk=task.pk), step)
    found = population(*SEPTEMBER, drawn_on=TODAY)
    assert [row.task_id for row in found] == [task.pk, task.pk]
    assert len({row.occurrence_id for row in found}) == 2
    recheck = drawn(world)
    first = min(recheck.items.all(), key=lambda item: item.occurrence_id)
    done = judged(world, first, result="not_upheld", note="Chưa có báo cáo", reopens=True)
    first.occurrence.refresh_from_db()
    assert first.occurrence.lifecycle == State.LIVE
    assert done.reopened.occurrence_id == first.occurrence_id
    other = recheck.items.exclude(pk=first.pk).get().occurrence
    assert other.lifecycle == State.CONFIRMED


def test_what_the_drawers_body_led_or_confirmed_is_left_out(world, programme):
    confirmed(world, programme, 2)
    theirs = confirmed_by_finance(world, programme)
    division = make_body(
        "Phòng Thanh tra", kind=Kind.DIVISION, level=Level.INTERNAL, parent=world.snv
    )
    inside = make_user("thanh-tra-snv", (division, RoleCode.INSPECTOR))
    recheck = drawn(world, by=actor(inside))
    assert {item.task_id for item in recheck.items.all()} == {theirs.pk}
    assert world.snv.pk in recheck.excluded_bodies
    confirming = make_user("thanh-tra-skhcn", (world.skhcn, RoleCode.INSPECTOR))
    code = refusal(lambda: drawn(world, by=actor(confirming), reason="Thử"))
    assert code == "recheck_nothing_to_draw"


def test_a_second_draw_of_a_period_needs_a_reason(world, programme):
    confirmed(world, programme, 3)
    drawn(world)
    overlapping = Scope(D(2025, 9, 5), D(2025, 10, 1))
    with noon(D(2025, 10, 3)):
        code = refusal(lambda: draw_recheck(scope=overlapping, by=actor(world.inspector)))
    assert code == "recheck_reason_needed"
    again = drawn(world, reason="Lần trước thiếu hồ sơ")
    assert (again.reason, Recheck.objects.count()) == ("Lần trước thiếu hồ sơ", 2)
    drawn(world, scope=Scope(*SEPTEMBER, programme=programme))


@pytest.mark.parametrize(
    "scope",
    [Scope(D(2025, 9, 30), D(2025, 9, 1)), Scope(D(2025, 9, 1), TODAY)],
    ids=["backwards", "not over"],
)
def test_a_period_that_is_not_over_is_refused(world, programme, scope):
    confirmed(world, programme)
    assert refusal(lambda: drawn(world, scope=scope)) == "recheck_period_wrong"


def test_an_empty_period_has_nothing_to_draw(world, programme):
    assert refusal(lambda: drawn(world)) == "recheck_nothing_to_draw"


@pytest.mark.parametrize("name", ["coordinator", "office", "leader", "snv_head", "administrator"])
def test_only_inspectors_draw_and_judge(world, programme, name):
    confirmed(world, programme)
    with pytest.raises(PermissionRefused):
        drawn(world, by=actor(getattr(world, name)))
    item = drawn(world).items.get()
    with pytest.raises(PermissionRefused):
        record_result(item=item, outcome=Outcome("upheld"), by=actor(getattr(world, name)))


def test_what_was_drawn_stays_drawn_whoever_asks(world, programme):
    confirmed(world, programme)
    recheck = drawn(world)
    item = recheck.items.get()
    for change in (
        lambda: Recheck.objects.filter(pk=recheck.pk).update(seed="khác"),
        lambda: recheck.delete(),
        lambda: item.delete(),
        lambda: RecheckItem.objects.filter(pk=item.pk).update(order=7),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_draw_leaves_an_event_with_its_seed_and_its_hash(world, programme):
    confirmed(world, programme)
    recheck = drawn(world)
    event = AuditEvent.objects.get(action="recheck.draw")
    assert event.object_id == str(recheck.pk)
    assert event.after["population_hash"] == recheck.population_hash
    assert event.after["seed"] == recheck.seed


# Judging


def test_a_result_is_recorded_with_who_and_when(world, programme):
    confirmed(world, programme)
    item = judged(world, drawn(world).items.get(), result="upheld", evidence=(PROOF,))
    assert (item.result, item.checked_by) == ("upheld", world.inspector)
    assert [proof.document_number for proof in item.proofs.all()] == ["12/QĐ-UBND"]
    event = AuditEvent.objects.get(action="recheck.result")
    assert event.after["result"] == "upheld"


@pytest.mark.parametrize("result", ["not_upheld", "cannot_check"])
def test_a_result_that_does_not_uphold_says_why(world, programme, result):
    confirmed(world, programme)
    item = drawn(world).items.get()
    assert refusal(lambda: judged(world, item, result=result, note=" ")) == "recheck_note_missing"
    assert refusal(lambda: judged(world, item, result="đúng")) == "recheck_result_unknown"


def test_what_is_not_upheld_can_be_reopened_at_once_and_is_counted(world, programme):
    (task,) = confirmed(world, programme)
    item = drawn(world).items.get()
    done = judged(world, item, result="not_upheld", note="Văn bản chưa ký", reopens=True)
    task.refresh_from_db()
    assert (task.lifecycle, task.last_action) == (State.LIVE, "reopen")
    assert done.reopened.reason == "Văn bản chưa ký"
    assert LifecycleEvent.objects.filter(task=task, action="reopen").count() == 1
    told = OutboxEvent.objects.get(name="recheck.not_upheld")
    assert set(told.payload["bodies"]) == {world.snv.pk, world.skhcn.pk}
    # The bodies may open the task, not the re-check; the notice names the task.
    assert (told.object_type, told.object_id) == ("tasks.task", str(task.pk))


def test_reopening_what_is_no_longer_confirmed_records_nothing(world, programme):
    (task,) = confirmed(world, programme)
    item = drawn(world).items.get()
    take_step(world, task, "reopen")
    code = refusal(lambda: judged(world, item, result="not_upheld", note="Sai", reopens=True))
    item.refresh_from_db()
    assert (code, item.result) == ("wrong_state", "")


def test_only_what_is_wrong_is_reopened(world, programme):
    confirmed(world, programme)
    item = drawn(world).items.get()
    code = refusal(lambda: judged(world, item, result="upheld", reopens=True))
    assert code == "recheck_reopens_only_wrong"


def test_a_result_is_changed_only_with_a_reason_and_both_stay_in_the_trail(world, programme):
    confirmed(world, programme)
    item = judged(world, drawn(world).items.get(), result="upheld")
    assert refusal(lambda: judged(world, item, result="upheld")) == "recheck_done_before"
    judged(world, item, result="cannot_check", note="Mất hồ sơ", correction="Ghi nhầm")
    last = AuditEvent.objects.filter(action="recheck.result").latest("pk")
    assert (last.before["result"], last.after["result"]) == ("upheld", "cannot_check")
    assert last.reason == "Ghi nhầm"


def test_who_belongs_to_a_body_behind_the_work_does_not_judge_it(world, programme):
    confirmed(world, programme)
    item = drawn(world).items.get()
    for body in (world.snv, world.skhcn):
        insider = make_user(f"noi-bo-{body.pk}", (body, RoleCode.INSPECTOR))
        with refused(TaskError, "rechecker_not_outside"):
            record_result(item=item, outcome=Outcome("upheld"), by=actor(insider))


def test_who_confirmed_in_person_does_not_judge_after_changing_posts(world, programme):
    confirmed(world, programme)
    item = drawn(world).items.get()
    world.coordinator.memberships.all().delete()
    moved = make_user("tam", (world.ubnd, RoleCode.INSPECTOR))
    moved.memberships.update(user=world.coordinator)
    code = refusal(
        lambda: record_result(item=item, outcome=Outcome("upheld"), by=actor(world.coordinator))
    )
    assert code == "rechecker_not_outside"


# Evidence that is withdrawn


def test_evidence_is_withdrawn_with_a_reason_and_proves_nothing_any_more(world, programme):
    task = bring_to(world, make_task(world, programme), State.LIVE)
    row = actions.add_evidence(task=task, evidence=PROOF, by=actor(world.snv_officer))
    code = refusal(
        lambda: actions.withdraw_evidence(evidence=row, reason=" ", by=actor(world.snv_officer))
    )
    assert code == "reason_needed"
    actions.withdraw_evidence(evidence=row, reason="Nhầm tệp", by=actor(world.snv_officer))
    row.refresh_from_db()
    assert (row.withdrawn_reason, row.withdrawn_by) == ("Nhầm tệp", world.snv_officer)
    code = refusal(lambda: actions.claim(task=task, done_on=TODAY, by=actor(world.snv_officer)))
    assert code == "proof_missing"
    code = refusal(
        lambda: actions.withdraw_evidence(evidence=row, reason="Lại", by=actor(world.snv_head))
    )
    assert code == "evidence_withdrawn"
    assert AuditEvent.objects.get(action="evidence.withdraw").reason == "Nhầm tệp"


def test_evidence_of_a_claim_is_not_withdrawn_until_the_claim_is_back(world, programme):
    task = bring_to(world, make_task(world, programme), State.CLAIMED)
    row = task.evidence.get()
    head = actor(world.snv_head)
    code = refusal(lambda: actions.withdraw_evidence(evidence=row, reason="Nhầm", by=head))
    assert code == "evidence_is_claimed"
    with pytest.raises(DatabaseError, match="claimed work"), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(
            withdrawn_at=dt.datetime.now(dt.UTC), withdrawn_by=1, withdrawn_reason="Nhầm"
        )
    take_step(world, task, "send_back")
    assert actions.withdraw_evidence(evidence=row, reason="Nhầm", by=head).withdrawn_at


def test_only_who_added_it_or_the_head_of_the_lead_withdraws(world, programme):
    task = bring_to(world, make_task(world, programme), State.LIVE)
    row = actions.add_evidence(task=task, evidence=PROOF, by=actor(world.snv_officer))
    for user in (world.stc_officer, world.stc_head, world.coordinator, world.inspector):
        with pytest.raises(PermissionRefused):
            actions.withdraw_evidence(evidence=row, reason="Nhầm", by=actor(user))


def test_evidence_is_never_changed_or_removed(world, programme):
    row = bring_to(world, make_task(world, programme), State.CLAIMED).evidence.get()
    for change in (
        lambda: row.delete(),
        lambda: type(row).objects.filter(pk=row.pk).update(document_number="99/QĐ"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
