"""Posts, delegations, hand-overs and ways in: what is allowed, refused and recorded."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.factories import actor, make_body, make_user, make_world
from tests.unit.accounts.test_actions import GOOD, refused
from tiendo.accounts import actions
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.holdings import Holding, Item
from tiendo.accounts.masking import mask_email, mask_phone
from tiendo.accounts.models import Delegation, Membership, RoleCode, User
from tiendo.accounts.queries import access_of, delegations_at, people_of_house
from tiendo.audit.models import AuditEvent
from tiendo.audit.trail import SYSTEM
from tiendo.domain import clock
from tiendo.organisations.models import Kind, Level
from tiendo.outbox.models import OutboxEvent

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 11, 10)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def day():
    with clock.at(clock.local_noon(TODAY)):
        yield


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def manager(world):
    return actor(world.administrator)


def given(world, **changes):
    """What a head hands to an officer of the same body for some days."""
    head = world.snv_head
    return {
        "membership": head.memberships.get(),
        "to": world.snv_officer,
        "since": TODAY,
        "last_day": TODAY + 4 * DAY,
        "reason": "đi công tác",
        "by": actor(head),
        **changes,
    }


# Delegations


def test_a_delegation_keeps_the_number_of_its_document_and_both_are_told(world):
    row = actions.delegate(**given(world, document_number=" 12/UQ-SNV "))
    assert row.document_number == "12/UQ-SNV"
    event = OutboxEvent.objects.get(name="delegation.given")
    assert event.payload["users"] == sorted([world.snv_head.pk, world.snv_officer.pk])
    assert list(delegations_at(world.snv, TODAY)) == [row]
    assert not delegations_at(world.snv, TODAY + 5 * DAY)


def test_a_post_goes_to_people_of_the_same_body_divisions_included(world):
    assert refused("delegate_outside", actions.delegate, **given(world, to=world.stc_officer))
    office = make_body("Phòng Một", kind=Kind.DIVISION, level=Level.INTERNAL, parent=world.snv)
    person = make_user("phong_mot", (office, RoleCode.DIVISION_HEAD))
    assert actions.delegate(**given(world, to=person)).delegate == person


def test_an_administrator_hands_over_to_anybody(world, manager):
    row = actions.delegate(**given(world, to=world.stc_officer, by=manager))
    assert row.created_by == world.administrator


def test_the_past_is_not_delegated(world):
    assert refused("delegation_past", actions.delegate, **given(world, since=TODAY - DAY))


def test_the_same_power_is_never_in_two_hands_at_a_time(world):
    actions.delegate(**given(world, permissions=["task.approve"]))
    other = make_user("snv_thu_hai", (world.snv, RoleCode.OFFICER))
    again = given(world, to=other)
    assert refused("delegation_overlaps", actions.delegate, **again)
    part = {**again, "permissions": ["task.approve", "task.split"]}
    assert refused("delegation_overlaps", actions.delegate, **part)
    assert actions.delegate(**{**again, "permissions": ["task.split"]}).pk
    later = given(world, since=TODAY + 5 * DAY, last_day=TODAY + 9 * DAY)
    assert actions.delegate(**later).pk


def test_a_revoked_delegation_makes_room_for_another(world):
    row = actions.delegate(**given(world))
    actions.revoke_delegation(delegation=row, by=actor(world.snv_head))
    assert actions.delegate(**given(world)).pk


def test_two_people_do_not_act_for_each_other(world):
    actions.delegate(**given(world))
    back = given(
        world,
        membership=world.snv_officer.memberships.get(),
        to=world.snv_head,
        by=actor(world.snv_officer),
    )
    assert refused("delegation_circular", actions.delegate, **back)


def test_a_delegated_post_is_not_handed_on(world):
    actions.delegate(**given(world))
    other = make_user("snv_thu_hai", (world.snv, RoleCode.OFFICER))
    with pytest.raises(PermissionRefused):
        actions.delegate(**given(world, to=other, by=actor(world.snv_officer)))
    with pytest.raises(PermissionRefused):
        actions.revoke_delegation(delegation=Delegation.objects.get(), by=actor(world.snv_officer))


def test_the_database_keeps_one_delegation_of_a_post_to_a_person_at_a_time(world):
    row = actions.delegate(**given(world))
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


# Posts


def test_a_head_gives_and_ends_the_posts_of_the_divisions_to_own_people(world):
    office = make_body("Phòng Một", kind=Kind.DIVISION, level=Level.INTERNAL, parent=world.snv)
    head = actor(world.snv_head)
    post = actions.grant_membership(
        user=world.snv_officer, organisation=office, role=RoleCode.DIVISION_HEAD, by=head
    )
    assert AuditEvent.objects.latest("pk").organisation_id == world.snv.pk
    actions.end_membership(membership=post, ends_on=TODAY + DAY, by=head)
    outsider = {"user": world.stc_officer, "organisation": office, "role": RoleCode.OFFICER}
    assert refused("post_for_own_people", actions.grant_membership, **outsider, by=head)
    with pytest.raises(PermissionRefused):
        actions.grant_membership(
            user=world.snv_officer, organisation=world.stc, role=RoleCode.OFFICER, by=head
        )
    with pytest.raises(PermissionRefused):
        actions.end_membership(
            membership=world.snv_head.memberships.get(), ends_on=TODAY + DAY, by=head
        )


def test_a_head_does_not_touch_an_administrator(world):
    head = actor(make_user("chanh_van_phong", (world.vp, RoleCode.UNIT_HEAD)))
    with pytest.raises(PermissionRefused):
        actions.end_membership(
            membership=world.administrator.memberships.get(), ends_on=TODAY + DAY, by=head
        )


def test_a_post_is_corrected_with_its_field_of_work(world, manager):
    post = world.snv_head.memberships.get()
    edit = {
        "membership": post,
        "position": "Phó Giám đốc",
        "field_of_work": "cải cách  hành chính",
        "since": dt.date(2025, 3, 1),
        "until": dt.date(2026, 1, 1),
        "by": manager,
    }
    assert actions.edit_membership(**edit).field_of_work == "cải cách hành chính"
    event = AuditEvent.objects.latest("pk")
    assert (event.before["until"], event.after["until"]) == (None, "2026-01-01")
    crossed = {**edit, "until": dt.date(2025, 1, 1)}
    assert refused("dates_crossed", actions.edit_membership, **crossed)
    last = {**edit, "membership": world.administrator.memberships.get()}
    assert refused("last_administrator", actions.edit_membership, **last)


def test_the_first_post_is_the_one_chosen(world):
    post = world.skhcn_head.memberships.get(role=RoleCode.COORDINATOR)
    actions.make_primary(membership=post, by=actor(world.skhcn_head))
    assert actor(world.skhcn_head).posts[0].role == "coordinator"
    assert Membership.objects.filter(user=world.skhcn_head, is_primary=True).count() == 1
    with pytest.raises(PermissionRefused):
        actions.make_primary(membership=post, by=actor(world.snv_head))


# Hand-over


class Notes:
    """A noun with things open in people's names, for tests."""

    def __init__(self, body, *holders):
        self.body = body
        self.holder = dict(enumerate(holders, 1))

    def open_items(self, user, on):
        return [
            Item("note", pk, f"Ghi chú {pk}", self.body.pk)
            for pk, holder in self.holder.items()
            if holder == user
        ]

    def pass_on(self, pk, *, giver, to, author):
        assert self.holder[pk] == giver and author.user_id
        self.holder[pk] = to

    def find_again(self, pk, holder, on):
        return pk if self.holder.get(pk) == holder else None

    @property
    def holding(self):
        return Holding("note", "Ghi chú", self.open_items, self.pass_on, self.find_again)


