"""What tests of every folder share: the database, the shared material, the browser."""

import gc
import os
import shutil
import socket
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import TransactionTestCase

pytest_plugins = ["tests.browser", "tests.files"]

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
APPLICATION_ROLE = "tiendo_app"
LOOPBACK = ("127.", "localhost", "::1")
# New objects after which the youngest are searched for garbage.
GARBAGE_AFTER = 20_000


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Collect without a search for garbage, and never search what was collected: modules and tests
    stay to the end, and to go through all of them again and again takes a fifth of the time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(GARBAGE_AFTER, 20, 20)
        gc.enable()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The seeds, samples, corpus and expected results beside the repository."""
    if not (SHARED / "seeds").is_dir():
        pytest.skip(f"{SHARED.name}/ is not beside the repository: no real documents to read")
    return SHARED


def lacking(tool: str, package: str) -> NoReturn:
    """Skips a test for a tool this machine lacks; where everything is installed, fails it."""
    words = f"{tool} is not installed (apt-get install {package})"
    if os.environ.get("CI"):
        pytest.fail(words)
    pytest.skip(words)


@pytest.fixture(scope="session")
def soffice() -> str:
    """LibreOffice."""
    return shutil.which("soffice") or lacking("LibreOffice", "libreoffice-writer-nogui")


@pytest.fixture(scope="session")
def pdftoppm() -> str:
    """Poppler's program that draws the pages of a PDF."""
    return shutil.which("pdftoppm") or lacking("Poppler", "poppler-utils")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The test database is made as `./tiendo` makes its own: migrations in groups."""
    from tiendo.config.migrating import migrate_in_groups

    migrate_in_groups()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database, with the rights that the application's role has in production."""
    from tiendo.config.privileges import grant_application_role

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_roles WHERE rolname = %s", [APPLICATION_ROLE])
        if cursor.fetchone() is not None:
            grant_application_role(connection, APPLICATION_ROLE, settings.APPEND_ONLY_TABLES)
    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", take_away)
    yield
    patch.undo()
    with django_db_blocker.unblock():
        end_other_sessions()


# What Django knows of models and their permissions: the same for every test.
KEPT_TABLES = {"django_content_type", "auth_permission"}


def take_away(_case: object) -> None:
    """Take away what a test committed. Django would empty all tables, which takes half a second, to
    make the kept ones anew."""
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    names = [connection.ops.quote_name(name) for name in sorted({*tables} - KEPT_TABLES)]
    looks = [f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in names]  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(looks))
        if filled := [name for (name,) in cursor.fetchall()]:
            cursor.execute(f"TRUNCATE {', '.join(filled)} CASCADE")


# What is still connected when PostgreSQL is to drop the test database makes it refuse, and pytest
# calls the last test of the run broken: a request that a closed browser no longer waits for, the
# server's side of a killed process, a connection of a thread or an event loop that ended.
OTHER_SESSIONS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = current_user
"""


def end_other_sessions() -> None:
    """Ends whoever else is connected to the test database."""
    with connection.cursor() as cursor:
        cursor.execute(OTHER_SESSIONS)


@pytest.fixture(scope="module")
def kept_transaction(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One transaction for the tests of a module, undone after the last: what is slow to make is
    made once. The module has a fixture `db` of its own for what a single test changes."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def application_role(db: None) -> Iterator[str]:
    """Within the test the database grants only what the application's role may do."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {APPLICATION_ROLE}")
        yield APPLICATION_ROLE
        cursor.execute("RESET ROLE")


@pytest.fixture(scope="session", autouse=True)
def loopback_only() -> Iterator[None]:
    """No test reaches the network."""
    patch = pytest.MonkeyPatch()
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    patch.setattr(socket.socket, "connect", refuse)
    yield
    patch.undo()
