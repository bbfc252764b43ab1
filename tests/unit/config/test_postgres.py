"""The embedded server: started, shared, adopted, stopped, whatever happened to its users."""

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tiendo.config.postgres import Cluster
from tiendo.config.postgres_postmaster import PID_FILE, read_postmaster, stop_postmaster
from tiendo.config.postgres_programs import PostgresError, find_programs, find_runner
from tiendo.config.postgres_roles import APPLICATION_ROLE, MIGRATION_ROLE, SUPERUSER

USE_UNTIL_KILLED = """
import sys, time
from pathlib import Path
from tiendo.config.postgres import Cluster
with Cluster(Path(sys.argv[1]), durable=False).running():
    print("running", flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster under a closed folder, made once for the tests of this module."""
    folder = tmp_path_factory.mktemp("closed", numbered=True)
    folder.chmod(0o700)
    cluster = Cluster(folder / "postgres", durable=False)
    yield cluster
    stop_postmaster(cluster.data)


def one(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]


def other_user(cluster: Cluster) -> "subprocess.Popen[str]":
    """Another process that uses the server until it is killed."""
    user = subprocess.Popen(
        [sys.executable, "-c", USE_UNTIL_KILLED, str(cluster.folder)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert user.stdout is not None
    assert user.stdout.readline() == "running\n"
    return user


def kill(user: "subprocess.Popen[str]") -> None:
    user.kill()
    user.communicate()


def wait_until_down(cluster: Cluster) -> bool:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        postmaster = read_postmaster(cluster.data)
        if postmaster is None or not postmaster.is_alive():
            return True
        time.sleep(0.05)
    return False


def test_the_application_connects_and_may_not_make_databases(made: Cluster) -> None:
    with made.running() as server:
        url = server.url(APPLICATION_ROLE)
        assert one(url, "SELECT current_user") == APPLICATION_ROLE
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            one(url, "CREATE TABLE x ()")


def test_the_migration_role_owns_the_database(made: Cluster) -> None:
    with made.running() as server:
        query = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
        assert one(server.url(MIGRATION_ROLE), query) == MIGRATION_ROLE


def test_text_is_utf8_and_the_extensions_are_there(made: Cluster) -> None:
    with made.running() as server:
        url = server.url(APPLICATION_ROLE)
        assert one(url, "SHOW server_encoding") == "UTF8"
        assert one(url, "SELECT upper('đắk lắk')") == "ĐẮK LẮK"
        assert one(url, "SELECT unaccent('Đắk Lắk')") == "Dak Lak"
        assert one(url, "SELECT similarity('abc', 'abc')::int") == 1


def test_only_this_machine_is_served_and_only_with_a_password(made: Cluster) -> None:
    with made.running() as server:
        assert one(server.url(SUPERUSER), "SHOW listen_addresses") == "127.0.0.1"
        wrong = server.url(APPLICATION_ROLE).replace(server.passwords[APPLICATION_ROLE], "x")
        with pytest.raises(psycopg.OperationalError, match="password"):
            one(wrong, "SELECT 1")


def test_the_log_keeps_nothing_that_people_typed(made: Cluster) -> None:
    statement = "INSERT INTO typed VALUES ('lời của một người')"
    with (
        made.running() as server,
        psycopg.connect(server.url(MIGRATION_ROLE), autocommit=True) as connection,
    ):
        connection.execute("CREATE TABLE typed (words text UNIQUE)")
        connection.execute(statement)
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute(statement)
        connection.execute("DROP TABLE typed")
    log = made.log.read_text(errors="replace")
    assert "typed_words_key" in log
    assert "lời của" not in log


def test_passwords_are_for_their_owner_alone(made: Cluster) -> None:
    with made.running():
        mode = (made.folder / "passwords.json").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_the_modes_of_the_given_folders_stay(made: Cluster) -> None:
    with made.running():
        assert stat.S_IMODE(made.folder.parent.stat().st_mode) == 0o700


def test_the_last_user_stops_the_server(made: Cluster) -> None:
    with made.running():
        assert read_postmaster(made.data) is not None
    assert wait_until_down(made)


def test_a_second_user_shares_the_server_and_keeps_it(made: Cluster) -> None:
    first = other_user(made)
    try:
        before = read_postmaster(made.data)
        with made.running() as server:
            assert one(server.url(APPLICATION_ROLE), "SELECT 1") == 1
        assert before is not None
        assert read_postmaster(made.data) == before
        assert before.is_alive()
    finally:
        kill(first)


def test_a_killed_user_leaves_no_server(made: Cluster) -> None:
    kill(other_user(made))
    assert wait_until_down(made)


def test_the_server_outlives_the_user_that_started_it(made: Cluster) -> None:
    first = other_user(made)
    with made.running() as server:
        kill(first)
        time.sleep(0.3)
        assert one(server.url(APPLICATION_ROLE), "SELECT 1") == 1


def test_a_server_killed_with_its_user_starts_again(made: Cluster) -> None:
    user = other_user(made)
    postmaster = read_postmaster(made.data)
    assert postmaster is not None
    os.kill(postmaster.pid, signal.SIGKILL)
    kill(user)
    with made.running() as server:
        assert one(server.url(APPLICATION_ROLE), "SELECT 1") == 1


def test_a_pid_that_another_program_has_got_blocks_nothing(made: Cluster) -> None:
    with made.running():
        pass
    lines = [str(os.getpid()), str(made.data), "1", "5432", "", "127.0.0.1", "1 1", "ready"]
    (made.data / PID_FILE).write_text("\n".join(lines) + "\n")
    with made.running() as server:
        assert one(server.url(APPLICATION_ROLE), "SELECT 1") == 1


def test_data_of_another_major_version_is_refused(made: Cluster) -> None:
    with made.running():
        pass
    version = made.data / "PG_VERSION"
    kept = version.read_text()
    version.write_text("9\n")
    try:
        with pytest.raises(PostgresError, match="PostgreSQL 9"), made.running():
            pass
    finally:
        version.write_text(kept)


def test_the_port_is_kept_where_it_is_free(made: Cluster) -> None:
    with made.running() as server:
        first = server.port
    with made.running() as server:
        assert server.port == first
    assert json.loads((made.folder / "server.json").read_text())["port"] == first


def test_a_cluster_in_use_is_not_removed(made: Cluster) -> None:
    user = other_user(made)
    try:
        with pytest.raises(PostgresError, match="đang được dùng"):
            made.remove()
    finally:
        kill(user)


def test_a_cluster_half_made_is_made_again(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / "postgres", durable=False)
    cluster.data.mkdir(parents=True)
    (cluster.data / "left").touch()
    with cluster.running() as server:
        assert one(server.url(APPLICATION_ROLE), "SELECT 1") == 1


def test_the_programs_have_a_version_and_a_way_to_run() -> None:
    programs = find_programs({})
    assert programs.major >= 15
    runner = find_runner(programs)
    assert bool(runner.prefix) is (os.geteuid() == 0)