def leave(world, notes, **changes):
    return actions.hand_over(
        **{
            "user": world.snv_officer,
            "receivers": dict.fromkeys([("note", pk) for pk in notes.holder], world.snv_head),
            "last_day": TODAY + 2 * DAY,
            "reason": "chuyển công tác",
            "holdings": (notes.holding,),
            "house": world.snv,
            "by": actor(world.snv_head),
            **changes,
        }
    )


def test_all_that_is_open_goes_to_others_and_the_posts_end(world):
    notes = Notes(world.snv, world.snv_officer, world.snv_officer, world.stc_officer)
    row = leave(world, notes)
    assert notes.holder == {1: world.snv_head, 2: world.snv_head, 3: world.stc_officer}
    assert actor(world.snv_officer, TODAY + 2 * DAY).posts
    assert not actor(world.snv_officer, TODAY + 3 * DAY).posts
    assert [item[:2] for item in row.items] == [["note", 1], ["note", 2]]
    event = AuditEvent.objects.get(action="handover.done")
    assert (event.actor_id, event.organisation_id) == (world.snv_head.pk, world.snv.pk)
    assert OutboxEvent.objects.get(name="handover.done").payload["users"] == [world.snv_head.pk]


def test_a_hand_over_is_taken_back_within_a_day(world):
    notes = Notes(world.snv, world.snv_officer, world.snv_officer)
    row = leave(world, notes)
    notes.holder[2] = world.leader
    with clock.at(clock.local_noon(TODAY) + dt.timedelta(hours=23)):
        left = actions.undo_hand_over(row=row, holdings=(notes.holding,), by=actor(world.snv_head))
    assert notes.holder == {1: world.snv_officer, 2: world.leader}
    assert [item.pk for item in left] == [2]
    assert actor(world.snv_officer, TODAY + 30 * DAY).posts
    undo = {"row": row, "holdings": (notes.holding,), "by": actor(world.snv_head)}
    assert refused("hand_over_undone", actions.undo_hand_over, **undo)


