"""The running server of a cluster, as its own postmaster.pid tells it; light to import."""

import contextlib
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

PID_FILE = "postmaster.pid"
# Each signal with the seconds it is given: fast shutdown, at once, and when all else failed.
STOP_SIGNALS = ((signal.SIGINT, 15), (signal.SIGQUIT, 5), (signal.SIGKILL, 3))


@dataclass(frozen=True, slots=True)
class Postmaster:
    """The first process of a server."""

    pid: int
    data: Path
    port: int
    status: str

    def is_alive(self) -> bool:
        """Whether that process is a server of this cluster, not a later one of the same number."""
        try:
            words = Path(f"/proc/{self.pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return _exists(self.pid) and not Path("/proc/self").exists()
        return words[0].endswith(b"postgres") and os.fsencode(self.data) in words

    def is_ready(self) -> bool:
        """Whether it accepts connections."""
        return self.status == "ready" and self.is_alive()


def read_postmaster(data: Path) -> Postmaster | None:
    """What postmaster.pid says; None where there is no complete one."""
    try:
        lines = [line.strip() for line in (data / PID_FILE).read_text().splitlines()]
        return Postmaster(
            pid=abs(int(lines[0])),
            data=data,
            port=int(lines[3]),
            status=lines[7] if len(lines) > 7 else "starting",
        )
    except (OSError, ValueError, IndexError):
        return None


def stop_postmaster(data: Path) -> None:
    """Stops the server of the cluster, gently first, and returns when it is gone."""
    for number, seconds in STOP_SIGNALS:
        postmaster = read_postmaster(data)
        if postmaster is None or not postmaster.is_alive():
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(postmaster.pid, number)
        _wait_until_gone(postmaster, seconds)


def clear_remains(data: Path) -> None:
    """Makes the cluster startable after its server or the whole machine was killed.

    A pid file of a dead server is left to PostgreSQL, which checks by it that no process still
    writes; one whose number another program has got since would block the start, and goes.
    """
    stop_postmaster(data)
    postmaster = read_postmaster(data)
    if postmaster is not None and _exists(postmaster.pid) and not postmaster.is_alive():
        (data / PID_FILE).unlink(missing_ok=True)


def _wait_until_gone(postmaster: Postmaster, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and postmaster.is_alive():
        time.sleep(0.02)


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
