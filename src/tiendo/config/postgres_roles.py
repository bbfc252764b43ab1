"""The roles of the embedded server, its database and its extensions."""

from dataclasses import dataclass
from urllib.parse import quote

import psycopg
from psycopg import sql

HOST = "127.0.0.1"
DATABASE = "tiendo"
SUPERUSER, MIGRATION_ROLE, APPLICATION_ROLE = "postgres", "tiendo_migrate", "tiendo_app"
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist")


@dataclass(frozen=True, slots=True)
class Server:
    """A running server and its three roles."""

    port: int
    passwords: dict[str, str]

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address for one role."""
        password = quote(self.passwords[role], safe="")
        return f"postgresql://{role}:{password}@{HOST}:{self.port}/{database}"


def prepare_roles(server: Server) -> None:
    """The roles, the database and the extensions, made by the superuser where missing."""
    with psycopg.connect(server.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        _make_roles(connection, server.passwords)
        found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
        if found.fetchone() is None:
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {MIGRATION_ROLE}")
    for database in ("template1", DATABASE):
        with psycopg.connect(server.url(SUPERUSER, database), autocommit=True) as connection:
            for extension in EXTENSIONS:
                connection.execute(
                    sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(_id(extension))
                )


def _make_roles(connection: psycopg.Connection, passwords: dict[str, str]) -> None:
    for role, rights in ((APPLICATION_ROLE, "LOGIN"), (MIGRATION_ROLE, "LOGIN CREATEDB")):
        found = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [role])
        verb = "CREATE" if found.fetchone() is None else "ALTER"
        connection.execute(
            sql.SQL(f"{verb} ROLE {{}} {rights} PASSWORD {{}}").format(
                _id(role), sql.Literal(passwords[role])
            )
        )
    # The tests of the application's rights take its role with SET ROLE.
    connection.execute(sql.SQL("GRANT {} TO {}").format(_id(APPLICATION_ROLE), _id(MIGRATION_ROLE)))


def _id(name: str) -> sql.Identifier:
    return sql.Identifier(name)
