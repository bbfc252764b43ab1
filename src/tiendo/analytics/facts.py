"""Writing the facts: all tables as of one snapshot of the database, into a new folder."""

from __future__ import annotations

import datetime as dt
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from tiendo.analytics.copying import copy_table
from tiendo.analytics.errors import FactsNotWritten
from tiendo.analytics.folders import draft_folder, put_in_place
from tiendo.analytics.manifest import SCHEMA_VERSION, Manifest, TableFacts, write_manifest
from tiendo.analytics.models import FactsRun, FactsState
from tiendo.analytics.tables import FactTable, fact_tables
from tiendo.domain import clock

# One writer at a time in the whole installation.
_LOCK = 5_702_025
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def write_facts() -> FactsRun:
    """Write all facts anew; the run says what came of it, a failed one why before it raises.

    A second writer waits for the first. Errors: FactsNotWritten, where the disk is full or refuses.
    Cost: each table is read once; memory for one row group.
    """
    with only_writer():
        _end_broken_off()
        run = FactsRun.objects.create(started_at=clock.now())
        try:
            place, manifest, digest = write_folder(settings.FACTS_ROOT)
        except Exception as error:
            run.state, run.problem = FactsState.FAILED, _problem(error)
            run.finished_at = clock.now()
            run.save()
            raise
        run.state, run.finished_at = FactsState.DONE, clock.now()
        run.folder, run.manifest_sha256 = place.name, digest
        run.rows_count, run.bytes_count = manifest.rows, manifest.bytes
        run.save()
        return run


def write_folder(root: Path) -> tuple[Path, Manifest, str]:
    """A folder of facts under ``root``, its manifest and the manifest's hash, where nobody else
    writes. Errors: FactsNotWritten."""
    try:
        return _write_folder(root)
    except OSError as error:
        code = "facts.no_room" if error.errno in _NO_ROOM else "facts.not_written"
        why = os.strerror(error.errno) if error.errno else str(error)
        raise FactsNotWritten(code, folder=str(root), why=why) from error


def _write_folder(root: Path) -> tuple[Path, Manifest, str]:
    with _snapshot() as cursor:
        made_at = clock.now()
        draft = draft_folder(root, made_at)
        try:
            manifest = _write_tables(cursor, draft, made_at)
            digest = write_manifest(draft, manifest)
        except BaseException:
            shutil.rmtree(draft)
            raise
        return put_in_place(draft), manifest, digest


def _problem(error: Exception) -> str:
    return str(error) if isinstance(error, FactsNotWritten) else f"{type(error).__name__}: {error}"


def _end_broken_off() -> None:
    """A run that nobody is at any more was killed; its draft goes with the next one."""
    FactsRun.objects.filter(state=FactsState.RUNNING).update(
        state=FactsState.FAILED,
        finished_at=clock.now(),
        problem=_("Bị dừng giữa chừng"),
    )


@contextmanager
def only_writer() -> Iterator[None]:
    """Wait until nobody else writes. Held outside of the snapshot, which is of after the waiting;
    given back by the database where the writer is killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


@contextmanager
def _snapshot() -> Iterator[Any]:
    """A cursor on which every query sees the same moment.

    Inside a transaction of the caller's own its view of things holds.
    """
    is_own = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if is_own:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield cursor


def _write_tables(cursor: Any, folder: Path, made_at: dt.datetime) -> Manifest:
    cursor.execute("SELECT pg_current_snapshot()::text")
    snapshot = cursor.fetchone()[0]
    tables = {name: _write_table(cursor, table, folder) for name, table in fact_tables().items()}
    return Manifest(SCHEMA_VERSION, made_at, snapshot, tables)


def _write_table(cursor: Any, table: FactTable, folder: Path) -> TableFacts:
    cursor.execute(f"SELECT count(*), max(id) FROM {table.source}")  # noqa: S608 - our own names
    rows, last_id = cursor.fetchone()
    return TableFacts(copy_table(cursor, table, folder), rows, last_id)
