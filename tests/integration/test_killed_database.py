"""Kill -9 of the database server in the middle of an action, on a server of its own.

Each step is a process of its own that works on that server through the product's settings, forked
from one that has the product loaded and never connects; what a step finds afterwards is what the
recovered server kept.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tiendo.config.postgres import Cluster
from tiendo.config.postgres_postmaster import read_postmaster, stop_postmaster
from tiendo.config.postgres_roles import APPLICATION_ROLE, MIGRATION_ROLE, Server

ROOT = Path(__file__).parents[2]
STEPS = """
import contextlib, json, os, signal, sys
import django
django.setup()
from django.core.management import call_command
from django.db import connection, Error
from tests.factories import World, actor, make_world
from tests.task_factories import PROOF, bring_to, make_programme, make_task
from tiendo.accounts.models import User
from tiendo.audit.models import AuditEvent, SealBatch, SealedEvent
from tiendo.audit.sealer import seal_pending
from tiendo.audit.verify import verify_trail
from tiendo.config.migrating import migrate_in_groups
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.tasks import actions
from tiendo.tasks.models import Evidence, LifecycleEvent, Task
from tiendo.tasks.spans import audit_spans

def prepare():
    migrate_in_groups()
    call_command("migrate", verbosity=0)
    world = make_world()
    bring_to(world, make_task(world, make_programme(world)), State.LIVE)

def claim():
    by = actor(User.objects.get(username="snv_officer"))
    actions.claim(task=Task.objects.get(), by=by, done_on=clock.today(), evidence=[PROOF])

def seal():
    seal_pending()

def look():
    task = Task.objects.get()
    print(json.dumps({
        "state": task.lifecycle,
        "claims": LifecycleEvent.objects.filter(action="claim").count(),
        "evidence": Evidence.objects.count(),
        "told": AuditEvent.objects.filter(action="task.claim").count(),
        "unsealed": AuditEvent.objects.count() - SealedEvent.objects.count(),
        "batches": SealBatch.objects.count(),
        "problems": len(verify_trail().problems),
        "wrong_spans": len(audit_spans()),
    }), flush=True)

def step(name, kill_at, postmaster):
    sent = 0

    def count(execute, *arguments):
        nonlocal sent
        sent += 1
        if sent == kill_at:
            os.kill(postmaster, signal.SIGKILL)
            # The sessions of a killed server end when they notice; this one is ended now.
            with contextlib.suppress(Exception):
                connection.connection.close()
        return execute(*arguments)

    if name == "prepare":
        prepare()
    look()
    with connection.execute_wrapper(count):
        try:
            {"claim": claim, "seal": seal}.get(name, look)()
        except Error as error:
            assert kill_at, error
            sys.exit(3)

for line in sys.stdin:
    name, kill_at, postmaster = line.split()
    child = os.fork()
    if not child:
        step(name, int(kill_at), int(postmaster))
        sys.exit()
    print("exit", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
BROKEN = 3


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A server that writes through to the disk, as an installation's does."""
    cluster = Cluster(tmp_path_factory.mktemp("killed") / "postgres")
    yield cluster
    stop_postmaster(cluster.data)


class Steps:
    """Steps on a server, each a process of its own."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._process: subprocess.Popen[str] | None = None

    def take(self, server: Server, name: str, kill_at: int = 0) -> dict[str, object]:
        """One step; what it found before it began."""
        postmaster = read_postmaster(self._cluster.data)
        assert postmaster is not None
        self._process = self._process or _forking(server)
        assert self._process.stdin is not None
        self._process.stdin.write(f"{name} {kill_at} {postmaster.pid}\n")
        self._process.stdin.flush()
        lines = [*self._said_until_its_end()]
        assert lines[-1:] == [f"exit {BROKEN if kill_at else 0}"], lines
        found: dict[str, object] = json.loads(lines[0])
        return found

    def _said_until_its_end(self) -> Iterator[str]:
        assert self._process is not None
        assert self._process.stdout is not None
        for line in self._process.stdout:
            yield line.rstrip()
            if line.startswith("exit"):
                return

    def close(self) -> None:
        """End the process that steps are forked from."""
        if self._process is not None:
            self._process.communicate()


def _forking(server: Server) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", STEPS],
        env=os.environ | _environment(server),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _environment(server: Server) -> dict[str, str]:
    return {
        "DATABASE_URL": server.url(APPLICATION_ROLE),
        "MIGRATION_DATABASE_URL": server.url(MIGRATION_ROLE),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }


@pytest.fixture
def steps(cluster: Cluster) -> Iterator[Steps]:
    with closing(Steps(cluster)) as steps:
        yield steps


def test_what_a_killed_server_was_doing_is_not_half_done(cluster: Cluster, steps: Steps) -> None:
    with cluster.running() as server:
        before = steps.take(server, "prepare")
        assert (before["state"], before["claims"], before["problems"]) == ("live", 0, 0)
        assert steps.take(server, "claim", kill_at=5) == before
    with cluster.running() as server:
        assert steps.take(server, "claim", kill_at=14) == before
    with cluster.running() as server:
        assert steps.take(server, "claim") == before
        claimed = steps.take(server, "seal", kill_at=8)
        assert [claimed[key] for key in ("state", "claims", "evidence")] == ["claimed", 1, 1]
        assert (claimed["told"], claimed["wrong_spans"]) == (1, 0)
    with cluster.running() as server:
        assert steps.take(server, "seal") == claimed
        sealed = steps.take(server, "look")
        assert (sealed["unsealed"], sealed["batches"], sealed["problems"]) == (0, 1, 0)
