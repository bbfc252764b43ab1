"""Dumping and restoring the database with PostgreSQL's own programs."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tiendo.cli.errors import CommandError
from tiendo.cli.words import _
from tiendo.config import environment
from tiendo.config.environment import DatabaseAddress
from tiendo.config.postgres_programs import find_programs, server_environment

# The schema `public` is there already; what belongs to the superuser cannot be commented anew.
GIVEN = (" SCHEMA - public", " COMMENT - EXTENSION ", " COMMENT - SCHEMA ")


def owner_address() -> DatabaseAddress:
    """The database as the role that owns the schema."""
    address = environment.read_database("MIGRATION_DATABASE_URL")
    address = address or environment.read_database("DATABASE_URL")
    if address is None:
        raise CommandError(_("chưa có địa chỉ cơ sở dữ liệu (DATABASE_URL)"))
    return address


def dump_database(address: DatabaseAddress, target: Path) -> None:
    """One consistent snapshot, in PostgreSQL's own format, without owners and grants."""
    run_program("pg_dump", address, "--format=custom", "--no-owner", "--no-acl", f"--file={target}")


def restore_database(address: DatabaseAddress, dump: Path, drops: str) -> None:
    """Replaces what the drops name by the content of the dump, in one transaction."""
    wanted, empty, fill = (dump.with_suffix(f".{kind}") for kind in ("list", "empty", "fill"))
    listing = run_program("pg_restore", None, "--list", str(dump)).splitlines()
    wanted.write_text("\n".join(line for line in listing if not _is_given(line)))
    empty.write_text(f"SET client_min_messages = warning;\n{drops}")
    options = ("--no-owner", "--no-acl", f"--use-list={wanted}", f"--file={fill}")
    run_program("pg_restore", None, *options, str(dump))
    run_program(
        "psql",
        address,
        "--no-psqlrc",
        "--quiet",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        f"--file={empty}",
        f"--file={fill}",
    )


def _is_given(line: str) -> bool:
    return any(word in line for word in GIVEN)


def run_program(name: str, address: DatabaseAddress | None, *arguments: str) -> str:
    """Runs one program against the address and returns what it printed."""
    program = find_programs().path(name)
    command: Sequence[str] = [str(program), *arguments]
    connection = {} if address is None else connection_variables(address)
    environ = server_environment() | connection
    done = subprocess.run(command, capture_output=True, text=True, env=environ)  # noqa: S603
    if done.returncode != 0:
        raise CommandError(
            _("%(name)s không xong: %(words)s")
            % {"name": name, "words": done.stderr.strip()[-1500:]}
        )
    return done.stdout


def connection_variables(address: DatabaseAddress) -> dict[str, str]:
    """The address as libpq's variables: a password on a command line could be read by others."""
    variables = {
        "PGDATABASE": address.name,
        "PGUSER": address.user,
        "PGPASSWORD": address.password,
        "PGHOST": address.host,
        "PGPORT": address.port,
        "PGSSLMODE": address.options.get("sslmode", ""),
        "PGSSLROOTCERT": address.options.get("sslrootcert", ""),
        "PGPASSFILE": os.devnull if address.password else os.environ.get("PGPASSFILE", ""),
    }
    return {name: value for name, value in variables.items() if value}
