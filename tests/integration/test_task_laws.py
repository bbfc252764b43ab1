"""Law 3: a completion is claimed with proof by the lead and confirmed by somebody outside it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from tests.factories import World, actor, make_body, make_user, make_world
from tests.refusing import refused
from tests.task_factories import PROOF, bring_to, make_programme, make_task, noon, take_step
from tiendo.accounts import actions as accounts
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import Delegation, RoleCode, User
from tiendo.audit.models import AuditEvent
from tiendo.domain.lifecycle import TRANSITIONS, State, is_allowed
from tiendo.domain.status import Status, status
from tiendo.organisations.models import Kind, Level
from tiendo.programmes.models import Programme
from tiendo.tasks import actions
from tiendo.tasks.completeness import missing_for_go_live
from tiendo.tasks.errors import CannotGoLive, EditedMeanwhile, TaskError
from tiendo.tasks.histories import task_history
from tiendo.tasks.models import (
    DeadlineChange,
    Evidence,
    LifecycleEvent,
    Part,
    StatusSpan,
    Task,
)
from tiendo.tasks.parties import parties_on
from tiendo.tasks.permissions import available_actions, can_view
from tiendo.tasks.queries import with_status

pytestmark = pytest.mark.django_db

TODAY = dt.date(2025, 9, 10)
STAFF = [
    "skhcn_officer",
    "skhcn_head",
    "coordinator",
    "snv_officer",
    "snv_head",
    "stc_officer",
    "stc_head",
    "congan_officer",
    "ea_trang_officer",
    "ea_trang_head",
    "office",
    "leader",
    "inspector",
    "clerk",
    "administrator",
    "postless",
]


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _today():
    with noon(TODAY):
        yield


@pytest.fixture
def programme(world: World) -> Programme:
    return make_programme(world)


def people(world: World) -> dict[str, User]:
    return {name: getattr(world, name) for name in STAFF}


# Who may take each step: everybody else in the world is refused.
ALLOWED = {
    ("draft", "go_live"): {"coordinator", "skhcn_head"},
    ("live", "claim"): {"snv_officer", "snv_head"},
    ("claimed", "approve"): {"snv_head"},
    ("claimed", "send_back"): {"snv_head"},
    ("unit_approved", "confirm"): {"coordinator", "skhcn_head"},
    ("unit_approved", "return"): {"coordinator", "skhcn_head"},
    ("confirmed", "reopen"): {"coordinator", "skhcn_head", "inspector"},
    ("live", "suspend"): {"leader"},
    ("live", "cancel"): {"leader"},
    ("live", "supersede"): {"leader"},
    ("suspended", "resume"): {"leader"},
}


def act(action: str, task: Task, user: User) -> Task:
    by = actor(user)
    decision = {"reason": "Lý do", "deciding_document": "01/UBND"}
    calls = {
        "go_live": lambda: actions.go_live(task=task, by=by),
        "claim": lambda: actions.claim(task=task, by=by, done_on=TODAY, evidence=[PROOF]),
        "approve": lambda: actions.approve(task=task, by=by),
        "send_back": lambda: actions.send_back(task=task, by=by, reason="Thiếu"),
        "confirm": lambda: actions.confirm(task=task, by=by),
        "return": lambda: actions.return_claim(task=task, by=by, reason="Thiếu"),
        "reopen": lambda: actions.reopen(task=task, by=by, reason="Sai"),
        "suspend": lambda: actions.suspend(task=task, by=by, **decision),
        "cancel": lambda: actions.cancel(task=task, by=by, **decision),
        "supersede": lambda: actions.supersede(task=task, by=by, **decision),
        "resume": lambda: actions.resume(task=task, by=by),
    }
    return calls[action]()


def test_the_table_of_who_may_covers_every_transition():
    assert set(ALLOWED) == {(s.value, row.action) for row in TRANSITIONS for s in row.sources}


@pytest.mark.parametrize(("source", "action"), list(ALLOWED))
def test_only_the_right_people_of_the_right_body_take_each_step(world, programme, source, action):
    task = bring_to(world, make_task(world, programme), State(source))
    for name, user in people(world).items():
        may = name in ALLOWED[source, action]
        assert (action in available_actions(actor(user), task, TODAY)) is may, name
        if may:
            with transaction.atomic():
                changed = act(action, task, user)
                assert changed.lifecycle == dict(_targets())[action]
                transaction.set_rollback(True)
        else:
            with pytest.raises(PermissionRefused):
                act(action, task, user)


def _targets():
    return ((row.action, row.target) for row in TRANSITIONS)


def test_a_step_from_a_wrong_state_is_refused(world, programme):
    draft = make_task(world, programme)
    with pytest.raises(TaskError) as refusal:
        act("claim", draft, world.snv_officer)
    assert refusal.value.code == "wrong_state"
    assert refusal.value.params == {"action": "claim", "state": "draft"}


def test_the_lead_body_never_confirms_its_own_task(world, programme):
    task = make_task(world, programme, lead=world.skhcn)
    # The coordinator leads, so the People's Committee's office confirms.
    assert parties_on(task, TODAY).confirmer_id == world.vp.pk
    with refused(TaskError, "confirmer_is_lead"):
        make_task(world, programme, confirmer=world.snv)
    with refused(TaskError, "confirmer_is_lead"):
        actions.assign(
            task=task,
            part=Part.CONFIRM,
            body=world.skhcn,
            version=task.version,
            by=actor(world.coordinator),
        )


def test_a_division_of_the_lead_is_not_outside_it(world, programme):
    division = make_body(
        "Phòng Cải cách hành chính",
        kind=Kind.DIVISION,
        level=Level.INTERNAL,
        parent=world.snv,
    )
    with refused(TaskError, "confirmer_is_lead"):
        make_task(world, programme, confirmer=division)


def test_a_person_with_a_post_in_the_lead_does_not_confirm_from_another_post(world, programme):
    both = make_user("hai-ghe", (world.skhcn, RoleCode.COORDINATOR), (world.snv, RoleCode.OFFICER))
    task = bring_to(world, make_task(world, programme), State.UNIT_APPROVED)
    with refused(TaskError, "confirmer_from_lead"):
        actions.confirm(task=task, by=actor(both))
    assert "confirm" not in available_actions(actor(both), task, TODAY)
    task.refresh_from_db()
    assert task.lifecycle == State.UNIT_APPROVED


def test_who_claimed_does_not_confirm_after_changing_posts(world, programme):
    mover = make_user("chuyen-cong-tac", (world.snv, RoleCode.OFFICER))
    task = take_step(world, make_task(world, programme), "go_live")
    task = actions.claim(task=task, by=actor(mover), done_on=TODAY, evidence=[PROOF])
    task = take_step(world, task, "approve")
    mover.memberships.all().delete()
    moved = make_user("tam", (world.skhcn, RoleCode.COORDINATOR))
    moved.memberships.update(user=mover)
    with refused(TaskError, "confirmer_claimed"):
        actions.confirm(task=task, by=actor(mover))


def hand_on(world, giver, to):
    """The giver's only post is handed to another person from today on."""
    accounts.delegate(
        membership=giver.memberships.get(),
        to=to,
        since=TODAY,
        last_day=TODAY,
        reason="Đi công tác",
        by=actor(giver),
    )


