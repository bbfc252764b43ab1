"""Accounts, posts and delegations: who may change them, what is refused, what is recorded."""

import datetime as dt
import json

import pytest

from tests.factories import actor, make_body, make_user, make_world
from tiendo.accounts.actions import (
    PersonData,
    create_user,
    delegate,
    end_membership,
    grant_membership,
    revoke_delegation,
    set_active,
    set_password,
)
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.errors import AccountError
from tiendo.accounts.models import RoleCode
from tiendo.audit.models import AuditEvent
from tiendo.audit.trail import SYSTEM, Author
from tiendo.domain import clock

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 11, 10)
GOOD = "mật khẩu đủ dài và lạ"


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


def refused(code, action, **arguments):
    with pytest.raises(AccountError) as caught:
        action(**arguments)
    assert caught.value.code == code
    assert str(caught.value)
    return True


def last_event():
    return AuditEvent.objects.latest("pk")


def test_an_administrator_adds_an_account(world, manager):
    person = PersonData(username=" nguyenvana ", full_name="Nguyễn  Văn A", phone="0905 000 000")
    user = create_user(person=person, password=GOOD, by=manager)
    assert user.check_password(GOOD)
    assert (user.username, user.full_name) == ("nguyenvana", "Nguyễn Văn A")
    assert last_event().action == "account.created"
    assert last_event().actor_id == world.administrator.pk


def test_personal_data_stays_out_of_the_trail(world, manager):
    person = PersonData("nguyenvana", "Nguyễn Văn A", "a@dak.vn", "0905")
    create_user(person=person, password=GOOD, by=manager)
    kept = json.dumps(last_event().after) + last_event().reason
    assert not any(word in kept for word in ("nguyenvana", "Nguyễn", "a@dak.vn", "0905", GOOD))


def test_the_system_adds_the_first_account():
    assert create_user(person=PersonData("quantri"), password=GOOD, by=SYSTEM).pk
    assert last_event().actor_id is None


def test_a_person_cannot_pass_for_an_author(world):
    author = Author(user_id=world.snv_officer.pk)
    with pytest.raises(TypeError):
        create_user(person=PersonData("x"), password=GOOD, by=author)


@pytest.mark.parametrize(
    "who", ["snv_head", "coordinator", "leader", "inspector", "office", "clerk", "postless"]
)
def test_nobody_else_manages_accounts(world, who):
    by = actor(getattr(world, who))
    with pytest.raises(PermissionRefused):
        create_user(person=PersonData("x"), password=GOOD, by=by)
    with pytest.raises(PermissionRefused):
        grant_membership(user=world.postless, organisation=world.snv, role=RoleCode.LEADER, by=by)
    with pytest.raises(PermissionRefused):
        set_password(user=world.leader, password=GOOD, by=by)
    with pytest.raises(PermissionRefused):
        set_active(user=world.leader, is_active=False, by=by)


def test_names_and_passwords_are_checked(world, manager):
    taken = PersonData("SNV_Officer")
    assert refused("username_taken", create_user, person=taken, password=GOOD, by=manager)
    assert refused(
        "username_missing", create_user, person=PersonData(" "), password=GOOD, by=manager
    )
    assert refused("password_weak", create_user, person=PersonData("b"), password="123", by=manager)


def test_a_post_is_granted_from_a_day_on(world, manager):
    post = grant_membership(
        user=world.postless, organisation=world.snv, role=RoleCode.OFFICER, by=manager
    )
    assert post.is_primary
    assert not actor(world.postless, TODAY - dt.timedelta(days=1)).posts
    assert actor(world.postless, TODAY).may("task.update", at=world.snv.pk)
    assert last_event().after["organisation_id"] == world.snv.pk


def test_a_second_post_is_not_the_primary_one(world, manager):
    post = grant_membership(
        user=world.snv_officer, organisation=world.stc, role=RoleCode.OFFICER, by=manager
    )
    assert not post.is_primary


