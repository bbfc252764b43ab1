"""Every permission of every role at the own body, its divisions and other bodies: law 11."""

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from tests.factories import actor, make_body, make_user, make_world
from tiendo.accounts.models import Delegation, RoleCode
from tiendo.accounts.roles import (
    LEADING,
    OF_LEADERS,
    PERMISSIONS,
    PROVINCE_WIDE,
    PROVINCE_WIDE_BY_ROLE,
    ROLES,
)
from tiendo.organisations.models import Kind, Level

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 11, 10)


@pytest.fixture
def bodies():
    world = make_world()

    def division(name, parent):
        return make_body(name, kind=Kind.DIVISION, level=Level.INTERNAL, parent=parent)

    office = division("Phòng Một", world.snv)
    return {
        "house": world.snv,
        "division": office,
        "team": division("Tổ Một", office),
        "sibling": division("Phòng Hai", world.snv),
        "other": world.stc,
        "other_division": division("Phòng Ba", world.stc),
        "giver": world.administrator,
    }


def at_the_body(role, permission):
    """Where somebody of the body itself holds the permission, told anew from the rules in words."""
    if permission not in ROLES[role]:
        return set()
    if permission in PROVINCE_WIDE or permission in PROVINCE_WIDE_BY_ROLE.get(role, ()):
        return {"house", "division", "team", "sibling", "other", "other_division"}
    parts = {"division", "team", "sibling"} if role in LEADING else set()
    return {"house"} | parts


def at_the_division(role, permission):
    """The same for somebody of a division of the body."""
    if permission not in ROLES[role]:
        return set()
    if permission in PROVINCE_WIDE or permission in PROVINCE_WIDE_BY_ROLE.get(role, ()):
        return {"house", "division", "team", "sibling", "other", "other_division"}
    if role not in LEADING:
        return {"division", "house"}
    return {"division", "team"} | (set() if permission in OF_LEADERS else {"house"})


EXPECTED = {"house": at_the_body, "division": at_the_division}


def held(person, bodies):
    """Where a person holds each permission."""
    acting = actor(person, DAY)
    named = {name: body for name, body in bodies.items() if name != "giver"}
    return {
        permission: {name for name, body in named.items() if acting.may(permission, at=body.pk)}
        for permission in PERMISSIONS
    }


@pytest.mark.parametrize("place", sorted(EXPECTED))
@pytest.mark.parametrize("role", [role.value for role in RoleCode])
def test_each_permission_holds_where_the_rules_say(role, place, bodies):
    person = make_user("nguoi", (bodies[place], RoleCode(role)))
    expected = {permission: EXPECTED[place](role, permission) for permission in PERMISSIONS}
    assert held(person, bodies) == expected


@pytest.mark.parametrize("place", sorted(EXPECTED))
@pytest.mark.parametrize("role", [role.value for role in RoleCode])
def test_a_delegate_holds_what_the_giver_holds_and_no_more(role, place, bodies):
    giver = make_user("nguoi_giao", (bodies[place], RoleCode(role)))
    receiver = make_user("nguoi_nhan")
    Delegation.objects.create(
        membership=giver.memberships.get(),
        delegate=receiver,
        validity=DateRange(DAY, DAY + dt.timedelta(days=1)),
        reason="đi công tác",
        created_by=giver,
        created_at=timezone.now(),
    )
    assert held(receiver, bodies) == held(giver, bodies)
    tomorrow = actor(receiver, DAY + dt.timedelta(days=1))
    assert not any(tomorrow.may(permission) for permission in PERMISSIONS)


def test_a_deputy_is_a_head_but_for_the_staff_and_a_division_head_names_officers():
    assert ROLES["unit_head"] - ROLES["deputy_head"] == {"staff.manage"}
    assert ROLES["deputy_head"] <= ROLES["unit_head"]
    assert ROLES["division_head"] - ROLES["officer"] == {"task.name_officer"}
    assert {"task.approve", "task.confirm", "change.send", "staff.manage"} <= OF_LEADERS


def test_every_role_and_permission_is_known():
    assert set(ROLES) == set(RoleCode.values)
    assert set().union(*ROLES.values()) <= set(PERMISSIONS)
    assert set(ROLES) >= LEADING
