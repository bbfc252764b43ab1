"""Divisions of a body: who keeps them, what is refused, what a name then means."""

import datetime as dt

import pytest

from tests.factories import actor, make_body, make_user, make_world
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import RoleCode
from tiendo.audit.models import AuditEvent
from tiendo.domain import clock
from tiendo.organisations.divisions import add_division, end_division, rename_division
from tiendo.organisations.errors import OrganisationError
from tiendo.organisations.models import Kind, Level
from tiendo.organisations.queries import organisations_on, resolve_body

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
def head(world):
    return actor(world.snv_head)


def refused(code, action, **arguments):
    with pytest.raises(OrganisationError) as caught:
        action(**arguments)
    assert caught.value.code == code
    assert str(caught.value)
    return True


def test_a_head_adds_a_division_from_a_day_on(world, head):
    row = add_division(parent=world.snv, name=" Phòng  Công chức ", by=head)
    assert (row.name, row.kind, row.level) == ("Phòng Công chức", Kind.DIVISION, Level.INTERNAL)
    assert (row.parent, row.validity.lower) == (world.snv, TODAY)
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.organisation_id) == ("division.added", world.snv.pk)


def test_an_administrator_does_so_for_every_body_and_nobody_else_does(world, head):
    assert add_division(parent=world.stc, name="Phòng A", by=actor(world.administrator)).pk
    for who in ("stc_head", "snv_officer", "coordinator", "leader", "inspector"):
        with pytest.raises(PermissionRefused):
            add_division(parent=world.snv, name="Phòng B", by=actor(getattr(world, who)))


def test_the_head_of_a_division_does_not_keep_the_divisions(world, head):
    office = add_division(parent=world.snv, name="Phòng A", by=head)
    for role in (RoleCode.DIVISION_HEAD, RoleCode.UNIT_HEAD, RoleCode.DEPUTY_HEAD):
        person = make_user(f"truong_{role.value}", (office, role))
        with pytest.raises(PermissionRefused):
            add_division(parent=world.snv, name="Phòng B", by=actor(person))
    deputy = make_user("pho_giam_doc", (world.snv, RoleCode.DEPUTY_HEAD))
    with pytest.raises(PermissionRefused):
        add_division(parent=world.snv, name="Phòng B", by=actor(deputy))


def test_two_bodies_may_have_an_office_of_one_name_and_one_body_may_not(world, head):
    add_division(parent=world.snv, name="Văn phòng", by=head)
    assert add_division(parent=world.stc, name="Văn phòng", by=actor(world.stc_head)).pk
    again = {"parent": world.snv, "name": "văn  phòng", "by": head}
    assert refused("name_exists", add_division, **again)


def test_divisions_go_two_steps_down(world, head):
    office = add_division(parent=world.snv, name="Phòng A", by=head)
    team = add_division(parent=office, name="Tổ 1", by=head)
    deep = {"parent": team, "name": "Nhóm 1", "by": head}
    assert refused("division_too_deep", add_division, **deep)


def test_a_body_that_ended_gets_no_division(world):
    old = make_body("Sở Cũ", since=dt.date(2020, 1, 1), until=dt.date(2025, 2, 19))
    late = {"parent": old, "name": "Phòng A", "by": actor(world.administrator)}
    assert refused("parent_ended", add_division, **late)
    assert refused("name_missing", add_division, **{**late, "parent": world.snv, "name": " "})


def test_a_division_is_renamed(world, head):
    row = add_division(parent=world.snv, name="Phòng A", by=head)
    assert (
        rename_division(division=row, name="Phòng B", by=head, reason="gõ nhầm").name == "Phòng B"
    )
    with pytest.raises(PermissionRefused):
        rename_division(division=row, name="Phòng C", by=actor(world.stc_head))
    body = {"division": world.snv, "name": "Sở Khác", "by": head}
    assert refused("not_a_division", rename_division, **body)


def test_a_division_ends_when_nobody_is_left_in_it(world, head):
    row = add_division(parent=world.snv, name="Phòng A", by=head)
    team = add_division(parent=row, name="Tổ 1", by=head)
    person = make_user("phong_a", (row, RoleCode.OFFICER))
    ending = {"division": row, "ends_on": TODAY + DAY, "reason": "sắp xếp lại", "by": head}
    assert refused("division_has_people", end_division, **ending)
    person.memberships.all().delete()
    assert refused("division_has_parts", end_division, **ending)
    end_division(division=team, ends_on=TODAY + DAY, reason="sắp xếp lại", by=head)
    assert end_division(**ending).validity.upper == TODAY + DAY
    assert refused("already_closed", end_division, **ending)
    early = {**ending, "division": add_division(parent=world.snv, name="Phòng B", by=head)}
    assert refused("ends_before_start", end_division, **{**early, "ends_on": TODAY})


def test_a_name_in_a_document_means_the_body_before_a_division(world, head):
    add_division(parent=world.stc, name="Sở Nội vụ", by=actor(world.stc_head))
    assert resolve_body("Sở Nội vụ", TODAY).organisation == world.snv
    assert organisations_on(TODAY, divisions=False).filter(kind=Kind.DIVISION).count() == 0