def move_to_the_coordinator(world, person):
    """The person leaves the own body, and delegations with it, for the confirmer's."""
    Delegation.objects.all().delete()
    person.memberships.all().delete()
    post = make_user(f"tam-{person.pk}", (world.skhcn, RoleCode.COORDINATOR)).memberships.get()
    post.user = person
    post.save()


def test_a_delegate_of_who_claimed_does_not_confirm(world, programme):
    mover = make_user("chuyen-cong-tac", (world.snv, RoleCode.OFFICER))
    task = take_step(world, make_task(world, programme), "go_live")
    task = actions.claim(task=task, by=actor(mover), done_on=TODAY, evidence=[PROOF])
    task = take_step(world, task, "approve")
    move_to_the_coordinator(world, mover)
    colleague = make_user("dong-nghiep", (world.skhcn, RoleCode.OFFICER))
    hand_on(world, mover, colleague)
    assert actor(colleague).may("task.confirm", at=world.skhcn.pk)
    with refused(TaskError, "confirmer_claimed"):
        actions.confirm(task=task, by=actor(colleague))
    assert "confirm" not in available_actions(actor(colleague), task, TODAY)


def test_for_whom_a_claim_was_approved_does_not_confirm(world, programme):
    task = bring_to(world, make_task(world, programme), State.CLAIMED)
    hand_on(world, world.snv_head, world.snv_officer)
    task = actions.approve(task=task, by=actor(world.snv_officer))
    move_to_the_coordinator(world, world.snv_head)
    with refused(TaskError, "confirmer_claimed"):
        actions.confirm(task=task, by=actor(world.snv_head))
    confirmed = actions.confirm(task=task, by=actor(world.coordinator))
    assert confirmed.lifecycle == State.CONFIRMED


