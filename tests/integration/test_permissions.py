"""Law 11: each page of the workspace, for each person, against the table of permission_rows.

What holds of every page is asked here too: its headers, odd input, what its trail keeps. A page's
objects are made once for all that is asked of it and of the pages that show the same, and each
request is undone.
"""

import importlib
import logging
import pkgutil
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, reverse

from tests.factories import World, make_user, make_world
from tests.integration import permission_rows
from tests.integration.permission_rows import PEOPLE, Row
from tests.integration.test_security_pages import checked
from tiendo.accounts.models import Delegation, User
from tiendo.audit.models import AuditEvent
from tiendo.domain import clock
from tiendo.domain.periods import ONE_DAY
from tiendo.workspace import urls as workspace_urls


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


def by_objects(names: list[str]) -> list[str]:
    """The names in order, those whose pages show the same objects together."""
    firsts: dict[object, str] = {}
    for name in names:
        firsts.setdefault(TABLE[name].args, name)
    return sorted(names, key=lambda name: (firsts[TABLE[name].args], name))


TABLE = read_table()
NAMES = sorted(names_of(workspace_urls.urlpatterns))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@contextmanager
def undone(*clients: Client) -> Iterator[None]:
    """A block that leaves neither rows nor cookies."""
    kept = [deepcopy(client.cookies) for client in clients]
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    for client, cookies in zip(clients, kept, strict=True):
        client.cookies = cookies


class Objects:
    """What pages show, made when the first page of several asks for it and undone after the last.

    Pages are asked for with those of the same objects together.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._maker: object = None
        self._atomic: Any = None
        self._made: tuple[object, ...] = ()

    def of(self, row: Row) -> tuple[object, ...]:
        """The arguments of a page's address."""
        if row.args is not self._maker:
            self.undo()
            self._atomic = transaction.atomic()
            self._atomic.__enter__()
            self._maker, self._made = row.args, row.args(self._world)
        return self._made

    def undo(self) -> None:
        """Take away what was made last."""
        if self._atomic is not None:
            transaction.set_rollback(True)
            self._atomic.__exit__(None, None, None)
        self._maker, self._atomic = None, None


@dataclass(frozen=True, slots=True)
class Page:
    """A page with the objects it shows."""

    name: str
    row: Row
    url: str

    def answer(self, client: Client, method: str = "", data: Any = None) -> HttpResponseBase:
        """What somebody is answered to the row's request, which is undone."""
        with undone(client):
            return read(getattr(client, method or self.row.method)(self.url, data))

    def status(self, client: Client) -> int:
        """The answer to what the row sends."""
        return self.answer(client, data=dict(self.row.data)).status_code

    @property
    def first(self) -> str:
        """Somebody who may reach the page."""
        return min(self.row.allowed)


def read(response: HttpResponseBase) -> HttpResponseBase:
    """The answer; a file is read to its end, which closes it."""
    if response.streaming:
        b"".join(response.streaming_content)
    return response


@pytest.fixture(scope="module")
def db(kept_transaction: None) -> None:
    """Each page and each request is undone by itself."""


