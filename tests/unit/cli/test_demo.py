"""The demo's own decisions: its password, its port, what a reset may remove."""

import os
import signal
import socket
import stat
from pathlib import Path

import pytest

from tiendo.cli import demo
from tiendo.cli.errors import CommandError


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder, and no choices of the operator."""
    monkeypatch.setenv("TIENDO_DATA", str(tmp_path))
    for name in ("TIENDO_DEMO_PASSWORD", "DATABASE_URL", "MIGRATION_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_the_password_is_random_and_kept_for_its_owner(data: Path) -> None:
    password = demo.demo_password()
    assert len(password) >= 12
    assert demo.demo_password() == password
    assert stat.S_IMODE((data / "demo-password").stat().st_mode) == 0o600


def test_a_given_password_replaces_the_kept_one(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo.demo_password()
    monkeypatch.setenv("TIENDO_DEMO_PASSWORD", "của tôi")
    assert demo.demo_password() == "của tôi"
    monkeypatch.delenv("TIENDO_DEMO_PASSWORD")
    assert demo.demo_password() == "của tôi"


def test_a_port_in_use_is_refused_with_another_one() -> None:
    with socket.socket() as taken:
        taken.bind((demo.HOST, 0))
        taken.listen()
        with pytest.raises(CommandError, match="--port"):
            demo.require_free_port(taken.getsockname()[1])


@pytest.mark.parametrize("port", [-1, 70000])
def test_what_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(CommandError):
        demo.require_free_port(port)


def test_a_document_that_is_not_there_is_refused_first(data: Path) -> None:
    with pytest.raises(CommandError, match="none.docx"):
        demo.main(["--plan", str(data / "none.docx"), "--reset"])


def test_a_document_that_cannot_be_read_is_refused_with_the_reason(data: Path) -> None:
    (data / "rong.docx").touch()
    with pytest.raises(CommandError, match="empty_file"):
        demo.main(["--report", str(data / "rong.docx"), "--reset"])


def test_a_reset_removes_data_and_nothing_else(data: Path) -> None:
    for name in ("files", "quarantine", "seals", "backups"):
        (data / name).mkdir()
    demo.reset(data)
    assert [path.name for path in data.iterdir()] == ["backups"]


def test_a_reset_never_touches_the_operators_database(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://a@127.0.0.1/x")
    (data / "files").mkdir()
    with pytest.raises(CommandError, match="DATABASE_URL"):
        demo.reset(data)
    assert (data / "files").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_demo_also_where_it_was_ignored(number: signal.Signals) -> None:
    before = signal.signal(number, signal.SIG_IGN)
    try:
        with pytest.raises(KeyboardInterrupt), demo.ending_on_signals():
            os.kill(os.getpid(), number)
            signal.pause()
        assert signal.getsignal(number) is signal.SIG_IGN
    finally:
        signal.signal(number, before)
