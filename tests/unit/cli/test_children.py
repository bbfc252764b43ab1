"""Children end with their parent and are ended by it, whatever they do about it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tiendo.cli import children
from tiendo.cli.children import PARENT, Children, end_with_parent

# A parent that starts a child, tells its number and waits to be killed.
PARENT_SCRIPT = """
import os, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", sys.argv[1]],
                         env=os.environ | {"TIENDO_PARENT": str(os.getpid())},
                         start_new_session=True)
child.wait()
"""
CHILD_SCRIPT = """
import os, time
from tiendo.cli.children import end_with_parent
end_with_parent()
print(os.getpid(), flush=True)
time.sleep(60)
"""
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Linux for a signal")
def test_a_child_ends_when_its_parent_is_killed() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT_SCRIPT, CHILD_SCRIPT], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert is_running(child)
    parent.kill()
    parent.communicate()
    deadline = time.monotonic() + 10
    while is_running(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(child)


def test_a_child_whose_parent_is_gone_already_ends_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    script = "from tiendo.cli.children import end_with_parent; end_with_parent(); print('lives on')"
    env = os.environ | {PARENT: "1"}
    done = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_without_a_parent_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PARENT, raising=False)
    end_with_parent()
    assert PARENT not in os.environ


def test_a_child_that_does_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "STOP_SECONDS", 0.5)
    group = Children()
    child = subprocess.Popen([sys.executable, "-c", STUBBORN], start_new_session=True)
    group.processes["x"] = child
    time.sleep(0.3)
    assert group.ended() == []
    group.stop()
    assert child.returncode == -signal.SIGKILL
    assert group.ended() == ["x"]