@pytest.fixture(scope="module", autouse=True)
def kept_cheap() -> Iterator[None]:
    """Sessions stand in the cookies, which each request is undone with; the thousands of refusals
    asked for are not logged."""
    logger = logging.getLogger("django.request")
    level = logger.level
    logger.setLevel(logging.ERROR)
    with override_settings(SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies"):
        yield
    logger.setLevel(level)


@pytest.fixture(scope="module")
def world(db: None) -> World:
    return make_world()


@pytest.fixture(scope="module")
def people(world: World) -> dict[str, Client]:
    """Everybody, signed in once."""
    return {person: signed_in(getattr(world, person)) for person in PEOPLE}


# Who holds a delegation of the whole post, and of whom.
DELEGATES = {"for_officer": "ea_trang_officer", "for_head": "snv_head", "for_all": "coordinator"}
# Held all three posts until yesterday.
FORMER = "former"


@pytest.fixture(scope="module")
def delegates(world: World) -> dict[str, tuple[User, Client]]:
    """People without a post of their own, signed in once."""
    users = [make_user(f"thay-{name}") for name in (*DELEGATES, FORMER)]
    return {user.username.removeprefix("thay-"): (user, signed_in(user)) for user in users}


@pytest.fixture(scope="module")
def objects(world: World, people: object, delegates: object) -> Iterator[Objects]:
    """Made after the people, who outlast them."""
    objects = Objects(world)
    yield objects
    objects.undo()


@pytest.fixture(scope="module", params=by_objects([name for name in NAMES if name in TABLE]))
def page(request: pytest.FixtureRequest, objects: Objects) -> Page:
    """Each page in turn."""
    row = TABLE[request.param]
    return Page(request.param, row, reverse(request.param, args=objects.of(row)))


def test_every_page_stands_in_the_table_and_every_row_is_a_page() -> None:
    assert sorted(TABLE) == NAMES


def test_a_page_answers_those_allowed_and_refuses_the_others(
    page: Page, people: dict[str, Client]
) -> None:
    """Without sign-in it leads to the form, and no other method is taken."""
    stranger = page.answer(Client())
    assert stranger.status_code == 302
    assert stranger["Location"].startswith(reverse("account_login"))
    assert page.answer(people[page.first], "delete").status_code == 405
    answers = {person: page.status(client) for person, client in people.items()}
    wrong = {
        person: status
        for person, status in answers.items()
        if status not in (page.row.status if person in page.row.allowed else (403,))
    }
    assert wrong == {}


def test_a_page_answers_a_delegate_as_it_answers_the_giver(
    page: Page, world: World, delegates: dict[str, tuple[User, Client]]
) -> None:
    today = clock.today()
    in_force = DateRange(today - ONE_DAY, today + ONE_DAY)
    over = DateRange(today - 9 * ONE_DAY, today)
    may = {
        delegate: giver in page.row.allowed and giver not in page.row.not_delegated
        for delegate, giver in DELEGATES.items()
    }
    wrong = {}
    with transaction.atomic():
        for delegate, giver in DELEGATES.items():
            delegate_posts(world, giver, delegates[delegate][0], in_force)
            delegate_posts(world, giver, delegates[FORMER][0], over)
        for delegate, (_user, client) in delegates.items():
            allowed = may.get(delegate, False) or for_everybody_signed_in(page.row)
            if (status := page.status(client)) not in (page.row.status if allowed else (403,)):
                wrong[delegate] = status
        transaction.set_rollback(True)
    assert wrong == {}


def for_everybody_signed_in(row: Row) -> bool:
    """Whether the page is also for people without a post."""
    return "postless" in row.allowed


def delegate_posts(world: World, giver: str, delegate: User, validity: DateRange) -> None:
    """All that the giver holds, given to the delegate."""
    Delegation.objects.bulk_create(
        Delegation(
            membership=post,
            delegate=delegate,
            validity=validity,
            reason="Đi công tác",
            created_by=world.administrator,
            created_at=clock.now(),
        )
        for post in getattr(world, giver).memberships.all()
    )


def test_a_page_has_its_headers_and_stays_out_of_caches(
    page: Page, people: dict[str, Client]
) -> None:
    checked(page.answer(people[page.first], data=dict(page.row.data)))
    checked(page.answer(Client(), "get"))


DAYS = ("ngay", "biet-den")
PARAMETERS = (
    *("page", "q", "ban", "o", "gan-vao", "ve", "muc", "loc", "nhom", "sort", "loai", "nam"),
    *("nguoi", "viec", "tu", "den", "trang_thai", "chuong_trinh", "phan", "thieu", "da_khoa"),
    *("chu_tri", "co_quan", "vai_tro", "han_tu", "han_den", "don_vi"),
)
FIELDS = ("decision", "ids", "action", "name", "ve", "task", "version", "reason", "next", "role")
WORST = ("\0", "9" * 4999, "99999999999999999999", "²'\"--")


def odd_input(row: Row) -> list[dict[str, str]]:
    """What no form sends: as parameters of a page, as fields of a form."""
    if row.method == "get":
        return [dict.fromkeys(names, value) for names in (DAYS, PARAMETERS) for value in WORST]
    fields = {**dict.fromkeys(FIELDS, ""), **row.data}
    return [dict.fromkeys(fields, value) for value in (*WORST, "accept:" + "9" * 4999)]


def test_no_parameter_or_field_breaks_a_page(page: Page, people: dict[str, Client]) -> None:
    broken = [
        str(sent)[:60]
        for sent in odd_input(page.row)
        if page.answer(people[page.first], data=sent).status_code >= 500
    ]
    assert broken == []


# Rows of the table in which nothing is chosen, a reading is under way already, the draft is as it
# was found, or the one asked first has no deadlines to feed: the form answers and changes nothing.
# That a notice was read is the reader's own.
NOTHING_TO_DO = (
    "task-confirm-many",
    "submission-accept-several",
    "exchange-mark",
    "intake-bulk",
    "figure-draft-take-many",
    "intake-decide",
    "document-reading-retry",
    "intake-draft-restore",
    "handover-rows",
    "notice-read",
    "notice-read-all",
    "feed-open",
)


def test_looking_leaves_no_event_and_a_form_that_changes_something_does(
    page: Page, people: dict[str, Client]
) -> None:
    lookers = [people[person] for person in sorted(page.row.allowed)[:2]]
    with undone(*lookers):
        before = AuditEvent.objects.count()
        for client in lookers:
            assert read(client.get(page.url)).status_code in (200, 302, 404, 405, 409)
        assert AuditEvent.objects.count() == before
    if page.row.method == "post" and page.row.status == (302,):
        with undone(lookers[0]):
            assert lookers[0].post(page.url, dict(page.row.data)).status_code == 302
            assert page.name in NOTHING_TO_DO or AuditEvent.objects.count() > before


def test_the_refusal_is_in_vietnamese(people: dict[str, Client]) -> None:
    response = people["postless"].get(reverse("home"))
    assert response.status_code == 403
    assert 'lang="vi"' in response.content.decode()