def test_a_hand_over_of_yesterday_stands(world):
    notes = Notes(world.snv, world.snv_officer)
    row = leave(world, notes)
    with clock.at(clock.local_noon(TODAY + DAY)):
        undo = {"row": row, "holdings": (notes.holding,), "by": actor(world.snv_head)}
        assert refused("hand_over_too_late", actions.undo_hand_over, **undo)


def test_nothing_is_handed_over_by_halves(world):
    notes = Notes(world.snv, world.snv_officer, world.snv_officer)
    some = {("note", 1): world.snv_head}

    def leaving(**changes):
        return {"world": world, "notes": notes, **changes}

    assert refused("receiver_missing", leave, **leaving(receivers=some))
    themselves = dict.fromkeys([("note", 1), ("note", 2)], world.snv_officer)
    assert refused("receiver_is_giver", leave, **leaving(receivers=themselves))
    closed = User(pk=world.snv_head.pk, is_active=False)
    gone = dict.fromkeys(themselves, closed)
    assert refused("receiver_inactive", leave, **leaving(receivers=gone))
    assert refused("reason_missing", leave, **leaving(reason=" "))
    assert refused("dates_crossed", leave, **leaving(last_day=dt.date(2024, 1, 1)))
    assert notes.holder == {1: world.snv_officer, 2: world.snv_officer}
    assert world.snv_officer.memberships.get().validity.upper is None


def test_who_has_no_post_has_nothing_to_hand_over(world, manager):
    notes = Notes(world.snv)
    leaving = {"world": world, "notes": notes, "user": world.postless, "house": None}
    assert refused("nothing_to_hand_over", leave, **leaving, by=manager)


def test_a_head_hands_over_for_the_own_body_alone(world):
    notes = Notes(world.snv, world.snv_officer)
    for who in (world.stc_head, world.snv_officer, world.coordinator, world.leader):
        with pytest.raises(PermissionRefused):
            leave(world, notes, by=actor(who))
    with pytest.raises(PermissionRefused):
        leave(world, notes, house=None)
    with pytest.raises(PermissionRefused):
        leave(world, notes, user=world.snv_head)


def test_delegations_end_with_a_hand_over(world):
    actions.delegate(**given(world))
    leave(world, Notes(world.snv), receivers={})
    assert Delegation.objects.get().revoked_at is not None
    assert not actor(world.snv_officer).may("task.approve")


def test_an_administrator_hands_over_everywhere_but_not_the_last_administrator(world, manager):
    notes = Notes(world.stc, world.snv_officer)
    leave(world, notes, by=manager, house=None)
    assert notes.holder == {1: world.snv_head}
    alone = {"world": world, "notes": notes, "user": world.administrator, "house": None}
    assert refused("last_administrator", leave, **alone, by=manager)


