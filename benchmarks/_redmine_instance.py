"""An instance of Debian's Redmine beside the product: its database, its tasks, its server.

Redmine is free software under the GPL: it runs in processes of its own, nothing of it is used here.
"""

import contextlib
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

HOME = Path("/usr/share/redmine")
INSTANCE = "tiendo-bench"
FOLDER = Path("/var/lib/redmine") / INSTANCE
HERE = Path(__file__).parent / "redmine"
# What the pages of both show: the list its hundred, the chart its three thousand.
GANTT_LIMIT = 3000
GANTT_MONTHS = 36


def require_installed() -> None:
    """Errors: RuntimeError where Redmine is not installed."""
    if not (HOME / "config" / "application.rb").is_file():
        raise RuntimeError(f"Redmine is missing; as root: {HERE / 'install.sh'}")


def environment(superuser: str) -> dict[str, str]:
    """How Redmine finds its instance and, on the same server as the product's, its database."""
    password = _password()
    with psycopg.connect(superuser, autocommit=True) as server:
        role = sql.Identifier("redmine")
        exists = server.execute("SELECT 1 FROM pg_roles WHERE rolname = 'redmine'").fetchone()
        verb = sql.SQL("ALTER" if exists else "CREATE")
        server.execute(
            sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(verb, role, sql.Literal(password))
        )
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = 'redmine'").fetchone():
            server.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(role, role))
        port = server.info.port
    address = f"postgresql://redmine:{password}@127.0.0.1:{port}/redmine?encoding=utf8"
    own = {"RAILS_ENV": "production", "REDMINE_INSTANCE": INSTANCE, "DATABASE_URL": address}
    return {**os.environ, **own, "REDMINE_LANG": "en", "RUBYOPT": "-W0"}


def prepare(settings: Mapping[str, str], given: dict[str, Any]) -> dict[str, Any]:
    """Bring its tables up to date and fill them; the key to its API and how many issues it has."""
    given = {**given, "gantt_limit": GANTT_LIMIT, "gantt_months": GANTT_MONTHS}
    tasks = FOLDER / "tasks.json"
    tasks.write_text(json.dumps(given), encoding="utf-8")
    ruby(settings, "rake", "db:migrate")
    ruby(settings, "rake", "redmine:load_default_data")
    told = ruby({**settings, "TASKS": str(tasks)}, "rails", "runner", str(HERE / "fill.rb"))
    found: dict[str, Any] = json.loads(told.strip().splitlines()[-1])
    return found


def ruby(settings: Mapping[str, str], *command: str) -> str:
    """What a command of Redmine says. Errors: RuntimeError with its last lines."""
    done = subprocess.run(  # noqa: S603 - the package's own programs
        ["/usr/bin/bundle", "exec", *command],
        cwd=HOME,
        env=dict(settings),
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {(done.stdout + done.stderr)[-3000:]}")
    return done.stdout


@contextlib.contextmanager
def serving(settings: Mapping[str, str], port: int) -> Iterator[int]:
    """Its server: puma with as many processes as the machine has cores, Rails' own settings."""
    address = f"tcp://127.0.0.1:{port}"
    # Not through bundler, as puma is none of Redmine's own gems.
    command = ["/usr/bin/puma", "-e", "production", "-b", address]
    cores = os.cpu_count() or 1
    server = subprocess.Popen(  # noqa: S603 - the package's own program
        [*command, "-w", str(cores), "-t", "1:5", "--preload"],
        cwd=HOME,
        env=dict(settings),
        stdout=sys.stderr,
    )
    try:
        yield server.pid
    finally:
        server.terminate()
        server.wait(timeout=60)


def _password() -> str:
    """The password of its database, kept with the instance."""
    for name in ("config", "log", "tmp", "files", "public"):
        (FOLDER / name).mkdir(parents=True, exist_ok=True)
    database = "production:\n  adapter: postgresql\n  database: redmine\n"
    (FOLDER / "config" / "database.yml").write_text(database, encoding="ascii")
    for name in ("secret_key.txt", "password.txt"):
        path = FOLDER / "config" / name
        if not path.exists():
            path.write_text(secrets.token_hex(64 if "key" in name else 16), encoding="ascii")
            path.chmod(0o600)
    return (FOLDER / "config" / "password.txt").read_text(encoding="ascii")
