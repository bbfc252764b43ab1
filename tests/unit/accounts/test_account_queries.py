"""Finding accounts and the people of a body."""

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from tests.factories import make_world
from tiendo.accounts.models import User
from tiendo.accounts.queries import find_accounts, posts_at

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 11, 10)


def names(text="", **options):
    return [account.username for account in find_accounts(text, **options)]


@pytest.mark.parametrize("text", ["Lê Nội Vụ", "le noi vu", "snv_off", "LÊ"])
def test_accounts_are_found_without_diacritics(text):
    make_world()
    assert "snv_officer" in names(text)


def test_accounts_are_found_by_their_body():
    make_world()
    assert set(names("Sở Tài chính")) == {"stc_officer", "stc_head"}


def test_closed_accounts_are_listed_on_request():
    world = make_world()
    User.objects.filter(pk=world.clerk.pk).update(is_active=False)
    assert "clerk" not in names()
    assert "clerk" in names(include_closed=True)


def test_the_people_of_a_body_are_those_of_the_day_heads_first():
    world = make_world()
    assert [post.user for post in posts_at(world.snv, DAY)] == [world.snv_head, world.snv_officer]
    world.snv_head.memberships.update(validity=DateRange(dt.date(2025, 1, 1), DAY))
    assert [post.user for post in posts_at(world.snv, DAY)] == [world.snv_officer]
