"""`tiendo test`: all the set-up, then pytest; further arguments go to pytest."""

import os
import subprocess
import sys
from pathlib import Path

from tiendo.cli.database import open_database
from tiendo.cli.frontend import ensure_frontend
from tiendo.config import environment
from tiendo.config.environment import ROOT
from tiendo.config.postgres_programs import find_programs

DATA = ROOT / "build" / "test-data"
MAX_PROCESSES = 4
# Choices of an installation that tests make for themselves.
FOREIGN = (
    "TIENDO_TODAY",
    "TIENDO_PROVINCE",
    "TIENDO_PUBLIC_URL",
    "TIENDO_ALLOWED_HOSTS",
    "TIENDO_DEBUG",
    "TIENDO_DEMO_PASSWORD",
)


def main(arguments: list[str]) -> int:
    """Runs the tests against a server of their own; the exit code is pytest's."""
    for name in FOREIGN:
        os.environ.pop(name, None)
        os.environ.pop(f"{name}_FILE", None)
    os.environ.pop("TIENDO_DATA_FILE", None)
    os.environ["TIENDO_DATA"] = str(data_folder())
    ensure_frontend()
    with open_database(durable=False):
        command = [sys.executable, "-m", "pytest", *process_arguments(arguments), *arguments]
        return subprocess.run(command, cwd=ROOT).returncode  # noqa: S603


def data_folder() -> Path:
    """A folder for each PostgreSQL: a data folder stays with its major version."""
    if environment.read("TIENDO_POSTGRES_BIN") is None:
        return DATA
    return DATA.with_name(f"{DATA.name}-{find_programs().major}")


def process_arguments(arguments: list[str]) -> list[str]:
    """As many processes as there are cores, unless the caller says otherwise."""
    if any(word.startswith(("-n", "--numprocesses")) for word in arguments):
        return []
    return [f"-n{min(MAX_PROCESSES, os.cpu_count() or 1)}", "--dist=worksteal"]
