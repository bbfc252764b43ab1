"""Changing the list of bodies: what is recorded, what is refused, by whom."""

import datetime as dt

import pytest

from tests.factories import actor, make_body, make_world
from tiendo.accounts.actor import PermissionRefused
from tiendo.audit.models import AuditEvent
from tiendo.audit.trail import SYSTEM
from tiendo.organisations.actions import (
    BodyData,
    add_alias,
    add_organisation,
    add_provisional,
    close,
    record_succession,
    rename,
)
from tiendo.organisations.errors import OrganisationError
from tiendo.organisations.loading import load_province
from tiendo.organisations.models import (
    Kind,
    Level,
    Organisation,
    OrganisationAlias,
    Succession,
    SuccessionKind,
)
from tiendo.organisations.queries import resolve_body

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 11, 10)


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def manager(world):
    return actor(world.administrator)


def refused(code, action, **arguments):
    with pytest.raises(OrganisationError) as caught:
        action(**arguments)
    assert caught.value.code == code
    assert str(caught.value)
    return True


def data(name="Trung tâm Dữ liệu tỉnh", **more):
    return BodyData(name=name, kind=Kind.PUBLIC_SERVICE, level=Level.PROVINCE, **more)


def last_event():
    return AuditEvent.objects.latest("pk")


def test_a_body_is_added_and_found_by_all_its_names(manager):
    body = add_organisation(data=data(short_name="TTDL tỉnh", source="QĐ 1/QĐ-UBND"), by=manager)
    assert resolve_body("trung tam du lieu tinh", DAY).organisation == body
    assert resolve_body("TTDL tỉnh", DAY).organisation == body
    assert last_event().action == "organisation.added"


def test_the_same_name_twice_at_one_time_is_refused(manager):
    add_organisation(data=data(), by=manager)
    assert refused(
        "name_exists", add_organisation, data=data("trung tâm  dữ liệu tỉnh"), by=manager
    )


def test_a_name_may_be_used_again_after_its_body_ended(manager):
    end = dt.date(2025, 1, 1)
    first = add_organisation(data=data(until=end), by=manager)
    second = add_organisation(data=data(since=end), by=manager)
    assert first.slug != second.slug


def test_names_and_dates_are_checked(manager):
    assert refused("name_missing", add_organisation, data=data(" — "), by=manager)
    crossed = data(since=DAY, until=dt.date(2025, 1, 1))
    assert refused("ends_before_start", add_organisation, data=crossed, by=manager)


def test_a_coordinator_adds_a_provisional_body(world):
    body = add_provisional(name="Viện Nghiên cứu Mới", by=actor(world.coordinator))
    assert body.is_provisional
    assert last_event().action == "organisation.provisional_added"
    assert last_event().organisation_id == world.skhcn.pk


@pytest.mark.parametrize("who", ["snv_head", "leader", "inspector", "clerk", "coordinator"])
def test_only_an_administrator_manages_the_list(world, who):
    by = actor(getattr(world, who))
    for action, arguments in (
        (add_organisation, {"data": data()}),
        (rename, {"organisation": world.stc, "name": "Sở Khác"}),
        (add_alias, {"organisation": world.stc, "name": "Sở Khác"}),
        (close, {"organisation": world.stc, "ends_on": DAY, "reason": "x"}),
        (load_province, {}),
    ):
        with pytest.raises(PermissionRefused):
            action(**arguments, by=by)


def test_an_officer_adds_no_provisional_body(world):
    with pytest.raises(PermissionRefused):
        add_provisional(name="Viện Mới", by=actor(world.snv_officer))


def test_a_corrected_name_leaves_the_old_one_findable(world, manager):
    rename(organisation=world.stc, name="Sở Tài chính và Đầu tư", by=manager, reason="sửa lỗi")
    assert resolve_body("Sở Tài chính", DAY).organisation == world.stc
    assert resolve_body("Sở Tài chính và Đầu tư", DAY).organisation == world.stc
    assert last_event().before["name"] == "Sở Tài chính"


def test_an_alias_is_recorded_once(world, manager):
    add_alias(organisation=world.stc, name="Sở TC", by=manager)
    events = AuditEvent.objects.count()
    add_alias(organisation=world.stc, name="SỞ TC", by=manager)
    assert OrganisationAlias.objects.filter(organisation=world.stc).count() == 1
    assert AuditEvent.objects.count() == events


def test_a_body_ends_once(world, manager):
    close(organisation=world.stc, ends_on=DAY, reason="nghị quyết", by=manager)
    assert DAY not in Organisation.objects.get(pk=world.stc.pk).validity
    assert refused(
        "already_closed", close, organisation=world.stc, ends_on=DAY, reason="x", by=manager
    )


def test_a_succession_is_followed(world, manager):
    new = make_body("Sở Tài chính mới", since=DAY)
    close(organisation=world.stc, ends_on=DAY, reason="nghị quyết", by=manager)
    record_succession(
        predecessor=world.stc,
        successor=new,
        kind=SuccessionKind.MERGED,
        effective_on=DAY,
        source="nghị quyết",
        by=manager,
    )
    assert resolve_body("Sở Tài chính", dt.date(2025, 10, 1)).successor == new


def test_successions_make_no_circle(world, manager):
    link = {"kind": SuccessionKind.CONTINUES, "effective_on": DAY, "source": "x", "by": manager}
    assert refused(
        "succession_to_itself",
        record_succession,
        predecessor=world.stc,
        successor=world.stc,
        **link,
    )
    record_succession(predecessor=world.stc, successor=world.snv, **link)
    assert refused(
        "succession_circle", record_succession, predecessor=world.snv, successor=world.stc, **link
    )


def test_loading_the_province_twice_changes_nothing():
    assert load_province(by=SYSTEM) > 150
    counts = [model.objects.count() for model in (Organisation, OrganisationAlias, Succession)]
    events = AuditEvent.objects.count()
    assert load_province(by=SYSTEM) == 0
    assert counts == [m.objects.count() for m in (Organisation, OrganisationAlias, Succession)]
    assert AuditEvent.objects.count() == events


def test_loading_keeps_what_people_changed():
    load_province(by=SYSTEM)
    Organisation.objects.filter(slug="so-noi-vu").update(short_name="Nội vụ")
    load_province(by=SYSTEM)
    assert Organisation.objects.get(slug="so-noi-vu").short_name == "Nội vụ"


def test_the_province_has_its_communes_and_departments():
    load_province(by=SYSTEM)
    today = Organisation.objects.filter(validity__contains=DAY)
    assert today.filter(kind=Kind.COMMUNE).count() == 88
    assert today.filter(kind=Kind.WARD).count() == 14
    departments = today.filter(kind=Kind.DEPARTMENT).exclude(slug="ban-quan-ly-cac-khu-cong-nghiep")
    assert departments.count() + today.filter(kind=Kind.COMMITTEE_OFFICE).count() == 13
    assert not today.filter(source="").exists()