def test_confirm_many_confirms_what_it_may_and_says_why_not(world, programme):
    ready = bring_to(world, make_task(world, programme), State.UNIT_APPROVED)
    early = bring_to(world, make_task(world, programme), State.CLAIMED)
    result = actions.confirm_many(tasks=[ready, early], by=actor(world.coordinator))
    assert [task.pk for task in result.tasks] == [ready.pk]
    assert str(result.refused[early.pk].args[0]) == "wrong_state"


@pytest.mark.parametrize(
    ("done_on", "evidence", "code"),
    [
        (None, [PROOF], "done_on_missing"),
        (TODAY + dt.timedelta(days=1), [PROOF], "done_on_in_future"),
        (TODAY - dt.timedelta(days=1), [PROOF], "done_on_before_live"),
        (TODAY, [], "proof_missing"),
        (TODAY, [actions.NewEvidence(document_number="  ")], "evidence_empty"),
    ],
)
def test_a_claim_needs_a_day_and_a_proof(world, programme, done_on, evidence, code):
    task = bring_to(world, make_task(world, programme), State.LIVE)
    with pytest.raises(TaskError) as refusal:
        actions.claim(task=task, by=actor(world.snv_officer), done_on=done_on, evidence=evidence)
    assert refusal.value.code == code
    task.refresh_from_db()
    assert task.lifecycle == State.LIVE
    assert not Evidence.objects.filter(task=task).exists()


def test_evidence_added_before_is_a_proof(world, programme):
    task = bring_to(world, make_task(world, programme), State.LIVE)
    actions.add_evidence(task=task, evidence=PROOF, by=actor(world.stc_officer))
    claimed = actions.claim(task=task, by=actor(world.snv_officer), done_on=TODAY)
    assert claimed.lifecycle == State.CLAIMED


@pytest.mark.parametrize("action", ["send_back", "return", "reopen"])
def test_what_is_returned_needs_a_reason(world, programme, action):
    source = {"send_back": "claimed", "return": "unit_approved", "reopen": "confirmed"}[action]
    task = bring_to(world, make_task(world, programme), State(source))
    call = {
        "send_back": (actions.send_back, world.snv_head),
        "return": (actions.return_claim, world.coordinator),
        "reopen": (actions.reopen, world.coordinator),
    }[action]
    with refused(TaskError, "reason_needed"):
        call[0](task=task, by=actor(call[1]), reason="  ")


def test_directing_needs_a_deciding_document(world, programme):
    task = bring_to(world, make_task(world, programme), State.LIVE)
    with refused(TaskError, "deciding_document_needed"):
        actions.cancel(task=task, by=actor(world.leader), reason="Lý do", deciding_document="")


def test_reopenings_are_counted_in_the_events(world, programme):
    task = bring_to(world, make_task(world, programme), State.CONFIRMED)
    take_step(world, task, "reopen")
    assert LifecycleEvent.objects.filter(task=task, action="reopen").count() == 1
    assert task.evidence.count() == 1


