"""Law 11: each page of the workspace, for each person, against the table of permission_rows."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from tests.factories import World, make_user, make_world
from tests.integration import permission_rows
from tests.integration.permission_rows import PEOPLE, Row
from tiendo.accounts.models import Delegation, User
from tiendo.domain import clock
from tiendo.domain.periods import ONE_DAY
from tiendo.workspace import urls as workspace_urls

pytestmark = pytest.mark.django_db


def read_table() -> dict[str, Row]:
    """The rows of every module, each name once."""
    table: dict[str, Row] = {}
    for module in pkgutil.iter_modules(permission_rows.__path__):
        rows = importlib.import_module(f"{permission_rows.__name__}.{module.name}").ROWS
        assert not table.keys() & rows.keys(), f"a name stands twice: {module.name}"
        table.update(rows)
    return table


def names_of(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    """The names of all patterns, those of included modules too."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names_of(pattern.url_patterns)
        else:
            assert pattern.name, f"a pattern without a name: {pattern.pattern}"
            yield pattern.name


TABLE = read_table()
NAMES = sorted(names_of(workspace_urls.urlpatterns))


def answer(client: Client, name: str, row: Row, args: tuple[object, ...]) -> int:
    """The status of the page; what it changed is undone."""
    send = getattr(client, row.method)
    with transaction.atomic():
        response = send(reverse(name, args=args), dict(row.data))
        if response.streaming:
            b"".join(response.streaming_content)  # reads a file to its end, which closes it
        transaction.set_rollback(True)
    return int(response.status_code)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def world() -> World:
    return make_world()


def test_every_page_stands_in_the_table_and_every_row_is_a_page() -> None:
    assert sorted(TABLE) == NAMES


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_page_answers_those_allowed_and_refuses_the_others(name: str, world: World) -> None:
    """Without sign-in it leads to the form, and no other method is taken."""
    row = TABLE[name]
    args = row.args(world)
    url = reverse(name, args=args)
    stranger = getattr(Client(), row.method)(url)
    assert stranger.status_code == 302
    assert stranger["Location"].startswith(reverse("account_login"))
    assert signed_in(getattr(world, min(row.allowed))).delete(url).status_code == 405
    answers = {
        person: answer(signed_in(getattr(world, person)), name, row, args) for person in PEOPLE
    }
    wrong = {
        person: status
        for person, status in answers.items()
        if status not in (row.status if person in row.allowed else (403,))
    }
    assert wrong == {}


# Who holds a delegation of the whole post, and of whom; the last one's has ended.
DELEGATES = {"for_officer": "ea_trang_officer", "for_head": "snv_head", "for_all": "coordinator"}


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_page_answers_a_delegate_as_it_answers_the_giver(name: str, world: World) -> None:
    row = TABLE[name]
    args = row.args(world)
    today = clock.today()
    wrong = {}
    for delegate, giver in DELEGATES.items():
        in_force = DateRange(today - ONE_DAY, today + ONE_DAY)
        over = DateRange(today - 9 * ONE_DAY, today)
        allowed = giver in row.allowed and giver not in row.not_delegated
        for validity, may in ((in_force, allowed), (over, False)):
            user = delegate_of(world, getattr(world, giver), validity)
            status = answer(signed_in(user), name, row, args)
            may = may or user_may_as_nobody(row)
            if status not in (row.status if may else (403,)):
                wrong[delegate, may] = status
    assert wrong == {}


def user_may_as_nobody(row: Row) -> bool:
    """Whether the page is for everybody signed in, also without a post."""
    return "postless" in row.allowed


def delegate_of(world: World, giver: User, validity: DateRange) -> User:
    """Somebody without a post of their own who holds the giver's whole post."""
    user = make_user(f"thay-{giver.username}-{validity.lower:%d}")
    Delegation.objects.bulk_create(
        Delegation(
            membership=post,
            delegate=user,
            validity=validity,
            reason="Đi công tác",
            created_by=world.administrator,
            created_at=clock.now(),
        )
        for post in giver.memberships.all()
    )
    return user


def test_the_refusal_is_in_vietnamese(world: World) -> None:
    response = signed_in(world.postless).get(reverse("home"))
    assert response.status_code == 403
    assert 'lang="vi"' in response.content.decode()
