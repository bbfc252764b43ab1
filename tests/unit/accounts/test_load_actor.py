"""Who may act as what, on a day."""

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from tests.factories import actor, make_body, make_user, make_world
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import Delegation, Membership, RoleCode
from tiendo.organisations.models import Kind, Level

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 11, 10)


def delegate(giver, receiver, *, permissions=(), until=None, since=DAY):
    return Delegation.objects.create(
        membership=giver.memberships.get(),
        delegate=receiver,
        permissions=list(permissions),
        validity=DateRange(since, until),
        reason="đi công tác",
        created_by=giver,
        created_at=timezone.now(),
    )


def test_an_officer_holds_the_permissions_of_the_post_at_its_body_alone():
    world = make_world()
    officer = actor(world.snv_officer, DAY)
    assert officer.may("task.update", at=world.snv.pk)
    assert not officer.may("task.update", at=world.stc.pk)
    assert not officer.may("task.approve", at=world.snv.pk)
    assert officer.require("task.update", at=world.snv.pk).organisation_id == world.snv.pk


def test_several_posts_are_held_at_once():
    world = make_world()
    head = actor(world.skhcn_head, DAY)
    assert {post.role for post in head.posts} == {"unit_head", "coordinator"}
    assert head.may("task.approve", at=world.skhcn.pk)
    assert head.may("task.go_live", at=world.stc.pk)


def test_a_form_begins_with_the_body_of_the_main_post():
    """It began with a division where that came first by name."""
    world = make_world()
    division = make_body("Phòng A", kind=Kind.DIVISION, level=Level.INTERNAL, parent=world.snv)
    world.snv_officer.memberships.create(
        organisation=division,
        role=RoleCode.OFFICER,
        validity=DateRange(DAY, None),
        is_primary=False,
    )
    officer = actor(world.snv_officer, DAY)
    assert division.pk in officer.bodies_for("difficulty.raise")
    assert officer.first_body("difficulty.raise") == world.snv.pk
    assert officer.first_body("task.approve") is None


def test_a_post_counts_only_within_its_validity():
    world = make_world()
    Membership.objects.filter(user=world.snv_officer).update(
        validity=DateRange(dt.date(2025, 1, 1), DAY)
    )
    assert actor(world.snv_officer, DAY - dt.timedelta(days=1)).posts
    assert not actor(world.snv_officer, DAY).posts


def test_a_closed_account_holds_no_post():
    world = make_world()
    world.snv_officer.is_active = False
    assert not actor(world.snv_officer, DAY).posts


def test_a_delegation_gives_the_post_on_behalf_of_its_holder():
    world = make_world()
    delegate(world.snv_head, world.snv_officer, until=dt.date(2025, 11, 20))
    author = actor(world.snv_officer, DAY).require("task.approve", at=world.snv.pk)
    assert (author.user_id, author.on_behalf_of_id) == (world.snv_officer.pk, world.snv_head.pk)
    assert not actor(world.snv_officer, dt.date(2025, 11, 20)).may("task.approve")


def test_a_delegation_may_hand_over_a_part_of_the_post():
    world = make_world()
    delegate(world.snv_head, world.snv_officer, permissions=["task.name_officer"])
    officer = actor(world.snv_officer, DAY)
    assert officer.may("task.name_officer", at=world.snv.pk)
    assert not officer.may("task.approve", at=world.snv.pk)


def test_a_delegation_never_gives_more_than_the_post_holds():
    world = make_world()
    delegate(world.snv_head, world.stc_officer, permissions=["account.manage"])
    assert not actor(world.stc_officer, DAY).may("account.manage")


def test_a_revoked_delegation_gives_nothing():
    world = make_world()
    row = delegate(world.snv_head, world.snv_officer)
    row.revoked_at, row.revoked_by = timezone.now(), world.snv_head
    row.save()
    with pytest.raises(PermissionRefused):
        actor(world.snv_officer, DAY).require("task.approve")


def test_a_delegation_ends_with_the_post_it_hands_over():
    world = make_world()
    delegate(world.snv_head, world.snv_officer)
    world.snv_head.memberships.update(validity=DateRange(dt.date(2025, 1, 1), DAY))
    assert not actor(world.snv_officer, DAY).may("task.approve")


def test_a_division_reaches_the_bodies_it_belongs_to():
    world = make_world()
    office = make_body(
        "Phòng Chuyển đổi số", kind=Kind.DIVISION, level=Level.INTERNAL, parent=world.skhcn
    )
    team = make_body("Tổ Dữ liệu", kind=Kind.DIVISION, level=Level.INTERNAL, parent=office)
    person = make_user("to_du_lieu", (team, RoleCode.OFFICER))
    assert actor(person, DAY).bodies_for("task.update") == {team.pk, office.pk, world.skhcn.pk}


def test_a_body_with_a_parent_does_not_reach_it():
    world = make_world()
    centre = make_body(
        "Trung tâm Số", kind=Kind.PUBLIC_SERVICE, level=Level.INTERNAL, parent=world.skhcn
    )
    person = make_user("trung_tam", (centre, RoleCode.OFFICER))
    assert actor(person, DAY).bodies_for("task.update") == {centre.pk}


def test_loading_costs_two_queries_and_a_third_with_delegations(django_assert_num_queries):
    world = make_world()
    delegate(world.snv_head, world.skhcn_head)
    with django_assert_num_queries(2):
        actor(world.snv_officer, DAY)
    with django_assert_num_queries(3):
        actor(world.skhcn_head, DAY)