def test_each_action_leaves_one_event_with_author_and_reason(world, programme):
    task = bring_to(world, make_task(world, programme), State.UNIT_APPROVED)
    before = AuditEvent.objects.filter(object_id=str(task.pk), object_type="tasks.task").count()
    take_step(world, task, "return")
    events = AuditEvent.objects.filter(object_id=str(task.pk), object_type="tasks.task")
    assert events.count() == before + 1
    last = events.order_by("-pk")[0]
    assert (last.action, last.actor_id, last.organisation_id, last.reason) == (
        "task.return",
        world.coordinator.pk,
        world.skhcn.pk,
        "Chưa đủ",
    )
    assert last.before["lifecycle"] == "unit_approved"
    assert last.after["lifecycle"] == "live"


# Two people at once


def test_the_second_editor_sees_the_first_ones_change(world, programme):
    task = make_task(world, programme)
    by = actor(world.coordinator)
    actions.edit_task(task=task, version=task.version, by=by, title="Tên mới")
    with pytest.raises(EditedMeanwhile) as refusal:
        actions.edit_task(task=task, version=task.version, by=by, product="Đề án")
    assert refusal.value.current.title == "Tên mới"
    task.refresh_from_db()
    assert task.product == "Quyết định của UBND tỉnh"


def test_an_update_does_not_spoil_an_open_form(world, programme):
    task = bring_to(world, make_task(world, programme), State.LIVE)
    actions.record_update(task=task, done="Đã dự thảo", by=actor(world.snv_officer))
    edited = actions.edit_task(
        task=task, version=task.version, by=actor(world.coordinator), title="Tên mới"
    )
    assert edited.title == "Tên mới"


# Stage 1 of "6 rõ"


@pytest.mark.parametrize(
    ("fields", "lacking"),
    [
        ({"lead": None}, ("lead", "confirmer")),
        ({"lead": "Sở Chưa Biết"}, ("lead", "confirmer")),
        ({"deciding_text": ""}, ("deciding",)),
        ({"product": ""}, ("product",)),
        ({"last_day": None, "deadline_key": ""}, ("deadline",)),
        ({"last_day": None, "deadline_key": "", "recurrence": "R:sometimes"}, ("deadline",)),
        ({"last_day": None, "deadline_key": "2026+"}, ()),
        ({"last_day": None, "deadline_key": "", "recurrence": "R:continuous"}, ()),
    ],
)
def test_a_draft_goes_live_only_when_all_is_clear(world, programme, fields, lacking):
    draft = make_task(world, programme, **fields)
    assert missing_for_go_live(draft) == lacking
    if not lacking:
        assert actions.go_live(task=draft, by=actor(world.coordinator)).lifecycle == State.LIVE
        return
    with pytest.raises(CannotGoLive) as refusal:
        actions.go_live(task=draft, by=actor(world.coordinator))
    assert refusal.value.lacking == lacking
    draft.refresh_from_db()
    assert draft.lifecycle == State.DRAFT
    assert not StatusSpan.objects.filter(task=draft).exists()


def test_many_go_live_and_the_others_say_what_they_lack(world, programme):
    good, bad = make_task(world, programme), make_task(world, programme, product="")
    result = actions.go_live_many(tasks=[good, bad], by=actor(world.coordinator))
    assert [task.pk for task in result.tasks] == [good.pk]
    assert result.lacking == {bad.pk: ("product",)}


@pytest.mark.parametrize(
    ("on", "code"),
    [
        (TODAY + dt.timedelta(days=1), "live_on_in_future"),
        (dt.date(2025, 6, 24), "live_on_before_programme"),
    ],
)
def test_the_day_of_going_live_lies_within_the_programme(world, programme, on, code):
    draft = make_task(world, programme)
    with refused(TaskError, code):
        actions.go_live(task=draft, by=actor(world.coordinator), on=on)


