"""Setting programmes up and ending them."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.factories import World, actor, make_world
from tests.refusing import refused
from tests.task_factories import make_programme
from tiendo.accounts.actor import PermissionRefused
from tiendo.audit.models import AuditEvent
from tiendo.documents.models import Document
from tiendo.domain import clock
from tiendo.programmes.actions import add_section, close_programme
from tiendo.programmes.errors import MESSAGES, ProgrammeError
from tiendo.programmes.models import ProgrammeState
from tiendo.programmes.queries import current_programme, list_programmes, sections_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def test_a_programme_is_set_up_with_its_event(world):
    programme = make_programme(world)
    event = AuditEvent.objects.get(action="programme.create")
    assert (event.object_id, event.actor_id) == (str(programme.pk), world.coordinator.pk)
    assert programme.slug == "ke-hoach-146"


@pytest.mark.parametrize("name", ["snv_head", "leader", "inspector", "administrator", "office"])
def test_only_the_coordinator_sets_programmes_up(world, name):
    with pytest.raises(PermissionRefused):
        make_programme(world, by=actor(getattr(world, name)))


def test_two_programmes_of_one_name_have_addresses_of_their_own(world):
    assert [make_programme(world).slug for _number in range(3)] == [
        "ke-hoach-146",
        "ke-hoach-146-2",
        "ke-hoach-146-3",
    ]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"title": " "}, "title_missing"),
        ({"short_title": ""}, "title_missing"),
        ({"ends_on": dt.date(2025, 6, 24)}, "ends_before_it_starts"),
    ],
)
def test_an_impossible_programme_is_refused(world, fields, code):
    with refused(ProgrammeError, code):
        make_programme(world, **fields)
    assert set(MESSAGES) >= {code}
    assert str(ProgrammeError(code))


def test_a_document_sets_one_programme_in_motion(world):
    document = Document.objects.create(
        title="Kế hoạch", folded="ke hoach", created_by=world.clerk, created_at=clock.now()
    )
    make_programme(world, document=document)
    with refused(ProgrammeError, "document_has_programme"):
        make_programme(world, document=document)


def test_a_new_programme_ends_the_one_it_replaces(world):
    old = make_programme(world)
    new = make_programme(world, short_title="Kế hoạch mới", replaces=old)
    old.refresh_from_db()
    assert old.state == ProgrammeState.REPLACED
    assert current_programme() == new
    assert list(list_programmes()) == [new, old]
    with refused(ProgrammeError, "not_active"):
        close_programme(programme=old, reason="Hết hạn", by=actor(world.coordinator))


def test_a_part_of_the_plan_is_added_once(world):
    programme, by = make_programme(world), actor(world.coordinator)
    second = add_section(programme=programme, path="II.2", title="Thể chế", order=2, by=by)
    first = add_section(programme=programme, path="II.1", title="Nhận thức", order=1, by=by)
    again = add_section(programme=programme, path="II.1", title="Khác", order=9, by=by)
    assert again == first
    assert list(sections_of(programme)) == [first, second]
    other = make_programme(world, short_title="Khác")
    with refused(ProgrammeError, "section_of_other_programme"):
        add_section(programme=other, path="a", title="A", order=1, by=by, parent=first)


def test_a_bodys_own_programme_is_not_the_one_in_view(world):
    provincial = make_programme(world)
    make_programme(world, short_title="Kế hoạch của sở", owner=world.skhcn)
    assert current_programme() == provincial
