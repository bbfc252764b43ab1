"""What the application's database role can never do, whatever the application is made to send."""

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

pytestmark = pytest.mark.django_db


def ask(statement: str, *params: object) -> list[tuple[object, ...]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall()) if cursor.description else []


def test_the_role_has_no_power_over_the_server(application_role: str) -> None:
    rights = ask(
        "SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls"
        " FROM pg_roles WHERE rolname = %s",
        application_role,
    )
    assert rights == [(False,) * 5]
    member_of = "SELECT 1 FROM pg_auth_members WHERE member = %s::regrole"
    assert ask(member_of, application_role) == []


def test_the_role_owns_nothing(application_role: str) -> None:
    owned = "SELECT relname FROM pg_class WHERE relowner = %s::regrole"
    assert ask(owned, application_role) == []
    assert ask("SELECT proname FROM pg_proc WHERE proowner = %s::regrole", application_role) == []


@pytest.mark.parametrize("table", settings.APPEND_ONLY_TABLES)
@pytest.mark.parametrize("right", ["UPDATE", "DELETE", "TRUNCATE", "TRIGGER", "REFERENCES"])
def test_the_role_may_only_add_to_the_trail(table: str, right: str, application_role: str) -> None:
    held = ask("SELECT has_table_privilege(%s, %s, %s)", application_role, table, right)
    assert held == [(False,)]
    column = ask("SELECT has_any_column_privilege(%s, %s, 'UPDATE')", application_role, table)
    assert column == [(False,)]


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE audit_auditevent DISABLE TRIGGER USER",
        "DROP TRIGGER audit_auditevent_append_only ON audit_auditevent",
        "DROP FUNCTION audit_refuse_change() CASCADE",
        "CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN NEW; END; $$",
        "SET session_replication_role = replica",
        "CREATE RULE hidden AS ON INSERT TO audit_auditevent DO INSTEAD NOTHING",
        "ALTER ROLE tiendo_app SUPERUSER",
        "GRANT UPDATE ON audit_auditevent TO tiendo_app",
        "COPY audit_auditevent TO PROGRAM 'cat'",
        "SELECT pg_read_file('/etc/passwd')",
        "CREATE EXTENSION dblink",
        "SELECT setval('audit_auditevent_id_seq', 1)",
        "UPDATE tasks_lifecycleevent SET reason = 'x'",
        "DELETE FROM tasks_deadlinechange",
    ],
)
def test_the_role_cannot_get_round_the_trail(statement: str, application_role: str) -> None:
    """A grant that PostgreSQL only warns about is looked at by the tests above."""
    if statement.startswith("GRANT"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        held = ask("SELECT has_table_privilege('tiendo_app', 'audit_auditevent', 'UPDATE')")
        assert held == [(False,)]
        return
    with pytest.raises(DatabaseError, match="denied|must be|cannot|permission"):
        ask(statement)