def test_a_duty_may_begin_before_it_was_entered(world, programme):
    draft = make_task(world, programme)
    day = dt.date(2025, 6, 25)
    live = actions.go_live(task=draft, by=actor(world.coordinator), on=day)
    claimed = actions.claim(
        task=live, by=actor(world.snv_officer), done_on=dt.date(2025, 8, 1), evidence=[PROOF]
    )
    assert (live.live_on, claimed.done_on) == (day, dt.date(2025, 8, 1))


def test_the_coordinator_confirms_by_default_and_the_parents_lead_its_children(world, programme):
    parent = make_task(world, programme, lead=world.stc)
    child = make_task(world, programme, parent=parent)
    own_child = make_task(world, programme, parent=parent, lead=world.stc)
    assert parties_on(parent, TODAY).confirmer_id == world.skhcn.pk
    assert parties_on(child, TODAY).confirmer_id == world.stc.pk
    assert parties_on(own_child, TODAY).confirmer_id == world.skhcn.pk


def test_a_code_is_used_once_in_a_programme(world, programme):
    make_task(world, programme, code="PL2-01")
    with refused(TaskError, "code_taken"):
        make_task(world, programme, code="PL2-01")


# The database itself


def test_the_database_knows_the_same_transitions_as_the_code():
    pairs = [(source, target) for source in State for target in State]
    with connection.cursor() as cursor:
        for source, target in pairs:
            cursor.execute("SELECT tasks_is_transition(%s, %s)", [source.value, target.value])
            assert cursor.fetchone() == (is_allowed(source, target),), (source, target)


@pytest.mark.parametrize("target", ["confirmed", "unit_approved", "suspended", "claimed"])
def test_the_database_refuses_a_jump(world, programme, target):
    task = make_task(world, programme)
    with pytest.raises(DatabaseError, match="cannot go from draft"), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(lifecycle=target, done_on=TODAY, live_on=TODAY)


def test_the_database_lets_no_task_begin_elsewhere_than_as_a_draft(world, programme):
    task = make_task(world, programme)
    task.pk, task.code, task.lifecycle, task.live_on = None, "X", "live", TODAY
    with pytest.raises(DatabaseError, match="begins as draft"), transaction.atomic():
        task.save(force_insert=True)


def test_what_happened_is_not_rewritten(world, programme):
    task = bring_to(world, make_task(world, programme), State.LIVE)
    with pytest.raises(DatabaseError, match="added, never changed"), transaction.atomic():
        LifecycleEvent.objects.filter(task=task).update(day=dt.date(2020, 1, 1))
    with pytest.raises(DatabaseError, match="added, never changed"), transaction.atomic():
        DeadlineChange.objects.filter(task=task).delete()


# Deadlines, updates, officers, assignments


def test_a_moved_deadline_keeps_the_original_and_the_days_before(world, programme):
    with noon(dt.date(2025, 9, 1)):
        task = bring_to(world, make_task(world, programme), State.LIVE)
    with noon(dt.date(2025, 10, 5)):
        moved = actions.change_deadline(
            task=task,
            deadline_key="2025-12-31",
            last_day=dt.date(2025, 12, 31),
            reason="Chờ hướng dẫn của Bộ",
            deciding_document="200/UBND-TH",
            version=task.version,
            by=actor(world.leader),
        )
    changes = list(DeadlineChange.objects.filter(task=task).values_list("last_day", flat=True))
    assert changes == [dt.date(2025, 9, 30), dt.date(2025, 12, 31)]
    assert moved.last_day == dt.date(2025, 12, 31)
    history = task_history(task)
    assert status(history, dt.date(2025, 10, 4)) is Status.OVERDUE
    assert status(history, dt.date(2025, 10, 5)) is Status.NOT_STARTED