# Ways in


def test_a_password_given_by_somebody_else_is_to_be_changed(world, manager):
    person = actions.PersonData("moi", "Người Mới")
    user = actions.open_account(person=person, password=GOOD, by=manager)
    assert user.must_change_password
    actions.choose_password(user=user, password="mật khẩu của riêng tôi")
    assert not User.objects.get(pk=user.pk).must_change_password
    actions.set_password(user=user, password=GOOD, by=manager)
    assert User.objects.get(pk=user.pk).must_change_password


def test_the_operator_of_the_machine_chooses_the_own_password():
    person = actions.PersonData("quantri", "Quản Trị")
    assert not actions.create_user(person=person, password=GOOD, by=SYSTEM).must_change_password


def test_an_account_without_a_password_is_invited(world, manager):
    person = actions.PersonData("moi", "Người Mới")
    user = actions.open_account(person=person, password=None, by=manager)
    assert access_of(user).invitation is not None
    assert OutboxEvent.objects.filter(name="account.invited").exists()
    actions.set_active(user=user, is_active=False, by=manager)
    assert refused("invited_inactive", actions.invite, user=user, by=manager)


def locked_out(user):
    AccessAttempt.objects.create(
        username=user.username, ip_address="127.0.0.1", failures_since_start=5
    )
    AccessAttempt.objects.update(attempt_time=timezone.now())


def test_somebody_locked_out_is_let_in_again_with_a_reason(world, manager):
    locked_out(world.snv_officer)
    assert access_of(world.snv_officer).is_locked_out
    unlock = {"user": world.snv_officer, "by": manager}
    assert refused("reason_missing", actions.unlock, **unlock, reason=" ")
    actions.unlock(**unlock, reason="đã gọi điện xác minh")
    assert not access_of(world.snv_officer).is_locked_out
    assert AuditEvent.objects.latest("pk").reason == "đã gọi điện xác minh"
    assert refused("not_locked_out", actions.unlock, **unlock, reason="nữa")


def test_a_lost_second_step_is_taken_away_and_the_person_told(world, manager):
    Authenticator.objects.create(user_id=world.snv_officer.pk, type="totp", data={})
    Authenticator.objects.create(user_id=world.administrator.pk, type="totp", data={})
    reset = {"user": world.snv_officer, "by": manager}
    assert refused("reason_missing", actions.reset_second_step, **reset, reason="")
    actions.reset_second_step(**reset, reason="mất điện thoại")
    assert not access_of(world.snv_officer).has_second_step
    told = OutboxEvent.objects.get(name="account.second_step_reset")
    assert told.payload["users"] == [world.snv_officer.pk]
    assert refused("no_second_step", actions.reset_second_step, **reset, reason="nữa")
    own = {"user": world.administrator, "by": manager, "reason": "của mình"}
    assert refused("own_second_step", actions.reset_second_step, **own)


@pytest.mark.parametrize("who", ["snv_head", "coordinator", "leader", "inspector", "clerk"])
def test_nobody_else_opens_the_ways_in(world, who):
    by = actor(getattr(world, who))
    user = world.snv_officer
    attempts = (
        lambda: actions.unlock(user=user, by=by, reason="x"),
        lambda: actions.reset_second_step(user=user, by=by, reason="x"),
        lambda: actions.invite(user=user, by=by),
        lambda: actions.withdraw_invitation(user=user, by=by),
    )
    for attempt in attempts:
        with pytest.raises(PermissionRefused):
            attempt()


# Personal data


def test_addresses_are_masked_for_those_who_need_not_see_them():
    assert mask_phone("0905 123 456") == "••• 456"
    assert mask_email("nguyenvana@daklak.gov.vn") == "n•••@daklak.gov.vn"
    assert mask_phone("") == "" and mask_email("") == "" and mask_email("khong-phai") == ""


def test_the_people_of_a_body_are_those_of_its_divisions_too(world):
    office = make_body("Phòng Một", kind=Kind.DIVISION, level=Level.INTERNAL, parent=world.snv)
    person = make_user("phong_mot", (office, RoleCode.OFFICER))
    assert set(people_of_house(world.snv, TODAY)) == {world.snv_officer, world.snv_head, person}
