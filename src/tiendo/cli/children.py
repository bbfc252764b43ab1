"""Processes that belong together: children end with their parent, however it ends."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence

PR_SET_PDEATHSIG = 1
PARENT = "TIENDO_PARENT"
STOP_SECONDS = 20


def end_with_parent() -> None:
    """In a child: asks Linux for SIGTERM at the parent's death; elsewhere nothing happens."""
    parent = os.environ.pop(PARENT, "")
    if not parent:
        return
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != int(parent):
        sys.exit(0)


class Children:
    """Verbs of this CLI running as children of one process."""

    def __init__(self) -> None:
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, *arguments: str) -> None:
        """Starts one verb in a session of its own: Ctrl-C reaches the parent, which ends it."""
        self.processes[name] = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", "-m", "tiendo.cli", *arguments],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            env=os.environ | {PARENT: str(os.getpid())},
        )

    def ended(self) -> Sequence[str]:
        """The names of those that ended by themselves."""
        return [name for name, child in self.processes.items() if child.poll() is not None]

    def stop(self) -> None:
        """Asks all to end, waits, and kills what does not listen."""
        for child in self.processes.values():
            _signal_group(child, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.processes.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=max(0.1, deadline - time.monotonic()))
        for child in self.processes.values():
            if child.poll() is None:
                _signal_group(child, signal.SIGKILL)
                child.wait()


def _signal_group(child: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        if number == signal.SIGKILL:
            os.killpg(child.pid, number)
        else:
            child.send_signal(number)
