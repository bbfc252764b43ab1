"""The embedded PostgreSQL server: one cluster in the data folder, shared by every `tiendo` verb.

A process that uses the server holds a shared lock on `users.lock`; the keeper process that
started the server waits for the exclusive lock, which it gets when the last user is gone, also
when that user was killed, and then stops the server.
"""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from gettext import gettext as _
from pathlib import Path
from typing import IO

import psycopg

from tiendo.config import environment
from tiendo.config.postgres_postmaster import clear_remains, read_postmaster, stop_postmaster
from tiendo.config.postgres_programs import PostgresError, Programs, find_programs, find_runner
from tiendo.config.postgres_roles import (
    APPLICATION_ROLE,
    HOST,
    MIGRATION_ROLE,
    SUPERUSER,
    Server,
    prepare_roles,
)

START_SECONDS = 60
STOP_SECONDS = 25
LOG_BYTES = 5_000_000
# A keeper outlives the block that started it where others use the server too.
_keepers: "list[subprocess.Popen[bytes]]" = []


class Cluster:
    """The folder of one embedded server: `cluster/`, its passwords, its log, its locks."""

    def __init__(
        self, folder: Path, programs: Programs | None = None, *, durable: bool = True
    ) -> None:
        self.folder = folder
        self.data = folder / "cluster"
        self.programs = programs or find_programs()
        self.durable = durable

    @contextlib.contextmanager
    def running(self) -> Iterator[Server]:
        """The server for as long as the block runs: adopted where it runs, else started."""
        for folder in (self.folder.parent, self.folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _lock(self.folder / "users.lock", fcntl.LOCK_SH) as users:
            with _lock(self.folder / "start.lock", fcntl.LOCK_EX):
                server = self._adopt() or self._start()
            try:
                yield server
            finally:
                self._leave(users)

    def remove(self) -> None:
        """Removes the cluster and all its data.

        Errors: PostgresError while any process uses it.
        """
        if not self.folder.exists():
            return
        with (self.folder / "users.lock").open("a", encoding="utf-8") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise PostgresError(
                    _("dữ liệu ở %(path)s đang được dùng; hãy dừng tiến trình đó trước")
                    % {"path": self.folder}
                ) from error
            stop_postmaster(self.data)
            shutil.rmtree(self.data, ignore_errors=True)
            self._store_state({})

    def _adopt(self) -> Server | None:
        """The running server when it answers to our password."""
        postmaster = read_postmaster(self.data)
        if postmaster is None or not postmaster.is_alive():
            return None
        server = Server(postmaster.port, self._passwords())
        return server if _answers(server, seconds=10) else None

    def _start(self) -> Server:
        if not (self.data / "PG_VERSION").exists():
            self._create()
        self._refuse_other_major()
        clear_remains(self.data)
        self._keep_running()
        server = Server(self._stored_port(), self._passwords())
        if not self._state().get("prepared"):
            prepare_roles(server)
            self._store_state(self._state() | {"prepared": True})
        return server

    def _create(self) -> None:
        """Makes the cluster aside and moves it into place, so that it is whole or absent."""
        runner = find_runner(self.programs)
        draft = self.folder / "cluster.new"
        shutil.rmtree(draft, ignore_errors=True)
        shutil.rmtree(self.data, ignore_errors=True)
        draft.mkdir(mode=0o700)
        password_file = draft.with_suffix(".password")
        _write_private(password_file, self._passwords()[SUPERUSER])
        if os.geteuid() == 0:
            os.chown(draft, runner.owner, -1)
            os.chown(password_file, runner.owner, -1)
        try:
            # Not synced: a cluster is made once, and what follows is synced by the server.
            self.programs.run(
                "initdb",
                f"--pgdata={draft}",
                f"--username={SUPERUSER}",
                f"--pwfile={password_file}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--no-sync",
                "--no-instructions",
                *self._locale(),
                runner=runner.prefix,
            )
        finally:
            password_file.unlink(missing_ok=True)
        self._store_state({})
        draft.rename(self.data)

    def _locale(self) -> tuple[str, ...]:
        if self.programs.major >= 17:
            return ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
        return ("--locale=C.UTF-8",)

    def _refuse_other_major(self) -> None:
        stored = int((self.data / "PG_VERSION").read_text().split(".")[0])
        if stored != self.programs.major:
            raise PostgresError(
                _(
                    "Dữ liệu ở %(path)s thuộc PostgreSQL %(stored)d nhưng máy này có bản %(ours)d."
                    " Hãy sao lưu bằng bản cũ (./tiendo backup), rồi khôi phục vào thư mục mới."
                )
                % {"path": self.data, "stored": stored, "ours": self.programs.major}
            )

    def _keep_running(self) -> None:
        """Starts the keeper and waits until the server answers; once more where a port is lost."""
        runner = find_runner(self.programs)
        _give_to(self.data, runner.owner)
        for pause in (0, 1):
            time.sleep(pause)
            port = _free_port(self._stored_port())
            self._store_state(self._state() | {"port": port, "major": self.programs.major})
            keeper = self._start_keeper([*runner.prefix, *self._command(port)])
            if self._wait_until_ready(keeper):
                return
        raise PostgresError(
            _("PostgreSQL không khởi động được. Nhật ký %(log)s ghi: %(tail)s")
            % {"log": self.log, "tail": _tail(self.log)}
        )

    def _command(self, port: int) -> list[str]:
        options = {
            "port": str(port),
            "listen_addresses": HOST,
            "unix_socket_directories": "",
            "max_connections": "100",
            "shared_buffers": "128MB",
            "timezone": "UTC",
            "log_timezone": "UTC",
            # A failed statement holds what people typed: the log keeps neither it nor its values.
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
        }
        if not self.durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        settings = [word for pair in options.items() for word in ("-c", "=".join(pair))]
        return [str(self.programs.path("postgres")), "-D", str(self.data), *settings]

    def _start_keeper(self, command: list[str]) -> "subprocess.Popen[bytes]":
        """A process of its own session: Ctrl-C in the terminal reaches the verb, not the server."""
        mode = "ab" if self.log.exists() and self.log.stat().st_size < LOG_BYTES else "wb"
        with self.log.open(mode) as log:
            keeper = subprocess.Popen(  # noqa: S603
                [sys.executable, "-P", "-m", "tiendo.config.postgres_keeper"]
                + [str(self.folder), *command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
            )
        _keepers.append(keeper)
        return keeper

    def _wait_until_ready(self, keeper: "subprocess.Popen[bytes]") -> bool:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and keeper.poll() is None:
            postmaster = read_postmaster(self.data)
            if postmaster is not None and postmaster.is_ready():
                return True
            time.sleep(0.02)
        return False

    def _leave(self, users: IO[str]) -> None:
        """Stops using the server; the last user stops it, others leave it to its other users."""
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            # Another user shares it, or the keeper was faster and is stopping it.
            _wait_for_share(users)
        else:
            stop_postmaster(self.data)
        _keepers[:] = [keeper for keeper in _keepers if keeper.poll() is None]

    @property
    def log(self) -> Path:
        """What the server wrote."""
        return self.folder / "server.log"

    def _passwords(self) -> dict[str, str]:
        def make() -> str:
            roles = (SUPERUSER, MIGRATION_ROLE, APPLICATION_ROLE)
            return json.dumps({role: secrets.token_urlsafe(24) for role in roles})

        stored = environment.keep_secret(self.folder / "passwords.json", make)
        return {str(role): str(password) for role, password in json.loads(stored).items()}

    def _stored_port(self) -> int:
        return int(self._state().get("port", 0))

    def _state(self) -> dict[str, int]:
        try:
            state: dict[str, int] = json.loads((self.folder / "server.json").read_text())
        except (FileNotFoundError, ValueError):
            return {}
        return state

    def _store_state(self, state: dict[str, int]) -> None:
        draft = self.folder / "server.json.new"
        draft.write_text(json.dumps(state))
        draft.replace(self.folder / "server.json")


@contextlib.contextmanager
def _lock(path: Path, kind: int) -> Iterator[IO[str]]:
    with path.open("a", encoding="utf-8") as file:
        fcntl.flock(file, kind)
        yield file


def _wait_for_share(users: IO[str]) -> None:
    deadline = time.monotonic() + STOP_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            fcntl.flock(users, fcntl.LOCK_SH | fcntl.LOCK_NB)
            return
        time.sleep(0.02)


def _answers(server: Server, seconds: int) -> bool:
    try:
        psycopg.connect(server.url(APPLICATION_ROLE), connect_timeout=seconds).close()
    except psycopg.OperationalError:
        return False
    return True


def _free_port(preferred: int) -> int:
    for port in (preferred, 0):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
            return int(probe.getsockname()[1])
    raise PostgresError(_("máy không còn cổng nào trống trên %(host)s") % {"host": HOST})


def _give_to(folder: Path, owner: int) -> None:
    """Hands our own cluster folder to the user that must own it; only root can and needs to."""
    if folder.stat().st_uid == owner:
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, owner, -1, follow_symlinks=False)


def _write_private(path: Path, text: str) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)


def _tail(path: Path) -> str:
    with contextlib.suppress(OSError):
        return path.read_text(encoding="utf-8", errors="replace")[-1500:].strip()
    return ""
