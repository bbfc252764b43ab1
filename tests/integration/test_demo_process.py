"""The demo's processes: all there while it serves, all gone when it ends, however it ends."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tiendo.cli.database import EMBEDDED

SCRIPT = """
import sys
from tiendo.cli.demo import ending_on_signals, serve
with ending_on_signals():
    sys.exit(serve(int(sys.argv[1]), "mật khẩu thử"))
"""
START_SECONDS, STOP_SECONDS = 60, 30

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def demo(port: int, tmp_path: Path, built_frontend: None) -> "Iterator[subprocess.Popen[str]]":
    """The demo serving the test database, in a session of its own."""
    url = "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(port)],
        env=os.environ | {"DATABASE_URL": url, "TIENDO_DATA": str(tmp_path), EMBEDDED: "0"},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with process:
        yield process
        process.kill()
    assert wait_until_free(port)


def wait_until_serving(demo: "subprocess.Popen[str]", port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        assert demo.poll() is None, "the demo ended by itself"
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
            return
        except OSError:
            assert time.monotonic() < deadline, "the demo does not answer"
            time.sleep(0.2)


def wait_until_free(port: int) -> bool:
    deadline = time.monotonic() + STOP_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return True
        time.sleep(0.2)
    return False


def printed_until_ready(demo: "subprocess.Popen[str]") -> str:
    """What the demo prints up to its last line before it waits: that it ends by Ctrl-C."""
    assert demo.stdout is not None
    printed = ""
    for line in demo.stdout:
        printed += line
        if "Ctrl-C" in line:
            break
    return printed


def children_of(pid: int) -> "list[int]":
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_sigint_to_the_group_ends_everything(demo: "subprocess.Popen[str]", port: int) -> None:
    wait_until_serving(demo, port)
    children = children_of(demo.pid)
    assert len(children) == 3
    printed = printed_until_ready(demo)
    os.killpg(demo.pid, signal.SIGINT)
    assert demo.wait(timeout=STOP_SECONDS) == 0
    assert f"http://127.0.0.1:{port}/" in printed
    assert "mật khẩu thử" in printed
    assert "chuyenvien" in printed
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


def test_a_killed_demo_leaves_its_port_free(demo: "subprocess.Popen[str]", port: int) -> None:
    wait_until_serving(demo, port)
    demo.kill()
    demo.wait()
    assert wait_until_free(port)