def test_the_same_post_twice_is_refused(world, manager):
    post = {"user": world.snv_officer, "organisation": world.snv, "role": RoleCode.OFFICER}
    assert refused("post_held", grant_membership, **post, by=manager)


def test_a_post_at_a_body_that_ended_is_refused(world, manager):
    old = make_body("Sở Cũ", since=dt.date(2020, 1, 1), until=dt.date(2025, 2, 19))
    post = {"user": world.postless, "organisation": old, "role": RoleCode.OFFICER}
    assert refused("body_ended", grant_membership, **post, by=manager)


def test_a_post_ends_on_a_day_and_stays_on_record(world, manager):
    post = world.snv_officer.memberships.get()
    end_membership(membership=post, ends_on=TODAY, by=manager, reason="chuyển công tác")
    assert not actor(world.snv_officer, TODAY).posts
    assert actor(world.snv_officer, TODAY - dt.timedelta(days=1)).posts
    assert last_event().reason == "chuyển công tác"
    assert refused("post_ended", end_membership, membership=post, ends_on=TODAY, by=manager)


def test_a_post_cannot_end_before_it_began(world, manager):
    post = world.snv_officer.memberships.get()
    early = dt.date(2024, 1, 1)
    assert refused("dates_crossed", end_membership, membership=post, ends_on=early, by=manager)


def test_the_last_administrator_stays(world, manager):
    post = world.administrator.memberships.get()
    assert refused("last_administrator", end_membership, membership=post, ends_on=TODAY, by=manager)
    assert refused(
        "last_administrator", set_active, user=world.administrator, is_active=False, by=manager
    )
    make_user("second", (world.vp, RoleCode.ADMINISTRATOR))
    assert end_membership(membership=post, ends_on=TODAY, by=manager).validity.upper == TODAY


def test_a_closed_account_may_be_opened_again(world, manager):
    set_active(user=world.snv_officer, is_active=False, by=manager, reason="nghỉ hưu")
    assert not actor(world.snv_officer).posts
    set_active(user=world.snv_officer, is_active=True, by=manager)
    assert actor(world.snv_officer).posts


def test_a_holder_delegates_the_post_up_to_a_day(world):
    head = world.snv_head
    row = delegate(
        membership=head.memberships.get(),
        to=world.snv_officer,
        since=TODAY,
        last_day=dt.date(2025, 11, 14),
        reason="đi công tác",
        by=actor(head),
    )
    assert actor(world.snv_officer, dt.date(2025, 11, 14)).may("task.approve", at=world.snv.pk)
    assert not actor(world.snv_officer, dt.date(2025, 11, 15)).may("task.approve")
    assert last_event().action == "delegation.given"
    revoke_delegation(delegation=row, by=actor(head))
    assert not actor(world.snv_officer, TODAY).may("task.approve")
    assert refused("delegation_revoked", revoke_delegation, delegation=row, by=actor(head))


def test_another_persons_post_cannot_be_delegated(world):
    with pytest.raises(PermissionRefused):
        delegate(
            membership=world.snv_head.memberships.get(),
            to=world.stc_officer,
            since=TODAY,
            last_day=TODAY,
            reason="x",
            by=actor(world.stc_head),
        )


def test_delegations_are_checked(world, manager):
    post = world.snv_head.memberships.get()
    good = {
        "membership": post,
        "to": world.snv_officer,
        "since": TODAY,
        "last_day": TODAY,
        "reason": "đi công tác",
        "by": manager,
    }
    yesterday = TODAY - dt.timedelta(days=1)
    assert refused("delegation_to_oneself", delegate, **{**good, "to": world.snv_head})
    assert refused("dates_crossed", delegate, **{**good, "last_day": yesterday})
    assert refused("delegation_outside_post", delegate, **{**good, "since": dt.date(2020, 1, 1)})
    assert refused("delegation_beyond_post", delegate, **good, permissions=["account.manage"])
    assert refused("reason_missing", delegate, **{**good, "reason": " "})
    world.snv_officer.is_active = False
    assert refused("delegate_inactive", delegate, **good)
