"""Whether an installation holds anything, and what empties its database for a restore."""

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
    FROM pg_type WHERE typnamespace = 'public'::regnamespace
        AND (typtype IN ('e', 'd', 'r')
             OR typrelid IN (SELECT oid FROM pg_class WHERE relkind = 'c'))
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
    """Whether the database holds nothing of ours and no file is stored."""
    with connect(address) as connection:
        found = connection.execute(OBJECTS.encode()).fetchone()
    has_files = files.exists() and any(path.is_file() for path in files.rglob("*"))
    return found is None and not has_files


def drop_script(address: DatabaseAddress) -> str:
    """The statements that drop everything of ours in the schema `public`."""
    with connect(address) as connection:
        objects = connection.execute(OBJECTS.encode()).fetchall()
    return "".join(f"DROP {kind} IF EXISTS {name} CASCADE;\n" for kind, name in objects)