@pytest.mark.parametrize("name", sorted(set(STAFF) - {"leader", "coordinator", "skhcn_head"}))
def test_only_leader_and_coordinator_move_deadlines(world, programme, name):
    task = bring_to(world, make_task(world, programme), State.LIVE)
    with pytest.raises(PermissionRefused):
        actions.change_deadline(
            task=task,
            deadline_key="2026",
            last_day=dt.date(2026, 12, 31),
            reason="Lý do",
            deciding_document="1/UBND",
            version=task.version,
            by=actor(getattr(world, name)),
        )


def test_an_update_comes_from_a_body_at_work(world, programme):
    task = bring_to(world, make_task(world, programme), State.LIVE)
    update = actions.record_update(
        task=task,
        done="Đã trình dự thảo",
        percent=Decimal(0),
        by=actor(world.stc_officer),
        evidence=[PROOF],
    )
    assert (update.organisation_id, update.percent) == (world.stc.pk, Decimal(0))
    assert update.evidence.count() == 1
    with pytest.raises(PermissionRefused):
        actions.record_update(task=task, done="Đã làm", by=actor(world.congan_officer))
    approved = actions.approve_update(update=update, by=actor(world.stc_head))
    assert approved.approved_by_id == world.stc_head.pk


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"done": " "}, "update_empty"),
        ({"percent": Decimal(101)}, "percent_out_of_range"),
        ({"as_of": TODAY + dt.timedelta(days=1)}, "as_of_in_future"),
        ({"as_of": TODAY - dt.timedelta(days=1)}, "as_of_before_live"),
    ],
)
def test_an_update_says_something_possible(world, programme, fields, code):
    task = bring_to(world, make_task(world, programme), State.LIVE)
    values = {"done": "Đã làm", **fields}
    with refused(TaskError, code):
        actions.record_update(task=task, by=actor(world.snv_officer), **values)


def test_the_head_names_an_officer_of_the_own_body(world, programme):
    task = bring_to(world, make_task(world, programme), State.LIVE)
    head = actor(world.snv_head)
    named = actions.name_officer(
        task=task, officer=world.snv_officer, version=task.version, by=head
    )
    lead = parties_on(named, TODAY).first(Part.LEAD)
    assert lead is not None
    assert lead.officer_id == world.snv_officer.pk
    with refused(TaskError, "officer_not_in_body"):
        actions.name_officer(task=named, officer=world.stc_officer, version=named.version, by=head)
    with pytest.raises(PermissionRefused):
        actions.name_officer(
            task=named,
            officer=world.congan_officer,
            version=named.version,
            by=actor(world.congan_officer),
        )


def test_a_new_lead_replaces_the_old_one_from_today(world, programme):
    with noon(dt.date(2025, 9, 1)):
        task = bring_to(world, make_task(world, programme), State.LIVE)
    changed = actions.assign(
        task=task,
        part=Part.LEAD,
        body=world.congan,
        version=task.version,
        by=actor(world.coordinator),
    )
    assert parties_on(changed, TODAY).lead_id == world.congan.pk
    assert parties_on(changed, dt.date(2025, 9, 9)).lead_id == world.snv.pk
    assert not can_view(actor(world.snv_officer), changed)
    assert can_view(actor(world.congan_officer), changed)


def test_a_lead_named_in_review_brings_its_confirmer(world, programme):
    by = actor(world.coordinator)
    draft = make_task(world, programme, lead=None)
    draft = actions.assign(task=draft, part=Part.LEAD, body=world.snv, version=1, by=by)
    assert parties_on(draft, TODAY).confirmer_id == world.skhcn.pk
    draft = actions.assign(
        task=draft, part=Part.LEAD, body=world.skhcn, version=draft.version, by=by
    )
    parties = parties_on(draft, programme.starts_on)
    assert (parties.lead_id, parties.confirmer_id) == (world.skhcn.pk, world.vp.pk)
    assert missing_for_go_live(draft) == ()


def test_the_status_of_the_list_is_that_of_the_function(world, programme):
    tasks = [bring_to(world, make_task(world, programme), state) for state in State]
    listed = with_status(Task.objects.filter(pk__in=[task.pk for task in tasks]), TODAY)
    for task in listed:
        assert task.status == status(task_history(task), TODAY)
