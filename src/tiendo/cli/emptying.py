"""Whether an installation holds anything, and emptying its database before a restore."""

from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from tiendo.config.environment import DatabaseAddress

# In the order of dropping; what belongs to an extension is not ours to drop. The names come
# quoted by PostgreSQL itself.
OBJECTS = """
WITH ours AS (
    SELECT 1 AS turn, 'VIEW' AS kind, oid, oid::regclass::text AS name
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'
    UNION ALL
    SELECT 2, 'TABLE', oid, oid::regclass::text
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
    UNION ALL
    SELECT 3, 'ROUTINE', oid, oid::regprocedure::text
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL
    SELECT 4, 'SEQUENCE', oid, oid::regclass::text
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'
    UNION ALL
    SELECT 5, 'TYPE', oid, oid::regtype::text
    FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd', 'r')
)
SELECT kind, name FROM ours
WHERE oid NOT IN (SELECT objid FROM pg_depend WHERE deptype = 'e')
ORDER BY turn
"""


def connect(address: DatabaseAddress) -> psycopg.Connection[tuple[str, ...]]:
    """A connection as the role of the address."""
    parts = {
        "dbname": address.name,
        "user": address.user,
        "password": address.password,
        "host": address.host,
        "port": address.port,
        **address.options,
    }
    given = {name: value for name, value in parts.items() if value}
    return psycopg.connect(make_conninfo("", **given))


def is_empty(address: DatabaseAddress, files: Path) -> bool:
    """Whether there is no table of ours and no stored file."""
    with connect(address) as connection:
        found = connection.execute("SELECT to_regclass('public.django_migrations')").fetchone()
    has_files = files.exists() and any(path.is_file() for path in files.rglob("*"))
    return found == (None,) and not has_files


def empty_database(address: DatabaseAddress) -> None:
    """Drops everything of ours in the schema `public`, in one transaction."""
    with connect(address) as connection:
        for kind, name in connection.execute(OBJECTS).fetchall():
            connection.execute(f"DROP {kind} IF EXISTS {name} CASCADE".encode())
