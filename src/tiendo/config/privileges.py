"""What the application's database role may do, granted anew after each migration."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

# Which migrations ran is for the migration role to write.
READ_ONLY_TABLES = ("django_migrations",)
GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    # No setval: numbers of the trail only grow.
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "REVOKE UPDATE ON ALL SEQUENCES IN SCHEMA public FROM {role}",
    "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {role}",
)


def grant_application_role(
    connection: BaseDatabaseWrapper, role: str, append_only: Sequence[str]
) -> None:
    """Lets the role read and write every table, but only add to the append-only ones.

    One transaction: at no moment may the role change what it may only add to.
    """
    quote = connection.ops.quote_name
    present = set(connection.introspection.table_names())
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for grant in GRANTS:
            cursor.execute(grant.format(role=quote(role)))
        for table in _known(present, append_only):
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {quote(table)} FROM {quote(role)}")
        for table in _known(present, READ_ONLY_TABLES):
            cursor.execute(
                f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {quote(table)} FROM {quote(role)}"
            )


def _known(present: set[str], tables: Iterable[str]) -> list[str]:
    return [table for table in tables if table in present]
