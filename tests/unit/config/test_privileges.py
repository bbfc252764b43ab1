"""What the application's role may do in the database."""

import pytest
from django.db import ProgrammingError, connection, transaction

from tests import factories
from tiendo.audit.trail import SYSTEM, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def event_exists(db: None) -> None:
    """One event in the trail."""
    record(by=SYSTEM, action="test.made", target=factories.make_world().ubnd)


def run(statement: str) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET reason = 'x'",
        "DELETE FROM audit_auditevent",
        "TRUNCATE audit_auditevent CASCADE",
        "UPDATE audit_sealbatch SET root = 'x'",
        "DELETE FROM audit_sealedevent",
        "DELETE FROM django_migrations",
        "ALTER TABLE audit_auditevent DISABLE TRIGGER ALL",
        "DROP TABLE accounts_user",
        "CREATE TABLE x ()",
    ],
)
def test_the_application_may_not(event_exists: None, application_role: str, statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied|must be owner"):
        run(statement)


def test_the_application_reads_and_adds_to_the_trail(
    event_exists: None, application_role: str
) -> None:
    assert run("SELECT 1 FROM audit_auditevent") == 1
    assert run("SELECT 1 FROM django_migrations LIMIT 1") == 1


def test_the_application_changes_ordinary_tables(event_exists: None, application_role: str) -> None:
    assert run("UPDATE accounts_user SET is_active = true") > 0
